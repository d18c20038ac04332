#include <pthread.h>
#include <unistd.h>

#include "fixture.h"

static struct store *
open_empty(void)
{
	return fixture_open_as(database = postgres_database(POSTGRES_EMPTY, &arena));
}

Test(store, says_why_it_cannot_open)
{
	struct store_options options = { .conninfo = "host=/nonexistent dbname=x" };

	cr_assert_null(store_open(&options, &error));
	cr_assert_eq(error.code, ERROR_UNAVAILABLE);
	options.conninfo = "hosst=1";
	cr_assert_null(store_open(&options, &error));
	cr_assert_eq(error.code, ERROR_INVALID, "%s", error.text);
}

Test(store, values_go_there_and_back)
{
	static const char sql[] = "SELECT $1::boolean, $2::integer, $3::bigint, $4::text, $5::bytea, $6::timestamptz, "
				  "$7::text, $8::timestamptz = 'infinity', 7::smallint, "
				  "$6 = '2027-01-04T09:00:00Z'::timestamptz";
	struct store *store = open_empty();
	struct params params = params_new(&arena);
	struct rows rows;

	params_bool(&params, true);
	params_int4(&params, -5);
	params_int8(&params, INT64_MIN);
	params_text(&params, TEXT("d\xc3\xa9"));
	params_bytea(&params, (struct bytes){ (const uint8_t *)"\0\xff", 2 });
	params_instant(&params, MONDAY);
	params_null(&params, PARAM_TEXT);
	params_instant(&params, INSTANT_FAR);
	must(store_query(store, sql, &params, &arena, &rows, &error));
	cr_assert(rows_bool(&rows, 0, 0));
	cr_assert_eq(rows_int(&rows, 0, 1), -5);
	cr_assert_eq(rows_int(&rows, 0, 2), INT64_MIN);
	cr_assert(text_equal(rows_text(&rows, 0, 3), TEXT("d\xc3\xa9")));
	cr_assert_eq(rows_bytea(&rows, 0, 4).len, 2);
	cr_assert_eq(rows_bytea(&rows, 0, 4).at[1], 0xff);
	cr_assert(instant_equal(rows_instant(&rows, 0, 5), MONDAY));
	cr_assert(rows_is_null(&rows, 0, 6));
	cr_assert(rows_bool(&rows, 0, 7));
	cr_assert_eq(rows_int(&rows, 0, 8), 7);
	cr_assert(rows_bool(&rows, 0, 9));
	store_close(store);
}

Test(store, arrays_go_there_and_back)
{
	static const char sql[] =
	    "SELECT b, i, t, y, at FROM unnest($1::boolean[], $2::bigint[], $3::text[], $4::bytea[], "
	    "$5::timestamptz[]) WITH ORDINALITY AS u (b, i, t, y, at, n) ORDER BY n";
	static const char empty[] = "SELECT cardinality($1::integer[])";
	struct store *store = open_empty();
	struct params params = params_new(&arena);
	struct param_array *bools = params_array(&params, PARAM_BOOL);
	struct param_array *ints = params_array(&params, PARAM_INT8);
	struct param_array *texts = params_array(&params, PARAM_TEXT);
	struct param_array *byteas = params_array(&params, PARAM_BYTEA);
	struct param_array *instants = params_array(&params, PARAM_INSTANT);
	struct rows rows;

	for (int i = 0; i < 3000; i++) {
		param_array_bool(bools, i % 2);
		param_array_int8(ints, -i);
		if (i % 3 == 0)
			param_array_null(texts);
		else
			param_array_text(texts, text_of(arena_printf(&arena, "%*d", i % 50, i)));
		param_array_bytea(byteas, (struct bytes){ (const uint8_t *)"\0\1\2", (size_t)(i % 4) });
		param_array_instant(instants, i % 5 == 0 ? INSTANT_NONE : (struct instant){ i });
	}
	must(store_query(store, sql, &params, &arena, &rows, &error));
	cr_assert_eq(rows.count, 3000);
	for (int i = 0; i < 3000; i++) {
		size_t row = (size_t)i;

		cr_assert_eq(rows_bool(&rows, row, 0), i % 2);
		cr_assert_eq(rows_int(&rows, row, 1), -i);
		cr_assert_eq(rows_is_null(&rows, row, 2), i % 3 == 0);
		cr_assert_eq(rows_bytea(&rows, row, 3).len, (size_t)(i % 4));
		cr_assert_eq(instant_is_set(rows_instant(&rows, row, 4)), i % 5 != 0);
	}
	params = params_new(&arena);
	params_array(&params, PARAM_INT4);
	must(store_query(store, empty, &params, &arena, &rows, &error));
	cr_assert_eq(rows_int(&rows, 0, 0), 0);
	store_close(store);
}

static const char insert_one[] = "INSERT INTO t VALUES ($1)";
static const char count_rows[] = "SELECT count(*) FROM t";

static struct store *
open_with_table(void)
{
	struct store *store = open_empty();

	must(store_script(
	    store, "CREATE TABLE t (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED, CHECK (n < 100))", &error));
	return store;
}

static void
add_insert(struct segment *segment, int n)
{
	struct params params = params_new(&arena);

	params_int4(&params, n);
	segment_add(segment, insert_one, &params);
}

