#include "bus/command_server.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus/command_check.h"
#include "bus/context.h"
#include "bus/peers.h"
#include "bus/protocol.h"

enum {
	TICK_MS = 100,
	/* A DONE is ended when it has grown past this, and another begun. */
	DONE_BYTES = 256 * 1024,
};

/* A command from its arrival until its answer has been sent. */
struct under_way {
	char *results; /* NULL: not done */
	size_t bytes;  /* of the command's body */
};

struct connection {
	struct peer peer;
	uint64_t taken; /* commands 1 to `taken` have arrived, 1 to `done` are done, 1 to `told` answered */
	uint64_t done;
	uint64_t told;
	uint64_t limit;					/* at most told + LIMIT_CREDIT_WINDOW */
	struct under_way commands[LIMIT_CREDIT_WINDOW]; /* by seq, from told + 1 */
	bool has_news;
	TAILQ_ENTRY(connection) news;
};

TAILQ_HEAD(connection_queue, connection);

struct command_server {
	struct bus_socket *socket;
	struct command_server_options options;
	struct peers peers;
	struct connection_queue news; /* something done and not told */
	struct arena arena;	      /* of one message */
	struct command_server_counts counts;
	uv_loop_t *loop;
	uv_prepare_t prepare;
	uv_timer_t tick;
	bool has_news; /* since the last flush */
	bool paused;
	bool closing;
	unsigned handles;
};

static struct under_way *
under_way(struct connection *connection, uint64_t seq)
{
	return &connection->commands[seq % LIMIT_CREDIT_WINDOW];
}

static void
forget_command(struct command_server *server, struct under_way *command)
{
	server->counts.under_way--;
	server->counts.bytes_under_way -= command->bytes;
	free(command->results);
	*command = (struct under_way){ 0 };
	if (server->paused && !server->closing && server->counts.bytes_under_way <= LIMIT_COMMAND_BYTES / 2) {
		server->paused = false;
		bus_socket_pause(server->socket, false);
	}
}

static void
on_drop(void *owner, struct peer *peer)
{
	struct command_server *server = owner;
	struct connection *connection = (struct connection *)peer;

	while (connection->told < connection->taken)
		forget_command(server, under_way(connection, ++connection->told));
	if (connection->has_news)
		TAILQ_REMOVE(&server->news, connection, news);
}

static bool
reply(struct command_server *server, struct bytes to, const char *word, uint64_t durable, uint64_t limit,
    struct bytes body, struct error *error)
{
	uint8_t first[PROTOCOL_NUMBER_BYTES], second[PROTOCOL_NUMBER_BYTES];
	struct bytes frames[] = {
		to,
		protocol_word(PROTOCOL_VERSION),
		protocol_word(word),
		{ first, sizeof(first) },
		{ second, sizeof(second) },
		body,
	};

	protocol_number(durable, first);
	protocol_number(limit, second);
	return bus_socket_send(server->socket, frames, sizeof(frames) / sizeof(frames[0]), error);
}

/* The limit when commands 1 to `told` have been answered: it may grow by less than was answered, never shrink. */
static uint64_t
credit(struct command_server *server, const struct connection *connection, uint64_t told)
{
	uint32_t window =
	    server->options.window == NULL ? LIMIT_CREDIT_WINDOW : server->options.window(server->options.owner);

	if (window < 1)
		window = 1;
	if (window > LIMIT_CREDIT_WINDOW)
		window = LIMIT_CREDIT_WINDOW;
	return told + window > connection->limit ? told + window : connection->limit;
}

/* Answers that cannot be sent are not owed: the client asks again after a silence. */
static void
reply_credit(struct command_server *server, struct connection *connection)
{
	connection->limit = credit(server, connection, connection->told);
	reply(server, peer_route(&connection->peer), "CREDIT", connection->told, connection->limit,
	    protocol_word("{\"results\":[]}"), NULL);
}

static void
reply_error(
    struct command_server *server, struct bytes route, const struct connection *connection, struct complaint what)
{
	struct bytes body = protocol_error(&server->arena, what.code, what.text, what.seq, what.expected);

