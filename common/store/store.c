#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/connection.h"
#include "store/segment.h"

enum {
	CONNECT_TIMEOUT_MS = 5000,
	STATEMENT_TIMEOUT_MS = 30000,
	LOCK_TIMEOUT_MS = 10000,
	IDLE_TIMEOUT_MS = 30000,
};

static char *
copy(const char *text)
{
	char *made = text == NULL ? NULL : strdup(text);

	if (text != NULL && made == NULL)
		abort();
	return made;
}

static int
or_default(int given, int otherwise)
{
	return given > 0 ? given : otherwise;
}

static void
ignore_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

/* libpq ends its texts with a newline, and has several lines for several hosts. */
static bool
say_unavailable(PGconn *conn, struct error *error)
{
	const char *text = PQerrorMessage(conn);
	size_t length = strcspn(text, "\n");
	enum error_code code = PQconnectionNeedsPassword(conn) ? ERROR_FORBIDDEN : ERROR_UNAVAILABLE;

	return error_set(error, code, "PostgreSQL: %.*s", (int)length, text);
}

static bool
connect_now(struct store *store, struct error *error)
{
	char seconds[16];
	const char *const keywords[] = { "connect_timeout", "tcp_user_timeout", "keepalives_idle",
		"keepalives_interval", "keepalives_count", "dbname", "fallback_application_name", "client_encoding",
		NULL };
	const char *const values[] = { seconds, "15000", "15", "5", "3", store->options.conninfo,
		store->options.application, "UTF8", NULL };

	snprintf(seconds, sizeof(seconds), "%d", (store->options.connect_timeout_ms + 999) / 1000);
	store->conn = PQconnectdbParams(keywords, values, 1);
	if (store->conn == NULL)
		return error_set(error, ERROR_UNAVAILABLE, "PostgreSQL: out of memory");
	PQsetNoticeProcessor(store->conn, ignore_notice, NULL);
	if (PQstatus(store->conn) != CONNECTION_OK)
		return say_unavailable(store->conn, error);
	pthread_mutex_lock(&store->cancel_lock);
	store->cancel = PQgetCancel(store->conn);
	pthread_mutex_unlock(&store->cancel_lock);
	store->broken = false;
	return true;
}

static void
disconnect(struct store *store)
{
	pthread_mutex_lock(&store->cancel_lock);
	PQfreeCancel(store->cancel);
	store->cancel = NULL;
	pthread_mutex_unlock(&store->cancel_lock);
	PQfinish(store->conn);
	store->conn = NULL;
	store->broken = true;
	for (size_t i = 0; i < store->prepared_count; i++)
		store->prepared[i].ready = false;
}

static bool
set_session(struct store *store, struct error *error)
{
	const struct store_options *options = &store->options;
	char script[512];

	snprintf(script, sizeof(script),
	    "SET statement_timeout = %d; SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d; "
	    "SET default_transaction_isolation = 'read committed'; SET jit = off; SET plan_cache_mode = 'force_custom_plan'; SET enable_seqscan = %s",
	    options->statement_timeout_ms, options->lock_timeout_ms, options->idle_timeout_ms,
	    options->analytic ? "on" : "off");
	if (!store_script(store, script, error))
		return false;
	return options->landlord == NULL || store_set_landlord(store, options->landlord, error);
}

struct store *
store_open(const struct store_options *options, struct error *error)
{
	struct store *store;
	char *problem = NULL;
	PQconninfoOption *parsed = PQconninfoParse(options->conninfo, &problem);

	if (parsed == NULL) {
		/* libpq's words may quote a password. */
		error_set(error, ERROR_INVALID,
		    "the conninfo of the database is neither \"keyword=value ...\" nor a postgresql:// URI");
		PQfreemem(problem);
		return NULL;
	}
	PQconninfoFree(parsed);
	store = calloc(1, sizeof(*store));
	if (store == NULL)
		abort();
	pthread_mutex_init(&store->cancel_lock, NULL);
	store->options = (struct store_options){
		.conninfo = copy(options->conninfo),
		.application = copy(options->application == NULL ? "redress" : options->application),
		.connect_timeout_ms = or_default(options->connect_timeout_ms, CONNECT_TIMEOUT_MS),
		.statement_timeout_ms = or_default(options->statement_timeout_ms, STATEMENT_TIMEOUT_MS),
		.lock_timeout_ms = or_default(options->lock_timeout_ms, LOCK_TIMEOUT_MS),
		.idle_timeout_ms = or_default(options->idle_timeout_ms, IDLE_TIMEOUT_MS),
		.landlord = copy(options->landlord),
		.analytic = options->analytic,
	};
	if (!store_reopen(store, error)) {
		store_close(store);
		return NULL;
	}
	return store;
}

bool
store_reopen(struct store *store, struct error *error)
{
	disconnect(store);
	if (connect_now(store, error) && set_session(store, error))
		return true;
	disconnect(store);
	return false;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	disconnect(store);
	pthread_mutex_destroy(&store->cancel_lock);
	free((char *)store->options.conninfo);
	free((char *)store->options.application);
	free((char *)store->options.landlord);
	free(store->prepared);
	free(store);
}

