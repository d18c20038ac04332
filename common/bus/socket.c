#include "bus/socket.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "bus/context.h"
#include "bus/gate.h"

/* ZeroMQ's descriptor tells of a change once and stays silent until ZMQ_EVENTS is read. So the descriptor only wakes
 * the loop; whether there is something to read is asked before every sleep (prepare) and after it (check), and an idle
 * handle keeps the loop from sleeping while there is. */
struct bus_socket {
	struct bus *bus;
	void *zmq;
	enum bus_pattern pattern;
	void (*on_message)(void *owner, const struct bus_message *message);
	void *owner;
	uv_poll_t poll;
	uv_prepare_t prepare;
	uv_check_t check;
	uv_idle_t idle;
	unsigned handles; /* not yet closed */
	bool paused;
	bool closing;
	char public_key[BUS_KEY_CHARS + 1];
	char endpoint[256];
};

/* Messages read before others have their turn. */
enum { MESSAGES_A_TURN = 64 };

/* Room above an event for the frames' and CURVE's own bytes, and for telling the sender of one a little too large. */
enum { PUBLIC_FRAME_BYTES = LIMIT_EVENT_BYTES + 4096 };

static bool
readable(struct bus_socket *socket)
{
	int events = 0;
	size_t size = sizeof(events);

	if (socket->closing || zmq_getsockopt(socket->zmq, ZMQ_EVENTS, &events, &size) != 0)
		return false;
	return (events & ZMQ_POLLIN) != 0 && !socket->paused && socket->on_message != NULL;
}

static void
on_idle(uv_idle_t *handle)
{
	(void)handle;
}

static void
on_poll(uv_poll_t *handle, int status, int events)
{
	(void)handle;
	(void)status;
	(void)events;
}

static void
stay_awake_to_read(struct bus_socket *socket)
{
	if (readable(socket))
		uv_idle_start(&socket->idle, on_idle);
}

static void
on_prepare(uv_prepare_t *handle)
{
	stay_awake_to_read(handle->data);
}

/* False when there is nothing to read. */
static bool
receive(struct bus_socket *socket)
{
	zmq_msg_t frames[LIMIT_MESSAGE_FRAMES], spare;
	zmq_msg_t *frame;
	struct bus_message message = { 0 };
	bool more = true;

	while (more) {
		message.too_many = message.count == LIMIT_MESSAGE_FRAMES;
		frame = message.too_many ? &spare : &frames[message.count];
		zmq_msg_init(frame);
		if (zmq_msg_recv(frame, socket->zmq, ZMQ_DONTWAIT) < 0) {
			zmq_msg_close(frame);
			if (message.count > 0 && errno == EINTR)
				continue;
			break;
		}
		more = zmq_msg_more(frame) != 0;
		if (message.too_many)
			zmq_msg_close(frame);
		else
			message.count++;
	}
	if (message.count == 0)
		return false;
	for (size_t i = 0; i < message.count; i++)
		message.frames[i] = (struct bytes){ zmq_msg_data(&frames[i]), zmq_msg_size(&frames[i]) };
	message.user_id = text_of(zmq_msg_gets(&frames[message.count - 1], "User-Id"));
	socket->on_message(socket->owner, &message);
	for (size_t i = 0; i < message.count; i++)
		zmq_msg_close(&frames[i]);
	return true;
}

static void
on_check(uv_check_t *handle)
{
	struct bus_socket *socket = handle->data;

	uv_idle_stop(&socket->idle);
	for (int i = 0; i < MESSAGES_A_TURN && readable(socket); i++)
		if (!receive(socket))
			break;
}

static bool
set(void *zmq, int option, int value)
{
	return zmq_setsockopt(zmq, option, &value, sizeof(value)) == 0;
}

