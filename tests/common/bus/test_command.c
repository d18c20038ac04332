#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

#include "bus/command_client.h"
#include "bus/command_server.h"
#include "bus/protocol.h"

enum { COMMANDS = 4000, HELD = 1024 };

/* A server with a database: each body is a number, its id; what is held is written at the next tick. */
struct store {
	struct command_server *server;
	struct command held[HELD];
	unsigned ids[HELD];
	size_t count;
	uint8_t written[COMMANDS + 1];
	unsigned repeats, batches;
	char user[64];
	uint32_t window;
	bool stopped; /* nothing is written */
	bool backwards;
	uv_timer_t tick;
};

struct poster {
	struct command_client *client;
	unsigned next, total;
	uint64_t answered;
	unsigned wrong;
	char error[sizeof(((struct error *)0)->text)];
	int done;
};

static void
on_command(void *owner, const struct command *command)
{
	struct store *store = owner;

	cr_assert_lt(store->count, HELD);
	snprintf(
	    store->user, sizeof(store->user), "%u %.*s", command->user.landlord_id, TEXT_ARG(command->user.source));
	store->held[store->count] = *command;
	store->ids[store->count++] = (unsigned)strtoul((const char *)command->body.at + 1, NULL, 10);
}

static uint32_t
window_now(void *owner)
{
	return ((struct store *)owner)->window;
}

static void
on_batch(uv_timer_t *timer)
{
	struct store *store = timer->data;
	size_t count = store->stopped ? 0 : store->count;

	for (size_t i = 0; i < count; i++) {
		size_t at = store->backwards ? count - 1 - i : i;
		unsigned id = store->ids[at];
		char result[64];

		snprintf(result, sizeof(result), "[{\"id\":\"%u\"}]", id);
		store->repeats += store->written[id];
		store->written[id] = 1;
		command_server_done(store->server, store->held[at].connection, store->held[at].seq, text_of(result));
		command_server_done(
		    store->server, store->held[at].connection, store->held[at].seq, TEXT("[\"twice\"]"));
	}
	store->batches += count > 0;
	store->count -= count;
}

static void
store_open(struct fixture *f, struct store *store, const char *endpoint)
{
	struct command_server_options options = { &f->server, on_command, window_now, store };

	/* The port of one just closed is free again after a moment. */
	for (int i = 0; i < 100; i++) {
		if (command_server_open(&store->server, f->bus, endpoint, &options, &f->error))
			return;
		cr_assert_eq(f->error.code, ERROR_CONFLICT, "%s", f->error.text);
		fixture_pass(f, 10);
	}
	cr_assert_fail("%s", f->error.text);
}

static void
store_begin(struct fixture *f, struct store *store)
{
	memset(store, 0, sizeof(*store));
	store->window = LIMIT_CREDIT_WINDOW;
	uv_timer_init(&f->loop, &store->tick);
	store->tick.data = store;
	uv_timer_start(&store->tick, on_batch, 2, 2);
	store_open(f, store, ANY_PORT);
}

static void
store_end(struct store *store)
{
	command_server_close(store->server);
	uv_close((uv_handle_t *)&store->tick, NULL);
}

static void
post_some(struct poster *poster)
{
	char body[32];
	uint64_t ticket;

	while (poster->next <= poster->total) {
		int length = snprintf(body, sizeof(body), "{%u}", poster->next);

		if (!command_client_post(
			poster->client, (struct bytes){ (const uint8_t *)body, (size_t)length }, &ticket, NULL))
			return;
		cr_assert_eq(ticket, poster->next);
		poster->next++;
	}
}

static void
on_result(void *owner, uint64_t ticket, struct text results)
{
	struct poster *poster = owner;
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "[{\"id\":\"%" PRIu64 "\"}]", ticket);
	poster->wrong += ticket != poster->answered + 1 || !text_equal(results, text_of(wanted));
	poster->answered = ticket;
	poster->done = poster->answered == poster->total;
	post_some(poster);
}

static void
on_error(void *owner, const struct error *error)
{
	struct poster *poster = owner;

	snprintf(poster->error, sizeof(poster->error), "%s", error->text);
}

