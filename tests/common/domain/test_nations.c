/* Days counted in every nation, in every year there is a calendar for, and by every pack's clocks. Beside the domain's
 * own walk stands one on fingers: a day is worked when it is no weekend and not in the list of holidays. */
#include "fixture.h"

enum {
	FIRST_YEAR = 2018,
	LAST_YEAR = 2028,
	NATIONS = 3,
};

static const char *const NATION_NAMES[NATIONS] = { "england-and-wales", "scotland", "northern-ireland" };

static const struct calendar *
nation(int which)
{
	struct error error;
	const struct calendar *calendar = books_division(shelf(), text_of(NATION_NAMES[which]), &error);

	cr_assert_not_null(calendar, "%s", error.text);
	return calendar;
}

static bool
works(const struct calendar *calendar, int32_t day)
{
	if (((day + 3) % 7 + 7) % 7 >= 5)
		return false;
	for (size_t i = 0; i < calendar->count; i++)
		if (calendar->holidays[i].day == day)
			return false;
	return true;
}

static int32_t
walked(const struct calendar *calendar, int32_t day, int32_t count)
{
	while (count > 0)
		count -= works(calendar, ++day);
	return day;
}

/* The last Sunday of a month with 31 days: London's clocks change then, at 01:00 UTC. */
static int32_t
last_sunday(int year, uint8_t month)
{
	int32_t day = civil_to_days((struct civil_date){ (int16_t)year, month, 31 });

	while ((day + 3) % 7 != 6)
		day--;
	return day;
}

/* Midnight at the start of `day` in London, by that rule. */
static struct instant
midnight(int32_t day)
{
	int year = civil_from_days(day).year;
	bool summer = day > last_sunday(year, 3) && day <= last_sunday(year, 10);

	return (struct instant){ day * DAY_US - (summer ? 3600 * SECOND_US : 0) };
}

static struct deadline
count_from(const struct calendar *calendar, struct instant from, enum limit_unit unit, uint16_t number)
{
	struct deadline deadline;

	cr_assert_eq(
	    deadline_count(calendar, from, (struct limit){ .unit = unit, .count = number }, &deadline), DEADLINE_OK);
	return deadline;
}

Test(nations, adding_days_adds_up_and_never_goes_back)
{
	for (int which = 0; which < NATIONS; which++) {
		const struct calendar *calendar = nation(which);
		struct dice dice = { 10 + (uint64_t)which };

		for (int i = 0; i < 3000; i++) {
			int32_t day = (int32_t)dice_between(&dice, day_of("2018-01-01"), day_of("2028-05-31"));
			int32_t n = (int32_t)dice_between(&dice, 1, 60), m = (int32_t)dice_between(&dice, 1, 60);
			int32_t after_n, after_both, at_once, from_next;

			cr_assert_eq(calendar_add_working_days(calendar, day, n, &after_n), DEADLINE_OK);
			cr_assert_eq(calendar_add_working_days(calendar, after_n, m, &after_both), DEADLINE_OK);
			cr_assert_eq(calendar_add_working_days(calendar, day, n + m, &at_once), DEADLINE_OK);
			cr_assert_eq(calendar_add_working_days(calendar, day + 1, n, &from_next), DEADLINE_OK);
			cr_assert_eq(after_n, walked(calendar, day, n));
			cr_assert_eq(after_both, at_once);
			cr_assert_gt(at_once, after_n);
			cr_assert_geq(from_next, after_n);
			cr_assert(works(calendar, after_n));
		}
	}
}

/* Days around both changes of every year: 23 and 25 hours long, and every date due at London's midnight all the same.
 */
