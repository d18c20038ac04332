#include <stdlib.h>
#include <strings.h>

#include "http/internal.h"
#include "http/problem.h"

enum {
	SEND_LIMIT_MS = 10 * 60 * 1000,
};

static struct http_request *
request_new(struct http_server *server, struct MHD_Connection *mhd)
{
	struct http_request *request = calloc(1, sizeof(*request));
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	if (request == NULL)
		return NULL;
	request->server = server;
	request->mhd = mhd;
	request->connection = info == NULL ? NULL : info->socket_context;
	request->began_ns = uv_hrtime();
	LIST_INSERT_HEAD(&server->requests, request, link);
	return request;
}

static void
set_deadline(struct http_request *request, unsigned ms)
{
	if (request->connection != NULL)
		request->connection->deadline_ms = ms == 0 ? 0 : uv_now(request->server->loop) + ms;
}

static enum MHD_Result
send_answer(struct http_request *request)
{
	enum MHD_Result result;

	set_deadline(request, request->stream != NULL ? 0 : SEND_LIMIT_MS);
	result = MHD_queue_response(request->mhd, request->status, request->response);
	MHD_destroy_response(request->response);
	request->response = NULL;
	return result;
}

static void
refuse_stopping(struct http_request *request)
{
	http_problem_with(request, &(struct http_problem){ .status = 503, .detail = TEXT("The server is stopping.") },
	    &(struct http_header){ "Retry-After", "5" }, 1);
}

static void
dispatch(struct http_request *request)
{
	request->dispatched = true;
	/* What handlers work with is gone when the server closes. */
	if (request->server->closing) {
		refuse_stopping(request);
		return;
	}
	request->counted = true;
	request->server->pending++;
	set_deadline(request, 0);
	request->match.route->handle(request, request->match.context);
}

static enum MHD_Result
begin(struct http_request *request, const char *url, const char *method)
{
	struct http_server *server = request->server;

	set_deadline(request, server->limits.body_ms);
	if (server->draining) {
		request->at_once = true;
		refuse_stopping(request);
	} else {
		framing_read(request, url, method);
	}
	/* An answer before the body closes the connection, so that an honest client's body is read and dropped first.
	 */
	if (request->answered && (request->at_once || (request->expects && request->has_body)))
		return send_answer(request);
	return MHD_YES;
}

static void
drop_body(struct http_request *request)
{
	request->server->buffered -= request->body_size;
	free(request->body);
	request->body = NULL;
	request->body_used = request->body_size = 0;
}

static bool
grow_body(struct http_request *request, size_t need)
{
	struct http_server *server = request->server;
	size_t size = request->body_size == 0 ? 4096 : request->body_size;
	char *grown;

	while (size < need)
		size *= 2;
	if (server->buffered - request->body_size + size > server->limits.buffered_bytes)
		return false;
	grown = realloc(request->body, size);
	if (grown == NULL)
		return false;
	server->buffered += size - request->body_size;
	request->body = grown;
	request->body_size = size;
	return true;
}

static enum MHD_Result
take_body(struct http_request *request, const char *upload, size_t size)
{
	struct http_server *server = request->server;

	if (request->answered || request->match.route->consumes == NULL) {
		request->body_discarded += size;
		return request->body_discarded > 4 * server->limits.body_bytes ? MHD_NO : MHD_YES;
	}
	if (size > server->limits.body_bytes - request->body_used) {
		drop_body(request);
		http_problem(request, &(struct http_problem){ .status = 413,
					  .detail = text_of(arena_printf(&request->arena,
					      "The body is larger than %zu bytes.", server->limits.body_bytes)) });
		return MHD_YES;
	}
	if (request->body_used + size > request->body_size && !grow_body(request, request->body_used + size)) {
		drop_body(request);
		http_problem_with(request,
		    &(struct http_problem){ .status = 503, .detail = TEXT("Too many bodies are under way.") },
		    &(struct http_header){ "Retry-After", "1" }, 1);
		return MHD_YES;
	}
	memcpy(request->body + request->body_used, upload, size);
	request->body_used += size;
	return MHD_YES;
}

