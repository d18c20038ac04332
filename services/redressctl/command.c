#include "redressctl/command.h"

#include <stdio.h>

#include "redressctl_sql.h"
#include "runtime/settings.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

struct store *
command_store(const struct settings *settings, struct error *error)
{
	const char *conninfo = settings_text(settings, "REDRESS_DATABASE");

	if (conninfo == NULL) {
		error_set(
		    error, ERROR_INVALID, "REDRESS_DATABASE (or REDRESS_DATABASE_FILE) does not say which database");
		return NULL;
	}
	return store_open(
	    &(struct store_options){ .conninfo = conninfo, .application = "redressctl", .analytic = true }, error);
}

bool
command_landlord(struct store *store, const char *name, int32_t *id, struct error *error)
{
	struct arena arena = { 0 };
	struct params params = params_new(&arena);
	struct rows rows = { 0 };
	bool ok;

	params_text(&params, text_of(name));
	ok = store_query(store, SQL_FIND_LANDLORD, &params, &arena, &rows, error);
	if (ok && rows.count == 0)
		ok = error_set(error, ERROR_NOT_FOUND, "no landlord is called %s", name);
	if (ok)
		*id = (int32_t)rows_int(&rows, 0, 0);
	arena_free(&arena);
	return ok;
}

int
command_failed(const char *what, const struct error *error)
{
	if (error->field[0] != '\0')
		fprintf(stderr, "redressctl: %s: %s: %s\n", what, error->field, error->text);
	else
		fprintf(stderr, "redressctl: %s: %s\n", what, error->text);
	return STATUS_FOUND;
}
