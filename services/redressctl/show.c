#include "redressctl/show.h"

#include <stdio.h>
#include <string.h>

static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
	"Dec" };

static const struct {
	const char *id, *one, *many;
} units[] = {
	[LIMIT_NONE] = { "", "", "" },
	[LIMIT_WORKING_DAYS] = { "working-day", "working day", "working days" },
	[LIMIT_CALENDAR_DAYS] = { "calendar-day", "calendar day", "calendar days" },
	[LIMIT_ELAPSED_HOURS] = { "elapsed-hour", "hour", "hours" },
	[LIMIT_WORKING_HOURS] = { "working-hour", "working hour", "working hours" },
	[LIMIT_WEEKS] = { "week", "week", "weeks" },
	[LIMIT_MONTHS] = { "month", "month", "months" },
	[LIMIT_NAMED_DATE] = { "named-date", "named date", "named dates" },
};

const char *
show_day(int32_t day, char room[SHOW_DAY_MAX])
{
	struct civil_date date = civil_from_days(day);

	snprintf(room, SHOW_DAY_MAX, "%s %u %s %d", weekdays[civil_weekday(date)], (unsigned)date.day,
	    months[date.month - 1], (int)date.year);
	return room;
}

static int64_t
offset_at(const struct zone *zone, struct instant at)
{
	int64_t offset = zone->first_offset_seconds;

	for (size_t i = 0; i < zone->count && !instant_before(at, zone->transitions[i].at); i++)
		offset = zone->transitions[i].offset_seconds;
	return offset;
}

const char *
show_instant(const struct zone *zone, struct instant at, char room[SHOW_INSTANT_MAX])
{
	const int64_t day_seconds = 86400;
	char day[SHOW_DAY_MAX];
	int64_t local, of_day;

	if (!instant_is_set(at) || instant_equal(at, INSTANT_FAR))
		return memcpy(room, "-", sizeof "-");
	local = at.us / SECOND_US - (at.us % SECOND_US < 0 ? 1 : 0) + (zone == NULL ? 0 : offset_at(zone, at));
	of_day = ((local % day_seconds) + day_seconds) % day_seconds;
	show_day((int32_t)((local - of_day) / day_seconds), day);
	int len = snprintf(room, SHOW_INSTANT_MAX, "%s %02d:%02d", day, (int)(of_day / 3600), (int)(of_day / 60 % 60));

	if (of_day % 60 != 0)
		len += snprintf(room + len, SHOW_INSTANT_MAX - (size_t)len, ":%02d", (int)(of_day % 60));
	if (zone == NULL)
		snprintf(room + len, SHOW_INSTANT_MAX - (size_t)len, " UTC");
	return room;
}

const char *
show_unit(enum limit_unit unit)
{
	return units[unit].id;
}

const char *
show_limit(struct limit limit, char room[SHOW_INSTANT_MAX])
{
	snprintf(room, SHOW_INSTANT_MAX, "%u %s", (unsigned)limit.count,
	    limit.count == 1 ? units[limit.unit].one : units[limit.unit].many);
	return room;
}
