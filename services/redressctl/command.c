#include "redressctl/command.h"

#include <stdio.h>

#include "runtime/settings.h"
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

int
command_failed(const char *what, const struct error *error)
{
	if (error->field[0] != '\0')
		fprintf(stderr, "redressctl: %s: %s: %s\n", what, error->field, error->text);
	else
		fprintf(stderr, "redressctl: %s: %s\n", what, error->text);
	return STATUS_FOUND;
}
