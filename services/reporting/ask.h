/* A question over HTTP: read on the loop, answered from the database on the pool thread, with row-level security set to
 * whom it is about, sent on the loop. */
#ifndef REDRESS_REPORTING_ASK_H
#define REDRESS_REPORTING_ASK_H

#include <stdio.h>

#include "base/arena.h"
#include "http/server.h"
#include "runtime/worker.h"
#include "store/callers.h"

struct register_rule;
struct state;
struct store;

struct question {
	struct work work; /* first */
	struct state *state;
	struct http_request *request; /* NULL once it has gone */
	struct arena arena;	      /* the question's own */
	/* Pool thread: writes the body to `page`. May be run again after UNAVAILABLE. */
	bool (*answer)(struct question *question, struct store *store, struct error *error);

	/* Asked. */
	bool whole_cell;       /* by an operator, of no one landlord */
	bool opens_personal;   /* the caller may read personal fields */
	uint32_t landlord_id;  /* whom it is about */
	struct text landlord;  /* its name; empty for the whole cell */
	bool landlord_by_name; /* an operator gave the name: the id is still to be found */
	struct text case_ref;
	int32_t from, until; /* local days */
	const struct register_rule *list;
	uint64_t position; /* to begin at, or after */
	uint64_t most;	   /* rows */
	uint64_t homes;	   /* of the landlord; 0: not said */

	/* Answered. */
	const char *content_type;
	struct text body; /* in the question's arena */
	uint64_t next;	  /* position where the next page begins; 0: not said */
	bool ok;
	struct error error;
};

struct work_class ask_class(struct state *state);

/* Loop. Who asks, and about whom: a landlord's caller about its own landlord, an operator about the one it names, or,
 * with `cell` and none named, the whole cell. NULL when that is refused, and answered. */
struct question *question_begin(struct http_request *request, struct state *state, bool cell);
/* Refuses it: answers, and frees it. */
void question_refuse(struct question *question, const struct error *error);
/* Hands it to the pool thread. */
void question_ask(
    struct question *question, bool (*answer)(struct question *question, struct store *store, struct error *error));

/* Query parameters; false, naming the field, when it is not well formed. A date has to be there. */
bool question_date(struct question *question, const char *name, int32_t *day, struct error *error);
bool question_number(struct question *question, const char *name, uint64_t otherwise, uint64_t least, uint64_t most,
    uint64_t *number, struct error *error);

#endif
