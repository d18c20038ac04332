/* A server on a thread of its own, and clients on real sockets. */
#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "http/problem.h"
#include "http/server.h"

enum {
	HELD = 8,
};

struct fixture {
	pthread_t thread;
	uv_loop_t loop;
	uv_async_t order;
	uv_timer_t later;
	struct http_server *server;
	struct http_config config;
	struct http_request *held[HELD];
	size_t held_count;
	struct http_stream *stream;
	unsigned gone, served, closed, last_status;
	_Atomic int ordered; /* what the client's thread asks of the loop */
	_Atomic int obeyed;
	uint16_t port;
};

enum order {
	ORDER_NONE,
	ORDER_ANSWER_HELD,
	ORDER_STREAM,
	ORDER_FLOOD,
	ORDER_END_STREAM,
	ORDER_DRAIN,
	ORDER_CLOSE,
};

static void
count_gone(void *context)
{
	((struct fixture *)context)->gone++;
}

static void
on_echo(struct http_request *request, void *context)
{
	struct text id = TEXT("-"), q = TEXT("-");
	struct bytes body = http_request_body(request);

	(void)context;
	http_request_param(request, "id", &id);
	http_request_query(request, "q", &q);
	http_answer(request, 200, "text/plain",
	    text_of(arena_printf(http_request_arena(request), "%.*s|%.*s|%.*s", TEXT_ARG(id), TEXT_ARG(q),
		(int)body.len, (const char *)body.at)),
	    NULL, 0);
}

static void
on_hold(struct http_request *request, void *context)
{
	struct fixture *fixture = context;

	http_request_on_gone(request, count_gone, fixture);
	fixture->held[fixture->held_count++] = request;
}

static void
on_soon(uv_timer_t *timer)
{
	http_answer(timer->data, 200, "text/plain", TEXT("later"), NULL, 0);
}

static void
on_wait(struct http_request *request, void *context)
{
	struct fixture *fixture = context;

	fixture->later.data = request;
	uv_timer_start(&fixture->later, on_soon, 30, 0);
}

static void
on_big(struct http_request *request, void *context)
{
	static char big[16 * 1000 * 1000];

	(void)context;
	memset(big, 'x', sizeof(big));
	http_answer(request, 200, "text/plain", (struct text){ big, sizeof(big) }, NULL, 0);
}

static void
on_stream(struct http_request *request, void *context)
{
	struct fixture *fixture = context;

	fixture->stream = http_stream_start(request, "text/event-stream", NULL, 0, count_gone, fixture);
}

static const struct http_route routes[] = {
	{ .method = HTTP_GET, .pattern = "/echo/{id}", .handle = on_echo },
	{ .method = HTTP_POST, .pattern = "/echo/{id}", .handle = on_echo, .consumes = "application/json text/plain" },
	{ .method = HTTP_GET, .pattern = "/hold", .handle = on_hold },
	{ .method = HTTP_GET, .pattern = "/wait", .handle = on_wait },
	{ .method = HTTP_GET, .pattern = "/big", .handle = on_big },
	{ .method = HTTP_GET, .pattern = "/stream", .handle = on_stream },
	{ .pattern = NULL },
};

static bool
admit(struct http_request *request, void *context)
{
	struct text token;

	(void)context;
	if (http_request_bearer(request, &token) && text_equal(token, TEXT("stranger"))) {
		http_problem(request, &(struct http_problem){ .status = 401, .detail = TEXT("Who are you?") });
		return false;
	}
	return true;
}

static void
count_served(const struct http_request *request, unsigned status, double seconds, void *context)
{
	struct fixture *fixture = context;

	cr_assert_neq(http_request_route(request), NULL);
	cr_assert_geq(seconds, 0);
	fixture->served++;
	fixture->last_status = status;
}

static void
on_closed(void *context)
{
	struct fixture *fixture = context;

	fixture->closed++;
	uv_close((uv_handle_t *)&fixture->order, NULL);
	uv_close((uv_handle_t *)&fixture->later, NULL);
}

