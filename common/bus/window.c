#include "bus/window.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* At `position % capacity`, for positions after `base` up to `base + capacity`. `first` and `last` are the judgements
 * of the wave whose root has this position, in order of position, chained through `next`; 0 ends the chain. They are
 * kept even while the root itself is missing. */
struct slot {
	struct event *event; /* one block with its texts; NULL: not here */
	size_t bytes;
	uint64_t first, last, next;
};

/* What upstream has said and we cannot use yet: until all positions up to `needs` are here. */
struct promise {
	uint64_t through;
	uint64_t needs;
};

enum { PROMISES = 64 };

struct window {
	struct window_options options;
	struct slot *slots;
	uint64_t base; /* discarded up to here */
	uint64_t contiguous;
	uint64_t known_head;
	uint64_t promised; /* ready as far as upstream's kept promises go */
	size_t bytes;
	uint64_t hole_since_ms;
	uint64_t heard_ms[SPEAKERS];
	struct promise promises[PROMISES]; /* in order; the oldest first */
	size_t promises_count;
};

struct window *
window_new(const struct window_options *options)
{
	struct window *window = calloc(1, sizeof(*window));

	if (window == NULL)
		abort();
	window->options = *options;
	if (window->options.capacity == 0)
		window->options.capacity = LIMIT_WINDOW_EVENTS;
	if (window->options.bytes == 0)
		window->options.bytes = LIMIT_WINDOW_BYTES;
	window->slots = calloc(window->options.capacity, sizeof(*window->slots));
	if (window->slots == NULL)
		abort();
	window->base = window->contiguous = window->known_head = window->promised = options->after;
	return window;
}

static void
slots_clear(struct window *window)
{
	for (size_t i = 0; i < window->options.capacity; i++)
		free(window->slots[i].event);
	memset(window->slots, 0, window->options.capacity * sizeof(*window->slots));
	window->bytes = 0;
}

void
window_free(struct window *window)
{
	if (window == NULL)
		return;
	slots_clear(window);
	free(window->slots);
	free(window);
}

static bool
in_range(const struct window *window, uint64_t position)
{
	return position > window->base && position - window->base <= window->options.capacity;
}

static struct slot *
slot_of(const struct window *window, uint64_t position)
{
	return &window->slots[position % window->options.capacity];
}

static void
reset(struct window *window, uint64_t epoch)
{
	slots_clear(window);
	window->options.epoch = epoch;
	window->base = window->contiguous = window->known_head = window->promised = 0;
	window->promises_count = 0;
	window->hole_since_ms = 0;
}

static void
copy_bytes(char **at, const void *from, size_t length)
{
	if (length > 0)
		memcpy(*at, from, length);
	*at += length;
}

/* The event with all it refers to in one block; its size in `*bytes`. */
static struct event *
event_copy(const struct event *event, size_t *bytes)
{
	struct text event_texts[] = { event->landlord, event->type, event->source, event->id, event->case_ref,
		event->traceparent };
	struct event *copy;
	char *at;

	*bytes = sizeof(*event) + event->body.len;
	for (size_t i = 0; i < sizeof(event_texts) / sizeof(event_texts[0]); i++)
		*bytes += event_texts[i].len;
	copy = malloc(*bytes);
	if (copy == NULL)
		abort();
	*copy = *event;
	at = (char *)(copy + 1);
	struct text *copy_texts[] = { &copy->landlord, &copy->type, &copy->source, &copy->id, &copy->case_ref,
		&copy->traceparent };
	for (size_t i = 0; i < sizeof(copy_texts) / sizeof(copy_texts[0]); i++) {
		copy_texts[i]->at = at;
		copy_bytes(&at, event_texts[i].at, event_texts[i].len);
	}
	copy->body.at = (const uint8_t *)at;
	copy_bytes(&at, event->body.at, event->body.len);
	return copy;
}

/* Into the chain of its root's wave. Judgements mostly come in order, so the end is tried first. */
static void
link_to_root(struct window *window, uint64_t position, uint64_t root)
{
	struct slot *of_root, *own = slot_of(window, position);
	uint64_t *link;

	if (root >= position || !in_range(window, root))
		return;
	of_root = slot_of(window, root);
	if (of_root->last != 0 && of_root->last < position) {
		slot_of(window, of_root->last)->next = position;
		of_root->last = position;
		return;
	}
	link = &of_root->first;
	while (*link != 0 && *link < position)
		link = &slot_of(window, *link)->next;
	own->next = *link;
	*link = position;
	if (own->next == 0)
		of_root->last = position;
}

static void
keep_promises(struct window *window)
{
	size_t kept = 0;

	while (kept < window->promises_count && window->promises[kept].needs <= window->contiguous)
		window->promised = window->promises[kept++].through;
	if (kept == 0)
		return;
	window->promises_count -= kept;
	memmove(window->promises, window->promises + kept, window->promises_count * sizeof(window->promises[0]));
}

