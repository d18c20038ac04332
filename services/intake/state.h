/* What intake keeps: who may call, the keys that seal, the edges. */
#ifndef REDRESS_INTAKE_STATE_H
#define REDRESS_INTAKE_STATE_H

#include "bus/command_server.h"
#include "intake/keyring_watch.h"
#include "runtime/callers_gate.h"
#include "runtime/worker.h"
#include "store/store.h"
#include "wire/seal.h"

struct state {
	struct process *process;
	struct callers_gate *gate;

	/* Pool thread. */
	uint8_t master[SEAL_KEY_BYTES];
	uint8_t digest_key[SEAL_KEY_BYTES];

	struct keyring_watch watch; /* of the database of keys */
	size_t waiting_bytes;	    /* loop: memory that parcels under way hold, about */
	struct command_server *commands;
	struct work_class accept_class, progress_class, refusals_class;
	struct metric *accepted, *repeated, *refused, *conflicts;
};

bool state_load(struct process *process, struct store *store, struct error *error);
bool state_start(struct process *process, struct error *error);
void state_stop(struct process *process);
void state_free(struct process *process);

#endif
