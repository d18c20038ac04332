/* A batch: statements sent in one write with one Sync, which the server runs as one transaction. Put the guard
 * (log_advance_cursor) first, own state next and the append to the log last, so that its lock is held for one commit.
 */
#ifndef REDRESS_STORE_SEGMENT_H
#define REDRESS_STORE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

enum segment_outcome {
	SEGMENT_OPEN,	   /* not run */
	SEGMENT_COMMITTED, /* the Sync of an error-free segment was seen */
	SEGMENT_FAILED,	   /* the server refused a statement or the commit: nothing was written */
	SEGMENT_UNKNOWN,   /* the connection was lost before the Sync: written or not, repeat under the same keys */
};

struct segment_statement {
	const char *sql;
	const struct params *params;
	struct rows rows;
};

struct segment {
	struct store *store;
	struct arena *arena;
	struct segment_statement *statements;
	size_t count;
	size_t capacity;
	enum segment_outcome outcome;
	size_t failed;	  /* FAILED: which statement; `count` when it was the commit */
	char sqlstate[6]; /* FAILED: the server's; else empty */
};

/* SQLSTATEs of our own. */
#define SQLSTATE_CURSOR_MOVED "RD001"	/* ERROR_CONFLICT: another instance, or a repeat */
#define SQLSTATE_APPEND_REFUSED "RD002" /* ERROR_INVALID: a cause or landlord that is not there */
#define SQLSTATE_NOT_YOURS "RD003"	/* ERROR_FORBIDDEN: speaking or moving a cursor for another daemon */

/* Nothing is sent before segment_run. Rows live in `arena`. */
struct segment segment_new(struct store *store, struct arena *arena);
/* `sql` is a static text (its address names the prepared statement); `params` may be NULL. Returns the statement's
 * number for segment_rows. */
size_t segment_add(struct segment *segment, const char *sql, const struct params *params);
/* Runs it once. True only when committed. ERROR_UNAVAILABLE with outcome UNKNOWN ("outcome unknown" in the text) when
 * the connection went; UNAVAILABLE with FAILED for timeouts, deadlock, cancel and shutdown; CONFLICT for a unique key
 * or SQLSTATE_CURSOR_MOVED; INVALID for other constraints and bad values; FORBIDDEN for missing rights; else INTERNAL.
 */
bool segment_run(struct segment *segment, struct error *error);
/* After segment_run was true. */
const struct rows *segment_rows(const struct segment *segment, size_t statement);

#endif
