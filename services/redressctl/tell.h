/* Events of the log, as CloudEvents in JSON, told to people: one line each, and the reasons behind one. */
#ifndef REDRESS_REDRESSCTL_TELL_H
#define REDRESS_REDRESSCTL_TELL_H

#include <jansson.h>
#include <stdio.h>

#include "base/arena.h"
#include "domain/calendar.h"

/* "ClockMissed" of "redress.v1.ClockMissed"; "" when there is none. */
const char *tell_type(const json_t *event);
/* data.<path>, a text; "" when it is not there. `path` has at most one dot: "clock.ownerRole". */
const char *tell_text(const json_t *event, const char *path);
/* The event's own time. INSTANT_NONE when there is none. */
struct instant tell_time(const json_t *event);
/* The same to the minute, on the zone's clock. */
const char *tell_when(const json_t *event, const struct zone *zone, struct arena *arena);
/* An instant in data, on the zone's clock; "" when it is not there. A limit of days is told by its last day. */
const char *tell_instant(const json_t *event, const char *path, const struct zone *zone, struct arena *arena);
/* The date a clock is due, in the words of its derivation: "Tue 5 Jan 2027" or, for hours, the instant. */
const char *tell_due(const json_t *event, const struct zone *zone, struct arena *arena);
/* What it says, in a sentence without its end: "stage-1-response was due by Tue 5 Jan 2027 and is missed (8.11)". */
const char *tell_event(const json_t *event, const struct zone *zone, struct arena *arena);
/* Day 0, the days skipped, the last day and the calendar: lines beginning with `indent`. */
void tell_derivation(const json_t *event, const struct zone *zone, const char *indent, FILE *to);

#endif
