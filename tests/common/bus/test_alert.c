#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

#include "bus/alert_client.h"
#include "bus/alert_server.h"
#include "bus/protocol.h"

enum { ALERTS = 6000, FETCHES = 64 };

/* A log in which landlord 1 and 2 alternate; fetches are answered at the next tick, as by a database. */
struct notifier {
	struct alert_server *server;
	uint64_t head;
	struct {
		uint64_t consumer, from, head;
		uint32_t landlord_id;
		size_t max;
	} fetches[FETCHES];
	size_t count;
	unsigned fetched;
	bool at_once, publishes, forbids;
	bool broken; /* the database is away */
	uv_timer_t tick;
};

static uint32_t
landlord_of(uint64_t position)
{
	return 1 + (uint32_t)(position % 2);
}

static struct text
json_of(uint64_t position)
{
	static char json[4096];

	/* Long enough that TCP's buffers cannot hold all. */
	snprintf(json, sizeof(json), "{\"landlord\":%u,\"position\":%" PRIu64 ",\"pad\":\"%4000s\"}",
	    landlord_of(position), position, "");
	return text_of(json);
}

static void
answer(struct notifier *notifier, size_t i)
{
	uint64_t position = notifier->fetches[i].from;
	uint64_t consumer = notifier->fetches[i].consumer;
	size_t came = 0;

	if (notifier->broken) {
		alert_server_unread(notifier->server, consumer);
		return;
	}
	for (; position <= notifier->fetches[i].head && came < notifier->fetches[i].max; position++) {
		if (notifier->fetches[i].landlord_id != 0 && notifier->fetches[i].landlord_id != landlord_of(position))
			continue;
		alert_server_replay(notifier->server, consumer, position, json_of(position));
		came++;
	}
	alert_server_replayed(notifier->server, consumer, position);
}

static void
on_fetch(void *owner, uint64_t consumer, const struct bus_user *user, uint64_t from, size_t max)
{
	struct notifier *notifier = owner;

	cr_assert_lt(notifier->count, FETCHES);
	cr_assert_gt(max, 0);
	for (size_t i = 0; i < notifier->count; i++)
		cr_assert_neq(notifier->fetches[i].consumer, consumer, "two fetches of one consumer");
	notifier->fetches[notifier->count].consumer = consumer;
	notifier->fetches[notifier->count].from = from;
	/* The database's snapshot is that of the asking. */
	notifier->fetches[notifier->count].head = notifier->head;
	notifier->fetches[notifier->count].landlord_id = user->landlord_id;
	notifier->fetches[notifier->count++].max = max;
	notifier->fetched++;
	if (notifier->at_once)
		answer(notifier, --notifier->count);
}

static bool
may_listen(void *owner, const struct bus_user *user)
{
	(void)user;
	return !((struct notifier *)owner)->forbids;
}

/* Some are published before the fetches under way are answered, some after, so that a fetch may hold what is only then
 * published, and may be answered after what it does not hold was published. */
static void
on_tick(uv_timer_t *timer)
{
	struct notifier *notifier = timer->data;

	for (int i = 0; notifier->publishes && i < 40 && notifier->head < ALERTS; i++) {
		uint64_t position = ++notifier->head;

		while (i % 3 == 2 && notifier->count > 0)
			answer(notifier, --notifier->count);
		alert_server_publish(notifier->server, landlord_of(position), position, json_of(position));
	}
	while (notifier->count > 0)
		answer(notifier, --notifier->count);
}

static void
notifier_open(struct fixture *f, struct notifier *notifier, const char *endpoint)
{
	struct alert_server_options options = { &f->server, on_fetch, may_listen, notifier };

	for (int i = 0; i < 100; i++) {
		if (alert_server_open(&notifier->server, f->bus, endpoint, &options, &f->error))
			return;
		fixture_pass(f, 10);
	}
	cr_assert_fail("%s", f->error.text);
}

static void
notifier_begin(struct fixture *f, struct notifier *notifier, uint64_t head)
{
	*notifier = (struct notifier){ .head = head };
	uv_timer_init(&f->loop, &notifier->tick);
	notifier->tick.data = notifier;
	uv_timer_start(&notifier->tick, on_tick, 2, 2);
	notifier_open(f, notifier, ANY_PORT);
}

