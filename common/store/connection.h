/* Inside of the store: what segment.c and store.c share. No one else includes it. */
#ifndef REDRESS_STORE_CONNECTION_H
#define REDRESS_STORE_CONNECTION_H

#include <libpq-fe.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

struct prepared {
	const char *sql;
	bool ready; /* the server has it, under the name of its number */
};

struct store {
	PGconn *conn;
	bool broken;
	struct prepared *prepared;
	size_t prepared_count;
	size_t prepared_capacity;
	pthread_mutex_t cancel_lock;
	PGcancel *cancel;
	struct store_options options; /* texts are owned */
};

/* The number of a static SQL text in store->prepared. */
size_t store_prepared(struct store *store, const char *sql);
/* Marks the connection as lost; nothing more is sent on it. */
void store_break(struct store *store);
/* The server's refusal as an error; returns false. */
bool store_refused(const PGresult *result, struct error *error);

/* Inside params.h: the arrays as libpq wants them, `count` of each. */
void params_ready(const struct params *params, const char **values, int *lengths, int *formats);
/* Inside rows.h: copies. */
void rows_copy(const PGresult *result, struct arena *arena, struct rows *rows);

#endif
