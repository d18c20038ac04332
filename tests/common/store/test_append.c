#include "fixture.h"

TestSuite(append, .timeout = 60);

static struct store *
open_as(const char *group)
{
	return fixture_open_as(postgres_as(database, group, &arena));
}

Test(append, numbers_densely_and_answers_each_root)
{
	struct store *store = fixture_open();
	struct log_root roots[] = {
		fixture_root(1, "ContactReceived", "a", "LIVIN-1"),
		fixture_root(2, "ContactReceived", "a", "BEYOND-1"),
		fixture_root(1, "CaseAcknowledged", "b", "LIVIN-1"),
	};
	struct append_result results[3];

	fixture_append(store, roots, 3, results);
	for (uint64_t i = 0; i < 3; i++) {
		cr_assert_eq(results[i].status, APPEND_ACCEPTED);
		cr_assert_eq(results[i].position, i + 1);
		cr_assert_eq(roots[i].event.cause, i + 1);
		cr_assert_eq(roots[i].event.predecessor, i);
		cr_assert_eq(roots[i].event.epoch, 1);
		cr_assert_eq(roots[i].event.speaker, SPEAKER_INTAKE);
		cr_assert(instant_equal(roots[i].event.said_at, results[i].said_at));
	}
	cr_assert_eq(fixture_fact(store, 1, "CaseAcknowledged", "c", "LIVIN-1"), 4);
	store_close(store);
}

Test(append, knows_a_repeat_from_a_conflict)
{
	struct store *store = fixture_open();
	struct log_root first = fixture_root(1, "ContactReceived", "a", "LIVIN-1");
	struct log_root again[] = {
		fixture_root(1, "ContactReceived", "a", "LIVIN-OTHER"),
		fixture_root(1, "ContactReceived", "a", "LIVIN-1"),
		fixture_root(2, "ContactReceived", "a", "BEYOND-1"),
		fixture_root(1, "ContactReceived", "new", "LIVIN-2"),
		fixture_root(1, "ContactReceived", "new", "LIVIN-3"),
		fixture_root(1, "ContactReceived", "new", "LIVIN-4"),
	};
	struct append_result result;
	struct append_result results[6];

	fixture_append(store, &first, 1, &result);
	again[1].digest = (struct bytes){ (const uint8_t *)"z", 1 };
	again[5].digest = (struct bytes){ (const uint8_t *)"z", 1 };
	fixture_append(store, again, 6, results);
	cr_assert_eq(results[0].status, APPEND_REPEATED);
	cr_assert_eq(results[0].position, 1);
	cr_assert(text_equal(results[0].case_ref, TEXT("LIVIN-1")));
	cr_assert(instant_equal(results[0].said_at, result.said_at));
	cr_assert_eq(results[1].status, APPEND_CONFLICT);
	cr_assert_gt(results[1].problem.len, 0);
	cr_assert_eq(results[2].status, APPEND_ACCEPTED);
	cr_assert_eq(results[2].position, 2);
	cr_assert_eq(results[3].status, APPEND_ACCEPTED);
	cr_assert_eq(results[3].position, 3);
	cr_assert_eq(results[4].status, APPEND_REPEATED);
	cr_assert_eq(results[4].position, 3);
	cr_assert(text_equal(results[4].case_ref, TEXT("LIVIN-2")));
	cr_assert_eq(results[5].status, APPEND_CONFLICT);
	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM event_log"), 3);
	cr_assert_eq(fixture_number(store, "SELECT head FROM log_head"), 3);
	store_close(store);
}

