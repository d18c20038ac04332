/* Brings a database to the state of a folder of numbered files, NNNN_<what>.sql: each once, in order, in a transaction
 * of its own, under an advisory lock. A file's SHA-256 is kept; one that was changed after it was applied, or has gone,
 * is refused. Run by the owner of the database. */
#ifndef REDRESS_STORE_MIGRATE_H
#define REDRESS_STORE_MIGRATE_H

#include <stdbool.h>

#include "base/error.h"
#include "store/store.h"

struct migrate_report {
	int applied;	/* now */
	int already;	/* before */
	char last[128]; /* name of the last file applied now, or empty */
};

/* ERROR_CONFLICT: a changed or missing file; INVALID: a file that does not run, with its name and the server's text, or
 * two files with one number; NOT_FOUND: the folder. */
bool migrate(struct store *store, const char *folder, struct migrate_report *report, struct error *error);

#endif
