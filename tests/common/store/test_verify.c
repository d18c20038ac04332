#include <stdio.h>

#include "fixture.h"
#include "store/verify.h"

TestSuite(verify, .timeout = 60);

/* 40 events: facts of both landlords, the operator's, judgements, strange texts. */
static struct store *
open_with_log(void)
{
	struct store *store = fixture_open();

	for (int i = 0; i < 10; i++) {
		struct log_root roots[] = {
			fixture_root(1, "ContactReceived", arena_printf(&arena, "a\t\\%d\n\r", i), "LIVIN-1"),
			fixture_root(2, "ContactReceived", arena_printf(&arena, "b%d", i), "BEYOND-\xc3\xa9"),
			fixture_root(0, "PackPutInForce", arena_printf(&arena, "p%d", i), ""),
		};
		struct append_result results[3];

		roots[1].event.body = (struct bytes){ (const uint8_t *)"", 0 };
		roots[2].event.traceparent = TEXT("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		fixture_append(store, roots, 3, results);
		fixture_judge(store, SPEAKER_ROUTING, results[0].position, arena_printf(&arena, "j%d", i), "LIVIN-1");
	}
	return store;
}

static struct verify_report
check(struct store *store)
{
	struct verify_report report;

	must(verify_database(store, &report, &error));
	return report;
}

static struct verify_report
check_export(struct store *store, int64_t landlord_id)
{
	struct verify_report report;
	FILE *file = tmpfile();

	must(verify_write_export(store, landlord_id, file, &error));
	rewind(file);
	must(verify_export(file, &report, &error));
	fclose(file);
	return report;
}

Test(verify, a_log_as_written_is_clean_in_the_database_and_exported)
{
	struct store *store = open_with_log();
	struct verify_report report = check(store);

	cr_assert_eq(report.fault_count, 0, "%s", report.faults[0].text);
	cr_assert_eq(report.rows, 40);
	cr_assert_eq(report.head, 40);
	cr_assert_eq(report.landlords, 3);
	report = check_export(store, -1);
	cr_assert_eq(report.fault_count, 0, "%s", report.faults[0].text);
	cr_assert_eq(report.rows, 40);
	report = check_export(store, 1);
	cr_assert_eq(report.fault_count, 0, "%s", report.faults[0].text);
	cr_assert_eq(report.rows, 20);
	cr_assert_eq(report.landlords, 1);
	store_close(store);
}

/* Runs as superuser, as one who owns the machine could. */
static void
expect_fault(const char *tampering, bool cell, uint32_t landlord_id, uint64_t position)
{
	struct store *store = open_with_log();
	struct verify_report reports[2];
	bool found[2] = { false, false };

	must(store_script(store, tampering, &error));
	reports[0] = check(store);
	reports[1] = check_export(store, -1);
	for (int r = 0; r < 2; r++) {
		cr_assert_gt(reports[r].fault_count, 0, "%s: not found", tampering);
		for (size_t i = 0; i < reports[r].fault_count; i++) {
			const struct verify_fault *fault = &reports[r].faults[i];

			found[r] = found[r] || (fault->cell == cell && fault->landlord_id == landlord_id &&
						   fault->position == position);
		}
		cr_assert(found[r], "%s: said %lu: %s", tampering, (unsigned long)reports[r].faults[0].position,
		    reports[r].faults[0].text);
	}
	store_close(store);
}

Test(verify, finds_each_altered_column)
{
	static const char *const changes[] = { "body = '\\x00'", "cause = 1", "landlord_id = 2", "speaker = 'sla'",
		"type = 'x'", "source = 'x'", "id = 'x'", "case_ref = 'x'",
		"occurred_at = occurred_at + interval '1 us'", "said_at = said_at + interval '1 us'",
		"traceparent = 'x'", "hash = sha256('')", "hash = ''" };

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const char *sql = arena_printf(&arena, "UPDATE event_log SET %s WHERE position = 17", changes[i]);

		expect_fault(sql, false, strstr(changes[i], "landlord_id") != NULL ? 2 : 1, 17);
	}
}

Test(verify, finds_a_removed_row)
{
	expect_fault("DELETE FROM event_log WHERE position = 17", true, 2, 17);
	expect_fault("DELETE FROM event_log WHERE position = 17", false, 1, 20);
}

Test(verify, finds_a_removed_end)
{
	expect_fault("DELETE FROM event_log WHERE position > 38", false, 1, 38);
	expect_fault("DELETE FROM event_log WHERE position > 38", true, 0, 39);
	expect_fault("DELETE FROM event_log WHERE landlord_id = 2", false, 2, 1);
	expect_fault("DELETE FROM event_log WHERE position > 38; UPDATE log_head SET head = 38", false, 0, 36);
}

Test(verify, finds_swapped_rows)
{
	expect_fault("UPDATE event_log SET position = 1000, cause = 1 WHERE position = 17;"
		     "UPDATE event_log SET position = 17, cause = 17 WHERE position = 21;"
		     "UPDATE event_log SET position = 21, cause = 21 WHERE position = 1000",
	    false, 1, 17);
}

Test(verify, finds_an_added_row)
{
	expect_fault(
	    "INSERT INTO event_log SELECT 41, 1, 1, speaker, type, source, 'new', case_ref, occurred_at, said_at, "
	    "body, traceparent, hash FROM event_log WHERE position = 40; UPDATE log_head SET head = 41",
	    false, 1, 41);
}

Test(verify, finds_an_altered_head)
{
	expect_fault("UPDATE chain_head SET hash = sha256('') WHERE landlord_id = 2", false, 2, 38);
	expect_fault("DELETE FROM chain_head WHERE landlord_id = 2", false, 2, 38);
}

Test(verify, an_export_that_is_cut_or_mangled_is_refused)
{
	struct store *store = open_with_log();
	struct verify_report report;
	FILE *file = tmpfile();
	char *text;
	long size;

	must(verify_write_export(store, -1, file, &error));
	size = ftell(file);
	text = arena_alloc(&arena, (size_t)size);
	rewind(file);
	cr_assert_eq(fread(text, 1, (size_t)size, file), (size_t)size);
	for (long cut = 0; cut < size - 8; cut += 97) {
		FILE *part = fmemopen(text, (size_t)cut + 1, "r");

		cr_assert_not(verify_export(part, &report, &error) && report.fault_count == 0, "cut at %ld", cut);
		fclose(part);
	}
	for (long at = 40; at < size; at += 53) {
		FILE *mangled;
		char before = text[at];

		text[at] = before == '3' ? '4' : '3';
		mangled = fmemopen(text, (size_t)size, "r");
		cr_assert_not(verify_export(mangled, &report, &error) && report.fault_count == 0,
		    "changed at %ld: %.20s", at, text + at);
		fclose(mangled);
		text[at] = before;
	}
	fclose(file);
	store_close(store);
}
