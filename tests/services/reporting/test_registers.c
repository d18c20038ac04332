/* The registers a landlord keeps: what policies/README.md asks to be counted and tracked, listed. */
#include "cell.h"

TestSuite(registers, .init = cell_begin, .fini = cell_end, .timeout = 120);

#define CONTACT "{\"nature\":\"complaint\",\"customer\":{\"ref\":\"C1\"}}"

static json_t *
entries_of(const char *token, const char *name)
{
	return json_object_get(ask_json(token, arena_printf(&arena, "/v1/registers/%s", name), 200), "entries");
}

static const char *
at(const json_t *entries, size_t place, const char *key)
{
	const char *text = json_string_value(json_object_get(json_array_get(entries, place), key));

	return text == NULL ? "" : text;
}

Test(registers, discretion_with_its_circumstances_and_no_other_decision)
{
	json_t *entries;

	fact(LIVIN, "ContactReceived", "CASE-1", "2026-06-01T09:00:00Z", CONTACT);
	fact(LIVIN, "ScopeDecided", "CASE-1", "2026-06-02T09:00:00Z",
	    "{\"accepted\":true,\"discretionUsed\":true,\"discussedWithRole\":\"director\",\"decidedByRole\":\"manager\"}");
	fact(LIVIN, "ScopeDecided", "CASE-1", "2026-06-03T09:00:00Z", "{\"accepted\":true}");
	fact(LIVIN, "DiscretionUsed", "CASE-1", "2026-06-04T09:00:00Z", "{\"stage\":1,\"explainedToCustomer\":true}");
	fact(BEYOND, "DiscretionUsed", "THEIRS", "2026-06-04T09:00:00Z", "{\"stage\":1}");
	settle();
	entries = entries_of("livin-reads", "discretion");
	cr_assert_eq(json_array_size(entries), 2, "%s", body());
	cr_expect_str_eq(at(entries, 0, "discussedWithRole"), "director");
	cr_expect_str_eq(at(entries, 0, "case"), "CASE-1");
	cr_expect_str_eq(at(entries, 1, "fact"), "redress.v1.DiscretionUsed");
	/* By days, both included, and no further. */
	entries = entries_of("livin-reads", "discretion?from=2026-06-04&until=2026-06-04");
	cr_expect_eq(json_array_size(entries), 1);
	entries = entries_of("livin-reads", "discretion?from=2026-06-05");
	cr_expect_eq(json_array_size(entries), 0);
}

Test(registers, remedies_outlive_the_response)
{
	json_t *entries;

	fact(LIVIN, "ContactReceived", "CASE-1", "2026-06-01T09:00:00Z", CONTACT);
	fact(LIVIN, "CaseAcknowledged", "CASE-1", "2026-06-02T09:00:00Z", "{\"stage\":1,\"definition\":\"x\"}");
	fact(LIVIN, "ResponseIssued", "CASE-1", "2026-06-08T09:00:00Z",
	    "{\"stage\":1,\"outcome\":\"OUTCOME_UPHELD\",\"actions\":["
	    "{\"ref\":\"A1\",\"owner\":\"repairs\",\"due\":\"2026-06-10\"},"
	    "{\"ref\":\"A2\",\"owner\":\"finance\",\"due\":\"2026-06-12\"},"
	    "{\"ref\":\"A3\",\"owner\":\"finance\",\"due\":\"2026-12-12\"}]}");
	fact(LIVIN, "ActionCompleted", "CASE-1", "2026-06-10T09:00:00Z", "{\"ref\":\"A1\",\"proof\":\"photo\"}");
	advance("2026-06-20T09:00:00Z");
	settle();
	entries = entries_of("livin-reads", "remedies");
	cr_assert_eq(json_array_size(entries), 3, "%s", body());
	cr_expect_str_eq(at(entries, 0, "owner"), "repairs");
	cr_expect_str_eq(at(entries, 0, "state"), "done");
	cr_expect_str_eq(at(entries, 0, "doneAt"), "2026-06-10T09:00:00Z");
	cr_expect_str_neq(at(entries, 0, "proof"), "");
	cr_expect_str_eq(at(entries, 1, "state"), "overdue");
	cr_expect_str_eq(at(entries, 1, "doneAt"), "");
	cr_expect_str_eq(at(entries, 2, "state"), "open");
	/* Done a week late: it was missed, and it is done. */
	fact(LIVIN, "ActionCompleted", "CASE-1", "2026-06-20T10:00:00Z", "{\"ref\":\"A2\"}");
	settle();
	cr_expect_str_eq(at(entries_of("livin-reads", "remedies"), 1, "state"), "done-late");
	/* Heard late, that it was done in time: the miss is taken back. */
	fact(LIVIN, "ActionCompleted", "CASE-1", "2026-06-11T10:00:00Z", "{\"ref\":\"A2\"}");
	settle();
	cr_expect_str_eq(at(entries_of("livin-reads", "remedies"), 1, "state"), "done");
}

