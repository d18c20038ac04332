#include "bus/publisher.h"

#include <stdlib.h>

#include "bus/context.h"
#include "bus/protocol.h"

enum {
	REPEAT_MS = 250,
	/* Some segments' worth for a subscriber that is behind; what exceeds it is dropped and read by SQL. */
	HIGH_WATER = 2 * LIMIT_WINDOW_EVENTS,
};

struct publisher {
	struct bus_socket *socket;
	struct arena arena; /* of one frame */
	struct progress progress;
	uv_timer_t repeat;
	bool closing;
};

bool
publisher_open(
    struct publisher **out, struct bus *bus, const char *endpoint, const struct bus_key *key, struct error *error)
{
	struct publisher *publisher = calloc(1, sizeof(*publisher));
	struct bus_socket_options options = {
		.pattern = BUS_PUB, .zone = BUS_INSIDE, .key = key, .high_water = HIGH_WATER
	};

	if (publisher == NULL)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	if (!bus_socket_open(&publisher->socket, bus, &options, error) ||
	    !bus_socket_bind(publisher->socket, endpoint, error)) {
		bus_socket_close(publisher->socket);
		free(publisher);
		return false;
	}
	uv_timer_init(bus->loop, &publisher->repeat);
	publisher->repeat.data = publisher;
	*out = publisher;
	return true;
}

const char *
publisher_endpoint(const struct publisher *publisher)
{
	return bus_socket_endpoint(publisher->socket);
}

static bool
publish(struct publisher *publisher, const char *kind, struct bytes frame, struct error *error)
{
	struct bytes frames[] = { protocol_word(kind), frame };

	return bus_socket_send(publisher->socket, frames, 2, error);
}

bool
publisher_event(struct publisher *publisher, const struct event *event, struct error *error)
{
	struct bytes frame;

	arena_reset(&publisher->arena);
	if (!frame_pack_event(event, &publisher->arena, &frame))
		return error_set(
		    error, ERROR_INVALID, "an event that is no valid frame, or over %d bytes", LIMIT_FRAME_BYTES);
	return publish(publisher, "E", frame, error);
}

static bool
say_progress(struct publisher *publisher, struct error *error)
{
	struct bytes frame;

	arena_reset(&publisher->arena);
	if (!frame_pack_progress(&publisher->progress, &publisher->arena, &frame))
		return error_set(error, ERROR_INVALID, "progress that is no valid frame");
	return publish(publisher, "P", frame, error);
}

static void
on_repeat(uv_timer_t *handle)
{
	say_progress(handle->data, NULL);
}

bool
publisher_progress(struct publisher *publisher, const struct progress *progress, struct error *error)
{
	publisher->progress = *progress;
	uv_timer_start(&publisher->repeat, on_repeat, REPEAT_MS, REPEAT_MS);
	return say_progress(publisher, error);
}

static void
on_closed(uv_handle_t *handle)
{
	free(handle->data);
}

void
publisher_close(struct publisher *publisher)
{
	if (publisher == NULL || publisher->closing)
		return;
	publisher->closing = true;
	bus_socket_close(publisher->socket);
	arena_free(&publisher->arena);
	uv_close((uv_handle_t *)&publisher->repeat, on_closed);
}
