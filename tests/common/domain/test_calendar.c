/* Days that count. Beside the calendar stands one kept by hand: regulation.md's bank holidays, and counting on fingers.
 */
#include "fixture.h"

/* Bank holidays of England and Wales as regulation.md prints them (GOV.UK). */
static const char *const BANK_HOLIDAYS[] = { "2018-01-01", "2018-03-30", "2018-04-02", "2018-05-07", "2018-05-28",
	"2018-08-27", "2018-12-25", "2018-12-26", "2019-01-01", "2019-04-19", "2019-04-22", "2019-05-06", "2019-05-27",
	"2019-08-26", "2019-12-25", "2019-12-26", "2020-01-01", "2020-04-10", "2020-04-13", "2020-05-08", "2020-05-25",
	"2020-08-31", "2020-12-25", "2020-12-28", "2021-01-01", "2021-04-02", "2021-04-05", "2021-05-03", "2021-05-31",
	"2021-08-30", "2021-12-27", "2021-12-28", "2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02",
	"2022-06-03", "2022-08-29", "2022-09-19", "2022-12-26", "2022-12-27", "2023-01-02", "2023-04-07", "2023-04-10",
	"2023-05-01", "2023-05-08", "2023-05-29", "2023-08-28", "2023-12-25", "2023-12-26", "2024-01-01", "2024-03-29",
	"2024-04-01", "2024-05-06", "2024-05-27", "2024-08-26", "2024-12-25", "2024-12-26", "2025-01-01", "2025-04-18",
	"2025-04-21", "2025-05-05", "2025-05-26", "2025-08-25", "2025-12-25", "2025-12-26", "2026-01-01", "2026-04-03",
	"2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28", "2027-01-01", "2027-03-26",
	"2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28", "2028-01-03", "2028-04-14",
	"2028-04-17", "2028-05-01", "2028-05-29", "2028-08-28", "2028-12-25", "2028-12-26" };

#define FIRST_DAY "2018-01-01"
#define LAST_DAY "2028-12-31"

static bool
works(int32_t day)
{
	if (((day + 3) % 7 + 7) % 7 >= 5)
		return false;
	for (size_t i = 0; i < COUNT_OF(BANK_HOLIDAYS); i++)
		if (day_of(BANK_HOLIDAYS[i]) == day)
			return false;
	return true;
}

/* works(), looked up: the properties below ask often. */
static bool
is_open(int32_t day)
{
	static int8_t known[5000];
	int8_t *one = &known[day - day_of("2017-12-01")];

	if (*one == 0)
		*one = works(day) ? 1 : -1;
	return *one == 1;
}

static struct deadline
count(struct instant from, enum limit_unit unit, uint16_t number)
{
	struct limit limit = { .unit = unit, .count = number };
	struct deadline deadline;

	cr_assert_eq(deadline_count(england(), from, limit, &deadline), DEADLINE_OK);
	return deadline;
}

static int32_t
random_day(struct dice *dice, int margin)
{
	return (int32_t)dice_between(dice, day_of(FIRST_DAY) + margin, day_of(LAST_DAY) - margin);
}

static struct instant
random_instant(struct dice *dice, int margin)
{
	return (struct instant){ random_day(dice, margin) * DAY_US + dice_between(dice, 0, DAY_US - 1) };
}

Test(calendar, the_days_worked_are_those_printed)
{
	char room[PRINTED_MAX];

	cr_assert_leq(civil_to_days(england()->first), day_of(FIRST_DAY));
	cr_assert_geq(civil_to_days(england()->last), day_of(LAST_DAY));
	for (int32_t day = day_of(FIRST_DAY); day <= day_of(LAST_DAY); day++) {
		struct text why = TEXT("");

		cr_assert(calendar_covers(england(), day));
		cr_assert_eq(calendar_is_working_day(england(), day, NULL), is_open(day), "%s", print_day(day, room));
		cr_assert_eq(calendar_is_working_day(england(), day, &why), is_open(day));
		cr_assert(is_open(day) || !text_is_empty(why), "%s is closed without a reason", print_day(day, room));
	}
}

