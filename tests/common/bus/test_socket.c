#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include <zmq.h>

#include "fixture.h"

enum { MESSAGES = 50000, WINDOW = LIMIT_CREDIT_WINDOW };

/* A client that keeps WINDOW messages under way, and a server that sends each back. */
struct echo {
	struct bus_socket *server, *client;
	uint32_t sent, heard, back;
	uint32_t total;
	bool in_order;
	char user_id[128];
	int done;
};

static void
echo_send(struct echo *echo)
{
	while (echo->sent < echo->total && echo->sent - echo->back < WINDOW) {
		struct bytes frames[] = { { (uint8_t *)&echo->sent, sizeof(echo->sent) },
			{ (const uint8_t *)"body", 4 } };

		if (!bus_socket_send(echo->client, frames, 2, NULL))
			return;
		echo->sent++;
	}
}

static void
on_server(void *owner, const struct bus_message *message)
{
	struct echo *echo = owner;

	cr_assert_eq(message->count, 3);
	snprintf(echo->user_id, sizeof(echo->user_id), "%.*s", TEXT_ARG(message->user_id));
	echo->in_order = echo->in_order && memcmp(message->frames[1].at, &echo->heard, sizeof(echo->heard)) == 0;
	echo->heard++;
	cr_assert(bus_socket_send(echo->server, message->frames, message->count, NULL));
}

static void
on_client(void *owner, const struct bus_message *message)
{
	struct echo *echo = owner;

	cr_assert_eq(message->count, 2);
	echo->back++;
	if (echo->back == echo->total)
		echo->done = 1;
	echo_send(echo);
}

static void
on_start(uv_timer_t *timer)
{
	echo_send(timer->data);
}

static void
echo_open(struct fixture *f, struct echo *echo, const struct bus_key *key)
{
	struct bus_socket_options server = { BUS_ROUTER, BUS_PUBLIC, &f->server, NULL, 0, on_server, echo };
	struct bus_socket_options client = { BUS_DEALER, BUS_PUBLIC, key, f->server.public_key, 0, on_client, echo };

	*echo = (struct echo){ .in_order = true, .total = MESSAGES };
	cr_assert(bus_socket_open(&echo->server, f->bus, &server, &f->error), "%s", f->error.text);
	cr_assert(bus_socket_bind(echo->server, ANY_PORT, &f->error), "%s", f->error.text);
	cr_assert(bus_socket_open(&echo->client, f->others, &client, &f->error), "%s", f->error.text);
	cr_assert(bus_socket_connect(echo->client, bus_socket_endpoint(echo->server), &f->error), "%s", f->error.text);
}

static void
echo_run(struct fixture *f, struct echo *echo, uint64_t wait_ms)
{
	uv_timer_t start;
	bool closed = false;

	uv_timer_init(&f->loop, &start);
	start.data = echo;
	uv_timer_start(&start, on_start, 0, 20);
	fixture_run(f, &echo->done, wait_ms);
	start.data = &closed;
	uv_close((uv_handle_t *)&start, fixture_nothing);
	uv_run(&f->loop, UV_RUN_NOWAIT);
}

static void
echo_close(struct fixture *f, struct echo *echo)
{
	bus_socket_close(echo->client);
	bus_socket_close(echo->server);
	fixture_close(f);
}

/* Nothing but messages wakes this loop once it runs: a wake-up missed anywhere stops it for good. */
Test(socket, delivers_all_without_a_missed_wake_up, .timeout = 60)
{
	struct fixture f;
	struct echo echo;

	fixture_open(&f, BUS_PUBLIC);
	echo_open(&f, &echo, &f.alice);
	/* One message first, so that the connection stands, and then no timer but the test's own. */
	echo.total = 1;
	echo_run(&f, &echo, 5000);
	cr_assert_eq(echo.back, 1);
	echo.total = MESSAGES;
	echo.done = 0;
	echo_send(&echo);
	cr_assert(fixture_run(&f, &echo.done, 30000), "sent %u, heard %u, back %u", echo.sent, echo.heard, echo.back);
	cr_assert(echo.in_order);
	cr_assert_eq(echo.heard, MESSAGES);
	echo_close(&f, &echo);
}

