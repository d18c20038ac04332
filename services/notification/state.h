/* What notification keeps: its desk, who may listen, its channels. */
#ifndef REDRESS_NOTIFICATION_STATE_H
#define REDRESS_NOTIFICATION_STATE_H

#include "runtime/callers_gate.h"
#include "runtime/desk.h"
#include "runtime/worker.h"

struct alert_server;

extern const struct setting NOTIFICATION_SETTINGS[];

struct state {
	struct desk *desk; /* first: desk_on_book finds it there */
	struct process *process;
	struct callers_gate *gate;
	struct alert_server *alerts;
	struct work_class fetch_class;
};

bool state_load(struct process *process, struct store *store, struct error *error);
bool state_start(struct process *process, struct error *error);
void state_stop(struct process *process);
void state_free(struct process *process);

#endif
