#include "domain/calendar.h"

enum {
	DAY_SECONDS = 24 * 60 * 60,
	MINUTE_SECONDS = 60,
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int32_t
offset_at(const struct zone *zone, struct instant at)
{
	int32_t offset = zone->first_offset_seconds;

	for (size_t i = 0; i < zone->count && !instant_before(at, zone->transitions[i].at); i++)
		offset = zone->transitions[i].offset_seconds;
	return offset;
}

int32_t
zone_local_day(const struct zone *zone, struct instant at)
{
	return (int32_t)floor_div(floor_div(at.us, SECOND_US) + offset_at(zone, at), DAY_SECONDS);
}

/* A local time may exist once, twice (autumn: the first is meant) or never (spring: it is pushed on by the change). */
struct instant
zone_instant(const struct zone *zone, int32_t day, uint16_t minute)
{
	int64_t local = (int64_t)day * DAY_SECONDS + (int64_t)minute * MINUTE_SECONDS;
	int32_t before = offset_at(zone, (struct instant){ (local - DAY_SECONDS) * SECOND_US });
	struct instant early = { (local - before) * SECOND_US };
	int32_t after = offset_at(zone, early);
	struct instant late = { (local - after) * SECOND_US };

	if (after != before && offset_at(zone, late) == after)
		return late;
	return early;
}

struct instant
zone_start_of_day(const struct zone *zone, int32_t day)
{
	struct instant start = zone_instant(zone, day, 0);

	/* Where midnight is skipped the day begins with the change itself. */
	for (size_t i = 0; i < zone->count && !instant_before(start, zone->transitions[i].at); i++) {
		struct instant change = zone->transitions[i].at;

		if (start.us - change.us < DAY_SECONDS * SECOND_US && zone_local_day(zone, change) == day &&
		    zone_local_day(zone, (struct instant){ change.us - 1 }) < day)
			return change;
	}
	return start;
}

bool
calendar_covers(const struct calendar *calendar, int32_t day)
{
	return day >= civil_to_days(calendar->first) && day <= civil_to_days(calendar->last);
}

static const struct holiday *
holiday_on(const struct calendar *calendar, int32_t day)
{
	size_t low = 0;
	size_t high = calendar->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (calendar->holidays[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low < calendar->count && calendar->holidays[low].day == day ? &calendar->holidays[low] : NULL;
}

bool
calendar_is_working_day(const struct calendar *calendar, int32_t day, struct text *why)
{
	static const char *const names[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
		"Sunday" };
	/* 1970 began on a Thursday. */
	int weekday = (day % 7 + 10) % 7;
	const struct holiday *holiday;

	if (calendar->closed_weekdays & (1u << weekday)) {
		if (why != NULL)
			*why = text_of(names[weekday]);
		return false;
	}
	holiday = holiday_on(calendar, day);
	if (holiday != NULL && why != NULL)
		*why = holiday->title;
	return holiday == NULL;
}

/* Goes from day to day until `count` working days are passed, telling `out` (may be NULL) of those that do not count.
 */
static enum deadline_status
walk(const struct calendar *calendar, int32_t day, int32_t count, int32_t *result, struct deadline *out)
{
	int32_t first = civil_to_days(calendar->first), last = civil_to_days(calendar->last);
	int32_t step = count < 0 ? -1 : 1;
	int32_t left = count < 0 ? -count : count;

	if (day < first || day > last)
		return DEADLINE_BEYOND_CALENDAR;
	while (left > 0) {
		struct text why = { 0 };

		day += step;
		if (day < first || day > last)
			return DEADLINE_BEYOND_CALENDAR;
		if (calendar_is_working_day(calendar, day, &why)) {
			left--;
		} else if (out != NULL) {
			if (out->skipped_count < DERIVATION_SKIPPED_MAX)
				out->skipped[out->skipped_count] = (struct skipped_day){ day, why };
			out->skipped_count++;
		}
	}
	*result = day;
	return DEADLINE_OK;
}

enum deadline_status
calendar_add_working_days(const struct calendar *calendar, int32_t day, int32_t count, int32_t *result)
{
	return walk(calendar, day, count, result, NULL);
}

enum deadline_status
calendar_working_days_between(const struct calendar *calendar, int32_t from, int32_t to, int32_t *result)
{
	int32_t low = from < to ? from : to;
	int32_t high = from < to ? to : from;
	int32_t count = 0;

	if (!calendar_covers(calendar, low) || !calendar_covers(calendar, high))
		return DEADLINE_BEYOND_CALENDAR;
	for (int32_t day = low + 1; day <= high; day++)
		count += calendar_is_working_day(calendar, day, NULL);
	*result = from <= to ? count : -count;
	return DEADLINE_OK;
}

static void
end_on(const struct calendar *calendar, int32_t last_day, struct deadline *out)
{
	out->last_day = civil_from_days(last_day);
	out->due = zone_start_of_day(&calendar->zone, last_day + 1);
}

/* Working time is counted in minutes of opening hours, from `from` or the next opening. */
static enum deadline_status
count_working_hours(const struct calendar *calendar, struct instant from, uint16_t hours, struct deadline *out)
{
	int64_t left = (int64_t)hours * 60 * MINUTE_SECONDS * SECOND_US;
	int32_t day = zone_local_day(&calendar->zone, from);
	struct text why;

	for (;; day++) {
		struct instant opens, closes, begin;

		if (!calendar_covers(calendar, day))
			return DEADLINE_BEYOND_CALENDAR;
		if (!calendar_is_working_day(calendar, day, &why)) {
			if (out->skipped_count < DERIVATION_SKIPPED_MAX)
				out->skipped[out->skipped_count] = (struct skipped_day){ day, why };
			out->skipped_count++;
			continue;
		}
		opens = zone_instant(&calendar->zone, day, calendar->opens_minute);
		closes = zone_instant(&calendar->zone, day, calendar->closes_minute);
		begin = instant_before(from, opens) ? opens : from;
		if (!instant_before(begin, closes))
			continue;
		if (closes.us - begin.us >= left) {
			out->due = (struct instant){ begin.us + left };
			return DEADLINE_OK;
		}
		left -= closes.us - begin.us;
	}
}

enum deadline_status
deadline_count(const struct calendar *calendar, struct instant from, struct limit limit, struct deadline *out)
{
	int32_t zero = zone_local_day(&calendar->zone, from);
	int32_t count = limit.count - (limit.first_day_counts ? 1 : 0);
	int32_t last = zero;
	enum deadline_status status = DEADLINE_OK;

	*out = (struct deadline){ .from = from, .limit = limit, .day_zero = civil_from_days(zero) };
	if (!calendar_covers(calendar, zero))
		return DEADLINE_BEYOND_CALENDAR;
	switch (limit.unit) {
	case LIMIT_WORKING_DAYS:
		/* A day that is closed cannot be day 1. */
		if (limit.first_day_counts && !calendar_is_working_day(calendar, zero, NULL))
			count++;
		status = walk(calendar, zero, count, &last, out);
		break;
	case LIMIT_CALENDAR_DAYS:
		last = zero + count;
		break;
	case LIMIT_WEEKS:
		last = zero + 7 * limit.count - (limit.first_day_counts ? 1 : 0);
		break;
	case LIMIT_MONTHS:
		last = civil_to_days(civil_plus_months(civil_from_days(zero), limit.count)) -
		       (limit.first_day_counts ? 1 : 0);
		break;
	case LIMIT_ELAPSED_HOURS:
		out->exact = true;
		out->due = instant_plus_seconds(from, (int64_t)limit.count * 60 * MINUTE_SECONDS);
		return DEADLINE_OK;
	case LIMIT_WORKING_HOURS:
		out->exact = true;
		return count_working_hours(calendar, from, limit.count, out);
	case LIMIT_NONE:
	case LIMIT_NAMED_DATE:
		break;
	}
	if (status == DEADLINE_OK && !calendar_covers(calendar, last))
		status = DEADLINE_BEYOND_CALENDAR;
	if (status == DEADLINE_OK)
		end_on(calendar, last, out);
	return status;
}

int32_t
deadline_first_day(const struct deadline *deadline)
{
	return civil_to_days(deadline->day_zero) + (deadline->limit.first_day_counts ? 0 : 1);
}

enum deadline_status
deadline_on(const struct calendar *calendar, struct instant from, int32_t last_day, struct deadline *out)
{
	*out = (struct deadline){
		.from = from,
		.limit = { .unit = LIMIT_NAMED_DATE },
		.day_zero = civil_from_days(zone_local_day(&calendar->zone, from)),
	};
	if (!calendar_covers(calendar, last_day))
		return DEADLINE_BEYOND_CALENDAR;
	end_on(calendar, last_day, out);
	return DEADLINE_OK;
}