Test(calendar, why_a_day_is_closed)
{
	static const struct {
		const char *day, *why;
	} rows[] = {
		{ "2026-11-21", "Saturday" },
		{ "2026-11-22", "Sunday" },
		{ "2022-09-19", "Bank Holiday for the State Funeral of Queen Elizabeth II" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text why = TEXT("");

		cr_assert_not(calendar_is_working_day(england(), day_of(rows[i].day), &why));
		cr_expect(text_equal(why, text_of(rows[i].why)), "%s: %.*s", rows[i].day, TEXT_ARG(why));
	}
}

Test(calendar, covers_its_first_day_and_its_last_and_no_other)
{
	const struct calendar *calendar = england();
	int32_t first = civil_to_days(calendar->first), last = civil_to_days(calendar->last);

	cr_expect(calendar_covers(calendar, first) && calendar_covers(calendar, last));
	cr_expect_not(calendar_covers(calendar, first - 1));
	cr_expect_not(calendar_covers(calendar, last + 1));
	cr_expect_not(calendar_covers(calendar, NO_DAY));
	cr_expect_not(calendar_covers(calendar, INT32_MAX));
}

Test(calendar, adding_is_walking)
{
	struct dice dice = { 4 };

	for (int i = 0; i < 3000; i++) {
		int32_t day = random_day(&dice, 200), walked = day, added;
		int32_t left = (int32_t)dice_between(&dice, 1, 90) * (i % 2 == 0 ? 1 : -1);

		cr_assert_eq(calendar_add_working_days(england(), day, left, &added), DEADLINE_OK);
		for (; left > 0; left -= is_open(walked))
			walked++;
		for (; left < 0; left += is_open(walked))
			walked--;
		cr_assert_eq(added, walked);
		cr_assert(is_open(added));
	}
}

Test(calendar, n_days_and_then_m_are_n_plus_m)
{
	struct dice dice = { 5 };

	for (int i = 0; i < 5000; i++) {
		int32_t day = random_day(&dice, 300), n = (int32_t)dice_between(&dice, 1, 60);
		int32_t m = (int32_t)dice_between(&dice, 1, 60), after_n, after_both, at_once, between, back;

		cr_assert_eq(calendar_add_working_days(england(), day, n, &after_n), DEADLINE_OK);
		cr_assert_eq(calendar_add_working_days(england(), after_n, m, &after_both), DEADLINE_OK);
		cr_assert_eq(calendar_add_working_days(england(), day, n + m, &at_once), DEADLINE_OK);
		cr_assert_eq(after_both, at_once);
		cr_assert_eq(calendar_working_days_between(england(), day, at_once, &between), DEADLINE_OK);
		cr_assert_eq(between, n + m);
		cr_assert_eq(calendar_working_days_between(england(), at_once, day, &back), DEADLINE_OK);
		cr_assert_eq(back, -(n + m));
		cr_assert_eq(calendar_add_working_days(england(), after_both, -m, &back), DEADLINE_OK);
		cr_assert_eq(back, after_n, "and back again");
	}
}

Test(calendar, a_later_start_is_never_due_earlier)
{
	struct dice dice = { 6 };
	static const struct limit limits[] = { { LIMIT_WORKING_DAYS, 5, false }, { LIMIT_WORKING_DAYS, 10, true },
		{ LIMIT_WORKING_HOURS, 2, false }, { LIMIT_WORKING_HOURS, 20, false },
		{ LIMIT_ELAPSED_HOURS, 24, false }, { LIMIT_CALENDAR_DAYS, 7, false }, { LIMIT_WEEKS, 12, false },
		{ LIMIT_MONTHS, 6, false } };

	for (int i = 0; i < 4000; i++) {
		struct limit limit = limits[i % (int)COUNT_OF(limits)];
		struct instant from = random_instant(&dice, 400);
		struct instant later = { from.us + dice_between(&dice, 0, (i % 3 == 0 ? 1 : 100) * DAY_US) };
		struct deadline one, two;

		cr_assert_eq(deadline_count(england(), from, limit, &one), DEADLINE_OK);
		cr_assert_eq(deadline_count(england(), later, limit, &two), DEADLINE_OK);
		cr_assert_leq(one.due.us, two.due.us);
		cr_assert_gt(one.due.us, from.us);
		limit.count++;
		cr_assert_eq(deadline_count(england(), from, limit, &two), DEADLINE_OK);
		cr_assert_leq(one.due.us, two.due.us, "a longer limit is due earlier");
	}
}

/* Late is from the local midnight after the last day, which is an open day: the n-th after day 0. */
Test(calendar, working_days_end_with_an_open_day)
{
	struct dice dice = { 7 };

	for (int i = 0; i < 3000; i++) {
		struct instant from = random_instant(&dice, 150);
		uint16_t number = (uint16_t)dice_between(&dice, 1, 60);
		struct deadline deadline = count(from, LIMIT_WORKING_DAYS, number);
		int32_t zero = zone_local_day(&england()->zone, from), last = civil_to_days(deadline.last_day),
			counted = 0;
		size_t closed = 0;

		cr_assert_eq(civil_to_days(deadline.day_zero), zero);
		cr_assert_eq(deadline.from.us, from.us);
		cr_assert_not(deadline.exact);
		cr_assert(is_open(last));
		cr_assert_eq(deadline.due.us, zone_start_of_day(&england()->zone, last + 1).us);
		for (int32_t day = zero + 1; day <= last; day++) {
			counted += is_open(day);
			if (is_open(day))
				continue;
			cr_assert_lt(closed, deadline.skipped_count);
			if (closed < DERIVATION_SKIPPED_MAX) {
				cr_assert_eq(deadline.skipped[closed].day, day);
				cr_assert_not(text_is_empty(deadline.skipped[closed].why));
			}
			closed++;
		}
		cr_assert_eq(counted, number);
		cr_assert_eq(closed, deadline.skipped_count);
	}
}

/* A day of the start that counts is one day less; one that is closed cannot count. */
Test(calendar, the_first_day_counts)
{
	struct dice dice = { 8 };
	struct limit limit = { .unit = LIMIT_WORKING_DAYS, .first_day_counts = true };
	struct deadline counting;

	for (int i = 0; i < 3000; i++) {
		struct instant from = random_instant(&dice, 150);
		int32_t zero = zone_local_day(&england()->zone, from), last = zero - 1;

		limit.count = (uint16_t)dice_between(&dice, 1, 60);
		cr_assert_eq(deadline_count(england(), from, limit, &counting), DEADLINE_OK);
		for (int left = limit.count; left > 0; left -= is_open(last))
			last++;
		cr_assert_eq(civil_to_days(counting.last_day), last);
	}
	limit = (struct limit){ LIMIT_CALENDAR_DAYS, 7, true };
	cr_assert_eq(deadline_count(england(), utc("2026-06-10T12:00:00Z"), limit, &counting), DEADLINE_OK);
	cr_expect_eq(civil_to_days(counting.last_day), day_of("2026-06-16"));
}

/* Calendar days, weeks and months end where they end, open or closed (Decided 9 and 11). */
Test(calendar, days_weeks_and_months)
{
	static const struct {
		const char *from;
		enum limit_unit unit;
		uint16_t number;
		const char *last, *due;
	} rows[] = {
		{ "2023-12-22T01:48:05Z", LIMIT_CALENDAR_DAYS, 7, "2023-12-29", "2023-12-30T00:00:00Z" },
		{ "2026-12-18T10:00:00Z", LIMIT_CALENDAR_DAYS, 7, "2026-12-25", "2026-12-26T00:00:00Z" },
		{ "2026-03-28T23:30:00Z", LIMIT_CALENDAR_DAYS, 1, "2026-03-29", "2026-03-29T23:00:00Z" },
		{ "2026-06-10T23:30:00Z", LIMIT_CALENDAR_DAYS, 1, "2026-06-12", "2026-06-12T23:00:00Z" },
		{ "2026-01-05T10:00:00Z", LIMIT_WEEKS, 12, "2026-03-30", "2026-03-30T23:00:00Z" },
		{ "2026-08-31T10:00:00Z", LIMIT_MONTHS, 6, "2027-02-28", "2027-03-01T00:00:00Z" },
		{ "2027-08-31T10:00:00Z", LIMIT_MONTHS, 6, "2028-02-29", "2028-03-01T00:00:00Z" },
		{ "2026-08-31T10:00:00Z", LIMIT_MONTHS, 12, "2027-08-31", "2027-08-31T23:00:00Z" },
		{ "2026-08-31T23:30:00Z", LIMIT_MONTHS, 6, "2027-03-01", "2027-03-02T00:00:00Z" },
	};
	char room[PRINTED_MAX];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct deadline deadline = count(utc(rows[i].from), rows[i].unit, rows[i].number);

		cr_expect_eq(civil_to_days(deadline.last_day), day_of(rows[i].last), "row %zu: %s", i,
		    print_day(civil_to_days(deadline.last_day), room));
		cr_expect_eq(deadline.due.us, utc(rows[i].due).us, "row %zu: %s", i, print_instant(deadline.due, room));
		cr_expect_not(deadline.exact);
		cr_expect_eq(deadline.skipped_count, 0, "row %zu: nothing is skipped", i);
	}
}

