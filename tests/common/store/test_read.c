#include "fixture.h"

/* cause: 1 fact; 2 time; routing on 1; routing on 2 three times; sla on 1; fact; message sent (a root of
 * notification's); routing on fact. */
static struct store *
open_with_waves(void)
{
	struct store *store = fixture_open();
	struct segment segment = segment_new(store, &arena);
	struct log_root sent = fixture_root(1, "MessageSent", "m", "LIVIN-1");

	cr_assert_eq(fixture_fact(store, 1, "ContactReceived", "a", "LIVIN-1"), 1);
	cr_assert_eq(fixture_fact(store, 0, "CalendarPutInForce", "c", ""), 2);
	cr_assert_eq(fixture_judge(store, SPEAKER_ROUTING, 1, "r1", "LIVIN-1"), 3);
	cr_assert_eq(fixture_judge(store, SPEAKER_ROUTING, 2, "r2a", "LIVIN-2"), 4);
	cr_assert_eq(fixture_judge(store, SPEAKER_ROUTING, 2, "r2b", "LIVIN-1"), 5);
	cr_assert_eq(fixture_judge(store, SPEAKER_ROUTING, 2, "r2c", "LIVIN-1"), 6);
	cr_assert_eq(fixture_judge(store, SPEAKER_SLA, 1, "s1", "LIVIN-1"), 7);
	cr_assert_eq(fixture_fact(store, 2, "ContactReceived", "b", "LIVIN-1"), 8);
	sent.event.source = TEXT("redress/notification");
	log_append_roots(&segment, SPEAKER_NOTIFICATION, &sent, 1);
	must(segment_run(&segment, &error));
	cr_assert_eq(fixture_judge(store, SPEAKER_ROUTING, 8, "r8", "LIVIN-1"), 10);
	return store;
}

static void
expect(const struct event *events, size_t count, const uint64_t *positions)
{
	for (size_t i = 0; i < count; i++)
		cr_expect_eq(events[i].position, positions[i], "event %zu is %lu, not %lu", i,
		    (unsigned long)events[i].position, (unsigned long)positions[i]);
}

static const unsigned heard = SPEAKER_BIT(SPEAKER_INTAKE) | SPEAKER_BIT(SPEAKER_ROUTING);

Test(waves, come_whole_in_order_with_their_root_whoever_said_it)
{
	struct store *store = open_with_waves();
	struct log_page page;

	must(log_read_waves(store, 0, 0, 10, heard, 100, &arena, &page, &error));
	cr_assert_eq(page.count, 4);
	cr_assert_eq(page.event_count, 9);
	expect(page.events, 9, (const uint64_t[]){ 1, 3, 2, 4, 5, 6, 8, 10, 9 });
	cr_assert_eq(page.waves[3].events->speaker, SPEAKER_NOTIFICATION);
	cr_assert_eq(page.through, 10);
	must(log_read_waves(store, 1, 0, 7, heard, 100, &arena, &page, &error));
	cr_assert_eq(page.count, 1);
	cr_assert_eq(page.waves[0].cause, 2);
	cr_assert_eq(page.waves[0].count, 4);
	cr_assert_eq(page.through, 7);
	must(log_read_waves(store, 2, 0, 7, heard, 100, &arena, &page, &error));
	cr_assert_eq(page.count, 0);
	cr_assert_eq(page.through, 7);
	store_close(store);
}

Test(waves, are_cut_between_waves)
{
	struct store *store = open_with_waves();
	struct log_page page;

	for (size_t most = 2; most < 6; most++) {
		must(log_read_waves(store, 0, 0, 10, heard, most, &arena, &page, &error));
		cr_assert_eq(page.count, 1);
		cr_assert_eq(page.event_count, 2);
		cr_assert_eq(page.through, 1);
		cr_assert_not(page.waves[0].partial);
	}
	must(log_read_waves(store, 0, 0, 10, heard, 6, &arena, &page, &error));
	cr_assert_eq(page.count, 2);
	cr_assert_eq(page.through, 2);
	must(log_read_waves(store, 0, 0, 10, heard, 9, &arena, &page, &error));
	cr_assert_eq(page.count, 4);
	cr_assert_eq(page.through, 10);
	store_close(store);
}

