/* The proof of the figures: all that a landlord's cases contribute, worked out from the log anew, and held against what
 * reporting keeps. */
#ifndef REDRESS_RUNTIME_RECOUNT_H
#define REDRESS_RUNTIME_RECOUNT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct store;

enum {
	RECOUNT_SHOWN = 32,
};

struct recount_difference {
	struct text case_ref; /* empty: a sum over cases that is not theirs */
	int32_t day;	      /* local, days since 1970 */
	struct text measure, label;
	int64_t kept, counted;
};

struct recount {
	uint64_t through;   /* the log, up to the wave that reporting has got to */
	size_t cases;	    /* of the log */
	size_t quarantined; /* of them: past a limit, so not compared */
	size_t figures;	    /* they contribute */
	size_t differences;
	size_t shown; /* the first of them; texts in the arena */
	struct recount_difference list[RECOUNT_SHOWN];
};

/* Reads all of a landlord's cases, page by page, in one snapshot. `store` is a connection that sees the whole cell: the
 * operator's, or reporting's with landlord "*". True when it could be compared, whatever was found. UNAVAILABLE:
 * reporting is in the middle of a wave; try again. */
bool recount_landlord(
    struct store *store, uint32_t landlord_id, struct arena *arena, struct recount *recount, struct error *error);

#endif