Test(segment, is_one_transaction_and_gives_each_statements_rows)
{
	struct store *store = open_with_table();
	struct segment segment = segment_new(store, &arena);
	size_t counted;

	for (int i = 0; i < 50; i++)
		add_insert(&segment, i);
	counted = segment_add(&segment, count_rows, NULL);
	must(segment_run(&segment, &error));
	cr_assert_eq(segment.outcome, SEGMENT_COMMITTED);
	cr_assert_eq(rows_int(segment_rows(&segment, counted), 0, 0), 50);
	cr_assert_eq(segment_rows(&segment, 3)->affected, 1);
	store_close(store);
}

Test(segment, that_fails_writes_nothing_and_leaves_a_usable_connection)
{
	static const char broken[] = "SELECT nothing FROM nowhere";
	struct store *store = open_with_table();
	struct segment segment = segment_new(store, &arena);

	add_insert(&segment, 1);
	add_insert(&segment, 100);
	add_insert(&segment, 2);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_eq(segment.outcome, SEGMENT_FAILED);
	cr_assert_eq(segment.failed, 1);
	cr_assert_str_eq(segment.sqlstate, "23514");
	cr_assert_eq(error.code, ERROR_INVALID);
	cr_assert_not(store_is_broken(store));
	cr_assert_eq(fixture_number(store, count_rows), 0);
	cr_assert_not(store_query(store, broken, NULL, &arena, NULL, &error));
	cr_assert_eq(error.code, ERROR_INTERNAL);

	segment = segment_new(store, &arena);
	add_insert(&segment, 1);
	must(segment_run(&segment, &error));
	cr_assert_eq(fixture_number(store, count_rows), 1);
	store_close(store);
}

/* Every statement says COMMAND_OK; only the commit finds the key twice. */
Test(segment, is_committed_by_its_sync_not_by_its_statements)
{
	struct store *store = open_with_table();
	struct segment segment = segment_new(store, &arena);

	add_insert(&segment, 7);
	add_insert(&segment, 7);
	cr_assert_not(segment_run(&segment, &error), "a deferred constraint was broken, and the segment called good");
	cr_assert_eq(segment.outcome, SEGMENT_FAILED);
	cr_assert_eq(segment.failed, 2);
	cr_assert_eq(error.code, ERROR_CONFLICT);
	cr_assert_str_eq(segment.sqlstate, "23505");
	cr_assert_eq(fixture_number(store, count_rows), 0);
	store_close(store);
}

Test(segment, cut_off_in_flight_has_an_unknown_outcome)
{
	static const char suicide[] = "SELECT pg_terminate_backend(pg_backend_pid())";
	struct store *store = open_with_table();
	struct segment segment = segment_new(store, &arena);

	add_insert(&segment, 1);
	segment_add(&segment, suicide, NULL);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_eq(segment.outcome, SEGMENT_UNKNOWN);
	cr_assert_eq(error.code, ERROR_UNAVAILABLE);
	cr_assert_not_null(strstr(error.text, "outcome unknown"), "%s", error.text);
	cr_assert(store_is_broken(store));

	segment = segment_new(store, &arena);
	add_insert(&segment, 1);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_eq(segment.outcome, SEGMENT_FAILED);
	cr_assert_eq(error.code, ERROR_UNAVAILABLE);

	must(store_reopen(store, &error));
	cr_assert_eq(fixture_number(store, count_rows), 0);
	segment = segment_new(store, &arena);
	add_insert(&segment, 1);
	must(segment_run(&segment, &error));
	store_close(store);
}

/* The connection dies while idle: the next segment finds out. */
Test(segment, finds_a_connection_that_died_before)
{
	struct store *store = open_with_table();
	struct store *other = fixture_open_as(database);
	struct segment segment = segment_new(store, &arena);

	must(store_script(
	    other, arena_printf(&arena, "SELECT pg_terminate_backend(%d)", store_backend_pid(store)), &error));
	usleep(100000);
	add_insert(&segment, 1);
	cr_assert_not(segment_run(&segment, &error));
	cr_assert_eq(error.code, ERROR_UNAVAILABLE);
	cr_assert_neq(segment.outcome, SEGMENT_COMMITTED);
	cr_assert(store_is_broken(store));
	must(store_reopen(store, &error));
	store_close(store);
	store_close(other);
}

static void *
cancel_soon(void *store)
{
	usleep(200000);
	store_cancel(store);
	return NULL;
}

Test(store, is_cancelled_from_another_thread)
{
	static const char slow[] = "SELECT pg_sleep(20)";
	struct store *store = open_empty();
	pthread_t thread;

	pthread_create(&thread, NULL, cancel_soon, store);
	cr_assert_not(store_query(store, slow, NULL, &arena, NULL, &error));
	cr_assert_eq(error.code, ERROR_UNAVAILABLE);
	cr_assert_not(store_is_broken(store));
	pthread_join(thread, NULL);
	store_close(store);
}

Test(store, has_timeouts)
{
	static const char slow[] = "SELECT pg_sleep(20)";
	struct store_options options = { .statement_timeout_ms = 100 };
	struct store *store;

	options.conninfo = postgres_database(POSTGRES_EMPTY, &arena);
	store = store_open(&options, &error);
	cr_assert_not_null(store);
	cr_assert_not(store_query(store, slow, NULL, &arena, NULL, &error));
	cr_assert_eq(error.code, ERROR_UNAVAILABLE);
	must(store_reopen(store, &error));
	cr_assert_not(store_query(store, slow, NULL, &arena, NULL, &error));
	store_close(store);
}
