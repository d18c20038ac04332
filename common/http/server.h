/* An HTTP server inside a libuv loop. Everything here is called, and calls back, on the loop's thread.
 *
 * A handler gets a request whose body is complete, and answers with http_answer or http_problem: at once, or later,
 * after a commit. Until then the connection sleeps. No TLS: a proxy does that. */
#ifndef REDRESS_HTTP_SERVER_H
#define REDRESS_HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

#include "base/error.h"
#include "base/text.h"

struct arena;
struct http_server;
struct http_request;

enum http_method {
	HTTP_GET, /* HEAD too: the body is left out */
	HTTP_POST,
	HTTP_PUT,
	HTTP_DELETE,
};

typedef void http_handler(struct http_request *request, void *context);

/* `pattern` is matched segment by segment: "/v1/cases/{case}/events". A parameter is a whole segment, is never
 * empty, and has its percent-encoding undone after the split. */
struct http_route {
	enum http_method method;
	const char *pattern;
	http_handler *handle;
	/* Media types the body may have, with spaces between; NULL: a body is ignored. Another type is 415. */
	const char *consumes;
};

/* The routes of one part of a daemon, with what they work on. A path is looked for in the tables in order. */
struct http_table {
	const struct http_route *routes; /* ended by a NULL pattern */
	void *context;
};

/* Zeroes mean the defaults named. */
struct http_limits {
	size_t body_bytes;     /* LIMIT_HTTP_BODY_BYTES: 413 */
	size_t buffered_bytes; /* bodies of all connections at once, 64 MiB: 503 */
	unsigned connections;  /* 512: the next waits in the listen queue */
	unsigned header_ms;  /* 10 s from connecting, or from the first byte of a further request, to its last header */
	unsigned body_ms;    /* 30 s from the last header to the last byte of the body */
	unsigned idle_ms;    /* 60 s between requests, and without progress in sending the answer */
	size_t stream_bytes; /* waiting in one stream, 1 MiB: the reader is too slow, and is cut off */
	unsigned stream_beat_ms; /* 15 s: a comment line keeps a quiet stream alive and finds the dead */
};

struct http_config {
	const char *listen; /* "127.0.0.1:8440", "[::]:8440"; port 0 takes a free one */
	const struct http_table *tables;
	size_t table_count;
	struct http_limits limits;
	/* Asked once a route is found and before its body is read; false when it has answered (401, 403). May be NULL.
	 */
	bool (*admit)(struct http_request *request, void *context);
	void *admit_context;
	/* Told of each answer sent, for log and metrics. May be NULL. */
	void (*served)(const struct http_request *request, unsigned status, double seconds, void *context);
	void *served_context;
};

/* Listens. The tables and the config's pointers must outlive the server. */
bool http_server_start(
    uv_loop_t *loop, const struct http_config *config, struct http_server **server, struct error *error);
/* The port listened on. */
uint16_t http_server_port(const struct http_server *server);
/* Requests heard and not answered yet. */
size_t http_server_pending(const struct http_server *server);
/* Stops listening; requests under way go on, and their connections close after the answer. */
void http_server_drain(struct http_server *server);
/* Answers 503 to whatever is not answered (requests become invalid: their `gone` is called), ends the streams, flushes
 * for a moment, closes, and calls `closed` once, after which the server is no more. Drains first when not yet done. */
void http_server_close(struct http_server *server, void (*closed)(void *context), void *context);

/* What a request says. Texts live as long as the request: until its answer is sent, or `gone`. */
enum http_method http_request_method(const struct http_request *request);
struct text http_request_path(const struct http_request *request);
/* The pattern of the route taken, for metrics; "" when none. */
const char *http_request_route(const struct http_request *request);
/* False when absent. Names of headers are without case. */
bool http_request_param(const struct http_request *request, const char *name, struct text *value);
bool http_request_query(const struct http_request *request, const char *name, struct text *value);
bool http_request_header(const struct http_request *request, const char *name, struct text *value);
/* The token of "Authorization: Bearer <token>"; false when there is none. */
bool http_request_bearer(const struct http_request *request, struct text *token);
/* Media type without parameters, lower case; empty when absent. */
struct text http_request_media_type(const struct http_request *request);
struct bytes http_request_body(const struct http_request *request);
/* Lives as long as the request. */
struct arena *http_request_arena(struct http_request *request);
/* Room for what `admit` found out (who it is), to be read by the handler. */
void http_request_set_user(struct http_request *request, void *user);
void *http_request_user(const struct http_request *request);
/* Called once when the request ends: answered, broken off, or given up at http_server_close. After it the request must
 * not be touched. */
void http_request_on_gone(struct http_request *request, void (*gone)(void *context), void *context);

struct http_header {
	const char *name;
	const char *value;
};

/* Answers once; a second answer is a programmer's error. Copies everything. `headers` may be NULL. Adds nosniff, and
 * `Cache-Control: no-store` unless a Cache-Control is given. */
void http_answer(struct http_request *request, unsigned status, const char *content_type, struct text body,
    const struct http_header *headers, size_t header_count);

/* Server-sent events, or any answer without an end. */
struct http_stream;

/* Answers 200 and keeps the connection. The stream is valid until `gone` is called, or http_stream_end. */
struct http_stream *http_stream_start(struct http_request *request, const char *content_type,
    const struct http_header *headers, size_t header_count, void (*gone)(void *context), void *context);
/* Copies. False when the reader is too slow: the stream is then ended, and `gone` will be called. */
bool http_stream_send(struct http_stream *stream, struct text bytes);
/* Sends what waits and ends; `gone` is not called. */
void http_stream_end(struct http_stream *stream);

#endif
