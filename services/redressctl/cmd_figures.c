/* figures: a landlord's figures for a period. */
#include <stdio.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/figures.h"
#include "wire/time.h"

int
cmd_figures(int argc, char **argv)
{
	static const struct synopsis synopsis = { "figures", "",
		"A landlord's figures for a period: what its policy says is to be counted. Kept as events come; --recount counts\n"
		"them again from the log.\n",
		0, 0 };
	struct figures_question question = { 0 };
	bool json = false;
	const struct argument_option options[] = {
		{ "landlord", "NAME", "whose", &question.landlord, NULL },
		{ "from", "DAY", "first local day, as 2026-04-01", &question.from, NULL },
		{ "until", "DAY", "last local day", &question.until, NULL },
		{ "recount", NULL, "count from the log", NULL, &question.recount },
		AS_OPTION(question.as),
		{ "json", NULL, "reporting's answer as it is", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct text answer;
	int32_t day;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (question.landlord == NULL || question.from == NULL || question.until == NULL ||
	    !date_parse(text_of(question.from), &day) || !date_parse(text_of(question.until), &day)) {
		fputs("redressctl figures: give --landlord, and --from and --until as 2026-04-01\n", stderr);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	status = STATUS_DONE;
	if (!figures_fetch(&settings, &question, &arena, &answer, &error))
		status = command_failed("figures", &error);
	else if (json)
		printf("%.*s\n", TEXT_ARG(answer));
	else
		figures_print(answer, "");
	arena_free(&arena);
	settings_free(&settings);
	return status;
}
