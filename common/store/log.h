/* The event log: the one way in, and the ways to read it. All appends are numbered densely from 1 under one advisory
 * lock held to the commit, so that a reader who has seen `head` has seen all before it. */
#ifndef REDRESS_STORE_LOG_H
#define REDRESS_STORE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "store/segment.h"
#include "wire/event.h"

/* ---- Appending: each adds one statement to a segment; its result is read after segment_run. ---- */

/* A root event: a fact posted, or a delivery told by notification. Read from `event`: landlord_id, type, source, id,
 * case_ref, occurred_at, body, traceparent. */
struct log_root {
	struct event event;
	struct bytes digest;	    /* of what was posted; the same key with another digest is a conflict */
	struct instant advances_to; /* TimeAdvanced: its `to`; else INSTANT_NONE */
};

enum append_status {
	APPEND_ACCEPTED,
	APPEND_REPEATED, /* the same key and digest as before: position, case_ref and said_at are the first's */
	APPEND_CONFLICT, /* the same key, another digest; position and case_ref are the first's */
	APPEND_REFUSED,	 /* TimeAdvanced backwards or in real time; `problem` says so */
};

struct append_result {
	enum append_status status;
	uint64_t position;
	struct text case_ref;
	struct instant said_at;
	struct text problem; /* REFUSED and CONFLICT */
};

/* In order; a repeat inside the batch is found too. A refused row takes no number and stops no other. said_at is the
 * log's time; after a TimeAdvanced its `to`, from that row on. An unknown landlord fails the segment (RD002). */
size_t log_append_roots(struct segment *segment, enum speaker speaker, const struct log_root *roots, size_t count);
/* One result a root, in order; fills epoch, position, predecessor, cause, said_at and speaker of the accepted events.
 */
bool log_append_roots_results(const struct segment *segment, size_t statement, struct log_root *roots, size_t count,
    struct append_result *results, struct error *error);

/* Judgements with their causes (each <= head). A key already in the log fails the segment (CONFLICT): the guard below
 * is what makes repeats harmless. `count` may be 0: then nothing is added, and the results are none. */
size_t log_append_judgements(struct segment *segment, enum speaker speaker, const struct event *events, size_t count);
/* Fills epoch, position, predecessor, said_at and speaker of the events. */
bool log_append_judgements_results(
    const struct segment *segment, size_t statement, struct event *events, size_t count, struct error *error);

/* How far a daemon has judged: all waves <= through, and `within` of the next one (the daemon's own measure). */
struct log_cursor {
	uint64_t through;
	uint64_t within;
};

/* The guard: fails the segment with SQLSTATE_CURSOR_MOVED (CONFLICT) unless the cursor stands at `from`. */
size_t log_advance_cursor(struct segment *segment, enum speaker daemon, struct log_cursor from, struct log_cursor to);

/* In real time, when the log's time has reached `due`: appends the root event redress.v1.DueReached of the operator,
 * whose `at` (packed by the database), occurred_at and said_at are that one instant. */
size_t log_tick(struct segment *segment, struct instant due);

struct tick_result {
	bool appended;
	struct event event; /* when appended */
	struct instant now; /* the log's time; wait for due - now when not appended (and not virtual) */
	bool virtual_time;  /* time passes by TimeAdvanced only: nothing to wait for */
};

bool log_tick_result(const struct segment *segment, size_t statement, struct tick_result *result, struct error *error);

/* ---- Reading. Events are in `arena`. ---- */

#define SPEAKER_BIT(speaker) (1u << (speaker))

struct log_wave {
	uint64_t cause;
	struct event *events; /* the root first, whoever said it; then the wanted speakers' in position order */
	size_t count;
	bool partial; /* more of this wave is to come; only ever on the one wave of a page */
};

struct log_page {
	struct log_wave *waves; /* in order of cause */
	size_t count;
	struct event *events; /* all of them, wave by wave */
	size_t event_count;
	uint64_t through; /* every wave up to here is on this page or before it */
};

/* Waves with through < cause <= upstream_through, at most `max_rows` events, cut between waves; a single wave larger
 * than that is given in parts. For the next part pass as `after` the position of the last event had (0 for none): the
 * root is given again, then what follows. */
bool log_read_waves(struct store *store, uint64_t through, uint64_t after, uint64_t upstream_through, unsigned speakers,
    size_t max_rows, struct arena *arena, struct log_page *page, struct error *error);

struct log_case {
	uint32_t landlord_id;
	struct text case_ref;
};

struct log_events {
	struct event *at;
	size_t count;
};

/* All events with cause <= through of those cases, by landlord, case (bytewise), cause, position. A case named twice is
 * read once. Of a case with more than `most_facts` facts nothing after the wave of the first one too many, so that it
 * is seen to be one of those and costs no more than they. */
bool log_read_cases(struct store *store, const struct log_case *cases, size_t count, uint64_t through,
    size_t most_facts, struct arena *arena, struct log_events *events, struct error *error);

/* The operator's (cell-wide) events of these types with after < position <= through, by position. */
bool log_read_types(struct store *store, const struct text *types, size_t count, uint64_t after, uint64_t through,
    struct arena *arena, struct log_events *events, struct error *error);

/* from <= position <= to in order, at most `max_rows`. */
bool log_read_positions(struct store *store, uint64_t from, uint64_t to, size_t max_rows, struct arena *arena,
    struct log_events *events, struct error *error);

/* The events at these positions that are there, by position. */
bool log_read_at(struct store *store, const uint64_t *positions, size_t count, struct arena *arena,
    struct log_events *events, struct error *error);

struct log_heads {
	uint64_t epoch;
	uint64_t head;
	struct log_cursor cursors[SPEAKERS]; /* intake's is unused: its `through` is head */
	bool virtual_time;
	struct instant now; /* the log's time: virtual, or the database's clock, never behind the last event */
};

bool log_heads(struct store *store, struct log_heads *heads, struct error *error);

#endif
