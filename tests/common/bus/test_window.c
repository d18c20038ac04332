#include <criterion/criterion.h>

#include <stdlib.h>

#include "bus/window.h"

/* A log as the daemons would write it, and all that they say of it over the bus. */
enum { LOG_EVENTS = 300, LOG_FRAMES = 1200, NOTHING = -1 };

struct frame {
	int event; /* index into the log, or NOTHING: progress */
	struct progress progress;
};

struct log {
	struct event events[LOG_EVENTS];
	size_t count;
	struct frame frames[LOG_FRAMES];
	size_t frames_count;
	uint64_t roots[LOG_EVENTS];
	size_t roots_count, routed, timed;
};

static unsigned seed;

static size_t
any(size_t below)
{
	return (size_t)rand_r(&seed) % below;
}

static void
say(struct log *log, enum speaker speaker, uint64_t cause)
{
	struct event *event = &log->events[log->count];

	*event =
	    (struct event){ .epoch = 1, .position = log->count + 1, .speaker = speaker, .type = TEXT("redress.v1.X") };
	event->predecessor = log->count;
	event->cause = cause == 0 ? event->position : cause;
	event->body = (struct bytes){ (const uint8_t *)&event->position, 8 };
	log->frames[log->frames_count++].event = (int)log->count++;
}

static void
tell(struct log *log, enum speaker speaker, uint64_t through)
{
	log->frames[log->frames_count++] =
	    (struct frame){ NOTHING, { .epoch = 1, .speaker = speaker, .through = through, .head = log->count } };
}

static void
judge(struct log *log, enum speaker speaker, size_t *judged)
{
	for (size_t say_more = any(4); say_more > 0 && log->count < LOG_EVENTS; say_more--)
		say(log, speaker, log->roots[*judged]);
	tell(log, speaker, log->roots[(*judged)++]);
}

static void
log_write(struct log *log)
{
	*log = (struct log){ 0 };
	while (log->count < LOG_EVENTS - 8) {
		size_t choice = any(4);

		if (choice == 0) {
			log->roots[log->roots_count++] = log->count + 1;
			say(log, any(2) ? SPEAKER_INTAKE : SPEAKER_NOTIFICATION, 0);
		} else if (choice == 1 && log->timed < log->routed) {
			judge(log, SPEAKER_SLA, &log->timed);
		} else if (choice == 2 && log->routed < log->roots_count) {
			judge(log, SPEAKER_ROUTING, &log->routed);
		} else if (choice == 3 && log->timed > 0) {
			say(log, SPEAKER_NOTIFICATION, log->roots[any(log->timed)]);
		}
	}
	while (log->timed < log->routed)
		tell(log, SPEAKER_SLA, log->roots[log->timed++]);
}

static void
shuffle(struct frame *frames, size_t count, size_t reach)
{
	for (size_t i = 0; i + 1 < count; i++) {
		size_t span = count - i < reach ? count - i : reach;
		size_t other = i + any(span);
		struct frame kept = frames[i];

		frames[i] = frames[other];
		frames[other] = kept;
	}
}

/* The wave as the log has it: compare what the window gives. */
static void
check_wave(const struct log *log, const struct window *window, const struct window_wave *wave, unsigned speakers)
{
	const struct event *member = NULL;
	uint64_t root = wave->root->position;
	size_t members = 0;

	for (size_t i = root; i < log->count; i++) {
		const struct event *event = &log->events[i];

		if (event->cause != root || (speakers & SPEAKER_BIT(event->speaker)) == 0)
			continue;
		member = window_member(window, wave, member);
		cr_assert_not_null(member, "wave %lu lacks %lu", root, event->position);
		cr_assert_eq(member->position, event->position);
		cr_assert_eq(memcmp(member->body.at, &event->position, 8), 0);
		cr_assert(text_equal(member->type, event->type));
		members++;
	}
	cr_assert_null(window_member(window, wave, member));
	cr_assert_eq(wave->members, members);
}

struct reader {
	const struct log *log;
	struct window *window;
	unsigned speakers;
	uint64_t cursor;
	uint64_t most; /* positions to hold */
	size_t waves;
};

