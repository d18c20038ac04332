/* Several writers, some slow, some failing, and a reader that follows: what it saw of what was committed. */
#ifndef REDRESS_TESTS_STORE_ORDER_H
#define REDRESS_TESTS_STORE_ORDER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "fixture.h"

enum {
	ORDER_WRITERS = 6,
	ORDER_BATCHES = 40,
	ORDER_MOST = 8, /* events a batch */
	ORDER_POSITIONS = ORDER_WRITERS * ORDER_BATCHES * ORDER_MOST * 2,
};

struct order_outcome {
	size_t committed;
	size_t lost;	   /* committed, and never read */
	size_t twice;	   /* read more than once */
	size_t phantoms;   /* read, and never committed */
	size_t holes;	   /* numbers up to the head that no event has */
	size_t disordered; /* a writer's events read in another order than written */
};

struct order_writer {
	pthread_t thread;
	unsigned number;
	int batches; /* done, whether committed or not */
	size_t committed;
	uint64_t positions[ORDER_BATCHES * ORDER_MOST];
	struct error why;
};

static atomic_int order_writing;
static unsigned char order_seen[ORDER_POSITIONS];
static size_t order_disordered;

static void *
order_write(void *arg)
{
	static const char slowly[] = "SELECT pg_sleep(0.03)";
	static const char wrongly[] = "SELECT 1 / 0";
	struct order_writer *writer = arg;
	struct store_options options = { .conninfo = database, .application = "writer" };
	struct error *why = &writer->why;
	struct arena mine = { 0 };
	struct store *store = store_open(&options, why);
	unsigned random = writer->number + 1;

	for (int batch = 0; store != NULL && batch < ORDER_BATCHES; batch++) {
		struct segment segment = segment_new(store, &mine);
		struct log_root roots[ORDER_MOST];
		struct append_result results[ORDER_MOST];
		size_t count = 1 + (size_t)rand_r(&random) % ORDER_MOST;
		bool fails = rand_r(&random) % 10 == 0;
		size_t statement;

		for (size_t i = 0; i < count; i++) {
			char *id = arena_printf(&mine, "%u/%06zu/%d", writer->number, writer->committed + i, batch);

			roots[i] = (struct log_root){ .advances_to = INSTANT_NONE };
			roots[i].event = (struct event){ .landlord_id = 1 + writer->number % 2,
				.type = TEXT("redress.v1.X"),
				.source = TEXT("s"),
				.id = text_of(id),
				.case_ref = TEXT("C"),
				.occurred_at = { 0 } };
		}
		statement = log_append_roots(&segment, SPEAKER_INTAKE, roots, count);
		if (rand_r(&random) % 5 == 0)
			segment_add(&segment, slowly, NULL);
		if (fails)
			segment_add(&segment, wrongly, NULL);
		if (segment_run(&segment, why) == fails)
			break;
		if (!fails && !log_append_roots_results(&segment, statement, roots, count, results, why))
			break;
		writer->batches++;
		for (size_t i = 0; !fails && i < count; i++)
			writer->positions[writer->committed++] = results[i].position;
		arena_reset(&mine);
	}
	store_close(store);
	arena_free(&mine);
	order_writing--;
	return NULL;
}

/* As a daemon does: where is the end, what is new up to there, and the cursor stands at the end. */
static void
order_follow(struct store *store)
{
	uint64_t last_of[ORDER_WRITERS] = { 0 };
	uint64_t cursor = 0;
	bool more = true;

	while (more) {
		struct arena mine = { 0 };
		struct log_heads heads;
		struct log_events events;

		more = order_writing > 0;
		must(log_heads(store, &heads, &error));
		must(log_read_positions(store, cursor + 1, heads.head, ORDER_POSITIONS, &mine, &events, &error));
		for (size_t i = 0; i < events.count; i++) {
			unsigned writer = (unsigned)atoi(events.at[i].id.at);
			uint64_t number = strtoull(strchr(events.at[i].id.at, '/') + 1, NULL, 10);

			cr_assert_lt(events.at[i].position, ORDER_POSITIONS);
			order_seen[events.at[i].position]++;
			order_disordered += number + 1 <= last_of[writer];
			last_of[writer] = number + 1;
		}
		cursor = heads.head;
		arena_free(&mine);
	}
}

static struct order_outcome
order_run(struct store *store)
{
	static struct order_writer writers[ORDER_WRITERS];
	struct order_outcome outcome = { 0 };
	struct log_heads heads;
	size_t read = 0;

	order_writing = ORDER_WRITERS;
	for (unsigned i = 0; i < ORDER_WRITERS; i++) {
		writers[i].number = i;
		pthread_create(&writers[i].thread, NULL, order_write, &writers[i]);
	}
	order_follow(store);
	for (unsigned i = 0; i < ORDER_WRITERS; i++) {
		pthread_join(writers[i].thread, NULL);
		cr_assert_eq(writers[i].batches, ORDER_BATCHES, "%s", writers[i].why.text);
		for (size_t k = 0; k < writers[i].committed; k++)
			outcome.lost += order_seen[writers[i].positions[k]] == 0;
		outcome.committed += writers[i].committed;
	}
	must(log_heads(store, &heads, &error));
	for (uint64_t p = 1; p < ORDER_POSITIONS; p++) {
		outcome.twice += order_seen[p] > 1;
		outcome.holes += p <= heads.head && order_seen[p] == 0;
		read += order_seen[p];
	}
	outcome.phantoms = read + outcome.lost - outcome.committed;
	outcome.disordered = order_disordered;
	return outcome;
}

#endif