/* The prefix may have grown, or more may be known to exist. */
static void
advance(struct window *window, uint64_t now_ms)
{
	uint64_t before = window->contiguous;

	while (in_range(window, window->contiguous + 1) && slot_of(window, window->contiguous + 1)->event != NULL)
		window->contiguous++;
	if (window->known_head < window->contiguous)
		window->known_head = window->contiguous;
	if (window->known_head == window->contiguous)
		window->hole_since_ms = 0;
	else if (window->contiguous != before || window->hole_since_ms == 0)
		window->hole_since_ms = now_ms;
	keep_promises(window);
}

enum window_put
window_put(struct window *window, const struct event *event, uint64_t now_ms)
{
	struct slot *slot;
	size_t bytes;

	if (event->epoch < window->options.epoch)
		return WINDOW_KNOWN;
	if (event->epoch > window->options.epoch) {
		reset(window, event->epoch);
		return WINDOW_RESET;
	}
	window->heard_ms[event->speaker] = now_ms;
	if (event->position <= window->base)
		return WINDOW_KNOWN;
	if (event->position > window->known_head)
		window->known_head = event->position;
	if (!in_range(window, event->position)) {
		advance(window, now_ms);
		return WINDOW_FULL;
	}
	slot = slot_of(window, event->position);
	if (slot->event != NULL)
		return WINDOW_KNOWN;
	/* The next one in line is taken whatever its size, or nothing would ever move. */
	if (window->bytes >= window->options.bytes && event->position != window->contiguous + 1) {
		advance(window, now_ms);
		return WINDOW_FULL;
	}
	slot->event = event_copy(event, &bytes);
	slot->bytes = bytes;
	window->bytes += bytes;
	link_to_root(window, event->position, event->cause);
	advance(window, now_ms);
	return WINDOW_KEPT;
}

bool
window_progress(struct window *window, const struct progress *progress, uint64_t now_ms)
{
	bool is_new = progress->epoch > window->options.epoch;
	uint64_t needs = progress->head > progress->through ? progress->head : progress->through;
	uint64_t promised;

	if (progress->epoch < window->options.epoch)
		return false;
	if (is_new)
		reset(window, progress->epoch);
	window->heard_ms[progress->speaker] = now_ms;
	if (needs > window->known_head)
		window->known_head = needs;
	promised = window->promises_count > 0 ? window->promises[window->promises_count - 1].through : window->promised;
	if (window->options.has_upstream && progress->speaker == window->options.upstream &&
	    progress->through > promised) {
		/* No room: the newest gives way to a newer one, which promises more but needs more. */
		if (window->promises_count == PROMISES)
			window->promises_count--;
		window->promises[window->promises_count++] = (struct promise){ progress->through, needs };
	}
	advance(window, now_ms);
	return is_new;
}

uint64_t
window_contiguous(const struct window *window)
{
	return window->contiguous;
}

uint64_t
window_known_head(const struct window *window)
{
	return window->known_head;
}

uint64_t
window_ready(const struct window *window)
{
	return window->options.has_upstream ? window->promised : window->contiguous;
}

uint64_t
window_epoch(const struct window *window)
{
	return window->options.epoch;
}

bool
window_hole(const struct window *window, uint64_t *since_ms)
{
	*since_ms = window->hole_since_ms;
	return window->known_head > window->contiguous;
}

uint64_t
window_heard(const struct window *window, enum speaker speaker)
{
	return window->heard_ms[speaker];
}

const struct event *
window_event(const struct window *window, uint64_t position)
{
	return in_range(window, position) ? slot_of(window, position)->event : NULL;
}

static bool
is_member(const struct window *window, const struct event *event)
{
	return (window->options.speakers & SPEAKER_BIT(event->speaker)) != 0;
}

static const struct event *
member_from(const struct window *window, uint64_t position)
{
	while (position != 0) {
		const struct slot *slot = slot_of(window, position);

		if (is_member(window, slot->event))
			return slot->event;
		position = slot->next;
	}
	return NULL;
}

const struct event *
window_member(const struct window *window, const struct window_wave *wave, const struct event *previous)
{
	const struct event *after = previous == NULL ? wave->root : previous;
	const struct slot *slot = slot_of(window, after->position);

	return member_from(window, previous == NULL ? slot->first : slot->next);
}

bool
window_wave(const struct window *window, uint64_t after, struct window_wave *wave)
{
	uint64_t position = after > window->base ? after : window->base;

	while (++position <= window_ready(window)) {
		const struct event *event = window_event(window, position);

		if (event == NULL || event->cause != position)
			continue;
		*wave = (struct window_wave){ .root = event };
		for (const struct event *member = window_member(window, wave, NULL); member != NULL;
		     member = window_member(window, wave, member))
			wave->members++;
		return true;
	}
	return false;
}

void
window_discard(struct window *window, uint64_t up_to)
{
	if (up_to <= window->base)
		return;
	if (up_to - window->base >= window->options.capacity) {
		slots_clear(window);
		window->base = up_to;
	}
	while (window->base < up_to) {
		struct slot *slot = slot_of(window, ++window->base);

		free(slot->event);
		window->bytes -= slot->bytes;
		*slot = (struct slot){ 0 };
	}
	if (window->contiguous < up_to)
		window->contiguous = up_to;
	/* The hole, if there still is one, is another: it keeps the age of the old one, so SQL is asked sooner. */
	if (window->promised < up_to)
		window->promised = up_to;
	advance(window, window->hole_since_ms);
}