	server->counts.errors++;
	reply(server, route, "ERROR", connection == NULL ? 0 : connection->told,
	    connection == NULL ? 0 : connection->limit, body, NULL);
}

/* The answers from told + 1 on, as many as fit; the last one's seq in `*last`. */
static struct bytes
done_body(struct command_server *server, struct connection *connection, uint64_t *last)
{
	size_t size = 32, used;
	char *body;

	for (*last = connection->told; *last < connection->done && size < DONE_BYTES; ++*last)
		size += strlen(under_way(connection, *last + 1)->results) + 48;
	body = arena_alloc(&server->arena, size);
	used = (size_t)snprintf(body, size, "{\"results\":[");
	for (uint64_t seq = connection->told + 1; seq <= *last; seq++)
		used += (size_t)snprintf(body + used, size - used, "%s{\"seq\":%" PRIu64 ",\"events\":%s}",
		    seq == connection->told + 1 ? "" : ",", seq, under_way(connection, seq)->results);
	used += (size_t)snprintf(body + used, size - used, "]}");
	return (struct bytes){ (const uint8_t *)body, used };
}

/* True when nothing is left to tell; false: the client does not read, try later; NULL error means it is gone. */
static bool
tell(struct command_server *server, struct connection *connection, struct error *error)
{
	while (connection->told < connection->done) {
		uint64_t last;
		struct bytes body = done_body(server, connection, &last);
		uint64_t limit = credit(server, connection, last);

		if (!reply(server, peer_route(&connection->peer), "DONE", last, limit, body, error))
			return false;
		connection->limit = limit;
		while (connection->told < last)
			forget_command(server, under_way(connection, ++connection->told));
		connection->peer.busy = connection->told < connection->taken;
		arena_reset(&server->arena);
	}
	return true;
}

static void
tell_all(struct command_server *server)
{
	struct connection *connection = TAILQ_FIRST(&server->news);

	server->has_news = false;
	while (connection != NULL) {
		struct connection *next = TAILQ_NEXT(connection, news);
		struct error error = { 0 };

		if (tell(server, connection, &error)) {
			TAILQ_REMOVE(&server->news, connection, news);
			connection->has_news = false;
		} else if (error.code != ERROR_UNAVAILABLE) {
			peers_remove(&server->peers, &connection->peer);
		}
		connection = next;
	}
}

static void
on_prepare(uv_prepare_t *handle)
{
	struct command_server *server = handle->data;

	if (server->has_news)
		tell_all(server);
}

static void
on_tick(uv_timer_t *handle)
{
	struct command_server *server = handle->data;
	uint64_t now = uv_now(server->loop);

	tell_all(server);
	if (now > LIMIT_CONNECTION_IDLE_SECONDS * 1000)
		peers_sweep(&server->peers, now - LIMIT_CONNECTION_IDLE_SECONDS * 1000);
}

static void
heard_hello(
    struct command_server *server, struct bytes route, const struct bus_message *message, struct connection *before)
{
	struct connection *connection;

	if (before != NULL)
		peers_remove(&server->peers, &before->peer);
	connection = (struct connection *)peers_add(&server->peers, route, message->user_id, uv_now(server->loop));
	if (connection == NULL)
		reply_error(server, route, NULL,
		    (struct complaint){
			.code = "crowded", .text = "too many connections: close some, or try again later" });
	else
		reply_credit(server, connection);
}

static void
heard_post(
    struct command_server *server, struct bytes route, struct connection *connection, uint64_t seq, struct bytes body)
{
	struct command command = { .seq = seq, .body = body };
	struct complaint complaint;

	if (connection != NULL && seq <= connection->taken) {
		reply_credit(server, connection);
		return;
	}
	complaint = connection == NULL
			? command_check_stranger(seq)
			: command_check_post(connection->taken, connection->limit, seq, body, &command.is_json);
	if (complaint.code != NULL || connection == NULL) {
		reply_error(server, route, connection, complaint);
		return;
	}
	connection->taken++;
	connection->peer.busy = true;
	*under_way(connection, seq) = (struct under_way){ .bytes = body.len };
	server->counts.commands++;
	server->counts.under_way++;
	server->counts.bytes_under_way += body.len;
	if (server->counts.bytes_under_way >= LIMIT_COMMAND_BYTES && !server->paused) {
		server->paused = true;
		bus_socket_pause(server->socket, true);
	}
	command.connection = connection->peer.id;
	command.user = connection->peer.user;
	server->options.on_command(server->options.owner, &command);
}

