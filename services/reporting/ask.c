#include "reporting/ask.h"

#include <stdlib.h>

#include "base/limits.h"
#include "http/problem.h"
#include "reporting/questions.h"
#include "reporting/state.h"
#include "reporting_sql.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"
#include "wire/time.h"

enum {
	QUESTIONS_AT_ONCE = 16,
	PATIENCE_MS = 2000,
};

const struct http_route REPORTING_ROUTES[] = {
	{ HTTP_GET, "/v1/figures", on_figures, NULL },
	{ HTTP_GET, "/v1/cases", on_waiting, NULL },
	{ HTTP_GET, "/v1/cases/{case}", on_case_file, NULL },
	{ HTTP_GET, "/v1/registers/{register}", on_register, NULL },
	{ HTTP_GET, "/v1/events", on_events, NULL },
	{ 0 },
};

bool
admit_caller(struct http_request *request, void *context)
{
	return callers_gate_admit(((struct state *)context)->gate, request);
}

static void
on_gone(void *context)
{
	((struct question *)context)->request = NULL;
}

static void
question_free(struct question *question)
{
	arena_free(&question->arena);
	free(question);
}

void
question_refuse(struct question *question, const struct error *error)
{
	http_request_on_gone(question->request, NULL, NULL);
	http_problem_error(question->request, error);
	question_free(question);
}

/* Whose it is to answer; a landlord's caller who names another hears what it would hear of one that is not there. */
static bool
settle_landlord(struct question *question, const struct caller *caller, bool cell, struct error *error)
{
	bool operates = caller->landlord_id == 0 && caller_may(caller, PERMISSION_OPERATE);
	struct text named;
	bool is_named = http_request_query(question->request, "landlord", &named) && !text_is_empty(named);

	question->opens_personal = caller_may(caller, PERMISSION_PERSONAL);
	if (!operates && !caller_may(caller, PERMISSION_READ))
		return error_set(error, ERROR_FORBIDDEN, "this key may not read");
	if (!operates || (is_named && text_equal(named, caller->landlord))) {
		if (is_named && !text_equal(named, caller->landlord))
			return error_set_field(error, ERROR_NOT_FOUND, "landlord", "there is no such landlord here");
		question->landlord_id = caller->landlord_id;
		question->landlord = arena_text(&question->arena, caller->landlord);
		return true;
	}
	if (is_named) {
		question->landlord = arena_text(&question->arena, named);
		question->landlord_by_name = true;
		return true;
	}
	if (!cell)
		return error_set_field(error, ERROR_INVALID, "landlord", "name the landlord: ?landlord=<its name>");
	question->whole_cell = true;
	return true;
}

struct question *
question_begin(struct http_request *request, struct state *state, bool cell)
{
	struct question *question = calloc(1, sizeof(*question));
	struct error error = { 0 };

	if (question == NULL)
		abort();
	question->state = state;
	question->request = request;
	question->content_type = "application/json";
	if (worker_load(state->process->worker) > LIMIT_QUESTIONS_WAITING)
		error_set(&error, ERROR_UNAVAILABLE, "%d questions are waiting for the database: ask again later",
		    LIMIT_QUESTIONS_WAITING);
	else if (settle_landlord(question, http_request_user(request), cell, &error))
		return question;
	question_refuse(question, &error);
	return NULL;
}

void
question_ask(
    struct question *question, bool (*answer)(struct question *question, struct store *store, struct error *error))
{
	question->answer = answer;
	http_request_on_gone(question->request, on_gone, question);
	if (!worker_submit(question->state->process->worker, &question->work, &question->state->ask_class, 1))
		question_refuse(
		    question, &(struct error){ .code = ERROR_UNAVAILABLE, .text = "the daemon is stopping" });
}

bool
question_date(struct question *question, const char *name, int32_t *day, struct error *error)
{
	struct text value;

	if (!http_request_query(question->request, name, &value))
		return error_set_field(error, ERROR_INVALID, name, "say '%s', a day written YYYY-MM-DD", name);
	if (!date_parse(value, day))
		return error_set_field(error, ERROR_INVALID, name, "'%.*s' is no day written YYYY-MM-DD",
		    value.len > 64 ? 64 : TEXT_ARG(value));
	return true;
}

bool
question_number(struct question *question, const char *name, uint64_t otherwise, uint64_t least, uint64_t most,
    uint64_t *number, struct error *error)
{
	struct text value;
	uint64_t parsed = 0;
	bool good;

	*number = otherwise;
	if (!http_request_query(question->request, name, &value))
		return true;
	good = value.len > 0 && value.len < 20;
	for (size_t i = 0; good && i < value.len; i++) {
		good = value.at[i] >= '0' && value.at[i] <= '9';
		parsed = parsed * 10 + (uint64_t)(value.at[i] - '0');
	}
	if (!good || parsed < least || parsed > most)
		return error_set_field(error, ERROR_INVALID, name, "'%s' is a whole number from %llu to %llu", name,
		    (unsigned long long)least, (unsigned long long)most);
	*number = parsed;
	return true;
}

static bool
find_landlord(struct question *question, struct store *store, struct error *error)
{
	struct params params = params_new(&question->arena);
	struct rows rows;

	params_text(&params, question->landlord);
	if (!store_query(store, SQL_FIND_LANDLORD, &params, &question->arena, &rows, error))
		return false;
	if (rows.count == 0)
		return error_set_field(error, ERROR_NOT_FOUND, "landlord", "there is no such landlord here");
	question->landlord_id = (uint32_t)rows_int(&rows, 0, 0);
	return true;
}

/* With row-level security set to whom the question is about. Whatever happens, the connection judges the whole cell
 * again afterwards: if it cannot be told so, it is opened anew. */
static bool
answer_as_landlord(struct question *question, struct store *store, struct error *error)
{
	struct error lost;
	char whose[16] = WHOLE_CELL;
	bool ok;

	if (question->landlord_by_name && !find_landlord(question, store, error))
		return false;
	if (!question->whole_cell)
		snprintf(whose, sizeof(whose), "%u", question->landlord_id);
	ok = store_set_landlord(store, whose, error) && question->answer(question, store, error);
	if (!store_set_landlord(store, WHOLE_CELL, &lost))
		store_reopen(store, &lost);
	return ok;
}

static bool
answer_all(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		struct question *question = (struct question *)items[i];

		question->error = (struct error){ 0 };
		question->ok = answer_as_landlord(question, room->store, &question->error);
		if (!question->ok && question->error.code == ERROR_UNAVAILABLE) {
			*error = question->error;
			return false;
		}
	}
	return true;
}

static void
send_answer(struct question *question)
{
	char next[24];
	const struct http_header header = { "Redress-Next", next };

	snprintf(next, sizeof(next), "%llu", (unsigned long long)question->next);
	http_answer(
	    question->request, 200, question->content_type, question->body, &header, question->next == 0 ? 0 : 1);
}

static void
send_all(
    struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	(void)arena;
	(void)context;
	for (size_t i = 0; i < count; i++) {
		struct question *question = (struct question *)items[i];

		if (question->request != NULL) {
			http_request_on_gone(question->request, NULL, NULL);
			if (ok && question->ok)
				send_answer(question);
			else
				http_problem_error(question->request, ok ? &question->error : error);
		}
		question_free(question);
	}
}

struct work_class
ask_class(struct state *state)
{
	return (struct work_class){
		.name = "questions",
		.most_items = QUESTIONS_AT_ONCE,
		.most_bytes = SIZE_MAX,
		.patience_ms = PATIENCE_MS,
		.run = answer_all,
		.done = send_all,
		.context = state,
	};
}
