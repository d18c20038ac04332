#include "runtime/engine.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "bus/subscriber.h"
#include "bus/window.h"
#include "runtime/health.h"
#include "runtime/judge.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "store/segment.h"

enum {
	HOLE_MS = 20,
	SILENCE_MS = 1000,
	STUCK_MS = 10 * 1000,
	/* Tries of a wave on its own before it is passed over. */
	STRIKES = 3,
	FAILURES_UNTIL_UNREADY = 3,
};

void
engine_read_log(struct engine *engine, const char *why)
{
	engine->by_sql = why;
	engine->dirty = true;
}

void
engine_wake(struct engine *engine)
{
	engine->dirty = true;
}

void
engine_begin_window(struct engine *engine)
{
	enum speaker upstream = judging_upstream(engine->judge);

	window_free(engine->window);
	engine->window = window_new(&(struct window_options){
	    .epoch = engine->epoch,
	    .after = engine->cursor.through,
	    .has_upstream = upstream != SPEAKER_INTAKE,
	    .upstream = upstream,
	    .speakers = judging_hears(engine->judge),
	});
}

static void
put(struct engine *engine, const struct event *event)
{
	if (window_put(engine->window, event, uv_now(engine->process->loop)) == WINDOW_RESET)
		engine_read_log(engine, "epoch");
	engine->dirty = true;
}

void
engine_on_event(void *owner, const struct event *event)
{
	put(owner, event);
}

void
engine_on_progress(void *owner, const struct progress *progress)
{
	struct engine *engine = owner;

	if (window_progress(engine->window, progress, uv_now(engine->process->loop)))
		engine_read_log(engine, "epoch");
	engine->dirty = true;
}

void
engine_publish(struct engine *engine, struct event *said, size_t count)
{
	const struct event **list = calloc(count + 1, sizeof(*list));

	if (list == NULL)
		abort();
	for (size_t i = 0; i < count; i++) {
		list[i] = &said[i];
		put(engine, &said[i]);
		if (said[i].position > engine->head)
			engine->head = said[i].position;
	}
	process_publish(engine->process, list, count, engine->cursor.through, engine->head);
	metric_add(engine->metrics.said, (double)count);
	if (count > 0 && engine->judge->after_commit != NULL)
		engine->judge->after_commit(engine->process, list, count, engine->head);
	free(list);
}

static struct event
copy_event(struct arena *arena, const struct event *from)
{
	struct event copy = *from;
	struct text body = arena_text(arena, (struct text){ (const char *)from->body.at, from->body.len });

	copy.landlord = arena_text(arena, from->landlord);
	copy.type = arena_text(arena, from->type);
	copy.source = arena_text(arena, from->source);
	copy.id = arena_text(arena, from->id);
	copy.case_ref = arena_text(arena, from->case_ref);
	copy.traceparent = arena_text(arena, from->traceparent);
	copy.body = (struct bytes){ (const uint8_t *)body.at, body.len };
	return copy;
}

/* Copies ready waves, as many as one commit takes. A wave that is too big by itself is read from the log in slices. */
static void
collect(struct engine *engine)
{
	struct judging *judging = &engine->judging;
	uint64_t after = engine->cursor.through;
	struct window_wave from;
	size_t events = 0;

	arena_reset(&engine->waves);
	judging->waves = arena_array(&engine->waves, LIMIT_SEGMENT_EVENTS, sizeof(*judging->waves));
	while (judging->wave_count < LIMIT_SEGMENT_EVENTS && window_wave(engine->window, after, &from)) {
		struct log_wave *wave = &judging->waves[judging->wave_count];
		const struct event *member = NULL;

		if (events + 1 + from.members > LIMIT_SEGMENT_EVENTS || engine->waves.total > LIMIT_SEGMENT_BYTES)
			break;
		wave->cause = from.root->position;
		wave->events = arena_array(&engine->waves, from.members + 1, sizeof(*wave->events));
		wave->events[wave->count++] = copy_event(&engine->waves, from.root);
		while ((member = window_member(engine->window, &from, member)) != NULL)
			wave->events[wave->count++] = copy_event(&engine->waves, member);
		events += wave->count;
		after = wave->cause;
		judging->wave_count++;
		if (engine->one_wave)
			break;
	}
	if (judging->wave_count == 0 && window_wave(engine->window, engine->cursor.through, &from))
		engine_read_log(engine, "big wave");
}

static void
on_hole_old(uv_timer_t *timer)
{
	engine_wake(timer->data);
}

