#include "bus/command_client.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include <jansson.h>

#include "bus/context.h"
#include "bus/protocol.h"

enum {
	SILENCE_MS = 2000,
	TICK_MS = 50,
	POSTS_WAITING = 2 * LIMIT_CREDIT_WINDOW,
	/* Silences without an answer to HELLO before the connection is made anew. */
	PATIENCE = 3,
};

struct post {
	STAILQ_ENTRY(post) entries;
	uint64_t ticket;
	size_t length;
	uint8_t body[];
};

STAILQ_HEAD(post_queue, post);

/* A session lasts from a HELLO to the next. Its numbers are tickets less `base`, the last ticket answered before it, so
 * that a new session begins with the first post unanswered. An answer to an earlier session can arrive after HELLO: it
 * is passed over until the CREDIT with durable 0 has come. Could that CREDIT, too, be an earlier session's? Only one's
 * in which nothing had been answered yet, and then the numbers are the same. */
struct command_client {
	struct command_client_options options;
	struct bus_socket *socket;
	uv_loop_t *loop;
	uv_timer_t tick;
	struct post_queue posts;
	size_t pending;
	uint64_t tickets;
	uint64_t base;
	uint64_t answered, sent, limit; /* numbers of this session */
	uint64_t gone_back_to;		/* the last gap mended; 0: none since there was progress */
	bool greeted;			/* HELLO has been answered */
	bool said_hello;
	uint64_t hello_ms;
	uint64_t heard_ms; /* or first sent after having nothing to wait for */
	bool probed;	   /* since then */
	char *endpoint;
	unsigned silences; /* in a row */
	bool failed;
	bool closing;
};

static bool
say(struct command_client *client, const char *verb, uint64_t seq, struct bytes body)
{
	uint8_t number[PROTOCOL_NUMBER_BYTES];
	struct bytes frames[] = { protocol_word(PROTOCOL_VERSION), protocol_word(verb), { number, sizeof(number) },
		body };

	protocol_number(seq, number);
	return bus_socket_send(client->socket, frames, sizeof(frames) / sizeof(frames[0]), NULL);
}

static void
greet(struct command_client *client)
{
	client->greeted = client->probed = false;
	client->answered = client->sent = client->limit = client->gone_back_to = 0;
	client->base = client->tickets - client->pending;
	client->hello_ms = uv_now(client->loop);
	client->said_hello = say(client, "HELLO", 0, (struct bytes){ 0 });
}

static void
reconnect(struct command_client *client)
{
	if (++client->silences % PATIENCE == 0)
		bus_socket_reconnect(client->socket, client->endpoint, NULL);
}

static void
send_posts(struct command_client *client)
{
	struct post *post;

	if (!client->greeted || client->failed || client->sent >= client->limit)
		return;
	if (client->sent == client->answered)
		client->heard_ms = uv_now(client->loop);
	STAILQ_FOREACH (post, &client->posts, entries) {
		uint64_t seq = post->ticket - client->base;

		if (seq > client->limit)
			return;
		if (seq <= client->sent)
			continue;
		if (!say(client, "POST", seq, (struct bytes){ post->body, post->length }))
			return;
		client->sent = seq;
	}
}

/* The first unanswered post again: a server that is only slow answers with CREDIT, one that has forgotten us with
 * "hello". Beginning again at once would give a slow one all its work twice. */
static void
probe(struct command_client *client)
{
	struct post *post = STAILQ_FIRST(&client->posts);

	client->probed = true;
	client->heard_ms = uv_now(client->loop);
	say(client, "POST", post->ticket - client->base, (struct bytes){ post->body, post->length });
}

static void
on_tick(uv_timer_t *handle)
{
	struct command_client *client = handle->data;
	uint64_t now = uv_now(client->loop);

	if (client->failed)
		return;
	if (!client->greeted) {
		if (now - client->hello_ms >= client->options.silence_ms) {
			reconnect(client);
			greet(client);
		} else if (!client->said_hello) {
			client->said_hello = say(client, "HELLO", 0, (struct bytes){ 0 });
		}
	} else if (client->sent > client->answered && now - client->heard_ms >= client->options.silence_ms) {
		if (client->probed)
			greet(client);
		else
			probe(client);
	} else {
		send_posts(client);
	}
}

/* The first post is answered. */
static void
give_result(struct command_client *client, const json_t *events)
{
	struct post *post = STAILQ_FIRST(&client->posts);
	char *text = json_dumps(events, JSON_COMPACT);

	STAILQ_REMOVE_HEAD(&client->posts, entries);
	client->pending--;
	client->answered++;
	client->options.on_result(client->options.owner, post->ticket, text_of(text));
	free(text);
	free(post);
}

static void
heard_done(struct command_client *client, struct bytes body)
{
	json_t *root = json_loadb((const char *)body.at, body.len, JSON_REJECT_DUPLICATES, NULL);
	json_t *results = json_object_get(root, "results");
	json_t *result;
	size_t index;

	json_array_foreach(results, index, result)
	{
		json_int_t seq = json_integer_value(json_object_get(result, "seq"));
		json_t *events = json_object_get(result, "events");

		if (client->closing || seq != (json_int_t)client->answered + 1 || client->pending == 0 ||
		    !json_is_array(events))
			continue;
		give_result(client, events);
	}
	json_decref(root);
}

static void
fail(struct command_client *client, const char *text)
{
	struct error error;

	client->failed = true;
	error_set(&error, ERROR_INVALID, "%s", text);
	if (client->options.on_error != NULL)
		client->options.on_error(client->options.owner, &error);
}

