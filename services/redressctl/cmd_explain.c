/* explain: why a clock stands where it stands, in sentences. */
#include <stdio.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/case_file.h"
#include "redressctl/command.h"
#include "redressctl/stock.h"
#include "redressctl/tell.h"

static const json_t *
event_with_id(const json_t *events, const char *id)
{
	const json_t *event;
	size_t index;

	json_array_foreach(events, index, event)
	{
		const char *own = json_string_value(json_object_get(event, "id"));

		if (own != NULL && strcmp(own, id) == 0)
			return event;
	}
	return NULL;
}

/* Whether it is about the clock: its own judgements, what was found amiss in keeping it, and the taking back of one. */
static bool
is_about(const json_t *events, const json_t *event, const char *clock)
{
	if (strcmp(tell_type(event), "JudgementWithdrawn") == 0)
		event = event_with_id(events, tell_text(event, "withdrawnId"));
	return event != NULL && (strcmp(tell_text(event, "clock.clock"), clock) == 0 ||
				    strcmp(tell_text(event, "about.subject"), clock) == 0);
}

static bool
is_withdrawn(const json_t *events, const json_t *judgement)
{
	const char *id = json_string_value(json_object_get(judgement, "id"));
	const json_t *event;
	size_t index;

	json_array_foreach(
	    events, index, event) if (id != NULL && strcmp(tell_text(event, "withdrawnId"), id) == 0) return true;
	return false;
}

static void
print_facts(const json_t *events, const json_t *judgement, const struct zone *zone, struct arena *arena)
{
	const json_t *list = json_object_get(json_object_get(json_object_get(judgement, "data"), "basis"), "facts"),
		     *each;
	size_t index;

	json_array_foreach(list, index, each)
	{
		const char *id = json_string_value(json_object_get(each, "id"));
		const json_t *fact = id == NULL ? NULL : event_with_id(events, id);

		if (fact != NULL)
			printf("      because  %s, %s (fact %s)\n", tell_event(fact, zone, arena),
			    tell_when(fact, zone, arena), id);
	}
}

/* "of hazards 2025-10-27, Awaab's Law", once for each pack that speaks. */
static void
print_packs(const json_t *events, const char *clock, struct arena *arena)
{
	const char *said = "", *name;
	const json_t *event;
	struct text title;
	size_t index;

	json_array_foreach(events, index, event)
	{
		if (!is_about(events, event, clock) || strcmp(tell_type(event), "JudgementWithdrawn") == 0)
			continue;
		name = arena_printf(arena, "%s %s", tell_text(event, "basis.pack"), tell_text(event, "basis.version"));
		if (strcmp(name, said) == 0)
			continue;
		said = name;
		title = stock_title(
		    text_of(tell_text(event, "basis.pack")), text_of(tell_text(event, "basis.version")), arena);
		printf("  under %s%s%.*s\n", name, text_is_empty(title) ? "" : ": ", TEXT_ARG(title));
	}
}

static size_t
explain(const json_t *events, const char *clock, const struct zone *zone, struct arena *arena)
{
	const json_t *event;
	size_t index, told = 0;

	json_array_foreach(events, index, event)
	{
		if (!is_about(events, event, clock))
			continue;
		told++;
		printf("  %s  %s%s\n", tell_when(event, zone, arena), tell_event(event, zone, arena),
		    is_withdrawn(events, event) ? " -- taken back later" : "");
		if (tell_text(event, "basis.rule")[0] != '\0' && strcmp(tell_type(event), "JudgementWithdrawn") != 0)
			printf("      rule     %s, clause %s of %s %s%s%s\n", tell_text(event, "basis.rule"),
			    tell_text(event, "basis.clause"), tell_text(event, "basis.pack"),
			    tell_text(event, "basis.version"),
			    tell_text(event, "basis.because")[0] == '\0' ? "" : "; decided so because ",
			    tell_text(event, "basis.because"));
		print_facts(events, event, zone, arena);
		tell_derivation(event, zone, "      ", stdout);
	}
	return told;
}

/* "acknowledge, answer", each once, as they began. */
static const char *
clocks_of(const json_t *events, struct arena *arena)
{
	const char *list = "";
	const json_t *event, *earlier;
	size_t index, before;

	json_array_foreach(events, index, event)
	{
		const char *clock = tell_text(event, "clock.clock");

		if (strcmp(tell_type(event), "ClockStarted") != 0)
			continue;
		json_array_foreach(events, before, earlier)
		{
			if (before == index || strcmp(tell_text(earlier, "clock.clock"), clock) == 0)
				break;
		}
		if (before == index)
			list = arena_printf(arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ", clock);
	}
	return list[0] == '\0' ? "none yet" : list;
}

static void
print_json(const json_t *events, const char *clock)
{
	json_t *told = json_array();
	json_t *event;
	size_t index;

	json_array_foreach(events, index, event) if (is_about(events, event, clock)) json_array_append(told, event);
	json_dumpf(told, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(told);
}

int
cmd_explain(int argc, char **argv)
{
	static const struct synopsis synopsis = { "explain", "REF CLOCK",
		"All that was judged of one clock of a case: when, under which clause, because of which facts, and for each date\n"
		"how it was counted.\n",
		2, 2 };
	const char *as = NULL;
	bool json = false;
	const struct argument_option options[] = {
		AS_OPTION(as),
		{ "json", NULL, "the clock's events as a JSON array", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct arena arena = { 0 };
	struct error error = { 0 };
	json_t *file;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	file = case_file_fetch(arguments.operands[0], as, &arena, &error);
	if (file == NULL) {
		status = command_failed("explain", &error);
	} else if (json) {
		status = STATUS_DONE;
		print_json(json_object_get(file, "events"), arguments.operands[1]);
	} else {
		const struct zone *zone = stock_zone(&arena);

		status = STATUS_DONE;
		printf("%s of %s\n", arguments.operands[1], arguments.operands[0]);
		print_packs(json_object_get(file, "events"), arguments.operands[1], &arena);
		if (explain(json_object_get(file, "events"), arguments.operands[1], zone, &arena) == 0) {
			fprintf(stderr,
			    "redressctl explain: nothing was judged of a clock '%s' in this case; its clocks are: %s\n",
			    arguments.operands[1], clocks_of(json_object_get(file, "events"), &arena));
			status = STATUS_FOUND;
		}
	}
	json_decref(file);
	arena_free(&arena);
	return status;
}
