/* What routing keeps in memory: its desk. */
#ifndef REDRESS_ROUTING_STATE_H
#define REDRESS_ROUTING_STATE_H

#include "runtime/desk.h"

extern const struct setting ROUTING_SETTINGS[];

struct state {
	struct desk *desk; /* first: desk_on_book finds it there */
};

bool state_load(struct process *process, struct store *store, struct error *error);
void state_free(struct process *process);

#endif