Test(nations, both_changes_of_the_clock_in_every_year)
{
	char room[PRINTED_MAX];

	for (int which = 0; which < NATIONS; which++) {
		const struct calendar *calendar = nation(which);
		const struct zone *zone = &calendar->zone;

		for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
			for (int spring = 0; spring < 2; spring++) {
				int32_t change = last_sunday(year, spring ? 3 : 10);
				int64_t hours =
				    (zone_start_of_day(zone, change + 1).us - midnight(change).us) / (3600 * SECOND_US);

				cr_expect_eq(hours, spring ? 23 : 25, "%s", print_day(change, room));
				for (int32_t day = change - 15; day <= change + 15; day++) {
					struct instant last = { midnight(day + 1).us - 1 };

					cr_assert_eq(zone_start_of_day(zone, day).us, midnight(day).us, "%s",
					    print_day(day, room));
					for (uint16_t n = 1; n <= 12; n++) {
						struct deadline first =
						    count_from(calendar, midnight(day), LIMIT_WORKING_DAYS, n);

						cr_assert_eq(first.due.us, midnight(walked(calendar, day, n) + 1).us,
						    "%d days from %s", n, print_day(day, room));
						cr_assert_eq(count_from(calendar, last, LIMIT_WORKING_DAYS, n).due.us,
						    first.due.us, "the day's last instant: %s", print_day(day, room));
					}
					cr_assert_eq(count_from(calendar, last, LIMIT_ELAPSED_HOURS, 24).due.us,
					    last.us + DAY_US);
				}
			}
		}
	}
}

/* Two hours of work that begin an hour before closing on the last working day before the change end an hour after
 * opening on the first one after it. */
Test(nations, working_hours_over_the_changes)
{
	for (int which = 0; which < NATIONS; which++) {
		const struct calendar *calendar = nation(which);

		for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
			for (int spring = 0; spring < 2; spring++) {
				int32_t before = last_sunday(year, spring ? 3 : 10), after = before;

				while (!works(calendar, before))
					before--;
				after = walked(calendar, before, 1);
				cr_expect_eq(count_from(calendar,
						 (struct instant){ midnight(before).us + 16 * 3600 * SECOND_US },
						 LIMIT_WORKING_HOURS, 2)
						 .due.us,
				    midnight(after).us + 10 * 3600 * SECOND_US, "%s %d", NATION_NAMES[which], year);
			}
		}
	}
}

Test(nations, the_turn_of_every_year)
{
	char room[PRINTED_MAX];

	for (int which = 0; which < NATIONS; which++) {
		const struct calendar *calendar = nation(which);

		for (int16_t year = FIRST_YEAR; year < LAST_YEAR; year++) {
			int32_t first = civil_to_days((struct civil_date){ year, 12, 15 });

			for (int32_t day = first; day < first + 28; day++) {
				for (uint16_t n = 1; n <= 20; n++) {
					struct deadline deadline =
					    count_from(calendar, midnight(day), LIMIT_WORKING_DAYS, n);

					cr_assert_eq(civil_to_days(deadline.last_day), walked(calendar, day, n),
					    "%d days from %s", n, print_day(day, room));
				}
			}
		}
	}
}

/* The next working day, nation by nation, over the days that no rule foretells and those that only some have. */
Test(nations, one_offs_and_days_of_their_own)
{
	static const struct {
		const char *from, *next[NATIONS];
	} rows[] = {
		/* VE day: the early May holiday of 2020 was moved to the 8th. */
		{ "2020-05-01", { "2020-05-04", "2020-05-04", "2020-05-04" } },
		{ "2020-05-07", { "2020-05-11", "2020-05-11", "2020-05-11" } },
		/* The Platinum Jubilee, to which the spring holiday was moved. */
		{ "2022-05-27", { "2022-05-30", "2022-05-30", "2022-05-30" } },
		{ "2022-06-01", { "2022-06-06", "2022-06-06", "2022-06-06" } },
		/* The Queen's funeral, and the King's coronation. */
		{ "2022-09-16", { "2022-09-20", "2022-09-20", "2022-09-20" } },
		{ "2023-04-28", { "2023-05-02", "2023-05-02", "2023-05-02" } },
		{ "2023-05-05", { "2023-05-09", "2023-05-09", "2023-05-09" } },
		/* Two holidays on one weekend, both made good. */
		{ "2020-12-24", { "2020-12-29", "2020-12-29", "2020-12-29" } },
		{ "2021-12-24", { "2021-12-29", "2021-12-29", "2021-12-29" } },
		{ "2021-12-31", { "2022-01-04", "2022-01-05", "2022-01-04" } },
		{ "2026-12-31", { "2027-01-04", "2027-01-05", "2027-01-04" } },
		{ "2027-12-24", { "2027-12-29", "2027-12-29", "2027-12-29" } },
		/* Of one nation alone. */
		{ "2026-01-01", { "2026-01-02", "2026-01-05", "2026-01-02" } },
		{ "2026-03-16", { "2026-03-17", "2026-03-17", "2026-03-18" } },
		{ "2026-04-02", { "2026-04-07", "2026-04-06", "2026-04-07" } },
		{ "2026-06-12", { "2026-06-15", "2026-06-16", "2026-06-15" } },
		{ "2026-07-10", { "2026-07-13", "2026-07-13", "2026-07-14" } },
		{ "2026-07-31", { "2026-08-03", "2026-08-04", "2026-08-03" } },
		{ "2026-08-28", { "2026-09-01", "2026-08-31", "2026-09-01" } },
		{ "2026-11-27", { "2026-11-30", "2026-12-01", "2026-11-30" } },
	};
	char room[PRINTED_MAX];
	int32_t next;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (int which = 0; which < NATIONS; which++) {
			cr_assert_eq(
			    calendar_add_working_days(nation(which), day_of(rows[i].from), 1, &next), DEADLINE_OK);
			cr_expect_eq(next, day_of(rows[i].next[which]), "%s after %s: %s", NATION_NAMES[which],
			    rows[i].from, print_day(next, room));
		}
	}
}

