#include "http/server.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "http/internal.h"
#include "http/listen.h"
#include "http/problem.h"

enum {
	FLUSH_MS = 500,
	CONNECTION_MEMORY = 32 * 1024, /* headers larger are answered 431 by MHD */
};

static void server_finish(struct http_server *server);

static void
on_timer(uv_timer_t *handle)
{
	((struct http_server *)handle->data)->run_wanted = true;
}

/* Escapes are undone after paths are split and names are told from values. */
static size_t
keep_escapes(void *context, struct MHD_Connection *mhd, char *text)
{
	(void)context;
	(void)mhd;
	return strlen(text);
}

static void *
request_line_read(void *context, const char *uri, struct MHD_Connection *mhd)
{
	struct http_server *server = context;
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct connection *connection = info == NULL ? NULL : info->socket_context;

	(void)uri;
	if (connection != NULL)
		connection->deadline_ms = uv_now(server->loop) + server->limits.header_ms;
	return NULL;
}

static void
connection_changed(void *context, struct MHD_Connection *mhd, void **slot, enum MHD_ConnectionNotificationCode code)
{
	struct http_server *server = context;
	struct connection *connection = *slot;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);

		connection = calloc(1, sizeof(*connection));
		if (connection == NULL || info == NULL)
			abort();
		connection->server = server;
		connection->fd = info->connect_fd;
		connection->deadline_ms = uv_now(server->loop) + server->limits.header_ms;
		LIST_INSERT_HEAD(&server->connections, connection, link);
		*slot = connection;
	} else if (connection != NULL) {
		LIST_REMOVE(connection, link);
		free(connection);
		*slot = NULL;
	}
}

static void
run(struct http_server *server)
{
	server->run_wanted = false;
	MHD_run(server->daemon);
}

/* Answers are on their way when no request is left but those still being read. */
static bool
is_flushed(const struct http_server *server)
{
	const struct http_request *request;

	LIST_FOREACH (request, &server->requests, link)
		if (request->answered)
			return false;
	return true;
}

static void
on_prepare(uv_prepare_t *handle)
{
	struct http_server *server = handle->data;
	MHD_UNSIGNED_LONG_LONG wait_ms;

	if (server->run_wanted)
		run(server);
	if (server->closing && (is_flushed(server) || uv_now(server->loop) >= server->close_by_ms)) {
		server_finish(server);
		return;
	}
	if (MHD_get_timeout(server->daemon, &wait_ms) != MHD_YES)
		wait_ms = 60 * 1000;
	if (server->run_wanted)
		wait_ms = 0;
	else if (server->closing && wait_ms > 10)
		wait_ms = 10;
	uv_timer_start(&server->timer, on_timer, wait_ms, 0);
}

static void
on_poll(uv_poll_t *handle, int status, int events)
{
	(void)status;
	(void)events;
	run(handle->data);
}

/* A client that takes too long over a request is cut off: MHD's own time-out starts again with every byte. */
static void
on_sweep(uv_timer_t *handle)
{
	struct http_server *server = handle->data;
	uint64_t now_ms = uv_now(server->loop);
	struct connection *connection;
	struct http_request *request;

	LIST_FOREACH (connection, &server->connections, link) {
		if (connection->deadline_ms == 0 || now_ms < connection->deadline_ms)
			continue;
		connection->deadline_ms = 0;
		shutdown(connection->fd, SHUT_RDWR);
		server->run_wanted = true;
	}
	LIST_FOREACH (request, &server->requests, link)
		if (request->stream != NULL)
			stream_beat(request->stream, now_ms);
}

static void
set_defaults(struct http_limits *limits)
{
#define DEFAULT(name, value) limits->name = limits->name == 0 ? (value) : limits->name
	DEFAULT(body_bytes, LIMIT_HTTP_BODY_BYTES);
	DEFAULT(buffered_bytes, 64 * 1024 * 1024);
	DEFAULT(connections, 512);
	DEFAULT(header_ms, 10 * 1000);
	DEFAULT(body_ms, 30 * 1000);
	DEFAULT(idle_ms, 60 * 1000);
	DEFAULT(stream_bytes, 1024 * 1024);
	DEFAULT(stream_beat_ms, 15 * 1000);
#undef DEFAULT
}