static void
heard_error(struct command_client *client, struct bytes body)
{
	json_t *root = json_loadb((const char *)body.at, body.len, 0, NULL);
	const char *code = json_string_value(json_object_get(root, "code"));
	const char *text = json_string_value(json_object_get(root, "error"));
	uint64_t expected = (uint64_t)json_integer_value(json_object_get(root, "expected"));

	if (code == NULL || text == NULL) {
		fail(client, "the server answers with an error that cannot be read");
	} else if (strcmp(code, "gap") == 0) {
		/* Each message after the gap is complained of: go back once. */
		if (client->greeted && expected > client->answered && expected <= client->sent &&
		    expected != client->gone_back_to) {
			client->gone_back_to = expected;
			client->sent = expected - 1;
			send_posts(client);
		}
	} else if (strcmp(code, "hello") == 0) {
		if (client->greeted)
			greet(client);
	} else if (strcmp(code, "credit") != 0 && strcmp(code, "crowded") != 0) {
		fail(client, text);
	}
	json_decref(root);
}

static void
heard_answer(struct command_client *client, bool is_done, uint64_t durable, uint64_t limit, struct bytes body)
{
	if (!client->greeted) {
		if (is_done || durable != 0)
			return;
		client->greeted = true;
		client->silences = 0;
	}
	client->heard_ms = uv_now(client->loop);
	client->probed = false;
	if (is_done)
		heard_done(client, body);
	if (client->closing)
		return;
	if (durable > client->answered) {
		/* Answers were lost on the way: sent again, the posts are answered again. */
		greet(client);
		return;
	}
	if (is_done)
		client->gone_back_to = 0;
	if (limit > client->limit)
		client->limit = limit;
	send_posts(client);
}

static void
on_message(void *owner, const struct bus_message *message)
{
	struct command_client *client = owner;
	uint64_t durable, limit;
	bool is_done;

	if (client->failed || message->count != 5 || message->too_many ||
	    !protocol_is(message->frames[0], PROTOCOL_VERSION) ||
	    !protocol_parse_number(message->frames[2], &durable) || !protocol_parse_number(message->frames[3], &limit))
		return;
	is_done = protocol_is(message->frames[1], "DONE");
	if (is_done || protocol_is(message->frames[1], "CREDIT"))
		heard_answer(client, is_done, durable, limit, message->frames[4]);
	else if (protocol_is(message->frames[1], "ERROR"))
		heard_error(client, message->frames[4]);
}

bool
command_client_open(
    struct command_client **out, struct bus *bus, const struct command_client_options *options, struct error *error)
{
	struct command_client *client = calloc(1, sizeof(*client));
	struct bus_socket_options socket_options = { .pattern = BUS_DEALER,
		.zone = BUS_PUBLIC,
		.key = options->key,
		.server_public_key = options->server_public_key,
		.on_message = on_message,
		.owner = client };

	if (client == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	client->options = *options;
	if (client->options.silence_ms == 0)
		client->options.silence_ms = SILENCE_MS;
	client->loop = bus->loop;
	client->endpoint = strdup(options->endpoint);
	if (client->endpoint == NULL)
		abort();
	STAILQ_INIT(&client->posts);
	if (!bus_socket_open(&client->socket, bus, &socket_options, error)) {
		free(client->endpoint);
		free(client);
		return false;
	}
	if (!bus_socket_connect(client->socket, options->endpoint, error)) {
		bus_socket_close(client->socket);
		free(client->endpoint);
		free(client);
		return false;
	}
	uv_timer_init(bus->loop, &client->tick);
	client->tick.data = client;
	greet(client);
	uv_timer_start(&client->tick, on_tick, 0, TICK_MS);
	*out = client;
	return true;
}

bool
command_client_post(struct command_client *client, struct bytes body, uint64_t *ticket, struct error *error)
{
	struct post *post;

	if (body.len == 0 || body.len > LIMIT_EVENT_BYTES)
		return error_set(
		    error, ERROR_INVALID, "an event is 1 to %d bytes, not %zu", LIMIT_EVENT_BYTES, body.len);
	if (client->failed)
		return error_set(error, ERROR_FORBIDDEN, "the server has refused this client");
	if (client->pending >= POSTS_WAITING)
		return error_set(error, ERROR_LIMIT, "%d posts wait already", POSTS_WAITING);
	post = malloc(sizeof(*post) + body.len);
	if (post == NULL)
		abort();
	post->ticket = *ticket = ++client->tickets;
	post->length = body.len;
	memcpy(post->body, body.at, body.len);
	STAILQ_INSERT_TAIL(&client->posts, post, entries);
	client->pending++;
	send_posts(client);
	return true;
}

size_t
command_client_pending(const struct command_client *client)
{
	return client->pending;
}

bool
command_client_is_connected(const struct command_client *client)
{
	return client->greeted && !client->failed;
}

static void
on_closed(uv_handle_t *handle)
{
	struct command_client *client = handle->data;

	free(client->endpoint);
	free(client);
}

void
command_client_close(struct command_client *client)
{
	if (client == NULL || client->closing)
		return;
	client->closing = client->failed = true;
	say(client, "BYE", 0, (struct bytes){ 0 });
	bus_socket_close(client->socket);
	while (!STAILQ_EMPTY(&client->posts)) {
		struct post *post = STAILQ_FIRST(&client->posts);

		STAILQ_REMOVE_HEAD(&client->posts, entries);
		free(post);
	}
	uv_close((uv_handle_t *)&client->tick, on_closed);
}
