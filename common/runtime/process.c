#include "runtime/process.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "bus/bus.h"
#include "bus/key.h"
#include "bus/publisher.h"
#include "http/problem.h"
#include "runtime/health.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/worker.h"

enum {
	/* A stop is done within a second: what is under way is given this, then its query is cancelled... */
	GRACE_MS = 600,
	/* ...and if even that does not help, the process goes: whatever is not committed is repeated. */
	GONE_BY_MS = 850,
};

struct running {
	struct process process; /* first: a process is cast back to it */
	const struct process_hooks *hooks;
	uv_loop_t loop;
	uv_signal_t on_term, on_int;
	uv_timer_t gone_by;
	struct http_table tables[2];
	struct bus_key bus_key;
	char application[64];
	struct work load_work;
	struct work_class load_class;
	struct log_heads heads;
	uint64_t epoch;
	int status;
	bool started, stopping;
};

static void stop(struct running *running, int status);

void *
process_engine(const struct process *process)
{
	return ((const struct running *)process)->hooks->engine;
}

const char *
process_endpoint(const struct process *process, enum speaker speaker)
{
	static const char *const names[] = {
		[SPEAKER_INTAKE] = "REDRESS_BUS_INTAKE",
		[SPEAKER_ROUTING] = "REDRESS_BUS_ROUTING",
		[SPEAKER_SLA] = "REDRESS_BUS_SLA",
		[SPEAKER_NOTIFICATION] = "REDRESS_BUS_NOTIFICATION",
		[SPEAKER_REPORTING] = "REDRESS_BUS_REPORTING",
	};

	return settings_text(process->settings, names[speaker]);
}

void
process_fail(struct process *process, const struct error *error)
{
	log_failure(LOG_LEVEL_ALARM, "cannot go on", error);
	stop((struct running *)process, EXIT_FAILURE);
}

bool
process_admit(struct process *process, const struct bus_credential *credentials, size_t count, struct error *error)
{
	struct arena arena = { 0 };
	struct bus_credential *all = arena_array(&arena, count + 1, sizeof(*all));
	bool ok;

	all[0].zone = BUS_INSIDE;
	memcpy(all[0].public_key, process->bus_key->public_key, sizeof(all[0].public_key));
	all[0].user = (struct bus_user){ .source = TEXT("redress") };
	if (count > 0)
		memcpy(all + 1, credentials, count * sizeof(*credentials));
	ok = bus_admit(process->bus, all, count + 1, error);
	arena_free(&arena);
	return ok;
}

void
process_publish(
    struct process *process, const struct event *const *events, size_t count, uint64_t through, uint64_t head)
{
	struct running *running = (struct running *)process;
	struct progress progress = {
		.epoch = running->epoch, .speaker = process->service->speaker, .through = through, .head = head
	};
	struct error error = { 0 };

	if (process->publisher == NULL)
		return;
	for (size_t i = 0; i < count; i++) {
		progress.epoch = running->epoch = events[i]->epoch;
		/* One that does not fit a frame is read by SQL. */
		if (!publisher_event(process->publisher, events[i], &error))
			log_failure(LOG_LEVEL_DEBUG, "event not published", &error);
	}
	if (!publisher_progress(process->publisher, &progress, &error))
		log_failure(LOG_LEVEL_WARNING, "progress not published", &error);
}

static bool
load_run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct running *running = room->context;
	const struct process_hooks *hooks = running->hooks;
	struct error missing = { 0 };

	(void)items;
	(void)count;
	if (!log_heads(room->store, &running->heads, &missing)) {
		if (missing.code == ERROR_UNAVAILABLE)
			return error_set(error, ERROR_UNAVAILABLE, "%s", missing.text);
		return error_set(error, missing.code,
		    "the database is not ready for this daemon (%.300s): run the migrations in deploy/migrations, and check that "
		    "its user is a member of redress_%s",
		    missing.text, running->process.service->name);
	}
	running->epoch = running->heads.epoch;
	if (hooks->load != NULL && !hooks->load(&running->process, hooks->engine, room->store, &running->heads, error))
		return false;
	return running->process.service->load == NULL ||
	       running->process.service->load(&running->process, room->store, error);
}

