/* Figures kept as the events come, by the real daemons: late facts and withdrawals move them, and whatever the order of
 * arrival, killed or not, they are what the log says. */
#include "cell.h"
#include "runtime/recount.h"

#define JUNE "/v1/figures?from=2026-06-01&until=2026-06-30"

TestSuite(figures, .init = cell_begin, .fini = cell_end, .timeout = 120);

static json_int_t
count_of(json_t *figures, const char *measure, const char *label)
{
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(figures, "counts"), i, row)
	{
		if (strcmp(json_string_value(json_object_get(row, "measure")), measure) == 0 &&
		    strcmp(json_string_value(json_object_get(row, "label")), label) == 0)
			return json_integer_value(json_object_get(row, "count"));
	}
	return 0;
}

static void
expect_standard(json_t *figures, size_t place, const char *id, int numerator, int denominator, const char *percent)
{
	json_t *standard = json_array_get(json_object_get(figures, "standards"), place);
	char *found = json_dumps(json_object_get(standard, "percent"), JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));

	cr_expect_str_eq(json_string_value(json_object_get(standard, "id")), id);
	cr_expect_str_eq(json_string_value(json_object_get(standard, "clause")), "8.36");
	cr_expect_eq(json_integer_value(json_object_get(standard, "numerator")), numerator, "%s", id);
	cr_expect_eq(json_integer_value(json_object_get(standard, "denominator")), denominator, "%s", id);
	cr_expect_str_eq(found, percent, "%s: %s", id, found);
}

/* The regulator's: by the thousand homes, and of what was received. */
static json_t *
standard_of(json_t *figures, const char *id)
{
	json_t *standard;
	size_t i;

	json_array_foreach(json_object_get(figures, "standards"), i, standard)
	{
		if (strcmp(json_string_value(json_object_get(standard, "id")), id) == 0)
			return standard;
	}
	cr_assert_fail("no standard %s", id);
	return NULL;
}

static void
complaint(const char *ref, const char *category)
{
	fact(LIVIN, "ContactReceived", ref, "2026-06-01T09:00:00Z",
	    arena_printf(&arena, "{\"nature\":\"complaint\",\"dissatisfied\":true,\"category\":\"%s\"}", category));
	fact(LIVIN, "CaseAcknowledged", ref, "2026-06-03T09:00:00Z", "{\"stage\":1,\"definition\":\"a roof\"}");
}

static void
answered(const char *ref, const char *when)
{
	fact(LIVIN, "ResponseIssued", ref, when,
	    "{\"stage\":1,\"outcome\":\"upheld\",\"channel\":\"letter\",\"reasonsGiven\":true,\"ombudsmanDetailsGiven\":true}");
}

/* As redressctl does it. */
static void
expect_recount(void)
{
	struct store *store = open_store(postgres_as(cell.database, "redress_operator", &arena));
	struct recount recount;

	must(recount_landlord(store, LIVIN, &arena, &recount, &error));
	store_close(store);
	for (size_t i = 0; i < recount.shown; i++)
		cr_expect(false, "%.*s: %.*s '%.*s' on %d: kept %lld, counted %lld", TEXT_ARG(recount.list[i].case_ref),
		    TEXT_ARG(recount.list[i].measure), TEXT_ARG(recount.list[i].label), recount.list[i].day,
		    (long long)recount.list[i].kept, (long long)recount.list[i].counted);
	cr_expect_eq(recount.differences, 0);
	cr_expect_eq(recount.quarantined, 0);
	cr_expect_gt(recount.figures, 0);
}

/* A slip of the keys, in the log already: what is too much to count is counted as far as it can be, and all that comes
 * after it is counted as ever. */
Test(figures, a_payment_too_large_to_count_stops_nothing)
{
	json_t *figures;

	complaint("CASE-1", "roof");
	fact(LIVIN, "CompensationPaid", "CASE-1", "2026-06-09T09:00:00Z", "{\"ref\":\"A1\",\"pence\":\"5000000000\"}");
	settle();
	fact(LIVIN, "CompensationPaid", "CASE-1", "2026-06-09T10:00:00Z", "{\"ref\":\"A1\",\"pence\":2147483647}");
	complaint("CASE-2", "roof");
	settle();
	figures = ask_json("livin-reads", JUNE, 200);
	cr_expect_eq(count_of(figures, "compensation", ""), 2, "%s", body());
	cr_expect_eq(count_of(figures, "compensation-pence", ""), 2147483647, "%s", body());
	cr_expect_eq(count_of(figures, "complaint-received", "roof"), 2, "%s", body());
}

