/* health: whether a daemon is ready. */
#include <stdio.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/web.h"

enum { TIMEOUT_MS = 4000 };

int
cmd_health(int argc, char **argv)
{
	static const struct synopsis synopsis = { "health", "URL",
		"Asks the daemon at URL (http://127.0.0.1:8440) whether it is ready; says why when it is not, and exits 1.\n",
		1, 1 };
	bool json = false;
	const struct argument_option options[] = {
		{ "json", NULL, "the daemon's answer as it is", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct web_answer answer;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	const struct web_request request = { .url = arena_printf(&arena, "%s/readyz", arguments.operands[0]),
		.timeout_ms = TIMEOUT_MS };

	if (!web_ask(&request, &arena, &answer, &error)) {
		status = command_failed("health", &error);
	} else {
		status = answer.status == 200 ? STATUS_DONE : STATUS_FOUND;
		if (json || status != STATUS_DONE)
			printf("%.*s\n", TEXT_ARG(answer.body));
		else
			puts("ready");
	}
	arena_free(&arena);
	return status;
}
