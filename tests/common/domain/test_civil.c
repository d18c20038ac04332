/* Dates without a place: counted day by day beside a calendar kept by hand. */
#include "fixture.h"

static const uint8_t MONTH_DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in(int year, int month)
{
	return month == 2 && is_leap(year) ? 29 : MONTH_DAYS[month - 1];
}

/* The day after, as one counts on one's fingers. */
static struct civil_date
day_after(struct civil_date date)
{
	if (date.day < days_in(date.year, date.month))
		return (struct civil_date){ date.year, date.month, (uint8_t)(date.day + 1) };
	if (date.month < 12)
		return (struct civil_date){ date.year, (uint8_t)(date.month + 1), 1 };
	return (struct civil_date){ (int16_t)(date.year + 1), 1, 1 };
}

Test(civil, known_days)
{
	static const struct {
		struct civil_date date;
		int32_t days;
		int weekday;
	} rows[] = {
		{ { 1970, 1, 1 }, 0, 3 },
		{ { 1969, 12, 31 }, -1, 2 },
		{ { 2000, 2, 29 }, 11016, 1 },
		{ { 2026, 12, 23 }, 20810, 2 },
		{ { 1600, 2, 29 }, -135081, 1 },
		{ { 1, 1, 1 }, -719162, 0 },
		{ { 9999, 12, 31 }, 2932896, 4 },
		{ { 0, 3, 1 }, -719468, 2 },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct civil_date back = civil_from_days(rows[i].days);

		cr_expect_eq(civil_to_days(rows[i].date), rows[i].days, "row %zu: %d", i, civil_to_days(rows[i].date));
		cr_expect_eq(civil_compare(back, rows[i].date), 0, "row %zu and back", i);
		cr_expect_eq(civil_weekday(rows[i].date), rows[i].weekday, "row %zu: weekday", i);
	}
}

/* 1799 to 2201: a whole cycle of the calendar, and the edges of the next. */
Test(civil, every_day_of_four_hundred_years_there_and_back)
{
	struct civil_date date = { 1799, 1, 1 };
	int32_t days = civil_to_days(date);
	int weekday = civil_weekday(date);

	cr_assert_eq(weekday, 1, "1 January 1799 was a Tuesday");
	while (date.year < 2202) {
		struct civil_date next = day_after(date);

		cr_assert(civil_is_valid(date));
		cr_assert_eq(civil_to_days(date), days, "%d-%d-%d", date.year, date.month, date.day);
		cr_assert_eq(
		    civil_compare(civil_from_days(days), date), 0, "%d-%d-%d", date.year, date.month, date.day);
		cr_assert_eq(civil_weekday(date), weekday, "%d-%d-%d", date.year, date.month, date.day);
		cr_assert_lt(civil_compare(date, next), 0);
		cr_assert_gt(civil_compare(next, date), 0);
		date = next;
		days++;
		weekday = (weekday + 1) % 7;
	}
}

/* As far as a year's sixteen bits go. */
Test(civil, the_ends_of_its_range)
{
	static const struct civil_date ends[] = { { INT16_MIN, 1, 1 }, { INT16_MAX, 12, 31 } };

	for (size_t i = 0; i < COUNT_OF(ends); i++)
		cr_expect_eq(civil_compare(civil_from_days(civil_to_days(ends[i])), ends[i]), 0, "end %zu", i);
}

Test(civil, which_dates_exist)
{
	static const struct {
		struct civil_date date;
		bool exists;
	} rows[] = {
		{ { 2024, 2, 29 }, true },
		{ { 2023, 2, 29 }, false },
		{ { 1900, 2, 29 }, false },
		{ { 2000, 2, 29 }, true },
		{ { 2100, 2, 29 }, false },
		{ { 2026, 4, 31 }, false },
		{ { 2026, 4, 30 }, true },
		{ { 2026, 12, 31 }, true },
		{ { 2026, 12, 32 }, false },
		{ { 2026, 0, 1 }, false },
		{ { 2026, 13, 1 }, false },
		{ { 2026, 255, 1 }, false },
		{ { 2026, 1, 0 }, false },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(civil_is_valid(rows[i].date), rows[i].exists, "row %zu", i);
}

Test(civil, month_ends)
{
	static const struct {
		struct civil_date from;
		int months;
		struct civil_date to;
	} rows[] = {
		/* Decided 11 of the policies: an event of 31 August. */
		{ { 2026, 8, 31 }, 6, { 2027, 2, 28 } },
		{ { 2027, 8, 31 }, 6, { 2028, 2, 29 } },
		{ { 2026, 8, 31 }, 12, { 2027, 8, 31 } },
		{ { 2024, 2, 29 }, 12, { 2025, 2, 28 } },
		{ { 2024, 2, 29 }, 48, { 2028, 2, 29 } },
		{ { 2026, 1, 30 }, 1, { 2026, 2, 28 } },
		{ { 2026, 3, 31 }, -1, { 2026, 2, 28 } },
		{ { 2024, 3, 31 }, -1, { 2024, 2, 29 } },
		{ { 2026, 1, 31 }, -2, { 2025, 11, 30 } },
		{ { 2026, 12, 15 }, 1, { 2027, 1, 15 } },
		{ { 2026, 1, 15 }, -1, { 2025, 12, 15 } },
		{ { 2026, 5, 31 }, 0, { 2026, 5, 31 } },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct civil_date to = civil_plus_months(rows[i].from, rows[i].months);

		cr_expect_eq(civil_compare(to, rows[i].to), 0, "row %zu: %d-%d-%d", i, to.year, to.month, to.day);
	}
}

Test(civil, months_later_is_the_same_day_or_the_months_last)
{
	struct dice dice = { 1 };

	for (int i = 0; i < 20000; i++) {
		struct civil_date from = civil_from_days((int32_t)dice_between(&dice, -1000000, 1000000));
		int months = (int)dice_between(&dice, -600, 600);
		struct civil_date to = civil_plus_months(from, months);
		int last = days_in(to.year, to.month);

		cr_assert_eq(to.year * 12 + to.month, from.year * 12 + from.month + months);
		cr_assert_eq(to.day, from.day < last ? from.day : last);
	}
}