/* More at once than are read in one turn, and nothing to follow them. */
Test(socket, reads_on_when_a_turn_was_not_enough, .timeout = 60)
{
	struct fixture f;
	struct echo echo;

	fixture_open(&f, BUS_PUBLIC);
	echo_open(&f, &echo, &f.alice);
	echo.total = 1;
	echo_run(&f, &echo, 5000);
	for (int i = 0; i < 20; i++) {
		/* What waits was all signalled before the loop turns. */
		bus_socket_pause(echo.server, true);
		echo.total += WINDOW;
		echo.done = 0;
		echo_send(&echo);
		fixture_pass(&f, 20);
		bus_socket_pause(echo.server, false);
		cr_assert(fixture_run(&f, &echo.done, 2000), "round %d: %u of %u", i, echo.back, echo.total);
	}
	echo_close(&f, &echo);
}

struct late {
	uv_prepare_t prepare;
	struct bus_socket *socket;
	int turns, heard;
};

static void
on_late_prepare(uv_prepare_t *handle)
{
	struct late *late = handle->data;

	if (late->socket == NULL || late->turns++ != 0)
		return;
	/* The answer arrives now, after the socket looked for it and before the loop sleeps. */
	usleep(300 * 1000);
	cr_assert(bus_socket_send(late->socket, &(struct bytes){ (const uint8_t *)"x", 1 }, 1, NULL));
}

static void
on_late_message(void *owner, const struct bus_message *message)
{
	struct late *late = owner;

	(void)message;
	late->heard = 1;
}

/* Outside the loop: answers the first message after a moment, and no other. */
static void
answer_once(void *argument)
{
	char route[16], body[16];
	int length = zmq_recv(argument, route, sizeof(route), 0);

	zmq_recv(argument, body, sizeof(body), 0);
	usleep(100 * 1000);
	zmq_send(argument, route, (size_t)length, ZMQ_SNDMORE);
	zmq_send(argument, "y", 1, 0);
}

Test(socket, hears_what_arrived_while_it_sent, .timeout = 20)
{
	struct fixture f;
	struct late late = { 0 };
	struct bus_socket_options options = { BUS_DEALER, BUS_PUBLIC, &f.alice, f.server.public_key, 0, on_late_message,
		&late };
	void *context = zmq_ctx_new();
	void *server = zmq_socket(context, ZMQ_ROUTER);
	char endpoint[128];
	size_t size = sizeof(endpoint);
	int on = 1, linger = 0;
	uv_thread_t thread;
	struct bus_socket *socket;

	fixture_open(&f, BUS_PUBLIC);
	zmq_setsockopt(server, ZMQ_LINGER, &linger, sizeof(linger));
	zmq_setsockopt(server, ZMQ_CURVE_SERVER, &on, sizeof(on));
	zmq_setsockopt(server, ZMQ_CURVE_SECRETKEY, f.server.secret_key, BUS_KEY_CHARS + 1);
	cr_assert_eq(zmq_bind(server, ANY_PORT), 0);
	zmq_getsockopt(server, ZMQ_LAST_ENDPOINT, endpoint, &size);
	uv_thread_create(&thread, answer_once, server);
	/* Handles started last have their turn first: this one's comes after the socket's. */
	uv_prepare_init(&f.loop, &late.prepare);
	late.prepare.data = &late;
	uv_prepare_start(&late.prepare, on_late_prepare);
	cr_assert(bus_socket_open(&socket, f.others, &options, &f.error));
	cr_assert(bus_socket_connect(socket, endpoint, &f.error));
	while (!bus_socket_send(socket, &(struct bytes){ (const uint8_t *)"go", 2 }, 1, NULL))
		usleep(1000);
	late.socket = socket;
	uint64_t before = uv_hrtime();
	fixture_run(&f, &late.heard, 3000);
	cr_assert(late.heard);
	cr_assert_lt(uv_hrtime() - before, 2000 * UINT64_C(1000000), "only the test's own timer woke the loop");
	uv_thread_join(&thread);
	bus_socket_close(socket);
	uv_close((uv_handle_t *)&late.prepare, NULL);
	fixture_close(&f);
	zmq_close(server);
	zmq_ctx_term(context);
}

