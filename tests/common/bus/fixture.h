/* A loop with two buses in it, one of the servers' and one of their clients', and a key for each part. */
#ifndef REDRESS_TESTS_BUS_FIXTURE_H
#define REDRESS_TESTS_BUS_FIXTURE_H

#include <criterion/criterion.h>
#include <uv.h>

#include "bus/bus.h"
#include "bus/socket.h"

#define ANY_PORT "tcp://127.0.0.1:*"

struct fixture {
	uv_loop_t loop;
	struct bus *bus;    /* servers: has the gate that counts */
	struct bus *others; /* clients */
	struct bus_key server, alice, bob, operator, stranger;
	struct error error;
};

static inline void
fixture_admit(struct fixture *f, enum bus_zone zone)
{
	const struct bus_key *keys[] = { &f->server, &f->alice, &f->bob, &f->operator};
	const struct bus_user users[] = {
		{ 9, TEXT("cell"), { 0 } },
		{ 1, TEXT("crm/one"), { 0 } },
		{ 2, TEXT("other-crm"), { 0 } },
		{ 0, TEXT("operator"), { 0 } },
	};
	struct bus_credential credentials[4] = { 0 };

	for (size_t i = 0; i < 4; i++) {
		credentials[i].zone = zone;
		credentials[i].user = users[i];
		memcpy(credentials[i].public_key, keys[i]->public_key, sizeof(credentials[i].public_key));
	}
	cr_assert(bus_admit(f->bus, credentials, 4, &f->error), "%s", f->error.text);
}

static inline void
fixture_open(struct fixture *f, enum bus_zone zone)
{
	struct bus_key *keys[] = { &f->server, &f->alice, &f->bob, &f->operator, & f->stranger };

	memset(f, 0, sizeof(*f));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		cr_assert(bus_key_make(keys[i], &f->error));
	uv_loop_init(&f->loop);
	cr_assert(bus_open(&f->bus, &f->loop, &f->error), "%s", f->error.text);
	cr_assert(bus_open(&f->others, &f->loop, &f->error), "%s", f->error.text);
	fixture_admit(f, zone);
}

static inline void
fixture_timeout(uv_timer_t *timer)
{
	*(bool *)timer->data = true;
}

static inline void
fixture_nothing(uv_handle_t *handle)
{
	*(bool *)handle->data = true;
}

/* Runs the loop until `*done` is not 0 or time is up; false when it is. */
static inline bool
fixture_run(struct fixture *f, const volatile int *done, uint64_t wait_ms)
{
	uv_timer_t timer;
	bool late = false, closed = false;

	uv_timer_init(&f->loop, &timer);
	timer.data = &late;
	uv_timer_start(&timer, fixture_timeout, wait_ms, 0);
	while (!late && !*done)
		uv_run(&f->loop, UV_RUN_ONCE);
	timer.data = &closed;
	uv_close((uv_handle_t *)&timer, fixture_nothing);
	while (!closed)
		uv_run(&f->loop, UV_RUN_NOWAIT);
	return *done != 0;
}

static inline void
fixture_pass(struct fixture *f, uint64_t ms)
{
	int never = 0;

	fixture_run(f, &never, ms);
}

/* After everything opened in the test is closed. */
static inline void
fixture_close(struct fixture *f)
{
	cr_assert_eq(uv_run(&f->loop, UV_RUN_DEFAULT), 0);
	bus_close(f->others);
	bus_close(f->bus);
	cr_assert_eq(uv_loop_close(&f->loop), 0, "a handle was left open");
}

#endif
