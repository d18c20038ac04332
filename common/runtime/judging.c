#include "runtime/judging.h"

#include <stdio.h>
#include <uv.h>

#include "base/limits.h"
#include "runtime/batch_state.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime_sql.h"
#include "store/segment.h"

enum {
	PREFETCH_CASES = 256,
	/* A batch holding more memory than this takes on no further wave. */
	BATCH_BYTES = 64 * 1024 * 1024,
	/* How far into a wave a cursor is: the position of the last event had, from the cursor on, and the parts of the
	 * slice after it that are committed. */
	PART_BITS = 20,
};

struct place {
	uint64_t after; /* position; 0: at the start of the wave */
	uint32_t part;
};

static struct place
place_of(struct log_cursor cursor)
{
	uint64_t offset = cursor.within >> PART_BITS;

	return (struct place){
		.after = offset == 0 ? 0 : cursor.through + offset,
		.part = (uint32_t)(cursor.within & ((1u << PART_BITS) - 1)),
	};
}

static struct log_cursor
cursor_at(uint64_t through, struct place place)
{
	uint64_t offset = place.after == 0 ? 0 : place.after - through;

	return (struct log_cursor){ through, offset << PART_BITS | place.part };
}

unsigned
judging_hears(const struct judge *judge)
{
	unsigned mask = 0;

	for (size_t i = 0; i < judge->hears_count; i++)
		mask |= SPEAKER_BIT(judge->hears[i]);
	return mask;
}

enum speaker
judging_upstream(const struct judge *judge)
{
	return judge->hears[judge->hears_count - 1];
}

static const struct handler *
handler_of(const struct judge *judge, struct text type)
{
	for (const struct handler *handler = judge->handlers; handler->type != NULL; handler++)
		if (text_equal(type, text_of(handler->type)))
			return handler;
	return NULL;
}

static bool
is_alone(const struct judge *judge, const struct log_wave *wave)
{
	for (size_t i = 0; i < wave->count; i++) {
		const struct handler *handler = handler_of(judge, wave->events[i].type);

		if (handler != NULL && handler->alone)
			return true;
	}
	return false;
}

bool
judge_must_wait(const struct error *error)
{
	return error->code == ERROR_UNAVAILABLE || error->code == ERROR_FORBIDDEN || error->code == ERROR_INTERNAL;
}

static void
pass_over(struct judging *judging, struct batch *batch, const struct event *event, const char *why)
{
	const char *name = judging->judge->service.name;
	struct params params = params_new(batch->arena);

	log_alarm("event passed over", LOG_TEXT("event", event->type), LOG_TEXT("case", event->case_ref),
	    LOG_NUMBER("position", event->position), LOG_TEXT("source", event->source), LOG_TEXT("id", event->id),
	    LOG_STRING("error", why));
	params_text(&params, text_of(name));
	params_int8(&params, (int64_t)event->position);
	params_int8(&params, (int64_t)batch->wave->position);
	params_text(&params, text_of(why));
	batch_execute(batch, SQL_PASS_OVER, &params);
	judging->passed_over++;
}

static void
log_handled(const struct event *event, const struct handler *handler, enum outcome outcome, uint64_t began_ns)
{
	static const char *const names[] = { "done", "ignored", "retry", "reject" };

	if (!log_wants(LOG_LEVEL_DEBUG))
		return;
	log_debug("handled", LOG_TEXT("event", event->type), LOG_TEXT("case", event->case_ref),
	    LOG_NUMBER("position", event->position), LOG_STRING("outcome", names[outcome]),
	    LOG_STRING("rule", handler->why), LOG_REAL("ms", (double)(uv_hrtime() - began_ns) / 1e6),
	    LOG_TEXT("traceparent", event->traceparent));
}

/* False: the batch must be judged again. */
static bool
hear(struct judging *judging, struct batch *batch, const struct wave *wave, const struct event *event, bool *done,
    struct error *error)
{
	const struct handler *handler = handler_of(judging->judge, event->type);
	struct batch_mark mark = batch_mark(batch);
	struct error why = { 0 };
	struct delivery in = { batch, wave, event, wave->now, judging->state, &why };
	uint64_t began_ns = uv_hrtime();
	enum outcome outcome;