static void
read_waves(struct reader *reader)
{
	struct window_wave wave;

	while (window_wave(reader->window, reader->cursor, &wave)) {
		cr_assert_eq(wave.root->position, reader->log->roots[reader->waves], "waves come in order, each once");
		check_wave(reader->log, reader->window, &wave, reader->speakers);
		reader->cursor = wave.root->position;
		reader->waves++;
		if (any(2))
			window_discard(reader->window, reader->cursor);
	}
}

static void
hear(struct reader *reader, const struct frame *frame, uint64_t now)
{
	if (frame->event == NOTHING)
		cr_assert_not(window_progress(reader->window, &frame->progress, now));
	else
		window_put(reader->window, &reader->log->events[frame->event], now);
}

/* As the runtime does: a hole is filled from the log, up to what anyone has spoken of. */
static void
fill_holes(struct reader *reader, uint64_t now)
{
	uint64_t since;

	while (window_hole(reader->window, &since)) {
		uint64_t before = window_contiguous(reader->window);

		cr_assert_leq(since, now);
		cr_assert_neq(window_put(reader->window, &reader->log->events[before], now), WINDOW_FULL);
		cr_assert_gt(window_contiguous(reader->window), before);
		read_waves(reader);
		window_discard(reader->window, reader->cursor);
		if (window_contiguous(reader->window) - reader->cursor >= reader->most)
			break; /* waits for upstream: the frames still to come will tell */
	}
}

static void
live(size_t capacity, size_t bytes, bool has_upstream)
{
	static struct log log;
	struct reader reader = { .log = &log,
		.most = capacity == 0 ? LOG_EVENTS : capacity,
		.speakers = has_upstream ? SPEAKER_BIT(SPEAKER_ROUTING) | SPEAKER_BIT(SPEAKER_SLA) : 0 };
	struct window_options options = { .epoch = 1,
		.has_upstream = has_upstream,
		.upstream = SPEAKER_SLA,
		.speakers = reader.speakers,
		.capacity = capacity,
		.bytes = bytes };
	size_t drop = any(3) * 10;

	log_write(&log);
	shuffle(log.frames, log.frames_count, 1 + any(40));
	reader.window = window_new(&options);
	for (size_t i = 0; i < log.frames_count; i++) {
		if (any(100) >= drop)
			hear(&reader, &log.frames[i], i + 1);
		if (any(20) == 0)
			hear(&reader, &log.frames[any(i + 1)], i + 1);
		if (any(4) == 0)
			read_waves(&reader);
		if (any(30) == 0)
			fill_holes(&reader, i + 1);
	}
	/* The idle speaker repeats its last word. */
	struct frame last = { NOTHING, { 1, SPEAKER_SLA, log.count, log.count } };
	hear(&reader, &last, LOG_FRAMES);
	fill_holes(&reader, LOG_FRAMES);
	read_waves(&reader);
	if (capacity == 0)
		cr_assert_eq(reader.waves, log.roots_count);
	window_free(reader.window);
}

Test(window, gives_every_wave_whole_and_once_whatever_is_lost_or_late)
{
	for (seed = 1; seed <= 400; seed = seed + 1) {
		unsigned before = seed;

		live(0, 0, true);
		seed = before;
	}
}

Test(window, gives_roots_alone_as_soon_as_all_before_them_are_here)
{
	for (seed = 1; seed <= 200; seed = seed + 1) {
		unsigned before = seed;

		live(0, 0, false);
		seed = before;
	}
}

Test(window, drops_the_newest_at_its_bounds_and_is_right_all_the_same)
{
	for (seed = 1; seed <= 200; seed = seed + 1) {
		unsigned before = seed;

		live(200, seed % 2 ? 0 : 64 * sizeof(struct event), true);
		seed = before;
	}
}

static struct event
event_at(uint64_t position, uint64_t cause, enum speaker speaker)
{
	return (struct event){ .epoch = 3, .position = position, .cause = cause, .speaker = speaker };
}

