#include "bus/alert_server.h"

#include <stdlib.h>
#include <string.h>

#include "bus/context.h"
#include "bus/peers.h"
#include "bus/protocol.h"

enum {
	TICK_MS = 100,
	FETCH_EVENTS = 256,
};

/* A consumer is either live, and sent what is published; or behind, and fed by fetches while it has credit. */
struct consumer {
	struct peer peer;
	bool listening;
	bool once;     /* REPLAY: over when the log has been read or `limit` sent */
	bool live;     /* everything before `next` and newer than it was looked at */
	bool fetching; /* an answer is awaited */
	bool stale;    /* ... but it is of no use any more */
	bool stalled;  /* it does not read: nothing more is fetched before the next tick */
	uint64_t next; /* nothing before it is still to be sent */
	uint64_t sent; /* since LISTEN */
	uint64_t limit;
	size_t asked; /* of this fetch, and how many came */
	size_t came;
};

struct alert_server {
	struct bus_socket *socket;
	struct alert_server_options options;
	struct peers peers;
	struct arena arena;
	uint64_t newest; /* position known to exist */
	uv_loop_t *loop;
	uv_timer_t tick;
	uv_prepare_t prepare;
	bool hungry; /* someone may want a fetch */
	unsigned handles;
	bool closing;
};

static bool
reply(struct alert_server *server, struct bytes to, const char *word, uint64_t number, struct bytes body,
    struct error *error)
{
	uint8_t digits[PROTOCOL_NUMBER_BYTES];
	struct bytes frames[] = {
		to,
		protocol_word(PROTOCOL_VERSION),
		protocol_word(word),
		{ digits, sizeof(digits) },
		body,
	};

	protocol_number(number, digits);
	return bus_socket_send(server->socket, frames, body.at == NULL ? 4 : 5, error);
}

static void
reply_error(struct alert_server *server, struct bytes to, const char *code, const char *text)
{
	struct bytes frames[] = { to, protocol_word(PROTOCOL_VERSION), protocol_word("ERROR"),
		protocol_error(&server->arena, code, text, 0, 0) };

	bus_socket_send(server->socket, frames, 4, NULL);
}

static bool
may_see(const struct consumer *consumer, uint32_t landlord_id)
{
	return consumer->peer.user.landlord_id == landlord_id || consumer->peer.user.landlord_id == 0;
}

static void
fetch(struct alert_server *server, struct consumer *consumer)
{
	uint64_t room = consumer->limit - consumer->sent;

	if (!consumer->listening || consumer->live || consumer->fetching || consumer->stalled ||
	    consumer->sent >= consumer->limit)
		return;
	consumer->fetching = true;
	consumer->stale = false;
	consumer->asked = room < FETCH_EVENTS ? (size_t)room : FETCH_EVENTS;
	consumer->came = 0;
	server->options.fetch(
	    server->options.owner, consumer->peer.id, &consumer->peer.user, consumer->next, consumer->asked);
}

/* False when the consumer was not reached: it is behind now, or forgotten if it has gone. */
static bool
send_event(struct alert_server *server, struct consumer *consumer, uint64_t position, struct text json)
{
	struct bytes body = { (const uint8_t *)json.at, json.len };
	struct error error = { 0 };

	if (consumer->sent < consumer->limit &&
	    reply(server, peer_route(&consumer->peer), "EVENT", position, body, &error)) {
		consumer->sent++;
		consumer->next = position + 1;
		return true;
	}
	consumer->live = false;
	consumer->stale = consumer->fetching;
	consumer->stalled = error.code == ERROR_UNAVAILABLE;
	if (error.code == ERROR_NOT_FOUND)
		peers_remove(&server->peers, &consumer->peer);
	return false;
}

/* The whole of the log has been read for it; the stream of a REPLAY ends here. */
static void
caught_up(struct alert_server *server, struct consumer *consumer)
{
	struct error error = { 0 };
	bool said = reply(server, peer_route(&consumer->peer), "END", consumer->next, (struct bytes){ 0 }, &error);

	if (consumer->once && said)
		consumer->listening = false;
	if (!said && error.code == ERROR_NOT_FOUND)
		peers_remove(&server->peers, &consumer->peer);
}

void
alert_server_publish(struct alert_server *server, uint32_t landlord_id, uint64_t position, struct text json)
{
	struct peer *peer = TAILQ_FIRST(&server->peers.silence);

	if (position > server->newest)
		server->newest = position;
	while (peer != NULL) {
		struct peer *next = TAILQ_NEXT(peer, silence);
		struct consumer *consumer = (struct consumer *)peer;

		if (consumer->live && may_see(consumer, landlord_id) && position >= consumer->next)
			send_event(server, consumer, position, json);
		peer = next;
	}
}

