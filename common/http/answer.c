#include <stdlib.h>
#include <strings.h>

#include "http/internal.h"

static void
add_headers(struct MHD_Response *response, const struct http_request *request, const char *content_type,
    const struct http_header *headers, size_t header_count)
{
	bool has_cache = false;

	for (size_t i = 0; i < header_count; i++) {
		has_cache = has_cache || strcasecmp(headers[i].name, "Cache-Control") == 0;
		MHD_add_response_header(response, headers[i].name, headers[i].value);
	}
	if (content_type != NULL)
		MHD_add_response_header(response, "Content-Type", content_type);
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	if (!has_cache)
		MHD_add_response_header(response, "Cache-Control", "no-store");
	if (request->server->draining)
		MHD_add_response_header(response, "Connection", "close");
}

static void
answered(struct http_request *request, unsigned status, struct MHD_Response *response)
{
	if (request->counted)
		request->server->pending--;
	request->counted = false;
	request->answered = true;
	request->status = status;
	request->response = response;
	request_wake(request);
}

void
http_answer(struct http_request *request, unsigned status, const char *content_type, struct text body,
    const struct http_header *headers, size_t header_count)
{
	struct MHD_Response *response;

	if (request->answered)
		abort();
	response = MHD_create_response_from_buffer(body.len, (void *)(uintptr_t)body.at, MHD_RESPMEM_MUST_COPY);
	if (response == NULL)
		abort();
	add_headers(response, request, content_type, headers, header_count);
	answered(request, status, response);
}

/* MHD asks for more; with nothing to give the connection sleeps until http_stream_send. */
static ssize_t
read_stream(void *context, uint64_t position, char *into, size_t size)
{
	struct http_stream *stream = context;
	size_t take = stream->used < size ? stream->used : size;

	(void)position;
	if (take == 0 && stream->ended)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (take == 0) {
		stream->request->suspended = true;
		MHD_suspend_connection(stream->request->mhd);
		return 0;
	}
	memcpy(into, stream->waiting, take);
	memmove(stream->waiting, stream->waiting + take, stream->used - take);
	stream->used -= take;
	return (ssize_t)take;
}

struct http_stream *
http_stream_start(struct http_request *request, const char *content_type, const struct http_header *headers,
    size_t header_count, void (*gone)(void *context), void *context)
{
	struct http_stream *stream = calloc(1, sizeof(*stream));
	struct MHD_Response *response;

	if (request->answered)
		abort();
	if (stream == NULL)
		abort();
	*stream = (struct http_stream){
		.request = request,
		.beats = strncmp(content_type, "text/event-stream", 17) == 0,
		.last_ms = uv_now(request->server->loop),
		.gone = gone,
		.gone_context = context,
	};
	response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16 * 1024, read_stream, stream, NULL);
	if (response == NULL)
		abort();
	add_headers(response, request, content_type, headers, header_count);
	request->stream = stream;
	answered(request, 200, response);
	return stream;
}