static void
look_for_hole(struct engine *engine)
{
	uint64_t since_ms, ready_ms, now_ms = uv_now(engine->process->loop);

	if (!window_hole(engine->window, &since_ms))
		return;
	/* One that reading does not fill (the window is full, upstream is away) is not read for again at once. */
	ready_ms = since_ms + HOLE_MS;
	if (ready_ms < engine->last_read_ms + engine->hole_wait_ms)
		ready_ms = engine->last_read_ms + engine->hole_wait_ms;
	if (now_ms >= ready_ms)
		engine_read_log(engine, "hole");
	else
		uv_timer_start(&engine->hole, on_hole_old, ready_ms - now_ms, 0);
}

static void
submit(struct engine *engine)
{
	struct judging *judging = &engine->judging;
	uint64_t since_ms;

	if (engine->by_sql != NULL) {
		metric_add(metrics_counter(engine->process->metrics, "redress_log_reads_total",
			       "Reads of the log by SQL, by reason.", "why", engine->by_sql),
		    1);
		log_debug("reading the log", LOG_STRING("why", engine->by_sql));
		judging->by_sql = true;
		judging->wave_count = 0;
		if (window_hole(engine->window, &since_ms))
			judging->fill_from = window_contiguous(engine->window) + 1;
		engine->by_sql = NULL;
	}
	engine->began_ns = uv_hrtime();
	engine->busy = worker_submit(engine->process->worker, &engine->work, &engine->work_class, 0);
}

/* One job at a time: ready waves first, then what the window misses. */
static void
poke(struct engine *engine)
{
	engine->dirty = false;
	if (engine->busy || engine->stopping || uv_is_active((uv_handle_t *)&engine->retry))
		return;
	engine->judging = (struct judging){
		.judge = engine->judge,
		.metrics = engine->process->metrics,
		.state = engine->process->state,
		.from = engine->cursor,
		.virtual_time = engine->virtual_time,
		.one_wave = engine->one_wave,
		.skip_why = engine->skip_why[0] != '\0' ? engine->skip_why : NULL,
	};
	if (engine->by_sql == NULL)
		collect(engine);
	if (engine->by_sql == NULL && engine->judging.wave_count == 0)
		look_for_hole(engine);
	engine->dirty = false;
	if (engine->by_sql != NULL || engine->judging.wave_count > 0)
		submit(engine);
}

bool
engine_run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct engine *engine = room->context;

	(void)items;
	(void)count;
	return judging_run(&engine->judging, room->store, room->arena, error);
}

static void
count_batch(struct engine *engine, double seconds)
{
	const struct judging *judging = &engine->judging;

	metric_observe(engine->metrics.batch_seconds, seconds);
	metric_add(engine->metrics.waves, (double)judging->waves_judged);
	metric_add(engine->metrics.heard, (double)judging->events_heard);
	metric_add(engine->metrics.passed_over, (double)judging->passed_over);
	metric_set(engine->metrics.through, (double)judging->to.through);
	log_info("judged", LOG_NUMBER("through", judging->to.through), LOG_NUMBER("waves", judging->waves_judged),
	    LOG_NUMBER("events", judging->events_heard), LOG_NUMBER("said", judging->said_count),
	    LOG_NUMBER("passed_over", judging->passed_over), LOG_STRING("from", judging->by_sql ? "log" : "bus"),
	    LOG_REAL("ms", seconds * 1e3));
}

/* What the log's heads say: another epoch, or (true) a cursor that is not where we left it, because a commit's outcome
 * was lost or another instance was at work. */
static bool
take_heads(struct engine *engine)
{
	const struct judging *judging = &engine->judging;
	bool moved;

	if (judging->heads.epoch != window_epoch(engine->window)) {
		engine->epoch = judging->heads.epoch;
		engine->cursor = judging->from;
		engine->head = judging->heads.head;
		engine_begin_window(engine);
	}
	moved = judging->from.through != engine->cursor.through || judging->from.within != engine->cursor.within;
	if (moved)
		engine->head = judging->heads.head > engine->head ? judging->heads.head : engine->head;
	due_set_clock(engine, judging->heads.virtual_time, judging->heads.now, judging->heads_ns);
	return moved;
}

/* The rest of a wave in slices, or of waves that the window does not hold. */
static bool
rest_is_in_log(const struct engine *engine)
{
	struct window_wave next;

	return engine->cursor.within > 0 || !window_wave(engine->window, engine->cursor.through, &next);
}

