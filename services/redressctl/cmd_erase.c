/* erase: a customer's keys are destroyed, and with them every personal word of theirs in the log. */
#include <stdio.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl_sql.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

static bool
find_landlord(const struct settings *settings, const char *name, int32_t *id, struct error *error)
{
	struct store *store = command_store(settings, error);
	bool ok = store != NULL && command_landlord(store, name, id, error);

	store_close(store);
	return ok;
}

static bool
destroy_keys(const struct settings *settings, int32_t landlord_id, const char *customer, struct arena *arena,
    uint64_t *destroyed, struct error *error)
{
	const char *conninfo = settings_text(settings, "REDRESS_KEYS_DATABASE");
	struct params params = params_new(arena);
	struct store *keys;
	struct rows rows;
	bool ok;

	if (conninfo == NULL)
		return error_set(error, ERROR_INVALID, "REDRESS_KEYS_DATABASE does not say which database");
	keys = store_open(&(struct store_options){ .conninfo = conninfo, .application = "redressctl" }, error);
	if (keys == NULL)
		return false;
	params_int4(&params, landlord_id);
	params_text(&params, text_of(arena_printf(arena, "customer:%s", customer)));
	ok = store_query(keys, SQL_ERASE_PERSON, &params, arena, &rows, error);
	store_close(keys);
	*destroyed = ok ? rows.affected : 0;
	return ok;
}

int
cmd_erase(int argc, char **argv)
{
	static const struct synopsis synopsis = { "erase", "CUSTOMER",
		"Destroys the keys of the customer with this reference, and of the cases found to be theirs: their personal words can\n"
		"be read nowhere any more. Dates, judgements and proofs stay as they are. There is no way back; backups of the keys'\n"
		"database must go as well. Exit status 1 when no such customer is known.\n",
		1, 1 };
	const char *landlord = NULL;
	const struct argument_option options[] = {
		{ "landlord", "NAME", "whose customer it is", &landlord, NULL },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct arena arena = { 0 };
	struct error error = { 0 };
	uint64_t destroyed = 0;
	int32_t landlord_id = 0;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (landlord == NULL) {
		fputs("redressctl: erase: say whose customer it is: --landlord NAME\n", stderr);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	if (!find_landlord(&settings, landlord, &landlord_id, &error) ||
	    !destroy_keys(&settings, landlord_id, arguments.operands[0], &arena, &destroyed, &error)) {
		status = command_failed("erase", &error);
	} else if (destroyed == 0) {
		fprintf(stderr, "redressctl: erase: no key of customer %s of %s is there\n", arguments.operands[0],
		    landlord);
		status = STATUS_FOUND;
	} else {
		printf("%llu keys destroyed\n", (unsigned long long)destroyed);
		status = STATUS_DONE;
	}
	arena_free(&arena);
	settings_free(&settings);
	return status;
}