/* A promise is kept until the end of its day, whatever day that is (Decided 18). */
Test(calendar, named_days_are_never_rolled)
{
	static const struct {
		const char *day, *due;
	} rows[] = {
		{ "2026-12-25", "2026-12-26T00:00:00Z" },
		{ "2026-06-13", "2026-06-13T23:00:00Z" },
		{ "2026-06-10", "2026-06-10T23:00:00Z" },
		{ "2026-10-25", "2026-10-26T00:00:00Z" },
		{ "2026-03-29", "2026-03-29T23:00:00Z" },
	};
	struct instant from = utc("2026-01-05T10:00:00Z");
	struct deadline deadline;
	char room[PRINTED_MAX];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_assert_eq(deadline_on(england(), from, day_of(rows[i].day), &deadline), DEADLINE_OK);
		cr_expect_eq(
		    deadline.due.us, utc(rows[i].due).us, "%s: %s", rows[i].day, print_instant(deadline.due, room));
		cr_expect_eq(civil_to_days(deadline.last_day), day_of(rows[i].day));
		cr_expect_eq(deadline.limit.unit, LIMIT_NAMED_DATE);
		cr_expect_eq(deadline.from.us, from.us);
		cr_expect_not(deadline.exact);
		cr_expect_eq(deadline.skipped_count, 0);
	}
}

