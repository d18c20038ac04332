/* Calendars: GOV.UK's bank-holidays.json and a zone's transitions (JSON) -> struct calendar. */
#ifndef REDRESS_PACK_CALENDAR_READER_H
#define REDRESS_PACK_CALENDAR_READER_H

#include "domain/calendar.h"
#include "pack/problem.h"

enum {
	DIVISIONS_MAX = 8,
};

/* Holidays of a nation. It speaks for every day from 1 January of its first year with events to 31 December of its
 * last; a year between without any is refused. */
struct division {
	struct text name; /* "england-and-wales" */
	int32_t first, last;
	size_t count;
	struct holiday days[CALENDAR_HOLIDAYS_MAX]; /* ascending */
};

struct bank_holidays {
	size_t count;
	struct division divisions[DIVISIONS_MAX];
};

struct zone_data {
	struct zone zone;
	int32_t first, last; /* local days it speaks for */
};

/* Texts of results are copies in `arena`. On false `problems` holds everything found. At most LIMIT_CALENDAR_BYTES;
 * keys given twice are refused. */
bool bank_holidays_read(
    struct arena *arena, const char *file, struct text json, struct bank_holidays *out, struct problems *problems);
/* `{"zone", "covers": {"from", "until"}, "first-offset-seconds", "transitions": [{"at", "offset-seconds"}]}`. */
bool zone_read(
    struct arena *arena, const char *file, struct text json, struct zone_data *out, struct problems *problems);

/* Adds what `from` has and `into` has not: days are never taken away (old years drop off the feed). A title given anew
 * wins. Fails, leaving `into` as it was, when it would be too much or leave years unknown between the two. */
bool bank_holidays_merge(struct bank_holidays *into, const struct bank_holidays *from, struct error *error);
/* One more holiday. True when it was there already. It must lie in a year the division speaks for. */
bool division_add(struct division *division, int32_t day, struct text title, struct error *error);
/* NULL when there is none. */
struct division *bank_holidays_division(struct bank_holidays *holidays, struct text name);

/* A week of Monday to Friday, 09:00 to 17:00, less the division's holidays; it speaks for the days both speak for. */
void calendar_assemble(
    const struct division *division, const struct zone_data *zone, struct text version, struct calendar *out);

#endif
