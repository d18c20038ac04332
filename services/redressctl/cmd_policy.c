/* policy schema: the language, for editors. policy check: every error of a pack at once, with file, line and column;
 * then where it departs from the Code. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "pack/departures.h"
#include "pack/policy_reader.h"
#include "pack/schema.h"
#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/place.h"

/* What a pack was found to be. */
struct checked {
	struct arena arena;
	const char *file;
	struct policy policy, code;
	struct problems problems;
	bool good; /* nothing is wrong with it; and the departures are known */
	struct departures departures;
};

/* The Code's own pack, which must be sound; `path` may be NULL. */
static bool
read_code(struct checked *checked, const char *path, struct error *error)
{
	struct problems *problems = arena_alloc(&checked->arena, sizeof(*problems));
	struct text yaml;

	problems->arena = &checked->arena;
	if (path == NULL && !place_find("policies/code-2024.yaml", &checked->arena, &path, error))
		return false;
	if (!place_read(path, LIMIT_PACK_BYTES, &checked->arena, &yaml, error))
		return false;
	return policy_read(&checked->arena, path, yaml, &checked->code, problems) || problems_error(problems, error);
}

/* False when the pack could not be checked at all. */
static bool
check(struct checked *checked, const char *file, const char *code, struct error *error)
{
	struct text yaml;

	checked->file = file;
	checked->problems.arena = &checked->arena;
	if (!place_read(file, LIMIT_PACK_BYTES, &checked->arena, &yaml, error))
		return false;
	checked->good = policy_read(&checked->arena, file, yaml, &checked->policy, &checked->problems);
	if (!checked->good)
		return true;
	if (!read_code(checked, code, error))
		return false;
	departures_find(&checked->arena, &checked->code, &checked->policy, &checked->departures);
	return true;
}

static json_t *
json_of(struct text text)
{
	return json_stringn(text.at == NULL ? "" : text.at, text.len);
}

static void
print_json(const struct checked *checked)
{
	json_t *errors = json_array(), *departures = json_array(), *out;

	for (size_t i = 0; i < checked->problems.count; i++) {
		const struct problem *problem = &checked->problems.list[i];

		json_array_append_new(
		    errors, json_pack("{s:s, s:i, s:i, s:s}", "file", problem->file, "line", (int)problem->line,
				"column", (int)problem->column, "message", problem->message));
	}
	for (size_t i = 0; i < checked->departures.count; i++) {
		const struct departure *departure = &checked->departures.list[i];

		json_array_append_new(
		    departures, json_pack("{s:o, s:o, s:s, s:s}", "code_clause", json_of(departure->code_clause),
				    "policy_clause", json_of(departure->policy_clause), "kind",
				    floor_kind_name(departure->kind), "message", departure->message));
	}
	out = json_pack("{s:o, s:o}", "errors", errors, "departures", departures);
	json_dumpf(out, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(out);
}

static void
print_people(const struct checked *checked)
{
	const struct policy *policy = &checked->policy, *code = &checked->code;
	const struct departures *departures = &checked->departures;

	if (!checked->good) {
		problems_print(&checked->problems, stderr);
		return;
	}
	printf("%s: pack %.*s, version %.*s: %u clocks, %u stages, %u roles; nothing wrong with it\n", checked->file,
	    TEXT_ARG(policy->pack), TEXT_ARG(policy->version), (unsigned)policy->clock_count,
	    (unsigned)policy->stage_count, (unsigned)policy->role_count);
	if (policy->law)
		printf("%s is a law: it holds in %.*s beside every policy, and no departures are asked of it\n",
		    checked->file, TEXT_ARG(policy->nation));
	else if (!departures->compared)
		printf("%s holds in %.*s, so %.*s says nothing of it\n", checked->file, TEXT_ARG(policy->nation),
		    TEXT_ARG(code->pack));
	else
		printf("%zu departure%s from %.*s\n", departures->count, departures->count == 1 ? "" : "s",
		    TEXT_ARG(code->pack));
	for (size_t i = 0; i < departures->count; i++) {
		const struct departure *departure = &departures->list[i];

		printf("  %.*s: %s (policy: %.*s) [%s]\n", TEXT_ARG(departure->code_clause), departure->message,
		    TEXT_ARG(departure->policy_clause), floor_kind_name(departure->kind));
	}
}

int
cmd_policy(int argc, char **argv)
{
	static struct checked checked;
	static const struct synopsis synopsis = { "policy", "check FILE | schema",
		"check reads a policy pack and prints everything that is wrong with it, with file, line and column. When nothing is,\n"
		"prints where it departs from the Complaint Handling Code, each with the Code's clause and the policy's.\n"
		"Ends with 1 when something is wrong; departures alone end with 0, or with 1 under --strict.\n"
		"schema prints the pack language as a JSON Schema, for editors. How to write a pack: deploy/policies/README.md.\n",
		1, 2 };
	const char *code = NULL;
	bool json = false, strict = false;
	const struct argument_option options[] = {
		{ "code", "FILE", "the Code's pack (default: policies/code-2024.yaml of the deploy folder)", &code,
		    NULL },
		{ "strict", NULL, "a departure is a finding too: end with 1", NULL, &strict },
		{ "json", NULL, "one JSON object: errors and departures", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct error error = { 0 };
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (arguments.count == 1 && strcmp(arguments.operands[0], "schema") == 0) {
		printf("%s\n", pack_schema(&checked.arena).at);
		arena_free(&checked.arena);
		return STATUS_DONE;
	}
	if (arguments.count != 2 || strcmp(arguments.operands[0], "check") != 0) {
		fprintf(stderr, "redressctl policy: no action '%s'; there are: check FILE, schema\n",
		    arguments.operands[0]);
		return STATUS_USAGE;
	}
	if (!check(&checked, arguments.operands[1], code, &error)) {
		status = command_failed("policy check", &error);
	} else {
		json ? print_json(&checked) : print_people(&checked);
		status = !checked.good || (strict && checked.departures.count > 0) ? STATUS_FOUND : STATUS_DONE;
	}
	arena_free(&checked.arena);
	return status;
}