/* Working hours run from 09:00 to 17:00 local time of open days, and stand still between. */
Test(calendar, working_hours)
{
	static const struct {
		const char *from;
		uint16_t hours;
		const char *due;
	} rows[] = {
		{ "2026-01-14T10:00:00Z", 2, "2026-01-14T12:00:00Z" },
		{ "2019-03-28T16:30:14Z", 2, "2019-03-29T10:30:14Z" },
		{ "2019-04-01T20:30:17Z", 2, "2019-04-02T10:00:00Z" },
		{ "2026-01-14T03:00:00Z", 2, "2026-01-14T11:00:00Z" },
		{ "2026-01-14T15:00:00Z", 2, "2026-01-14T17:00:00Z" },
		{ "2026-01-14T09:00:00Z", 8, "2026-01-14T17:00:00Z" },
		{ "2026-01-14T17:00:00Z", 1, "2026-01-15T10:00:00Z" },
		{ "2026-01-14T16:59:59.5Z", 1, "2026-01-15T09:59:59.5Z" },
		{ "2026-01-14T09:00:00Z", 9, "2026-01-15T10:00:00Z" },
		/* Friday to Monday; over Christmas; over both changes of the clock. */
		{ "2026-01-16T16:00:00Z", 2, "2026-01-19T10:00:00Z" },
		{ "2026-12-24T16:00:00Z", 2, "2026-12-29T10:00:00Z" },
		{ "2026-03-27T16:00:00Z", 2, "2026-03-30T09:00:00Z" },
		{ "2026-10-23T15:00:00Z", 2, "2026-10-26T10:00:00Z" },
		{ "2026-01-17T12:00:00Z", 24, "2026-01-21T17:00:00Z" },
	};
	char room[PRINTED_MAX];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct deadline deadline = count(utc(rows[i].from), LIMIT_WORKING_HOURS, rows[i].hours);

		cr_expect_eq(deadline.due.us, utc(rows[i].due).us, "%d hours from %s: %s, not %s", rows[i].hours,
		    rows[i].from, print_instant(deadline.due, room), rows[i].due);
		cr_expect(deadline.exact);
	}
}

