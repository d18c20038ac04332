#include "domain/instant.h"

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month(int year, int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool
civil_is_valid(struct civil_date date)
{
	return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= days_in_month(date.year, date.month);
}

/* Counted in eras of 400 years that start on 1 March, so that a leap day ends its year. */
int32_t
civil_to_days(struct civil_date date)
{
	int32_t year = date.year - (date.month <= 2);
	int32_t era = (year >= 0 ? year : year - 399) / 400;
	int32_t year_of_era = year - era * 400;
	int32_t month_from_march = (date.month + 9) % 12;
	int32_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct civil_date
civil_from_days(int32_t days)
{
	int64_t shifted = (int64_t)days + 719468;
	int32_t era = (int32_t)((shifted >= 0 ? shifted : shifted - 146096) / 146097);
	int32_t day_of_era = (int32_t)(shifted - (int64_t)era * 146097);
	int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int32_t month_from_march = (5 * day_of_year + 2) / 153;
	int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

	return (struct civil_date){
		.year = (int16_t)(era * 400 + year_of_era + (month <= 2)),
		.month = (uint8_t)month,
		.day = (uint8_t)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};
}

int
civil_weekday(struct civil_date date)
{
	int32_t shifted = (civil_to_days(date) + 3) % 7;

	return shifted < 0 ? shifted + 7 : shifted;
}

struct civil_date
civil_plus_months(struct civil_date date, int months)
{
	int count = date.year * 12 + date.month - 1 + months;
	int year = (count >= 0 ? count : count - 11) / 12;
	struct civil_date to = { .year = (int16_t)year, .month = (uint8_t)(count - year * 12 + 1), .day = date.day };
	int last = days_in_month(to.year, to.month);

	if (to.day > last)
		to.day = (uint8_t)last;
	return to;
}

int
civil_compare(struct civil_date a, struct civil_date b)
{
	int32_t first = civil_to_days(a);
	int32_t second = civil_to_days(b);

	return (first > second) - (first < second);
}
