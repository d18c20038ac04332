/* What the tests of the store share: a fresh database, an open store, events made in a line. */
#ifndef REDRESS_TESTS_STORE_FIXTURE_H
#define REDRESS_TESTS_STORE_FIXTURE_H

#include <criterion/criterion.h>

#include "store/log.h"
#include "support/postgres.h"

#define DAY_US (INT64_C(86400) * SECOND_US)
/* 2027-01-04T09:00:00Z */
#define MONDAY ((struct instant){ INT64_C(1799053200) * SECOND_US })

/* error.text when not `good`. */
#define must(good) cr_assert((good), "%s: %s", #good, error.text)

static struct arena arena;
static struct error error;
static const char *database;

static inline struct store *
fixture_open_as(const char *conninfo)
{
	struct store_options options = { .conninfo = conninfo, .application = "test" };
	struct store *store = store_open(&options, &error);

	cr_assert_not_null(store, "%s", error.text);
	return store;
}

/* A migrated database with the landlords 1 livin and 2 beyond. */
static inline struct store *
fixture_open(void)
{
	struct store *store;

	database = postgres_database(POSTGRES_REDRESS, &arena);
	store = fixture_open_as(database);
	must(store_script(store, "INSERT INTO landlord VALUES (1, 'livin'), (2, 'beyond')", &error));
	return store;
}

static inline struct event
fixture_event(uint32_t landlord_id, const char *type, const char *id, const char *case_ref)
{
	return (struct event){
		.landlord_id = landlord_id,
		.type = text_of(arena_printf(&arena, "redress.v1.%s", type)),
		.source = TEXT("crm"),
		.id = text_of(arena_printf(&arena, "%s", id)),
		.case_ref = text_of(arena_printf(&arena, "%s", case_ref)),
		.occurred_at = MONDAY,
		.body = { (const uint8_t *)"\x0a\x00\xff", 3 },
		.traceparent = TEXT(""),
	};
}

static inline struct log_root
fixture_root(uint32_t landlord_id, const char *type, const char *id, const char *case_ref)
{
	return (struct log_root){
		.event = fixture_event(landlord_id, type, id, case_ref),
		.digest = { (const uint8_t *)id, strlen(id) },
		.advances_to = INSTANT_NONE,
	};
}

static inline struct log_root
fixture_time(const char *id, struct instant to)
{
	struct log_root root = fixture_root(0, "TimeAdvanced", id, "");

	root.advances_to = to;
	return root;
}

static inline void
fixture_append(struct store *store, struct log_root *roots, size_t count, struct append_result *results)
{
	struct segment segment = segment_new(store, &arena);
	size_t statement = log_append_roots(&segment, SPEAKER_INTAKE, roots, count);

	must(segment_run(&segment, &error));
	must(log_append_roots_results(&segment, statement, roots, count, results, &error));
}

/* One root; its position. */
static inline uint64_t
fixture_fact(struct store *store, uint32_t landlord_id, const char *type, const char *id, const char *case_ref)
{
	struct log_root root = fixture_root(landlord_id, type, id, case_ref);
	struct append_result result;

	fixture_append(store, &root, 1, &result);
	cr_assert_eq(result.status, APPEND_ACCEPTED);
	return result.position;
}

/* One judgement; its position. */
static inline uint64_t
fixture_judge(struct store *store, enum speaker speaker, uint64_t cause, const char *id, const char *case_ref)
{
	struct segment segment = segment_new(store, &arena);
	struct event event = fixture_event(1, "CaseOpened", id, case_ref);
	size_t statement;

	event.source = text_of(arena_printf(&arena, "redress/%s", speaker_name(speaker)));
	event.cause = cause;
	statement = log_append_judgements(&segment, speaker, &event, 1);
	must(segment_run(&segment, &error));
	must(log_append_judgements_results(&segment, statement, &event, 1, &error));
	return event.position;
}

static inline int64_t
fixture_number(struct store *store, const char *sql)
{
	struct rows rows;

	must(store_query(store, sql, NULL, &arena, &rows, &error));
	cr_assert_eq(rows.count, 1);
	return rows_int(&rows, 0, 0);
}

#endif
