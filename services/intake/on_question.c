/* GET /v1/progress and GET /v1/refusals. */
#include <jansson.h>
#include <stdlib.h>

#include "base/limits.h"
#include "http/problem.h"
#include "intake/edges.h"
#include "intake/question.h"
#include "intake/state.h"
#include "intake_sql.h"
#include "store/log.h"
#include "store/params.h"
#include "store/rows.h"
#include "wire/time.h"

struct question {
	struct work work;	      /* first */
	struct http_request *request; /* NULL once it has gone */
	uint32_t landlord_id;
	char *source;
	json_t *answer;
};

static void
on_gone(void *context)
{
	((struct question *)context)->request = NULL;
}

static json_t *
json_instant(struct instant at)
{
	char room[INSTANT_TEXT_MAX];
	struct text printed = instant_print(at, room);

	return json_stringn(printed.at, printed.len);
}

static bool
read_progress(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	struct log_heads heads;

	if (!log_heads(room->store, &heads, error))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct question *question = (struct question *)items[i];

		question->answer = json_pack("{sI sI sI sI sI sI ss so}", "epoch", (json_int_t)heads.epoch, "head",
		    (json_int_t)heads.head, "routedThrough", (json_int_t)heads.cursors[SPEAKER_ROUTING].through,
		    "judgedThrough", (json_int_t)heads.cursors[SPEAKER_SLA].through, "notifiedThrough",
		    (json_int_t)heads.cursors[SPEAKER_NOTIFICATION].through, "reportedThrough",
		    (json_int_t)heads.cursors[SPEAKER_REPORTING].through, "mode",
		    heads.virtual_time ? "virtual" : "real", "now", json_instant(heads.now));
	}
	return true;
}

static bool
read_refusals(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		struct question *question = (struct question *)items[i];
		struct params params = params_new(room->arena);
		struct rows rows;

		params_int4(&params, (int32_t)question->landlord_id);
		params_text(&params, text_of(question->source));
		params_int4(&params, LIMIT_REFUSALS_KEPT);
		if (!store_query(room->store, SQL_READ_REFUSALS, &params, room->arena, &rows, error))
			return false;
		question->answer = json_array();
		for (size_t r = 0; r < rows.count; r++)
			json_array_append_new(question->answer,
			    json_pack("{so ss ss ss ss}", "refusedAt", json_instant(rows_instant(&rows, r, 0)), "id",
				rows_text(&rows, r, 1).at, "type", rows_text(&rows, r, 2).at, "field",
				rows_text(&rows, r, 3).at, "problem", rows_text(&rows, r, 4).at));
	}
	return true;
}

static void
answered(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	(void)arena;
	(void)context;
	for (size_t i = 0; i < count; i++) {
		struct question *question = (struct question *)items[i];
		char *printed = question->answer == NULL ? NULL : json_dumps(question->answer, JSON_COMPACT);

		if (question->request != NULL) {
			http_request_on_gone(question->request, NULL, NULL);
			if (ok && printed != NULL)
				http_answer(question->request, 200, "application/json", text_of(printed), NULL, 0);
			else
				http_problem_error(question->request, error);
		}
		free(printed);
		json_decref(question->answer);
		free(question->source);
		free(question);
	}
}

static void
ask(struct state *state, struct http_request *request, const struct work_class *work_class)
{
	const struct caller *caller = http_request_user(request);
	struct question *question = calloc(1, sizeof(*question));

	if (question == NULL)
		abort();
	question->request = request;
	question->landlord_id = caller->landlord_id;
	question->source = strndup(caller->source.at, caller->source.len);
	http_request_on_gone(request, on_gone, question);
	if (!worker_submit(state->process->worker, &question->work, work_class, 1)) {
		struct work *const items[] = { &question->work };
		struct error stopping = { 0 };

		error_set(&stopping, ERROR_UNAVAILABLE, "intake is stopping: ask again in a moment");
		answered(items, 1, false, &stopping, NULL, state);
	}
}

static struct work_class
question_class(struct state *state, const char *name,
    bool (*run)(struct work *const *items, size_t count, struct work_room *room, struct error *error))
{
	return (struct work_class){
		.name = name,
		.most_items = 64,
		.most_bytes = SIZE_MAX,
		.patience_ms = 2000,
		.run = run,
		.done = answered,
		.context = state,
	};
}

struct work_class
progress_class(struct state *state)
{
	return question_class(state, "progress", read_progress);
}

struct work_class
refusals_class(struct state *state)
{
	return question_class(state, "refusals", read_refusals);
}

void
on_progress(struct http_request *request, void *context)
{
	struct state *state = context;

	ask(state, request, &state->progress_class);
}

void
on_refusals(struct http_request *request, void *context)
{
	struct state *state = context;

	ask(state, request, &state->refusals_class);
}
