#include "wire/time.h"

#include <stdio.h>

enum {
	DAY_SECONDS = 86400,
	DATE_LENGTH = 10, /* of "2026-06-10" */
	SHORTEST = 20,	  /* "2026-06-10T23:00:00Z" */
};

static const struct civil_date first_date = { 1, 1, 1 };
static const struct civil_date last_date = { 9999, 12, 31 };

/* `count` digits at `at`. */
static bool
digits(const char *at, int count, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++) {
		if (at[i] < '0' || at[i] > '9')
			return false;
		*value = *value * 10 + (at[i] - '0');
	}
	return true;
}

bool
date_parse(struct text from, int32_t *day)
{
	int year, month, of_month;
	struct civil_date date;

	if (from.len != DATE_LENGTH || from.at[4] != '-' || from.at[7] != '-' || !digits(from.at, 4, &year) ||
	    !digits(from.at + 5, 2, &month) || !digits(from.at + 8, 2, &of_month) || year == 0)
		return false;
	date = (struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)of_month };
	if (!civil_is_valid(date))
		return false;
	*day = civil_to_days(date);
	return true;
}

struct text
date_print(int32_t day, char room[DATE_TEXT_MAX])
{
	struct civil_date date;

	room[0] = '\0';
	if (day < civil_to_days(first_date) || day > civil_to_days(last_date))
		return text_of(room);
	date = civil_from_days(day);
	snprintf(
	    room, DATE_TEXT_MAX, "%04u-%02u-%02u", (unsigned)date.year % 10000, date.month % 100u, date.day % 100u);
	return text_of(room);
}

/* ".25" as microseconds; *used characters, 0 when there is no fraction. */
static bool
fraction(struct text from, size_t *used, int64_t *us)
{
	int64_t unit = SECOND_US / 10;
	size_t i = 1;

	*used = 0;
	*us = 0;
	if (from.len == 0 || from.at[0] != '.')
		return true;
	for (; i < from.len && from.at[i] >= '0' && from.at[i] <= '9'; i++, unit /= 10)
		*us += unit * (from.at[i] - '0');
	*used = i;
	return i > 1 && i <= 10;
}

/* "Z", "+01:00" */
static bool
offset(struct text from, int *seconds)
{
	int hours, minutes;

	*seconds = 0;
	if (from.len == 1 && from.at[0] == 'Z')
		return true;
	if (from.len != 6 || (from.at[0] != '+' && from.at[0] != '-') || from.at[3] != ':' ||
	    !digits(from.at + 1, 2, &hours) || !digits(from.at + 4, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*seconds = (hours * 60 + minutes) * 60;
	if (from.at[0] == '-')
		*seconds = -*seconds;
	return true;
}

bool
instant_parse(struct text from, struct instant *at)
{
	int hour, minute, second, offset_seconds;
	int32_t day;
	int64_t us, total;
	size_t used;

	if (from.len < SHORTEST || !date_parse((struct text){ from.at, DATE_LENGTH }, &day) || from.at[10] != 'T' ||
	    from.at[13] != ':' || from.at[16] != ':' || !digits(from.at + 11, 2, &hour) ||
	    !digits(from.at + 14, 2, &minute) || !digits(from.at + 17, 2, &second) || hour > 23 || minute > 59 ||
	    second > 59)
		return false;
	from = (struct text){ from.at + 19, from.len - 19 };
	if (!fraction(from, &used, &us) || !offset((struct text){ from.at + used, from.len - used }, &offset_seconds))
		return false;
	total = (int64_t)day * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset_seconds;
	if (total < (int64_t)civil_to_days(first_date) * DAY_SECONDS ||
	    total >= ((int64_t)civil_to_days(last_date) + 1) * DAY_SECONDS)
		return false;
	at->us = total * SECOND_US + us;
	return true;
}

struct text
instant_print(struct instant at, char room[INSTANT_TEXT_MAX])
{
	int64_t second = at.us / SECOND_US, us = at.us % SECOND_US, day;
	char date[DATE_TEXT_MAX];
	unsigned of_day;
	int length;

	room[0] = '\0';
	if (us < 0) {
		us += SECOND_US;
		second--;
	}
	day = second / DAY_SECONDS - (second % DAY_SECONDS < 0);
	if (day < INT32_MIN || day > INT32_MAX || text_is_empty(date_print((int32_t)day, date)))
		return text_of(room);
	of_day = (unsigned)(second - day * DAY_SECONDS);
	length = snprintf(
	    room, INSTANT_TEXT_MAX, "%sT%02u:%02u:%02u", date, of_day / 3600 % 24, of_day / 60 % 60, of_day % 60);
	if (us % 1000 != 0)
		snprintf(room + length, INSTANT_TEXT_MAX - (size_t)length, ".%06uZ", (unsigned)us % 1000000);
	else if (us != 0)
		snprintf(room + length, INSTANT_TEXT_MAX - (size_t)length, ".%03uZ", (unsigned)(us / 1000) % 1000);
	else
		snprintf(room + length, INSTANT_TEXT_MAX - (size_t)length, "Z");
	return text_of(room);
}
