#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "http/internal.h"
#include "http/problem.h"

struct framing {
	struct http_request *request;
	const char *complaint;
	struct text length;
	bool chunked, unknown_encoding;
};

static bool
refuse(struct http_request *request, unsigned status, const char *detail)
{
	http_problem(request, &(struct http_problem){ .status = status, .detail = text_of(detail) });
	return false;
}

/* Where the body ends must have one reading: a front end with another one could be made to smuggle requests. */
static enum MHD_Result
look_at_header(
    void *context, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value, size_t value_size)
{
	struct framing *framing = context;
	struct text said = { value, value_size };

	(void)kind;
	if (name_size == 14 && strncasecmp(name, "Content-Length", 14) == 0) {
		if (framing->length.at != NULL && !text_equal(framing->length, said))
			framing->complaint = "Content-Length is given twice, and differs.";
		if (said.len == 0 || said.len > 18 || strspn(value, "0123456789") != said.len)
			framing->complaint = "Content-Length is not a number.";
		framing->length = said;
	} else if (name_size == 17 && strncasecmp(name, "Transfer-Encoding", 17) == 0) {
		if (framing->chunked)
			framing->complaint = "Transfer-Encoding is given twice.";
		framing->chunked = true;
		if (said.len != 7 || strncasecmp(value, "chunked", 7) != 0)
			framing->unknown_encoding = true;
	} else if (name_size == 6 && strncasecmp(name, "Expect", 6) == 0) {
		framing->request->expects = true;
	}
	return MHD_YES;
}

static bool
read_framing(struct http_request *request)
{
	struct framing framing = { .request = request };

	MHD_get_connection_values_n(request->mhd, MHD_HEADER_KIND, look_at_header, &framing);
	if (framing.complaint == NULL && framing.chunked && framing.length.at != NULL)
		framing.complaint = "Content-Length and Transfer-Encoding are both given.";
	if (framing.complaint != NULL || framing.unknown_encoding) {
		request->at_once = true;
		if (framing.complaint != NULL)
			return refuse(request, 400, framing.complaint);
		return refuse(request, 501, "The only transfer encoding known is chunked.");
	}
	request->chunked = framing.chunked;
	if (framing.length.at != NULL)
		request->content_length = strtoull(framing.length.at, NULL, 10);
	request->has_body = framing.chunked || request->content_length > 0;
	return true;
}

static enum MHD_Result
look_at_query(
    void *context, enum MHD_ValueKind kind, const char *name, size_t name_size, const char *value, size_t value_size)
{
	struct framing *framing = context;
	struct http_request *request = framing->request;
	struct route_param *param = &request->query[request->query_count];

	(void)kind;
	if (request->query_count == QUERY_PARAMS) {
		framing->complaint = "The query has too many parameters.";
		return MHD_NO;
	}
	if (!route_decode((struct text){ name, name_size }, &request->arena, &param->name) ||
	    !route_decode((struct text){ value, value == NULL ? 0 : value_size }, &request->arena, &param->value)) {
		framing->complaint = "The query is not well encoded.";
		return MHD_NO;
	}
	request->query_count++;
	return MHD_YES;
}

static void
read_media_type(struct http_request *request)
{
	struct text value;
	char *copy;
	size_t len;

	if (!http_request_header(request, "Content-Type", &value))
		return;
	copy = arena_string(&request->arena, value);
	len = strcspn(copy, "; \t");
	for (size_t i = 0; i < len; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	request->media_type = (struct text){ copy, len };
}

static bool
is_listed(struct text word, const char *words)
{
	while (*words != '\0') {
		size_t len = strcspn(words, " ");

		if (text_equal(word, (struct text){ words, len }))
			return true;
		words += len + strspn(words + len, " ");
	}
	return false;
}

static bool
read_method(const char *name, enum http_method *method)
{
	static const struct {
		const char *name;
		enum http_method method;
	} methods[] = {
		{ "GET", HTTP_GET },
		{ "HEAD", HTTP_GET },
		{ "POST", HTTP_POST },
		{ "PUT", HTTP_PUT },
		{ "DELETE", HTTP_DELETE },
	};

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (strcmp(methods[i].name, name) == 0) {
			*method = methods[i].method;
			return true;
		}
	}
	return false;
}

static bool
find_route(struct http_request *request, bool known)
{
	struct http_server *server = request->server;
	struct route_path path;
	/* A method no route can have finds none, but learns which are allowed. */
	enum http_method method = known ? request->method : (enum http_method)31;

	if (!route_split(request->path, &request->arena, &path))
		return refuse(request, 400, "The path is not well encoded, or too deep.");
	if (route_find(server->config.tables, server->config.table_count, method, &path, &request->match))
		return true;
	if (request->match.allowed == 0)
		return refuse(request, 404, "There is nothing at this path.");
	http_problem_with(request,
	    &(struct http_problem){ .status = 405, .detail = TEXT("This path does not take this method.") },
	    &(struct http_header){ "Allow", route_allow(request->match.allowed, &request->arena) }, 1);
	return false;
}

bool
framing_read(struct http_request *request, const char *url, const char *method)
{
	struct http_server *server = request->server;
	struct framing query = { .request = request };
	bool known = read_method(method, &request->method);

	request->path = arena_text(&request->arena, text_of(url));
	read_media_type(request);
	if (!read_framing(request))
		return false;
	MHD_get_connection_values_n(request->mhd, MHD_GET_ARGUMENT_KIND, look_at_query, &query);
	if (query.complaint != NULL)
		return refuse(request, 400, query.complaint);
	if (!find_route(request, known))
		return false;
	if (request->content_length > server->limits.body_bytes) {
		request->at_once = request->content_length > 4 * (uint64_t)server->limits.body_bytes;
		return refuse(request, 413,
		    arena_printf(&request->arena, "The body is larger than %zu bytes.", server->limits.body_bytes));
	}
	if (request->has_body && request->match.route->consumes != NULL &&
	    !is_listed(request->media_type, request->match.route->consumes))
		return refuse(request, 415,
		    arena_printf(
			&request->arena, "The body's type is not one of: %s.", request->match.route->consumes));
	if (server->config.admit != NULL && !server->config.admit(request, server->config.admit_context))
		return false;
	return true;
}
