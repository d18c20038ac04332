#include "runtime/batch_state.h"

#include <stdlib.h>

#include "base/limits.h"
#include "store/log.h"

enum {
	FIRST_SLOTS = 256,
};

struct batch
batch_new(struct arena *arena, struct store *store, enum speaker speaker, unsigned visible)
{
	return (struct batch){
		.arena = arena,
		.store = store,
		.speaker = speaker,
		.visible = visible,
		.slots = arena_array(arena, FIRST_SLOTS, sizeof(struct batch_case *)),
		.slot_count = FIRST_SLOTS,
	};
}

struct arena *
batch_arena(struct batch *batch)
{
	return batch->arena;
}

struct store *
batch_store(struct batch *batch)
{
	return batch->store;
}

/* An array with room for one more. */
static void *
with_room(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
	void *larger;

	if (count < *capacity)
		return array;
	*capacity = *capacity == 0 ? 8 : *capacity * 2;
	larger = arena_array(arena, *capacity, size);
	if (count > 0)
		memcpy(larger, array, count * size);
	return larger;
}

static size_t
hash_key(struct case_key key)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ key.landlord_id;

	for (size_t i = 0; i < key.case_ref.len; i++)
		hash = (hash ^ (unsigned char)key.case_ref.at[i]) * UINT64_C(1099511628211);
	return (size_t)(hash ^ hash >> 29);
}

static bool
keys_equal(struct case_key a, struct case_key b)
{
	return a.landlord_id == b.landlord_id && text_equal(a.case_ref, b.case_ref);
}

static struct batch_case **
find_slot(const struct batch *batch, struct case_key key)
{
	size_t at = hash_key(key) & (batch->slot_count - 1);

	while (batch->slots[at] != NULL && !keys_equal(batch->slots[at]->key, key))
		at = (at + 1) & (batch->slot_count - 1);
	return &batch->slots[at];
}

static struct batch_case *
case_of(struct batch *batch, struct case_key key)
{
	struct batch_case **slot = find_slot(batch, key);

	if (*slot != NULL)
		return *slot;
	if (batch->case_count * 2 >= batch->slot_count) {
		struct batch_case **old = batch->slots;
		size_t old_count = batch->slot_count;

		batch->slot_count *= 2;
		batch->slots = arena_array(batch->arena, batch->slot_count, sizeof(struct batch_case *));
		for (size_t i = 0; i < old_count; i++)
			if (old[i] != NULL)
				*find_slot(batch, old[i]->key) = old[i];
		slot = find_slot(batch, key);
	}
	*slot = arena_alloc(batch->arena, sizeof(struct batch_case));
	(*slot)->key = (struct case_key){ key.landlord_id, arena_text(batch->arena, key.case_ref) };
	batch->case_count++;
	return *slot;
}

bool
batch_knows(const struct batch *batch, struct case_key key)
{
	const struct batch_case *known = *find_slot(batch, key);

	return known != NULL && known->loaded;
}

static bool
comes_before(const struct event *a, const struct event *b)
{
	if (a->cause != b->cause)
		return a->cause < b->cause;
	/* No position yet: after all that have one, in the order said. */
	return a->position != 0 && (b->position == 0 || a->position < b->position);
}

static void
insert(struct batch *batch, struct batch_case *into, const struct event *event)
{
	size_t at = into->count;

	into->events = with_room(batch->arena, into->events, into->count, &into->capacity, sizeof(*into->events));
	while (at > 0 && comes_before(event, into->events[at - 1])) {
		into->events[at] = into->events[at - 1];
		at--;
	}
	into->events[at] = event;
	into->count++;
}

static bool
is_visible(const struct batch *batch, const struct event *event)
{
	bool is_root = event->position == event->cause;

	if (!is_root && (batch->visible & SPEAKER_BIT(event->speaker)) == 0)
		return false;
	if (event->cause <= batch->through)
		return true;
	return (event->speaker == batch->speaker && !is_root) || event->position <= batch->partial_after;
}

bool
batch_load(struct batch *batch, const struct case_key *keys, size_t count, struct error *error)
{
	uint64_t through = batch->partial_cause > batch->through ? batch->partial_cause : batch->through;
	struct log_case *wanted = arena_array(batch->arena, count, sizeof(*wanted));
	struct log_events events = { 0 };
	struct batch_case *into = NULL;
	size_t wanted_count = 0;

	for (size_t i = 0; i < count; i++)
		if (!batch_knows(batch, keys[i]))
			wanted[wanted_count++] = (struct log_case){ keys[i].landlord_id, keys[i].case_ref };
	if (wanted_count == 0)
		return true;
	if (!log_read_cases(batch->store, wanted, wanted_count, through, LIMIT_CASE_FACTS, batch->arena, &events,
		&batch->why_broken)) {
		batch->broken = true;
		if (error != NULL)
			*error = batch->why_broken;
		return false;
	}
	for (size_t i = 0; i < wanted_count; i++)
		case_of(batch, (struct case_key){ wanted[i].landlord_id, wanted[i].case_ref })->loaded = true;
	for (size_t i = 0; i < events.count; i++) {
		struct case_key key = { events.at[i].landlord_id, events.at[i].case_ref };

		if (!is_visible(batch, &events.at[i]))
			continue;
		if (into == NULL || !keys_equal(into->key, key))
			into = case_of(batch, key);
		insert(batch, into, &events.at[i]);
	}
	return true;
}

