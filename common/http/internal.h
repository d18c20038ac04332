/* What the files of this folder share. */
#ifndef REDRESS_HTTP_INTERNAL_H
#define REDRESS_HTTP_INTERNAL_H

#include <microhttpd.h>
#include <sys/queue.h>

#include "base/arena.h"
#include "http/route.h"
#include "http/server.h"

enum {
	QUERY_PARAMS = 64,
};

struct http_stream {
	struct http_request *request;
	char *waiting;
	size_t used, size;
	bool beats; /* server-sent events have comment lines */
	bool asleep, ended;
	uint64_t last_ms;
	void (*gone)(void *context);
	void *gone_context;
};

/* One TCP connection, to hold slow clients to their time. */
struct connection {
	struct http_server *server;
	int fd;
	uint64_t deadline_ms; /* of the loop's clock; 0: none */
	LIST_ENTRY(connection) link;
};

struct http_request {
	struct http_server *server;
	struct MHD_Connection *mhd;
	struct connection *connection;
	struct arena arena;
	enum http_method method;
	bool has_body, chunked, expects;
	uint64_t content_length;
	struct text path, media_type;
	struct route_match match;
	struct route_param query[QUERY_PARAMS];
	size_t query_count;
	char *body;
	size_t body_used, body_size, body_discarded;
	bool dispatched, suspended, answered, at_once, counted;
	unsigned status;
	struct MHD_Response *response;
	struct http_stream *stream;
	void *user;
	void (*gone)(void *context);
	void *gone_context;
	uint64_t began_ns;
	LIST_ENTRY(http_request) link;
};

LIST_HEAD(connection_list, connection);
LIST_HEAD(request_list, http_request);

struct http_server {
	uv_loop_t *loop;
	struct MHD_Daemon *daemon;
	uint16_t port;
	uv_poll_t poll;
	uv_prepare_t prepare;
	uv_timer_t timer; /* MHD's own time-outs */
	uv_timer_t sweep; /* deadlines and beats */
	uint64_t close_by_ms;
	unsigned open_handles;
	bool run_wanted, draining, closing;
	struct http_config config;
	struct http_limits limits;
	size_t pending, buffered;
	struct connection_list connections;
	struct request_list requests;
	void (*closed)(void *context);
	void *closed_context;
};

/* request.c: one HTTP request, from its headers to its end. */
enum MHD_Result request_step(void *server, struct MHD_Connection *mhd, const char *url, const char *method,
    const char *version, const char *upload, size_t *upload_size, void **slot);
void request_completed(void *server, struct MHD_Connection *mhd, void **slot, enum MHD_RequestTerminationCode code);
/* Lets MHD call request_step, or the stream's reader, again. */
void request_wake(struct http_request *request);

/* framing.c: what the headers say, and what is wrong with them. False when it has been answered. */
bool framing_read(struct http_request *request, const char *url, const char *method);

/* stream.c */
void stream_beat(struct http_stream *stream, uint64_t now_ms);
void stream_free(struct http_stream *stream);

#endif