/* The time that passed while the office was open, added up day by day. */
static int64_t
worked_us(struct instant from, struct instant until)
{
	const struct zone *zone = &england()->zone;
	int64_t worked = 0;

	for (int32_t day = zone_local_day(zone, from); day <= zone_local_day(zone, until); day++) {
		int64_t opens = zone_instant(zone, day, 540).us, closes = zone_instant(zone, day, 1020).us;
		int64_t start = from.us > opens ? from.us : opens, end = until.us < closes ? until.us : closes;

		if (is_open(day) && end > start)
			worked += end - start;
	}
	return worked;
}

Test(calendar, working_hours_are_hours_worked)
{
	struct dice dice = { 9 };

	for (int i = 0; i < 3000; i++) {
		struct instant from = random_instant(&dice, 60);
		uint16_t hours = (uint16_t)dice_between(&dice, 1, 100);
		struct instant due = count(from, LIMIT_WORKING_HOURS, hours).due;

		cr_assert_eq(worked_us(from, due), hours * 3600 * SECOND_US);
		cr_assert_eq(worked_us(from, (struct instant){ due.us - 1 }), hours * 3600 * SECOND_US - 1);
	}
}

/* A pack's own hours. */
Test(calendar, the_packs_working_hours)
{
	struct calendar calendar = *england();
	struct limit limit = { .unit = LIMIT_WORKING_HOURS, .count = 2 };
	struct deadline deadline;

	calendar.opens_minute = 8 * 60;
	calendar.closes_minute = 18 * 60 + 30;
	cr_assert_eq(deadline_count(&calendar, utc("2026-01-16T17:30:00Z"), limit, &deadline), DEADLINE_OK);
	cr_expect_eq(deadline.due.us, utc("2026-01-19T09:00:00Z").us);
}

/* Twenty-four hours are twenty-four hours on the clock of the world, also when the local one changes. */
Test(calendar, elapsed_hours)
{
	static const struct {
		const char *from;
		uint16_t hours;
		const char *due;
	} rows[] = {
		{ "2026-03-28T12:00:00Z", 24, "2026-03-29T12:00:00Z" },
		{ "2026-10-24T12:00:00Z", 24, "2026-10-25T12:00:00Z" },
		{ "2018-12-28T09:25:34Z", 24, "2018-12-29T09:25:34Z" },
		{ "2026-12-25T00:00:00.25Z", 1, "2026-12-25T01:00:00.25Z" },
		{ "2026-01-01T00:00:00Z", 1000, "2026-02-11T16:00:00Z" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct deadline deadline = count(utc(rows[i].from), LIMIT_ELAPSED_HOURS, rows[i].hours);

		cr_expect_eq(deadline.due.us, utc(rows[i].due).us, "row %zu", i);
		cr_expect(deadline.exact);
	}
}

/* regulation.md: five, ten and ten working days, each step taken on its last day. */
Test(calendar, golden_dates)
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
	char room[PRINTED_MAX];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct instant at = zone_start_of_day(&england()->zone, day_of(rows[i].received));

		for (size_t step = 0; step < 3; step++) {
			struct deadline deadline = count(at, LIMIT_WORKING_DAYS, step == 0 ? 5 : 10);

			cr_expect_eq(civil_to_days(deadline.last_day), day_of(rows[i].last[step]), "%s, step %zu: %s",
			    rows[i].received, step + 1, print_day(civil_to_days(deadline.last_day), room));
			/* The last instant in time. */
			at = (struct instant){ deadline.due.us - 1 };
		}
	}
}