static void
notifier_end(struct notifier *notifier)
{
	alert_server_close(notifier->server);
	uv_close((uv_handle_t *)&notifier->tick, NULL);
}

struct listener {
	struct alert_client *client;
	uint32_t landlord_id; /* 0: all */
	uint64_t last, until, caught_up;
	unsigned heard, wrong;
	char error[sizeof(((struct error *)0)->text)];
	int done;
};

static void
on_alert(void *owner, uint64_t position, struct text json)
{
	struct listener *listener = owner;
	uint64_t step = listener->landlord_id == 0 ? 1 : 2;

	listener->wrong += !text_equal(json, json_of(position)) ||
			   (listener->last != 0 && position != listener->last + step) ||
			   (listener->landlord_id != 0 && listener->landlord_id != landlord_of(position));
	listener->last = position;
	listener->heard++;
	listener->done = position + step > listener->until;
}

static void
on_caught_up(void *owner, uint64_t next)
{
	struct listener *listener = owner;

	listener->caught_up = next;
}

static void
on_error(void *owner, const struct error *error)
{
	struct listener *listener = owner;

	snprintf(listener->error, sizeof(listener->error), "%s", error->text);
	listener->done = 1;
}

static void
listener_open(struct fixture *f, struct listener *listener, const struct notifier *notifier, const struct bus_key *key,
    uint32_t landlord_id, uint64_t until)
{
	struct alert_client_options options = { alert_server_endpoint(notifier->server), f->server.public_key, key, 1,
		on_alert, on_caught_up, on_error, listener, 200 };

	*listener = (struct listener){ .landlord_id = landlord_id, .until = until };
	cr_assert(alert_client_open(&listener->client, f->others, &options, &f->error), "%s", f->error.text);
}

/* The past, and then the present as it happens, without gap or repeat; each landlord its own, the operator all. */
static void
replay_and_live(bool at_once)
{
	struct fixture f;
	struct notifier notifier;
	struct listener alice, bob, operator;

	fixture_open(&f, BUS_PUBLIC);
	notifier_begin(&f, &notifier, 2000);
	notifier.publishes = true;
	notifier.at_once = at_once;
	listener_open(&f, &alice, &notifier, &f.alice, 1, ALERTS);
	listener_open(&f, &bob, &notifier, &f.bob, 2, ALERTS);
	listener_open(&f, &operator, & notifier, &f.operator, 0, ALERTS);
	cr_assert(fixture_run(&f, &alice.done, 20000), "%u heard, last %" PRIu64, alice.heard, alice.last);
	cr_assert(fixture_run(&f, &bob.done, 20000), "%u heard, last %" PRIu64, bob.heard, bob.last);
	cr_assert(fixture_run(&f, &operator.done, 20000), "%u heard, last %" PRIu64, operator.heard, operator.last);
	cr_assert_eq(alice.heard, ALERTS / 2);
	cr_assert_eq(bob.heard, ALERTS / 2);
	cr_assert_eq(operator.heard, ALERTS);
	cr_assert_eq(alice.wrong + bob.wrong + operator.wrong, 0);
	fixture_pass(&f, 400);
	cr_assert_eq(operator.caught_up, ALERTS + 1);
	cr_assert_eq(alert_client_next(operator.client), ALERTS + 1);
	cr_assert_eq(alert_server_consumers(notifier.server), 3);
	alert_client_close(alice.client);
	alert_client_close(bob.client);
	alert_client_close(operator.client);
	fixture_pass(&f, 100);
	cr_assert_eq(alert_server_consumers(notifier.server), 0);
	notifier_end(&notifier);
	fixture_close(&f);
}

Test(alert, past_and_present_come_once_and_in_order, .timeout = 60)
{
	replay_and_live(false);
}

Test(alert, may_be_fetched_at_once, .timeout = 60)
{
	replay_and_live(true);
}

