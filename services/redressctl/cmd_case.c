/* case: what happened, and what was judged. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/case_file.h"
#include "redressctl/command.h"
#include "redressctl/stock.h"
#include "redressctl/tell.h"

#define JUDGES "redress/"

/* An event with its place in the log's order. */
struct entry {
	const json_t *event;
	struct instant at;
	size_t place;
};

static int
by_time(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;

	if (!instant_equal(one->at, other->at))
		return instant_before(one->at, other->at) ? -1 : 1;
	return one->place < other->place ? -1 : one->place > other->place;
}

/* Facts wait for the contact that opens their case; a contact from before any policy waits for good. */
static bool
is_judged(const json_t *events)
{
	const json_t *event;
	size_t index;

	json_array_foreach(events, index, event)
	{
		const char *source = json_string_value(json_object_get(event, "source"));

		if (source != NULL && strncmp(source, JUDGES, strlen(JUDGES)) == 0)
			return true;
	}
	return false;
}

static void
print_timeline(const char *ref, const json_t *file, bool all, struct arena *arena)
{
	const json_t *events = json_object_get(file, "events"), *event;
	struct entry *entries = arena_array(arena, json_array_size(events) + 1, sizeof *entries);
	const struct zone *zone = stock_zone(arena);
	size_t index, count = 0;

	json_array_foreach(events, index, event) if (all || strncmp(tell_type(event), "Message", 7) != 0)
	    entries[count++] = (struct entry){ event, tell_time(event), index };
	qsort(entries, count, sizeof *entries, by_time);
	printf("%s\n", ref);
	if (!is_judged(events))
		puts(
		    "  Nothing was judged of it: no contact has opened it yet, or no policy was in force on the day it came in.");
	for (size_t i = 0; i < count; i++) {
		const char *source = json_string_value(json_object_get(entries[i].event, "source"));
		bool judged = source != NULL && strncmp(source, JUDGES, strlen(JUDGES)) == 0;

		printf("  %-22s %s %s\n", tell_when(entries[i].event, zone, arena), judged ? "   >" : "fact",
		    tell_event(entries[i].event, zone, arena));
	}
}

int
cmd_case(int argc, char **argv)
{
	static const struct synopsis synopsis = { "case", "REF",
		"The timeline of a case, in local time: facts as they happened, and (>) what was judged, with the clause.\n",
		1, 1 };
	const char *as = NULL;
	bool json = false, all = false;
	const struct argument_option options[] = {
		{ "all", NULL, "messages to people and systems too", NULL, &all },
		AS_OPTION(as),
		{ "json", NULL, "the whole as JSON", NULL, &json },
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
		status = command_failed("case", &error);
	} else {
		status = STATUS_DONE;
		if (json) {
			json_dumpf(file, stdout, JSON_COMPACT);
			putchar('\n');
		} else {
			print_timeline(arguments.operands[0], file, all, &arena);
		}
	}
	json_decref(file);
	arena_free(&arena);
	return status;
}
