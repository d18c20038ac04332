#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"
#include "runtime/calendar_watch.h"
#include "runtime/metrics.h"

static struct instant
noon(int year, unsigned month, unsigned day)
{
	int32_t days = civil_to_days((struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)day });

	return instant_plus_seconds((struct instant){ 0 }, (int64_t)days * 86400 + 12 * 3600);
}

struct shelf {
	struct calendar_watch watch;
	struct books *books;
	struct arena arena;
};

static struct shelf *
shelf_new(void)
{
	struct shelf *shelf = calloc(1, sizeof(*shelf));
	struct error error;

	shelf->books = books_new();
	shelf->watch.metrics = metrics_new();
	cr_assert(
	    books_load_policies(shelf->books, REDRESS_SOURCE_DIR "/deploy/policies", NULL, &error), "%s", error.text);
	cr_assert(
	    books_load_calendars(shelf->books, REDRESS_SOURCE_DIR "/deploy/calendars", NULL, &error), "%s", error.text);
	return shelf;
}

static void
shelf_free(struct shelf *shelf)
{
	metrics_free(shelf->watch.metrics);
	books_free(shelf->books);
	arena_free(&shelf->arena);
	free(shelf);
}

static bool
page_has(struct shelf *shelf, const char *line)
{
	return strstr(metrics_page(shelf->watch.metrics, &shelf->arena).at, line) != NULL;
}

Test(calendar_watch, says_how_many_days_are_left_of_the_calendars_counted_by)
{
	struct shelf *shelf = shelf_new();

	cr_expect_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2026, 11, 22)), 0);
	cr_expect(page_has(shelf, "redress_calendar_left_seconds{calendar=\"england-and-wales\"} 66528000\n"));
	cr_expect_not(page_has(shelf, "scotland"), "no pack counts by it");
	calendar_watch_look(&shelf->watch, shelf->books, noon(2026, 11, 23));
	cr_expect(page_has(shelf, "redress_calendar_left_seconds{calendar=\"england-and-wales\"} 66441600\n"));
	shelf_free(shelf);
}

Test(calendar_watch, an_end_within_six_months_is_an_alarm_given_once)
{
	struct shelf *shelf = shelf_new();

	cr_expect_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2028, 6, 30)), 0);
	cr_expect_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2028, 7, 2)), 1);
	cr_expect_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2028, 7, 2)), 0);
	cr_expect_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2028, 12, 24)), 0);
	cr_expect(page_has(shelf, "left_seconds{calendar=\"england-and-wales\"} 604800\n"));
	shelf_free(shelf);
}

/* The next year put in force ends the worry, until that one ends in its turn. */
Test(calendar_watch, a_longer_calendar_is_seen_at_once)
{
	static const char next[] =
	    "{\"england-and-wales\": {\"division\": \"england-and-wales\", \"events\": ["
	    "{\"title\": \"New Year\", \"date\": \"2029-01-01\", \"notes\": \"\", \"bunting\": true}]}}";
	struct shelf *shelf = shelf_new();
	struct error error;

	cr_assert_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2028, 12, 1)), 1);
	cr_assert(books_put_calendar(
		      shelf->books, TEXT("bank-holidays"), TEXT("2"), "next.json", text_of(next), NULL, &error),
	    "%s", error.text);
	calendar_watch_again(&shelf->watch);
	cr_expect_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2028, 12, 1)), 0);
	cr_expect(page_has(shelf, "left_seconds{calendar=\"england-and-wales\"} 34128000\n"));
	cr_expect_eq(calendar_watch_look(&shelf->watch, shelf->books, noon(2029, 9, 1)), 1);
	shelf_free(shelf);
}
