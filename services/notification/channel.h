/* A way to reach someone. A channel is told when messages for it may have been committed, and fetches them from the log
 * at its own pace; so none is lost by a crash, and a slow one holds up nobody. */
#ifndef REDRESS_NOTIFICATION_CHANNEL_H
#define REDRESS_NOTIFICATION_CHANNEL_H

#include "runtime/judge.h"

struct state;

struct channel {
	const char *name; /* as packs name it in `alerts` */
	/* Loop: opens what it sends through. */
	bool (*start)(struct state *state, struct error *error);
	/* Loop: there may be messages up to `head`. */
	void (*wake)(struct state *state, uint64_t head);
	/* Loop: takes nothing more. */
	void (*stop)(struct state *state);
};

/* Ended by NULL. */
extern const struct channel *const CHANNELS[];
extern const struct channel CHANNEL_ZEROMQ;

/* Loop: tells every channel that more was committed, up to `head` at most. */
void channels_wake(struct process *process, const struct event *const *said, size_t count, uint64_t head);

#endif
