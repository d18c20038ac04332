#include "bus/bus.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <zmq.h>

#include "bus/context.h"
#include "bus/gate.h"

bool
bus_open(struct bus **out, uv_loop_t *loop, struct error *error)
{
	struct bus *bus;

	if (zmq_has("curve") == 0)
		return error_set(
		    error, ERROR_INTERNAL, "this libzmq is built without CURVE: install one with libsodium");
	bus = calloc(1, sizeof(*bus));
	if (bus == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	bus->loop = loop;
	bus->context = zmq_ctx_new();
	if (bus->context == NULL) {
		free(bus);
		return error_set(error, ERROR_INTERNAL, "ZeroMQ cannot start: %s", zmq_strerror(errno));
	}
	if (!gate_open(&bus->gate, bus->context, error)) {
		zmq_ctx_term(bus->context);
		free(bus);
		return false;
	}
	*out = bus;
	return true;
}

void
bus_close(struct bus *bus)
{
	if (bus == NULL)
		return;
	zmq_ctx_shutdown(bus->context);
	gate_close(bus->gate);
	while (zmq_ctx_term(bus->context) != 0 && errno == EINTR)
		continue;
	free(bus);
}

bool
bus_admit(struct bus *bus, const struct bus_credential *credentials, size_t count, struct error *error)
{
	return gate_admit(bus->gate, credentials, count, error);
}

char *
bus_user_format(const struct bus_user *user, struct arena *arena)
{
	return arena_printf(
	    arena, "%" PRIu32 "/%.*s/%.*s", user->landlord_id, TEXT_ARG(user->source), TEXT_ARG(user->key));
}

/* A source may hold '/', so the first and the last one part the three. */
bool
bus_user_parse(struct text user_id, struct bus_user *user)
{
	const char *first = text_is_empty(user_id) ? NULL : memchr(user_id.at, '/', user_id.len);
	const char *last = text_is_empty(user_id) ? NULL : memrchr(user_id.at, '/', user_id.len);
	uint64_t landlord = 0;

	if (first == NULL || first == last || first == user_id.at || first - user_id.at > 10)
		return false;
	for (const char *c = user_id.at; c < first; c++) {
		if (*c < '0' || *c > '9')
			return false;
		landlord = landlord * 10 + (uint64_t)(*c - '0');
	}
	if (landlord > UINT32_MAX)
		return false;
	user->landlord_id = (uint32_t)landlord;
	user->source = (struct text){ first + 1, (size_t)(last - first - 1) };
	user->key = (struct text){ last + 1, (size_t)(user_id.at + user_id.len - last - 1) };
	return true;
}

/* The next event of a monitor socket; 0 after `wait_ms` of silence. */
static uint16_t
monitor_next(void *monitor, int wait_ms)
{
	zmq_pollitem_t item = { .socket = monitor, .events = ZMQ_POLLIN };
	unsigned char frame[6];
	char address[256];
	uint16_t event;

	if (zmq_poll(&item, 1, wait_ms) <= 0 || zmq_recv(monitor, frame, sizeof(frame), 0) < 2)
		return 0;
	zmq_recv(monitor, address, sizeof(address), 0);
	memcpy(&event, frame, sizeof(event));
	return event;
}

enum { STRANGER_WAIT_MS = 3000 };

static bool
stranger_is_refused(void *stranger, void *monitor, const char *endpoint, struct error *error)
{
	uint16_t event;

	if (zmq_connect(stranger, endpoint) != 0)
		return error_set(error, ERROR_INVALID, "%s: %s", endpoint, zmq_strerror(errno));
	while ((event = monitor_next(monitor, STRANGER_WAIT_MS)) != 0) {
		if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH)
			return true;
		if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
			return error_set(error, ERROR_FORBIDDEN,
			    "%s lets in a key made up on the spot: its key gate does not work", endpoint);
	}
	return error_set(error, ERROR_UNAVAILABLE, "%s gives no answer to a stranger's key within %d ms", endpoint,
	    STRANGER_WAIT_MS);
}

bool
bus_refuses_strangers(const char *endpoint, enum bus_pattern server, const char *server_public_key, struct error *error)
{
	const int watched = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
	const int once = -1, linger = 0, on = 1;
	struct bus_key key;
	void *context = zmq_ctx_new();
	void *stranger = context == NULL ? NULL : zmq_socket(context, server == BUS_PUB ? ZMQ_SUB : ZMQ_DEALER);
	void *monitor = context == NULL ? NULL : zmq_socket(context, ZMQ_PAIR);
	bool refused = false;

	if (stranger == NULL || monitor == NULL)
		error_set(error, ERROR_INTERNAL, "ZeroMQ cannot start: %s", zmq_strerror(errno));
	else if (bus_key_make(&key, error)) {
		zmq_setsockopt(stranger, ZMQ_LINGER, &linger, sizeof(linger));
		zmq_setsockopt(stranger, ZMQ_IPV6, &on, sizeof(on));
		zmq_setsockopt(stranger, ZMQ_RECONNECT_IVL, &once, sizeof(once));
		if (zmq_setsockopt(stranger, ZMQ_CURVE_SERVERKEY, server_public_key, BUS_KEY_CHARS + 1) != 0 ||
		    zmq_setsockopt(stranger, ZMQ_CURVE_PUBLICKEY, key.public_key, BUS_KEY_CHARS + 1) != 0 ||
		    zmq_setsockopt(stranger, ZMQ_CURVE_SECRETKEY, key.secret_key, BUS_KEY_CHARS + 1) != 0 ||
		    zmq_socket_monitor(stranger, "inproc://stranger", watched) != 0 ||
		    zmq_connect(monitor, "inproc://stranger") != 0)
			error_set(
			    error, ERROR_INVALID, "the server's public key or the monitor: %s", zmq_strerror(errno));
		else
			refused = stranger_is_refused(stranger, monitor, endpoint, error);
	}
	if (stranger != NULL)
		zmq_close(stranger);
	if (monitor != NULL) {
		zmq_setsockopt(monitor, ZMQ_LINGER, &linger, sizeof(linger));
		zmq_close(monitor);
	}
	if (context != NULL)
		zmq_ctx_term(context);
	return refused;
}