Test(figures, standards_follow_the_events)
{
	json_t *figures;

	settle();
	figures = ask_json("livin-reads", JUNE, 200);
	cr_expect_eq(json_array_size(json_object_get(figures, "counts")), 0);
	expect_standard(figures, 0, "handled-within-timescales", 0, 0, "null");

	advance("2026-06-05T08:00:00Z");
	complaint("A", "repairs");
	complaint("B", "repairs");
	complaint("C", "noise");
	answered("A", "2026-06-05T07:00:00Z");
	/* 8.11: due to the end of 17 June. */
	advance("2026-06-18T08:00:00Z");
	settle();
	figures = ask_json("livin-reads", JUNE, 200);
	cr_expect_eq(count_of(figures, "complaint-received", "repairs"), 2);
	cr_expect_eq(count_of(figures, "complaint-received", "noise"), 1);
	cr_expect_eq(count_of(figures, "missed", "stage-1-response"), 2);
	expect_standard(figures, 0, "handled-within-timescales", 1, 3, "33.3");
	expect_standard(figures, 1, "satisfied-with-handling", 0, 0, "null");
	expect_standard(figures, 2, "stage-1-in-time", 1, 3, "33.3");
	expect_standard(figures, 3, "stage-2-in-time", 0, 0, "null");
	cr_expect_str_eq(json_string_value(json_object_get(json_object_get(figures, "pack"), "id")), "livin");
	cr_expect_geq(json_integer_value(json_object_get(json_object_get(figures, "asOf"), "position")),
	    (json_int_t)cell.last_root);
	cr_expect_str_eq(
	    json_string_value(json_object_get(json_object_get(figures, "asOf"), "now")), "2026-06-18T08:00:00Z");

	cr_expect(json_is_null(json_object_get(standard_of(figures, "ch01-stage-1"), "perThousandHomes")));
	cr_expect_eq(json_integer_value(json_object_get(standard_of(figures, "ch02-stage-1"), "denominator")), 3);
	cr_expect_eq(json_integer_value(json_object_get(standard_of(figures, "ch02-stage-1"), "numerator")), 1);
	figures = ask_json("livin-reads", JUNE "&homes=8000", 200);
	/* 3 of 8,000: 0.375 of a thousand, to one decimal. */
	cr_expect_eq(json_integer_value(json_object_get(standard_of(figures, "ch01-stage-1"), "numerator")), 3);
	cr_expect_float_eq(
	    json_number_value(json_object_get(standard_of(figures, "ch01-stage-1"), "perThousandHomes")), 0.4, 1e-9);
	cr_expect_eq(ask("livin-reads", JUNE "&homes=0"), 400);
	cr_expect_eq(ask("livin-reads", JUNE "&homes=many"), 400);

	/* Heard late: it was sent in time, so the miss of the 17th is taken back. And one that is really late. */
	answered("B", "2026-06-16T09:00:00Z");
	answered("C", "2026-06-18T07:00:00Z");
	fact(LIVIN, "SurveyAnswered", "B", "2026-06-18T07:30:00Z", "{\"satisfiedWithHandling\":true}");
	settle();
	figures = ask_json("livin-reads", JUNE, 200);
	expect_standard(figures, 0, "handled-within-timescales", 2, 3, "66.7");
	expect_standard(figures, 1, "satisfied-with-handling", 1, 1, "100.0");
	expect_standard(figures, 2, "stage-1-in-time", 2, 3, "66.7");
	cr_expect_eq(count_of(figures, "missed", "stage-1-response"), 1);
	cr_expect_eq(count_of(figures, "stage-answered", "1/upheld"), 3);
	/* A period is the sum of its days. */
	figures = ask_json("livin-reads", "/v1/figures?from=2026-06-16&until=2026-06-16", 200);
	expect_standard(figures, 2, "stage-1-in-time", 1, 1, "100.0");
	figures = ask_json("livin-reads", "/v1/figures?from=2026-06-17&until=2026-06-30", 200);
	expect_standard(figures, 2, "stage-1-in-time", 0, 1, "0.0");
	cr_expect_eq(count_of(figures, "complaint-received", "repairs"), 0);
	expect_recount();
}

/* ---- permutations ---- */

struct told {
	const char *type, *when, *json;
};

