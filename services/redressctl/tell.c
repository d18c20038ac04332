#include "redressctl/tell.h"

#include <string.h>

#include "redressctl/show.h"
#include "wire/time.h"

#define PACKAGE "redress.v1."

const char *
tell_type(const json_t *event)
{
	const char *type = json_string_value(json_object_get(event, "type"));

	if (type == NULL)
		return "";
	return strncmp(type, PACKAGE, strlen(PACKAGE)) == 0 ? type + strlen(PACKAGE) : type;
}

static const json_t *
at_path(const json_t *event, const char *path)
{
	const json_t *data = json_object_get(event, "data");
	const char *dot = strchr(path, '.');

	if (dot == NULL)
		return json_object_get(data, path);
	return json_object_get(json_object_getn(data, path, (size_t)(dot - path)), dot + 1);
}

const char *
tell_text(const json_t *event, const char *path)
{
	const char *text = json_string_value(at_path(event, path));

	return text == NULL ? "" : text;
}

static bool
flag(const json_t *event, const char *path)
{
	return json_is_true(at_path(event, path));
}

static int
number(const json_t *event, const char *path)
{
	return (int)json_integer_value(at_path(event, path));
}

struct instant
tell_time(const json_t *event)
{
	struct instant at = INSTANT_NONE;
	const char *time = json_string_value(json_object_get(event, "time"));

	if (time == NULL || !instant_parse(text_of(time), &at))
		return INSTANT_NONE;
	return at;
}

const char *
tell_instant(const json_t *event, const char *path, const struct zone *zone, struct arena *arena)
{
	char room[SHOW_INSTANT_MAX];
	struct instant at;

	if (!instant_parse(text_of(tell_text(event, path)), &at))
		return "";
	return arena_printf(arena, "%s", show_instant(zone, at, room));
}

const char *
tell_when(const json_t *event, const struct zone *zone, struct arena *arena)
{
	const int64_t minute = 60 * SECOND_US;
	struct instant at = tell_time(event);
	char room[SHOW_INSTANT_MAX];

	if (instant_is_set(at))
		at.us -= ((at.us % minute) + minute) % minute;
	return arena_printf(arena, "%s", show_instant(zone, at, room));
}

static const char *
day_text(const char *date, char room[SHOW_DAY_MAX])
{
	int32_t day;

	return date_parse(text_of(date), &day) ? show_day(day, room) : date;
}

const char *
tell_due(const json_t *event, const struct zone *zone, struct arena *arena)
{
	const char *last = tell_text(event, "derivation.lastDay");
	char room[SHOW_DAY_MAX], shown[SHOW_INSTANT_MAX];
	struct instant due;

	if (last[0] != '\0')
		return arena_printf(arena, "%s", day_text(last, room));
	if (!instant_parse(text_of(tell_text(event, "dueAt")), &due))
		return "an unknown date";
	/* A day's end is late from midnight on: tell the day before. */
	if (zone != NULL && instant_equal(zone_start_of_day(zone, zone_local_day(zone, due)), due))
		return arena_printf(arena, "%s", show_day(zone_local_day(zone, due) - 1, room));
	return arena_printf(arena, "%s", show_instant(zone, due, shown));
}

static const char *
clock_name(const json_t *event, struct arena *arena)
{
	const char *ref = tell_text(event, "clock.ref");
	int instance = number(event, "clock.instance");

	if (ref[0] != '\0')
		return arena_printf(arena, "%s %s", tell_text(event, "clock.clock"), ref);
	if (instance > 1)
		return arena_printf(arena, "%s (%d)", tell_text(event, "clock.clock"), instance);
	return tell_text(event, "clock.clock");
}

static const char *
role_name(const json_t *event, const char *title, const char *id)
{
	const char *told = tell_text(event, title);

	return told[0] != '\0' ? told : tell_text(event, id);
}

