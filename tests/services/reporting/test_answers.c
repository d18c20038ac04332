/* What reporting answers, and to whom. */
#include "cell.h"

TestSuite(answers, .init = cell_begin, .fini = cell_end, .timeout = 120);

static void
two_landlords(void)
{
	fact(LIVIN, "ContactReceived", "OURS", "2026-06-01T07:00:00Z",
	    "{\"nature\":\"complaint\",\"category\":\"repairs\"}");
	fact(BEYOND, "ContactReceived", "THEIRS", "2026-06-01T07:00:00Z",
	    "{\"nature\":\"complaint\",\"category\":\"drains\"}");
	settle();
}

static void
expect_problem(const char *token, const char *path, unsigned status, const char *field)
{
	json_t *problem = ask_json(token, path, status);
	const char *found = json_string_value(json_object_get(problem, "field"));

	cr_expect_not_null(strstr(answer, "application/problem+json"), "%s", answer);
	cr_expect_eq(json_integer_value(json_object_get(problem, "status")), status);
	if (field != NULL)
		cr_expect_str_eq(found == NULL ? "" : found, field, "%s: %s", path, answer);
}

Test(answers, a_landlord_sees_its_own_and_nothing_of_a_neighbour)
{
	two_landlords();
	cr_expect_eq(ask("livin-reads", "/v1/cases/OURS"), 200);
	cr_expect_not_null(strstr(body(), "redress.v1.CaseOpened"));
	expect_problem("livin-reads", "/v1/cases/THEIRS", 404, NULL);
	expect_problem("livin-reads", "/v1/cases/THEIRS?landlord=beyond", 404, "landlord");
	expect_problem("livin-reads", "/v1/cases/OURS?landlord=nobody", 404, "landlord");
	cr_expect_eq(ask("beyond-reads", "/v1/cases/THEIRS"), 200);

	cr_expect_eq(ask("livin-reads", "/v1/figures?from=2026-06-01&until=2026-06-01"), 200);
	cr_expect_not_null(strstr(body(), "repairs"));
	cr_expect_null(strstr(body(), "drains"));
	expect_problem("livin-reads", "/v1/figures?from=2026-06-01&until=2026-06-01&landlord=beyond", 404, "landlord");
	cr_expect_eq(ask("beyond-reads", "/v1/figures?from=2026-06-01&until=2026-06-01"), 200);
	cr_expect_null(strstr(body(), "repairs"));
	cr_expect_not_null(strstr(body(), "drains"));

	cr_expect_eq(ask("livin-reads", "/v1/events"), 200);
	cr_expect_not_null(strstr(body(), "OURS"));
	cr_expect_null(strstr(body(), "THEIRS"));
	cr_expect_null(strstr(body(), "beyond"));

	cr_expect_eq(ask(NULL, "/v1/cases/OURS"), 401);
	cr_expect_eq(ask("a-stranger", "/v1/events"), 401);
	expect_problem("livin-posts", "/v1/cases/OURS", 403, NULL);
	expect_problem("livin-posts", "/v1/events", 403, NULL);
	cr_expect_eq(ask(NULL, "/livez"), 200);

	/* Whoever asked before: judging goes on for the whole cell. */
	fact(BEYOND, "SurveyAnswered", "THEIRS", "2026-06-01T07:30:00Z", "{\"satisfiedWithHandling\":true}");
	settle();
	cr_expect_eq(ask("beyond-reads", "/v1/figures?from=2026-06-01&until=2026-06-01"), 200);
	cr_expect_not_null(strstr(body(), "\"surveyed\""));
}

/* The database itself keeps them apart, whatever a statement says. */
Test(answers, row_level_security_holds_without_us)
{
	static const char sql[] =
	    "SELECT (SELECT count(*) FROM figure), (SELECT count(*) FROM case_figure), "
	    "(SELECT count(*) FROM figure WHERE landlord_id <> 1), (SELECT count(*) FROM event_log "
	    "WHERE landlord_id <> 1), (SELECT count(*) FROM waiting)";
	struct store *store;
	struct rows rows;

	two_landlords();
	fact(BEYOND, "CaseAcknowledged", "NOT-YET", "2026-06-01T07:30:00Z", "{\"stage\":1}");
	settle();
	store = open_store(postgres_as(cell.database, "redress_reporting", &arena));
	must(store_query(store, sql, NULL, &arena, &rows, &error));
	for (size_t i = 0; i < 5; i++)
		cr_expect_eq(rows_int(&rows, 0, i), 0, "column %zu", i);
	must(store_set_landlord(store, "1", &error));
	must(store_query(store, sql, NULL, &arena, &rows, &error));
	cr_expect_gt(rows_int(&rows, 0, 0), 0);
	cr_expect_gt(rows_int(&rows, 0, 1), 0);
	for (size_t i = 2; i < 5; i++)
		cr_expect_eq(rows_int(&rows, 0, i), 0, "column %zu", i);
	cr_expect_not(store_script(store, "INSERT INTO figure VALUES (1, '2026-06-01', 'contact', 'x', 1)", &error));
	must(store_set_landlord(store, "*", &error));
	must(store_query(store, sql, NULL, &arena, &rows, &error));
	cr_expect_gt(rows_int(&rows, 0, 2), 0);
	cr_expect_eq(rows_int(&rows, 0, 4), 1);
	store_close(store);
}

