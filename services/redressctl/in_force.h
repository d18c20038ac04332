/* The operator's facts that put calendars, laws and a policy pack in force. */
#ifndef REDRESS_REDRESSCTL_IN_FORCE_H
#define REDRESS_REDRESSCTL_IN_FORCE_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/instant.h"

enum {
	IN_FORCE_EVENTS_MAX = 32,
};

struct in_force_wanted {
	const char *landlord;  /* NULL: `policy` must be a law */
	const char *policy;    /* file */
	const char *policies;  /* folder: every law among its packs comes into force too */
	const char *calendars; /* folder: every calendar in it */
	struct instant at;
};

/* CloudEvents, calendars and laws first. The id of each is its text's digest, so that posting it twice is a repeat. */
struct in_force {
	size_t count;
	struct text events[IN_FORCE_EVENTS_MAX];
};

/* What is wrong with a pack goes to stderr. */
bool in_force_read(
    const struct in_force_wanted *wanted, struct arena *arena, struct in_force *out, struct error *error);
/* Any fact of the operator. `data` is JSON. */
struct text in_force_event(const char *type, const char *id, struct instant at, const char *data, struct arena *arena);

#define OPERATOR_SOURCE "redressctl"

#endif
