/* post: facts to a running system, and what became of each. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/place.h"
#include "redressctl/poster.h"
#include "redressctl/web.h"

enum { INPUT_BYTES_MAX = 1024 * 1024 * 1024 };

struct posting {
	struct arena arena;
	bool json;
	size_t accepted, repeated, refused;
	/* The events given, as texts. */
	struct text *events;
	size_t count, capacity;
};

static void
print_result(void *owner, const struct post_result *result)
{
	struct posting *posting = owner;
	bool good = result->status == POST_ACCEPTED || result->status == POST_REPEATED;

	posting->accepted += result->status == POST_ACCEPTED;
	posting->repeated += result->status == POST_REPEATED;
	posting->refused += !good;
	if (posting->json) {
		struct arena arena = { 0 };

		printf("%.*s\n", TEXT_ARG(post_result_print(result, &arena)));
		arena_free(&arena);
	} else if (good) {
		printf("%-8s  %.*s  position %llu%s%.*s\n", result->status == POST_ACCEPTED ? "accepted" : "repeated",
		    TEXT_ARG(result->id), (unsigned long long)result->position,
		    text_is_empty(result->case_ref) ? "" : "  case ", TEXT_ARG(result->case_ref));
	} else {
		printf("%-8s  %.*s  %.*s%s%.*s\n", result->status == POST_CONFLICT ? "conflict" : "refused",
		    TEXT_ARG(result->id), TEXT_ARG(result->field), text_is_empty(result->field) ? "" : ": ",
		    TEXT_ARG(result->problem));
	}
}

static void
keep(struct posting *posting, struct text event)
{
	if (posting->count == posting->capacity) {
		posting->capacity = posting->capacity == 0 ? 1024 : 2 * posting->capacity;
		posting->events = realloc(posting->events, posting->capacity * sizeof *posting->events);
		if (posting->events == NULL)
			abort();
	}
	posting->events[posting->count++] = event;
}

static void
keep_each(struct posting *posting, const json_t *array)
{
	const json_t *event;
	size_t index;

	json_array_foreach(array, index, event)
	{
		char *printed = json_dumps(event, JSON_COMPACT | JSON_ENCODE_ANY);

		if (printed == NULL)
			abort();
		keep(posting, arena_text(&posting->arena, text_of(printed)));
		free(printed);
	}
}

/* Objects and arrays of them, one after the other, on lines or not. What is sent is what was given, byte for byte, but
 * for arrays, which are taken apart. */
static bool
split(struct posting *posting, struct text input, struct error *error)
{
	size_t at = 0, line = 1;

	for (;;) {
		json_error_t wrong;
		json_t *value;

		while (at < input.len && strchr(" \t\r\n", input.at[at]) != NULL)
			line += input.at[at++] == '\n';
		if (at == input.len)
			return true;
		value = json_loadb(input.at + at, input.len - at, JSON_DISABLE_EOF_CHECK, &wrong);
		if (value == NULL)
			return error_set(
			    error, ERROR_INVALID, "line %zu: %s", line + (size_t)wrong.line - 1, wrong.text);
		/* A JSON document's end, as jansson tells it. */
		size_t len = (size_t)wrong.position;

		if (json_is_array(value))
			keep_each(posting, value);
		else
			keep(posting, (struct text){ input.at + at, len });
		json_decref(value);
		for (size_t i = 0; i < len; i++)
			line += input.at[at + i] == '\n';
		at += len;
	}
}

static bool
post_over_zeromq(struct posting *posting, const struct settings *settings, const char *as, struct error *error)
{
	struct poster *poster = NULL;
	struct hub hub;
	const char *name;
	bool ok = environment_who(settings, as, "", &posting->arena, &name, error) && hub_open(&hub, error);

	if (!ok)
		return false;
	ok = poster_open(&poster, &hub, settings, name, print_result, posting, error);
	for (size_t i = 0; ok && i < posting->count; i++)
		ok = poster_post(poster, posting->events[i], error);
	ok = ok && poster_settle(poster, error);
	poster_close(poster);
	hub_close(&hub);
	return ok;
}

