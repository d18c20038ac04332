/* One ZeroMQ socket in a libuv loop: CURVE always, messages in and out without blocking. For the loop's thread only. */
#ifndef REDRESS_BUS_SOCKET_H
#define REDRESS_BUS_SOCKET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "bus/bus.h"

struct bus_message {
	struct bytes frames[LIMIT_MESSAGE_FRAMES]; /* valid during the callback */
	size_t count;
	bool too_many;	     /* there were more frames; they are lost */
	struct text user_id; /* of the sender's key; empty on a socket that connects */
};

struct bus_socket;

struct bus_socket_options {
	enum bus_pattern pattern;
	enum bus_zone zone;
	const struct bus_key *key;     /* our own pair; copied */
	const char *server_public_key; /* of the peer when we connect; NULL when we bind */
	/* Twice what is to fit: ZeroMQ makes room for half of it at a time. */
	int high_water; /* messages queued each way; 0: twice the credit window */
	void (*on_message)(void *owner, const struct bus_message *message); /* NULL: nothing is read */
	void *owner;
};

bool bus_socket_open(
    struct bus_socket **socket, struct bus *bus, const struct bus_socket_options *options, struct error *error);
/* "tcp://127.0.0.1:*" takes a free port. Tests that strangers are refused before it returns:
 * when they are not, close the socket. */
bool bus_socket_bind(struct bus_socket *socket, const char *endpoint, struct error *error);
bool bus_socket_connect(struct bus_socket *socket, const char *endpoint, struct error *error);
/* Drops the connection and makes it anew. ZeroMQ mends what breaks by itself, but after its key was refused, or the
 * server's was not the one expected, it does not try again. */
bool bus_socket_reconnect(struct bus_socket *socket, const char *endpoint, struct error *error);
/* Where it is bound, the port filled in. */
const char *bus_socket_endpoint(const struct bus_socket *socket);

/* Never blocks. ERROR_UNAVAILABLE: the queue is full, or nobody is connected (DEALER); ERROR_NOT_FOUND: the peer named
 * by the first frame is gone (ROUTER). PUB drops instead, without an error. Frames are copied. */
bool bus_socket_send(struct bus_socket *socket, const struct bytes *frames, size_t count, struct error *error);

/* While paused nothing is read, and the peers' queues fill. */
void bus_socket_pause(struct bus_socket *socket, bool paused);

/* No callback comes after it; the memory goes once the loop has run. NULL is fine. */
void bus_socket_close(struct bus_socket *socket);

#endif