bool
store_is_broken(const struct store *store)
{
	return store->broken;
}

void
store_break(struct store *store)
{
	store->broken = true;
}

int
store_socket(const struct store *store)
{
	return store->broken ? -1 : PQsocket(store->conn);
}

bool
store_is_there(struct store *store, struct error *error)
{
	if (!store->broken && PQconsumeInput(store->conn) && PQstatus(store->conn) == CONNECTION_OK)
		return true;
	if (store->broken)
		return error_set(error, ERROR_UNAVAILABLE, "PostgreSQL: no connection");
	store_break(store);
	return say_unavailable(store->conn, error);
}

void
store_cancel(struct store *store)
{
	char text[256];

	pthread_mutex_lock(&store->cancel_lock);
	if (store->cancel != NULL)
		PQcancel(store->cancel, text, sizeof(text));
	pthread_mutex_unlock(&store->cancel_lock);
}

int
store_backend_pid(const struct store *store)
{
	return store->conn == NULL ? 0 : PQbackendPID(store->conn);
}

size_t
store_prepared(struct store *store, const char *sql)
{
	for (size_t i = 0; i < store->prepared_count; i++) {
		if (store->prepared[i].sql == sql)
			return i;
	}
	if (store->prepared_count == store->prepared_capacity) {
		store->prepared_capacity = store->prepared_capacity == 0 ? 32 : store->prepared_capacity * 2;
		store->prepared = reallocarray(store->prepared, store->prepared_capacity, sizeof(*store->prepared));
		if (store->prepared == NULL)
			abort();
	}
	store->prepared[store->prepared_count] = (struct prepared){ .sql = sql };
	return store->prepared_count++;
}

/* Which of our codes a SQLSTATE is; a row names a class by two characters or one state by five. */
static enum error_code
code_of(const char *state)
{
	static const struct {
		const char *prefix;
		enum error_code code;
		const char *why;
	} codes[] = {
		{ SQLSTATE_CURSOR_MOVED, ERROR_CONFLICT, "another did it" },
		{ SQLSTATE_APPEND_REFUSED, ERROR_INVALID, "the log does not take it" },
		{ SQLSTATE_NOT_YOURS, ERROR_FORBIDDEN, "said for another daemon" },
		{ "23505", ERROR_CONFLICT, "unique key" },
		{ "23", ERROR_INVALID, "other constraints" },
		{ "22", ERROR_INVALID, "values that cannot be" },
		{ "42501", ERROR_FORBIDDEN, "no right" },
		{ "28", ERROR_FORBIDDEN, "who are you?" },
		{ "08", ERROR_UNAVAILABLE, "connection" },
		{ "40", ERROR_UNAVAILABLE, "deadlock, serialization" },
		{ "53", ERROR_UNAVAILABLE, "disk, memory, connections" },
		{ "55P03", ERROR_UNAVAILABLE, "lock timeout" },
		{ "57", ERROR_UNAVAILABLE, "cancel, statement timeout, shutdown" },
		{ "25006", ERROR_UNAVAILABLE, "read only: a standby" },
	};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (strncmp(state, codes[i].prefix, strlen(codes[i].prefix)) == 0)
			return codes[i].code;
	}
	return ERROR_INTERNAL;
}

bool
store_refused(const PGresult *result, struct error *error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

	if (state == NULL || text == NULL) {
		text = PQresultErrorMessage(result);
		return error_set(error, ERROR_INTERNAL, "PostgreSQL: %.*s", (int)strcspn(text, "\n"), text);
	}
	return error_set(error, code_of(state), "PostgreSQL: %s (%s)", text, state);
}

bool
store_script(struct store *store, const char *sql, struct error *error)
{
	PGresult *result;
	bool good;

	if (store->broken)
		return error_set(error, ERROR_UNAVAILABLE, "PostgreSQL: no connection");
	result = PQexec(store->conn, sql);
	good = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK ||
	       PQresultStatus(result) == PGRES_EMPTY_QUERY;
	if (PQstatus(store->conn) != CONNECTION_OK) {
		store_break(store);
		say_unavailable(store->conn, error);
	} else if (!good)
		store_refused(result, error);
	PQclear(result);
	return good;
}

bool
store_query(struct store *store, const char *sql, const struct params *params, struct arena *arena, struct rows *rows,
    struct error *error)
{
	struct segment segment = segment_new(store, arena);
	size_t statement = segment_add(&segment, sql, params);

	if (!segment_run(&segment, error))
		return false;
	if (rows != NULL)
		*rows = *segment_rows(&segment, statement);
	return true;
}

bool
store_set_landlord(struct store *store, const char *landlord, struct error *error)
{
	static const char sql[] = "SELECT set_config('redress.landlord_id', $1, false)";
	struct arena arena = { 0 };
	struct params params = params_new(&arena);
	bool good;

	params_text(&params, text_of(landlord));
	good = store_query(store, sql, &params, &arena, NULL, error);
	arena_free(&arena);
	return good;
}
