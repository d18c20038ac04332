/* Instants and days as people read them. */
#ifndef REDRESS_REDRESSCTL_SHOW_H
#define REDRESS_REDRESSCTL_SHOW_H

#include "domain/calendar.h"

enum {
	SHOW_DAY_MAX = 24,
	SHOW_INSTANT_MAX = 40,
};

/* "Thu 17 Dec 2026" */
const char *show_day(int32_t day, char room[SHOW_DAY_MAX]);
/* "Thu 17 Dec 2026 22:36" on the zone's clock, with seconds when there are any; in UTC with " UTC" when `zone` is NULL.
 */
const char *show_instant(const struct zone *zone, struct instant at, char room[SHOW_INSTANT_MAX]);
/* "working-day", as in proto's Derivation; "" for none. */
const char *show_unit(enum limit_unit unit);
/* "10 working days" */
const char *show_limit(struct limit limit, char room[SHOW_INSTANT_MAX]);

#endif