static void
on_order(uv_async_t *async)
{
	struct fixture *fixture = async->data;
	static char big[100 * 1000];

	switch (fixture->ordered) {
	case ORDER_ANSWER_HELD:
		for (size_t i = 0; i < fixture->held_count; i++)
			http_answer(fixture->held[i], 202, "text/plain", TEXT("held"), NULL, 0);
		fixture->held_count = 0;
		break;
	case ORDER_STREAM:
		http_stream_send(fixture->stream, TEXT("data: one\n\n"));
		break;
	case ORDER_FLOOD:
		memset(big, 'x', sizeof(big));
		while (http_stream_send(fixture->stream, (struct text){ big, sizeof(big) }))
			continue;
		break;
	case ORDER_END_STREAM:
		http_stream_end(fixture->stream);
		break;
	case ORDER_DRAIN:
		http_server_drain(fixture->server);
		break;
	case ORDER_CLOSE:
		http_server_close(fixture->server, on_closed, fixture);
		break;
	default:
		break;
	}
	fixture->obeyed = fixture->ordered;
}

static void *
serve(void *context)
{
	struct fixture *fixture = context;

	uv_run(&fixture->loop, UV_RUN_DEFAULT);
	return NULL;
}

static void
fixture_start(struct fixture *fixture, struct http_limits limits)
{
	static struct http_table table;
	struct error error = { 0 };

	memset(fixture, 0, sizeof(*fixture));
	table = (struct http_table){ routes, fixture };
	fixture->config = (struct http_config){ .listen = "127.0.0.1:0",
		.tables = &table,
		.table_count = 1,
		.limits = limits,
		.admit = admit,
		.served = count_served,
		.served_context = fixture };
	uv_loop_init(&fixture->loop);
	uv_async_init(&fixture->loop, &fixture->order, on_order);
	uv_timer_init(&fixture->loop, &fixture->later);
	fixture->order.data = fixture;
	cr_assert(http_server_start(&fixture->loop, &fixture->config, &fixture->server, &error), "%s", error.text);
	fixture->port = http_server_port(fixture->server);
	pthread_create(&fixture->thread, NULL, serve, fixture);
}

static void
order(struct fixture *fixture, enum order what)
{
	fixture->obeyed = ORDER_NONE;
	fixture->ordered = (int)what;
	uv_async_send(&fixture->order);
	while (fixture->obeyed != (int)what)
		usleep(1000);
}

static void
fixture_stop(struct fixture *fixture)
{
	fixture->ordered = ORDER_CLOSE;
	uv_async_send(&fixture->order);
	pthread_join(fixture->thread, NULL);
	cr_assert_eq(fixture->closed, 1);
	cr_assert_eq(uv_loop_close(&fixture->loop), 0);
}

static int
dial(const struct fixture *fixture)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(fixture->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 ? fd : (close(fd), -1);
}

static void
say(int fd, const char *text)
{
	size_t len = strlen(text);

	cr_assert_eq(send(fd, text, len, MSG_NOSIGNAL), (ssize_t)len);
}

/* Reads until `until` is in what was read, the peer closes, or `ms` pass. */
static const char *
hear(int fd, const char *until, int ms)
{
	static char heard[1 << 16];
	size_t used = 0;
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	heard[0] = '\0';
	while (used < sizeof(heard) - 1 && poll(&poll_fd, 1, ms) == 1) {
		ssize_t got = recv(fd, heard + used, sizeof(heard) - 1 - used, 0);

		if (got <= 0)
			break;
		used += (size_t)got;
		heard[used] = '\0';
		if (until != NULL && strstr(heard, until) != NULL)
			break;
	}
	return heard;
}

/* Whether the peer closes within `ms`. */
static bool
is_closed(int fd, int ms)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char byte;

	return poll(&poll_fd, 1, ms) == 1 && recv(fd, &byte, 1, 0) <= 0;
}

static unsigned
status_of(const char *answer)
{
	unsigned status = 0;

	sscanf(answer, "HTTP/1.1 %u", &status);
	return status;
}

static unsigned
ask(const struct fixture *fixture, const char *request)
{
	int fd = dial(fixture);
	unsigned status;

	say(fd, request);
	status = status_of(hear(fd, "\r\n\r\n", 2000));
	close(fd);
	return status;
}