static void
poster_open(
    struct fixture *f, struct poster *poster, const struct store *store, const struct bus_key *key, unsigned total)
{
	struct command_client_options options = { command_server_endpoint(store->server), f->server.public_key, key,
		on_result, on_error, poster, 300 };

	*poster = (struct poster){ .next = 1, .total = total };
	cr_assert(command_client_open(&poster->client, f->others, &options, &f->error), "%s", f->error.text);
	post_some(poster);
}

Test(command, is_answered_when_done_in_order_and_for_its_user, .timeout = 60)
{
	struct fixture f;
	struct store store;
	struct poster poster;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	store.backwards = true;
	poster_open(&f, &poster, &store, &f.alice, COMMANDS);
	cr_assert(fixture_run(&f, &poster.done, 30000), "%" PRIu64 " answered", poster.answered);
	cr_assert_eq(poster.wrong, 0);
	cr_assert_eq(store.repeats, 0);
	cr_assert_str_eq(store.user, "1 crm/one");
	cr_assert_eq(command_client_pending(poster.client), 0);
	struct command_server_counts counts = command_server_counts(store.server);
	cr_assert_eq(counts.commands, COMMANDS);
	cr_assert_eq(counts.under_way, 0);
	cr_assert_eq(counts.bytes_under_way, 0);
	cr_assert_eq(counts.errors, 0);
	cr_assert_eq(counts.connections, 1);
	command_client_close(poster.client);
	fixture_pass(&f, 50);
	cr_assert_eq(command_server_counts(store.server).connections, 0);
	store_end(&store);
	fixture_close(&f);
}

/* The server dies again and again with commands taken, written and not answered. */
Test(command, is_written_once_though_the_server_is_killed, .timeout = 120)
{
	struct fixture f;
	struct store store;
	struct poster poster;
	char endpoint[128];
	int kills;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	snprintf(endpoint, sizeof(endpoint), "%s", command_server_endpoint(store.server));
	poster_open(&f, &poster, &store, &f.alice, COMMANDS);
	for (kills = 0; kills < 8 && !poster.done; kills++) {
		uint64_t before = poster.answered;

		while ((poster.answered < before + 200 || store.count == 0) && !poster.done)
			uv_run(&f.loop, UV_RUN_ONCE);
		command_server_close(store.server);
		/* What was held is written after the death, as by a commit whose answer is lost. */
		if (kills % 2 == 0)
			store.count = 0;
		for (size_t i = 0; i < store.count; i++)
			store.written[store.ids[i]] = 1;
		store.count = 0;
		fixture_pass(&f, 5);
		store_open(&f, &store, endpoint);
	}
	cr_assert_eq(kills, 8);
	cr_assert(fixture_run(&f, &poster.done, 30000), "%" PRIu64 " answered: %s", poster.answered, poster.error);
	cr_assert_eq(poster.wrong, 0);
	for (unsigned id = 1; id <= COMMANDS; id++)
		cr_assert_eq(store.written[id], 1, "%u", id);
	cr_assert_gt(store.repeats, 0, "no kill fell between write and answer: the test shows nothing");
	command_client_close(poster.client);
	store_end(&store);
	fixture_close(&f);
}

/* A slow database is not sent everything twice. */
Test(command, is_not_sent_again_to_a_server_that_is_only_slow, .timeout = 30)
{
	struct fixture f;
	struct store store;
	struct poster poster;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	store.stopped = true;
	poster_open(&f, &poster, &store, &f.alice, 500);
	fixture_pass(&f, 2000);
	cr_assert_eq(store.count, LIMIT_CREDIT_WINDOW, "%zu", store.count);
	cr_assert(command_client_is_connected(poster.client));
	store.stopped = false;
	cr_assert(fixture_run(&f, &poster.done, 5000));
	cr_assert_eq(store.repeats, 0);
	cr_assert_eq(command_server_counts(store.server).commands, 500);
	command_client_close(poster.client);
	store_end(&store);
	fixture_close(&f);
}

