/* Instants and dates as texts: RFC 3339 and "YYYY-MM-DD", both strict. */
#ifndef REDRESS_WIRE_TIME_H
#define REDRESS_WIRE_TIME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "domain/instant.h"

enum {
	INSTANT_TEXT_MAX = 32,
	DATE_TEXT_MAX = 12,
};

/* "2026-06-10T23:00:00Z", "2026-06-11T00:00:00.25+01:00"; upper-case T and Z, an offset required, no leap second;
 * digits below a microsecond are dropped. Years 1 to 9999. */
bool instant_parse(struct text from, struct instant *at);
/* In UTC, with 0, 3 or 6 digits of a second; NUL-terminated. Empty for an instant outside years 1 to 9999. */
struct text instant_print(struct instant at, char room[INSTANT_TEXT_MAX]);
/* A date that exists, as days since 1970-01-01. */
bool date_parse(struct text from, int32_t *day);
struct text date_print(int32_t day, char room[DATE_TEXT_MAX]);

#endif