bool
batch_case(
    struct batch *batch, struct case_key key, const struct event *const **events, size_t *count, struct error *error)
{
	const struct batch_case *found;

	if (!batch_knows(batch, key) && !batch_load(batch, &key, 1, error))
		return false;
	found = case_of(batch, key);
	*events = found->events;
	*count = found->count;
	return true;
}

void
batch_take(struct batch *batch, const struct wave *wave)
{
	batch->wave = wave;
	batch->touched_count = 0;
	for (size_t i = 0; i < wave->count; i++) {
		const struct event *event = wave->events[i];

		if (!text_is_empty(event->case_ref))
			insert(batch, case_of(batch, (struct case_key){ event->landlord_id, event->case_ref }), event);
	}
}

void
batch_touch(struct batch *batch, struct case_key key)
{
	batch->touched = with_room(
	    batch->arena, batch->touched, batch->touched_count, &batch->touched_capacity, sizeof(*batch->touched));
	batch->touched[batch->touched_count++] = case_of(batch, key)->key;
}

static int
compare_keys(const void *left, const void *right)
{
	const struct case_key *a = left, *b = right;

	if (a->landlord_id != b->landlord_id)
		return a->landlord_id < b->landlord_id ? -1 : 1;
	return text_compare(a->case_ref, b->case_ref);
}

size_t
batch_touched(struct batch *batch, const struct case_key **keys)
{
	size_t kept = 0;

	if (batch->touched_count > 1)
		qsort(batch->touched, batch->touched_count, sizeof(*batch->touched), compare_keys);
	for (size_t i = 0; i < batch->touched_count; i++)
		if (kept == 0 || compare_keys(&batch->touched[kept - 1], &batch->touched[i]) != 0)
			batch->touched[kept++] = batch->touched[i];
	batch->touched_count = kept;
	*keys = batch->touched;
	return kept;
}

void
batch_say(struct batch *batch, const struct event *event)
{
	struct event *said = arena_alloc(batch->arena, sizeof(*said));
	struct text body = arena_text(batch->arena, (struct text){ (const char *)event->body.at, event->body.len });

	*said = (struct event){
		.landlord_id = event->landlord_id,
		.landlord = arena_text(batch->arena, event->landlord),
		.speaker = batch->speaker,
		.type = arena_text(batch->arena, event->type),
		.source = text_of(arena_printf(batch->arena, "redress/%s", speaker_name(batch->speaker))),
		.id = arena_text(batch->arena, event->id),
		.case_ref = arena_text(batch->arena, event->case_ref),
		.occurred_at = event->occurred_at,
		.body = { (const uint8_t *)body.at, body.len },
		.traceparent = arena_text(batch->arena, event->traceparent),
	};
	if (batch->wave != NULL) {
		said->cause = batch->wave->position;
		said->traceparent = batch->wave->root->traceparent;
		if (!instant_is_set(said->occurred_at))
			said->occurred_at = batch->wave->now;
		if (!text_is_empty(said->case_ref))
			insert(batch, case_of(batch, (struct case_key){ said->landlord_id, said->case_ref }), said);
	}
	batch->said =
	    with_room(batch->arena, batch->said, batch->said_count, &batch->said_capacity, sizeof(struct event *));
	batch->said[batch->said_count++] = said;
}

void
batch_execute(struct batch *batch, const char *sql, const struct params *params)
{
	struct params *copy = NULL;

	if (params != NULL) {
		copy = arena_alloc(batch->arena, sizeof(*copy));
		*copy = *params;
	}
	batch->statements = with_room(batch->arena, batch->statements, batch->statement_count,
	    &batch->statement_capacity, sizeof(*batch->statements));
	batch->statements[batch->statement_count++] = (struct batch_statement){ sql, copy };
}

size_t
batch_said(const struct batch *batch)
{
	return batch->said_count;
}

struct batch_mark
batch_mark(const struct batch *batch)
{
	return (struct batch_mark){ batch->said_count, batch->statement_count };
}

static void
take_out(struct batch_case *from, const struct event *event)
{
	for (size_t i = from->count; i > 0; i--) {
		if (from->events[i - 1] != event)
			continue;
		memmove(from->events + i - 1, from->events + i, (from->count - i) * sizeof(*from->events));
		from->count--;
		return;
	}
}

void
batch_roll_back(struct batch *batch, struct batch_mark mark)
{
	for (; batch->said_count > mark.said; batch->said_count--) {
		const struct event *event = batch->said[batch->said_count - 1];

		if (!text_is_empty(event->case_ref))
			take_out(case_of(batch, (struct case_key){ event->landlord_id, event->case_ref }), event);
	}
	batch->statement_count = mark.statements;
}