void
alert_server_wake(struct alert_server *server, uint64_t head)
{
	struct peer *peer;

	if (head <= server->newest)
		return;
	server->newest = head;
	TAILQ_FOREACH (peer, &server->peers.silence, silence) {
		struct consumer *consumer = (struct consumer *)peer;

		consumer->live = false;
	}
	server->hungry = true;
}

void
alert_server_replay(struct alert_server *server, uint64_t id, uint64_t position, struct text json)
{
	struct consumer *consumer = (struct consumer *)peers_by_id(&server->peers, id);

	if (consumer == NULL || !consumer->fetching)
		return;
	consumer->came++;
	if (!consumer->stale && position >= consumer->next)
		send_event(server, consumer, position, json);
}

void
alert_server_replayed(struct alert_server *server, uint64_t id, uint64_t next)
{
	struct consumer *consumer = (struct consumer *)peers_by_id(&server->peers, id);
	bool whole;

	if (consumer == NULL || !consumer->fetching)
		return;
	consumer->fetching = false;
	/* What remains is fetched at the next tick, when the consumer may have read something. */
	if (consumer->stale || !consumer->listening)
		return;
	if (next > consumer->next)
		consumer->next = next;
	whole = consumer->came < consumer->asked;
	if (consumer->once ? whole || consumer->sent >= consumer->limit : whole && consumer->next > server->newest) {
		consumer->live = !consumer->once;
		caught_up(server, consumer);
		return;
	}
	server->hungry = true;
}

void
alert_server_unread(struct alert_server *server, uint64_t id)
{
	struct consumer *consumer = (struct consumer *)peers_by_id(&server->peers, id);

	if (consumer == NULL || !consumer->fetching)
		return;
	consumer->fetching = false;
	consumer->stalled = true;
}

/* Fetches start from here alone: one answered at once does not start the next inside itself. */
static void
feed(struct alert_server *server)
{
	struct peer *peer = TAILQ_FIRST(&server->peers.silence);

	server->hungry = false;
	while (peer != NULL) {
		struct peer *next = TAILQ_NEXT(peer, silence);

		fetch(server, (struct consumer *)peer);
		peer = next;
	}
}

static void
on_tick(uv_timer_t *handle)
{
	struct alert_server *server = handle->data;
	uint64_t now = uv_now(server->loop);
	struct peer *peer;

	TAILQ_FOREACH (peer, &server->peers.silence, silence)
		((struct consumer *)peer)->stalled = false;
	feed(server);
	if (now > LIMIT_CONNECTION_IDLE_SECONDS * 1000)
		peers_sweep(&server->peers, now - LIMIT_CONNECTION_IDLE_SECONDS * 1000);
}

static void
on_prepare(uv_prepare_t *handle)
{
	struct alert_server *server = handle->data;

	if (server->hungry)
		feed(server);
	if (server->hungry)
		uv_timer_start(&server->tick, on_tick, 0, TICK_MS);
}

/* False when it was told that it may not, and is forgotten. */
static bool
may_listen(struct alert_server *server, struct bytes route, struct consumer *consumer)
{
	if (server->options.may_listen == NULL ||
	    server->options.may_listen(server->options.owner, &consumer->peer.user))
		return true;
	reply_error(server, route, "forbidden", "this key may not listen to alerts");
	peers_remove(&server->peers, &consumer->peer);
	return false;
}

static void
heard_listen(struct alert_server *server, const struct bus_message *message, struct consumer *consumer, uint64_t from,
    uint64_t limit)
{
	struct bytes route = message->frames[0];

	if (consumer == NULL) {
		consumer = (struct consumer *)peers_add(&server->peers, route, message->user_id, uv_now(server->loop));
		if (consumer == NULL) {
			reply_error(server, route, "crowded", "too many connections: close some, or try again later");
			return;
		}
	}
	if (!may_listen(server, route, consumer))
		return;
	/* A fetch under way is let run out: a consumer that begins again and again has one at a time all the same. */
	consumer->stale = consumer->fetching;
	consumer->listening = true;
	consumer->once = protocol_is(message->frames[2], "REPLAY");
	consumer->live = false;
	consumer->next = from > 0 ? from : 1;
	consumer->sent = 0;
	consumer->limit = limit;
	consumer->stalled = false;
	if (consumer->once && limit == 0)
		caught_up(server, consumer);
	server->hungry = true;
}

