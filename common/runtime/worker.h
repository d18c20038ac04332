/* Database work off the loop: one job at a time on one connection. Work waits in a queue; when the connection is free,
 * as much of one class as has gathered is done in one go (an adaptive batch: no timer). While there is nothing to do
 * the connection is watched, and one that is lost is made anew.
 *
 * Everything is called on the loop's thread, but `run`, which runs on a thread of libuv's pool. */
#ifndef REDRESS_RUNTIME_WORKER_H
#define REDRESS_RUNTIME_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>
#include <uv.h>

#include "base/arena.h"
#include "base/error.h"

struct health;
struct metrics;
struct store;
struct worker;
struct work;

/* What a class may use while it runs. */
struct work_room {
	struct store *store; /* connected */
	struct arena *arena; /* emptied after `done` */
	void *context;	     /* the class's */
};

struct work_class {
	const char *name;
	/* One go takes no more than this. */
	size_t most_items, most_bytes;
	/* For how long after it was submitted the first of the items, and the others with it, is tried again after
	 * ERROR_UNAVAILABLE, with back-off; 0: not at all; UINT_MAX: for ever. What is repeated must bear it. */
	unsigned patience_ms;
	/* Pool thread. False with an error: nothing was committed, or (UNAVAILABLE) no one knows. */
	bool (*run)(struct work *const *items, size_t count, struct work_room *room, struct error *error);
	/* Loop thread, once for the items, which are the caller's again. `arena` is the one `run` had. */
	void (*done)(struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena,
	    void *context);
	void *context;
};

/* Embedded in what is to be done. */
struct work {
	STAILQ_ENTRY(work) link;
	const struct work_class *work_class;
	size_t bytes;
	uint64_t since_ms;
};

struct worker_config {
	const char *database; /* conninfo */
	const char *name;     /* application_name, and label of its metrics */
	const char *landlord; /* see store_options; may be NULL */
	bool analytic;
	struct health *health;
	struct metrics *metrics;
};

struct worker *worker_new(uv_loop_t *loop, const struct worker_config *config);
/* Queues. False when the worker is stopping: the work stays the caller's. */
bool worker_submit(struct worker *worker, struct work *work, const struct work_class *work_class, size_t bytes);
/* Items waiting and under way. */
size_t worker_load(const struct worker *worker);
/* Takes nothing more: what waits is done with ERROR_UNAVAILABLE, what is under way has `grace_ms`, then its query is
 * cancelled. `stopped` is called once, after the last `done`; the worker is then no more. */
void worker_stop(struct worker *worker, unsigned grace_ms, void (*stopped)(void *context), void *context);

#endif