/* What could not be committed is posted again, though the sender heard nothing of that. */
Test(command, is_posted_again_when_it_was_dropped, .timeout = 30)
{
	struct fixture f;
	struct store store;
	struct poster poster;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	store.stopped = true;
	poster_open(&f, &poster, &store, &f.alice, 500);
	fixture_pass(&f, 400);
	cr_assert_eq(store.count, LIMIT_CREDIT_WINDOW, "%zu", store.count);
	for (size_t i = 0; i < store.count; i++)
		command_server_drop(store.server, store.held[i].connection);
	cr_assert_eq(command_server_counts(store.server).connections, 0);
	cr_assert_eq(command_server_counts(store.server).under_way, 0);
	store.count = 0;
	store.stopped = false;
	cr_assert(fixture_run(&f, &poster.done, 5000), "%" PRIu64 " answered: %s", poster.answered, poster.error);
	cr_assert_eq(poster.wrong, 0);
	cr_assert_eq(store.repeats, 0);
	command_client_close(poster.client);
	store_end(&store);
	fixture_close(&f);
}

Test(command, window_shrinks_when_the_server_says_so, .timeout = 30)
{
	struct fixture f;
	struct store store;
	struct poster poster;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	store.window = 3;
	store.stopped = true;
	poster_open(&f, &poster, &store, &f.alice, 100);
	fixture_pass(&f, 500);
	cr_assert_eq(store.count, 3);
	store.stopped = false;
	cr_assert(fixture_run(&f, &poster.done, 10000));
	cr_assert_eq(poster.wrong, 0);
	cr_assert_geq(store.batches, 100 / 3);
	command_client_close(poster.client);
	store_end(&store);
	fixture_close(&f);
}

Test(command, of_a_stranger_is_never_heard, .timeout = 20)
{
	struct fixture f;
	struct store store;
	struct poster poster;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	poster_open(&f, &poster, &store, &f.stranger, 10);
	fixture_pass(&f, 2500);
	cr_assert_eq(command_server_counts(store.server).commands, 0);
	cr_assert_eq(command_server_counts(store.server).errors, 0);
	cr_assert_eq(poster.answered, 0);
	cr_assert_not(command_client_is_connected(poster.client));
	command_client_close(poster.client);
	store_end(&store);
	fixture_close(&f);
}

/* A client by hand, for what a client should not do. */
struct raw {
	struct bus_socket *socket;
	char word[16];
	uint64_t durable, limit;
	char body[512];
	unsigned answers;
	int done;
};

static void
on_raw(void *owner, const struct bus_message *message)
{
	struct raw *raw = owner;

	cr_assert_eq(message->count, 5);
	cr_assert(protocol_is(message->frames[0], PROTOCOL_VERSION));
	snprintf(
	    raw->word, sizeof(raw->word), "%.*s", (int)message->frames[1].len, (const char *)message->frames[1].at);
	cr_assert(protocol_parse_number(message->frames[2], &raw->durable));
	cr_assert(protocol_parse_number(message->frames[3], &raw->limit));
	snprintf(
	    raw->body, sizeof(raw->body), "%.*s", (int)message->frames[4].len, (const char *)message->frames[4].at);
	raw->answers++;
	raw->done = 1;
}

static void
raw_open(struct fixture *f, struct raw *raw, const struct store *store)
{
	struct bus_socket_options options = { BUS_DEALER, BUS_PUBLIC, &f->alice, f->server.public_key, 0, on_raw, raw };

	*raw = (struct raw){ 0 };
	cr_assert(bus_socket_open(&raw->socket, f->others, &options, &f->error));
	cr_assert(bus_socket_connect(raw->socket, command_server_endpoint(store->server), &f->error));
}

static void
raw_say(struct fixture *f, struct raw *raw, const struct bytes *frames, size_t count)
{
	raw->done = 0;
	for (int i = 0; i < 100 && !bus_socket_send(raw->socket, frames, count, NULL); i++)
		fixture_pass(f, 10);
	fixture_run(f, &raw->done, 1000);
}

static void
raw_verb(struct fixture *f, struct raw *raw, const char *verb, uint64_t seq, const char *body)
{
	uint8_t number[PROTOCOL_NUMBER_BYTES];
	struct bytes frames[] = { protocol_word(PROTOCOL_VERSION), protocol_word(verb), { number, 8 },
		protocol_word(body) };

	protocol_number(seq, number);
	raw_say(f, raw, frames, 4);
}