/* ---- the packs ---- */

/* Those of deploy/ and the made-up ones of the scenarios. */
static struct books *
all_packs(void)
{
	static struct books *books;
	struct error error;

	if (books != NULL)
		return books;
	books = books_new();
	cr_assert(books_load_policies(books, REDRESS_SOURCE_DIR "/deploy/policies", NULL, &error), "%s", error.text);
	cr_assert(books_load_policies(books, REDRESS_SOURCE_DIR "/tests/scenarios/made-up/packs", NULL, &error), "%s",
	    error.text);
	cr_assert(books_load_calendars(books, REDRESS_SOURCE_DIR "/deploy/calendars", NULL, &error), "%s", error.text);
	return books;
}

/* Every limit in working days of the policy's clocks, and of what may make them longer. */
static size_t
limits_of(const struct policy *policy, struct limit *limits, size_t room)
{
	size_t count = 0;

	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];

		cr_assert_leq(count + 2 + clock->tier_count, room);
		if (clock->limit.unit == LIMIT_WORKING_DAYS)
			limits[count++] = clock->limit;
		if (clock->also_limit.unit == LIMIT_WORKING_DAYS)
			limits[count++] = clock->also_limit;
		for (uint8_t j = 0; j < clock->tier_count; j++)
			if (clock->tiers[j].longer.unit == LIMIT_WORKING_DAYS)
				limits[count++] = clock->tiers[j].longer;
	}
	return count;
}

/* On the pack's own calendar, closing days and all, from any instant of its years: the last day is worked, the days up
 * to it are as many as the limit says, and a later start is never due earlier. */
static void
check_limit(const struct calendar *calendar, struct limit limit, struct dice *dice, struct text pack)
{
	for (int i = 0; i < 400; i++) {
		struct instant from = { dice_between(dice, day_of("2018-01-01"), day_of("2028-09-30")) * DAY_US +
					dice_between(dice, 0, DAY_US - 1) };
		struct instant later = { from.us + dice_between(dice, 0, 5 * DAY_US) };
		struct deadline deadline, other;
		int32_t zero, last, between;

		cr_assert_eq(deadline_count(calendar, from, limit, &deadline), DEADLINE_OK);
		cr_assert_eq(deadline_count(calendar, later, limit, &other), DEADLINE_OK);
		zero = civil_to_days(deadline.day_zero);
		last = civil_to_days(deadline.last_day);
		cr_assert(works(calendar, last), "%.*s", TEXT_ARG(pack));
		cr_assert_eq(deadline.due.us, midnight(last + 1).us);
		cr_assert_eq(calendar_working_days_between(calendar, zero, last, &between), DEADLINE_OK);
		cr_assert_eq(between + (limit.first_day_counts && works(calendar, zero)), limit.count);
		cr_assert_leq(deadline.due.us, other.due.us);
	}
}

