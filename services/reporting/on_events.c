/* GET /v1/events: the log, page by page. */
#include "base/limits.h"
#include "reporting/ask.h"
#include "reporting/page.h"
#include "reporting/questions.h"
#include "store/log.h"
#include "wire/cloudevent.h"

static uint64_t
least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static bool
answer_events(struct question *question, struct store *store, struct error *error)
{
	struct page page = { .arena = &question->arena };
	uint64_t last = question->position + LIMIT_PAGE_POSITIONS - 1;
	struct log_events events;
	struct log_heads heads;

	/* The head first: all up to it can be seen. */
	if (!log_heads(store, &heads, error) ||
	    !log_read_positions(store, question->position, last, question->most, &question->arena, &events, error))
		return false;
	question->next = events.count == question->most
			     ? events.at[events.count - 1].position + 1
			     : least(last, heads.head > question->position ? heads.head : question->position - 1) + 1;
	for (size_t i = 0; i < events.count; i++) {
		struct text line;

		if (!cloudevent_print(&events.at[i], &question->arena, &line, error))
			return false;
		if (i > 0 && page.len + line.len > LIMIT_PAGE_BYTES) {
			question->next = events.at[i].position;
			break;
		}
		page_add(&page, line);
		page_add(&page, TEXT("\n"));
		if (events.at[i].position >= question->next)
			question->next = events.at[i].position + 1;
	}
	question->body = page_text(&page);
	question->content_type = "application/x-ndjson";
	return true;
}

void
on_events(struct http_request *request, void *context)
{
	struct question *question = question_begin(request, context, true);
	struct error error = { 0 };

	if (question == NULL)
		return;
	if (question_number(question, "from", 1, 1, INT64_MAX - LIMIT_PAGE_POSITIONS, &question->position, &error) &&
	    question_number(question, "max", LIMIT_PAGE_ROWS, 1, LIMIT_PAGE_ROWS, &question->most, &error))
		question_ask(question, answer_events);
	else
		question_refuse(question, &error);
}