Test(alert, stream_goes_on_after_the_server_is_killed, .timeout = 60)
{
	struct fixture f;
	struct notifier notifier;
	struct listener alice;
	char endpoint[128];

	fixture_open(&f, BUS_PUBLIC);
	notifier_begin(&f, &notifier, 100);
	notifier.publishes = true;
	snprintf(endpoint, sizeof(endpoint), "%s", alert_server_endpoint(notifier.server));
	listener_open(&f, &alice, &notifier, &f.alice, 1, ALERTS);
	for (int kills = 0; kills < 4; kills++) {
		unsigned before = alice.heard;

		while (alice.heard < before + 300)
			uv_run(&f.loop, UV_RUN_ONCE);
		alert_server_close(notifier.server);
		notifier.publishes = false;
		notifier.count = 0;
		fixture_pass(&f, 5);
		/* Said while the server was away, and never published. */
		notifier.head += notifier.head + 10 <= ALERTS ? 10 : 0;
		notifier_open(&f, &notifier, endpoint);
		notifier.publishes = true;
	}
	cr_assert(fixture_run(&f, &alice.done, 20000), "%u heard, last %" PRIu64, alice.heard, alice.last);
	cr_assert_eq(alice.wrong, 0);
	cr_assert_eq(alice.heard, ALERTS / 2);
	alert_client_close(alice.client);
	notifier_end(&notifier);
	fixture_close(&f);
}

Test(alert, is_found_when_only_woken, .timeout = 30)
{
	struct fixture f;
	struct notifier notifier;
	struct listener alice;

	fixture_open(&f, BUS_PUBLIC);
	notifier_begin(&f, &notifier, 10);
	listener_open(&f, &alice, &notifier, &f.alice, 1, 20);
	fixture_pass(&f, 500);
	cr_assert_eq(alice.heard, 5);
	cr_assert_geq(alice.caught_up, 11);
	/* At peace nothing is fetched. */
	unsigned before = notifier.fetched;
	fixture_pass(&f, 700);
	cr_assert_eq(notifier.fetched, before);
	notifier.head = 20;
	alert_server_wake(notifier.server, 20);
	cr_assert(fixture_run(&f, &alice.done, 2000));
	cr_assert_eq(alice.wrong, 0);
	alert_client_close(alice.client);
	notifier_end(&notifier);
	fixture_close(&f);
}

/* Not taken for a log with nothing in it, and not asked without a pause. */
Test(alert, waits_for_a_log_that_cannot_be_read, .timeout = 30)
{
	struct fixture f;
	struct notifier notifier;
	struct listener alice;

	fixture_open(&f, BUS_PUBLIC);
	notifier_begin(&f, &notifier, 20);
	notifier.broken = true;
	listener_open(&f, &alice, &notifier, &f.alice, 1, 20);
	fixture_pass(&f, 1000);
	cr_assert_eq(alice.heard, 0);
	cr_assert_eq(alice.caught_up, 0);
	cr_assert_gt(notifier.fetched, 2);
	cr_assert_lt(notifier.fetched, 30);
	notifier.broken = false;
	cr_assert(fixture_run(&f, &alice.done, 2000));
	cr_assert_eq(alice.wrong, 0);
	cr_assert_eq(alice.heard, 10);
	alert_client_close(alice.client);
	notifier_end(&notifier);
	fixture_close(&f);
}

Test(alert, is_not_for_strangers, .timeout = 30)
{
	struct fixture f;
	struct notifier notifier;
	struct listener stranger, forbidden;

	fixture_open(&f, BUS_PUBLIC);
	notifier_begin(&f, &notifier, 1000);
	listener_open(&f, &stranger, &notifier, &f.stranger, 0, 1);
	fixture_pass(&f, 1500);
	cr_assert_eq(stranger.heard, 0);
	cr_assert_eq(notifier.fetched, 0);
	notifier.forbids = true;
	listener_open(&f, &forbidden, &notifier, &f.alice, 0, 1);
	cr_assert(fixture_run(&f, &forbidden.done, 3000));
	cr_assert_str_eq(forbidden.error, "this key may not listen to alerts");
	cr_assert_eq(forbidden.heard, 0);
	cr_assert_eq(notifier.fetched, 0);
	alert_client_close(stranger.client);
	alert_client_close(forbidden.client);
	notifier_end(&notifier);
	fixture_close(&f);
}