static void
expect_error(const struct raw *raw, const char *code)
{
	char wanted[64];

	snprintf(wanted, sizeof(wanted), "\"code\":\"%s\"", code);
	cr_expect_str_eq(raw->word, "ERROR", "%s: %s", code, raw->word);
	cr_expect_not_null(strstr(raw->body, wanted), "%s: %s", code, raw->body);
}

#define FRAME(literal)                                          \
	{                                                       \
		(const uint8_t *)(literal), sizeof(literal) - 1 \
	}
#define VERSION FRAME(PROTOCOL_VERSION)
#define ONE FRAME("\0\0\0\0\0\0\0\1")

Test(command, malformed_gets_an_error_that_says_why, .timeout = 60)
{
	static const struct {
		const char *code;
		size_t count;
		struct bytes frames[12];
	} rows[] = {
		{ "malformed", 1, { FRAME("") } },
		{ "malformed", 1, { VERSION } },
		{ "malformed", 3, { VERSION, FRAME("POST"), ONE } },
		{ "malformed", 5, { VERSION, FRAME("POST"), ONE, FRAME("{}"), FRAME("more") } },
		{ "malformed", 10, { VERSION, FRAME("POST"), ONE, FRAME("{}"), ONE, ONE, ONE, ONE, ONE, ONE } },
		{ "version", 4, { FRAME("redress/2"), FRAME("POST"), ONE, FRAME("{}") } },
		{ "version", 4, { FRAME("\xff\xfe"), FRAME("POST"), ONE, FRAME("{}") } },
		{ "version", 4, { FRAME(""), FRAME(""), FRAME(""), FRAME("") } },
		{ "verb", 4, { VERSION, FRAME("post"), ONE, FRAME("{}") } },
		{ "verb", 4, { VERSION, FRAME("\xc3("), ONE, FRAME("{}") } },
		{ "verb", 4, { VERSION, FRAME("POST\0"), ONE, FRAME("{}") } },
		{ "malformed", 4, { VERSION, FRAME("POST"), FRAME("1"), FRAME("{}") } },
		{ "malformed", 4, { VERSION, FRAME("POST"), FRAME("\0\0\0\0\0\0\0\0\1"), FRAME("{}") } },
		{ "malformed", 4, { VERSION, FRAME("POST"), FRAME("\0\0\0\0\0\0\0\0"), FRAME("{}") } },
		{ "credit", 4, { VERSION, FRAME("POST"), FRAME("\xff\xff\xff\xff\xff\xff\xff\xff"), FRAME("{}") } },
		{ "gap", 4, { VERSION, FRAME("POST"), FRAME("\0\0\0\0\0\0\0\2"), FRAME("{}") } },
		{ "body", 4, { VERSION, FRAME("POST"), ONE, FRAME("") } },
		{ "body", 4, { VERSION, FRAME("POST"), ONE, FRAME("{\"id\":\"\xc3(\"}") } },
	};
	struct fixture f;
	struct store store;
	struct raw raw;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	raw_open(&f, &raw, &store);
	raw_verb(&f, &raw, "POST", 1, "{}");
	expect_error(&raw, "hello");
	raw_verb(&f, &raw, "HELLO", 0, "");
	cr_assert_str_eq(raw.word, "CREDIT");
	cr_assert_eq(raw.durable, 0);
	cr_assert_eq(raw.limit, LIMIT_CREDIT_WINDOW);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unsigned before = raw.answers;

		raw_say(&f, &raw, rows[i].frames, rows[i].count);
		cr_expect_eq(raw.answers, before + 1, "row %zu", i);
		expect_error(&raw, rows[i].code);
	}
	cr_assert_eq(command_server_counts(store.server).commands, 0);
	/* None of it did harm. */
	raw_verb(&f, &raw, "POST", 1, "{7}");
	cr_assert_str_eq(raw.word, "DONE");
	cr_assert_eq(raw.durable, 1);
	cr_assert_eq(raw.limit, 1 + LIMIT_CREDIT_WINDOW);
	cr_assert_str_eq(raw.body, "{\"results\":[{\"seq\":1,\"events\":[{\"id\":\"7\"}]}]}");
	raw_verb(&f, &raw, "POST", 1, "{7}");
	cr_assert_str_eq(raw.word, "CREDIT");
	cr_assert_eq(store.repeats, 0);
	bus_socket_close(raw.socket);
	store_end(&store);
	fixture_close(&f);
}

