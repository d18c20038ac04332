/* put-in-force: a pack, the laws and the calendars, as facts of the operator. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "pack/books.h"
#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/in_force.h"
#include "redressctl/place.h"
#include "redressctl/poster.h"
#include "runtime/book_event.h"
#include "store/log.h"

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

/* The packs of the log. */
static bool
fill_shelf(struct books *books, const struct settings *settings, struct arena *arena)
{
	const struct text type = TEXT("redress.v1.PackPutInForce");
	struct error ignored;
	struct log_events events;
	struct store *store = command_store(settings, &ignored);
	bool ok = store != NULL && log_read_types(store, &type, 1, 0, INT64_MAX, arena, &events, &ignored);

	store_close(store);
	for (size_t i = 0; ok && i < events.count; i++)
		book_event_take(books, &events.at[i], &ignored);
	return ok;
}

/* Whether the daemons will take the pack: intake takes any, and what changes the text of a version in force is passed
 * over by every judge. Where the log cannot be read it is not known, and so. */
static bool
is_no_other_text(
    const struct settings *settings, const struct in_force_wanted *wanted, struct arena *arena, struct error *error)
{
	struct books *books = books_new();
	struct error why = { 0 };
	struct text yaml;
	bool conflicts;

	conflicts = fill_shelf(books, settings, arena) &&
		    place_read(wanted->policy, LIMIT_PACK_BYTES, arena, &yaml, &why) &&
		    !books_put_pack(books, text_of(wanted->landlord == NULL ? "" : wanted->landlord), wanted->policy,
			yaml, NULL, &why) &&
		    why.code == ERROR_CONFLICT;
	books_free(books);
	if (conflicts)
		*error = why;
	return !conflicts;
}

static bool
put(struct work *work, const struct settings *settings, struct in_force_wanted *wanted, struct arena *arena,
    struct error *error)
{
	struct in_force in_force;
	struct poster *poster = NULL;
	struct hub hub;
	bool ok = (wanted->calendars != NULL || place_find("calendars", arena, &wanted->calendars, error)) &&
		  in_force_read(wanted, arena, &in_force, error) && is_no_other_text(settings, wanted, arena, error) &&
		  hub_open(&hub, error);

	if (!ok)
		return false;
	ok = poster_open(&poster, &hub, settings, "operator", on_result, work, error);
	for (size_t i = 0; ok && i < in_force.count; i++)
		ok = poster_post(poster, in_force.events[i], error);
	ok = ok && poster_settle(poster, error);
	poster_close(poster);
	hub_close(&hub);
	return ok;
}

/* A landlord without a key may be one misspelt. */
static void
note_keyless(const struct settings *settings, const char *landlord, struct arena *arena)
{
	const char *file = landlord == NULL ? NULL : environment_key_file(settings, arena, landlord, ".bearer");

	if (file != NULL && access(file, F_OK) != 0)
		fprintf(stderr,
		    "redressctl put-in-force: there is no %s; `redressctl setup --landlord %s` makes the landlord's keys\n",
		    file, landlord);
}

int
cmd_put_in_force(int argc, char **argv)
{
	static const struct synopsis synopsis = { "put-in-force", "",
		"Puts the calendars, the laws, and a policy pack for a landlord, in force in the running system: their whole texts\n"
		"go into the log, under the operator's key. A law holds for every landlord of its nation; one by itself is put in\n"
		"force by --policy alone. What is in force already is left as it is; a changed text needs another version.\n",
		0, 0 };
	struct in_force_wanted wanted = { .at = { (int64_t)time(NULL) * SECOND_US } };
	const struct argument_option options[] = {
		{ "landlord", "NAME", "for whom", &wanted.landlord, NULL },
		{ "policy", "FILE", "the pack (default: the landlord's own, of those that came with Redress)",
		    &wanted.policy, NULL },
		{ "calendars", "DIR", "the calendars (default: those that came with Redress)", &wanted.calendars,
		    NULL },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct work work = { 0 };
	struct arena arena = { 0 };
	struct error error = { 0 };
	int status;
	bool found;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (wanted.landlord == NULL && wanted.policy == NULL) {
		fputs("redressctl put-in-force: --landlord is missing\n", stderr);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	found = place_find("policies", &arena, &wanted.policies, &error);
	if (found && wanted.policy == NULL)
		wanted.policy = arena_printf(&arena, "%s/%s.yaml", wanted.policies, wanted.landlord);
	if (!found || !put(&work, &settings, &wanted, &arena, &error))
		status = command_failed("put-in-force", &error);
	else
		status = work.refused ? STATUS_FOUND : STATUS_DONE;
	if (status == STATUS_DONE)
		note_keyless(&settings, wanted.landlord, &arena);
	arena_free(&arena);
	settings_free(&settings);
	return status;
}
