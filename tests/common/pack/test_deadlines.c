/* Worked cases, row by row: the pack's limit, counted by the domain on the calendars of deploy/. */
#include <criterion/criterion.h>

#include "files.h"
#include "pack/books.h"

enum { CUSTOMERS_ROWS = 110 };

static struct books *
open_books(void)
{
	struct books *books = books_new();
	struct error error;

	cr_assert(books_load_policies(books, REDRESS_SOURCE_DIR "/deploy/policies", NULL, &error), "%s", error.text);
	cr_assert(books_load_calendars(books, REDRESS_SOURCE_DIR "/deploy/calendars", NULL, &error), "%s", error.text);
	return books;
}

static struct instant
instant_of(const char *text)
{
	int year, month, day, hour, minute, second;
	struct civil_date date;

	cr_assert_eq(sscanf(text, "%d-%d-%dT%d:%d:%dZ", &year, &month, &day, &hour, &minute, &second), 6, "%s", text);
	date = (struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)day };
	return instant_plus_seconds(
	    (struct instant){ 0 }, (int64_t)civil_to_days(date) * 86400 + hour * 3600 + minute * 60 + second);
}

static void
check_row(struct books *books, const char *policy_id, const char *clock_id, const char *from, const char *due)
{
	struct error error;
	const struct policy *policy = books_policy(books, text_of(policy_id), text_of(policy_id), TEXT(""), &error);
	const struct calendar *calendar;
	struct deadline deadline;
	uint8_t clock;

	cr_assert_not_null(policy, "%s", error.text);
	calendar = books_calendar(books, policy, &error);
	cr_assert_not_null(calendar, "%s", error.text);
	clock = policy_clock(policy, text_of(clock_id));
	cr_assert_neq(clock, NO_CLOCK, "%s has no clock %s", policy_id, clock_id);
	cr_assert_eq(deadline_count(calendar, instant_of(from), policy->clocks[clock].limit, &deadline), DEADLINE_OK,
	    "%s %s from %s", policy_id, clock_id, from);
	cr_expect_eq(deadline.due.us, instant_of(due).us, "%s %s from %s: due %+lld s from %s", policy_id, clock_id,
	    from, (long long)((deadline.due.us - instant_of(due).us) / SECOND_US), due);
}

/* Rows `policy,clock,from,due[,why]` after a heading; those of packs that are not here are passed over. */
static size_t
check_table(struct books *books, struct text table)
{
	size_t checked = 0;
	char *rest = (char *)(uintptr_t)table.at;
	char *line = strsep(&rest, "\n");

	while ((line = strsep(&rest, "\n")) != NULL && *line != '\0') {
		char *policy = strsep(&line, ","), *clock = strsep(&line, ","), *from = strsep(&line, ",");
		char *due = strsep(&line, ",\r");

		cr_assert_not_null(due, "a row of fewer than four columns");
		if (books_policy(books, text_of(policy), text_of(policy), TEXT(""), NULL) == NULL)
			continue;
		check_row(books, policy, clock, from, due);
		checked++;
	}
	return checked;
}

Test(deadlines, our_table_of_livin)
{
	struct arena arena = { 0 };
	struct books *books = open_books();

	cr_assert_geq(check_table(books, source_file(&arena, "tests/tables/deadlines-livin.csv")), 90);
	books_free(books);
	arena_free(&arena);
}

/* The customer's own table. */
Test(deadlines, the_customers_table)
{
	struct arena arena = { 0 };
	struct books *books = open_books();

	cr_assert_eq(check_table(books, source_file(&arena, "tests/tables/deadlines.csv")), CUSTOMERS_ROWS);
	books_free(books);
	arena_free(&arena);
}

/* regulation.md: five, then ten, then ten working days, each step taken on its last day. */
Test(deadlines, golden_dates)
{
	static const struct {
		const char *received, *last[3];
	} rows[] = {
		{ "2026-12-23", { "2027-01-04", "2027-01-18", "2027-02-01" } },
		{ "2026-12-25", { "2027-01-05", "2027-01-19", "2027-02-02" } },
		{ "2026-11-21", { "2026-11-27", "2026-12-11", "2026-12-29" } },
		{ "2024-03-28", { "2024-04-08", "2024-04-22", "2024-05-07" } },
		{ "2022-09-16", { "2022-09-26", "2022-10-10", "2022-10-24" } },
		{ "2023-05-05", { "2023-05-15", "2023-05-30", "2023-06-13" } },
		{ "2022-06-01", { "2022-06-10", "2022-06-24", "2022-07-08" } },
		{ "2027-12-24", { "2028-01-05", "2028-01-19", "2028-02-02" } },
	};
	static const uint16_t steps[] = { 5, 10, 10 };
	struct books *books = open_books();
	struct error error;
	const struct calendar *calendar = books_division(books, TEXT("england-and-wales"), &error);

	cr_assert_not_null(calendar, "%s", error.text);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[32];
		struct instant at;

		snprintf(text, sizeof(text), "%sT12:00:00Z", rows[i].received);
		at = instant_of(text);
		for (size_t step = 0; step < 3; step++) {
			struct limit limit = { .unit = LIMIT_WORKING_DAYS, .count = steps[step] };
			struct deadline deadline;

			cr_assert_eq(deadline_count(calendar, at, limit, &deadline), DEADLINE_OK);
			snprintf(text, sizeof(text), "%04d-%02d-%02d", deadline.last_day.year, deadline.last_day.month,
			    deadline.last_day.day);
			cr_expect_str_eq(text, rows[i].last[step], "received %s, step %zu", rows[i].received, step + 1);
			at = zone_instant(&calendar->zone, civil_to_days(deadline.last_day), 17 * 60);
		}
	}
	books_free(books);
}

Test(deadlines, beyond_the_calendar_is_an_error_and_no_guess)
{
	struct books *books = open_books();
	struct error error;
	const struct calendar *calendar = books_division(books, TEXT("england-and-wales"), &error);
	struct deadline deadline;

	cr_assert_eq(deadline_count(calendar, instant_of("2028-12-20T12:00:00Z"),
			 (struct limit){ .unit = LIMIT_WORKING_DAYS, .count = 20 }, &deadline),
	    DEADLINE_BEYOND_CALENDAR);
	books_free(books);
}