static const char *
tell_clock(const char *type, const json_t *event, const struct zone *zone, struct arena *arena)
{
	const char *name = clock_name(event, arena), *due = tell_due(event, zone, arena);

	if (strcmp(type, "ClockStarted") == 0)
		return arena_printf(
		    arena, "%s: due by %s%s", name, due, flag(event, "provisional") ? ", provisionally" : "");
	if (strcmp(type, "ClockMoved") == 0)
		return arena_printf(arena, "%s: now due by %s (%s)", name, due, tell_text(event, "why"));
	if (strcmp(type, "ClockSuspended") == 0)
		return arena_printf(arena, "%s: suspended%s%s%s, while due by %s", name,
		    tell_text(event, "grounds")[0] == '\0' ? "" : " (", tell_text(event, "grounds"),
		    tell_text(event, "grounds")[0] == '\0' ? "" : ")", due);
	if (strcmp(type, "ClockWarned") == 0)
		return arena_printf(arena, "%s: WARNING, due by %s", name, due);
	if (strcmp(type, "ClockMet") == 0)
		return arena_printf(arena, "%s: done %s%s", name, tell_instant(event, "metAt", zone, arena),
		    flag(event, "late") ? ", LATE" : ", in time");
	if (strcmp(type, "ClockMissed") == 0)
		return arena_printf(arena, "%s: %s, it was due by %s", name,
		    flag(event, "clock.customers") ? "the customer's time is over" : "MISSED", due);
	if (strcmp(type, "ClockStopped") == 0)
		return arena_printf(arena, "%s: nothing is owed any more (%s)", name, tell_text(event, "why"));
	return NULL;
}

/* "NATURE_SERVICE_REQUEST" -> "service request". What is no value of an enum stays as it is. */
static const char *
plain(const char *value, struct arena *arena)
{
	static const char *const prefixes[] = { "CASE_KIND_", "NATURE_", "OUTCOME_", "REASON_", "CHANNEL_",
		"EXCLUSION_GROUND_", "ACT_" };
	char *words;

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(value, prefixes[i], len) != 0)
			continue;
		words = arena_string(arena, text_of(value + len));
		for (char *letter = words; *letter != '\0'; letter++)
			*letter = *letter == '_'
				      ? ' '
				      : (char)(*letter >= 'A' && *letter <= 'Z' ? *letter + ('a' - 'A') : *letter);
		return words;
	}
	return value;
}

/* What time alone did says how the time was counted. */
static const char *
by_itself(const json_t *event)
{
	return at_path(event, "derivation") == NULL ? "" : ", by itself: nothing was agreed in time";
}

/* The roles a message goes to; without any, the landlord's systems. */
static const char *
readers(const json_t *event, struct arena *arena)
{
	const json_t *role;
	const char *told = "";
	size_t index;

	json_array_foreach(at_path(event, "toRoles"), index, role)
	{
		told = arena_printf(arena, "%s%s%s", told, index == 0 ? "" : ", ", json_string_value(role));
	}
	return told[0] == '\0' ? "systems" : told;
}

