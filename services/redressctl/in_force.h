/* The operator's facts that put calendars and a policy pack in force. */
#ifndef REDRESS_REDRESSCTL_IN_FORCE_H
#define REDRESS_REDRESSCTL_IN_FORCE_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/instant.h"

/* As a CloudEvent; the id is the text's digest, so that posting it twice is a repeat. */
bool in_force_pack(const char *landlord, const char *file, struct instant at, struct arena *arena, struct text *event,
    struct error *error);
/* Every *.json of the folder, sorted by name; at most `most`. */
bool in_force_calendars(const char *folder, struct instant at, struct arena *arena, struct text *events, size_t most,
    size_t *count, struct error *error);
/* Any fact of the operator. `data` is JSON. */
struct text in_force_event(const char *type, const char *id, struct instant at, const char *data, struct arena *arena);

#define OPERATOR_SOURCE "redressctl"

#endif
