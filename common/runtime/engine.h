/* The judge engine on the loop's side: what is heard goes into the window; when something is ready, or the window
 * cannot tell, a job is run; when that is committed, it is published. */
#ifndef REDRESS_RUNTIME_ENGINE_H
#define REDRESS_RUNTIME_ENGINE_H

#include <sys/queue.h>

#include "runtime/backoff.h"
#include "runtime/judging.h"
#include "runtime/process.h"
#include "runtime/worker.h"
#include "wire/frame.h"

struct metric;
struct subscriber;
struct window;

/* What falls due, and when to ask the database about it (due.c). */
struct due {
	struct instant at;     /* INSTANT_FAR: nothing */
	struct instant ticked; /* `at` of the last DueReached said */
	uint64_t ticked_position;
	int64_t offset_us; /* the database's clock less ours, monotonic */
	bool offset_known, ticking;
	uv_timer_t timer;
	struct work work;
	struct work_class work_class;
	struct tick_result result;
};

struct engine {
	const struct judge *judge;
	struct process *process;
	struct window *window;
	struct subscriber *subscriber;
	struct log_cursor cursor;
	uint64_t head; /* highest position said or judged */
	uint64_t epoch;
	bool virtual_time;

	struct judging judging; /* of the job under way */
	struct arena waves;	/* what it judges, copied from the window */
	struct work work;
	struct work_class work_class, task_class;
	uint64_t began_ns;
	bool busy, dirty, stopping;
	const char *by_sql; /* why the next job reads the log, or NULL */
	bool outcome_unknown;
	/* A wave that cannot be committed: alone first, and passed over after some tries. */
	bool one_wave;
	unsigned strikes;
	char skip_why[512];
	struct backoff backoff;
	uint64_t last_read_ms, hole_wait_ms;
	uv_prepare_t prepare;
	uv_timer_t retry, hole, tick;
	unsigned open_handles;
	struct due due;
	struct event *tasks_said; /* by the tasks under way */
	size_t tasks_said_count;
	struct {
		struct metric *heard, *said, *waves, *passed_over, *failures, *through, *known_head, *batch_seconds;
	} metrics;
};

/* Something changed: looks for work before the loop sleeps. */
void engine_wake(struct engine *engine);
/* Numbered events of ours: to the others, to the window, and to the judge's after_commit. */
void engine_publish(struct engine *engine, struct event *said, size_t count);

/* The next job reads the log. `why` is a literal: a label of a metric. */
void engine_read_log(struct engine *engine, const char *why);
void engine_begin_window(struct engine *engine);

/* Callbacks, for judge.c to hang in. */
void engine_on_event(void *engine, const struct event *event);
void engine_on_progress(void *engine, const struct progress *progress);
void engine_on_prepare(uv_prepare_t *prepare);
void engine_on_look_round(uv_timer_t *timer);
bool engine_run(struct work *const *items, size_t count, struct work_room *room, struct error *error);
void engine_done(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context);

/* tasks.c */
void tasks_open(struct engine *engine);

/* due.c */
void due_open(struct engine *engine);
void due_set_clock(struct engine *engine, bool virtual_time, struct instant now, uint64_t at_ns);
/* Sets the timer for what is known now. */
void due_arm(struct engine *engine);

#endif