static const struct told stories[][8] = {
	{
	    { "ContactReceived", "2026-06-01T09:00:00Z",
		"{\"nature\":\"complaint\",\"dissatisfied\":true,\"category\":\"repairs\"}" },
	    { "CaseAcknowledged", "2026-06-03T09:00:00Z", "{\"stage\":1,\"definition\":\"a roof\"}" },
	    { "ResponseIssued", "2026-06-12T09:00:00Z",
		"{\"stage\":1,\"outcome\":\"not-upheld\",\"channel\":\"letter\",\"ombudsmanDetailsGiven\":true}" },
	    { "EscalationRequested", "2026-06-15T09:00:00Z", "{\"toStage\":2}" },
	    { "CaseAcknowledged", "2026-06-25T09:00:00Z", "{\"stage\":2,\"definition\":\"a roof\"}" },
	    { "ResponseIssued", "2026-07-10T09:00:00Z",
		"{\"stage\":2,\"outcome\":\"upheld\",\"channel\":\"letter\",\"actions\":[{\"ref\":\"roof\",\"due\":\"2026-07-15\"}]}" },
	    { "ActionCompleted", "2026-07-14T09:00:00Z", "{\"ref\":\"roof\"}" },
	    { "SurveyAnswered", "2026-07-14T10:00:00Z", "{\"satisfiedWithHandling\":true}" },
	},
	{
	    { "ContactReceived", "2026-06-02T09:00:00Z", "{\"nature\":\"service-request\",\"category\":\"noise\"}" },
	    { "ComplaintRequested", "2026-06-04T09:00:00Z", "{\"reason\":\"REASON_NOT_SATISFIED\"}" },
	    { "CaseAcknowledged", "2026-06-05T09:00:00Z", "{\"stage\":1}" },
	    { "ExtensionNotified", "2026-06-16T09:00:00Z",
		"{\"stage\":1,\"until\":\"2026-06-30\",\"reason\":\"long\",\"ombudsmanDetailsGiven\":true}" },
	    { "ResponseIssued", "2026-07-01T09:00:00Z", "{\"stage\":1,\"outcome\":\"upheld\",\"channel\":\"phone\"}" },
	    { "ResponseIssued", "2026-07-02T09:00:00Z", "{\"stage\":1,\"outcome\":\"upheld\",\"channel\":\"email\"}" },
	},
	{
	    { "ContactReceived", "2026-06-02T09:00:00Z",
		"{\"nature\":\"complaint\",\"happenedOn\":\"2024-01-01\",\"category\":\"repairs\"}" },
	    { "ScopeDecided", "2026-06-09T09:00:00Z", "{\"ground\":\"too-old\",\"reasons\":\"too long ago\"}" },
	    { "ScopeDecided", "2026-06-11T09:00:00Z", "{\"accepted\":true,\"discretionUsed\":true}" },
	    { "CaseWithdrawn", "2026-06-20T09:00:00Z", "{}" },
	},
};

enum {
	STORIES = sizeof(stories) / sizeof(stories[0]),
	TELLINGS = 5, /* of each story, each in an order of its own */
	FACTS_MAX = STORIES * TELLINGS * 8,
};

struct arrival {
	const struct told *told;
	const char *ref;
};

static size_t
shuffled(struct arrival arrivals[FACTS_MAX], unsigned seed)
{
	size_t count = 0;

	for (size_t s = 0; s < STORIES; s++) {
		for (int t = 0; t < TELLINGS; t++) {
			const char *ref = arena_printf(&arena, "%zu-%d", s, t);

			for (int i = 0; i < 8 && stories[s][i].type != NULL; i++)
				arrivals[count++] = (struct arrival){ &stories[s][i], ref };
		}
	}
	srand(seed);
	for (size_t i = count; i > 1; i--) {
		size_t j = (size_t)rand() % i;
		struct arrival other = arrivals[i - 1];

		arrivals[i - 1] = arrivals[j];
		arrivals[j] = other;
	}
	return count;
}

/* What a case contributes: all that depends on facts and not on when something was said of them; warnings aside. */
static json_int_t
different_tellings(void)
{
	static const char sql[] =
	    "SELECT count(*) FROM (SELECT split_part(case_ref, '-', 1), day, measure, label, count FROM case_figure "
	    "WHERE measure <> 'warned' GROUP BY 1, 2, 3, 4, 5 HAVING count(*) <> 5) AS odd";
	struct rows rows;

	must(store_query(cell.store, sql, NULL, &arena, &rows, &error));
	return rows_int(&rows, 0, 0);
}

Test(figures, any_order_of_arrival_comes_to_the_same)
{
	static const char *const times[] = { "2026-07-20T08:00:00Z", "2026-07-25T08:00:00Z", "2026-08-01T08:00:00Z",
		"2026-08-20T08:00:00Z" };
	struct arrival arrivals[FACTS_MAX];
	size_t count = shuffled(arrivals, 20261122), told = 0;
	struct recount recount;

	for (size_t t = 0; t < 4; t++) {
		advance(times[t]);
		for (; told < count * (t + 1) / 4; told++)
			fact(LIVIN, arrivals[told].told->type, arrivals[told].ref, arrivals[told].told->when,
			    arrivals[told].told->json);
		if (t == 1) {
			/* In the middle of it all. */
			kill(cell.pids[DAEMONS - 1], SIGKILL);
			waitpid(cell.pids[DAEMONS - 1], NULL, 0);
			daemon_start(DAEMONS - 1);
		}
		settle();
		expect_recount();
	}
	cr_expect_eq(different_tellings(), 0);

	/* And it would find what is not so. */
	script("UPDATE case_figure SET count = count + 1 WHERE case_ref = '0-0' AND measure = 'stage-ended'");
	must(recount_landlord(cell.store, LIVIN, &arena, &recount, &error));
	cr_expect_eq(recount.cases, STORIES * TELLINGS);
	cr_expect_eq(recount.differences, 4, "%zu", recount.differences); /* two of the case, and two sums */
	script("UPDATE case_figure SET count = count - 1 WHERE case_ref = '0-0' AND measure = 'stage-ended'; "
	       "DELETE FROM figure WHERE measure = 'contact' AND label = 'service-request'");
	must(recount_landlord(cell.store, LIVIN, &arena, &recount, &error));
	cr_expect_eq(recount.differences, 1);
	cr_expect_eq(recount.list[0].case_ref.len, 0);
}
