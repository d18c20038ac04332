#include "runtime/judge.h"

#include <stdlib.h>

#include "base/limits.h"
#include "bus/subscriber.h"
#include "bus/window.h"
#include "runtime/engine.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

enum {
	LOOK_ROUND_MS = 250,
	HANDLES = 5,
};

static bool
load(struct process *process, void *context, struct store *store, const struct log_heads *heads, struct error *error)
{
	struct engine *engine = context;

	(void)process;
	(void)store;
	(void)error;
	engine->cursor = heads->cursors[engine->judge->service.speaker];
	engine->epoch = heads->epoch;
	/* More than was said or seen, perhaps: who relies on it waits for a little more than it must. */
	engine->head = heads->head;
	engine->virtual_time = heads->virtual_time;
	return true;
}

static void
on_fault(void *owner, const struct error *error)
{
	(void)owner;
	log_failure(LOG_LEVEL_WARNING, "frame not understood", error);
}

static bool
open_subscriber(struct engine *engine, struct process *process, struct error *error)
{
	const struct subscriber_options options = {
		.key = process->bus_key,
		.on_event = engine_on_event,
		.on_progress = engine_on_progress,
		.on_fault = on_fault,
		.owner = engine,
	};

	if (!subscriber_open(&engine->subscriber, process->bus, &options, error))
		return false;
	for (int speaker = SPEAKER_INTAKE; speaker < SPEAKERS; speaker++)
		if ((enum speaker)speaker != engine->judge->service.speaker &&
		    !subscriber_connect(engine->subscriber, process_endpoint(process, (enum speaker)speaker), error))
			return false;
	return true;
}

static void
open_metrics(struct engine *engine, struct metrics *metrics)
{
	engine->metrics.heard =
	    metrics_counter(metrics, "redress_events_heard_total", "Events of waves judged.", NULL, NULL);
	engine->metrics.said =
	    metrics_counter(metrics, "redress_events_said_total", "Events appended to the log.", NULL, NULL);
	engine->metrics.waves =
	    metrics_counter(metrics, "redress_waves_judged_total", "Waves, or slices of waves, judged.", NULL, NULL);
	engine->metrics.passed_over = metrics_counter(
	    metrics, "redress_events_passed_over_total", "Events that could not be judged.", NULL, NULL);
	engine->metrics.failures =
	    metrics_counter(metrics, "redress_batch_failures_total", "Batches to be judged again.", NULL, NULL);
	engine->metrics.through =
	    metrics_gauge(metrics, "redress_judged_through", "Position up to which every wave is judged.", NULL, NULL);
	engine->metrics.known_head =
	    metrics_gauge(metrics, "redress_known_head", "Highest position of the log heard of.", NULL, NULL);
	engine->metrics.batch_seconds = metrics_histogram(
	    metrics, "redress_batch_seconds", "Time from taking up a batch to its commit.", NULL, NULL);
	metric_set(engine->metrics.through, (double)engine->cursor.through);
}

static void
open_handles(struct engine *engine)
{
	uv_loop_t *loop = engine->process->loop;

	uv_prepare_init(loop, &engine->prepare);
	uv_timer_init(loop, &engine->retry);
	uv_timer_init(loop, &engine->hole);
	uv_timer_init(loop, &engine->tick);
	engine->prepare.data = engine->retry.data = engine->hole.data = engine->tick.data = engine;
	due_open(engine);
	uv_prepare_start(&engine->prepare, engine_on_prepare);
	uv_timer_start(&engine->tick, engine_on_look_round, LOOK_ROUND_MS, LOOK_ROUND_MS);
	engine->open_handles = HANDLES;
}

static bool
start(struct process *process, void *context, struct error *error)
{
	struct engine *engine = context;

	engine->process = process;
	engine_begin_window(engine);
	open_metrics(engine, process->metrics);
	if (!open_subscriber(engine, process, error))
		return false;
	engine->work_class = (struct work_class){
		.name = "judge", .most_items = 1, .run = engine_run, .done = engine_done, .context = engine
	};
	open_handles(engine);
	tasks_open(engine);
	engine_publish(engine, NULL, 0);
	engine_read_log(engine, "start");
	return true;
}

static void
stop(struct process *process, void *context)
{
	struct engine *engine = context;

	(void)process;
	engine->stopping = true;
	if (engine->open_handles == 0)
		return;
	uv_close((uv_handle_t *)&engine->prepare, NULL);
	uv_close((uv_handle_t *)&engine->retry, NULL);
	uv_close((uv_handle_t *)&engine->hole, NULL);
	uv_close((uv_handle_t *)&engine->tick, NULL);
	uv_close((uv_handle_t *)&engine->due.timer, NULL);
}

static void
release(struct process *process, void *context)
{
	struct engine *engine = context;

	(void)process;
	if (engine->subscriber != NULL)
		subscriber_close(engine->subscriber);
	engine->subscriber = NULL;
}

uint64_t
judge_through(const struct process *process)
{
	return ((const struct engine *)process_engine(process))->cursor.through;
}

int
judge_main(const struct judge *judge, int argc, char **argv)
{
	struct engine *engine = calloc(1, sizeof(*engine));
	const struct process_hooks hooks = {
		.engine = engine,
		.load = load,
		.start = start,
		.stop = stop,
		.free = release,
	};
	int status;

	if (engine == NULL)
		abort();
	engine->judge = judge;
	status = process_main(&judge->service, &hooks, argc, argv);
	window_free(engine->window);
	arena_free(&engine->waves);
	free(engine);
	return status;
}