static struct limit
limit_of(const char *clock)
{
	static const struct {
		const char *clock;
		struct limit limit;
	} rows[] = {
		/* The limits as policies/README.md lists them. */
		{ "lmh,right-in-five", { LIMIT_WORKING_DAYS, 5, false } },
		{ "lmh,resolve-in-ten", { LIMIT_WORKING_DAYS, 10, false } },
		{ "lmh,appeal-outcome", { LIMIT_WORKING_DAYS, 20, false } },
		{ "ccf,immediate-resolution", { LIMIT_ELAPSED_HOURS, 24, false } },
		{ "ccf,stage-1-response", { LIMIT_WORKING_DAYS, 5, false } },
		{ "ccf,stage-2-response", { LIMIT_CALENDAR_DAYS, 7, false } },
		{ "lgah,contact", { LIMIT_WORKING_HOURS, 2, false } },
		{ "lgah,stage-1-response", { LIMIT_WORKING_DAYS, 5, false } },
		{ "lgah,stage-2-response", { LIMIT_WORKING_DAYS, 10, false } },
		{ "livin,stage-1-acknowledge", { LIMIT_WORKING_DAYS, 5, false } },
		{ "livin,stage-1-response", { LIMIT_WORKING_DAYS, 10, false } },
		{ "livin,stage-2-request-window", { LIMIT_WORKING_DAYS, 20, false } },
		{ "livin,stage-2-acknowledge", { LIMIT_WORKING_DAYS, 5, false } },
		{ "livin,stage-2-response", { LIMIT_WORKING_DAYS, 20, false } },
		{ "lhp,stage-1-contact", { LIMIT_WORKING_DAYS, 5, false } },
		{ "lhp,stage-1-response", { LIMIT_WORKING_DAYS, 10, false } },
		{ "lhp,stage-2-response", { LIMIT_WORKING_DAYS, 20, false } },
		{ "lhp,ombudsman-evidence", { LIMIT_WORKING_DAYS, 15, false } },
		{ "code-2024,stage-1-acknowledge", { LIMIT_WORKING_DAYS, 5, false } },
		{ "code-2024,stage-1-response", { LIMIT_WORKING_DAYS, 10, false } },
		{ "code-2024,stage-2-acknowledge", { LIMIT_WORKING_DAYS, 5, false } },
		{ "code-2024,stage-2-response", { LIMIT_WORKING_DAYS, 20, false } },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (strcmp(rows[i].clock, clock) == 0)
			return rows[i].limit;
	cr_assert_fail("no limit for %s", clock);
	return (struct limit){ .unit = LIMIT_NONE };
}

/* Dates worked out apart from this project, for every policy there is. */
Test(calendar, the_customers_table)
{
	FILE *table = fopen(REDRESS_SOURCE_DIR "/tests/tables/deadlines.csv", "r");
	char line[256], policy[32], clock[64], name[100], from[32], due[32], room[PRINTED_MAX];
	size_t rows = 0;

	cr_assert_not_null(table);
	while (fgets(line, sizeof(line), table) != NULL) {
		struct limit limit;
		struct deadline deadline;

		if (sscanf(line, "%31[^,],%63[^,],%31[^,],%31[^,\r\n]", policy, clock, from, due) != 4 ||
		    strcmp(policy, "policy") == 0)
			continue;
		snprintf(name, sizeof(name), "%s,%s", policy, clock);
		limit = limit_of(name);
		deadline = count(utc(from), limit.unit, limit.count);
		cr_expect_eq(deadline.due.us, utc(due).us, "%s from %s: %s, not %s", name, from,
		    print_instant(deadline.due, room), due);
		rows++;
	}
	fclose(table);
	cr_assert_eq(rows, 110);
}

/* What the calendar does not know is an error for every kind of limit that needs it, never a guess. */
Test(calendar, beyond_the_calendar)
{
	static const struct {
		const char *from;
		struct limit limit;
	} rows[] = {
		{ "2028-12-20T12:00:00Z", { LIMIT_WORKING_DAYS, 20, false } },
		{ "2028-12-20T12:00:00Z", { LIMIT_WORKING_DAYS, UINT16_MAX, true } },
		{ "2028-12-29T12:00:00Z", { LIMIT_WORKING_HOURS, 10, false } },
		{ "2026-12-29T12:00:00Z", { LIMIT_WORKING_HOURS, UINT16_MAX, false } },
		{ "2026-12-29T12:00:00Z", { LIMIT_CALENDAR_DAYS, UINT16_MAX, false } },
		{ "2026-12-29T12:00:00Z", { LIMIT_WEEKS, UINT16_MAX, false } },
		{ "2026-12-29T12:00:00Z", { LIMIT_MONTHS, UINT16_MAX, false } },
		{ "2030-01-01T12:00:00Z", { LIMIT_WORKING_DAYS, 1, false } },
		{ "1999-12-20T12:00:00Z", { LIMIT_WORKING_DAYS, 5, false } },
		{ "1999-12-20T12:00:00Z", { LIMIT_WORKING_HOURS, 5, false } },
	};
	struct deadline deadline;
	int32_t result;

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(deadline_count(england(), utc(rows[i].from), rows[i].limit, &deadline),
		    DEADLINE_BEYOND_CALENDAR, "row %zu", i);
	cr_expect_eq(
	    deadline_on(england(), utc(rows[0].from), day_of("2032-01-01"), &deadline), DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(deadline_on(england(), utc(rows[0].from), NO_DAY, &deadline), DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(deadline_on(england(), utc(rows[0].from), INT32_MAX, &deadline), DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(calendar_add_working_days(england(), day_of(LAST_DAY), 1, &result), DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(calendar_add_working_days(england(), civil_to_days(england()->first), -1, &result),
	    DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(calendar_add_working_days(england(), NO_DAY, 1, &result), DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(calendar_add_working_days(england(), INT32_MAX, 1, &result), DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(
	    calendar_working_days_between(england(), day_of(LAST_DAY), NO_DAY, &result), DEADLINE_BEYOND_CALENDAR);
	cr_expect_eq(calendar_working_days_between(england(), NO_DAY, INT32_MAX, &result), DEADLINE_BEYOND_CALENDAR);
}

/* Instants at the ends of time do not crash. */
Test(calendar, the_ends_of_time)
{
	static const enum limit_unit units[] = { LIMIT_WORKING_DAYS, LIMIT_CALENDAR_DAYS, LIMIT_ELAPSED_HOURS,
		LIMIT_WORKING_HOURS, LIMIT_WEEKS, LIMIT_MONTHS };
	static const int64_t ends[] = { INT64_MIN, INT64_MIN + 1, -62135596800 * SECOND_US, 253402300799 * SECOND_US,
		INT64_MAX - 1, INT64_MAX };
	struct deadline deadline;

	for (size_t end = 0; end < COUNT_OF(ends); end++)
		for (size_t unit = 0; unit < COUNT_OF(units); unit++)
			cr_expect_eq(deadline_count(england(), (struct instant){ ends[end] },
					 (struct limit){ units[unit], UINT16_MAX, false }, &deadline),
			    DEADLINE_BEYOND_CALENDAR, "end %zu, unit %d", end, units[unit]);
}

/* A calendar of another week: closed on Fridays. */
Test(calendar, a_week_of_its_own)
{
	struct calendar calendar = *england();
	int32_t last;

	calendar.closed_weekdays = 0x10;
	calendar.count = 0;
	cr_assert_eq(calendar_add_working_days(&calendar, day_of("2026-06-11"), 1, &last), DEADLINE_OK);
	cr_expect_eq(last, day_of("2026-06-13"), "Thursday, then Saturday");
}
