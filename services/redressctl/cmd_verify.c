/* verify: proof that the log is as it was written; export: the log in a file. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "store/log.h"
#include "store/store.h"
#include "store/verify.h"

static void
print_people(const struct verify_report *report)
{
	printf("%llu events, head %llu, %zu landlords: ", (unsigned long long)report->rows,
	    (unsigned long long)report->head, report->landlords);
	if (report->fault_count == 0)
		puts("every number is there and every hash fits");
	else
		printf("%zu faults\n", report->fault_count);
	for (size_t i = 0; i < report->fault_count && i < VERIFY_FAULTS; i++) {
		const struct verify_fault *fault = &report->faults[i];

		if (fault->cell)
			printf("  position %llu: %s\n", (unsigned long long)fault->position, fault->text);
		else
			printf("  landlord %u, position %llu: %s\n", (unsigned)fault->landlord_id,
			    (unsigned long long)fault->position, fault->text);
	}
}

static void
print_json(const struct verify_report *report)
{
	json_t *faults = json_array();
	json_t *out;

	for (size_t i = 0; i < report->fault_count && i < VERIFY_FAULTS; i++)
		json_array_append_new(
		    faults, json_pack("{s:b, s:I, s:I, s:s}", "cell", (int)report->faults[i].cell, "landlordId",
				(json_int_t)report->faults[i].landlord_id, "position",
				(json_int_t)report->faults[i].position, "text", report->faults[i].text));
	out = json_pack("{s:I, s:I, s:I, s:I, s:o}", "events", (json_int_t)report->rows, "head",
	    (json_int_t)report->head, "landlords", (json_int_t)report->landlords, "faultCount",
	    (json_int_t)report->fault_count, "faults", faults);
	json_dumpf(out, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(out);
}

static bool
verify_file(const char *path, struct verify_report *report, struct error *error)
{
	FILE *from = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	bool ok;

	if (from == NULL)
		return error_set(error, ERROR_NOT_FOUND, "%s: %s", path, strerror(errno));
	ok = verify_export(from, report, error);
	if (from != stdin)
		fclose(from);
	return ok;
}

static bool
verify_log(struct verify_report *report, struct error *error)
{
	struct settings settings;
	struct store *store;
	bool ok;

	if (!environment_read(&settings))
		return error_set(error, ERROR_INVALID, "a setting is wrong");
	store = command_store(&settings, error);
	ok = store != NULL && verify_database(store, report, error);
	store_close(store);
	settings_free(&settings);
	return ok;
}

int
cmd_verify(int argc, char **argv)
{
	static const struct synopsis synopsis = { "verify", "",
		"Recomputes every landlord's hash chain and the numbering of the log: of the database REDRESS_DATABASE, or of an\n"
		"export, without any database. Exit status 1 when anything does not fit.\n",
		0, 0 };
	static struct verify_report report;
	const char *file = NULL;
	bool database = false, json = false;
	const struct argument_option options[] = {
		{ "export", "FILE", "what `redressctl export` wrote (- is stdin)", &file, NULL },
		{ "database", NULL, "the database (the default)", NULL, &database },
		{ "json", NULL, "one JSON object", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct error error = { 0 };
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (file != NULL && database) {
		fputs("redressctl verify: --export or --database, not both\n", stderr);
		return STATUS_USAGE;
	}
	if (!(file != NULL ? verify_file(file, &report, &error) : verify_log(&report, &error)))
		return command_failed("verify", &error);
	json ? print_json(&report) : print_people(&report);
	return report.fault_count == 0 ? STATUS_DONE : STATUS_FOUND;
}