static const char *
tell_judgement(const char *type, const json_t *event, struct arena *arena)
{
	int stage = number(event, "stage");

	if (strcmp(type, "CaseOpened") == 0)
		return arena_printf(arena, "opened as %s%s%s%s", plain(tell_text(event, "kind"), arena),
		    tell_text(event, "category")[0] == '\0' ? "" : ", ", tell_text(event, "category"),
		    by_itself(event));
	if (strcmp(type, "CaseDeclined") == 0)
		return arena_printf(arena, "declined: %s", tell_text(event, "ground"));
	if (strcmp(type, "CaseReferred") == 0 && tell_text(event, "toRole")[0] == '\0')
		return arena_printf(arena, "handed on to %s: %s",
		    tell_text(event, "serviceArea")[0] == '\0' ? "the service area" : tell_text(event, "serviceArea"),
		    tell_text(event, "why"));
	if (strcmp(type, "CaseReferred") == 0)
		return arena_printf(
		    arena, "put before the %s: %s", role_name(event, "toRoleTitle", "toRole"), tell_text(event, "why"));
	if (strcmp(type, "CaseAssigned") == 0 && stage == 0)
		return arena_printf(arena, "overseen by the %s", role_name(event, "roleTitle", "role"));
	if (strcmp(type, "CaseAssigned") == 0)
		return arena_printf(arena, "stage %d is the %s's%s%s%s%s", stage, role_name(event, "roleTitle", "role"),
		    tell_text(event, "officer")[0] == '\0' ? "" : ": ", tell_text(event, "officer"),
		    tell_text(event, "organisation")[0] == '\0' ? "" : ", of ", tell_text(event, "organisation"));
	if (strcmp(type, "StageOpened") == 0 && number(event, "carriedOver") > 0)
		return arena_printf(arena, "stage %d begins%s; work recorded before counts for it: %d", stage,
		    by_itself(event), number(event, "carriedOver"));
	if (strcmp(type, "StageOpened") == 0)
		return arena_printf(arena, "stage %d begins%s", stage, by_itself(event));
	if (strcmp(type, "IssueJoined") == 0)
		return arena_printf(
		    arena, "a new issue is answered with stage %d: %s", stage, tell_text(event, "about.ref"));
	if (strcmp(type, "CaseEscalated") == 0)
		return arena_printf(arena, "%s: ESCALATED to the %s", clock_name(event, arena),
		    role_name(event, "toRoleTitle", "toRole"));
	if (strcmp(type, "OmbudsmanSignposted") == 0)
		return arena_printf(arena, "the customer is to be told of the Ombudsman%s%s (%s)",
		    tell_text(event, "ombudsman")[0] == '\0' ? "" : ", ", tell_text(event, "ombudsman"),
		    tell_text(event, "why"));
	if (strcmp(type, "AdvocacySignposted") == 0)
		return arena_printf(
		    arena, "the customer is to be pointed to an advocate (%s)", tell_text(event, "why"));
	if (strcmp(type, "SurveyDue") == 0)
		return arena_printf(
		    arena, "the customer is to be asked how it was handled (%s)", tell_text(event, "why"));
	if (strcmp(type, "NonComplianceFound") == 0)
		return arena_printf(
		    arena, "NOT COMPLIANT, %s: %s", tell_text(event, "condition"), tell_text(event, "message"));
	if (strcmp(type, "JudgementWithdrawn") == 0)
		return arena_printf(
		    arena, "taken back: %s (%s)", tell_text(event, "withdrawnId"), tell_text(event, "why"));
	if (strcmp(type, "MessageQueued") == 0)
		return arena_printf(arena, "to be told to %s by %s: %s", readers(event, arena),
		    tell_text(event, "channel"), tell_text(event, "aboutId"));
	return NULL;
}

static const char *
tell_hearing(const char *type, const json_t *event, const struct zone *zone, struct arena *arena)
{
	const char *why = tell_text(event, "why"), *day = "an unknown day";
	char room[SHOW_DAY_MAX];
	struct instant at;

	if (zone != NULL && instant_parse(text_of(tell_text(event, "heldAt")), &at))
		day = show_day(zone_local_day(zone, at), room);
	if (strcmp(type, "HearingScheduled") == 0)
		return arena_printf(arena, "to be heard on %s (%s)", day, why);
	if (strcmp(type, "HearingCancelled") == 0)
		return arena_printf(arena, "not to be heard on %s any more (%s)", day, why);
	return NULL;
}

