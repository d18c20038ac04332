#include "redressctl/hub.h"

#include <signal.h>

static void
on_timer(uv_timer_t *timer)
{
	(void)timer; /* the turn is over */
}

static void
on_signal(uv_signal_t *handle, int number)
{
	struct hub *hub = handle->data;

	(void)number;
	hub->interrupted = true;
}

static void
watch(struct hub *hub, uv_signal_t *handle, int number)
{
	uv_signal_init(&hub->loop, handle);
	handle->data = hub;
	uv_signal_start(handle, on_signal, number);
	uv_unref((uv_handle_t *)handle);
}

bool
hub_open(struct hub *hub, struct error *error)
{
	int code;

	*hub = (struct hub){ 0 };
	code = uv_loop_init(&hub->loop);
	if (code != 0)
		return error_set(error, ERROR_INTERNAL, "no event loop: %s", uv_strerror(code));
	uv_timer_init(&hub->loop, &hub->timer);
	watch(hub, &hub->interrupt, SIGINT);
	watch(hub, &hub->terminate, SIGTERM);
	return bus_open(&hub->bus, &hub->loop, error);
}

void
hub_turn(struct hub *hub, unsigned ms)
{
	uv_timer_start(&hub->timer, on_timer, ms, 0);
	uv_run(&hub->loop, UV_RUN_ONCE);
	uv_timer_stop(&hub->timer);
}

void
hub_close(struct hub *hub)
{
	/* Sockets that were closed finish first. */
	uv_run(&hub->loop, UV_RUN_NOWAIT);
	bus_close(hub->bus);
	uv_close((uv_handle_t *)&hub->timer, NULL);
	uv_close((uv_handle_t *)&hub->interrupt, NULL);
	uv_close((uv_handle_t *)&hub->terminate, NULL);
	uv_run(&hub->loop, UV_RUN_DEFAULT);
	uv_loop_close(&hub->loop);
}
