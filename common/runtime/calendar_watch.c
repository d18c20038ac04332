#include "runtime/calendar_watch.h"

#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"
#include "domain/policy.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

enum {
	MONTHS_AHEAD = 6,
};

static bool
was_told(struct calendar_watch *watch, struct text name, int32_t last)
{
	size_t at = 0;

	while (at < watch->count && !text_equal(text_of(watch->told[at].name), name))
		at++;
	if (at < watch->count && watch->told[at].last == last)
		return true;
	if (at == CALENDARS_WATCHED || name.len >= sizeof(watch->told[at].name))
		return false;
	memcpy(watch->told[at].name, name.at, name.len);
	watch->told[at].name[name.len] = '\0';
	watch->told[at].last = last;
	watch->count += at == watch->count;
	return false;
}

/* The last day of the six months that begin with `day`. */
static int32_t
six_months_from(int32_t day)
{
	struct civil_date date = civil_from_days(day);
	int month = date.month + MONTHS_AHEAD;
	struct civil_date first = { (int16_t)(date.year + (month > 12)), (uint8_t)(month > 12 ? month - 12 : month),
		1 };

	return civil_to_days(first) + date.day - 1;
}

static size_t
look_at(struct calendar_watch *watch, const struct calendar *calendar, int32_t today)
{
	int32_t last = civil_to_days(calendar->last);
	char name[32];

	snprintf(name, sizeof(name), "%.*s", TEXT_ARG(calendar->name));
	metric_set(metrics_gauge(watch->metrics, "redress_calendar_left_seconds",
		       "Time until the end of a calendar that a pack counts by, in whole days.", "calendar", name),
	    (double)(last - today) * 24 * 60 * 60);
	if (last >= six_months_from(today) || was_told(watch, calendar->name, last))
		return 0;
	log_alarm("calendar ends within six months: put the next years' in force", LOG_TEXT("calendar", calendar->name),
	    LOG_NUMBER("days_left", last - today), LOG_NUMBER("last_year", calendar->last.year));
	return 1;
}

size_t
calendar_watch_look(struct calendar_watch *watch, struct books *books, struct instant now)
{
	const struct policy *policy;
	size_t alarms = 0;

	if (watch->metrics == NULL || instant_before(now, watch->next))
		return 0;
	for (size_t i = 0; (policy = books_pack_at(books, i, NULL)) != NULL; i++) {
		const struct calendar *calendar = books_calendar(books, policy, NULL);
		int32_t today = calendar == NULL ? 0 : zone_local_day(&calendar->zone, now);

		if (calendar == NULL)
			continue;
		watch->next = zone_start_of_day(&calendar->zone, today + 1);
		if (policy->in_force_until == NO_DAY || policy->in_force_until >= today)
			alarms += look_at(watch, calendar, today);
	}
	return alarms;
}

void
calendar_watch_again(struct calendar_watch *watch)
{
	watch->next = (struct instant){ 0 };
}