/* "Response issued": the name taken apart, and what there is to say at a glance. */
static const char *
tell_fact(const char *type, const json_t *event, struct arena *arena)
{
	static const char *const glance[] = { "nature", "category", "outcome", "until", "officer", "reason", "ref",
		"theme", "kind", "act" };
	static const struct {
		const char *flag, *words;
	} flags[] = {
		{ "emergency", "an emergency" },
		{ "significant", "significant" },
		{ "noHazardFound", "no hazard found" },
		{ "safetyWorkNeeded", "safety work needed" },
		{ "preventativeWorkNeeded", "preventative work needed" },
	};
	char words[64];
	size_t len = 0;
	const char *told;

	for (const char *letter = type; *letter != '\0' && len + 2 < sizeof words; letter++) {
		bool upper = *letter >= 'A' && *letter <= 'Z';

		if (upper && letter != type)
			words[len++] = ' ';
		words[len++] = upper && letter != type ? (char)(*letter + ('a' - 'A')) : *letter;
	}
	words[len] = '\0';
	told = arena_printf(arena, "%s", words);
	if (number(event, "stage") > 0)
		told = arena_printf(arena, "%s, stage %d", told, number(event, "stage"));
	for (size_t i = 0; i < sizeof glance / sizeof glance[0]; i++)
		if (tell_text(event, glance[i])[0] != '\0' && strncmp(tell_text(event, glance[i]), "sealed:", 7) != 0)
			told = arena_printf(arena, "%s, %s", told, plain(tell_text(event, glance[i]), arena));
	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (flag(event, flags[i].flag))
			told = arena_printf(arena, "%s, %s", told, flags[i].words);
	return told;
}

const char *
tell_event(const json_t *event, const struct zone *zone, struct arena *arena)
{
	const char *type = tell_type(event), *clause = tell_text(event, "basis.clause");
	const char *told = strncmp(type, "Clock", 5) == 0 ? tell_clock(type, event, zone, arena) : NULL;

	if (told == NULL)
		told = tell_judgement(type, event, arena);
	if (told == NULL)
		told = tell_hearing(type, event, zone, arena);
	if (told == NULL)
		told = tell_fact(type, event, arena);
	return clause[0] == '\0' ? told
				 : arena_printf(arena, "%s [%s %s]", told, tell_text(event, "basis.pack"), clause);
}

static const char *
unit_words(const char *unit, struct arena *arena)
{
	char *words = arena_string(arena, text_of(unit));

	for (char *letter = words; *letter != '\0'; letter++)
		if (*letter == '-')
			*letter = ' ';
	return words;
}

void
tell_derivation(const json_t *event, const struct zone *zone, const char *indent, FILE *to)
{
	const json_t *derivation = json_object_get(json_object_get(event, "data"), "derivation"), *each;
	char room[SHOW_DAY_MAX];
	struct arena arena = { 0 };
	size_t index;

	if (derivation == NULL)
		return;
	if (strcmp(tell_text(event, "derivation.unit"), "named-date") == 0)
		fprintf(to, "%sa date promised, not counted\n", indent);
	else
		fprintf(to, "%s%d %s%s counted from %s\n", indent, number(event, "derivation.count"),
		    unit_words(tell_text(event, "derivation.unit"), &arena),
		    number(event, "derivation.count") == 1 ? "" : "s",
		    tell_instant(event, "derivation.from", zone, &arena));
	fprintf(to, "%sday 0     %s\n", indent, day_text(tell_text(event, "derivation.dayZero"), room));
	json_array_foreach(json_object_get(derivation, "skipped"), index, each) fprintf(to, "%sskipped   %-16s %s\n",
	    indent, day_text(json_string_value(json_object_get(each, "date")), room),
	    json_string_value(json_object_get(each, "why")));
	if (flag(event, "derivation.skippedMore"))
		fprintf(to, "%sskipped   and more\n", indent);
	if (tell_text(event, "derivation.lastDay")[0] != '\0')
		fprintf(to, "%slast day  %s\n", indent, day_text(tell_text(event, "derivation.lastDay"), room));
	fprintf(to, "%scalendar  %s, version %s\n", indent, tell_text(event, "derivation.calendar"),
	    tell_text(event, "derivation.calendarVersion"));
	arena_free(&arena);
}
