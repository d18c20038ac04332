#include <stdlib.h>
#include <sys/socket.h>

#include "http/internal.h"

bool
http_stream_send(struct http_stream *stream, struct text bytes)
{
	struct http_server *server = stream->request->server;
	size_t need = stream->used + bytes.len;

	if (stream->ended)
		return false;
	if (need > server->limits.stream_bytes) {
		stream->ended = true;
		stream->used = 0;
		if (stream->request->connection != NULL)
			shutdown(stream->request->connection->fd, SHUT_RDWR);
		request_wake(stream->request);
		return false;
	}
	if (need > stream->size) {
		size_t size = need < 4096 ? 4096 : need * 2;
		char *grown = realloc(stream->waiting, size);

		if (grown == NULL)
			abort();
		stream->waiting = grown;
		stream->size = size;
	}
	memcpy(stream->waiting + stream->used, bytes.at, bytes.len);
	stream->used = need;
	stream->last_ms = uv_now(server->loop);
	request_wake(stream->request);
	return true;
}

void
http_stream_end(struct http_stream *stream)
{
	stream->gone = NULL;
	stream->ended = true;
	request_wake(stream->request);
}

void
stream_beat(struct http_stream *stream, uint64_t now_ms)
{
	if (stream->beats && !stream->ended &&
	    now_ms - stream->last_ms >= stream->request->server->limits.stream_beat_ms)
		http_stream_send(stream, TEXT(":\n\n"));
}

void
stream_free(struct http_stream *stream)
{
	if (stream->gone != NULL)
		stream->gone(stream->gone_context);
	free(stream->waiting);
	free(stream);
}