Test(answers, an_operator_names_the_landlord_or_reads_the_whole_log)
{
	two_landlords();
	expect_problem("operator", "/v1/figures?from=2026-06-01&until=2026-06-01", 400, "landlord");
	cr_expect_eq(ask("operator", "/v1/figures?from=2026-06-01&until=2026-06-01&landlord=beyond"), 200);
	cr_expect_not_null(strstr(body(), "drains"));
	cr_expect_null(strstr(body(), "repairs"));
	cr_expect_eq(ask("operator", "/v1/cases/THEIRS?landlord=beyond"), 200);
	expect_problem("operator", "/v1/cases/THEIRS?landlord=livin", 404, NULL);
	expect_problem("operator", "/v1/cases/THEIRS?landlord=nobody", 404, "landlord");
	cr_expect_eq(ask("operator", "/v1/events"), 200);
	cr_expect_not_null(strstr(body(), "OURS"));
	cr_expect_not_null(strstr(body(), "THEIRS"));
	cr_expect_not_null(strstr(body(), "TimeAdvanced"));
	cr_expect_eq(ask("operator", "/v1/events?landlord=livin"), 200);
	cr_expect_null(strstr(body(), "THEIRS"));
}

Test(answers, bad_questions_are_told_what_is_wrong)
{
	static const struct {
		const char *path, *field;
	} rows[] = {
		{ "/v1/figures", "from" },
		{ "/v1/figures?from=2026-02-30&until=2026-03-01", "from" },
		{ "/v1/figures?from=2026-02-01", "until" },
		{ "/v1/figures?from=2026-02-01&until=1%20March", "until" },
		{ "/v1/figures?from=2026-02-02&until=2026-02-01", "until" },
		{ "/v1/figures?from=2001-01-01&until=2026-02-01", "until" },
		{ "/v1/events?from=0", "from" },
		{ "/v1/events?from=-1", "from" },
		{ "/v1/events?from=99999999999999999999", "from" },
		{ "/v1/events?max=0", "max" },
		{ "/v1/events?max=1001", "max" },
		{ "/v1/cases", "waiting" },
		{ "/v1/cases?waiting&after=x", "after" },
		{ "/v1/cases?waiting&max=100000", "max" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_problem("livin-reads", rows[i].path, 400, rows[i].field);
	expect_problem("livin-reads", "/v1/nothing", 404, NULL);
	expect_problem("livin-reads", "/v1/cases/NO-SUCH", 404, NULL);
}

Test(answers, the_log_page_by_page)
{
	const char *next;
	unsigned from = 1, lines = 0, pages = 0;

	two_landlords();
	while (pages++ < 100) {
		unsigned before = lines;

		cr_assert_eq(ask("livin-reads", arena_printf(&arena, "/v1/events?from=%u&max=3", from)), 200);
		cr_expect_not_null(strstr(answer, "application/x-ndjson"));
		next = strstr(answer, "Redress-Next: ");
		cr_assert_not_null(next, "%s", answer);
		for (const char *at = body(); *at != '\0'; at++)
			lines += *at == '\n';
		cr_expect_leq(lines - before, 3);
		if (lines == before)
			break;
		from = (unsigned)atoi(next + strlen("Redress-Next: "));
	}
	cr_assert_eq(ask("livin-reads", "/v1/events"), 200);
	for (const char *at = body(); *at != '\0'; at++)
		lines -= *at == '\n';
	cr_expect_eq(lines, 0, "pages and the whole differ");
	cr_expect_gt(pages, 2);
}

Test(answers, what_waits_for_a_contact)
{
	json_t *waiting, *first;

	fact(LIVIN, "CaseAcknowledged", "NOT-YET", "2026-06-01T07:00:00Z", "{\"stage\":1}");
	fact(LIVIN, "SurveyAnswered", "NOR-THIS", "2026-06-01T07:00:00Z", "{}");
	fact(BEYOND, "SurveyAnswered", "THEIRS", "2026-06-01T07:00:00Z", "{}");
	settle();
	waiting = ask_json("livin-reads", "/v1/cases?waiting&max=1", 200);
	cr_assert_eq(json_array_size(json_object_get(waiting, "waiting")), 1);
	first = json_array_get(json_object_get(waiting, "waiting"), 0);
	cr_expect_str_eq(json_string_value(json_object_get(first, "case")), "NOT-YET");
	cr_expect_str_eq(json_string_value(json_object_get(first, "landlord")), "livin");
	cr_expect_str_eq(json_string_value(json_object_get(first, "type")), "redress.v1.CaseAcknowledged");
	waiting = ask_json("livin-reads",
	    arena_printf(&arena, "/v1/cases?waiting&after=%lld",
		(long long)json_integer_value(json_object_get(waiting, "after"))),
	    200);
	cr_assert_eq(json_array_size(json_object_get(waiting, "waiting")), 1);
	cr_expect(json_is_null(json_object_get(waiting, "after")));

	fact(LIVIN, "ContactReceived", "NOT-YET", "2026-06-01T06:00:00Z", "{\"nature\":\"complaint\"}");
	settle();
	waiting = ask_json("livin-reads", "/v1/cases?waiting", 200);
	cr_assert_eq(json_array_size(json_object_get(waiting, "waiting")), 1);
}

/* ---- personal fields ---- */

static void
sealed_contact(void)
{
	const char *type = "ContactReceived";
	struct seal_of of = { TEXT("redress.v1.ContactReceived"), TEXT("crm"),
		text_of(arena_printf(&arena, "fact-%u", cell.facts + 1)) };
	struct seal_key key = { .id = TEXT("key-of-anna") };
	struct bytes clear =
	    pack(type, "{\"nature\":\"complaint\",\"customer\":{\"ref\":\"7\",\"name\":\"Anna Otter\"}}");
	struct bytes sealed;
	uint8_t master[SEAL_KEY_BYTES], wrapped[SEAL_WRAPPED_BYTES];
	struct params params = params_new(&arena);

	must(seal_start(&error));
	must(seal_master_parse(TEXT(MASTER_KEY), master, &error));
	seal_key_generate(key.secret);
	seal_key_wrap(master, key.id, key.secret, wrapped);
	params_bytea(&params, (struct bytes){ wrapped, sizeof(wrapped) });
	must(store_query(cell.key_store,
	    "INSERT INTO person_key (landlord_id, key_id, subject, wrapped_key) VALUES (1, 'key-of-anna', 'customer:7', $1)",
	    &params, &arena, NULL, &error));
	must(seal_message(&of, clear, &key, &arena, &sealed, &error));
	put(LIVIN, type, "ANNA", "2026-06-01T07:00:00Z", sealed);
	settle();
}

Test(answers, personal_fields_are_opened_for_those_who_may)
{
	json_t *file;

	sealed_contact();
	cr_assert_eq(ask("livin-reads", "/v1/cases/ANNA"), 200);
	cr_expect_null(strstr(body(), "Otter"));
	cr_expect_not_null(strstr(body(), "sealed:1:key-of-anna:"));
	file = ask_json("livin-personal", "/v1/cases/ANNA", 200);
	cr_expect_not_null(strstr(body(), "Anna Otter"));
	cr_expect_str_eq(json_string_value(json_object_get(file, "case")), "ANNA");
	cr_expect_str_eq(json_string_value(json_object_get(file, "landlord")), "livin");
	cr_expect_gt(json_array_size(json_object_get(file, "events")), 3);
	/* In the order of the log. */
	for (size_t i = 1; i < json_array_size(json_object_get(file, "events")); i++) {
		json_t *one = json_array_get(json_object_get(file, "events"), i - 1);
		json_t *other = json_array_get(json_object_get(file, "events"), i);

		cr_expect_lt(atoll(json_string_value(json_object_get(one, "redressposition"))),
		    atoll(json_string_value(json_object_get(other, "redressposition"))));
	}
	/* The log itself opens nothing. */
	cr_assert_eq(ask("livin-personal", "/v1/events"), 200);
	cr_expect_null(strstr(body(), "Otter"));

	must(store_script(cell.key_store, "UPDATE person_key SET wrapped_key = NULL, destroyed_at = now()", &error));
	cr_assert_eq(ask("livin-personal", "/v1/cases/ANNA"), 200);
	cr_expect_null(strstr(body(), "Otter"));
	cr_expect_not_null(strstr(body(), "[erased]"));
}
