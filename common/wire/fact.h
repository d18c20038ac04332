/* An event of the log as the judges see it. Sealed texts count only as there or not there. */
#ifndef REDRESS_WIRE_FACT_H
#define REDRESS_WIRE_FACT_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/fact.h"
#include "wire/event.h"

/* Texts live in `arena` or in `event`'s own buffer: both must outlive the fact. A stage not named is 1 (of an
 * escalation, 2). ERROR_INVALID when the body does not hold to its message; ERROR_NOT_FOUND when the event is no fact
 * of a case. */
bool fact_decode(const struct event *event, struct arena *arena, struct fact *fact, struct error *error);

#endif