static void
committed(struct engine *engine)
{
	struct judging *judging = &engine->judging;
	uint64_t contiguous = window_contiguous(engine->window);
	bool unseen = judging->heads_read && take_heads(engine);

	engine->cursor = judging->to;
	engine->virtual_time = judging->virtual_time;
	if (judging->seen_head > engine->head)
		engine->head = judging->seen_head;
	if (judging->waves_judged > 0) {
		count_batch(engine, (double)(uv_hrtime() - engine->began_ns) / 1e9);
		engine->one_wave = false;
		engine->skip_why[0] = '\0';
		engine->strikes = 0;
	}
	if (judging->waves_judged > 0 || judging->heads_read)
		engine_publish(engine, judging->said, judging->said_count);
	if (unseen && engine->judge->after_commit != NULL)
		engine->judge->after_commit(engine->process, NULL, 0, engine->head);
	for (size_t i = 0; i < judging->fill.count; i++)
		put(engine, &judging->fill.at[i]);
	window_discard(engine->window, engine->cursor.through);
	if (judging->by_sql && judging->waves_judged == 0 && window_contiguous(engine->window) == contiguous)
		engine->hole_wait_ms = engine->hole_wait_ms >= SILENCE_MS / 2 ? SILENCE_MS : engine->hole_wait_ms * 2;
	else
		engine->hole_wait_ms = HOLE_MS;
	if (judging->due_asked)
		engine->due.at = judging->due;
	/* Time has become real: how far is the database's clock from ours? */
	if (engine->judge->next_due != NULL && !engine->virtual_time && !engine->due.offset_known)
		engine_read_log(engine, "clock released");
	due_arm(engine);
	engine->outcome_unknown = false;
	backoff_reset(&engine->backoff);
	health_report(engine->process->health, "cursor", NULL);
	if (judging->more && rest_is_in_log(engine))
		engine_read_log(engine, judging->by_sql ? "catching up" : "rest of a batch");
	engine->dirty = true;
}

static void
on_retry(uv_timer_t *timer)
{
	engine_wake(timer->data);
}

/* What failed is judged again from the log. A wave that cannot be committed, though nothing else is wrong, does not
 * hold up those behind it for ever. */
static void
failed(struct engine *engine, const struct error *error)
{
	struct judging *judging = &engine->judging;
	bool moved = strcmp(judging->sqlstate, SQLSTATE_CURSOR_MOVED) == 0;
	enum log_level level = LOG_LEVEL_WARNING;

	if (moved && engine->outcome_unknown) {
		log_info("the batch before was committed after all");
		engine->outcome_unknown = false;
		engine_read_log(engine, "cursor moved");
		return;
	}
	if (moved) {
		log_alarm("another instance of this daemon is at work", LOG_NUMBER("through", engine->cursor.through));
		engine->backoff.tries = engine->backoff.tries < 4 ? 4 : engine->backoff.tries;
	} else if (error->code == ERROR_INVALID || error->code == ERROR_LIMIT || error->code == ERROR_CONFLICT ||
		   error->code == ERROR_NOT_FOUND) {
		level = LOG_LEVEL_ERROR;
		if (engine->one_wave && ++engine->strikes >= STRIKES)
			snprintf(engine->skip_why, sizeof(engine->skip_why), "%s", error->text);
		engine->one_wave = true;
	} else if (error->code != ERROR_UNAVAILABLE) {
		level = LOG_LEVEL_ALARM;
	}
	engine->outcome_unknown = error->code == ERROR_UNAVAILABLE;
	if (!moved)
		log_failure(level, "batch not committed; it will be judged again", error);
	metric_add(engine->metrics.failures, 1);
	engine_read_log(engine, "failure");
	uv_timer_start(&engine->retry, on_retry, backoff_next(&engine->backoff), 0);
	if (engine->backoff.tries >= FAILURES_UNTIL_UNREADY)
		health_report(engine->process->health, "cursor", moved ? "another instance is at work" : error->text);
}

void
engine_done(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct engine *engine = context;

	(void)items;
	(void)count;
	(void)arena;
	engine->busy = false;
	if (engine->judging.by_sql)
		engine->last_read_ms = uv_now(engine->process->loop);
	if (ok)
		committed(engine);
	else if (!engine->stopping)
		failed(engine, error);
}

void
engine_on_prepare(uv_prepare_t *prepare)
{
	struct engine *engine = prepare->data;

	if (engine->dirty)
		poke(engine);
}

/* Silence upstream means that the log must tell; no progress although there is work means that we are stuck. */
void
engine_on_look_round(uv_timer_t *timer)
{
	struct engine *engine = timer->data;
	uint64_t now_ms = uv_now(engine->process->loop);
	uint64_t heard_ms = window_heard(engine->window, judging_upstream(engine->judge));

	if (heard_ms < engine->last_read_ms)
		heard_ms = engine->last_read_ms;
	if (now_ms - heard_ms > SILENCE_MS && !engine->busy && engine->by_sql == NULL)
		engine_read_log(engine, "silence");
	if (engine->busy && uv_hrtime() - engine->began_ns > STUCK_MS * UINT64_C(1000000))
		health_report(engine->process->health, "cursor", "a batch has been under way for over 10 s");
	metric_set(engine->metrics.known_head, (double)window_known_head(engine->window));
}