static bool
open_bus(struct running *running, struct error *error)
{
	struct process *process = &running->process;
	const char *folder = settings_text(process->settings, "REDRESS_KEYS_DIR");
	const char *bind = settings_text(process->settings, "REDRESS_BUS_BIND");
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/inside.key", folder) >= (int)sizeof(path))
		return error_set(error, ERROR_INVALID, "REDRESS_KEYS_DIR is too long");
	if (!bus_key_load_or_make(path, &running->bus_key, error) || !bus_open(&process->bus, process->loop, error))
		return false;
	process->bus_key = &running->bus_key;
	if (!process_admit(process, NULL, 0, error))
		return false;
	return publisher_open(&process->publisher, process->bus,
	    bind != NULL ? bind : process_endpoint(process, process->service->speaker), process->bus_key, error);
}

static bool
start(struct running *running, struct error *error)
{
	struct process *process = &running->process;
	const struct process_hooks *hooks = running->hooks;

	if (!open_bus(running, error))
		return false;
	health_report(process->health, "bus", NULL);
	if (process->service->start != NULL && !process->service->start(process, error))
		return false;
	running->tables[1].context = process->state;
	if (hooks->start != NULL && !hooks->start(process, hooks->engine, error))
		return false;
	if (hooks->start == NULL)
		process_publish(process, NULL, 0, running->heads.head, running->heads.head);
	running->started = true;
	health_report(process->health, "start", NULL);
	log_info("started", LOG_NUMBER("head", running->heads.head),
	    LOG_NUMBER("http_port", http_server_port(process->http)),
	    LOG_STRING("bus", publisher_endpoint(process->publisher)));
	return true;
}

static void
load_done(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct running *running = context;
	struct error failure = { 0 };

	(void)items;
	(void)count;
	(void)arena;
	if (running->stopping)
		return;
	if (!ok)
		process_fail(&running->process, error);
	else if (!start(running, &failure))
		process_fail(&running->process, &failure);
}

static void
on_gone_by(uv_timer_t *timer)
{
	struct running *running = timer->data;

	log_warning("did not stop in time; what was under way will be repeated");
	_exit(running->status);
}

static void
on_http_closed(void *context)
{
	struct running *running = context;
	struct process *process = &running->process;

	process->http = NULL;
	if (running->hooks->free != NULL)
		running->hooks->free(process, running->hooks->engine);
	if (process->service->free != NULL)
		process->service->free(process);
	if (process->publisher != NULL)
		publisher_close(process->publisher);
	bus_close(process->bus);
	uv_close((uv_handle_t *)&running->on_term, NULL);
	uv_close((uv_handle_t *)&running->on_int, NULL);
	uv_close((uv_handle_t *)&running->gone_by, NULL);
}

static void
on_worker_stopped(void *context)
{
	struct running *running = context;

	running->process.worker = NULL;
	http_server_close(running->process.http, on_http_closed, running);
}

static void
stop(struct running *running, int status)
{
	struct process *process = &running->process;

	if (running->stopping)
		return;
	running->stopping = true;
	running->status = status;
	health_report(process->health, "stop", "stopping");
	uv_timer_start(&running->gone_by, on_gone_by, GONE_BY_MS, 0);
	http_server_drain(process->http);
	if (process->service->stop != NULL && running->started)
		process->service->stop(process);
	if (running->hooks->stop != NULL)
		running->hooks->stop(process, running->hooks->engine);
	worker_stop(process->worker, GRACE_MS, on_worker_stopped, running);
}

static void
on_signal(uv_signal_t *handle, int number)
{
	log_info("stopping", LOG_NUMBER("signal", number));
	stop(handle->data, EXIT_SUCCESS);
}