/* A consumer by hand. */
struct raw {
	struct bus_socket *socket;
	unsigned events, ends, errors;
	uint64_t last, next;
	char error[256];
	int done;
};

static void
on_raw(void *owner, const struct bus_message *message)
{
	struct raw *raw = owner;

	cr_assert_geq(message->count, 3);
	if (protocol_is(message->frames[1], "ERROR")) {
		snprintf(raw->error, sizeof(raw->error), "%.*s", (int)message->frames[2].len,
		    (const char *)message->frames[2].at);
		raw->errors++;
	} else if (protocol_is(message->frames[1], "END")) {
		cr_assert(protocol_parse_number(message->frames[2], &raw->next));
		raw->ends++;
	} else {
		cr_assert(protocol_parse_number(message->frames[2], &raw->last));
		raw->events++;
	}
	raw->done = raw->ends > 0 || raw->errors > 0;
}

static void
raw_open(struct fixture *f, struct raw *raw, const struct notifier *notifier, const struct bus_key *key)
{
	struct bus_socket_options options = { BUS_DEALER, BUS_PUBLIC, key, f->server.public_key, 0, on_raw, raw };

	*raw = (struct raw){ 0 };
	cr_assert(bus_socket_open(&raw->socket, f->others, &options, &f->error));
	cr_assert(bus_socket_connect(raw->socket, alert_server_endpoint(notifier->server), &f->error));
}

static void
raw_say(struct fixture *f, struct raw *raw, const char *verb, size_t numbers, uint64_t first, uint64_t second)
{
	uint8_t digits[2][PROTOCOL_NUMBER_BYTES];
	struct bytes frames[] = { protocol_word(PROTOCOL_VERSION), protocol_word(verb), { digits[0], 8 },
		{ digits[1], 8 } };

	protocol_number(first, digits[0]);
	protocol_number(second, digits[1]);
	raw->done = 0;
	raw->errors = raw->ends = 0;
	for (int i = 0; i < 100 && !bus_socket_send(raw->socket, frames, 2 + numbers, NULL); i++)
		fixture_pass(f, 10);
	fixture_run(f, &raw->done, 400);
}

Test(alert, replay_ends_and_credit_holds, .timeout = 30)
{
	struct fixture f;
	struct notifier notifier;
	struct raw raw;

	fixture_open(&f, BUS_PUBLIC);
	notifier_begin(&f, &notifier, 1000);
	raw_open(&f, &raw, &notifier, &f.alice);
	raw_say(&f, &raw, "MORE", 1, 5, 0);
	cr_assert_eq(raw.errors, 1);
	cr_assert_not_null(strstr(raw.error, "\"code\":\"listen\""));
	raw_say(&f, &raw, "REPLAY", 2, 11, 300);
	cr_assert_eq(raw.events, 300);
	cr_assert_eq(raw.ends, 1);
	cr_assert_eq(raw.last, 12 + 299 * 2);
	cr_assert_eq(raw.next, raw.last + 1);
	raw_say(&f, &raw, "REPLAY", 2, 900, 300);
	cr_assert_eq(raw.next, 1001);
	cr_assert_eq(raw.events, 300 + 51);
	raw_say(&f, &raw, "REPLAY", 2, 7, 0);
	cr_assert_eq(raw.next, 7);
	raw.events = 0;
	raw_say(&f, &raw, "LISTEN", 2, 1, 10);
	cr_assert_eq(raw.events, 10);
	cr_assert_eq(raw.ends, 0);
	raw_say(&f, &raw, "MORE", 1, 25, 0);
	cr_assert_eq(raw.events, 25);
	raw_say(&f, &raw, "MORE", 1, 10000, 0);
	cr_assert_eq(raw.events, 500);
	cr_assert_eq(raw.ends, 1);
	/* Live, credit holds as well. */
	raw_say(&f, &raw, "LISTEN", 2, 991, 10);
	cr_assert_eq(raw.events, 505);
	while (notifier.head < 1020) {
		notifier.head++;
		alert_server_publish(
		    notifier.server, landlord_of(notifier.head), notifier.head, json_of(notifier.head));
	}
	fixture_pass(&f, 300);
	cr_assert_eq(raw.events, 510);
	raw_say(&f, &raw, "MORE", 1, 100, 0);
	cr_assert_eq(raw.events, 515);
	cr_assert_eq(raw.last, 1020);
	raw_say(&f, &raw, "LISTEN", 1, 1, 0);
	cr_assert_not_null(strstr(raw.error, "malformed"));
	raw_say(&f, &raw, "SUBSCRIBE", 0, 0, 0);
	cr_assert_not_null(strstr(raw.error, "\"code\":\"verb\""));
	bus_socket_close(raw.socket);
	notifier_end(&notifier);
	fixture_close(&f);
}

