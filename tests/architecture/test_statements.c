/* Every statement in a sql/ folder begins with a comment that names its parameters, and is one that the migrated
 * database, or that of keys, can prepare. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <glob.h>
#include <libpq-fe.h>
#include <stdio.h>

#include "support/postgres.h"

enum {
	SQL_BYTES = 64 * 1024,
};

static struct arena arena;

static const char *
read_sql(const char *path)
{
	char *sql = arena_alloc(&arena, SQL_BYTES);
	FILE *file = fopen(path, "r");

	cr_assert_not_null(file, "%s", path);
	cr_assert_lt(fread(sql, 1, SQL_BYTES - 1, file), SQL_BYTES - 1, "%s is too long", path);
	fclose(file);
	return sql;
}

static PGconn *
open_database(enum postgres_kind kind)
{
	PGconn *conn = PQconnectdb(postgres_database(kind, &arena));

	cr_assert_eq(PQstatus(conn), CONNECTION_OK, "%s", PQerrorMessage(conn));
	return conn;
}

static bool
prepares(PGconn *conn, const char *sql, char **why)
{
	PGresult *result = PQprepare(conn, "", sql, 0, NULL);
	bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

	if (!good)
		*why = arena_printf(&arena, "%s", PQresultErrorMessage(result));
	PQclear(result);
	return good;
}

/* The highest $n. */
static int
parameters(const char *sql)
{
	int most = 0;

	for (const char *at = strchr(sql, '$'); at != NULL; at = strchr(at + 1, '$')) {
		if (isdigit((unsigned char)at[1]) && atoi(at + 1) > most)
			most = atoi(at + 1);
	}
	return most;
}

static void
check_comment(const char *path, const char *sql)
{
	const char *body = strchr(sql, '\n');
	char *first = arena_string(&arena, (struct text){ sql, body == NULL ? 0 : (size_t)(body - sql) });

	cr_expect(
	    strncmp(first, "-- ", 3) == 0, "%s: the first line must name the parameters, or say there are none", path);
	if (body != NULL && parameters(body) > 0 && parameters(first) > 0)
		cr_expect_eq(parameters(first), parameters(body), "%s: the first line names $%d, the statement has $%d",
		    path, parameters(first), parameters(body));
}

Test(sql, every_statement_can_be_prepared, .timeout = 120)
{
	PGconn *redress = open_database(POSTGRES_REDRESS);
	PGconn *keys = open_database(POSTGRES_KEYS);
	glob_t files = { 0 };

	cr_assert_eq(glob(REDRESS_SOURCE_DIR "/common/store/sql/*.sql", 0, NULL, &files), 0);
	glob(REDRESS_SOURCE_DIR "/services/*/sql/*.sql", GLOB_APPEND, NULL, &files);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		const char *path = files.gl_pathv[i];
		const char *sql = read_sql(path);
		char *why = "";
		char *why_keys = "";

		check_comment(path, sql);
		cr_expect(prepares(redress, sql, &why) || prepares(keys, sql, &why_keys), "%s: %s", path, why);
	}
	printf("prepared %zu files\n", files.gl_pathc);
	globfree(&files);
	PQfinish(redress);
	PQfinish(keys);
}
