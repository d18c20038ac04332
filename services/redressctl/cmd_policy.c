/* policy check: every error of a pack at once, with file, line and column. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "pack/policy_reader.h"
#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/place.h"

int
cmd_policy(int argc, char **argv)
{
	static const struct synopsis synopsis = { "policy", "check FILE",
		"Reads a policy pack and prints everything that is wrong with it, with file, line and column.\n", 2,
		2 };
	const struct argument_option options[] = { { 0 } };
	struct arguments arguments;
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct text yaml;
	int status = STATUS_DONE;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (strcmp(arguments.operands[0], "check") != 0) {
		fprintf(stderr, "redressctl policy: no action '%s'; there is: check FILE\n", arguments.operands[0]);
		return STATUS_USAGE;
	}
	struct policy *policy = arena_alloc(&arena, sizeof *policy);
	struct problems *problems = arena_alloc(&arena, sizeof *problems);

	problems->arena = &arena;
	if (!place_read(arguments.operands[1], LIMIT_PACK_BYTES, &arena, &yaml, &error)) {
		status = command_failed("policy check", &error);
	} else if (!policy_read(&arena, arguments.operands[1], yaml, policy, problems)) {
		problems_print(problems, stderr);
		status = STATUS_FOUND;
	} else {
		printf("%s: pack %.*s, version %.*s: %u clocks, %u stages, %u roles; nothing wrong with it\n",
		    arguments.operands[1], TEXT_ARG(policy->pack), TEXT_ARG(policy->version),
		    (unsigned)policy->clock_count, (unsigned)policy->stage_count, (unsigned)policy->role_count);
	}
	arena_free(&arena);
	return status;
}