static struct window *
small_window(void)
{
	struct window_options options = { .epoch = 3,
		.after = 10,
		.has_upstream = true,
		.upstream = SPEAKER_ROUTING,
		.speakers = SPEAKER_BIT(SPEAKER_ROUTING),
		.capacity = 4 };

	return window_new(&options);
}

Test(window, knows_what_it_has_and_what_it_cannot_take)
{
	struct window *window = small_window();
	struct event old = event_at(10, 10, SPEAKER_INTAKE), next = event_at(11, 11, SPEAKER_INTAKE);
	struct event far = event_at(15, 15, SPEAKER_INTAKE), edge = event_at(14, 14, SPEAKER_INTAKE);
	uint64_t since;

	cr_assert_eq(window_put(window, &old, 1), WINDOW_KNOWN);
	cr_assert_eq(window_put(window, &next, 2), WINDOW_KEPT);
	cr_assert_eq(window_put(window, &next, 3), WINDOW_KNOWN);
	cr_assert_not(window_hole(window, &since));
	cr_assert_eq(window_put(window, &edge, 4), WINDOW_KEPT);
	cr_assert_eq(window_put(window, &far, 5), WINDOW_FULL);
	cr_assert(window_hole(window, &since));
	cr_assert_eq(since, 4);
	cr_assert_eq(window_known_head(window), 15);
	cr_assert_eq(window_contiguous(window), 11);
	cr_assert_eq(window_heard(window, SPEAKER_INTAKE), 5);
	cr_assert_eq(window_heard(window, SPEAKER_SLA), 0);
	window_discard(window, 100);
	cr_assert_eq(window_contiguous(window), 100);
	cr_assert_null(window_event(window, 14));
	cr_assert_not(window_hole(window, &since));
	window_free(window);
}

/* The hole that is filled and the next one behind it are two: the second is young. */
Test(window, ages_each_hole_by_itself)
{
	struct window *window = small_window();
	struct event events[] = { event_at(12, 12, SPEAKER_INTAKE), event_at(14, 14, SPEAKER_INTAKE),
		event_at(11, 11, SPEAKER_INTAKE) };
	uint64_t since;

	window_put(window, &events[0], 100);
	window_put(window, &events[1], 110);
	cr_assert(window_hole(window, &since) && since == 100);
	window_put(window, &events[2], 120);
	cr_assert(window_hole(window, &since) && since == 120);
	window_free(window);
}

/* Progress that overtakes the events it covers opens nothing. */
Test(window, waits_for_all_that_upstream_has_seen)
{
	struct window *window = small_window();
	struct event root = event_at(11, 11, SPEAKER_INTAKE), judgement = event_at(12, 11, SPEAKER_ROUTING);
	struct progress progress = { .epoch = 3, .speaker = SPEAKER_ROUTING, .through = 11, .head = 12 };
	struct window_wave wave;

	window_put(window, &root, 1);
	cr_assert_not(window_wave(window, 10, &wave));
	window_progress(window, &progress, 1);
	cr_assert_not(window_wave(window, 10, &wave));
	window_put(window, &judgement, 1);
	cr_assert(window_wave(window, 10, &wave));
	cr_assert_eq(wave.members, 1);
	cr_assert_not(window_wave(window, 11, &wave));
	window_free(window);
}

Test(window, starts_anew_with_a_new_epoch)
{
	struct window *window = small_window();
	struct event root = event_at(11, 11, SPEAKER_INTAKE), restored = root, stale = root;

	window_put(window, &root, 1);
	stale.epoch = 2;
	cr_assert_eq(window_put(window, &stale, 2), WINDOW_KNOWN);
	restored.epoch = 4;
	restored.position = restored.cause = 9;
	cr_assert_eq(window_put(window, &restored, 3), WINDOW_RESET);
	cr_assert_eq(window_epoch(window), 4);
	cr_assert_null(window_event(window, 11));
	window_discard(window, 8);
	cr_assert_eq(window_put(window, &restored, 4), WINDOW_KEPT);
	cr_assert_eq(window_contiguous(window), 9);
	window_free(window);
}
