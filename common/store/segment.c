#include "store/segment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/connection.h"

struct segment
segment_new(struct store *store, struct arena *arena)
{
	return (struct segment){ .store = store, .arena = arena };
}

size_t
segment_add(struct segment *segment, const char *sql, const struct params *params)
{
	struct params *kept = NULL;

	if (segment->outcome != SEGMENT_OPEN)
		abort();
	if (segment->count == segment->capacity) {
		size_t capacity = segment->capacity == 0 ? 8 : segment->capacity * 2;
		struct segment_statement *more = arena_array(segment->arena, capacity, sizeof(*more));

		if (segment->count > 0)
			memcpy(more, segment->statements, segment->count * sizeof(*more));
		segment->statements = more;
		segment->capacity = capacity;
	}
	if (params != NULL) {
		kept = arena_alloc(segment->arena, sizeof(*kept));
		*kept = *params;
	}
	segment->statements[segment->count] = (struct segment_statement){ .sql = sql, .params = kept };
	return segment->count++;
}

const struct rows *
segment_rows(const struct segment *segment, size_t statement)
{
	if (segment->outcome != SEGMENT_COMMITTED || statement >= segment->count)
		abort();
	return &segment->statements[statement].rows;
}

/* The connection is gone. Without our Sync, or after it refused a statement, the server cannot have committed. */
static bool
lost(struct segment *segment, bool synced, struct error *error)
{
	const char *text = PQerrorMessage(segment->store->conn);

	bool refused = segment->sqlstate[0] != '\0' && strncmp(segment->sqlstate, "57P", 3) != 0;

	store_break(segment->store);
	segment->outcome = synced && !refused ? SEGMENT_UNKNOWN : SEGMENT_FAILED;
	return error_set(error, ERROR_UNAVAILABLE, "PostgreSQL: the connection was lost, %s: %.*s",
	    segment->outcome == SEGMENT_UNKNOWN ? "outcome unknown" : "nothing was written", (int)strcspn(text, "\n"),
	    text);
}

static void
name_prepared(char name[24], size_t number)
{
	snprintf(name, 24, "s%zu", number);
}

/* Sends a statement, preceded by its preparation where the server does not have it. */
static bool
send_statement(struct segment *segment, size_t i, bool *prepares)
{
	static const struct params none;
	const struct segment_statement *statement = &segment->statements[i];
	const struct params *params = statement->params == NULL ? &none : statement->params;
	struct store *store = segment->store;
	size_t number = store_prepared(store, statement->sql);
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX];
	int formats[PARAMS_MAX];
	char name[24];

	name_prepared(name, number);
	params_ready(params, values, lengths, formats);
	*prepares = !store->prepared[number].ready;
	for (size_t before = 0; *prepares && before < i; before++) {
		if (segment->statements[before].sql == statement->sql)
			*prepares = false;
	}
	if (*prepares && !PQsendPrepare(store->conn, name, statement->sql, params->count, params->types))
		return false;
	return PQsendQueryPrepared(store->conn, name, params->count, values, lengths, formats, 1);
}

static bool
note_refusal(struct segment *segment, size_t statement, const PGresult *result, struct error *error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (segment->outcome == SEGMENT_FAILED)
		return false;
	segment->outcome = SEGMENT_FAILED;
	segment->failed = statement;
	snprintf(segment->sqlstate, sizeof(segment->sqlstate), "%s", state == NULL ? "" : state);
	return store_refused(result, error);
}

/* One statement's results, to the NULL that ends them. False when the connection is lost. */
static bool
take_results(struct segment *segment, size_t i, bool preparing, struct error *error)
{
	struct store *store = segment->store;
	PGresult *result = PQgetResult(store->conn);

	if (result == NULL)
		return false;
	for (; result != NULL; result = PQgetResult(store->conn)) {
		switch (PQresultStatus(result)) {
		case PGRES_COMMAND_OK:
		case PGRES_TUPLES_OK:
			if (preparing)
				store->prepared[store_prepared(store, segment->statements[i].sql)].ready = true;
			else
				rows_copy(result, segment->arena, &segment->statements[i].rows);
			break;
		case PGRES_PIPELINE_ABORTED:
			break;
		default:
			note_refusal(segment, i, result, error);
			break;
		}
		PQclear(result);
		if (PQstatus(store->conn) != CONNECTION_OK)
			return false;
	}
	return true;
}

/* The Sync, which is the commit: a deferred constraint speaks up only here. False when the connection is lost. */
static bool
take_sync(struct segment *segment, struct error *error)
{
	struct store *store = segment->store;
	bool seen = false;

	for (int nothing = 0; !seen && nothing < 2;) {
		PGresult *result = PQgetResult(store->conn);

		if (result == NULL) {
			nothing++;
			continue;
		}
		seen = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
		if (!seen)
			note_refusal(segment, segment->count, result, error);
		PQclear(result);
		if (PQstatus(store->conn) != CONNECTION_OK)
			return false;
	}
	return seen;
}

static bool
receive(struct segment *segment, const bool *prepares, struct error *error)
{
	struct error commit = { 0 };
	bool good = true;

	for (size_t i = 0; good && i < segment->count; i++) {
		if (prepares[i])
			good = take_results(segment, i, true, error);
		good = good && take_results(segment, i, false, error);
	}
#ifdef REDRESS_CONTROL_EARLY_ACK
	if (good && segment->outcome == SEGMENT_OPEN) {
		take_sync(segment, &commit);
		segment->outcome = SEGMENT_COMMITTED;
		return true;
	}
#endif
	if (!good || !take_sync(segment, &commit))
		return false;
	if (segment->outcome == SEGMENT_FAILED && segment->failed == segment->count && error != NULL)
		*error = commit;
	return true;
}

bool
segment_run(struct segment *segment, struct error *error)
{
	struct store *store = segment->store;
	bool *prepares = arena_array(segment->arena, segment->count + 1, sizeof(*prepares));

	if (segment->outcome != SEGMENT_OPEN)
		abort();
	if (store->broken) {
		segment->outcome = SEGMENT_FAILED;
		return error_set(error, ERROR_UNAVAILABLE, "PostgreSQL: no connection, nothing was written");
	}
	if (!PQenterPipelineMode(store->conn))
		return lost(segment, false, error);
	for (size_t i = 0; i < segment->count; i++) {
		if (!send_statement(segment, i, &prepares[i]))
			return lost(segment, false, error);
	}
	if (!PQpipelineSync(store->conn) || !receive(segment, prepares, error))
		return lost(segment, true, error);
	if (!PQexitPipelineMode(store->conn))
		store_break(store);
	if (segment->outcome == SEGMENT_FAILED)
		return false;
	segment->outcome = SEGMENT_COMMITTED;
	return true;
}
