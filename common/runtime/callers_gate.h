/* Who may come in, kept up to date: bearer keys for HTTP, and CURVE keys for the bus's public sockets. */
#ifndef REDRESS_RUNTIME_CALLERS_GATE_H
#define REDRESS_RUNTIME_CALLERS_GATE_H

#include "runtime/service.h"
#include "store/callers.h"

struct callers_gate;

/* Keys with any of `bus_permissions` (bits of enum permission; 0: none) are admitted to the bus. */
struct callers_gate *callers_gate_new(struct process *process, unsigned bus_permissions);
/* Pool thread, in the service's `load`. */
bool callers_gate_load(struct callers_gate *gate, struct store *store, struct error *error);
/* Loop, in `start`: admits, and from now on reads the table again every few seconds. */
bool callers_gate_start(struct callers_gate *gate, struct error *error);
/* Loop, in `stop`. NULL, or not started, is fine. */
void callers_gate_stop(struct callers_gate *gate);
void callers_gate_free(struct callers_gate *gate);

/* Loop: as of now; valid until the loop turns. */
const struct callers *callers_gate_callers(const struct callers_gate *gate);
/* Loop: for a service's `admit`. Routes below /v1/ need a bearer key: 401 is answered here. The caller, copied, becomes
 * the request's user. */
bool callers_gate_admit(const struct callers_gate *gate, struct http_request *request);

#endif