Test(waves, one_too_big_comes_in_parts_each_with_its_root)
{
	struct store *store = open_with_waves();
	struct log_page page;

	must(log_read_waves(store, 1, 0, 10, heard, 3, &arena, &page, &error));
	cr_assert_eq(page.count, 1);
	cr_assert(page.waves[0].partial);
	cr_assert_eq(page.through, 1);
	cr_assert_eq(page.event_count, 3);
	expect(page.events, 3, (const uint64_t[]){ 2, 4, 5 });
	must(log_read_waves(store, 1, 5, 10, heard, 3, &arena, &page, &error));
	cr_assert_not(page.waves[0].partial);
	cr_assert_eq(page.waves[0].count, 2);
	expect(page.events, 2, (const uint64_t[]){ 2, 6 });
	cr_assert_eq(page.through, 2);
	must(log_read_waves(store, 1, 4, 10, heard, 100, &arena, &page, &error));
	cr_assert_eq(page.count, 3);
	expect(page.events, 6, (const uint64_t[]){ 2, 5, 6, 8, 10, 9 });
	store_close(store);
}

Test(cases, come_in_order_up_to_a_wave)
{
	struct store *store = open_with_waves();
	struct log_events events;
	const struct log_case cases[] = { { 2, TEXT("LIVIN-1") }, { 1, TEXT("LIVIN-2") }, { 1, TEXT("LIVIN-1") },
		{ 1, TEXT("LIVIN-1") }, { 1, TEXT("NONE") } };

	must(log_read_cases(store, cases, 5, 10, 100, &arena, &events, &error));
	cr_assert_eq(events.count, 9);
	expect(events.at, 9, (const uint64_t[]){ 1, 3, 7, 5, 6, 10, 9, 4, 8 });
	cr_assert(text_equal(events.at[0].landlord, TEXT("livin")));
	cr_assert(text_equal(events.at[8].landlord, TEXT("beyond")));
	cr_assert_eq(events.at[1].cause, 1);
	cr_assert_eq(events.at[1].speaker, SPEAKER_ROUTING);
	cr_assert_eq(events.at[1].body.len, 3);
	cr_assert(instant_equal(events.at[1].occurred_at, MONDAY));
	must(log_read_cases(store, cases, 5, 1, 100, &arena, &events, &error));
	cr_assert_eq(events.count, 3);
	must(log_read_cases(store, cases, 0, 10, 100, &arena, &events, &error));
	cr_assert_eq(events.count, 0);
	/* Its one fact is not too many; were it, nothing after its wave would come. */
	must(log_read_cases(store, cases + 2, 1, 10, 1, &arena, &events, &error));
	expect(events.at, events.count, (const uint64_t[]){ 1, 3, 7, 5, 6, 10, 9 });
	cr_assert_eq(events.count, 7);
	must(log_read_cases(store, cases + 2, 1, 10, 0, &arena, &events, &error));
	expect(events.at, events.count, (const uint64_t[]){ 1, 3, 7 });
	cr_assert_eq(events.count, 3);
	store_close(store);
}

Test(types, and_positions_and_heads)
{
	struct store *store = open_with_waves();
	struct text types[] = { TEXT("redress.v1.CalendarPutInForce"), TEXT("redress.v1.ContactReceived") };
	struct segment segment = segment_new(store, &arena);
	struct log_events events;
	struct log_heads heads;

	must(log_read_types(store, types, 2, 0, 10, &arena, &events, &error));
	cr_assert_eq(events.count, 1);
	cr_assert_eq(events.at[0].position, 2);
	must(log_read_types(store, types, 2, 2, 10, &arena, &events, &error));
	cr_assert_eq(events.count, 0);
	must(log_read_positions(store, 3, 9, 4, &arena, &events, &error));
	cr_assert_eq(events.count, 4);
	expect(events.at, 4, (const uint64_t[]){ 3, 4, 5, 6 });
	log_advance_cursor(&segment, SPEAKER_SLA, (struct log_cursor){ 0, 0 }, (struct log_cursor){ 7, 3 });
	must(segment_run(&segment, &error));
	must(log_heads(store, &heads, &error));
	cr_assert_eq(heads.epoch, 1);
	cr_assert_eq(heads.head, 10);
	cr_assert_eq(heads.cursors[SPEAKER_INTAKE].through, 10);
	cr_assert_eq(heads.cursors[SPEAKER_SLA].through, 7);
	cr_assert_eq(heads.cursors[SPEAKER_SLA].within, 3);
	must(store_script(store, "SELECT log_new_epoch()", &error));
	must(log_read_positions(store, 10, 10, 4, &arena, &events, &error));
	cr_assert_eq(events.at[0].epoch, 2);
	store_close(store);
}

