/* What reporting keeps in memory: its desk, who may ask, the keys that open personal fields. */
#ifndef REDRESS_REPORTING_STATE_H
#define REDRESS_REPORTING_STATE_H

#include "domain/figures.h"
#include "runtime/callers_gate.h"
#include "runtime/desk.h"
#include "runtime/worker.h"
#include "wire/seal.h"

/* For row-level security: what judging sees; an answer sees one landlord. */
#define WHOLE_CELL "*"

struct state {
	struct desk *desk; /* first: desk_on_book finds it there */
	struct process *process;
	struct callers_gate *gate;
	struct work_class ask_class;

	/* Pool thread. */
	struct figures *figures; /* of the case in hand */
	struct store *keys;	 /* the database of keys; NULL when reporting was given none */
	uint8_t master[SEAL_KEY_BYTES];
};

extern const struct setting REPORTING_SETTINGS[];

bool state_load(struct process *process, struct store *store, struct error *error);
bool state_start(struct process *process, struct error *error);
void state_stop(struct process *process);
void state_free(struct process *process);

#endif
