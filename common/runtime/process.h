/* Between service.c and the judge engine: a process, and where the engine hooks into it. */
#ifndef REDRESS_RUNTIME_PROCESS_H
#define REDRESS_RUNTIME_PROCESS_H

#include "runtime/service.h"
#include "store/log.h"

/* Around the service's own functions of the same names; each may be NULL. */
struct process_hooks {
	void *engine;
	/* Pool thread, before the service's. */
	bool (*load)(struct process *process, void *engine, struct store *store, const struct log_heads *heads,
	    struct error *error);
	/* Loop, after the service's. */
	bool (*start)(struct process *process, void *engine, struct error *error);
	/* Loop, after the service's. */
	void (*stop)(struct process *process, void *engine);
	/* Loop, before the service's; the bus is closed after it. */
	void (*free)(struct process *process, void *engine);
};

/* From a command line; and with settings read. The exit status. */
int process_main(const struct service *service, const struct process_hooks *hooks, int argc, char **argv);
int process_run(const struct service *service, const struct process_hooks *hooks, const struct settings *settings);
void *process_engine(const struct process *process);
/* Where a speaker's events are to be had. */
const char *process_endpoint(const struct process *process, enum speaker speaker);

#endif
