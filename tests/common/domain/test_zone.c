/* The local clock: Europe/London as data against the C library's own, and made-up zones for what London never does. */
#include <time.h>

#include "fixture.h"

static const struct zone *
europe_london(void)
{
	return &england()->zone;
}

/* A zone of one change: from `at` on, `before` becomes `after`. */
static struct zone
changing(const char *at, int32_t before, int32_t after)
{
	struct zone zone = { .name = TEXT("Made/Up"), .first_offset_seconds = before, .count = 1 };

	zone.transitions[0] = (struct zone_transition){ utc(at), after };
	return zone;
}

static void
expect_instant(struct instant found, const char *wanted, const char *why)
{
	char room[PRINTED_MAX];

	cr_expect_eq(found.us, utc(wanted).us, "%s: %s, not %s", why, print_instant(found, room), wanted);
}

/* Every change that zdump prints is in the calendar, and no other. */
Test(zone, the_changes_are_those_of_zdump)
{
	FILE *zdump = popen("zdump -v -c 2017,2032 Europe/London 2>/dev/null", "r");
	char line[256];
	size_t found = 0;

	cr_assert_not_null(zdump);
	while (fgets(line, sizeof(line), zdump) != NULL) {
		static const char *const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
		char month[4];
		int day, hour, minute, second, year, offset;
		const struct zone_transition *ours = &europe_london()->transitions[found];
		struct civil_date date;

		if (sscanf(line,
			"Europe/London %*s %3s %d %d:%d:%d %d UT = %*s %*s %*d %*s %*d %*s isdst=%*d gmtoff=%d", month,
			&day, &hour, &minute, &second, &year, &offset) != 7 ||
		    second != 0)
			continue;
		cr_assert_lt(found, europe_london()->count, "not in the calendar: %s", line);
		date = (struct civil_date){ (int16_t)year, (uint8_t)((strstr(months, month) - months) / 3 + 1),
			(uint8_t)day };
		cr_assert_eq(
		    ours->at.us, civil_to_days(date) * DAY_US + (hour * 60 + minute) * 60 * SECOND_US, "%s", line);
		cr_assert_eq(ours->offset_seconds, offset, "%s", line);
		found++;
	}
	if (pclose(zdump) != 0 || found == 0)
		cr_skip_test("zdump or the zone's data is not here");
	cr_assert_eq(found, europe_london()->count);
}

Test(zone, agrees_with_the_c_library)
{
	struct dice dice = { 2 };

	cr_assert_eq(setenv("TZ", "Europe/London", 1), 0);
	tzset();
	if (strcmp(tzname[1], "BST") != 0)
		cr_skip_test("the C library does not know Europe/London");
	for (int i = 0; i < 20000; i++) {
		time_t at = dice_between(&dice, day_of("2017-01-02"), day_of("2031-12-30")) * 86400 +
			    dice_between(&dice, 0, 86399);
		struct tm local;
		struct civil_date date;

		cr_assert_not_null(localtime_r(&at, &local));
		date = civil_from_days(zone_local_day(europe_london(), (struct instant){ at * SECOND_US }));
		cr_assert(
		    date.year == local.tm_year + 1900 && date.month == local.tm_mon + 1 && date.day == local.tm_mday,
		    "%lld", (long long)at);
	}
}

/* A day begins at its first instant and not a microsecond earlier. */
static void
check_starts(const struct zone *zone, const char *from, const char *until)
{
	char room[PRINTED_MAX];

	for (int32_t day = day_of(from); day <= day_of(until); day++) {
		struct instant start = zone_start_of_day(zone, day);

		cr_assert_eq(zone_local_day(zone, start), day, "%s", print_day(day, room));
		cr_assert_lt(zone_local_day(zone, (struct instant){ start.us - 1 }), day, "%s", print_day(day, room));
	}
}

Test(zone, days_begin_at_their_first_instant)
{
	check_starts(europe_london(), "2017-01-02", "2031-12-31");
	expect_instant(zone_start_of_day(europe_london(), day_of("2026-06-11")), "2026-06-10T23:00:00Z", "summer");
	expect_instant(zone_start_of_day(europe_london(), day_of("2027-01-05")), "2027-01-05T00:00:00Z", "winter");
	expect_instant(zone_start_of_day(europe_london(), day_of("2026-03-29")), "2026-03-29T00:00:00Z", "forward");
	expect_instant(
	    zone_start_of_day(europe_london(), day_of("2026-03-30")), "2026-03-29T23:00:00Z", "after forward");
	expect_instant(zone_start_of_day(europe_london(), day_of("2026-10-25")), "2026-10-24T23:00:00Z", "back");
	expect_instant(zone_start_of_day(europe_london(), day_of("2026-10-26")), "2026-10-26T00:00:00Z", "after back");
}

