#include "runtime/worker.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "runtime/backoff.h"
#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "store/store.h"

enum {
	ITEMS_MOST = 4096,
	CANCEL_EVERY_MS = 50,
};

struct worker {
	uv_loop_t *loop;
	struct worker_config config;
	_Atomic(struct store *) store;
	uv_work_t job, cancel;
	uv_timer_t timer; /* back-off; when stopping: the grace, then cancels */
	uv_poll_t *watch; /* on the connection, while there is nothing to do */
	struct work mend;
	struct work_class mend_class;
	STAILQ_HEAD(, work) queue;
	size_t queued;
	struct work *items[ITEMS_MOST];
	size_t count;
	const struct work_class *work_class;
	struct arena arena;
	struct error error;
	uint64_t since_ms, began_ns;
	struct backoff backoff;
	bool running, waiting, finishing, cancelling, ok, connected, was_connected, stopping;
	void (*stopped)(void *context);
	void *stopped_context;
	struct metric *reconnects;
};

static void start_next(struct worker *worker);
static void run_items(struct worker *worker);

/* Connecting is all there is to it. */
static bool
mend_run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	(void)items;
	(void)count;
	(void)room;
	(void)error;
	return true;
}

static void
mend_done(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	(void)items;
	(void)count;
	(void)ok;
	(void)error;
	(void)arena;
	(void)context;
}

struct worker *
worker_new(uv_loop_t *loop, const struct worker_config *config)
{
	struct worker *worker = calloc(1, sizeof(*worker));

	if (worker == NULL)
		abort();
	worker->loop = loop;
	worker->config = *config;
	STAILQ_INIT(&worker->queue);
	uv_timer_init(loop, &worker->timer);
	worker->timer.data = worker->job.data = worker->cancel.data = worker;
	worker->mend_class =
	    (struct work_class){ .name = "connect", .most_items = 1, .run = mend_run, .done = mend_done };
	worker->reconnects = metrics_counter(config->metrics, "redress_database_connects_total",
	    "Connections made to the database.", "worker", config->name);
	health_report(config->health, "database", "not connected yet");
	return worker;
}

static bool
connect_store(struct worker *worker)
{
	struct store *store = worker->store;

	if (store != NULL && !store_is_broken(store))
		return true;
	if (store != NULL) {
		if (!store_reopen(store, &worker->error))
			return false;
	} else {
		store = store_open(&(struct store_options){ .conninfo = worker->config.database,
				       .application = worker->config.name,
				       .landlord = worker->config.landlord,
				       .analytic = worker->config.analytic },
		    &worker->error);
		if (store == NULL)
			return false;
		worker->store = store;
	}
	metric_add(worker->reconnects, 1);
	return true;
}

static void
job_run(uv_work_t *job)
{
	struct worker *worker = job->data;
	struct work_room room = { .arena = &worker->arena, .context = worker->work_class->context };

	worker->error = (struct error){ 0 };
	worker->connected = connect_store(worker);
	worker->ok = false;
	if (!worker->connected)
		return;
	room.store = worker->store;
	worker->ok = worker->work_class->run(worker->items, worker->count, &room, &worker->error);
	worker->connected = !store_is_broken(room.store);
}

static void
report(struct worker *worker)
{
	if (worker->connected) {
		if (!worker->was_connected)
			log_info("database connected", LOG_STRING("worker", worker->config.name));
		health_report(worker->config.health, "database", NULL);
	} else {
		if (worker->was_connected || worker->backoff.tries == 0)
			log_failure(LOG_LEVEL_WARNING, "database not reachable", &worker->error);
		health_report(worker->config.health, "database", worker->error.text);
	}
	worker->was_connected = worker->connected;
}

static void
on_watch_closed(uv_handle_t *handle)
{
	free(handle);
}

static void
unwatch(struct worker *worker)
{
	if (worker->watch == NULL)
		return;
	uv_poll_stop(worker->watch);
	uv_close((uv_handle_t *)worker->watch, on_watch_closed);
	worker->watch = NULL;
}

static void
on_time_to_mend(uv_timer_t *timer)
{
	struct worker *worker = timer->data;

	worker_submit(worker, &worker->mend, &worker->mend_class, 0);
}

static void rest(struct worker *worker);

/* The server said something unasked: that it goes, most likely. */
static void
on_watched(uv_poll_t *watch, int status, int events)
{
	struct worker *worker = watch->data;
	struct error error = { 0 };

	(void)events;
	if (status >= 0 && store_is_there(worker->store, &error))
		return;
	if (status < 0)
		error_set(&error, ERROR_UNAVAILABLE, "PostgreSQL: the connection cannot be watched");
	unwatch(worker);
	worker->connected = false;
	worker->error = error;
	report(worker);
	rest(worker);
}

/* Nothing to do: a connection that is lost is noticed, and made again. */
static void
rest(struct worker *worker)
{
	int socket = worker->store == NULL ? -1 : store_socket(worker->store);

	if (socket < 0) {
		uv_timer_start(&worker->timer, on_time_to_mend, backoff_next(&worker->backoff), 0);
		return;
	}
	worker->watch = calloc(1, sizeof(*worker->watch));
	if (worker->watch == NULL || uv_poll_init(worker->loop, worker->watch, socket) != 0)
		abort();
	worker->watch->data = worker;
	uv_poll_start(worker->watch, UV_READABLE, on_watched);
}

static void
finish_items(struct worker *worker)
{
	const struct work_class *work_class = worker->work_class;
	size_t count = worker->count;

	worker->count = 0;
	worker->finishing = true;
	work_class->done(worker->items, count, worker->ok, &worker->error, &worker->arena, work_class->context);
	worker->finishing = false;
	arena_reset(&worker->arena);
}

