/* One connection to PostgreSQL. Every call blocks; a store is used by one thread at a time (store_cancel excepted).
 * Nothing here logs or retries: a failure is an error, and the caller decides when to reopen. */
#ifndef REDRESS_STORE_STORE_H
#define REDRESS_STORE_STORE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

struct store;
struct params;
struct rows;

/* Milliseconds; 0 takes the default in brackets. */
struct store_options {
	const char *conninfo;	  /* libpq's: "host=... dbname=..." or a URI; copied */
	const char *application;  /* application_name: "redress-sla"; copied */
	int connect_timeout_ms;	  /* [5000], rounded up to seconds */
	int statement_timeout_ms; /* [30000] */
	int lock_timeout_ms;	  /* [10000] */
	int idle_timeout_ms;	  /* [30000] idle inside a transaction */
	/* Row-level security of redress_reporting: "" sees no landlord, "7" one, "*" the whole cell (for building
	 * projections, never for answering a landlord's request). Other daemons leave it NULL. */
	const char *landlord;
	/* Large scans are expected: leave the planner free. Otherwise it is told to prefer indexes. (Either way plans
	 * are made anew each time: one made while a table was small would outlive that.) */
	bool analytic;
};

/* NULL and ERROR_UNAVAILABLE when no connection can be had (INVALID: the conninfo; FORBIDDEN: refused by the server).
 */
struct store *store_open(const struct store_options *options, struct error *error);
/* NULL is allowed. */
void store_close(struct store *store);
/* The connection is lost: only store_reopen and store_close make sense now. */
bool store_is_broken(const struct store *store);
/* Closes, and connects again with the options of store_open. On failure the store stays broken and may be reopened
 * later. */
bool store_reopen(struct store *store, struct error *error);
/* While nothing is being run: the socket, -1 when the connection is lost; and, whenever there is something to read from
 * it, whether the server is still there. Neither blocks. */
int store_socket(const struct store *store);
bool store_is_there(struct store *store, struct error *error);
/* Asks the server to cancel what is being run. From any thread; harmless when nothing is. Blocks for as long as the
 * server does not answer. */
void store_cancel(struct store *store);

/* One statement in a transaction of its own, rows into `arena`. `sql` is a static text: its address names the prepared
 * statement. `params` and `rows` may be NULL. Errors: see segment_run. */
bool store_query(struct store *store, const char *sql, const struct params *params, struct arena *arena,
    struct rows *rows, struct error *error);
/* Many statements without parameters, as psql would run them; for migrations and tests. */
bool store_script(struct store *store, const char *sql, struct error *error);
/* Sets redress.landlord_id for what follows on this connection; see store_options.landlord. */
bool store_set_landlord(struct store *store, const char *landlord, struct error *error);

/* Numbers from libpq's or the server's side, for the error texts of callers and tests. */
int store_backend_pid(const struct store *store);

#endif
