/* case: what happened, and what was judged. */
#include <stdio.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/case_file.h"
#include "redressctl/command.h"
#include "redressctl/show.h"
#include "redressctl/stock.h"
#include "redressctl/tell.h"

static void
print_timeline(const char *ref, const json_t *file, bool all, struct arena *arena)
{
	const struct zone *zone = stock_zone(arena);
	const json_t *event;
	size_t index;

	printf("%s\n", ref);
	json_array_foreach(json_object_get(file, "events"), index, event)
	{
		const char *source = json_string_value(json_object_get(event, "source"));
		bool judged = source != NULL && strncmp(source, "redress/", 8) == 0;
		char when[SHOW_INSTANT_MAX];

		if (!all && strncmp(tell_type(event), "Message", 7) == 0)
			continue;
		printf("  %-26s %s %s\n", show_instant(zone, tell_time(event), when), judged ? "   >" : "fact",
		    tell_event(event, zone, arena));
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
