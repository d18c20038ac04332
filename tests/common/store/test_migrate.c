#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "store/migrate.h"

static char folder[64];

static void
put(const char *name, const char *sql)
{
	FILE *file = fopen(arena_printf(&arena, "%s/%s", folder, name), "w");

	cr_assert_not_null(file);
	fputs(sql, file);
	fclose(file);
}

static struct store *
open_empty(void)
{
	snprintf(folder, sizeof(folder), "/tmp/redress-migrate-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	put("0001_first.sql", "CREATE TABLE a (n integer); INSERT INTO a VALUES (1);");
	put("0010_second.sql", "ALTER TABLE a ADD m integer;");
	put("README.md", "not SQL");
	return fixture_open_as(postgres_database(POSTGRES_EMPTY, &arena));
}

static void
finish(struct store *store)
{
	store_close(store);
	cr_assert_eq(system(arena_printf(&arena, "rm -r %s", folder)), 0);
}

Test(migrate, applies_each_file_once)
{
	struct store *store = open_empty();
	struct migrate_report report;

	must(migrate(store, folder, &report, &error));
	cr_assert_eq(report.applied, 2);
	cr_assert_str_eq(report.last, "0010_second.sql");
	must(migrate(store, folder, &report, &error));
	cr_assert_eq(report.applied, 0);
	cr_assert_eq(report.already, 2);
	put("0005_between.sql", "INSERT INTO a VALUES (2);");
	must(migrate(store, folder, &report, &error));
	cr_assert_eq(report.applied, 1);
	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM a"), 2);
	finish(store);
}

Test(migrate, refuses_a_changed_or_missing_file)
{
	struct store *store = open_empty();
	struct migrate_report report;

	must(migrate(store, folder, &report, &error));
	put("0001_first.sql", "CREATE TABLE a (n integer);");
	cr_assert_not(migrate(store, folder, &report, &error));
	cr_assert_eq(error.code, ERROR_CONFLICT);
	cr_assert_not_null(strstr(error.text, "0001_first.sql was changed after it was applied"), "%s", error.text);
	unlink(arena_printf(&arena, "%s/0001_first.sql", folder));
	cr_assert_not(migrate(store, folder, &report, &error));
	cr_assert_eq(error.code, ERROR_CONFLICT);
	cr_assert_not_null(strstr(error.text, "is not in the folder"), "%s", error.text);
	finish(store);
}

Test(migrate, a_file_that_fails_leaves_nothing_behind)
{
	struct store *store = open_empty();
	struct migrate_report report;

	put("0011_third.sql", "CREATE TABLE b (n integer); SELECT 1 / 0;");
	cr_assert_not(migrate(store, folder, &report, &error));
	cr_assert_eq(error.code, ERROR_INVALID);
	cr_assert_not_null(strstr(error.text, "0011_third.sql: "), "%s", error.text);
	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM pg_tables WHERE tablename = 'b'"), 0);
	put("0011_third.sql", "CREATE TABLE b (n integer);");
	must(migrate(store, folder, &report, &error));
	cr_assert_eq(report.applied, 1);
	put("0011_other.sql", "SELECT 1;");
	cr_assert_not(migrate(store, folder, &report, &error));
	cr_assert_eq(error.code, ERROR_INVALID);
	cr_assert_not(migrate(store, "/nonexistent", &report, &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
	finish(store);
}

/* No superuser: an owner with CREATEROLE, or none when the roles are there. */
Test(migrate, the_owner_of_a_database_can_run_ours)
{
	const char *conninfo = postgres_database(POSTGRES_EMPTY, &arena);
	const char *roles_exist = postgres_database(POSTGRES_REDRESS, &arena);
	struct store *admin = fixture_open_as(conninfo);
	struct store *owner;
	struct migrate_report report;

	(void)roles_exist;
	must(store_script(admin,
	    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'test_owner') THEN "
	    "CREATE ROLE test_owner LOGIN; END IF; "
	    "EXECUTE format('ALTER DATABASE %I OWNER TO test_owner', current_database()); END $$",
	    &error));
	owner = fixture_open_as(arena_printf(&arena, "%s user=test_owner", conninfo));
	must(migrate(owner, REDRESS_SOURCE_DIR "/deploy/migrations", &report, &error));
	must(store_script(owner, "INSERT INTO landlord VALUES (1, 'livin')", &error));
	database = conninfo;
	store_close(owner);
	owner = fixture_open_as(postgres_as(conninfo, "redress_intake", &arena));
	cr_assert_eq(fixture_fact(owner, 1, "ContactReceived", "a", "LIVIN-1"), 1);
	store_close(owner);
	store_close(admin);
}

Test(migrate, the_keys_database_is_made_apart)
{
	struct store *store = fixture_open_as(postgres_database(POSTGRES_KEYS, &arena));

	cr_assert_eq(fixture_number(store, "SELECT count(*) FROM person_key"), 0);
	store_close(store);
}
