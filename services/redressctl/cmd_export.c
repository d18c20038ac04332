/* export: the log in a file, for verify, or as CloudEvents. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "store/log.h"
#include "store/store.h"
#include "store/verify.h"
#include "wire/cloudevent.h"

enum { PAGE_ROWS = 2000 };

static bool
write_cloudevents(struct store *store, int64_t landlord_id, FILE *to, struct error *error)
{
	struct log_heads heads;
	struct arena arena = { 0 };
	bool ok = log_heads(store, &heads, error);

	for (uint64_t from = 1; ok && from <= heads.head;) {
		struct log_events events;

		ok = log_read_positions(store, from, heads.head, PAGE_ROWS, &arena, &events, error);
		for (size_t i = 0; ok && i < events.count; i++) {
			struct text line;

			if (landlord_id >= 0 && events.at[i].landlord_id != (uint32_t)landlord_id)
				continue;
			ok = cloudevent_print(&events.at[i], &arena, &line, error);
			if (ok)
				fprintf(to, "%.*s\n", TEXT_ARG(line));
		}
		if (!ok || events.count == 0)
			break;
		from = events.at[events.count - 1].position + 1;
		arena_reset(&arena);
	}
	arena_free(&arena);
	return ok;
}

static bool
export_log(const char *file, const char *landlord, bool json, struct error *error)
{
	FILE *to = strcmp(file, "-") == 0 ? stdout : NULL;
	struct settings settings;
	struct store *store;
	int32_t landlord_id = -1;
	bool ok;

	if (!environment_read(&settings))
		return error_set(error, ERROR_INVALID, "a setting is wrong");
	store = command_store(&settings, error);
	ok = store != NULL && (landlord == NULL || command_landlord(store, landlord, &landlord_id, error));
	if (ok && to == NULL && (to = fopen(file, "we")) == NULL)
		ok = error_set(error, ERROR_UNAVAILABLE, "%s: %s", file, strerror(errno));
	ok = ok && (json ? write_cloudevents(store, landlord_id, to, error)
			 : verify_write_export(store, landlord_id, to, error));
	if (to != NULL && (fflush(to) != 0 || (to != stdout && fclose(to) != 0)) && ok)
		ok = error_set(error, ERROR_UNAVAILABLE, "%s: %s", file, strerror(errno));
	store_close(store);
	settings_free(&settings);
	return ok;
}

int
cmd_export(int argc, char **argv)
{
	static const struct synopsis synopsis = { "export", "FILE",
		"Writes the log of REDRESS_DATABASE to a file (- is stdout): in the form that `redressctl verify --export` proves,\n"
		"or with --json as CloudEvents, one a line. Personal fields stay sealed.\n",
		1, 1 };
	const char *landlord = NULL;
	bool json = false;
	const struct argument_option options[] = {
		{ "landlord", "NAME", "this landlord's events alone", &landlord, NULL },
		{ "json", NULL, "CloudEvents, one a line", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct error error = { 0 };
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (!export_log(arguments.operands[0], landlord, json, &error))
		return command_failed("export", &error);
	return STATUS_DONE;
}