Test(append, refuses_an_unknown_landlord_and_an_unknown_cause)
{
	struct store *store = fixture_open();
	struct segment segment = segment_new(store, &arena);
	struct log_root root = fixture_root(9, "ContactReceived", "a", "X-1");
	struct event event = fixture_event(1, "CaseOpened", "j", "LIVIN-1");

	log_append_roots(&segment, SPEAKER_INTAKE, &root, 1);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_str_eq(segment.sqlstate, SQLSTATE_APPEND_REFUSED);
	cr_assert_eq(error.code, ERROR_INVALID);
	segment = segment_new(store, &arena);
	event.cause = 1;
	log_append_judgements(&segment, SPEAKER_ROUTING, &event, 1);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_str_eq(segment.sqlstate, SQLSTATE_APPEND_REFUSED);
	cr_assert_eq(fixture_fact(store, 1, "ContactReceived", "a", "LIVIN-1"), 1, "a failed append leaves no hole");
	store_close(store);
}

Test(append, virtual_time_moves_by_time_advanced_only)
{
	struct store *store = fixture_open();
	struct instant later = { MONDAY.us + DAY_US };
	struct log_root roots[] = {
		fixture_time("t1", MONDAY),
		fixture_root(1, "ContactReceived", "a", "LIVIN-1"),
		fixture_time("t2", later),
		fixture_root(1, "CaseAcknowledged", "b", "LIVIN-1"),
		fixture_time("t3", MONDAY),
		fixture_time("t3", MONDAY),
		fixture_time("t4", later),
		fixture_root(1, "TimeAdvanced", "mine", ""),
		fixture_time("t5", INSTANT_NONE),
	};
	struct append_result results[9];
	struct log_heads heads;

	fixture_append(store, roots, 9, results);
	cr_assert(instant_equal(results[0].said_at, MONDAY));
	cr_assert(instant_equal(results[1].said_at, MONDAY));
	cr_assert(instant_equal(results[2].said_at, later));
	cr_assert(instant_equal(results[3].said_at, later));
	cr_assert_eq(results[4].status, APPEND_REFUSED);
	cr_assert_not_null(strstr(results[4].problem.at, "2027-01-05T09:00:00.000000Z"), "%s", results[4].problem.at);
	cr_assert_eq(results[5].status, APPEND_REFUSED);
	cr_assert_eq(results[6].status, APPEND_ACCEPTED);
	cr_assert_eq(results[6].position, 5);
	cr_assert_eq(results[7].status, APPEND_REFUSED);
	cr_assert_eq(results[8].status, APPEND_REFUSED);
	must(log_heads(store, &heads, &error));
	cr_assert(heads.virtual_time);
	cr_assert(instant_equal(heads.now, later));
	cr_assert_eq(fixture_judge(store, SPEAKER_ROUTING, 2, "j", "LIVIN-1"), 6);
	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM event_log WHERE position = 6 AND "
					   "said_at = '2027-01-05T09:00:00Z'"),
	    1);
	store_close(store);
}

Test(append, clock_released_makes_time_real_for_good)
{
	struct store *store = fixture_open();
	struct log_root roots[] = {
		fixture_time("t1", (struct instant){ MONDAY.us - 3000 * DAY_US }),
		fixture_root(0, "ClockReleased", "r", ""),
		fixture_root(1, "ContactReceived", "a", "LIVIN-1"),
		fixture_time("t2", (struct instant){ MONDAY.us + 90000 * DAY_US }),
	};
	struct append_result results[4];
	struct log_heads heads;

	fixture_append(store, roots, 4, results);
	cr_assert_eq(results[1].status, APPEND_ACCEPTED);
	cr_assert_gt(results[1].said_at.us, results[0].said_at.us + DAY_US);
	cr_assert_geq(results[2].said_at.us, results[1].said_at.us);
	cr_assert_eq(results[3].status, APPEND_REFUSED);
	cr_assert_not_null(strstr(results[3].problem.at, "real"));
	must(log_heads(store, &heads, &error));
	cr_assert_not(heads.virtual_time);
	cr_assert_geq(heads.now.us, results[2].said_at.us);
	store_close(store);
}

