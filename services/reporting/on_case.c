/* GET /v1/cases/{case}, and GET /v1/cases?waiting. */
#include <stdlib.h>

#include "base/limits.h"
#include "reporting/ask.h"
#include "reporting/keyring.h"
#include "reporting/page.h"
#include "reporting/questions.h"
#include "reporting_sql.h"
#include "store/log.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"
#include "wire/cloudevent.h"

static int
by_position(const void *a, const void *b)
{
	const struct event *one = a, *other = b;

	return one->position < other->position ? -1 : one->position > other->position;
}

static bool
print_case(struct question *question, const struct log_events *events, struct error *error)
{
	struct page page = { .arena = &question->arena };

	page_add(&page, TEXT("{\"case\":"));
	page_add_string(&page, question->case_ref);
	page_add(&page, TEXT(",\"landlord\":"));
	page_add_string(&page, question->landlord);
	page_add(&page, TEXT(",\"events\":["));
	for (size_t i = 0; i < events->count; i++) {
		struct text line;

		if (!cloudevent_print(&events->at[i], &question->arena, &line, error))
			return false;
		if (i > 0)
			page_add(&page, TEXT(","));
		page_add(&page, line);
	}
	page_add(&page, TEXT("]}"));
	question->body = page_text(&page);
	return true;
}

static bool
answer_case(struct question *question, struct store *store, struct error *error)
{
	const struct log_case wanted = { question->landlord_id, question->case_ref };
	struct log_events events;

	if (!log_read_cases(store, &wanted, 1, INT64_MAX, INT64_MAX, &question->arena, &events, error))
		return false;
	if (events.count == 0)
		return error_set(error, ERROR_NOT_FOUND, "there is no case '%.*s' here",
		    question->case_ref.len > LIMIT_WORD_BYTES ? LIMIT_WORD_BYTES : TEXT_ARG(question->case_ref));
	qsort(events.at, events.count, sizeof(*events.at), by_position);
	if (question->opens_personal &&
	    !keyring_open(question->state, question->landlord_id, &events, &question->arena, error))
		return false;
	return print_case(question, &events, error);
}

void
on_case_file(struct http_request *request, void *context)
{
	struct question *question = question_begin(request, context, false);
	struct text case_ref = { 0 };

	if (question == NULL)
		return;
	http_request_param(request, "case", &case_ref);
	question->case_ref = arena_text(&question->arena, case_ref);
	question_ask(question, answer_case);
}

static json_t *
waiting_row(const struct rows *rows, size_t i, struct text landlord)
{
	return json_pack("{so so sI so so so so}", "case", json_text(rows_text(rows, i, 0)), "landlord",
	    json_text(landlord), "position", (json_int_t)rows_int(rows, i, 1), "since",
	    json_instant(rows_instant(rows, i, 2)), "type", json_text(rows_text(rows, i, 3)), "source",
	    json_text(rows_text(rows, i, 4)), "id", json_text(rows_text(rows, i, 5)));
}

static bool
answer_waiting(struct question *question, struct store *store, struct error *error)
{
	struct params params = params_new(&question->arena);
	json_t *list;
	struct rows rows;
	bool more;

	params_int4(&params, (int32_t)question->landlord_id);
	params_int8(&params, (int64_t)question->position);
	params_int4(&params, (int32_t)question->most + 1);
	if (!store_query(store, SQL_LIST_WAITING, &params, &question->arena, &rows, error))
		return false;
	more = rows.count > question->most;
	list = json_array();
	for (size_t i = 0; i < rows.count && i < question->most; i++)
		json_array_append_new(list, waiting_row(&rows, i, question->landlord));
	/* The next page comes after this position. */
	question->body =
	    page_of_json(json_pack("{so so}", "waiting", list, "after",
			     more ? json_integer((json_int_t)rows_int(&rows, question->most - 1, 1)) : json_null()),
		&question->arena);
	return true;
}

void
on_waiting(struct http_request *request, void *context)
{
	struct question *question = question_begin(request, context, false);
	struct error error = { 0 };
	struct text waiting;

	if (question == NULL)
		return;
	if (!http_request_query(request, "waiting", &waiting))
		error_set_field(&error, ERROR_INVALID, "waiting",
		    "ask for what waits, /v1/cases?waiting, or for one case, /v1/cases/<reference>");
	else if (question_number(question, "after", 0, 0, INT64_MAX, &question->position, &error) &&
		 question_number(question, "max", LIMIT_PAGE_ROWS, 1, LIMIT_PAGE_ROWS, &question->most, &error)) {
		question_ask(question, answer_waiting);
		return;
	}
	question_refuse(question, &error);
}