static bool
set_defaults(void *zmq, const struct bus_socket_options *options)
{
	int high_water = options->high_water > 0 ? options->high_water : 2 * LIMIT_CREDIT_WINDOW;
	int64_t largest = options->zone == BUS_INSIDE ? LIMIT_FRAME_BYTES + 4096 : PUBLIC_FRAME_BYTES;

	/* A client hears back what it sent and more: many answers at once. */
	if (options->server_public_key != NULL)
		largest = LIMIT_FRAME_BYTES + 4096;
	return set(zmq, ZMQ_LINGER, 0) && set(zmq, ZMQ_IPV6, 1) && set(zmq, ZMQ_SNDHWM, high_water) &&
	       set(zmq, ZMQ_RCVHWM, high_water) && set(zmq, ZMQ_HANDSHAKE_IVL, 3000) &&
	       set(zmq, ZMQ_HEARTBEAT_IVL, 2000) && set(zmq, ZMQ_HEARTBEAT_TIMEOUT, 6000) &&
	       set(zmq, ZMQ_HEARTBEAT_TTL, 6000) && set(zmq, ZMQ_RECONNECT_IVL, 100) &&
	       set(zmq, ZMQ_RECONNECT_IVL_MAX, 5000) && set(zmq, ZMQ_IMMEDIATE, 1) &&
	       zmq_setsockopt(zmq, ZMQ_MAXMSGSIZE, &largest, sizeof(largest)) == 0 &&
	       (options->pattern != BUS_ROUTER || set(zmq, ZMQ_ROUTER_MANDATORY, 1)) &&
	       (options->pattern != BUS_SUB || zmq_setsockopt(zmq, ZMQ_SUBSCRIBE, "", 0) == 0);
}

static bool
set_keys(void *zmq, const struct bus_socket_options *options)
{
	const char *domain = gate_domain(options->zone);

	if (zmq_setsockopt(zmq, ZMQ_CURVE_SECRETKEY, options->key->secret_key, BUS_KEY_CHARS + 1) != 0)
		return false;
	if (options->server_public_key == NULL)
		return set(zmq, ZMQ_CURVE_SERVER, 1) &&
		       zmq_setsockopt(zmq, ZMQ_ZAP_DOMAIN, domain, strlen(domain)) == 0;
	return zmq_setsockopt(zmq, ZMQ_CURVE_PUBLICKEY, options->key->public_key, BUS_KEY_CHARS + 1) == 0 &&
	       zmq_setsockopt(zmq, ZMQ_CURVE_SERVERKEY, options->server_public_key, BUS_KEY_CHARS + 1) == 0;
}

static bool
watch(struct bus_socket *socket, struct error *error)
{
	uv_loop_t *loop = socket->bus->loop;
	int fd = -1;
	size_t size = sizeof(fd);
	int failed;

	if (zmq_getsockopt(socket->zmq, ZMQ_FD, &fd, &size) != 0)
		return error_set(error, ERROR_INTERNAL, "ZMQ_FD: %s", zmq_strerror(errno));
	failed = uv_poll_init(loop, &socket->poll, fd);
	if (failed != 0)
		return error_set(error, ERROR_INTERNAL, "uv_poll: %s", uv_strerror(failed));
	uv_prepare_init(loop, &socket->prepare);
	uv_check_init(loop, &socket->check);
	uv_idle_init(loop, &socket->idle);
	socket->poll.data = socket->prepare.data = socket->check.data = socket->idle.data = socket;
	socket->handles = 4;
	uv_poll_start(&socket->poll, UV_READABLE, on_poll);
	uv_prepare_start(&socket->prepare, on_prepare);
	uv_check_start(&socket->check, on_check);
	return true;
}