static bool
admit(struct http_request *request, void *context)
{
	struct running *running = context;
	const struct service *service = running->process.service;

	for (const struct http_route *route = HEALTH_ROUTES; route->pattern != NULL; route++)
		if (strcmp(route->pattern, http_request_route(request)) == 0)
			return true;
	if (!running->started || running->stopping) {
		http_problem_error(request, &(struct error){ .code = ERROR_UNAVAILABLE,
						.text = "The daemon is starting or stopping; see /readyz." });
		return false;
	}
	return service->admit == NULL || service->admit(request, running->process.state);
}

static void
served(const struct http_request *request, unsigned status, double seconds, void *context)
{
	struct running *running = context;
	const char *route = http_request_route(request);
	char number[16];

	snprintf(number, sizeof(number), "%u", status);
	metric_add(metrics_counter(
		       running->process.metrics, "redress_http_answers_total", "HTTP answers sent.", "status", number),
	    1);
	metric_observe(metrics_histogram(running->process.metrics, "redress_http_seconds", "Time to an HTTP answer.",
			   "route", *route == '\0' ? "none" : route),
	    seconds);
	log_debug("answered", LOG_TEXT("path", http_request_path(request)), LOG_NUMBER("status", status),
	    LOG_REAL("ms", seconds * 1e3));
}

static bool
open_http(struct running *running, struct error *error)
{
	struct process *process = &running->process;
	static const struct http_route none[] = { { .pattern = NULL } };
	const struct http_config config = {
		.listen = settings_text(process->settings, process->service->listen),
		.tables = running->tables,
		.table_count = 2,
		.admit = admit,
		.admit_context = running,
		.served = served,
		.served_context = running,
	};

	running->tables[0] = (struct http_table){ HEALTH_ROUTES, process->health };
	running->tables[1].routes = process->service->routes != NULL ? process->service->routes : none;
	return http_server_start(process->loop, &config, &process->http, error);
}

static void
open_signals(struct running *running)
{
	signal(SIGPIPE, SIG_IGN);
	uv_signal_init(&running->loop, &running->on_term);
	uv_signal_init(&running->loop, &running->on_int);
	uv_timer_init(&running->loop, &running->gone_by);
	running->on_term.data = running->on_int.data = running->gone_by.data = running;
	uv_signal_start(&running->on_term, on_signal, SIGTERM);
	uv_signal_start(&running->on_int, on_signal, SIGINT);
}

static void
start_worker(struct running *running)
{
	struct process *process = &running->process;

	snprintf(running->application, sizeof(running->application), "redress-%s", process->service->name);
	process->worker = worker_new(
	    process->loop, &(struct worker_config){ .database = settings_text(process->settings, "REDRESS_DATABASE"),
			       .name = running->application,
			       .landlord = process->service->landlord,
			       .health = process->health,
			       .metrics = process->metrics });
	running->load_class = (struct work_class){ .name = "load",
		.most_items = 1,
		.patience_ms = UINT32_MAX,
		.run = load_run,
		.done = load_done,
		.context = running };
	worker_submit(process->worker, &running->load_work, &running->load_class, 0);
}

static int
run(struct running *running)
{
	struct process *process = &running->process;
	struct error error = { 0 };

	if (!open_http(running, &error)) {
		log_failure(LOG_LEVEL_ERROR, "cannot start", &error);
		return EXIT_FAILURE;
	}
	open_signals(running);
	start_worker(running);
	uv_run(process->loop, UV_RUN_DEFAULT);
	log_info("stopped", LOG_NUMBER("status", running->status));
	return running->status;
}

int
process_run(const struct service *service, const struct process_hooks *hooks, const struct settings *settings)
{
	struct running *running = calloc(1, sizeof(*running));
	struct process *process;
	int status;

	if (running == NULL)
		abort();
	process = &running->process;
	running->hooks = hooks;
	uv_loop_init(&running->loop);
	process->service = service;
	process->settings = settings;
	process->loop = &running->loop;
	process->metrics = metrics_new();
	process->health = health_new(service->name, process->metrics);
	health_report(process->health, "start", "starting");
	health_report(process->health, "bus", "not open yet");
	status = run(running);
	uv_loop_close(&running->loop);
	health_free(process->health);
	metrics_free(process->metrics);
	free(running);
	return status;
}