static void
on_timer_closed(uv_handle_t *handle)
{
	struct worker *worker = handle->data;

	store_close(worker->store);
	arena_free(&worker->arena);
	if (worker->stopped != NULL)
		worker->stopped(worker->stopped_context);
	free(worker);
}

static void
finish_stop(struct worker *worker)
{
	struct work *work;

	while ((work = STAILQ_FIRST(&worker->queue)) != NULL) {
		STAILQ_REMOVE_HEAD(&worker->queue, link);
		worker->queued--;
		worker->items[0] = work;
		worker->count = 1;
		worker->work_class = work->work_class;
		worker->ok = false;
		error_set(&worker->error, ERROR_UNAVAILABLE, "the daemon is stopping");
		finish_items(worker);
	}
	uv_close((uv_handle_t *)&worker->timer, on_timer_closed);
}

/* Once nothing is under way. */
static void
stop_now(struct worker *worker)
{
	if (!worker->running && !worker->cancelling)
		finish_stop(worker);
}

static void
on_back_off_over(uv_timer_t *timer)
{
	struct worker *worker = timer->data;

	worker->waiting = false;
	arena_reset(&worker->arena);
	run_items(worker);
}

static void
job_done(uv_work_t *job, int status)
{
	struct worker *worker = job->data;
	const struct work_class *work_class = worker->work_class;
	uint64_t waited_ms = uv_now(worker->loop) - worker->since_ms, back_off_ms;

	(void)status;
	worker->running = false;
	metric_observe(metrics_histogram(worker->config.metrics, "redress_job_seconds", "Time a database job took.",
			   "job", work_class->name),
	    (double)(uv_hrtime() - worker->began_ns) / 1e9);
	report(worker);
	if (!worker->ok && worker->error.code == ERROR_UNAVAILABLE && !worker->stopping &&
	    waited_ms < work_class->patience_ms) {
		back_off_ms = backoff_next(&worker->backoff);
		if (back_off_ms > work_class->patience_ms - waited_ms)
			back_off_ms = work_class->patience_ms - waited_ms;
		worker->waiting = true;
		uv_timer_start(&worker->timer, on_back_off_over, back_off_ms, 0);
		return;
	}
	if (worker->connected)
		backoff_reset(&worker->backoff);
	finish_items(worker);
	if (worker->stopping)
		stop_now(worker);
	else
		start_next(worker);
}

static void
run_items(struct worker *worker)
{
	worker->running = true;
	worker->began_ns = uv_hrtime();
	if (uv_queue_work(worker->loop, &worker->job, job_run, job_done) != 0)
		abort();
}

/* The first in the queue says of which class; all of that class that has gathered goes along. */
static void
start_next(struct worker *worker)
{
	struct work *work = STAILQ_FIRST(&worker->queue), *next;
	size_t bytes = 0, most;

	if (worker->running || worker->waiting || worker->finishing || worker->stopping)
		return;
	if (work == NULL) {
		rest(worker);
		return;
	}
	uv_timer_stop(&worker->timer);
	unwatch(worker);
	worker->work_class = work->work_class;
	worker->count = 0;
	most = worker->work_class->most_items < ITEMS_MOST ? worker->work_class->most_items : ITEMS_MOST;
	for (; work != NULL && worker->count < most; work = next) {
		next = STAILQ_NEXT(work, link);
		if (work->work_class != worker->work_class)
			continue;
		if (worker->count > 0 && bytes + work->bytes > worker->work_class->most_bytes)
			break;
		bytes += work->bytes;
		STAILQ_REMOVE(&worker->queue, work, work, link);
		worker->queued--;
		worker->items[worker->count++] = work;
	}
	worker->since_ms = worker->items[0]->since_ms;
	run_items(worker);
}

bool
worker_submit(struct worker *worker, struct work *work, const struct work_class *work_class, size_t bytes)
{
	if (worker->stopping)
		return false;
	work->work_class = work_class;
	work->bytes = bytes;
	work->since_ms = uv_now(worker->loop);
	STAILQ_INSERT_TAIL(&worker->queue, work, link);
	worker->queued++;
	start_next(worker);
	return true;
}

size_t
worker_load(const struct worker *worker)
{
	return worker->queued + worker->count;
}

/* Off the loop: a server that stands still does not answer this either. */
static void
cancel_run(uv_work_t *cancel)
{
	store_cancel(((struct worker *)cancel->data)->store);
}

static void
cancel_done(uv_work_t *cancel, int status)
{
	struct worker *worker = cancel->data;

	(void)status;
	worker->cancelling = false;
	stop_now(worker);
}

/* A cancel that comes between two statements hits neither: so again and again. */
static void
on_grace_over(uv_timer_t *timer)
{
	struct worker *worker = timer->data;

	if (!worker->running || worker->store == NULL || worker->cancelling)
		return;
	worker->cancelling = true;
	if (uv_queue_work(worker->loop, &worker->cancel, cancel_run, cancel_done) != 0)
		abort();
}

void
worker_stop(struct worker *worker, unsigned grace_ms, void (*stopped)(void *context), void *context)
{
	worker->stopping = true;
	worker->stopped = stopped;
	worker->stopped_context = context;
	/* From within a `done`: what called it goes on to finish. */
	if (worker->finishing)
		return;
	if (worker->running) {
		uv_timer_start(&worker->timer, on_grace_over, grace_ms, CANCEL_EVERY_MS);
		return;
	}
	uv_timer_stop(&worker->timer);
	unwatch(worker);
	if (worker->waiting) {
		worker->waiting = false;
		finish_items(worker);
	}
	finish_stop(worker);
}
