#include "intake/parcel.h"

#include <stdlib.h>

#include "bus/command_server.h"
#include "http/problem.h"
#include "http/server.h"
#include "intake/state.h"

void
verdict_refuse(struct verdict *verdict, enum error_code code, const struct error *error, struct arena *arena)
{
	verdict->code = code;
	verdict->result.status = POST_REFUSED;
	verdict->result.problem = text_of(arena_printf(arena, "%s", error->text));
	verdict->result.field = text_of(arena_printf(arena, "%s", error->field));
}

enum {
	ORDINARY_BYTES = 16 * 1024,
};

size_t
parcels_under_way(const struct state *state)
{
	size_t by_weight = state->waiting_bytes / ORDINARY_BYTES, by_count = worker_load(state->process->worker);

	return by_weight > by_count ? by_weight : by_count;
}

static void
parcel_free(struct parcel *parcel)
{
	if (parcel->state != NULL)
		parcel->state->waiting_bytes -= parcel->weight;
	arena_free(&parcel->arena);
	free(parcel);
}

static void
on_gone(void *context)
{
	struct parcel *parcel = context;

	parcel->request = NULL;
}

static void
answer_command(struct parcel *parcel)
{
	struct arena *arena = &parcel->arena;
	struct post_result *results = arena_array(arena, parcel->readings.count, sizeof(*results));

	/* At a stop the edge goes first: the poster will send again. */
	if (parcel->state->commands == NULL)
		return;
	for (size_t i = 0; i < parcel->readings.count; i++)
		results[i] = parcel->verdicts[i].result;
	command_server_done(parcel->state->commands, parcel->connection, parcel->seq,
	    post_results_print(results, parcel->readings.count, arena));
}

static void
answer_one(struct parcel *parcel)
{
	const struct verdict *verdict = &parcel->verdicts[0];
	struct error error = { .code = verdict->code };
	struct http_problem problem = {
		.status = 400, .detail = verdict->result.problem, .field = verdict->result.field
	};

	switch (verdict->result.status) {
	case POST_ACCEPTED:
	case POST_REPEATED:
		http_answer(parcel->request, 202, "application/json",
		    post_result_print(&verdict->result, &parcel->arena), NULL, 0);
		return;
	case POST_CONFLICT:
		problem.status = 409;
		break;
	default:
		problem.status = error.code == ERROR_FORBIDDEN	? 403
				 : error.code == ERROR_LIMIT	? 413
				 : error.code == ERROR_INTERNAL ? 500
								: 400;
		break;
	}
	http_problem(parcel->request, &problem);
}

static void
answer_batch(struct parcel *parcel)
{
	struct arena *arena = &parcel->arena;
	struct post_result *results = arena_array(arena, parcel->readings.count, sizeof(*results));
	bool all = true;
	struct text printed;

	for (size_t i = 0; i < parcel->readings.count; i++) {
		results[i] = parcel->verdicts[i].result;
		all = all && (results[i].status == POST_ACCEPTED || results[i].status == POST_REPEATED);
	}
	printed = post_results_print(results, parcel->readings.count, arena);
	http_answer(parcel->request, all ? 202 : 207, "application/json",
	    text_of(arena_printf(arena, "{\"results\":%.*s}", TEXT_ARG(printed))), NULL, 0);
}

static void
answer(struct parcel *parcel)
{
	parcel->answered = true;
	if (parcel->connection != 0) {
		answer_command(parcel);
		return;
	}
	if (parcel->request == NULL)
		return;
	http_request_on_gone(parcel->request, NULL, NULL);
	if (parcel->readings.batch)
		answer_batch(parcel);
	else
		answer_one(parcel);
	parcel->request = NULL;
}

/* Whoever posted over ZeroMQ gets no answer and sends again; over HTTP, a 503. */
static void
answer_failed(struct parcel *parcel, const struct error *error)
{
	parcel->answered = true;
	if (parcel->connection != 0 && parcel->state->commands != NULL)
		command_server_drop(parcel->state->commands, parcel->connection);
	if (parcel->request == NULL)
		return;
	http_request_on_gone(parcel->request, NULL, NULL);
	http_problem_error(parcel->request, error);
	parcel->request = NULL;
}

void
parcel_finish(struct parcel *parcel, bool ok, const struct error *error)
{
	if (!parcel->answered && ok)
		answer(parcel);
	else if (!parcel->answered)
		answer_failed(parcel, error);
	parcel_free(parcel);
}

#ifdef REDRESS_CONTROL_EARLY_ACK
/* The negative control: says "accepted" before anything is committed. */
static void
answer_too_early(struct parcel *parcel)
{
	for (size_t i = 0; i < parcel->readings.count; i++) {
		if (parcel->readings.at[i].ok)
			parcel->verdicts[i].result.status = POST_ACCEPTED;
	}
	answer(parcel);
}
#endif

bool
parcel_post(struct state *state, const struct caller *caller, struct bytes body, struct http_request *request,
    uint64_t connection, uint64_t seq, struct error *error)
{
	struct parcel *parcel = calloc(1, sizeof(*parcel));
	struct text kept;

	if (parcel == NULL)
		abort();
	kept = arena_text(&parcel->arena, (struct text){ (const char *)body.at, body.len });
	if (!cloudevent_read(
		(struct bytes){ (const uint8_t *)kept.at, kept.len }, &parcel->arena, &parcel->readings, error)) {
		parcel_free(parcel);
		return false;
	}
	if (parcel->readings.count == 0) {
		parcel_free(parcel);
		return error_set(error, ERROR_INVALID, "the batch is empty: post at least one event");
	}
	/* Many small events weigh more than their bytes. */
	parcel->weight = body.len + parcel->readings.count * (sizeof(*parcel->readings.at) + sizeof(*parcel->verdicts));
	parcel->state = state;
	state->waiting_bytes += parcel->weight;
	parcel->caller = *caller;
	parcel->caller.landlord = arena_text(&parcel->arena, caller->landlord);
	parcel->caller.source = arena_text(&parcel->arena, caller->source);
	parcel->request = request;
	parcel->connection = connection;
	parcel->seq = seq;
	parcel->verdicts = arena_array(&parcel->arena, parcel->readings.count, sizeof(*parcel->verdicts));
	for (size_t i = 0; i < parcel->readings.count; i++) {
		parcel->verdicts[i].result.source = parcel->readings.at[i].posted.source;
		parcel->verdicts[i].result.id = parcel->readings.at[i].posted.id;
	}
	if (request != NULL)
		http_request_on_gone(request, on_gone, parcel);
#ifdef REDRESS_CONTROL_EARLY_ACK
	answer_too_early(parcel);
#endif
	if (!worker_submit(state->process->worker, &parcel->work, &state->accept_class, parcel->weight)) {
		struct error stopping = { 0 };

		error_set(&stopping, ERROR_UNAVAILABLE, "intake is stopping: send it again in a moment");
		parcel_finish(parcel, false, &stopping);
	}
	return true;
}
