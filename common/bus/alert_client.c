#include "bus/alert_client.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "bus/context.h"
#include "bus/protocol.h"

enum {
	SILENCE_MS = 2000,
	TICK_MS = 50,
	CREDIT_EVENTS = 512,
	/* Silences without an answer before the connection is made anew. */
	PATIENCE = 3,
};

/* Every stream the server sends has all alerts from its start on, in order; it may only end early. So whatever arrives
 * of an earlier one, between the messages of a new one, no alert before `next` is ever still to come, and one at or
 * after it is the next. */
struct alert_client {
	struct alert_client_options options;
	struct bus_socket *socket;
	uv_loop_t *loop;
	uv_timer_t tick;
	uint64_t next;
	uint64_t received, limit; /* events since LISTEN */
	uint64_t quiet_ms;	  /* when something was heard, or silence last noticed */
	char *endpoint;
	unsigned silences; /* in a row */
	bool listening;	   /* LISTEN has been sent, and nothing said against it */
	bool failed;
	bool closing;
};

static bool
say(struct alert_client *client, const char *verb, uint64_t first, uint64_t second, size_t numbers)
{
	uint8_t digits[2][PROTOCOL_NUMBER_BYTES];
	struct bytes frames[] = {
		protocol_word(PROTOCOL_VERSION),
		protocol_word(verb),
		{ digits[0], PROTOCOL_NUMBER_BYTES },
		{ digits[1], PROTOCOL_NUMBER_BYTES },
	};

	protocol_number(first, digits[0]);
	protocol_number(second, digits[1]);
	return bus_socket_send(client->socket, frames, 2 + numbers, NULL);
}

static void
listen_again(struct alert_client *client)
{
	client->received = 0;
	client->limit = CREDIT_EVENTS;
	client->listening = say(client, "LISTEN", client->next, client->limit, 2);
}

static void
ask_for_more(struct alert_client *client)
{
	client->limit = client->received + CREDIT_EVENTS;
	say(client, "MORE", client->limit, 0, 1);
}

/* Silence may be peace or a lost connection: the answer to MORE tells which. */
static void
on_tick(uv_timer_t *handle)
{
	struct alert_client *client = handle->data;
	uint64_t now = uv_now(client->loop);

	if (client->failed)
		return;
	if (now - client->quiet_ms >= client->options.silence_ms) {
		client->quiet_ms = now;
		if (++client->silences % PATIENCE == 0)
			bus_socket_reconnect(client->socket, client->endpoint, NULL);
		ask_for_more(client);
	}
	if (!client->listening)
		listen_again(client);
}

static void
heard_event(struct alert_client *client, uint64_t position, struct bytes json)
{
	client->received++;
	if (position >= client->next) {
		client->next = position + 1;
		client->options.on_alert(
		    client->options.owner, position, (struct text){ (const char *)json.at, json.len });
	}
	if (!client->closing && client->received + CREDIT_EVENTS / 2 >= client->limit)
		ask_for_more(client);
}

static void
heard_end(struct alert_client *client, uint64_t next)
{
	if (next > client->next)
		client->next = next;
	if (client->options.on_caught_up != NULL)
		client->options.on_caught_up(client->options.owner, client->next);
}

static void
heard_error(struct alert_client *client, struct bytes body)
{
	json_t *root = json_loadb((const char *)body.at, body.len, 0, NULL);
	const char *code = json_string_value(json_object_get(root, "code"));
	const char *text = json_string_value(json_object_get(root, "error"));
	struct error error;

	if (code != NULL && strcmp(code, "listen") == 0) {
		listen_again(client);
	} else if (code == NULL || strcmp(code, "crowded") != 0) {
		client->failed = true;
		error_set(&error, ERROR_FORBIDDEN, "%s", text != NULL ? text : "an error that cannot be read");
		if (client->options.on_error != NULL)
			client->options.on_error(client->options.owner, &error);
	}
	json_decref(root);
}

static void
on_message(void *owner, const struct bus_message *message)
{
	struct alert_client *client = owner;
	uint64_t number;

	if (client->failed || message->too_many || message->count < 3 ||
	    !protocol_is(message->frames[0], PROTOCOL_VERSION))
		return;
	client->quiet_ms = uv_now(client->loop);
	client->silences = 0;
	if (protocol_is(message->frames[1], "ERROR"))
		heard_error(client, message->frames[2]);
	else if (!protocol_parse_number(message->frames[2], &number))
		return;
	else if (protocol_is(message->frames[1], "EVENT") && message->count == 4)
		heard_event(client, number, message->frames[3]);
	else if (protocol_is(message->frames[1], "END"))
		heard_end(client, number);
}

bool
alert_client_open(
    struct alert_client **out, struct bus *bus, const struct alert_client_options *options, struct error *error)
{
	struct alert_client *client = calloc(1, sizeof(*client));
	struct bus_socket_options socket_options = { .pattern = BUS_DEALER,
		.zone = BUS_PUBLIC,
		.key = options->key,
		.server_public_key = options->server_public_key,
		.high_water = 2 * CREDIT_EVENTS,
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
	client->next = options->from > 0 ? options->from : 1;
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
	client->quiet_ms = uv_now(bus->loop);
	uv_timer_start(&client->tick, on_tick, 0, TICK_MS);
	*out = client;
	return true;
}

uint64_t
alert_client_next(const struct alert_client *client)
{
	return client->next;
}

static void
on_closed(uv_handle_t *handle)
{
	struct alert_client *client = handle->data;

	free(client->endpoint);
	free(client);
}

void
alert_client_close(struct alert_client *client)
{
	if (client == NULL || client->closing)
		return;
	client->closing = client->failed = true;
	say(client, "BYE", 0, 0, 0);
	bus_socket_close(client->socket);
	uv_close((uv_handle_t *)&client->tick, on_closed);
}
