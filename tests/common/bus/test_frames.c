#include "fixture.h"

#include "bus/publisher.h"
#include "bus/subscriber.h"
#include "bus/window.h"

enum { EVENTS = 3000 };

struct ear {
	struct window *window;
	uint64_t events, faults;
	struct progress last;
	unsigned told[SPEAKERS];
	int done;
};

static void
on_event(void *owner, const struct event *event)
{
	struct ear *ear = owner;

	ear->events++;
	cr_assert_str_eq(event->landlord.at, "livin");
	cr_assert_eq(event->body.len, 300);
	window_put(ear->window, event, 1);
	ear->done = window_contiguous(ear->window) == EVENTS;
}

static void
on_progress(void *owner, const struct progress *progress)
{
	struct ear *ear = owner;

	ear->last = *progress;
	ear->told[progress->speaker]++;
	window_progress(ear->window, progress, 1);
	ear->done = ear->done || (ear->told[SPEAKER_INTAKE] > 0 && ear->told[SPEAKER_ROUTING] > 0 && ear->events == 0);
}

static void
on_fault(void *owner, const struct error *error)
{
	struct ear *ear = owner;

	(void)error;
	ear->faults++;
}

static struct event
event_at(uint64_t position, enum speaker speaker)
{
	static uint8_t body[300];

	return (struct event){ .epoch = 1,
		.position = position,
		.predecessor = position - 1,
		.cause = position,
		.landlord_id = 1,
		.landlord = TEXT("livin"),
		.speaker = speaker,
		.type = TEXT("redress.v1.ContactReceived"),
		.source = TEXT("crm"),
		.id = TEXT("1"),
		.case_ref = TEXT("LIVIN-AAAAA-AAAAA"),
		.occurred_at = { 5 * SECOND_US },
		.said_at = { 6 * SECOND_US },
		.body = { body, sizeof(body) } };
}

static struct subscriber *
ear_open(struct fixture *f, struct ear *ear, const struct bus_key *key)
{
	struct subscriber_options options = { key, on_event, on_progress, on_fault, ear };
	struct subscriber *subscriber;

	*ear = (struct ear){ .window = window_new(&(struct window_options){ .epoch = 1 }) };
	cr_assert(subscriber_open(&subscriber, f->others, &options, &f->error), "%s", f->error.text);
	return subscriber;
}

/* Two daemons speak in turn, and a third hears all of it in order. */
Test(frames, of_two_speakers_make_one_log, .timeout = 60)
{
	struct fixture f;
	struct ear ear;
	struct publisher *voices[2];
	enum speaker speakers[] = { SPEAKER_INTAKE, SPEAKER_ROUTING };
	struct subscriber *subscriber;

	fixture_open(&f, BUS_INSIDE);
	subscriber = ear_open(&f, &ear, &f.server);
	for (int i = 0; i < 2; i++) {
		struct progress progress = { 1, speakers[i], 0, 0 };

		cr_assert(publisher_open(&voices[i], f.bus, ANY_PORT, &f.server, &f.error), "%s", f.error.text);
		cr_assert(subscriber_connect(subscriber, publisher_endpoint(voices[i]), &f.error));
		cr_assert(publisher_progress(voices[i], &progress, &f.error));
	}
	/* Idle, they repeat themselves; so both connections are known to stand. */
	cr_assert(fixture_run(&f, &ear.done, 5000));
	ear.done = 0;
	for (uint64_t position = 1; position <= EVENTS; position++) {
		struct event event = event_at(position, speakers[position % 2]);

		cr_assert(publisher_event(voices[position % 2], &event, &f.error), "%s", f.error.text);
		if (position % 100 == 0)
			uv_run(&f.loop, UV_RUN_NOWAIT);
	}
	cr_assert(
	    fixture_run(&f, &ear.done, 10000), "%lu events, prefix %lu", ear.events, window_contiguous(ear.window));
	cr_assert_eq(ear.faults, 0);
	cr_assert(instant_equal(window_event(ear.window, EVENTS)->said_at, event_at(1, 0).said_at));
	unsigned before = ear.told[SPEAKER_ROUTING];
	fixture_pass(&f, 700);
	cr_assert_geq(ear.told[SPEAKER_ROUTING], before + 2);
	cr_assert_eq(ear.last.epoch, 1);
	subscriber_close(subscriber);
	publisher_close(voices[0]);
	publisher_close(voices[1]);
	fixture_close(&f);
	window_free(ear.window);
}

/* A landlord's key, though admitted to the public sockets, hears nothing inside. */
Test(frames, are_not_for_others, .timeout = 20)
{
	struct fixture f;
	struct ear ear;
	struct publisher *voice;
	struct subscriber *subscriber;
	struct progress progress = { 1, SPEAKER_INTAKE, 0, 0 };

	fixture_open(&f, BUS_PUBLIC);
	subscriber = ear_open(&f, &ear, &f.server);
	cr_assert(publisher_open(&voice, f.bus, ANY_PORT, &f.server, &f.error), "%s", f.error.text);
	cr_assert(subscriber_connect(subscriber, publisher_endpoint(voice), &f.error));
	cr_assert(publisher_progress(voice, &progress, &f.error));
	fixture_pass(&f, 1000);
	cr_assert_eq(ear.told[SPEAKER_INTAKE], 0);
	subscriber_close(subscriber);
	publisher_close(voice);
	fixture_close(&f);
	window_free(ear.window);
}

Test(frames, that_cannot_be_read_are_dropped_and_told, .timeout = 20)
{
	struct fixture f;
	struct ear ear;
	struct bus_socket *voice;
	struct bus_socket_options options = { BUS_PUB, BUS_INSIDE, &f.server, NULL, 0, NULL, NULL };
	struct subscriber *subscriber;
	struct bytes bad[] = { { (const uint8_t *)"E", 1 }, { (const uint8_t *)"\xff\xff\xff", 3 },
		{ (const uint8_t *)"?", 1 } };

	fixture_open(&f, BUS_INSIDE);
	subscriber = ear_open(&f, &ear, &f.server);
	cr_assert(bus_socket_open(&voice, f.bus, &options, &f.error), "%s", f.error.text);
	cr_assert(bus_socket_bind(voice, ANY_PORT, &f.error), "%s", f.error.text);
	cr_assert(subscriber_connect(subscriber, bus_socket_endpoint(voice), &f.error));
	for (int i = 0; i < 50 && ear.faults == 0; i++) {
		bus_socket_send(voice, bad, 1, NULL);
		fixture_pass(&f, 50);
	}
	ear.faults = 0;
	cr_assert(bus_socket_send(voice, bad, 2, NULL));
	cr_assert(bus_socket_send(voice, bad, 3, NULL));
	cr_assert(bus_socket_send(voice, bad + 1, 2, NULL));
	fixture_pass(&f, 300);
	cr_assert_eq(ear.faults, 3);
	cr_assert_eq(ear.events, 0);
	subscriber_close(subscriber);
	bus_socket_close(voice);
	fixture_close(&f);
	window_free(ear.window);
}
