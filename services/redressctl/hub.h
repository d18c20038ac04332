/* The event loop and ZeroMQ of a command that talks to a running system. */
#ifndef REDRESS_REDRESSCTL_HUB_H
#define REDRESS_REDRESSCTL_HUB_H

#include <stdbool.h>
#include <uv.h>

#include "bus/bus.h"

struct hub {
	uv_loop_t loop;
	struct bus *bus;
	uv_timer_t timer;
	uv_signal_t interrupt, terminate;
	bool interrupted; /* SIGINT or SIGTERM came */
};

bool hub_open(struct hub *hub, struct error *error);
/* Turns the loop until something happened, or `ms` passed. */
void hub_turn(struct hub *hub, unsigned ms);
/* After every socket is closed. */
void hub_close(struct hub *hub);

#endif
