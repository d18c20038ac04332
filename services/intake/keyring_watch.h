/* Whether the database of keys can be reached: said on /readyz, and tried again until it can. */
#ifndef REDRESS_INTAKE_KEYRING_WATCH_H
#define REDRESS_INTAKE_KEYRING_WATCH_H

#include <stdbool.h>
#include <uv.h>

#include "base/error.h"
#include "runtime/worker.h"

struct process;
struct store;

struct keyring_watch {
	struct process *process;
	struct store *keys; /* pool thread */
	bool away;	    /* found by the last job that wanted a key */
	bool started, probing;
	uv_timer_t timer;
	struct work work;
	struct work_class probe;
};

/* Pool thread: connected, or connected again. UNAVAILABLE notes that it is away. */
bool keyring_watch_connect(struct keyring_watch *watch, struct error *error);

/* Loop. `watch->keys` is open. */
void keyring_watch_start(struct keyring_watch *watch, struct process *process);
/* Loop: after a job that may have wanted keys. */
void keyring_watch_report(struct keyring_watch *watch);
void keyring_watch_stop(struct keyring_watch *watch);

#endif
