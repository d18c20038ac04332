/* A PostgreSQL server for tests: the one in REDRESS_TEST_PGHOST (a socket folder or host; REDRESS_TEST_PGPORT, user
 * postgres), or a private one started for this program, which dies with it. A program that links
 * redress_test_postgres and calls postgres_database has it from before main to its exit; databases go with it. */
#ifndef REDRESS_TESTS_SUPPORT_POSTGRES_H
#define REDRESS_TESTS_SUPPORT_POSTGRES_H

#include "base/arena.h"

enum postgres_kind {
	POSTGRES_EMPTY,
	POSTGRES_REDRESS, /* deploy/migrations applied */
	POSTGRES_KEYS,	  /* deploy/migrations/keys applied */
};

/* Called before main and at exit. Exits the program with a text when no server can be had. */
void postgres_start(void);
void postgres_stop(void);

/* Conninfo of a fresh database, its owner a superuser. Fails the program when it cannot be made. */
const char *postgres_database(enum postgres_kind kind, struct arena *arena);
/* The same database under another user, made here when it is not there: a LOGIN member of the group role `group`
 * ("redress_sla"). */
const char *postgres_as(const char *conninfo, const char *group, struct arena *arena);
/* Runs a file of SQL, a path below the source tree. */
void postgres_run_file(const char *conninfo, const char *path);

#endif
