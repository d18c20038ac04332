/* For the tests of the domain: livin's pack and the calendars of deploy/, times as people write them, and numbers that
 * come out the same on every run. */
#ifndef REDRESS_TESTS_DOMAIN_FIXTURE_H
#define REDRESS_TESTS_DOMAIN_FIXTURE_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/pack/files.h"
#include "domain/casefile.h"
#include "pack/books.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define DAY_US (86400 * SECOND_US)

enum {
	PRINTED_MAX = 96,
};

/* Read once and kept for the life of the test. */
static inline struct books *
shelf(void)
{
	static struct books *books;
	struct arena arena = { 0 };
	struct error error;

	if (books != NULL)
		return books;
	books = books_new();
	cr_assert(books_put_pack(books, TEXT("livin"), "livin.yaml", source_file(&arena, "deploy/policies/livin.yaml"),
		      NULL, &error),
	    "%s", error.text);
	cr_assert(books_load_calendars(books, REDRESS_SOURCE_DIR "/deploy/calendars", NULL, &error), "%s", error.text);
	arena_free(&arena);
	return books;
}

/* England and Wales, 09:00 to 17:00, Europe/London. */
static inline const struct calendar *
england(void)
{
	struct error error;
	const struct calendar *calendar = books_division(shelf(), TEXT("england-and-wales"), &error);

	cr_assert_not_null(calendar, "%s", error.text);
	return calendar;
}

static inline const struct policy *
livin(void)
{
	struct error error;
	const struct policy *policy = books_policy(shelf(), TEXT("livin"), TEXT("livin"), TEXT(""), &error);

	cr_assert_not_null(policy, "%s", error.text);
	return policy;
}

static inline int32_t
day_of(const char *text)
{
	int year, month, day;

	cr_assert_eq(sscanf(text, "%d-%d-%d", &year, &month, &day), 3, "%s", text);
	return civil_to_days((struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)day });
}

/* "2026-12-23T10:00:00Z", fractions of a second allowed. */
static inline struct instant
utc(const char *text)
{
	int hour, minute;
	double second;

	cr_assert_eq(sscanf(text + 10, "T%d:%d:%lfZ", &hour, &minute, &second), 3, "%s", text);
	return (struct instant){ day_of(text) * DAY_US + (hour * 3600 + minute * 60) * SECOND_US +
				 (int64_t)(second * 1e6 + 0.5) };
}

/* "2026-06-10 10:00" in London. */
static inline struct instant
london(const char *text)
{
	int hour, minute;

	cr_assert_eq(sscanf(text + 10, " %d:%d", &hour, &minute), 2, "%s", text);
	return zone_instant(&england()->zone, day_of(text), (uint16_t)(hour * 60 + minute));
}

/* For messages: `room` holds PRINTED_MAX bytes. */
static inline const char *
print_day(int32_t day, char *room)
{
	struct civil_date date = civil_from_days(day);

	snprintf(room, PRINTED_MAX, "%04d-%02d-%02d", date.year, date.month, date.day);
	return room;
}

static inline const char *
print_instant(struct instant at, char *room)
{
	int64_t day = at.us / DAY_US - (at.us % DAY_US < 0);
	int64_t rest = at.us - day * DAY_US;
	struct civil_date date;

	if (!instant_is_set(at) || instant_equal(at, INSTANT_FAR)) {
		snprintf(room, PRINTED_MAX, "%s", instant_is_set(at) ? "far" : "none");
		return room;
	}
	date = civil_from_days((int32_t)day);
	snprintf(room, PRINTED_MAX, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", date.year, date.month, date.day,
	    (int)(rest / (3600 * SECOND_US)), (int)(rest / (60 * SECOND_US) % 60), (int)(rest / SECOND_US % 60),
	    (int)(rest % SECOND_US));
	return room;
}

/* SplitMix64: the same numbers for the same seed everywhere. */
struct dice {
	uint64_t state;
};

static inline uint64_t
dice_roll(struct dice *dice)
{
	uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* From `low` to `high`, both included. */
static inline int64_t
dice_between(struct dice *dice, int64_t low, int64_t high)
{
	return low + (int64_t)(dice_roll(dice) % (uint64_t)(high - low + 1));
}

/* True once in `n`. */
static inline bool
dice_one_in(struct dice *dice, int n)
{
	return dice_between(dice, 1, n) == 1;
}

#endif
