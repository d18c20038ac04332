#include "redressctl/in_force.h"

#include <errno.h>
#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
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

bool
in_force_pack(const char *landlord, const char *file, struct instant at, struct arena *arena, struct text *event,
    struct error *error)
{
	struct policy *policy = arena_alloc(arena, sizeof *policy);
	struct problems *problems = arena_alloc(arena, sizeof *problems);
	struct text yaml, digest;

	problems->arena = arena;
	if (!place_read(file, LIMIT_PACK_BYTES, arena, &yaml, error))
		return false;
	if (!policy_read(arena, file, yaml, policy, problems)) {
		problems_print(problems, stderr);
		return problems_error(problems, error);
	}
	digest = digest_text(arena, yaml);
	*event = event_of("PackPutInForce", arena_printf(arena, "pack-%s-%.*s", landlord, 32, digest.at), at,
	    json_pack("{s:s, s:o, s:o, s:o, s:o}", "landlord", landlord, "pack", json_of(policy->pack), "version",
		json_of(policy->version), "digest", json_of(digest), "text", json_of(yaml)),
	    arena);
	return true;
}

static bool
calendar(const char *file, struct instant at, struct arena *arena, struct text *event, struct error *error)
{
	const char *slash = strrchr(file, '/'), *name = slash == NULL ? file : slash + 1;
	const char *bare = arena_printf(arena, "%.*s", (int)(strlen(name) - strlen(".json")), name);
	struct text json, digest;

	if (!place_read(file, LIMIT_CALENDAR_BYTES, arena, &json, error))
		return false;
	digest = digest_text(arena, json);
	*event = event_of("CalendarPutInForce", arena_printf(arena, "calendar-%s-%.*s", bare, 32, digest.at), at,
	    json_pack("{s:s, s:o, s:o, s:o}", "calendar", bare, "version",
		json_of((struct text){ digest.at, CALENDAR_VERSION_DIGITS }), "digest", json_of(digest), "text",
		json_of(json)),
	    arena);
	return true;
}

bool
in_force_calendars(const char *folder, struct instant at, struct arena *arena, struct text *events, size_t most,
    size_t *count, struct error *error)
{
	glob_t found;
	bool ok = true;

	*count = 0;
	if (glob(arena_printf(arena, "%s/*.json", folder), 0, NULL, &found) != 0)
		return error_set(error, ERROR_NOT_FOUND, "no calendar in %s", folder);
	for (size_t i = 0; ok && i < found.gl_pathc; i++) {
		if (*count == most)
			ok = error_set(error, ERROR_LIMIT, "more than %zu calendars in %s", most, folder);
		else
			ok = calendar(found.gl_pathv[i], at, arena, &events[(*count)++], error);
	}
	globfree(&found);
	return ok;
}
