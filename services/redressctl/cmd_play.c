/* play: a landlord's demo year through the real intake, in virtual time, ending now. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/demo/player.h"
#include "redressctl/environment.h"
#include "redressctl/figures.h"
#include "redressctl/place.h"
#include "redressctl/stock.h"
#include "wire/seal.h"
#include "wire/time.h"

enum {
	YEAR_DAYS = 365,
	STEP_MINUTES_MOST = 24 * 60,
};

struct asked {
	const char *landlord, *source, *assumptions, *days, *step, *dump;
	struct stock_folders folders;
};

struct room {
	struct arena arena;
	struct books *books;
	struct demo_plan plan;
	struct demo_year year;
	const char *policies, *calendars;
	unsigned step_minutes;
};

static bool
number(const char *given, unsigned least, unsigned most, unsigned *out)
{
	char *end;
	unsigned long value = strtoul(given, &end, 10);

	if (*end != '\0' || end == given || value < least || value > most)
		return false;
	*out = (unsigned)value;
	return true;
}

static bool
make_plan(struct room *room, const struct asked *asked, unsigned days, struct error *error)
{
	struct demo_plan *plan = &room->plan;
	const char *assumptions = asked->assumptions;
	char date[DATE_TEXT_MAX];
	int32_t first;

	if (!seal_start(error) ||
	    (assumptions == NULL && !place_find("demo/assumptions.json", &room->arena, &assumptions, error)) ||
	    !assumptions_read(assumptions, &room->arena, &plan->assume, error))
		return false;
	room->policies = asked->folders.policies;
	room->calendars = asked->folders.calendars;
	if ((room->policies == NULL && !place_find("policies", &room->arena, &room->policies, error)) ||
	    (room->calendars == NULL && !place_find("calendars", &room->arena, &room->calendars, error)))
		return false;
	room->books = stock_open(&asked->folders, &room->arena, error);
	if (room->books == NULL)
		return false;
	plan->landlord = text_of(asked->landlord);
	plan->source = text_of(asked->source);
	plan->arena = &room->arena;
	plan->until = (struct instant){ (int64_t)time(NULL) * SECOND_US };
	plan->policy = books_policy(room->books, plan->landlord, plan->landlord, TEXT(""), error);
	plan->calendar = plan->policy == NULL ? NULL : books_calendar(room->books, plan->policy, error);
	if (plan->calendar == NULL)
		return false;
	first = zone_local_day(&plan->calendar->zone, plan->until) - (int32_t)days;
	plan->from = zone_start_of_day(&plan->calendar->zone, first);
	plan->prefix = arena_printf(&room->arena, "demo-%s-", date_print(first, date).at);
	demo_year_make(plan, &room->year);
	return true;
}

static bool
dump(const struct demo_year *year, const char *file, struct error *error)
{
	FILE *to = fopen(file, "we");

	if (to == NULL)
		return error_set(error, ERROR_UNAVAILABLE, "%s cannot be written", file);
	for (size_t i = 0; i < year->count; i++)
		fprintf(to, "%.*s\n", TEXT_ARG(year->facts[i].json));
	return fclose(to) == 0 || error_set(error, ERROR_UNAVAILABLE, "%s cannot be written", file);
}

static void
tell_end(const struct room *room, const struct settings *settings, const char *landlord,
    const struct player_outcome *outcome)
{
	const struct zone *zone = &room->plan.calendar->zone;
	char first[DATE_TEXT_MAX], last[DATE_TEXT_MAX];
	struct figures_question question = { .landlord = landlord, .as = landlord };
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct text figures;

	question.from = date_print(zone_local_day(zone, room->plan.from), first).at;
	question.until = date_print(zone_local_day(zone, room->plan.until), last).at;
	printf("\n%zu facts posted, %zu alerts heard, %llu events in the log. From here time is real.\n",
	    outcome->posted, outcome->alerts, (unsigned long long)outcome->head);
	puts("\nThe figures:");
	if (figures_fetch(settings, &question, &arena, &figures, &error))
		figures_print(figures, "  ");
	else
		printf("  not to be had: %s\n", error.text);
	puts("\nTo try next:");
	if (outcome->example[0] != '\0') {
		printf("  redressctl case %s\n", outcome->example);
		printf("  redressctl explain %s %s\n", outcome->example, outcome->example_clock);
	}
	printf("  redressctl figures --landlord %s --from %s --until %s --recount\n", landlord, question.from,
	    question.until);
	puts("  redressctl tail --from 1");
	puts("  redressctl verify");
	arena_free(&arena);
}

static int
play(struct room *room, const struct asked *asked)
{
	struct settings settings;
	struct player_outcome outcome;
	struct error error = { 0 };
	int status = STATUS_DONE;

	if (!environment_read(&settings))
		return STATUS_USAGE;
	printf("%s of a landlord with %.0f homes, in virtual time: %zu facts about %zu contacts.\n"
	       "Its rates are assumptions, each declared in deploy/demo/assumptions.json.\n\n",
	    asked->days == NULL ? "A year" : arena_printf(&room->arena, "%s days", asked->days),
	    room->plan.assume.homes, room->year.count, room->year.cases);
	if (player_play(
		&(struct player_options){
		    .settings = &settings,
		    .plan = &room->plan,
		    .year = &room->year,
		    .landlord = asked->landlord,
		    .policies = room->policies,
		    .policy_file = arena_printf(&room->arena, "%s/%s.yaml", room->policies, asked->landlord),
		    .calendars = room->calendars,
		    .step_minutes = room->step_minutes,
		},
		&outcome, &error)) {
		tell_end(room, &settings, asked->landlord, &outcome);
		status = outcome.refused == 0 ? STATUS_DONE : STATUS_FOUND;
	} else {
		status = command_failed("play", &error);
	}
	settings_free(&settings);
	return status;
}

int
cmd_play(int argc, char **argv)
{
	static const struct synopsis synopsis = { "play", "",
		"Posts a realistic year of a landlord's facts through intake, in virtual time and in order, into an empty system;\n"
		"prints a line a month, and at the end the year's figures. The year ends now, and time is real from then on.\n"
		"The same assumptions make the same year, day for day.\n",
		0, 0 };
	struct asked asked = { .source = "housing/demo" };
	struct room room = { .step_minutes = 60 };
	const struct argument_option options[] = {
		{ "landlord", "NAME", "whose pack and keys", &asked.landlord, NULL },
		{ "source", "NAME", "the facts' source (default: housing/demo)", &asked.source, NULL },
		{ "assumptions", "FILE", "the rates (default: deploy/demo/assumptions.json)", &asked.assumptions,
		    NULL },
		{ "days", "NUMBER", "how long (default: 365)", &asked.days, NULL },
		{ "step", "MINUTES", "by which time advances (default: 60)", &asked.step, NULL },
		{ "dump", "FILE", "write the facts to a file in the order heard, and play nothing", &asked.dump, NULL },
		STOCK_OPTIONS(asked.folders),
		{ 0 },
	};
	struct arguments arguments;
	struct error error = { 0 };
	unsigned days = YEAR_DAYS;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (asked.landlord == NULL || (asked.days != NULL && !number(asked.days, 1, 2 * YEAR_DAYS, &days)) ||
	    (asked.step != NULL && !number(asked.step, 1, STEP_MINUTES_MOST, &room.step_minutes))) {
		fputs("redressctl play: give --landlord; --days is 1 to 730, --step 1 to 1440\n", stderr);
		return STATUS_USAGE;
	}
	if (!make_plan(&room, &asked, days, &error))
		status = command_failed("play", &error);
	else if (asked.dump == NULL)
		status = play(&room, &asked);
	else
		status = dump(&room.year, asked.dump, &error) ? STATUS_DONE : command_failed("play", &error);
	demo_year_free(&room.year);
	books_free(room.books);
	arena_free(&room.arena);
	return status;
}