Test(command, too_large_is_told_or_cut_off_and_others_live_on, .timeout = 60)
{
	struct fixture f;
	struct store store;
	struct raw raw, fat;
	char *body = calloc(1, 256 * 1024);

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	raw_open(&f, &raw, &store);
	raw_open(&f, &fat, &store);
	raw_verb(&f, &raw, "HELLO", 0, "");
	memset(body, '{', LIMIT_EVENT_BYTES + 1);
	raw_verb(&f, &raw, "POST", 1, body);
	expect_error(&raw, "body");
	body[LIMIT_EVENT_BYTES] = '\0';
	body[1] = '3';
	raw_verb(&f, &raw, "POST", 1, body);
	cr_assert_str_eq(raw.word, "DONE");
	memset(body, '{', 200 * 1024);
	raw_verb(&f, &fat, "HELLO", 0, "");
	raw_verb(&f, &fat, "POST", 1, body);
	cr_assert_eq(fat.answers, 1);
	raw_verb(&f, &raw, "POST", 2, "{4}");
	cr_assert_str_eq(raw.word, "DONE");
	cr_assert_eq(command_server_counts(store.server).commands, 2);
	free(body);
	bus_socket_close(raw.socket);
	bus_socket_close(fat.socket);
	store_end(&store);
	fixture_close(&f);
}

/* Beyond the credit: an ERROR, nothing taken, and no way round it by not reading answers. */
Test(command, credit_is_enforced, .timeout = 60)
{
	struct fixture f;
	struct store store;
	struct raw raw;

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	store.stopped = true;
	store.window = 10;
	raw_open(&f, &raw, &store);
	raw_verb(&f, &raw, "HELLO", 0, "");
	cr_assert_eq(raw.limit, 10);
	for (uint64_t seq = 1; seq <= 10; seq++) {
		uint8_t number[PROTOCOL_NUMBER_BYTES];
		struct bytes frames[] = { VERSION, FRAME("POST"), { number, 8 }, FRAME("{1}") };

		protocol_number(seq, number);
		cr_assert(bus_socket_send(raw.socket, frames, 4, NULL));
	}
	raw_verb(&f, &raw, "POST", 11, "{1}");
	expect_error(&raw, "credit");
	cr_assert_eq(store.count, 10);
	/* HELLO begins again: what was under way is not answered any more. */
	raw_verb(&f, &raw, "HELLO", 0, "");
	cr_assert_eq(command_server_counts(store.server).under_way, 0);
	unsigned before = raw.answers;
	store.stopped = false;
	fixture_pass(&f, 100);
	cr_assert_eq(raw.answers, before);
	bus_socket_close(raw.socket);
	store_end(&store);
	fixture_close(&f);
}

/* One user's connections do not take the room of all: the oldest idle one of its own goes. */
Test(command, connections_are_bounded_for_each_user, .timeout = 60)
{
	struct fixture f;
	struct store store;
	static struct raw raws[LIMIT_USER_CONNECTIONS + 1];

	fixture_open(&f, BUS_PUBLIC);
	store_begin(&f, &store);
	for (size_t i = 0; i <= LIMIT_USER_CONNECTIONS; i++) {
		raw_open(&f, &raws[i], &store);
		raw_verb(&f, &raws[i], "HELLO", 0, "");
		cr_assert_str_eq(raws[i].word, "CREDIT");
	}
	cr_assert_eq(command_server_counts(store.server).connections, LIMIT_USER_CONNECTIONS);
	raw_verb(&f, &raws[0], "POST", 1, "{1}");
	expect_error(&raws[0], "hello");
	raw_verb(&f, &raws[1], "POST", 1, "{1}");
	cr_assert_str_eq(raws[1].word, "DONE");
	for (size_t i = 0; i <= LIMIT_USER_CONNECTIONS; i++)
		bus_socket_close(raws[i].socket);
	store_end(&store);
	fixture_close(&f);
}
