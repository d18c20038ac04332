#include "redressctl/web.h"

#include <curl/curl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEFAULT_TIMEOUT_MS = 30 * 1000,
	ANSWER_BYTES_MAX = 256 * 1024 * 1024,
};

struct received {
	char *bytes;
	size_t len, room;
};

static size_t
receive(char *bytes, size_t size, size_t count, void *user)
{
	struct received *received = user;
	size_t more = size * count;

	if (received->len + more > ANSWER_BYTES_MAX)
		return 0;
	if (received->len + more > received->room) {
		size_t room = 2 * (received->len + more);
		char *larger = realloc(received->bytes, room);

		if (larger == NULL)
			return 0;
		received->bytes = larger;
		received->room = room;
	}
	memcpy(received->bytes + received->len, bytes, more);
	received->len += more;
	return more;
}

static struct curl_slist *
headers_of(const struct web_request *request, struct arena *arena)
{
	struct curl_slist *headers = NULL;

	if (request->bearer != NULL)
		headers = curl_slist_append(headers, arena_printf(arena, "Authorization: Bearer %s", request->bearer));
	if (!text_is_empty(request->body))
		headers = curl_slist_append(headers, arena_printf(arena, "Content-Type: %s", request->content_type));
	return curl_slist_append(headers, "Expect:");
}

bool
web_ask(const struct web_request *request, struct arena *arena, struct web_answer *answer, struct error *error)
{
	static CURL *curl; /* keeps the connection for the next request */
	struct received received = { 0 };
	struct curl_slist *headers = headers_of(request, arena);
	char why[CURL_ERROR_SIZE] = "";
	CURLcode code;

	if (curl == NULL)
		curl = curl_easy_init();
	if (curl == NULL)
		abort();
	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, request->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(
	    curl, CURLOPT_TIMEOUT_MS, request->timeout_ms == 0 ? (long)DEFAULT_TIMEOUT_MS : request->timeout_ms);
	if (!text_is_empty(request->body)) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.at);
	}
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_slist_free_all(headers);
	if (code == CURLE_OK)
		answer->body = arena_text(arena, (struct text){ received.bytes, received.len });
	free(received.bytes);
	if (code != CURLE_OK)
		return error_set(
		    error, ERROR_UNAVAILABLE, "%s: %s", request->url, why[0] == '\0' ? curl_easy_strerror(code) : why);
	return true;
}

bool
web_problem(const struct web_answer *answer, struct error *error)
{
	json_t *problem = json_loadb(answer->body.at == NULL ? "" : answer->body.at, answer->body.len, 0, NULL);
	const char *detail = json_string_value(json_object_get(problem, "detail"));
	const char *title = json_string_value(json_object_get(problem, "title"));
	const char *field = json_string_value(json_object_get(problem, "field"));
	enum error_code code = answer->status == 404				? ERROR_NOT_FOUND
			       : answer->status == 409				? ERROR_CONFLICT
			       : answer->status == 401 || answer->status == 403 ? ERROR_FORBIDDEN
			       : answer->status >= 500				? ERROR_UNAVAILABLE
										: ERROR_INVALID;
	const char *what = detail != NULL ? detail : title != NULL ? title : "no reason is given";

	error_set_field(error, code, field == NULL ? "" : field, "HTTP %ld: %s", answer->status, what);
	json_decref(problem);
	return false;
}

bool
web_ask_well(const struct web_request *request, struct arena *arena, struct web_answer *answer, struct error *error)
{
	if (!web_ask(request, arena, answer, error))
		return false;
	return (answer->status >= 200 && answer->status < 300) || web_problem(answer, error);
}

const char *
web_escape(struct arena *arena, const char *value)
{
	char *escaped = curl_easy_escape(NULL, value, 0);
	const char *kept;

	if (escaped == NULL)
		abort();
	kept = arena_string(arena, text_of(escaped));
	curl_free(escaped);
	return kept;
}
