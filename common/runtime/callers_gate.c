#include "runtime/callers_gate.h"

#include <stdlib.h>

#include "base/arena.h"
#include "bus/bus.h"
#include "http/problem.h"
#include "runtime/log.h"
#include "runtime/worker.h"

enum {
	RELOAD_MS = 5 * 1000,
};

struct callers_gate {
	struct process *process;
	unsigned bus_permissions;
	struct callers callers; /* loop */
	struct callers fresh;	/* read on the pool thread, taken on the loop */
	uv_timer_t timer;
	bool started;
	bool reloading;
	struct work work;
	struct work_class reload;
};

struct callers_gate *
callers_gate_new(struct process *process, unsigned bus_permissions)
{
	struct callers_gate *gate = calloc(1, sizeof(*gate));

	if (gate == NULL)
		abort();
	gate->process = process;
	gate->bus_permissions = bus_permissions;
	return gate;
}

bool
callers_gate_load(struct callers_gate *gate, struct store *store, struct error *error)
{
	callers_free(&gate->callers);
	return callers_read(store, &gate->callers, error);
}

static bool
admit_keys(struct callers_gate *gate, struct error *error)
{
	struct arena arena = { 0 };
	struct bus_credential *credentials = arena_array(&arena, gate->callers.count + 1, sizeof(*credentials));
	size_t count = 0;
	bool ok = true;

	for (size_t i = 0; ok && i < gate->callers.count; i++) {
		const struct caller *caller = &gate->callers.at[i];

		if (!caller->has_curve || (caller->permissions & gate->bus_permissions) == 0)
			continue;
		credentials[count] = (struct bus_credential){
			.zone = BUS_PUBLIC,
			.user = { .landlord_id = caller->landlord_id, .source = caller->source },
		};
		ok = bus_key_from_bytes(
		    (struct bytes){ caller->curve_public, CALLER_CURVE_BYTES }, credentials[count].public_key, error);
		count++;
	}
	ok = ok && process_admit(gate->process, credentials, count, error);
	arena_free(&arena);
	return ok;
}

static bool
read_again(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct callers_gate *gate = room->context;

	(void)items;
	(void)count;
	return callers_read(room->store, &gate->fresh, error);
}

static void
take_over(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct callers_gate *gate = context;
	struct error failure = { 0 };

	(void)items;
	(void)count;
	(void)error;
	(void)arena;
	gate->reloading = false;
	if (!ok)
		return;
	callers_free(&gate->callers);
	gate->callers = gate->fresh;
	gate->fresh = (struct callers){ 0 };
	if (gate->started && gate->bus_permissions != 0 && !admit_keys(gate, &failure))
		log_failure(LOG_LEVEL_ERROR, "the callers' keys could not be taken over", &failure);
}

static void
on_timer(uv_timer_t *timer)
{
	struct callers_gate *gate = timer->data;

	if (gate->reloading)
		return;
	gate->reloading = worker_submit(gate->process->worker, &gate->work, &gate->reload, 1);
}

bool
callers_gate_start(struct callers_gate *gate, struct error *error)
{
	gate->reload = (struct work_class){
		.name = "callers",
		.most_items = 1,
		.most_bytes = SIZE_MAX,
		.run = read_again,
		.done = take_over,
		.context = gate,
	};
	if (gate->bus_permissions != 0 && !admit_keys(gate, error))
		return false;
	uv_timer_init(gate->process->loop, &gate->timer);
	gate->timer.data = gate;
	uv_timer_start(&gate->timer, on_timer, RELOAD_MS, RELOAD_MS);
	gate->started = true;
	return true;
}

void
callers_gate_stop(struct callers_gate *gate)
{
	if (gate == NULL || !gate->started)
		return;
	gate->started = false;
	uv_timer_stop(&gate->timer);
	uv_close((uv_handle_t *)&gate->timer, NULL);
}

void
callers_gate_free(struct callers_gate *gate)
{
	if (gate == NULL)
		return;
	callers_free(&gate->callers);
	callers_free(&gate->fresh);
	free(gate);
}

const struct callers *
callers_gate_callers(const struct callers_gate *gate)
{
	return &gate->callers;
}

bool
callers_gate_admit(const struct callers_gate *gate, struct http_request *request)
{
	static const struct http_header challenge = { "WWW-Authenticate", "Bearer realm=\"redress\"" };
	const struct caller *caller = NULL;
	struct caller *copy;
	struct text token;

	if (strncmp(http_request_route(request), "/v1/", 4) != 0)
		return true;
	if (http_request_bearer(request, &token))
		caller = callers_by_token(&gate->callers, token);
	if (caller == NULL) {
		http_problem_with(request,
		    &(struct http_problem){
			.status = 401,
			.detail = TEXT("send the caller's key as \"Authorization: Bearer <key>\""),
		    },
		    &challenge, 1);
		return false;
	}
	/* The table may be read again while the request waits. */
	copy = arena_alloc(http_request_arena(request), sizeof(*copy));
	*copy = *caller;
	copy->landlord = arena_text(http_request_arena(request), caller->landlord);
	copy->source = arena_text(http_request_arena(request), caller->source);
	http_request_set_user(request, copy);
	return true;
}