	judging->events_heard++;
	if (handler == NULL)
		return true;
	outcome = handler->on(&in);
	log_handled(event, handler, outcome, began_ns);
	if (batch->broken) {
		*error = batch->why_broken;
		return false;
	}
	if (outcome == OUTCOME_RETRY && judge_must_wait(&why)) {
		*error = why;
		return false;
	}
	if (outcome == OUTCOME_RETRY || outcome == OUTCOME_REJECT) {
		batch_roll_back(batch, mark);
		pass_over(judging, batch, event, why.text[0] != '\0' ? why.text : "rejected without a reason");
	}
	*done = *done || outcome == OUTCOME_DONE;
	return true;
}

static bool
judge_slice(struct judging *judging, struct batch *batch, const struct wave *wave, bool *again, struct error *error)
{
	struct batch_mark mark;
	struct error why = { 0 };
	bool done = false;

	batch_take(batch, wave);
	if (judging->skip_why != NULL) {
		pass_over(judging, batch, wave->root, judging->skip_why);
		return true;
	}
	mark = batch_mark(batch);
	for (size_t i = 0; i < wave->count; i++)
		if (!hear(judging, batch, wave, wave->events[i], &done, error))
			return false;
	if (!done || judging->judge->wave_done == NULL ||
	    judging->judge->wave_done(batch, wave, judging->state, again, &why))
		done = true;
	else
		done = false;
	if (batch->broken || (!done && judge_must_wait(&why))) {
		*error = batch->broken ? batch->why_broken : why;
		return false;
	}
	if (!done) {
		*again = false;
		batch_roll_back(batch, mark);
		pass_over(judging, batch, wave->root, why.text[0] != '\0' ? why.text : "failed without a reason");
	}
	return true;
}

/* The cases of the waves that this batch may come to: none from a wave on that is judged alone. */
static bool
prefetch(const struct judging *judging, struct batch *batch, size_t *fetched, struct error *error)
{
	struct case_key *keys = arena_array(batch->arena, PREFETCH_CASES + LIMIT_SEGMENT_EVENTS, sizeof(*keys));
	const struct log_wave *waves = judging->waves;
	size_t key_count = 0, first = *fetched;

	for (; *fetched < judging->wave_count && key_count < PREFETCH_CASES; (*fetched)++) {
		if (*fetched > first && (judging->one_wave || is_alone(judging->judge, &waves[*fetched])))
			break;
		for (size_t i = 0; i < waves[*fetched].count && key_count < PREFETCH_CASES + LIMIT_SEGMENT_EVENTS;
		     i++) {
			const struct event *event = &waves[*fetched].events[i];
			struct case_key key = { event->landlord_id, event->case_ref };

			if (!text_is_empty(event->case_ref) && !batch_knows(batch, key))
				keys[key_count++] = key;
		}
	}
	return batch_load(batch, keys, key_count, error);
}

static struct wave
wave_of(const struct log_wave *from, struct place place, struct arena *arena)
{
	size_t skip = place.after == 0 ? 0 : 1; /* the root was had before */
	const struct event **events = arena_array(arena, from->count, sizeof(*events));

	for (size_t i = skip; i < from->count; i++)
		events[i - skip] = &from->events[i];
	return (struct wave){
		.position = from->cause,
		.now = from->events[0].said_at,
		.root = &from->events[0],
		.events = events,
		.count = from->count - skip,
		.first = place.after == 0,
		.last = !from->partial,
		.part = place.part,
	};
}

/* Judges as many waves as fit; `to` and `more` say how far it got. */
static bool
judge_waves(struct judging *judging, struct batch *batch, struct error *error)
{
	struct place place = place_of(judging->from);
	size_t fetched = 0;

	judging->to = judging->from;
	for (size_t i = 0; i < judging->wave_count; i++, place = (struct place){ 0 }) {
		const struct log_wave *from = &judging->waves[i];
		bool alone = is_alone(judging->judge, from), again = false;
		struct wave *wave = arena_alloc(batch->arena, sizeof(*wave));

		if (i > 0 && (alone || judging->one_wave || batch->said_count >= LIMIT_SEGMENT_EVENTS ||
				 batch->arena->total > BATCH_BYTES)) {
			judging->more = true;
			return true;
		}
		*wave = wave_of(from, place, batch->arena);
		if (fetched <= i && !prefetch(judging, batch, &fetched, error))
			return false;
		if (!judge_slice(judging, batch, wave, &again, error))
			return false;
		judging->waves_judged++;
		if (from->events[from->count - 1].position > judging->seen_head)
			judging->seen_head = from->events[from->count - 1].position;
		if (again || from->partial) {
			struct place next = { place.after, place.part + 1 };

			if (!again)
				next = (struct place){ from->events[from->count - 1].position, 0 };
			judging->to = cursor_at(judging->to.through, next);
			judging->more = true;
			return true;
		}
		judging->to = (struct log_cursor){ from->cause, 0 };
		if (alone) {
			judging->more = judging->more || i + 1 < judging->wave_count;
			return true;
		}
	}
	return true;
}