static size_t
rows_seen(struct store *store)
{
	struct log_events events;

	must(log_read_positions(store, 1, 100, 100, &arena, &events, &error));
	return events.count;
}

Test(rights, reporting_sees_the_landlord_it_names_and_judges_see_the_cell)
{
	struct store *store = open_with_waves();
	struct store *reporting = fixture_open_as(postgres_as(database, "redress_reporting", &arena));
	struct store *sla = fixture_open_as(postgres_as(database, "redress_sla", &arena));

	cr_assert_eq(rows_seen(sla), 10);
	cr_assert_eq(rows_seen(reporting), 0);
	must(store_set_landlord(reporting, "2", &error));
	cr_assert_eq(rows_seen(reporting), 1);
	must(store_set_landlord(reporting, "1", &error));
	cr_assert_eq(rows_seen(reporting), 8);
	must(store_set_landlord(reporting, "*", &error));
	cr_assert_eq(rows_seen(reporting), 10);
	must(store_set_landlord(reporting, "", &error));
	cr_assert_eq(rows_seen(reporting), 0);
	cr_assert_not(store_script(reporting, "SELECT * FROM person_key", &error));
	store_close(sla);
	store_close(reporting);
	store_close(store);
}

/* Of every table of the landlords' that reporting may read: one landlord's rows are hidden from the others. Who they
 * are and who may call, it has to know before it knows who calls; the heads of the chains say nothing of anybody. */
Test(rights, every_table_that_reporting_reads_hides_the_landlords_from_each_other)
{
	struct store *store = fixture_open();
	struct rows rows;

	must(store_query(store,
	    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
	    "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'landlord_id' "
	    "AND has_table_privilege('redress_reporting', c.oid, 'SELECT') AND NOT c.relrowsecurity "
	    "AND c.relname NOT IN ('landlord', 'credential', 'chain_head')",
	    NULL, &arena, &rows, &error));
	for (size_t i = 0; i < rows.count; i++)
		cr_expect_fail("%.*s", TEXT_ARG(rows_text(&rows, i, 0)));
	store_close(store);
}

static void
expect_index(struct store *store, const char *where, const char *index)
{
	const char *sql = arena_printf(&arena, "EXPLAIN SELECT * FROM event_log WHERE %s", where);
	struct rows rows;
	bool found = false;

	must(store_query(store, sql, NULL, &arena, &rows, &error));
	for (size_t i = 0; i < rows.count; i++)
		found = found || strstr(rows_text(&rows, i, 0).at, index) != NULL;
	cr_expect(found, "%s does not use %s", where, index);
}

Test(plans, walk_the_index_meant_for_them_even_before_the_server_knows_the_table)
{
	struct store *store = fixture_open();

	must(store_script(store,
	    "INSERT INTO event_log SELECT i, i, i % 3, 'intake', 'redress.v1.X', 's', i, i % 50, now(), now(), '', '', '' "
	    "FROM generate_series(1, 3000) i",
	    &error));
	for (int known = 0; known < 2; known++) {
		expect_index(store, "cause > 5 AND cause <= 9 ORDER BY cause, position", "event_log_by_wave");
		expect_index(store, "landlord_id = 1 AND case_ref = 'X' AND cause <= 9", "event_log_by_case");
		expect_index(store, "landlord_id = 1 AND source = 'X' AND id = 'x'", "event_log_by_key");
		expect_index(store, "position BETWEEN 5 AND 9 ORDER BY position", "event_log_pkey");
		must(store_script(store, "ANALYZE event_log", &error));
	}
	expect_index(store, "landlord_id = 0 AND type = ANY ('{a,b}') AND position > 2", "event_log_of_cell_by_type");
	store_close(store);
}