Test(nations, no_packs_date_in_working_days_falls_on_a_closed_day)
{
	struct books *books = all_packs();
	struct dice dice = { 20 };
	struct error error;
	struct text name;
	size_t packs = 0, limits = 0;
	const struct policy *policy;

	for (; (policy = books_pack_at(books, packs, &name)) != NULL; packs++) {
		struct limit found[256];
		size_t count = limits_of(policy, found, COUNT_OF(found));
		const struct calendar *calendar = count > 0 ? books_calendar(books, policy, &error) : NULL;

		cr_assert(count == 0 || calendar != NULL, "%s", error.text);
		for (size_t i = 0; i < count; i++)
			check_limit(calendar, found[i], &dice, name);
		limits += count;
	}
	cr_expect_geq(packs, 12);
	cr_expect_geq(limits, 40, "%zu", limits);
}

/* From every day of the last weeks: a date while there are days enough, an error from the first start for which there
 * are not, and no start gets a date again after that. */
static void
check_end(const struct calendar *calendar, struct limit limit)
{
	int32_t end = civil_to_days(calendar->last);

	for (int32_t day = end - 120; day <= end + 3; day++) {
		struct instant from = { midnight(day).us + DAY_US / 2 };
		int32_t left = limit.first_day_counts && day <= end ? works(calendar, day) : 0;
		struct deadline deadline;
		enum deadline_status status = deadline_count(calendar, from, limit, &deadline);

		for (int32_t next = day + 1; next <= end; next++)
			left += works(calendar, next);
		cr_assert_eq(status, day <= end && left >= limit.count ? DEADLINE_OK : DEADLINE_BEYOND_CALENDAR,
		    "%d days from day %d before the end", limit.count, end - day);
		cr_assert(status != DEADLINE_OK || civil_to_days(deadline.last_day) <= end);
	}
}

Test(nations, past_the_calendars_end_no_pack_gets_a_date)
{
	struct books *books = all_packs();
	struct error error;
	const struct policy *policy;

	for (size_t i = 0; (policy = books_pack_at(books, i, NULL)) != NULL; i++) {
		struct limit found[256];
		size_t count = limits_of(policy, found, COUNT_OF(found));

		for (size_t j = 0; j < count; j++)
			check_end(books_calendar(books, policy, &error), found[j]);
	}
	for (int which = 0; which < NATIONS; which++)
		for (uint16_t n = 1; n <= 60; n += 7)
			check_end(nation(which), (struct limit){ .unit = LIMIT_WORKING_DAYS, .count = n });
}

/* A landlord's own closing days, beside its nation's or in their place; no other pack's calendar has them. */
Test(nations, closing_days_are_the_landlords_own)
{
	static const struct {
		const char *pack, *from, *next, *nations_next;
	} rows[] = {
		{ "birch", "2026-12-24", "2027-01-04", "2026-12-29" },
		{ "birch", "2026-12-28", "2027-01-04", "2026-12-29" },
		{ "birch", "2025-12-29", "2025-12-30", "2025-12-30" },
		{ "abbey", "2026-04-01", "2026-04-06", "2026-04-02" },
		{ "abbey", "2026-04-03", "2026-04-06", "2026-04-07" },
		{ "abbey", "2026-04-13", "2026-04-15", "2026-04-14" },
		{ "abbey", "2026-05-01", "2026-05-04", "2026-05-05" },
	};
	struct books *books = all_packs();
	struct error error;
	char room[PRINTED_MAX];

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct policy *policy =
		    books_policy(books, text_of(rows[i].pack), text_of(rows[i].pack), TEXT(""), &error);
		int32_t next;

		cr_assert_not_null(policy, "%s", error.text);
		cr_assert_eq(
		    calendar_add_working_days(books_calendar(books, policy, &error), day_of(rows[i].from), 1, &next),
		    DEADLINE_OK);
		cr_expect_eq(
		    next, day_of(rows[i].next), "%s after %s: %s", rows[i].pack, rows[i].from, print_day(next, room));
		cr_assert_eq(calendar_add_working_days(nation(0), day_of(rows[i].from), 1, &next), DEADLINE_OK);
		cr_expect_eq(
		    next, day_of(rows[i].nations_next), "the nation after %s: %s", rows[i].from, print_day(next, room));
	}
}
