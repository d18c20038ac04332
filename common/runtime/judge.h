/* A judging daemon: it reads waves, and appends what it judges, each wave once whatever is killed when.
 *
 * A wave is a root event and what the judges upstream said of it. A batch of waves is judged in one job on a pool
 * thread: prefetch, handlers, wave_done, one commit. A batch that fails is judged again from the start, so a judge
 * keeps nothing in memory of a batch that is not in the log or in its tables, but what is the same when heard twice.
 *
 * All functions run on the pool thread, one at a time, but those marked "loop". */
#ifndef REDRESS_RUNTIME_JUDGE_H
#define REDRESS_RUNTIME_JUDGE_H

#include "runtime/batch.h"
#include "runtime/service.h"

struct judge;
struct store;

struct wave {
	uint64_t position; /* of the root */
	/* The instant at which it is judged: the root's said_at, which for TimeAdvanced is its `to`, for DueReached its
	 * `at`. */
	struct instant now;
	const struct event *root;
	/* The root, then what upstream said of it, in order. A wave too big for one commit comes in slices: `root` is
	 * always given, `events` are the slice's. */
	const struct event *const *events;
	size_t count;
	bool first, last; /* slice of the wave */
	/* 0, or how often this slice was already judged and committed in part (see wave_done). */
	uint32_t part;
};

enum outcome {
	OUTCOME_DONE,
	OUTCOME_IGNORED, /* heard, and nothing to do */
	OUTCOME_RETRY,	 /* the batch is judged again later, when judge_must_wait(in->error); else as REJECT */
	OUTCOME_REJECT,	 /* the event is poison: logged, counted, recorded, passed over */
};

struct delivery {
	struct batch *batch;
	const struct wave *wave;
	const struct event *event;
	struct instant now;
	void *state; /* the judge's */
	struct error *error;
};

/* Ended by a NULL type. An event whose type is in no row is passed over. */
struct handler {
	const char *type; /* full name */
	enum outcome (*on)(struct delivery *in);
	const char *why;
	/* A wave with such an event is judged in a commit of its own: for handlers that read tables which the waves
	 * before write. */
	bool alone;
};

struct judge {
	struct service service; /* load, start, stop, free as there; load sees the log as of judge_through() */
	/* Speakers upstream; the last one's progress allows a wave. */
	const enum speaker *hears;
	size_t hears_count;
	const struct handler *handlers;
	/* After the handlers of a slice, when one of them answered DONE: judge the cases touched, in an order that does
	 * not depend on chance. With *again set, what was said is committed and the same slice comes again with part +
	 * 1, handlers included. May be NULL. An error that is no reason to wait drops what the wave said: logged,
	 * counted, recorded, passed over. */
	bool (*wave_done)(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error);
	/* In real time: the earliest instant still to come at which something falls due, INSTANT_FAR when none. Asked
	 * after commits. The runtime sleeps until then, and says DueReached once the database agrees. NULL: never. */
	bool (*next_due)(struct store *store, void *state, struct instant *due, struct error *error);
	/* Loop: the events said, now committed and numbered; valid during the call. A `count` of 0: something was
	 * committed that was not seen to be, since the connection was lost with the outcome, or another instance did
	 * it; what follows from it has to be found in the log, up to `head`. Of what was committed before a start
	 * nothing is told. May be NULL. */
	void (*after_commit)(struct process *process, const struct event *const *said, size_t count, uint64_t head);
};

/* Failures that are not the event's or the case's: they pass, or a person must mend something, and until then nothing
 * is judged. */
bool judge_must_wait(const struct error *error);

int judge_main(const struct judge *judge, int argc, char **argv);

/* Something to commit outside a wave: the outcome of a delivery, say. */
struct judge_task {
	/* Pool thread: batch_store, batch_execute, batch_say (each begins a wave: a root). Run again from the start
	 * after ERROR_UNAVAILABLE, for ever; an id already in the log is passed over. */
	bool (*run)(struct batch *batch, void *context, struct error *error);
	/* Loop: committed, or (stopping, or another error) not. */
	void (*done)(struct process *process, void *context, bool ok, const struct error *error);
	void *context;
};

/* Loop. Tasks run in order, between batches; the struct is copied. */
void judge_submit(struct process *process, const struct judge_task *task);

/* In `load`: every wave up to here was judged before this start. */
uint64_t judge_through(const struct process *process);

#endif
