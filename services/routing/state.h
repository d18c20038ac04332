/* What routing keeps in memory: its desk. */
#ifndef REDRESS_ROUTING_STATE_H
#define REDRESS_ROUTING_STATE_H

#include "runtime/desk.h"

extern const struct setting ROUTING_SETTINGS[];

struct state {
	struct desk *desk; /* first: desk_on_book finds it there */
	struct waiting *waiting;
};

bool state_load(struct process *process, struct store *store, struct error *error);
bool state_start(struct process *process, struct error *error);
void state_stop(struct process *process);
void state_free(struct process *process);

#endif