Test(append, a_log_that_began_in_real_time_stays_so_and_never_goes_back)
{
	struct store *store = fixture_open();
	struct log_root time = fixture_time("t", (struct instant){ MONDAY.us + 90000 * DAY_US });
	struct append_result result;

	fixture_fact(store, 1, "ContactReceived", "a", "LIVIN-1");
	fixture_append(store, &time, 1, &result);
	cr_assert_eq(result.status, APPEND_REFUSED);
	must(store_script(store, "UPDATE clock SET at = '2100-01-01'", &error));
	fixture_fact(store, 1, "ContactReceived", "b", "LIVIN-1");
	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM event_log WHERE said_at = '2100-01-01'"), 1);
	store_close(store);
}

Test(append, a_start_in_virtual_time_is_said_before_the_first_event)
{
	struct store *store = fixture_open();

	must(store_script(store, "SELECT clock_start('virtual', '2027-01-04T09:00:00Z')", &error));
	fixture_fact(store, 0, "PackPutInForce", "p", "");
	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM event_log WHERE said_at = '2027-01-04T09:00:00Z'"), 1);
	cr_assert_not(store_script(store, "SELECT clock_start('real', NULL)", &error));
	store_close(store);
}

static struct tick_result
tick(struct store *store, struct instant due)
{
	struct segment segment = segment_new(store, &arena);
	size_t statement = log_tick(&segment, due);
	struct tick_result result;

	must(segment_run(&segment, &error));
	must(log_tick_result(&segment, statement, &result, &error));
	return result;
}

/* DueReached { Timestamp at = 1 }, as far as it is told here: seconds, then nanos. */
static struct instant
unpack_due(struct bytes body)
{
	uint64_t values[2] = { 0 };
	size_t at = 2;

	cr_assert_eq(body.at[0], 0x0a);
	cr_assert_eq(body.at[1], body.len - 2);
	while (at < body.len) {
		int field = body.at[at++] >> 3;
		int shift = 0;

		do
			values[field - 1] |= (uint64_t)(body.at[at] & 127) << (7 * shift++);
		while (body.at[at++] & 128);
	}
	return (struct instant){ (int64_t)(values[0] * 1000000 + values[1] / 1000) };
}

Test(append, tick_speaks_when_real_time_has_reached_the_due)
{
	struct store *store = fixture_open();
	struct tick_result result;
	struct log_heads heads;

	must(log_heads(store, &heads, &error));
	result = tick(store, (struct instant){ heads.now.us + DAY_US });
	cr_assert_not(result.appended);
	cr_assert_not(result.virtual_time);
	cr_assert_geq(result.now.us, heads.now.us);
	for (int i = 0; i < 20; i++) {
		result = tick(store, heads.now);
		cr_assert(result.appended);
		cr_assert_eq(result.event.position, (uint64_t)i + 1);
		cr_assert(instant_equal(unpack_due(result.event.body), result.event.said_at));
	}
	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM event_log WHERE type = 'redress.v1.DueReached' AND "
					   "cause = position AND occurred_at = said_at AND landlord_id = 0"),
	    20);
	store_close(store);
}

Test(append, tick_is_silent_in_virtual_time)
{
	struct store *store = fixture_open();
	struct log_root time = fixture_time("t", MONDAY);
	struct append_result appended;
	struct tick_result result;

	fixture_append(store, &time, 1, &appended);
	result = tick(store, MONDAY);
	cr_assert_not(result.appended);
	cr_assert(result.virtual_time);
	store_close(store);
}

Test(append, cursor_guard_stops_a_second_instance_and_a_repeat)
{
	struct store *store = fixture_open();
	struct store *second = fixture_open_as(database);
	struct event event = fixture_event(1, "CaseOpened", "j", "LIVIN-1");
	struct log_heads heads;

	fixture_fact(store, 1, "ContactReceived", "a", "LIVIN-1");
	event.cause = 1;
	for (int i = 0; i < 2; i++) {
		struct segment segment = segment_new(i == 0 ? store : second, &arena);

		log_advance_cursor(&segment, SPEAKER_ROUTING, (struct log_cursor){ 0, 0 }, (struct log_cursor){ 1, 0 });
		log_append_judgements(&segment, SPEAKER_ROUTING, &event, 1);
		cr_assert_eq(segment_run(&segment, &error), i == 0, "%s", error.text);
		if (i == 1) {
			cr_assert_eq(error.code, ERROR_CONFLICT);
			cr_assert_str_eq(segment.sqlstate, SQLSTATE_CURSOR_MOVED);
		}
	}
	must(log_heads(store, &heads, &error));
	cr_assert_eq(heads.cursors[SPEAKER_ROUTING].through, 1);
	cr_assert_eq(heads.head, 2);

	struct segment back = segment_new(store, &arena);

	log_advance_cursor(&back, SPEAKER_ROUTING, (struct log_cursor){ 1, 0 }, (struct log_cursor){ 0, 5 });
	cr_assert_not(segment_run(&back, &error));
	store_close(second);
	store_close(store);
}

