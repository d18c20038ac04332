/* A moment, in microseconds since 1970 UTC, as a struct so that no one adds days to it by mistake. Pure. */
#ifndef REDRESS_DOMAIN_INSTANT_H
#define REDRESS_DOMAIN_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

struct instant {
	int64_t us;
};

#define SECOND_US INT64_C(1000000)
#define INSTANT_NONE ((struct instant){ INT64_MIN })
#define INSTANT_FAR ((struct instant){ INT64_MAX })

static inline bool
instant_is_set(struct instant at)
{
	return at.us != INT64_MIN;
}

static inline bool
instant_before(struct instant a, struct instant b)
{
	return a.us < b.us;
}

static inline bool
instant_equal(struct instant a, struct instant b)
{
	return a.us == b.us;
}

static inline struct instant
instant_plus_seconds(struct instant at, int64_t seconds)
{
	return (struct instant){ at.us + seconds * SECOND_US };
}

/* A date without a place or a time. Proleptic Gregorian. */
struct civil_date {
	int16_t year;
	uint8_t month; /* 1-12 */
	uint8_t day;   /* 1-31 */
};

/* Days since 1970-01-01, and back; beyond the years that have room the year comes out wrong, and nothing worse. */
int32_t civil_to_days(struct civil_date date);
struct civil_date civil_from_days(int32_t days);
bool civil_is_valid(struct civil_date date);
/* 0 Monday to 6 Sunday. */
int civil_weekday(struct civil_date date);
/* The same day `months` later, or the last day of that month where it has none (31 August + 6 months = 28 or 29
 * February). */
struct civil_date civil_plus_months(struct civil_date date, int months);
int civil_compare(struct civil_date a, struct civil_date b);

#endif