static bool
commit(struct judging *judging, struct batch *batch, struct error *error)
{
	struct segment segment = segment_new(batch->store, batch->arena);
	struct event *events = arena_array(batch->arena, batch->said_count, sizeof(*events));
	size_t appended;

	for (size_t i = 0; i < batch->said_count; i++)
		events[i] = *batch->said[i];
	log_advance_cursor(&segment, batch->speaker, judging->from, judging->to);
	for (size_t i = 0; i < batch->statement_count; i++)
		segment_add(&segment, batch->statements[i].sql, batch->statements[i].params);
	appended = log_append_judgements(&segment, batch->speaker, events, batch->said_count);
	if (!segment_run(&segment, error)) {
		snprintf(judging->sqlstate, sizeof(judging->sqlstate), "%s", segment.sqlstate);
		return false;
	}
	if (batch->said_count > 0 &&
	    !log_append_judgements_results(&segment, appended, events, batch->said_count, error))
		return false;
	judging->said = events;
	judging->said_count = batch->said_count;
	if (batch->said_count > 0 && events[batch->said_count - 1].position > judging->seen_head)
		judging->seen_head = events[batch->said_count - 1].position;
	return true;
}

static bool
read_waves(struct judging *judging, struct store *store, struct arena *arena, struct error *error)
{
	enum speaker me = judging->judge->service.speaker, upstream = judging_upstream(judging->judge);
	struct log_page page = { 0 };
	uint64_t through;

	judging->heads_ns = uv_hrtime();
	if (!log_heads(store, &judging->heads, error))
		return false;
	judging->heads_read = true;
	judging->virtual_time = judging->heads.virtual_time;
	judging->from = judging->heads.cursors[me];
	through = upstream == SPEAKER_INTAKE ? judging->heads.head : judging->heads.cursors[upstream].through;
	if (!log_read_waves(store, judging->from.through, place_of(judging->from).after, through,
		judging_hears(judging->judge), LIMIT_SEGMENT_EVENTS, arena, &page, error))
		return false;
	judging->waves = page.waves;
	judging->wave_count = page.count;
	judging->more = page.count > 0 && page.through < through;
	if (page.count == 0 && judging->fill_from != 0)
		return log_read_positions(
		    store, judging->fill_from, judging->heads.head, LIMIT_SEGMENT_EVENTS, arena, &judging->fill, error);
	return true;
}

static void
ask_due(struct judging *judging, struct store *store)
{
	struct error error = { 0 };

	if (judging->judge->next_due == NULL || judging->virtual_time)
		return;
	judging->due = INSTANT_FAR;
	judging->due_asked = judging->judge->next_due(store, judging->state, &judging->due, &error);
	if (!judging->due_asked)
		log_failure(LOG_LEVEL_WARNING, "cannot tell what falls due next", &error);
}

bool
judging_run(struct judging *judging, struct store *store, struct arena *arena, struct error *error)
{
	struct batch batch = batch_new(arena, store, judging->judge->service.speaker,
	    judging_hears(judging->judge) | SPEAKER_BIT(judging->judge->service.speaker));

	if (judging->by_sql && !read_waves(judging, store, arena, error))
		return false;
	judging->to = judging->from;
	if (judging->wave_count > 0) {
		batch.through = judging->from.through;
		if (judging->from.within > 0) {
			batch.partial_cause = judging->waves[0].cause;
			batch.partial_after = place_of(judging->from).after;
		}
		if (!judge_waves(judging, &batch, error) || !commit(judging, &batch, error))
			return false;
		for (size_t i = 0; i < judging->wave_count && judging->waves[i].cause <= judging->to.through; i++) {
			struct text type = judging->waves[i].events[0].type;

			if (text_equal(type, TEXT("redress.v1.TimeAdvanced")))
				judging->virtual_time = true;
			else if (text_equal(type, TEXT("redress.v1.ClockReleased")))
				judging->virtual_time = false;
		}
	}
	ask_due(judging, store);
	return true;
}
