/* The work itself: check, seal, append, commit; then publish and answer. */
#ifndef REDRESS_INTAKE_ACCEPT_H
#define REDRESS_INTAKE_ACCEPT_H

#include "runtime/worker.h"

struct state;

/* The class all parcels belong to. */
struct work_class accept_class(struct state *state);

#endif
