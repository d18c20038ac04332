/* figures: a landlord's figures for a period. */
#include <stdio.h>
#include <time.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/figures.h"
#include "redressctl/stock.h"
#include "wire/time.h"

enum { YEAR_DAYS = 365 };

/* Without dates: the year that ends today. */
static bool
fill_period(struct figures_question *question, struct arena *arena)
{
	const struct zone *zone = stock_zone(arena);
	struct instant now = { (int64_t)time(NULL) * SECOND_US };
	char room[DATE_TEXT_MAX];
	int32_t last;

	if (question->until == NULL) {
		last = zone == NULL ? (int32_t)(now.us / SECOND_US / 86400) : zone_local_day(zone, now);
		question->until = arena_string(arena, date_print(last, room));
	}
	if (!date_parse(text_of(question->until), &last))
		return false;
	if (question->from == NULL)
		question->from = arena_string(arena, date_print(last - YEAR_DAYS, room));
	return date_parse(text_of(question->from), &last);
}

static int
show(const struct settings *settings, const struct figures_question *question, bool recount, bool json)
{
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct text answer;
	bool same = true, ok;

	ok = recount ? figures_recount(settings, question->landlord, &same, &error)
		     : figures_fetch(settings, question, &arena, &answer, &error);
	if (ok && !recount) {
		if (json)
			printf("%.*s\n", TEXT_ARG(answer));
		else
			figures_print(answer, "");
	}
	arena_free(&arena);
	if (!ok)
		return command_failed("figures", &error);
	return same ? STATUS_DONE : STATUS_FOUND;
}

int
cmd_figures(int argc, char **argv)
{
	static const struct synopsis synopsis = { "figures", "",
		"A landlord's figures for a period: what its policy says is to be counted, as reporting keeps it. With --recount,\n"
		"everything it keeps is counted again from the log of REDRESS_DATABASE; exit status 1 when anything differs.\n",
		0, 0 };
	struct figures_question question = { 0 };
	bool json = false, recount = false;
	const struct argument_option options[] = {
		{ "landlord", "NAME", "whose (default: the key's own)", &question.landlord, NULL },
		{ "from", "DAY", "first local day, as 2026-04-01 (default: a year before the last)", &question.from,
		    NULL },
		{ "until", "DAY", "last local day (default: today)", &question.until, NULL },
		{ "homes", "NUMBER", "how many homes the landlord has: for what is counted by the thousand",
		    &question.homes, NULL },
		{ "recount", NULL, "count again from the log, and compare", NULL, &recount },
		AS_OPTION(question.as),
		{ "json", NULL, "reporting's answer as it is", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct arena arena = { 0 };
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if ((question.landlord == NULL && recount) || !fill_period(&question, &arena)) {
		fputs(question.landlord == NULL && recount ? "redressctl figures: --recount wants --landlord\n"
							   : "redressctl figures: a day is not written as 2026-04-01\n",
		    stderr);
		status = STATUS_USAGE;
	} else if (!environment_read(&settings)) {
		status = STATUS_USAGE;
	} else {
		status = show(&settings, &question, recount, json);
		settings_free(&settings);
	}
	arena_free(&arena);
	return status;
}
