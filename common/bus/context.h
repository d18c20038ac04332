/* What the bus's own files share of `struct bus`. Private to the bus. */
#ifndef REDRESS_BUS_CONTEXT_H
#define REDRESS_BUS_CONTEXT_H

#include "bus/bus.h"

struct gate;

struct bus {
	void *context;
	uv_loop_t *loop;
	struct gate *gate;
};

#endif
