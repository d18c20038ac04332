/* In real time: sleep until the next thing falls due, ask the database, and say DueReached. */
#include <stdlib.h>

#include "runtime/engine.h"
#include "runtime/log.h"

enum {
	/* Our clock is only a guess at the database's: look again at least so often. */
	SLEEP_MOST_MS = 60 * 1000,
	LEAP_US = 5 * 1000 * 1000,
	AGAIN_MS = 1000,
};

static int64_t
monotonic_us(uint64_t at_ns)
{
	return (int64_t)(at_ns / 1000);
}

void
due_set_clock(struct engine *engine, bool virtual_time, struct instant now, uint64_t at_ns)
{
	struct due *due = &engine->due;
	int64_t offset = now.us - monotonic_us(at_ns);

	if (virtual_time) {
		due->offset_known = false;
		return;
	}
	/* The log's time never goes back, but the clock under it may leap. */
	if (due->offset_known && llabs(offset - due->offset_us) > LEAP_US)
		log_alarm("the database's clock leapt", LOG_REAL("seconds", (double)(offset - due->offset_us) / 1e6));
	due->offset_us = offset;
	due->offset_known = true;
}

static bool
tick_run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct due *due = &((struct engine *)room->context)->due;
	struct segment segment = segment_new(room->store, room->arena);
	size_t statement = log_tick(&segment, due->at);

	(void)items;
	(void)count;
	return segment_run(&segment, error) && log_tick_result(&segment, statement, &due->result, error);
}

static void
on_timer(uv_timer_t *timer)
{
	struct engine *engine = timer->data;
	struct due *due = &engine->due;

	if (engine->stopping || due->ticking)
		return;
	due->ticking = true;
	if (!worker_submit(engine->process->worker, &due->work, &due->work_class, 0))
		due->ticking = false;
}

static void
tick_done(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct engine *engine = context;
	struct due *due = &engine->due;

	(void)items;
	(void)count;
	(void)arena;
	due->ticking = false;
	if (engine->stopping)
		return;
	if (!ok) {
		log_failure(LOG_LEVEL_WARNING, "cannot ask whether something is due", error);
		uv_timer_start(&due->timer, on_timer, AGAIN_MS, 0);
		return;
	}
	engine->virtual_time = due->result.virtual_time;
	due_set_clock(engine, due->result.virtual_time, due->result.now, uv_hrtime());
	if (due->result.appended) {
		due->ticked = due->result.event.said_at;
		due->ticked_position = due->result.event.position;
		log_info("due reached", LOG_NUMBER("position", due->ticked_position));
		engine_publish(engine, &due->result.event, 1);
		engine_wake(engine);
	}
	due_arm(engine);
}

void
due_open(struct engine *engine)
{
	struct due *due = &engine->due;

	due->at = INSTANT_FAR;
	due->ticked = INSTANT_NONE;
	due->work_class = (struct work_class){
		.name = "tick", .most_items = 1, .run = tick_run, .done = tick_done, .context = engine
	};
	uv_timer_init(engine->process->loop, &due->timer);
	due->timer.data = engine;
}

void
due_arm(struct engine *engine)
{
	struct due *due = &engine->due;
	int64_t wait_us;
	uint64_t wait_ms;

	/* Nothing further is said until the last DueReached is judged: it may be what makes the next one known. */
	if (engine->judge->next_due == NULL || engine->virtual_time || engine->stopping || due->ticking ||
	    !due->offset_known || due->at.us == INT64_MAX || due->ticked_position > engine->cursor.through) {
		uv_timer_stop(&due->timer);
		return;
	}
	wait_us = due->at.us - (monotonic_us(uv_hrtime()) + due->offset_us);
	wait_ms = wait_us <= 0 ? 0 : wait_us / 1000 >= SLEEP_MOST_MS ? SLEEP_MOST_MS : (uint64_t)wait_us / 1000 + 1;
	if (instant_is_set(due->ticked) && !instant_before(due->ticked, due->at)) {
		log_alarm(
		    "what was due is still due after it was judged", LOG_NUMBER("position", due->ticked_position));
		wait_ms = SLEEP_MOST_MS;
	}
	uv_timer_start(&due->timer, on_timer, wait_ms, 0);
}