Test(socket, tells_whose_key_it_was, .timeout = 20)
{
	struct fixture f;
	struct echo echo;
	struct bus_user user;
	unsigned char raw[32];
	char hex[2 * sizeof(raw) + 1];

	fixture_open(&f, BUS_PUBLIC);
	echo_open(&f, &echo, &f.alice);
	echo.total = 1;
	echo_run(&f, &echo, 5000);
	cr_assert(bus_user_parse(text_of(echo.user_id), &user));
	cr_assert_eq(user.landlord_id, 1);
	cr_assert(text_equal(user.source, TEXT("crm/one")));
	cr_assert(bus_key_to_bytes(f.alice.public_key, raw, &f.error));
	for (size_t i = 0; i < sizeof(raw); i++)
		snprintf(hex + 2 * i, 3, "%02x", raw[i]);
	cr_assert(text_equal(user.key, text_of(hex)));
	echo_close(&f, &echo);
}

Test(socket, hears_nothing_of_a_stranger, .timeout = 20)
{
	struct fixture f;
	struct echo echo;

	fixture_open(&f, BUS_PUBLIC);
	echo_open(&f, &echo, &f.stranger);
	echo_run(&f, &echo, 1000);
	cr_assert_eq(echo.heard, 0);
	cr_assert_eq(echo.back, 0);
	echo_close(&f, &echo);
}

Test(socket, a_key_for_one_zone_opens_no_other, .timeout = 20)
{
	struct fixture f;
	struct echo echo;

	fixture_open(&f, BUS_INSIDE);
	echo_open(&f, &echo, &f.alice);
	echo_run(&f, &echo, 1000);
	cr_assert_eq(echo.heard, 0);
	echo_close(&f, &echo);
}

Test(socket, admits_and_dismisses_keys_while_it_runs, .timeout = 30)
{
	struct fixture f;
	struct echo echo;

	fixture_open(&f, BUS_PUBLIC);
	echo_open(&f, &echo, &f.alice);
	cr_assert(bus_admit(f.bus, NULL, 0, &f.error));
	echo.total = 1;
	echo_run(&f, &echo, 500);
	cr_assert_eq(echo.heard, 0);
	fixture_admit(&f, BUS_PUBLIC);
	cr_assert(bus_socket_reconnect(echo.client, bus_socket_endpoint(echo.server), &f.error));
	echo_run(&f, &echo, 8000);
	cr_assert_geq(echo.heard, 1);
	echo_close(&f, &echo);
}

Test(gate, refuses_two_users_with_one_key)
{
	struct fixture f;
	struct bus_credential twice[2] = { { .zone = BUS_PUBLIC, .user = { 1, TEXT("a"), TEXT("") } },
		{ .zone = BUS_PUBLIC, .user = { 2, TEXT("b"), TEXT("") } } };

	fixture_open(&f, BUS_PUBLIC);
	memcpy(twice[0].public_key, f.alice.public_key, sizeof(twice[0].public_key));
	memcpy(twice[1].public_key, f.alice.public_key, sizeof(twice[1].public_key));
	cr_assert_not(bus_admit(f.bus, twice, 2, &f.error));
	cr_assert_eq(f.error.code, ERROR_CONFLICT);
	fixture_close(&f);
}

/* What the start-up test is for: a CURVE server in a context without ZAP lets everyone in. */
Test(gate, is_missed_by_the_start_up_test, .timeout = 20)
{
	struct bus_key key;
	struct error error = { 0 };
	void *context = zmq_ctx_new();
	void *server = zmq_socket(context, ZMQ_ROUTER);
	int on = 1, linger = 0;
	char endpoint[128];
	size_t size = sizeof(endpoint);

	cr_assert(bus_key_make(&key, &error));
	zmq_setsockopt(server, ZMQ_LINGER, &linger, sizeof(linger));
	zmq_setsockopt(server, ZMQ_CURVE_SERVER, &on, sizeof(on));
	zmq_setsockopt(server, ZMQ_CURVE_SECRETKEY, key.secret_key, BUS_KEY_CHARS + 1);
	zmq_setsockopt(server, ZMQ_ZAP_DOMAIN, "public", 6);
	cr_assert_eq(zmq_bind(server, ANY_PORT), 0);
	zmq_getsockopt(server, ZMQ_LAST_ENDPOINT, endpoint, &size);
	cr_assert_not(bus_refuses_strangers(endpoint, BUS_ROUTER, key.public_key, &error));
	cr_assert_eq(error.code, ERROR_FORBIDDEN, "%s", error.text);
	zmq_close(server);
	/* Nobody there is no proof either. */
	cr_assert_not(bus_refuses_strangers("tcp://127.0.0.1:9", BUS_ROUTER, key.public_key, &error));
	cr_assert_eq(error.code, ERROR_UNAVAILABLE, "%s", error.text);
	zmq_ctx_term(context);
}