/* A batch's answer holds a result for each; a single event's is its result, or a problem. */
static bool
print_answer(struct posting *posting, const struct web_answer *answer, struct error *error)
{
	json_t *root = json_loadb(answer->body.at, answer->body.len, 0, NULL);
	json_t *list = json_object_get(root, "results");
	struct post_result *results;
	size_t count;
	char *printed;
	bool ok;

	if (list == NULL) {
		json_decref(root);
		return web_problem(answer, error);
	}
	printed = json_dumps(list, JSON_COMPACT);
	ok = printed != NULL && post_results_parse(text_of(printed), &posting->arena, &results, &count, error);
	for (size_t i = 0; ok && i < count; i++)
		print_result(posting, &results[i]);
	free(printed);
	json_decref(root);
	return ok;
}

static bool
post_over_http(
    struct posting *posting, const struct settings *settings, const char *url, const char *as, struct error *error)
{
	struct web_request request = { .content_type = "application/cloudevents-batch+json" };

	request.url = arena_printf(&posting->arena, "%s/v1/events", url);
	if (!environment_bearer(settings, as, &posting->arena, &request.bearer, error))
		return false;
	for (size_t first = 0; first < posting->count;) {
		char *body = NULL;
		size_t size = 0, many = 0;
		FILE *to = open_memstream(&body, &size);
		struct web_answer answer;
		bool ok;

		if (to == NULL)
			abort();
		while (
		    first + many < posting->count && many < LIMIT_BATCH_EVENTS &&
		    (many == 0 || (size_t)ftell(to) + posting->events[first + many].len < LIMIT_HTTP_BODY_BYTES - 8)) {
			fprintf(to, "%s%.*s", many == 0 ? "[" : ",", TEXT_ARG(posting->events[first + many]));
			many++;
		}
		fputc(']', to);
		fclose(to);
		request.body = (struct text){ body, size };
		ok = web_ask(&request, &posting->arena, &answer, error) && print_answer(posting, &answer, error);
		free(body);
		if (!ok)
			return false;
		first += many;
	}
	return true;
}

/* Where dates move by what was posted, how to see which. */
static void
print_hints(const struct posting *posting)
{
	static const char type[] = "redress.v1.HolidayProclaimed";

	for (size_t i = 0; i < posting->count; i++) {
		json_t *event = json_loadb(posting->events[i].at, posting->events[i].len, 0, NULL);
		const char *of = json_string_value(json_object_get(event, "type")),
			   *id = json_string_value(json_object_get(event, "id"));

		if (of != NULL && id != NULL && strcmp(of, type) == 0)
			printf("what it moves: redressctl impact %s\n", id);
		json_decref(event);
	}
}

static int
post(struct posting *posting, const struct settings *settings, const char *file, const char *url, const char *as)
{
	struct error error = { 0 };
	struct text input;
	bool ok = place_read(file, INPUT_BYTES_MAX, &posting->arena, &input, &error) && split(posting, input, &error);

	if (ok && posting->count == 0)
		ok = error_set(&error, ERROR_INVALID, "%s: no event in it", file);
	if (ok)
		ok = url != NULL ? post_over_http(posting, settings, url, as, &error)
				 : post_over_zeromq(posting, settings, as, &error);
	if (!ok)
		return command_failed("post", &error);
	if (!posting->json && posting->count > 1)
		printf("%zu accepted, %zu repeated, %zu refused\n", posting->accepted, posting->repeated,
		    posting->refused);
	if (!posting->json && posting->refused == 0)
		print_hints(posting);
	return posting->refused == 0 ? STATUS_DONE : STATUS_FOUND;
}

int
cmd_post(int argc, char **argv)
{
	static const struct synopsis synopsis = { "post", "FILE",
		"Posts CloudEvents in JSON (one a line, or one, or an array; - is stdin) and prints what became of each: its case\n"
		"and position in the log, or why it was refused and at which field. Over ZeroMQ, or with --http over HTTP.\n"
		"After a HolidayProclaimed (--as operator), `redressctl impact` lists the cases and clocks that it moved.\n",
		1, 1 };
	const char *url = NULL, *as = NULL;
	struct posting posting = { 0 };
	const struct argument_option options[] = {
		{ "http", "URL", "over HTTP, as http://127.0.0.1:8440", &url, NULL },
		AS_OPTION(as),
		{ "json", NULL, "one JSON object for each event", NULL, &posting.json },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (!environment_read(&settings))
		return STATUS_USAGE;
	status = post(&posting, &settings, arguments.operands[0], url, as);
	free(posting.events);
	arena_free(&posting.arena);
	settings_free(&settings);
	return status;
}
