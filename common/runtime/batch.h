/* What a judge works on during one commit: the cases, what it says, and its own statements. Pool thread. */
#ifndef REDRESS_RUNTIME_BATCH_H
#define REDRESS_RUNTIME_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "wire/event.h"

struct batch;
struct store;
struct params;

struct case_key {
	uint32_t landlord_id;
	struct text case_ref;
};

/* Emptied when the batch is committed, or begun again. */
struct arena *batch_arena(struct batch *batch);
/* For reading: sees everything committed, nothing of this batch. */
struct store *batch_store(struct batch *batch);

/* All events of a case that this judge may know (of one with more facts than LIMIT_CASE_FACTS, no more than show it),
 * in order of (cause, position): roots, what upstream said, what it said
 * itself; of all waves judged before, and of this batch's up to the slice in hand, what was just said included
 * (position 0 until committed). Never what is said downstream, but for roots. The array lives until the next call that
 * says or loads; the events as long as the batch. Cases named by the batch's events are there already; another is
 * fetched. */
bool batch_case(
    struct batch *batch, struct case_key key, const struct event *const **events, size_t *count, struct error *error);
/* Fetches many cases in one round trip, before batch_case of each. */
bool batch_load(struct batch *batch, const struct case_key *keys, size_t count, struct error *error);

/* Marks a case of the wave in hand to be judged in wave_done. */
void batch_touch(struct batch *batch, struct case_key key);
/* The cases touched in this slice, each once, in order of (landlord, case). */
size_t batch_touched(struct batch *batch, const struct case_key **keys);

/* Says an event of the wave in hand: copies landlord_id, landlord, type, id, case_ref, occurred_at (INSTANT_NONE: now)
 * and body; the rest is filled in. In a judge_task it begins a wave of its own, and has to say when it occurred. */
void batch_say(struct batch *batch, const struct event *event);
/* A statement for the commit, in the order given, before the events are appended. `sql` is a static text; `params`,
 * made in batch_arena, is copied and may be NULL. */
void batch_execute(struct batch *batch, const char *sql, const struct params *params);
/* Events said in the commit so far: past LIMIT_SEGMENT_EVENTS a judge should set *again. */
size_t batch_said(const struct batch *batch);

#endif