bool
bus_socket_open(struct bus_socket **out, struct bus *bus, const struct bus_socket_options *options, struct error *error)
{
	static const int types[] = {
		[BUS_PUB] = ZMQ_PUB,
		[BUS_SUB] = ZMQ_SUB,
		[BUS_ROUTER] = ZMQ_ROUTER,
		[BUS_DEALER] = ZMQ_DEALER,
	};
	struct bus_socket *socket = calloc(1, sizeof(*socket));

	if (socket == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	socket->bus = bus;
	socket->pattern = options->pattern;
	socket->on_message = options->on_message;
	socket->owner = options->owner;
	memcpy(socket->public_key, options->key->public_key, sizeof(socket->public_key));
	socket->zmq = zmq_socket(bus->context, types[options->pattern]);
	if (socket->zmq == NULL) {
		error_set(error, ERROR_INTERNAL, "no ZeroMQ socket: %s", zmq_strerror(errno));
	} else if (!set_defaults(socket->zmq, options)) {
		error_set(error, ERROR_INTERNAL, "a ZeroMQ socket option: %s", zmq_strerror(errno));
	} else if (!set_keys(socket->zmq, options)) {
		error_set(error, ERROR_INVALID, "a CURVE key is not 40 characters of Z85: %s", zmq_strerror(errno));
	} else if (watch(socket, error)) {
		*out = socket;
		return true;
	}
	if (socket->zmq != NULL)
		zmq_close(socket->zmq);
	free(socket);
	return false;
}

/* An IPv4 address in IPv6's dress, which a peer without IPv6 could not connect to, becomes itself. */
static void
undress(char *endpoint)
{
	static const char dress[] = "[::ffff:";
	char *start = strstr(endpoint, dress);
	char *end = start == NULL ? NULL : strchr(start, ']');
	size_t address;

	if (end == NULL)
		return;
	address = (size_t)(end - start) - (sizeof(dress) - 1);
	memmove(start, start + sizeof(dress) - 1, address);
	memmove(start + address, end + 1, strlen(end + 1) + 1);
}

bool
bus_socket_bind(struct bus_socket *socket, const char *endpoint, struct error *error)
{
	size_t size = sizeof(socket->endpoint);

	if (zmq_bind(socket->zmq, endpoint) != 0)
		return error_set(error, errno == EADDRINUSE ? ERROR_CONFLICT : ERROR_INVALID, "cannot listen on %s: %s",
		    endpoint, zmq_strerror(errno));
	if (zmq_getsockopt(socket->zmq, ZMQ_LAST_ENDPOINT, socket->endpoint, &size) != 0)
		return error_set(error, ERROR_INTERNAL, "%s: %s", endpoint, zmq_strerror(errno));
	undress(socket->endpoint);
	return bus_refuses_strangers(socket->endpoint, socket->pattern, socket->public_key, error);
}

bool
bus_socket_connect(struct bus_socket *socket, const char *endpoint, struct error *error)
{
	if (zmq_connect(socket->zmq, endpoint) != 0)
		return error_set(error, ERROR_INVALID, "cannot connect to %s: %s", endpoint, zmq_strerror(errno));
	return true;
}

bool
bus_socket_reconnect(struct bus_socket *socket, const char *endpoint, struct error *error)
{
	/* Fails when there is no connection left to drop. */
	zmq_disconnect(socket->zmq, endpoint);
	return bus_socket_connect(socket, endpoint, error);
}

const char *
bus_socket_endpoint(const struct bus_socket *socket)
{
	return socket->endpoint;
}

static bool
send_failed(int failed, struct error *error)
{
	switch (failed) {
	case EAGAIN:
		return error_set(error, ERROR_UNAVAILABLE, "the queue is full, or nobody is connected");
	case EHOSTUNREACH:
		return error_set(error, ERROR_NOT_FOUND, "the peer is gone");
	default:
		return error_set(error, ERROR_INTERNAL, "zmq_send: %s", zmq_strerror(failed));
	}
}

static bool
send_frames(struct bus_socket *socket, const struct bytes *frames, size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		int more = i + 1 < count ? ZMQ_SNDMORE : 0;

		while (zmq_send(socket->zmq, frames[i].at, frames[i].len, ZMQ_DONTWAIT | more) < 0)
			if (errno != EINTR)
				return send_failed(errno, error);
	}
	return true;
}

bool
bus_socket_send(struct bus_socket *socket, const struct bytes *frames, size_t count, struct error *error)
{
	bool sent;

	if (socket->closing)
		return error_set(error, ERROR_UNAVAILABLE, "the socket is closed");
	sent = send_frames(socket, frames, count, error);
	/* Sending, or trying to, handles the socket's commands, and so may swallow the news that there is something to
	 * read. */
	stay_awake_to_read(socket);
	return sent;
}

void
bus_socket_pause(struct bus_socket *socket, bool paused)
{
	socket->paused = paused;
	stay_awake_to_read(socket);
}

static void
on_handle_closed(uv_handle_t *handle)
{
	struct bus_socket *socket = handle->data;

	if (--socket->handles == 0)
		free(socket);
}

void
bus_socket_close(struct bus_socket *socket)
{
	if (socket == NULL || socket->closing)
		return;
	socket->closing = true;
	uv_close((uv_handle_t *)&socket->poll, on_handle_closed);
	uv_close((uv_handle_t *)&socket->prepare, on_handle_closed);
	uv_close((uv_handle_t *)&socket->check, on_handle_closed);
	uv_close((uv_handle_t *)&socket->idle, on_handle_closed);
	zmq_close(socket->zmq);
}