/* One that never reads, with all the credit in the world, costs the others nothing. */
Test(alert, slow_consumer_holds_up_nobody, .timeout = 60)
{
	struct fixture f;
	struct notifier notifier;
	struct listener alice;
	struct raw slow;

	fixture_open(&f, BUS_PUBLIC);
	notifier_begin(&f, &notifier, 0);
	raw_open(&f, &slow, &notifier, &f.operator);
	raw_say(&f, &slow, "LISTEN", 2, 1, UINT64_MAX);
	cr_assert_eq(slow.ends, 1);
	bus_socket_pause(slow.socket, true);
	notifier.publishes = true;
	listener_open(&f, &alice, &notifier, &f.alice, 1, ALERTS);
	cr_assert(fixture_run(&f, &alice.done, 20000));
	cr_assert_eq(alice.wrong, 0);
	bus_socket_pause(slow.socket, false);
	while (slow.last < ALERTS)
		uv_run(&f.loop, UV_RUN_ONCE);
	cr_assert_eq(slow.events, ALERTS);
	alert_client_close(alice.client);
	bus_socket_close(slow.socket);
	notifier_end(&notifier);
	fixture_close(&f);
}

/* A server that repeats itself, as streams before and after a lost connection may. */
static void
on_heard_by_hand(void *owner, const struct bus_message *message)
{
	static const uint64_t positions[] = { 2, 4, 2, 4, 6, 6, 8, 2 };
	struct bus_socket **socket = owner;
	uint8_t digits[PROTOCOL_NUMBER_BYTES];

	for (size_t i = 0; i < sizeof(positions) / sizeof(positions[0]); i++) {
		struct text json = json_of(positions[i]);
		struct bytes frames[] = { message->frames[0], protocol_word(PROTOCOL_VERSION), protocol_word("EVENT"),
			{ digits, sizeof(digits) }, { (const uint8_t *)json.at, json.len } };

		protocol_number(positions[i], digits);
		cr_assert(bus_socket_send(*socket, frames, 5, NULL));
	}
}

Test(alert, is_given_once_though_it_comes_twice, .timeout = 30)
{
	struct fixture f;
	struct listener alice = { .landlord_id = 1, .until = 8 };
	struct bus_socket *socket;
	struct bus_socket_options options = { BUS_ROUTER, BUS_PUBLIC, &f.server, NULL, 0, on_heard_by_hand, &socket };
	struct alert_client_options client = {
		.server_public_key = f.server.public_key, .key = &f.alice, .on_alert = on_alert, .owner = &alice
	};

	fixture_open(&f, BUS_PUBLIC);
	cr_assert(bus_socket_open(&socket, f.bus, &options, &f.error));
	cr_assert(bus_socket_bind(socket, ANY_PORT, &f.error), "%s", f.error.text);
	client.endpoint = bus_socket_endpoint(socket);
	cr_assert(alert_client_open(&alice.client, f.others, &client, &f.error));
	cr_assert(fixture_run(&f, &alice.done, 5000));
	fixture_pass(&f, 200);
	cr_assert_eq(alice.heard, 4);
	cr_assert_eq(alice.wrong, 0);
	alert_client_close(alice.client);
	bus_socket_close(socket);
	fixture_close(&f);
}