static void
on_message(void *owner, const struct bus_message *message)
{
	struct command_server *server = owner;
	struct connection *connection;
	struct complaint complaint;
	uint64_t seq = 0;
	struct bytes route = message->frames[0];

	arena_reset(&server->arena);
	connection = (struct connection *)peers_hear(&server->peers, route, message->user_id, uv_now(server->loop));
	complaint = command_check_message(message, &seq);
	if (complaint.code != NULL)
		reply_error(server, route, connection, complaint);
	else if (protocol_is(message->frames[2], "POST"))
		heard_post(server, route, connection, seq, message->frames[4]);
	else if (protocol_is(message->frames[2], "HELLO"))
		heard_hello(server, route, message, connection);
	else if (connection != NULL)
		peers_remove(&server->peers, &connection->peer);
}

void
command_server_done(struct command_server *server, uint64_t id, uint64_t seq, struct text results)
{
	struct connection *connection = (struct connection *)peers_by_id(&server->peers, id);
	struct under_way *command;

	if (connection == NULL || seq <= connection->done || seq > connection->taken)
		return;
	command = under_way(connection, seq);
	if (command->results != NULL)
		return;
	command->results = strndup(results.at, results.len);
	if (command->results == NULL)
		abort();
	while (connection->done < connection->taken && under_way(connection, connection->done + 1)->results != NULL)
		connection->done++;
	if (connection->told == connection->done)
		return;
	server->has_news = true;
	if (!connection->has_news) {
		connection->has_news = true;
		TAILQ_INSERT_TAIL(&server->news, connection, news);
	}
}

void
command_server_drop(struct command_server *server, uint64_t id)
{
	struct peer *peer = peers_by_id(&server->peers, id);

	if (peer != NULL)
		peers_remove(&server->peers, peer);
}

bool
command_server_open(struct command_server **out, struct bus *bus, const char *endpoint,
    const struct command_server_options *options, struct error *error)
{
	struct command_server *server = calloc(1, sizeof(*server));
	struct bus_socket_options socket_options = { .pattern = BUS_ROUTER,
		.zone = BUS_PUBLIC,
		.key = options->key,
		.on_message = on_message,
		.owner = server };

	if (server == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	server->options = *options;
	server->options.key = NULL;
	server->loop = bus->loop;
	TAILQ_INIT(&server->news);
	peers_init(&server->peers, sizeof(struct connection), on_drop, server);
	if (!bus_socket_open(&server->socket, bus, &socket_options, error) ||
	    !bus_socket_bind(server->socket, endpoint, error)) {
		bus_socket_close(server->socket);
		free(server);
		return false;
	}
	uv_prepare_init(bus->loop, &server->prepare);
	uv_timer_init(bus->loop, &server->tick);
	server->prepare.data = server->tick.data = server;
	server->handles = 2;
	uv_prepare_start(&server->prepare, on_prepare);
	uv_timer_start(&server->tick, on_tick, TICK_MS, TICK_MS);
	*out = server;
	return true;
}

const char *
command_server_endpoint(const struct command_server *server)
{
	return bus_socket_endpoint(server->socket);
}

struct command_server_counts
command_server_counts(const struct command_server *server)
{
	struct command_server_counts counts = server->counts;

	counts.connections = server->peers.count;
	return counts;
}

static void
on_closed(uv_handle_t *handle)
{
	struct command_server *server = handle->data;

	if (--server->handles == 0)
		free(server);
}

void
command_server_close(struct command_server *server)
{
	if (server == NULL || server->closing)
		return;
	tell_all(server);
	server->closing = true;
	bus_socket_close(server->socket);
	peers_free(&server->peers);
	arena_free(&server->arena);
	uv_close((uv_handle_t *)&server->prepare, on_closed);
	uv_close((uv_handle_t *)&server->tick, on_closed);
}
