/* The ZAP handler: asked by ZeroMQ about every key that connects, on a thread of its own. Private to the bus. */
#ifndef REDRESS_BUS_GATE_H
#define REDRESS_BUS_GATE_H

#include "bus/bus.h"

struct gate;

/* Answers from its return on; admits nobody until gate_admit. `context` is the ZeroMQ context. */
bool gate_open(struct gate **gate, void *context, struct error *error);
bool gate_admit(struct gate *gate, const struct bus_credential *credentials, size_t count, struct error *error);
/* After zmq_ctx_shutdown, which is what ends the thread. */
void gate_close(struct gate *gate);

/* The ZAP domain of a zone. */
const char *gate_domain(enum bus_zone zone);

#endif
