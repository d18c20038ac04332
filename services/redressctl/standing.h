/* What stands of each case after a sequence of events: judgements said and not taken back, by landlord and case. */
#ifndef REDRESS_REDRESSCTL_STANDING_H
#define REDRESS_REDRESSCTL_STANDING_H

#include "base/arena.h"
#include "base/error.h"
#include "redressctl/table.h"
#include "wire/event.h"

/* Of one case: the events that say what stands, in the order said. */
struct standing_case {
	struct text landlord, ref;
	const struct event **said;
	size_t count, capacity;
};

/* Zero it first. */
struct standing {
	struct arena arena;
	struct table by_case;
	struct standing_case **cases; /* in the order in which they came up */
	size_t count, capacity;
};

/* A judgement of routing or sla, or the taking back of one; other events change nothing. The event and its texts must
 * live as long as `standing`. False when a withdrawal cannot be read. */
bool standing_hear(struct standing *standing, const struct event *event, struct error *error);
/* NULL when nothing was ever said of it. */
struct standing_case *standing_find(const struct standing *standing, struct text landlord, struct text ref);
/* `out` (zeroed) stands as `standing` does, of the same events. */
void standing_copy(struct standing *out, const struct standing *standing);
void standing_free(struct standing *standing);

#endif
