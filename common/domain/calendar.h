/* Days that count, and the local clock: the calendar of a nation's holidays and a zone's transitions, both data. Pure.
 */
#ifndef REDRESS_DOMAIN_CALENDAR_H
#define REDRESS_DOMAIN_CALENDAR_H

#include <stddef.h>

#include "base/text.h"
#include "domain/instant.h"

enum {
	CALENDAR_HOLIDAYS_MAX = 512,
	ZONE_TRANSITIONS_MAX = 128,
	DERIVATION_SKIPPED_MAX = 64,
};

/* From `at` on, local time is UTC plus `offset_seconds`. */
struct zone_transition {
	struct instant at;
	int32_t offset_seconds;
};

struct zone {
	struct text name; /* "Europe/London" */
	int32_t first_offset_seconds;
	size_t count;
	struct zone_transition transitions[ZONE_TRANSITIONS_MAX]; /* ascending */
};

struct holiday {
	int32_t day; /* days since 1970-01-01 */
	struct text title;
};

struct calendar {
	struct text name;		      /* "england-and-wales" */
	struct text version;		      /* of the holidays' data */
	struct civil_date first, last;	      /* it speaks for these days, both included */
	uint8_t closed_weekdays;	      /* bit 0 Monday ... bit 6 Sunday; Saturday and Sunday = 0x60 */
	uint16_t opens_minute, closes_minute; /* working hours of a working day: 540 and 1020 */
	size_t count;
	struct holiday holidays[CALENDAR_HOLIDAYS_MAX]; /* ascending by day */
	struct zone zone;
};

enum limit_unit {
	LIMIT_NONE,
	LIMIT_WORKING_DAYS,
	LIMIT_CALENDAR_DAYS,
	LIMIT_ELAPSED_HOURS,
	LIMIT_WORKING_HOURS,
	LIMIT_WEEKS,
	LIMIT_MONTHS,
	LIMIT_NAMED_DATE, /* a date promised or agreed: not counted, given */
};

/* How long: `count` of `unit`. With `first_day_counts`, the day of the start is day 1 and not day 0. */
struct limit {
	enum limit_unit unit;
	uint16_t count;
	bool first_day_counts;
};

enum deadline_status {
	DEADLINE_OK,
	DEADLINE_BEYOND_CALENDAR, /* it would need days the calendar does not know: an error, never a guess */
};

struct skipped_day {
	int32_t day;
	struct text why; /* "Saturday", "Sunday" or the holiday's title */
};

/* A deadline and how it was found. Late is every instant from `due` on. */
struct deadline {
	struct instant due;
	struct instant from;
	struct limit limit;
	struct civil_date day_zero;
	struct civil_date last_day; /* last local day in time; meaningless for hour limits */
	bool exact;		    /* an exact instant (hours), not the end of a day */
	size_t skipped_count;	    /* of all days skipped; at most DERIVATION_SKIPPED_MAX are listed */
	struct skipped_day skipped[DERIVATION_SKIPPED_MAX];
};

/* Whether the calendar speaks for `day`. */
bool calendar_covers(const struct calendar *calendar, int32_t day);
/* Whether work is done on `day`; when not, `*why` (may be NULL) says why. The day must be covered. */
bool calendar_is_working_day(const struct calendar *calendar, int32_t day, struct text *why);
/* `count` working days after `day` (before it, when negative): the n-th working day that follows. */
enum deadline_status calendar_add_working_days(
    const struct calendar *calendar, int32_t day, int32_t count, int32_t *result);
/* Working days in (from, to]; negative when `to` is before `from`. */
enum deadline_status calendar_working_days_between(
    const struct calendar *calendar, int32_t from, int32_t to, int32_t *result);

/* The local date at `at`, and the first instant of a local date. */
int32_t zone_local_day(const struct zone *zone, struct instant at);
struct instant zone_start_of_day(const struct zone *zone, int32_t day);
/* The instant of minute `minute` (0-1439) of local day `day`; in the hour that is skipped in spring, the instant an
 * hour later; of the hour that comes twice in autumn, the first. */
struct instant zone_instant(const struct zone *zone, int32_t day, uint16_t minute);

/* `limit` counted from `from`. For LIMIT_NAMED_DATE use deadline_on. */
enum deadline_status deadline_count(
    const struct calendar *calendar, struct instant from, struct limit limit, struct deadline *out);
/* The first day that counts of a date that was counted. */
int32_t deadline_first_day(const struct deadline *deadline);

/* Of two local days. */
static inline int32_t
later_day(int32_t one, int32_t other)
{
	return one < other ? other : one;
}
/* A promise for a named last day. */
enum deadline_status deadline_on(
    const struct calendar *calendar, struct instant from, int32_t last_day, struct deadline *out);

#endif