static void
heard_more(struct alert_server *server, struct bytes route, struct consumer *consumer, uint64_t limit)
{
	if (consumer == NULL || !consumer->listening || consumer->once) {
		reply_error(server, route, "listen", "say LISTEN first");
		return;
	}
	if (!may_listen(server, route, consumer))
		return;
	if (limit > consumer->limit)
		consumer->limit = limit;
	server->hungry = true;
	if (!consumer->live)
		return;
	if (consumer->next <= server->newest)
		consumer->next = server->newest + 1;
	caught_up(server, consumer);
}

static void
on_message(void *owner, const struct bus_message *message)
{
	struct alert_server *server = owner;
	struct bytes route = message->frames[0];
	struct bytes verb = message->count > 2 ? message->frames[2] : (struct bytes){ 0 };
	uint64_t first = 0, second = 0;
	bool listens = protocol_is(verb, "LISTEN") || protocol_is(verb, "REPLAY");
	bool more = protocol_is(verb, "MORE");
	size_t wanted = listens ? 5 : more ? 4 : 3;
	struct consumer *consumer =
	    (struct consumer *)peers_hear(&server->peers, route, message->user_id, uv_now(server->loop));

	arena_reset(&server->arena);
	if (!peers_is_route(route))
		reply_error(server, route, "malformed", "leave the socket's routing id unset");
	else if (message->count < 2 || !protocol_is(message->frames[1], PROTOCOL_VERSION))
		reply_error(server, route, "version", "the first frame must be " PROTOCOL_VERSION);
	else if (!listens && !more && !protocol_is(verb, "BYE"))
		reply_error(server, route, "verb", "the second frame must be LISTEN, MORE, REPLAY or BYE");
	else if (message->too_many || message->count != wanted)
		reply_error(server, route, "malformed",
		    "LISTEN and REPLAY have two numbers after the verb, MORE has one, BYE none");
	else if ((wanted > 3 && !protocol_parse_number(message->frames[3], &first)) ||
		 (wanted > 4 && !protocol_parse_number(message->frames[4], &second)))
		reply_error(server, route, "malformed", "a number must be 8 bytes, big endian");
	else if (listens)
		heard_listen(server, message, consumer, first, second);
	else if (more)
		heard_more(server, route, consumer, first);
	else if (consumer != NULL)
		peers_remove(&server->peers, &consumer->peer);
}

bool
alert_server_open(struct alert_server **out, struct bus *bus, const char *endpoint,
    const struct alert_server_options *options, struct error *error)
{
	struct alert_server *server = calloc(1, sizeof(*server));
	struct bus_socket_options socket_options = { .pattern = BUS_ROUTER,
		.zone = BUS_PUBLIC,
		.key = options->key,
		.high_water = 4 * FETCH_EVENTS,
		.on_message = on_message,
		.owner = server };

	if (server == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	server->options = *options;
	server->options.key = NULL;
	server->loop = bus->loop;
	peers_init(&server->peers, sizeof(struct consumer), NULL, server);
	if (!bus_socket_open(&server->socket, bus, &socket_options, error) ||
	    !bus_socket_bind(server->socket, endpoint, error)) {
		bus_socket_close(server->socket);
		free(server);
		return false;
	}
	uv_timer_init(bus->loop, &server->tick);
	uv_prepare_init(bus->loop, &server->prepare);
	server->tick.data = server->prepare.data = server;
	server->handles = 2;
	uv_prepare_start(&server->prepare, on_prepare);
	uv_timer_start(&server->tick, on_tick, TICK_MS, TICK_MS);
	*out = server;
	return true;
}

const char *
alert_server_endpoint(const struct alert_server *server)
{
	return bus_socket_endpoint(server->socket);
}

size_t
alert_server_consumers(const struct alert_server *server)
{
	return server->peers.count;
}

static void
on_closed(uv_handle_t *handle)
{
	struct alert_server *server = handle->data;

	if (--server->handles == 0)
		free(server);
}

void
alert_server_close(struct alert_server *server)
{
	if (server == NULL || server->closing)
		return;
	server->closing = true;
	bus_socket_close(server->socket);
	peers_free(&server->peers);
	arena_free(&server->arena);
	uv_close((uv_handle_t *)&server->tick, on_closed);
	uv_close((uv_handle_t *)&server->prepare, on_closed);
}
