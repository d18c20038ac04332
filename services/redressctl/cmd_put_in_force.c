/* put-in-force: a pack and the calendars, as facts of the operator. */
#include <stdio.h>
#include <time.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/in_force.h"
#include "redressctl/place.h"
#include "redressctl/poster.h"

enum { CALENDARS_MAX = 16 };

struct work {
	bool refused;
};

static void
on_result(void *owner, const struct post_result *result)
{
	struct work *work = owner;

	/* The id holds the text's digest: a conflict can only be about the time. */
	if (result->status != POST_REFUSED) {
		printf("%s at position %llu: %.*s\n",
		    result->status == POST_ACCEPTED ? "put in force" : "in force already",
		    (unsigned long long)result->position, TEXT_ARG(result->id));
	} else {
		fprintf(stderr, "redressctl put-in-force: %.*s: %.*s\n", TEXT_ARG(result->field),
		    TEXT_ARG(result->problem));
		work->refused = true;
	}
}

static bool
put(struct work *work, const struct settings *settings, const char *landlord, const char *file, const char *calendars,
    struct arena *arena, struct error *error)
{
	struct text events[CALENDARS_MAX + 1];
	struct poster *poster = NULL;
	struct instant now = { (int64_t)time(NULL) * SECOND_US };
	struct hub hub;
	size_t count;
	bool ok = (calendars != NULL || place_find("calendars", arena, &calendars, error)) &&
		  in_force_calendars(calendars, now, arena, events, CALENDARS_MAX, &count, error) &&
		  in_force_pack(landlord, file, now, arena, &events[count], error) && hub_open(&hub, error);

	if (!ok)
		return false;
	ok = poster_open(&poster, &hub, settings, "operator", on_result, work, error);
	for (size_t i = 0; ok && i <= count; i++)
		ok = poster_post(poster, events[i], error);
	ok = ok && poster_settle(poster, error);
	poster_close(poster);
	hub_close(&hub);
	return ok;
}

int
cmd_put_in_force(int argc, char **argv)
{
	static const struct synopsis synopsis = { "put-in-force", "",
		"Puts the calendars, and a policy pack for a landlord, in force in the running system: their whole texts go into\n"
		"the log, under the operator's key. What is in force already is left as it is.\n",
		0, 0 };
	const char *landlord = NULL, *policy = NULL, *calendars = NULL;
	const struct argument_option options[] = {
		{ "landlord", "NAME", "for whom", &landlord, NULL },
		{ "policy", "FILE", "the pack (default: the landlord's own, of those that came with Redress)", &policy,
		    NULL },
		{ "calendars", "DIR", "the calendars (default: those that came with Redress)", &calendars, NULL },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct work work = { 0 };
	struct arena arena = { 0 };
	struct error error = { 0 };
	const char *folder;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (landlord == NULL) {
		fputs("redressctl put-in-force: --landlord is missing\n", stderr);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	if (policy == NULL && place_find("policies", &arena, &folder, &error))
		policy = arena_printf(&arena, "%s/%s.yaml", folder, landlord);
	if (policy == NULL || !put(&work, &settings, landlord, policy, calendars, &arena, &error))
		status = command_failed("put-in-force", &error);
	else
		status = work.refused ? STATUS_FOUND : STATUS_DONE;
	arena_free(&arena);
	settings_free(&settings);
	return status;
}