/* Paying what was promised is doing it, as sla's clock has it. */
Test(registers, money_promised_is_done_when_paid)
{
	json_t *entries;

	fact(LIVIN, "ContactReceived", "CASE-1", "2026-06-01T09:00:00Z", CONTACT);
	fact(LIVIN, "ResponseIssued", "CASE-1", "2026-06-08T09:00:00Z",
	    "{\"stage\":1,\"outcome\":\"OUTCOME_UPHELD\",\"actions\":["
	    "{\"ref\":\"A1\",\"owner\":\"finance\",\"due\":\"2026-06-12\",\"kind\":\"REMEDY_KIND_MONEY\"}]}");
	fact(LIVIN, "CompensationPaid", "CASE-1", "2026-06-11T09:00:00Z", "{\"ref\":\"A1\",\"pence\":5000}");
	settle();
	entries = entries_of("livin-reads", "remedies");
	cr_assert_eq(json_array_size(entries), 1, "%s", body());
	cr_expect_str_eq(at(entries, 0, "state"), "done");
	cr_expect_str_eq(at(entries, 0, "doneAt"), "2026-06-11T09:00:00Z");
}

Test(registers, orders_recommendations_and_determinations)
{
	json_t *entries;

	fact(LIVIN, "ContactReceived", "CASE-1", "2026-06-01T09:00:00Z", CONTACT);
	fact(LIVIN, "OmbudsmanDetermined", "CASE-1", "2026-06-02T09:00:00Z",
	    "{\"determinations\":[{\"issue\":\"repairs\",\"finding\":\"FINDING_SERVICE_FAILURE\"},"
	    "{\"issue\":\"handling\",\"finding\":\"FINDING_MALADMINISTRATION\"}],"
	    "\"orders\":[{\"ref\":\"O1\",\"due\":\"2026-06-30\"},{\"ref\":\"R1\",\"recommendation\":true}]}");
	fact(LIVIN, "OrderCompleted", "CASE-1", "2026-06-03T09:00:00Z", "{\"ref\":\"R1\",\"reasonsNotActed\":\"x\"}");
	settle();
	entries = entries_of("livin-reads", "orders");
	cr_assert_eq(json_array_size(entries), 2, "%s", body());
	cr_expect_str_eq(at(entries, 0, "state"), "open");
	cr_expect_str_eq(at(entries, 1, "state"), "not-acted-on");
	entries = entries_of("livin-reads", "determinations");
	cr_assert_eq(json_array_size(entries), 2);
	cr_expect_str_eq(at(entries, 1, "issue"), "handling");
	cr_expect_str_eq(at(entries, 1, "finding"), "FINDING_MALADMINISTRATION");
}

Test(registers, page_by_page_and_to_nobody_else)
{
	json_t *page, *first;

	fact(LIVIN, "ContactReceived", "CASE-1", "2026-06-01T09:00:00Z", CONTACT);
	for (int i = 0; i < 3; i++)
		fact(LIVIN, "LearningRecorded", "CASE-1", "2026-06-02T09:00:00Z", "{\"theme\":\"damp\"}");
	settle();
	first = ask_json("livin-reads", "/v1/registers/learning?max=2", 200);
	cr_expect_eq(json_array_size(json_object_get(first, "entries")), 2);
	cr_assert(json_is_integer(json_object_get(first, "after")), "%s", body());
	page = ask_json("livin-reads",
	    arena_printf(&arena, "/v1/registers/learning?max=2&after=%lld",
		(long long)json_integer_value(json_object_get(first, "after"))),
	    200);
	cr_expect_eq(json_array_size(json_object_get(page, "entries")), 1);
	cr_expect(json_is_null(json_object_get(page, "after")));
	cr_expect_eq(json_array_size(entries_of("beyond-reads", "learning")), 0);
	cr_expect_eq(ask("livin-reads", "/v1/registers/nothing"), 404);
	cr_expect_not_null(strstr(body(), "discretion, declined"), "%s", body());
	cr_expect_eq(ask(NULL, "/v1/registers/learning"), 401);
	cr_expect_eq(ask("livin-posts", "/v1/registers/learning"), 403);
	cr_expect_eq(ask("livin-reads", "/v1/registers/learning?max=1000000"), 400);
	cr_expect_eq(ask("livin-reads", "/v1/registers/learning?from=yesterday"), 400);
}