enum MHD_Result
request_step(void *context, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
    const char *upload, size_t *upload_size, void **slot)
{
	struct http_server *server = context;
	struct http_request *request = *slot;

	(void)version;
	if (request == NULL) {
		*slot = request = request_new(server, mhd);
		return request == NULL ? MHD_NO : begin(request, url, method);
	}
	if (*upload_size > 0) {
		size_t size = *upload_size;

		*upload_size = 0;
		return take_body(request, upload, size);
	}
	if (!request->answered && !request->dispatched)
		dispatch(request);
	if (request->answered)
		return send_answer(request);
	request->suspended = true;
	MHD_suspend_connection(mhd);
	return MHD_YES;
}

void
request_wake(struct http_request *request)
{
	if (request->suspended) {
		request->suspended = false;
		MHD_resume_connection(request->mhd);
	}
	/* Resuming does not make MHD's epoll readable. */
	request->server->run_wanted = true;
}

void
request_completed(void *context, struct MHD_Connection *mhd, void **slot, enum MHD_RequestTerminationCode code)
{
	struct http_server *server = context;
	struct http_request *request = *slot;

	(void)mhd;
	(void)code;
	if (request == NULL)
		return;
	*slot = NULL;
	if (request->counted)
		server->pending--;
	set_deadline(request, server->limits.idle_ms + server->limits.header_ms);
	if (server->config.served != NULL && request->answered)
		server->config.served(request, request->status, (double)(uv_hrtime() - request->began_ns) / 1e9,
		    server->config.served_context);
	if (request->stream != NULL)
		stream_free(request->stream);
	if (request->gone != NULL)
		request->gone(request->gone_context);
	if (request->response != NULL)
		MHD_destroy_response(request->response);
	drop_body(request);
	arena_free(&request->arena);
	LIST_REMOVE(request, link);
	free(request);
}

enum http_method
http_request_method(const struct http_request *request)
{
	return request->method;
}

struct text
http_request_path(const struct http_request *request)
{
	return request->path;
}

const char *
http_request_route(const struct http_request *request)
{
	return request->match.route == NULL ? "" : request->match.route->pattern;
}

static bool
find_param(const struct route_param *params, size_t count, const char *name, struct text *value)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal(params[i].name, text_of(name))) {
			*value = params[i].value;
			return true;
		}
	}
	return false;
}

bool
http_request_param(const struct http_request *request, const char *name, struct text *value)
{
	return find_param(request->match.params, request->match.param_count, name, value);
}

bool
http_request_query(const struct http_request *request, const char *name, struct text *value)
{
	return find_param(request->query, request->query_count, name, value);
}

bool
http_request_header(const struct http_request *request, const char *name, struct text *value)
{
	const char *at = NULL;
	size_t len = 0;

	if (MHD_lookup_connection_value_n(request->mhd, MHD_HEADER_KIND, name, strlen(name), &at, &len) != MHD_YES)
		return false;
	*value = (struct text){ at == NULL ? "" : at, len };
	return true;
}

bool
http_request_bearer(const struct http_request *request, struct text *token)
{
	struct text value;

	if (!http_request_header(request, "Authorization", &value) || value.len < 8 ||
	    strncasecmp(value.at, "Bearer ", 7) != 0)
		return false;
	value.at += 7;
	value.len -= 7;
	while (value.len > 0 && value.at[0] == ' ') {
		value.at++;
		value.len--;
	}
	*token = value;
	return value.len > 0;
}

struct text
http_request_media_type(const struct http_request *request)
{
	return request->media_type;
}

struct bytes
http_request_body(const struct http_request *request)
{
	return (struct bytes){ (const uint8_t *)request->body, request->body_used };
}

struct arena *
http_request_arena(struct http_request *request)
{
	return &request->arena;
}

void
http_request_set_user(struct http_request *request, void *user)
{
	request->user = user;
}

void *
http_request_user(const struct http_request *request)
{
	return request->user;
}

void
http_request_on_gone(struct http_request *request, void (*gone)(void *context), void *context)
{
	request->gone = gone;
	request->gone_context = context;
}