Test(server, gives_the_handler_path_query_and_body)
{
	struct fixture fixture;
	const char *answer;
	int fd;

	fixture_start(&fixture, (struct http_limits){ 0 });
	fd = dial(&fixture);
	say(fd, "POST /echo/a%2Fb?x=1&q=c%20d+e HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain; charset=utf-8\r\n"
		"Content-Length: 5\r\n\r\nhello");
	answer = hear(fd, "hello", 2000);
	cr_assert_eq(status_of(answer), 200);
	cr_assert_neq(strstr(answer, "\r\n\r\na/b|c d e|hello"), NULL, "%s", answer);
	cr_assert_neq(strstr(answer, "X-Content-Type-Options: nosniff"), NULL);
	cr_assert_neq(strstr(answer, "Cache-Control: no-store"), NULL);
	/* The same connection, chunked, byte by byte. */
	for (const char *at = "POST /echo/z HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
			      "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n";
	     *at != '\0'; at++)
		cr_assert_eq(send(fd, at, 1, MSG_NOSIGNAL), 1);
	cr_assert_neq(strstr(hear(fd, "abcdefg", 2000), "z|-|abcdefg"), NULL);
	close(fd);
	cr_assert_eq(ask(&fixture, "HEAD /echo/z HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
	fixture_stop(&fixture);
	cr_assert_eq(fixture.served, 3);
}

Test(server, refuses_with_problems)
{
	static const struct {
		const char *request;
		unsigned status;
		const char *has;
	} rows[] = {
		{ "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 404, "Not Found" },
		{ "DELETE /echo/1 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "Allow: GET, HEAD, POST" },
		{ "PATCH /echo/1 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "Allow: GET, HEAD, POST" },
		{ "GET /echo/%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400, "encoded" },
		{ "GET /echo/1?q=%0 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "query" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: 1\r\n\r\nx", 415,
		    "application/json" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2000\r\n\r\n", 0,
		    "" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 200000\r\n\r\n", 413,
		    "1000 bytes" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\n"
		  "Content-Length: 2000\r\n\r\n",
		    413, "1000 bytes" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
		  "Content-Length: 30\r\n\r\nabc",
		    400, "twice" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
		  "Content-Length: 3\r\n\r\nabc",
		    200, "abc" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
		  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		    400, "both" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
		    501, "chunked" },
		{ "POST /echo/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer stranger\r\nContent-Type: text/plain\r\n"
		  "Content-Length: 3\r\n\r\nabc",
		    401, "Who are you?" },
	};
	struct fixture fixture;

	fixture_start(&fixture, (struct http_limits){ .body_bytes = 1000 });
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int fd = dial(&fixture);
		const char *answer;

		say(fd, rows[i].request);
		answer = hear(fd, "}", rows[i].status == 0 ? 100 : 2000);
		cr_assert_eq(status_of(answer), rows[i].status, "%zu: %s", i, answer);
		cr_assert_neq(strstr(answer, rows[i].has), NULL, "%zu: %s", i, answer);
		if (rows[i].status >= 400) {
			json_t *problem = json_loads(strstr(answer, "\r\n\r\n") + 4, 0, NULL);

			cr_assert_neq(strstr(answer, "application/problem+json"), NULL);
			cr_assert_eq(
			    json_integer_value(json_object_get(problem, "status")), (json_int_t)rows[i].status);
			json_decref(problem);
		}
		close(fd);
	}
	fixture_stop(&fixture);
}

Test(server, a_chunked_body_past_the_cap_is_413_and_memory_is_given_back)
{
	struct fixture fixture;
	int fd;

	fixture_start(&fixture, (struct http_limits){ .body_bytes = 1000, .buffered_bytes = 10000 });
	for (int i = 0; i < 20; i++) {
		fd = dial(&fixture);
		say(fd,
		    "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n");
		for (int chunk = 0; chunk < 3; chunk++) {
			char text[600];

			snprintf(text, sizeof(text), "200\r\n%0512d\r\n", 7);
			say(fd, text);
		}
		say(fd, "0\r\n\r\n");
		cr_assert_eq(status_of(hear(fd, "}", 2000)), 413);
		close(fd);
	}
	cr_assert_eq(ask(&fixture,
			 "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nab"),
	    200);
	fixture_stop(&fixture);
}

Test(server, answers_come_later_and_pipelined_ones_in_order)
{
	struct fixture fixture;
	const char *answer;
	int fd;

	fixture_start(&fixture, (struct http_limits){ 0 });
	fd = dial(&fixture);
	say(fd, "GET /wait HTTP/1.1\r\nHost: x\r\n\r\nGET /echo/second HTTP/1.1\r\nHost: x\r\n\r\n");
	answer = hear(fd, "second|", 2000);
	cr_assert_neq(strstr(answer, "later"), NULL, "%s", answer);
	cr_assert_gt(strstr(answer, "second|"), strstr(answer, "later"));
	close(fd);
	/* Many sleep at once, and are answered at once. */
	int fds[HELD];
	for (int i = 0; i < HELD; i++) {
		fds[i] = dial(&fixture);
		say(fds[i], "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
	}
	while (http_server_pending(fixture.server) < HELD)
		usleep(1000);
	cr_assert_eq(fixture.held_count, HELD);
	close(fds[0]); /* gone before its answer */
	order(&fixture, ORDER_ANSWER_HELD);
	for (int i = 1; i < HELD; i++) {
		cr_assert_eq(status_of(hear(fds[i], "held", 2000)), 202);
		close(fds[i]);
	}
	fixture_stop(&fixture);
	cr_assert_eq(fixture.gone, HELD);
}

Test(server, slow_clients_are_cut_off)
{
	struct fixture fixture;
	int drip, body, idle;

	fixture_start(&fixture, (struct http_limits){ .header_ms = 200, .body_ms = 200, .idle_ms = 60000 });
	drip = dial(&fixture);
	body = dial(&fixture);
	idle = dial(&fixture);
	say(drip, "GET /echo/1 HTTP/1.1\r\nHost: x\r\n");
	say(body, "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n");
	for (int i = 0; i < 5; i++) { /* every byte restarts a time-out of inactivity, not ours */
		usleep(100 * 1000);
		send(drip, "X", 1, MSG_NOSIGNAL);
		send(body, "X", 1, MSG_NOSIGNAL);
	}
	cr_assert(is_closed(drip, 1000));
	cr_assert(is_closed(body, 1000));
	cr_assert(is_closed(idle, 1000));
	close(drip);
	close(body);
	close(idle);
	fixture_stop(&fixture);
}

Test(server, headers_have_a_size)
{
	struct fixture fixture;
	char *request = calloc(1, 70000);

	fixture_start(&fixture, (struct http_limits){ 0 });
	snprintf(request, 70000, "GET /echo/1 HTTP/1.1\r\nHost: x\r\nX-Long: %065000d\r\n\r\n", 1);
	int fd = dial(&fixture);
	send(fd, request, strlen(request), MSG_NOSIGNAL);
	unsigned status = status_of(hear(fd, "\r\n\r\n", 2000));
	cr_assert(status == 431 || status == 0, "%u", status);
	close(fd);
	free(request);
	fixture_stop(&fixture);
}

Test(server, streams_wake_beat_and_end)
{
	struct fixture fixture;
	int fd;

	fixture_start(&fixture, (struct http_limits){ .stream_beat_ms = 60 });
	fd = dial(&fixture);
	say(fd, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
	cr_assert_neq(strstr(hear(fd, "\r\n\r\n", 2000), "text/event-stream"), NULL);
	order(&fixture, ORDER_STREAM);
	cr_assert_neq(strstr(hear(fd, "data: one\n\n", 2000), "data: one\n\n"), NULL);
	cr_assert_neq(strstr(hear(fd, ":\n\n", 2000), ":\n\n"), NULL);
	cr_assert_eq(fixture.gone, 0);
	order(&fixture, ORDER_END_STREAM);
	cr_assert_neq(strstr(hear(fd, "0\r\n\r\n", 2000), "0\r\n\r\n"), NULL);
	close(fd);
	cr_assert_eq(fixture.gone, 0);
	/* One whose reader has left is found out by a beat. */
	fd = dial(&fixture);
	say(fd, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
	hear(fd, "\r\n\r\n", 2000);
	close(fd);
	for (int i = 0; i < 200 && fixture.gone == 0; i++)
		usleep(10 * 1000);
	cr_assert_eq(fixture.gone, 1);
	fixture_stop(&fixture);
}

Test(server, a_stream_whose_reader_does_not_read_is_cut_off)
{
	struct fixture fixture;
	int fd;

	fixture_start(&fixture, (struct http_limits){ .stream_bytes = 1000 * 1000 });
	fd = dial(&fixture);
	say(fd, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
	hear(fd, "\r\n\r\n", 2000);
	order(&fixture, ORDER_FLOOD);
	for (int i = 0; i < 200 && fixture.gone == 0; i++)
		usleep(10 * 1000);
	cr_assert_eq(fixture.gone, 1);
	close(fd);
	fixture_stop(&fixture);
}

Test(server, drains_what_is_under_way)
{
	struct fixture fixture;
	const char *answer;
	int fd, other;

	fixture_start(&fixture, (struct http_limits){ 0 });
	fd = dial(&fixture);
	other = dial(&fixture);
	say(other, "GET /echo/1 HTTP/1.1\r\nHost: x\r\n\r\n");
	hear(other, "1|", 2000);
	say(fd, "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
	while (http_server_pending(fixture.server) == 0)
		usleep(1000);
	order(&fixture, ORDER_DRAIN);
	cr_assert_eq(dial(&fixture), -1);
	say(other, "GET /echo/1 HTTP/1.1\r\nHost: x\r\n\r\n");
	cr_assert_eq(status_of(hear(other, "}", 2000)), 503);
	order(&fixture, ORDER_ANSWER_HELD);
	answer = hear(fd, "held", 2000);
	cr_assert_eq(status_of(answer), 202);
	cr_assert_neq(strcasestr(answer, "Connection: close"), NULL);
	cr_assert(is_closed(fd, 1000));
	close(fd);
	close(other);
	fixture_stop(&fixture);
}

Test(server, closes_over_sleeping_connections_and_streams)
{
	struct fixture fixture;
	int held, stream, half;

	fixture_start(&fixture, (struct http_limits){ 0 });
	held = dial(&fixture);
	stream = dial(&fixture);
	half = dial(&fixture);
	say(held, "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
	say(stream, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
	say(half, "POST /echo/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nabc");
	hear(stream, "\r\n\r\n", 2000);
	while (http_server_pending(fixture.server) == 0)
		usleep(1000);
	fixture_stop(&fixture);
	cr_assert_eq(status_of(hear(held, "}", 2000)), 503);
	cr_assert_neq(strstr(hear(stream, "0\r\n\r\n", 2000), "0\r\n\r\n"), NULL);
	cr_assert(is_closed(half, 1000));
	cr_assert_eq(fixture.gone, 2);
	close(held);
	close(stream);
	close(half);
}

/* The answer that a slow reader has not taken yet keeps the server for a moment: handlers may no longer be called. */
Test(server, handles_nothing_more_once_it_closes)
{
	struct fixture fixture;
	int slow, late;

	fixture_start(&fixture, (struct http_limits){ 0 });
	slow = dial(&fixture);
	say(slow, "GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
	late = dial(&fixture);
	say(late, "POST /echo/1 HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nab");
	usleep(100 * 1000);
	order(&fixture, ORDER_CLOSE);
	say(late, "cd");
	cr_assert_eq(status_of(hear(late, "\r\n\r\n", 2000)), 503);
	pthread_join(fixture.thread, NULL);
	cr_assert_eq(fixture.closed, 1);
	cr_assert_eq(uv_loop_close(&fixture.loop), 0);
	close(slow);
	close(late);
}

Test(server, says_why_it_cannot_listen)
{
	static const char *const bad[] = { "nonsense", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:x",
		"host.invalid:80" };
	struct http_server *server;
	uv_loop_t loop;

	uv_loop_init(&loop);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct http_config config = { .listen = bad[i] };
		struct error error = { 0 };

		cr_assert_not(http_server_start(&loop, &config, &server, &error), "%s", bad[i]);
		cr_assert_neq(strstr(error.text, bad[i]), NULL, "%s", error.text);
	}
	cr_assert_eq(uv_loop_close(&loop), 0);
}
