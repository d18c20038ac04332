#include "store/migrate.h"

#include <ctype.h>
#include <dirent.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/segment.h"
#include "store_sql.h"

enum {
	FILE_BYTES = 256 * 1024,
	NAME_DIGITS = 4,
};

struct file {
	int number;
	const char *name;
	struct text sql;
	uint8_t sha256[crypto_hash_sha256_BYTES];
	bool applied;
};

/* NNNN_what.sql */
static int
is_migration(const struct dirent *entry)
{
	const char *name = entry->d_name;
	size_t length = strlen(name);

	for (int i = 0; i < NAME_DIGITS; i++) {
		if (!isdigit((unsigned char)name[i]))
			return 0;
	}
	return name[NAME_DIGITS] == '_' && length > 9 && strcmp(name + length - 4, ".sql") == 0;
}

static bool
read_file(const char *folder, const char *name, struct arena *arena, struct file *file, struct error *error)
{
	FILE *from = fopen(arena_printf(arena, "%s/%s", folder, name), "r");
	char *sql = arena_alloc(arena, FILE_BYTES + 1);
	size_t length = from == NULL ? 0 : fread(sql, 1, FILE_BYTES + 1, from);

	if (from != NULL)
		fclose(from);
	if (length == 0 || length > FILE_BYTES)
		return error_set(error, ERROR_INVALID, "%s/%s: empty, too big, or cannot be read", folder, name);
	sql[length == FILE_BYTES + 1 ? FILE_BYTES : length] = '\0';
	*file =
	    (struct file){ .number = atoi(name), .name = arena_string(arena, text_of(name)), .sql = { sql, length } };
	crypto_hash_sha256(file->sha256, (const unsigned char *)sql, length);
	return true;
}

static bool
read_folder(const char *folder, struct arena *arena, struct file **files, size_t *count, struct error *error)
{
	struct dirent **entries = NULL;
	int found = scandir(folder, &entries, is_migration, alphasort);
	bool good = true;

	if (found < 0)
		return error_set(error, ERROR_NOT_FOUND, "%s: no folder of migrations", folder);
	*files = arena_array(arena, (size_t)found + 1, sizeof(**files));
	*count = (size_t)found;
	for (int i = 0; i < found; i++) {
		struct file *file = &(*files)[i];

		good = good && read_file(folder, entries[i]->d_name, arena, file, error);
		if (good && i > 0 && file[-1].number == file->number)
			good = error_set(error, ERROR_INVALID, "%s and %s have one number", file[-1].name, file->name);
		free(entries[i]);
	}
	free(entries);
	return good;
}

/* Marks the files that were applied before; refuses one that is not what it was. */
static bool
compare(const struct rows *before, struct file *files, size_t count, struct error *error)
{
	for (size_t i = 0; i < before->count; i++) {
		struct bytes sha256 = rows_bytea(before, i, 2);
		struct file *file = NULL;

		for (size_t k = 0; k < count && file == NULL; k++) {
			if (files[k].number == rows_int(before, i, 0))
				file = &files[k];
		}
		if (file == NULL)
			return error_set(error, ERROR_CONFLICT,
			    "%.*s was applied to this database, and is not in the folder: take the release that has it",
			    TEXT_ARG(rows_text(before, i, 1)));
		if (sha256.len != sizeof(file->sha256) || memcmp(sha256.at, file->sha256, sha256.len) != 0)
			return error_set(error, ERROR_CONFLICT,
			    "%s was changed after it was applied to this database: put it back, and add a new file",
			    file->name);
		file->applied = true;
	}
	return true;
}

static bool
apply(struct store *store, const struct file *file, struct arena *arena, struct error *error)
{
	struct params params = params_new(arena);
	struct error why = { 0 };

	params_int4(&params, file->number);
	params_text(&params, text_of(file->name));
	params_bytea(&params, (struct bytes){ file->sha256, sizeof(file->sha256) });
	if (store_script(store, "BEGIN; SET LOCAL statement_timeout = 0", &why) &&
	    store_script(store, file->sql.at, &why) &&
	    store_query(store, SQL_NOTE_MIGRATION, &params, arena, NULL, &why) && store_script(store, "COMMIT", &why))
		return true;
	store_script(store, "ROLLBACK", NULL);
	return error_set(
	    error, why.code == ERROR_UNAVAILABLE ? why.code : ERROR_INVALID, "%s: %s", file->name, why.text);
}

static bool
migrate_locked(
    struct store *store, const char *folder, struct arena *arena, struct migrate_report *report, struct error *error)
{
	struct rows before;
	struct file *files = NULL;
	size_t count = 0;

	if (!read_folder(folder, arena, &files, &count, error) ||
	    !store_script(store,
		"CREATE TABLE IF NOT EXISTS schema_migration (number integer PRIMARY KEY, name text NOT NULL, "
		"sha256 bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())",
		error) ||
	    !store_query(store, SQL_FIND_MIGRATIONS, NULL, arena, &before, error) ||
	    !compare(&before, files, count, error))
		return false;
	report->already = (int)before.count;
	for (size_t i = 0; i < count; i++) {
		if (files[i].applied)
			continue;
		if (!apply(store, &files[i], arena, error))
			return false;
		report->applied++;
		snprintf(report->last, sizeof(report->last), "%s", files[i].name);
	}
	return true;
}

bool
migrate(struct store *store, const char *folder, struct migrate_report *report, struct error *error)
{
	struct arena arena = { 0 };
	bool good;

	*report = (struct migrate_report){ 0 };
	if (!store_script(store, "SELECT pg_advisory_lock(5271, 2)", error))
		return false;
	good = migrate_locked(store, folder, &arena, report, error);
	store_script(store, "SELECT pg_advisory_unlock(5271, 2)", NULL);
	arena_free(&arena);
	return good;
}
