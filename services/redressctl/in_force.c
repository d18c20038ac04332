#include "redressctl/in_force.h"

#include <errno.h>
#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "pack/books.h"
#include "pack/digest.h"
#include "pack/policy_reader.h"
#include "redressctl/place.h"
#include "wire/time.h"

enum { CALENDAR_VERSION_DIGITS = 16 };

struct text
in_force_event(const char *type, const char *id, struct instant at, const char *data, struct arena *arena)
{
	char time[INSTANT_TEXT_MAX];

	return text_of(arena_printf(arena,
	    "{\"specversion\":\"1.0\",\"source\":\"" OPERATOR_SOURCE
	    "\",\"id\":\"%s\",\"type\":\"redress.v1.%s\",\"time\":\"%s\","
	    "\"landlord\":\"operator\",\"datacontenttype\":\"application/json\",\"data\":%s}",
	    id, type, instant_print(at, time).at, data));
}

static struct text
event_of(const char *type, const char *id, struct instant at, json_t *data, struct arena *arena)
{
	char *printed = json_dumps(data, JSON_COMPACT);
	struct text event;

	if (printed == NULL)
		abort();
	event = in_force_event(type, id, at, printed, arena);
	free(printed);
	json_decref(data);
	return event;
}

static json_t *
json_of(struct text text)
{
	return json_stringn(text.at, text.len);
}

static bool
add(struct in_force *out, struct text event, struct error *error)
{
	if (out->count == IN_FORCE_EVENTS_MAX)
		return error_set(error, ERROR_LIMIT, "more than %d calendars, laws and packs", IN_FORCE_EVENTS_MAX);
	out->events[out->count++] = event;
	return true;
}

static bool
add_pack(struct in_force *out, const char *landlord, const struct policy *policy, struct text yaml, struct instant at,
    struct arena *arena, struct error *error)
{
	const char *whose = policy->law ? BOOKS_EVERY_LANDLORD : landlord;
	const char *name = policy->law ? arena_string(arena, policy->pack) : landlord;
	struct text digest = digest_text(arena, yaml);

	return add(out,
	    event_of("PackPutInForce",
		arena_printf(arena, "%s-%s-%.*s", policy->law ? "law" : "pack", name, 32, digest.at), at,
		json_pack("{s:s, s:o, s:o, s:o, s:o}", "landlord", whose, "pack", json_of(policy->pack), "version",
		    json_of(policy->version), "digest", json_of(digest), "text", json_of(yaml)),
		arena),
	    error);
}

static bool
add_policy(struct in_force *out, const struct in_force_wanted *wanted, struct arena *arena, struct error *error)
{
	struct policy *policy = arena_alloc(arena, sizeof *policy);
	struct problems *problems = arena_alloc(arena, sizeof *problems);
	struct text yaml;

	problems->arena = arena;
	if (!place_read(wanted->policy, LIMIT_PACK_BYTES, arena, &yaml, error))
		return false;
	if (!policy_read(arena, wanted->policy, yaml, policy, problems)) {
		problems_print(problems, stderr);
		return problems_error(problems, error);
	}
	if (wanted->landlord == NULL && !policy->law)
		return error_set(error, ERROR_INVALID, "%s is no law: name the landlord it is for", wanted->policy);
	if (!policy->law && !text_equal(policy->pack, text_of(wanted->landlord)))
		fprintf(stderr, "redressctl put-in-force: for %s, the pack called %.*s: was that meant?\n",
		    wanted->landlord, TEXT_ARG(policy->pack));
	return add_pack(out, wanted->landlord, policy, yaml, wanted->at, arena, error);
}

/* Of the folder's packs those that are laws; what is wrong with another is for whoever puts that in force. */
static bool
add_law(struct in_force *out, const struct in_force_wanted *wanted, const char *file, struct arena *arena,
    struct error *error)
{
	struct policy *policy = arena_alloc(arena, sizeof *policy);
	struct problems *problems = arena_alloc(arena, sizeof *problems);
	struct text yaml;
	bool good;

	problems->arena = arena;
	if (!place_read(file, LIMIT_PACK_BYTES, arena, &yaml, error))
		return false;
	good = policy_read(arena, file, yaml, policy, problems);
	if (!policy->law)
		return true;
	if (good)
		return add_pack(out, NULL, policy, yaml, wanted->at, arena, error);
	problems_print(problems, stderr);
	return problems_error(problems, error);
}

static bool
add_calendar(struct in_force *out, const struct in_force_wanted *wanted, const char *file, struct arena *arena,
    struct error *error)
{
	const char *slash = strrchr(file, '/'), *name = slash == NULL ? file : slash + 1;
	const char *bare = arena_printf(arena, "%.*s", (int)(strlen(name) - strlen(".json")), name);
	struct text json, digest;

	if (!place_read(file, LIMIT_CALENDAR_BYTES, arena, &json, error))
		return false;
	digest = digest_text(arena, json);
	return add(out,
	    event_of("CalendarPutInForce", arena_printf(arena, "calendar-%s-%.*s", bare, 32, digest.at), wanted->at,
		json_pack("{s:s, s:o, s:o, s:o}", "calendar", bare, "version",
		    json_of((struct text){ digest.at, CALENDAR_VERSION_DIGITS }), "digest", json_of(digest), "text",
		    json_of(json)),
		arena),
	    error);
}

/* Each file of the folder that ends so, sorted by name. */
static bool
add_folder(struct in_force *out, const struct in_force_wanted *wanted, const char *pattern,
    bool (*add_file)(struct in_force *out, const struct in_force_wanted *wanted, const char *file, struct arena *arena,
	struct error *error),
    struct arena *arena, struct error *error)
{
	glob_t found;
	bool ok = true;

	if (glob(pattern, 0, NULL, &found) != 0)
		return error_set(error, ERROR_NOT_FOUND, "there is no %s", pattern);
	for (size_t i = 0; ok && i < found.gl_pathc; i++)
		ok = add_file(out, wanted, found.gl_pathv[i], arena, error);
	globfree(&found);
	return ok;
}

bool
in_force_read(const struct in_force_wanted *wanted, struct arena *arena, struct in_force *out, struct error *error)
{
	out->count = 0;
	return add_folder(
		   out, wanted, arena_printf(arena, "%s/*.json", wanted->calendars), add_calendar, arena, error) &&
	       add_folder(out, wanted, arena_printf(arena, "%s/*.yaml", wanted->policies), add_law, arena, error) &&
	       add_policy(out, wanted, arena, error);
}
