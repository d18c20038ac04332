/* What the daemons say to each other over the bus, as protobuf: rows of the log, and how far a speaker has got. */
#ifndef REDRESS_WIRE_FRAME_H
#define REDRESS_WIRE_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "wire/event.h"

struct progress {
	uint64_t epoch;
	enum speaker speaker;
	uint64_t through; /* every wave up to here is judged */
	uint64_t head;	  /* the last position the speaker has appended or seen */
};

/* Packed into the arena. False when a text is not UTF-8 or the whole exceeds LIMIT_FRAME_BYTES. */
bool frame_pack_event(const struct event *event, struct arena *arena, struct bytes *out);
bool frame_pack_progress(const struct progress *progress, struct arena *arena, struct bytes *out);

/* Everything unpacked lives in the arena, not in `frame`. */
bool frame_unpack_event(struct bytes frame, struct arena *arena, struct event *event, struct error *error);
bool frame_unpack_progress(struct bytes frame, struct progress *progress, struct error *error);

#endif