Test(zone, days_that_begin_at_a_change)
{
	struct zone skipped = changing("2026-03-15T05:00:00Z", -5 * 3600, -4 * 3600); /* 00:00 becomes 01:00 */
	struct zone early = changing("2026-03-15T04:30:00Z", -5 * 3600, -4 * 3600);   /* 23:30 becomes 00:30 */
	struct zone again = changing("2026-11-15T04:30:00Z", -4 * 3600, -5 * 3600);   /* 00:30 becomes 23:30 */
	struct zone turned = changing("2026-11-15T04:00:00Z", -4 * 3600, -5 * 3600);  /* 00:00 becomes 23:00 */
	struct zone half = { .first_offset_seconds = 19800 };

	check_starts(&skipped, "2026-03-01", "2026-04-01");
	expect_instant(
	    zone_start_of_day(&skipped, day_of("2026-03-15")), "2026-03-15T05:00:00Z", "midnight is skipped");
	check_starts(&early, "2026-03-01", "2026-04-01");
	expect_instant(zone_start_of_day(&early, day_of("2026-03-15")), "2026-03-15T04:30:00Z", "skipped from before");
	check_starts(&again, "2026-11-01", "2026-12-01");
	expect_instant(zone_start_of_day(&again, day_of("2026-11-15")), "2026-11-15T04:00:00Z", "midnight comes twice");
	check_starts(&turned, "2026-11-01", "2026-12-01");
	expect_instant(zone_start_of_day(&turned, day_of("2026-11-15")), "2026-11-15T05:00:00Z", "23:00 comes twice");
	check_starts(&half, "1969-12-01", "1970-02-01");
	expect_instant(zone_start_of_day(&half, day_of("1970-01-01")), "1969-12-31T18:30:00Z", "half an hour");
}

Test(zone, the_local_day_turns_at_local_midnight)
{
	static const struct {
		const char *at, *day;
	} rows[] = {
		{ "2026-06-10T22:59:59.999999Z", "2026-06-10" },
		{ "2026-06-10T23:00:00Z", "2026-06-11" },
		{ "2026-12-10T23:59:59.999999Z", "2026-12-10" },
		{ "2026-12-11T00:00:00Z", "2026-12-11" },
		/* The night of the change in spring is short, that in autumn long. */
		{ "2026-03-29T22:59:59.999999Z", "2026-03-29" },
		{ "2026-03-29T23:00:00Z", "2026-03-30" },
		{ "2026-10-25T23:59:59.999999Z", "2026-10-25" },
		{ "2026-10-26T00:00:00Z", "2026-10-26" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(zone_local_day(europe_london(), utc(rows[i].at)), day_of(rows[i].day), "%s", rows[i].at);
	cr_expect_eq(zone_local_day(&(struct zone){ 0 }, (struct instant){ -1 }), -1, "before 1970");
}

Test(zone, minutes_of_a_day)
{
	const struct zone *zone = europe_london();

	expect_instant(zone_instant(zone, day_of("2026-01-15"), 540), "2026-01-15T09:00:00Z", "winter");
	expect_instant(zone_instant(zone, day_of("2026-07-15"), 540), "2026-07-15T08:00:00Z", "summer");
	expect_instant(zone_instant(zone, day_of("2026-03-29"), 59), "2026-03-29T00:59:00Z", "before the gap");
	expect_instant(zone_instant(zone, day_of("2026-03-29"), 60), "2026-03-29T01:00:00Z", "01:00 is 02:00");
	expect_instant(zone_instant(zone, day_of("2026-03-29"), 90), "2026-03-29T01:30:00Z", "01:30 is 02:30");
	expect_instant(zone_instant(zone, day_of("2026-03-29"), 120), "2026-03-29T01:00:00Z", "02:00");
	expect_instant(zone_instant(zone, day_of("2026-03-29"), 1439), "2026-03-29T22:59:00Z", "the last minute");
	expect_instant(zone_instant(zone, day_of("2026-10-25"), 59), "2026-10-24T23:59:00Z", "before the double hour");
	expect_instant(zone_instant(zone, day_of("2026-10-25"), 120), "2026-10-25T02:00:00Z", "after the double hour");
}

/* Of the hour that comes twice the first is meant. */
Test(zone, the_double_hour)
{
	for (uint16_t minute = 60; minute < 120; minute++)
		cr_assert_eq(zone_instant(europe_london(), day_of("2026-10-25"), minute).us,
		    utc("2026-10-25T00:00:00Z").us + (minute - 60) * 60 * SECOND_US, "minute %d", minute);
}

/* Outside the gap, every minute of every day is found again. */
Test(zone, minutes_come_back)
{
	struct dice dice = { 3 };

	for (int i = 0; i < 20000; i++) {
		int32_t day = (int32_t)dice_between(&dice, day_of("2017-01-02"), day_of("2031-12-30"));
		uint16_t minute = (uint16_t)dice_between(&dice, 180, 1439);
		struct instant at = zone_instant(europe_london(), day, minute);
		int64_t into = at.us - zone_start_of_day(europe_london(), day).us;
		int64_t change = into - minute * 60 * SECOND_US;

		cr_assert_eq(zone_local_day(europe_london(), at), day);
		cr_assert(change == 0 || change == 3600 * SECOND_US || change == -3600 * SECOND_US);
	}
}
