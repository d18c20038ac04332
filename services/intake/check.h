/* Is it authorised, in time, and, for the operator's facts, sound? */
#ifndef REDRESS_INTAKE_CHECK_H
#define REDRESS_INTAKE_CHECK_H

#include "store/callers.h"
#include "wire/cloudevent.h"

/* Fills in the landlord where the poster named none. `now` is the log's time. */
bool check_posted(
    const struct caller *caller, struct posted *posted, struct instant now, struct arena *arena, struct error *error);

#endif
