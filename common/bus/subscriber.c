#include "bus/subscriber.h"

#include <stdlib.h>

#include "bus/protocol.h"

enum { HIGH_WATER = 2 * LIMIT_WINDOW_EVENTS };

struct subscriber {
	struct subscriber_options options;
	struct bus_socket *socket;
	struct arena arena; /* of one frame */
};

static bool
hear(struct subscriber *subscriber, const struct bus_message *message, struct error *error)
{
	struct event event;
	struct progress progress;

	if (message->too_many || message->count != 2)
		return error_set(error, ERROR_INVALID, "a message of %zu frames, not 2", message->count);
	if (protocol_is(message->frames[0], "E")) {
		if (!frame_unpack_event(message->frames[1], &subscriber->arena, &event, error))
			return false;
		subscriber->options.on_event(subscriber->options.owner, &event);
		return true;
	}
	if (!protocol_is(message->frames[0], "P"))
		return error_set(error, ERROR_INVALID, "a message of an unknown kind");
	if (!frame_unpack_progress(message->frames[1], &progress, error))
		return false;
	subscriber->options.on_progress(subscriber->options.owner, &progress);
	return true;
}

static void
on_message(void *owner, const struct bus_message *message)
{
	struct subscriber *subscriber = owner;
	struct error error = { 0 };

	arena_reset(&subscriber->arena);
	if (!hear(subscriber, message, &error) && subscriber->options.on_fault != NULL)
		subscriber->options.on_fault(subscriber->options.owner, &error);
}

bool
subscriber_open(struct subscriber **out, struct bus *bus, const struct subscriber_options *options, struct error *error)
{
	struct subscriber *subscriber = calloc(1, sizeof(*subscriber));
	struct bus_socket_options socket_options = { .pattern = BUS_SUB,
		.zone = BUS_INSIDE,
		.key = options->key,
		.server_public_key = options->key->public_key,
		.high_water = HIGH_WATER,
		.on_message = on_message,
		.owner = subscriber };

	if (subscriber == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	subscriber->options = *options;
	if (!bus_socket_open(&subscriber->socket, bus, &socket_options, error)) {
		free(subscriber);
		return false;
	}
	*out = subscriber;
	return true;
}

bool
subscriber_connect(struct subscriber *subscriber, const char *endpoint, struct error *error)
{
	return bus_socket_connect(subscriber->socket, endpoint, error);
}

void
subscriber_close(struct subscriber *subscriber)
{
	if (subscriber == NULL)
		return;
	bus_socket_close(subscriber->socket);
	arena_free(&subscriber->arena);
	free(subscriber);
}