Test(append, is_the_only_way_in_and_only_for_oneself)
{
	static const char *const groups[] = { "redress_intake", "redress_routing", "redress_sla",
		"redress_notification", "redress_reporting", "redress_operator" };
	static const char *const forbidden[] = {
		"INSERT INTO event_log SELECT position + 100, cause, landlord_id, speaker, type, source, id || 'x', case_ref, "
		"occurred_at, said_at, body, traceparent, hash FROM event_log",
		"UPDATE event_log SET body = ''",
		"DELETE FROM event_log",
		"TRUNCATE event_log",
		"UPDATE log_head SET head = 0",
		"UPDATE chain_head SET hash = ''",
		"UPDATE clock SET at = now()",
		"UPDATE cursor SET through = 9",
		"SELECT log_write('sla', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}')",
	};
	struct store *store = fixture_open();

	fixture_fact(store, 1, "ContactReceived", "a", "LIVIN-1");
	for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
		struct store *daemon = open_as(groups[g]);

		for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
			cr_assert_not(store_script(daemon, forbidden[i], &error), "%s: %s", groups[g], forbidden[i]);
			cr_assert_eq(error.code, ERROR_FORBIDDEN, "%s", error.text);
		}
		store_close(daemon);
	}
	store_close(store);
}

Test(append, a_daemon_speaks_as_itself)
{
	struct store *store = fixture_open();
	struct store *intake = open_as("redress_intake");
	struct store *sla = open_as("redress_sla");
	struct segment segment;
	struct event event = fixture_event(1, "CaseOpened", "j", "LIVIN-1");

	cr_assert_eq(fixture_fact(intake, 1, "ContactReceived", "a", "LIVIN-1"), 1);
	cr_assert_eq(fixture_judge(sla, SPEAKER_SLA, 1, "x", "LIVIN-1"), 2);
	cr_assert(tick(sla, (struct instant){ 0 }).appended);
	event.cause = 1;
	segment = segment_new(sla, &arena);
	log_append_judgements(&segment, SPEAKER_ROUTING, &event, 1);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_str_eq(segment.sqlstate, SQLSTATE_NOT_YOURS);
	cr_assert_eq(error.code, ERROR_FORBIDDEN);
	segment = segment_new(sla, &arena);
	log_advance_cursor(&segment, SPEAKER_ROUTING, (struct log_cursor){ 0, 0 }, (struct log_cursor){ 1, 0 });
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_str_eq(segment.sqlstate, SQLSTATE_NOT_YOURS);
	segment = segment_new(intake, &arena);
	log_tick(&segment, (struct instant){ 0 });
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_eq(error.code, ERROR_FORBIDDEN);
	store_close(sla);
	store_close(intake);
	store_close(store);
}

Test(append, needs_read_committed)
{
	struct store *store = fixture_open();
	struct segment segment = segment_new(store, &arena);
	struct log_root root = fixture_root(1, "ContactReceived", "a", "LIVIN-1");

	must(store_script(store, "SET default_transaction_isolation = 'repeatable read'", &error));
	log_append_roots(&segment, SPEAKER_INTAKE, &root, 1);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_str_eq(segment.sqlstate, SQLSTATE_APPEND_REFUSED);
	store_close(store);
}
