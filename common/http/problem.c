#include "http/problem.h"

#include <jansson.h>
#include <microhttpd.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"

const char *
http_status_words(unsigned status)
{
	return MHD_get_reason_phrase_for(status);
}

/* Each byte that is not part of a character becomes U+FFFD. */
static json_t *
json_of(struct text from, struct arena *arena)
{
	char *into = arena_alloc(arena, from.len * 3 + 1);
	size_t used = 0;

	while (from.len > 0) {
		size_t length = utf8_length(from);

		if (length == 0)
			memcpy(into + used, "\xef\xbf\xbd", 3);
		else
			memcpy(into + used, from.at, length);
		used += length == 0 ? 3 : length;
		from.at += length == 0 ? 1 : length;
		from.len -= length == 0 ? 1 : length;
	}
	return json_stringn(into, used);
}

void
http_problem_with(struct http_request *request, const struct http_problem *problem, const struct http_header *headers,
    size_t header_count)
{
	struct arena *arena = http_request_arena(request);
	const char *title = problem->title != NULL ? problem->title : http_status_words(problem->status);
	json_t *object = json_object();
	char *body;

	json_object_set_new(object, "type", json_string(problem->type != NULL ? problem->type : "about:blank"));
	json_object_set_new(object, "title", json_of(text_of(title), arena));
	json_object_set_new(object, "status", json_integer((json_int_t)problem->status));
	if (!text_is_empty(problem->detail))
		json_object_set_new(object, "detail", json_of(problem->detail, arena));
	if (!text_is_empty(problem->field))
		json_object_set_new(object, "field", json_of(problem->field, arena));
	body = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	if (body == NULL)
		abort();
	http_answer(request, problem->status, "application/problem+json", text_of(body), headers, header_count);
	free(body);
}

void
http_problem(struct http_request *request, const struct http_problem *problem)
{
	http_problem_with(request, problem, NULL, 0);
}

void
http_problem_error(struct http_request *request, const struct error *error)
{
	static const unsigned statuses[] = {
		[ERROR_NONE] = 500,
		[ERROR_INVALID] = 400,
		[ERROR_NOT_FOUND] = 404,
		[ERROR_CONFLICT] = 409,
		[ERROR_FORBIDDEN] = 403,
		[ERROR_LIMIT] = 413,
		[ERROR_UNAVAILABLE] = 503,
		[ERROR_INTERNAL] = 500,
	};
	struct http_problem problem = {
		.status = statuses[error->code],
		.detail = text_of(error->text),
		.field = text_of(error->field),
	};

	/* What went wrong inside is for the log, not for who asks. */
	if (problem.status == 500)
		problem.detail = TEXT("Something went wrong inside; it has been logged.");
	http_problem_with(
	    request, &problem, &(struct http_header){ "Retry-After", "2" }, problem.status == 503 ? 1 : 0);
}