static void
start_handles(struct http_server *server, int epoll_fd)
{
	uint64_t sweep_ms = server->limits.header_ms;

	if (sweep_ms > server->limits.stream_beat_ms)
		sweep_ms = server->limits.stream_beat_ms;
	sweep_ms = sweep_ms / 4 < 10 ? 10 : sweep_ms / 4 > 500 ? 500 : sweep_ms / 4;
	uv_poll_init(server->loop, &server->poll, epoll_fd);
	uv_prepare_init(server->loop, &server->prepare);
	uv_timer_init(server->loop, &server->timer);
	uv_timer_init(server->loop, &server->sweep);
	server->poll.data = server->prepare.data = server->timer.data = server->sweep.data = server;
	server->open_handles = 4;
	uv_poll_start(&server->poll, UV_READABLE, on_poll);
	uv_prepare_start(&server->prepare, on_prepare);
	uv_timer_start(&server->sweep, on_sweep, sweep_ms, sweep_ms);
}

bool
http_server_start(uv_loop_t *loop, const struct http_config *config, struct http_server **made, struct error *error)
{
	struct http_server *server = calloc(1, sizeof(*server));
	const union MHD_DaemonInfo *info;
	int fd;

	if (server == NULL)
		abort();
	server->loop = loop;
	server->config = *config;
	server->limits = config->limits;
	set_defaults(&server->limits);
	if (!listen_open(config->listen, &fd, &server->port, error)) {
		free(server);
		return false;
	}
	server->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, request_step, server,
	    MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT, server->limits.connections,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
	    (server->limits.idle_ms + 999) / 1000, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK,
	    keep_escapes, NULL, MHD_OPTION_URI_LOG_CALLBACK, request_line_read, server, MHD_OPTION_NOTIFY_CONNECTION,
	    connection_changed, server, MHD_OPTION_NOTIFY_COMPLETED, request_completed, server, MHD_OPTION_END);
	info = server->daemon == NULL ? NULL : MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (info == NULL) {
		close(fd);
		free(server);
		return error_set(error, ERROR_INTERNAL, "cannot start the HTTP server on \"%s\"", config->listen);
	}
	start_handles(server, info->epoll_fd);
	*made = server;
	return true;
}

uint16_t
http_server_port(const struct http_server *server)
{
	return server->port;
}

size_t
http_server_pending(const struct http_server *server)
{
	return server->pending;
}

void
http_server_drain(struct http_server *server)
{
	int fd;

	if (server->draining)
		return;
	server->draining = true;
	fd = MHD_quiesce_daemon(server->daemon);
	if (fd >= 0)
		close(fd);
}

/* Whatever sleeps is woken: MHD aborts when stopped over a sleeping connection. */
void
http_server_close(struct http_server *server, void (*closed)(void *context), void *context)
{
	struct http_request *request;

	http_server_drain(server);
	server->closed = closed;
	server->closed_context = context;
	LIST_FOREACH (request, &server->requests, link) {
		if (request->stream != NULL) {
			request->stream->ended = true;
			request_wake(request);
		} else if (request->suspended) {
			http_problem_with(request,
			    &(struct http_problem){ .status = 503, .detail = TEXT("The server is stopping.") },
			    &(struct http_header){ "Retry-After", "5" }, 1);
		}
	}
	server->closing = true;
	server->run_wanted = true;
	server->close_by_ms = uv_now(server->loop) + FLUSH_MS;
	/* So that the loop comes round to prepare. */
	uv_timer_start(&server->timer, on_timer, 0, 0);
}

static void
on_handle_closed(uv_handle_t *handle)
{
	struct http_server *server = handle->data;

	if (--server->open_handles > 0)
		return;
	if (server->closed != NULL)
		server->closed(server->closed_context);
	free(server);
}

static void
server_finish(struct http_server *server)
{
	struct http_request *request;

	/* A slow reader's stream sleeps no more, once ended; run once so that resuming takes effect. */
	LIST_FOREACH (request, &server->requests, link)
		if (request->suspended)
			request_wake(request);
	uv_poll_stop(&server->poll);
	run(server);
	MHD_stop_daemon(server->daemon);
	server->daemon = NULL;
	uv_close((uv_handle_t *)&server->poll, on_handle_closed);
	uv_close((uv_handle_t *)&server->prepare, on_handle_closed);
	uv_close((uv_handle_t *)&server->timer, on_handle_closed);
	uv_close((uv_handle_t *)&server->sweep, on_handle_closed);
}
