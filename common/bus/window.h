/* Events of the log that arrive out of order over the bus, held by position until a wave is whole. Pure: no sockets, no
 * clock; `now_ms` is any monotonic clock of the caller's.
 *
 * A wave is a root event (cause == position) and what was judged because of it. The wave of root p is ready when the
 * upstream has said (through >= p, head) and every position up to that head is here; its judgements are then all here
 * too. Losing frames costs a read by SQL, never a wrong answer. So does a wave that spans more positions than the
 * window holds: it never gets ready here. */
#ifndef REDRESS_BUS_WINDOW_H
#define REDRESS_BUS_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/event.h"
#include "wire/frame.h"

struct window;

enum window_put {
	WINDOW_KEPT,
	WINDOW_KNOWN, /* a duplicate, or at or before what was discarded, or of an earlier epoch */
	WINDOW_FULL,  /* dropped: it leaves a hole for SQL to fill */
	WINDOW_RESET, /* of a new epoch: all that was held is gone, this one too; read the cursor, then window_discard
		       */
};

/* Bit of a speaker, for masks. */
#define SPEAKER_BIT(speaker) (1u << (speaker))

struct window_options {
	uint64_t epoch;
	uint64_t after;	       /* nothing at or before this position is wanted: the reader's cursor */
	bool has_upstream;     /* false (routing): a wave is ready as soon as all before it is here */
	enum speaker upstream; /* whose `through` opens a wave */
	unsigned speakers;     /* SPEAKER_BIT mask: whose judgements belong to a wave */
	size_t capacity;       /* events; 0: LIMIT_WINDOW_EVENTS */
	size_t bytes;	       /* of their texts and bodies; 0: LIMIT_WINDOW_BYTES */
};

struct window *window_new(const struct window_options *options);
void window_free(struct window *window);

/* Copies the event. Own events, and those read by SQL, are put the same way. */
enum window_put window_put(struct window *window, const struct event *event, uint64_t now_ms);
/* True when it brought a new epoch, as WINDOW_RESET. */
bool window_progress(struct window *window, const struct progress *progress, uint64_t now_ms);

/* Every position up to here is known, here or discarded. */
uint64_t window_contiguous(const struct window *window);
/* The highest position anyone has spoken of. */
uint64_t window_known_head(const struct window *window);
/* Every wave up to here is ready. Positions at or before it that are no roots are done with too: a reader that has
 * judged all waves up to here may set its cursor to it. */
uint64_t window_ready(const struct window *window);
uint64_t window_epoch(const struct window *window);

/* True when positions are missing before known_head; `*since_ms` is when the first of them was first missed. */
bool window_hole(const struct window *window, uint64_t *since_ms);
/* When `speaker` was last heard (event or progress); 0: never. */
uint64_t window_heard(const struct window *window, enum speaker speaker);

/* The event at a position, or NULL. Valid until discarded. */
const struct event *window_event(const struct window *window, uint64_t position);

/* A wave, walked without copying: root, then members in order of position. */
struct window_wave {
	const struct event *root;
	size_t members; /* by the allowed speakers, the root not counted */
};
/* The first ready wave after position `after`. False: none. */
bool window_wave(const struct window *window, uint64_t after, struct window_wave *wave);
/* Member after `previous` (NULL: the first); NULL: no more. */
const struct event *window_member(
    const struct window *window, const struct window_wave *wave, const struct event *previous);

/* Forgets everything up to a position; when it lies ahead, goes on from there. */
void window_discard(struct window *window, uint64_t up_to);

#endif
