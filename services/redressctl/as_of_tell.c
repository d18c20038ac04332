#include <stdio.h>

#include "redressctl/as_of.h"
#include "redressctl/brief.h"
#include "redressctl/command.h"
#include "redressctl/show.h"
#include "redressctl/stock.h"
#include "redressctl/tell.h"

struct tally {
	size_t cases, differing, then, now, heard, heard_late, taken_back, taken_back_late, said, said_late, passing;
};

struct telling {
	struct as_of_log log;
	struct instant at;
	const char *case_ref;
	const struct zone *zone;
	struct tally tally;
	json_t *json; /* the cases; NULL: for people */
};

/* ---- For people ---- */

static const char *
told(const struct telling *telling, const struct event *event, struct arena *arena)
{
	json_t *json = brief_event(event);
	const char *text = tell_event(json, telling->zone, arena);

	/* The text may stand in what is let go of here. */
	text = arena_printf(arena, "%s", text);
	json_decref(json);
	return text;
}

static const char *
shown(const struct telling *telling, struct instant at, struct arena *arena)
{
	char room[SHOW_INSTANT_MAX];

	at.us -= at.us % (60 * SECOND_US);
	return arena_printf(arena, "%s", show_instant(telling->zone, at, room));
}

/* Said once for all that came of it, one after the other. */
static void
print_reason(const struct telling *telling, const struct as_of_change *change, const struct as_of_change *before,
    struct arena *arena)
{
	const struct as_of_reason *because = &change->because;

	if (before != NULL && before->because.fact == because->fact && before->because.late == because->late)
		return;
	if (because->fact == NULL)
		printf("    as time passed%s\n", because->late ? " (late)" : "");
	else
		printf("    because %s, %s (fact %.*s), heard %s%s\n", told(telling, because->fact, arena),
		    shown(telling, because->happened, arena), TEXT_ARG(because->fact->id),
		    shown(telling, because->heard, arena), because->late ? " (late)" : "");
}

static void
print_changes(const struct telling *telling, const struct as_of_case *of, struct arena *arena)
{
	if (of->taken_back_count > 0)
		puts("  taken back since");
	for (size_t i = 0; i < of->taken_back_count; i++) {
		const struct as_of_change *change = &of->taken_back[i];

		print_reason(telling, change, i == 0 ? NULL : change - 1, arena);
		printf("      - %s; said %s, taken back %s\n", told(telling, change->said, arena),
		    shown(telling, change->said->said_at, arena), shown(telling, change->ended->said_at, arena));
		if (change->other != NULL)
			printf("        now %s\n", told(telling, change->other, arena));
	}
	if (of->said_count > 0)
		puts("  said since");
	for (size_t i = 0; i < of->said_count; i++) {
		const struct as_of_change *change = &of->said[i];

		print_reason(telling, change, i == 0 ? NULL : change - 1, arena);
		printf("      + %s; said %s%s\n", told(telling, change->said, arena),
		    shown(telling, change->said->said_at, arena),
		    change->other != NULL ? ", in place of one taken back" : "");
	}
}

static void
print_case(const struct telling *telling, const struct as_of_case *of)
{
	struct arena arena = { 0 };

	printf("%.*s of %.*s: %zu judgement%s stood then, %zu stand now\n", TEXT_ARG(of->ref), TEXT_ARG(of->landlord),
	    of->then.count, of->then.count == 1 ? "" : "s", of->now.count);
	if (telling->case_ref != NULL && of->then.count > 0) {
		puts("  known then");
		for (size_t i = 0; i < of->then.count; i++)
			printf("      %s\n", told(telling, of->then.at[i], &arena));
	}
	if (of->heard.count > 0)
		puts("  heard since");
	for (size_t i = 0; i < of->heard.count; i++)
		printf("      %s, %s; heard %s%s\n", told(telling, of->heard.at[i], &arena),
		    shown(telling, of->heard.at[i]->occurred_at, &arena),
		    shown(telling, of->heard.at[i]->said_at, &arena),
		    instant_before(telling->at, of->heard.at[i]->occurred_at) ? "" : " (late)");
	print_changes(telling, of, &arena);
	arena_free(&arena);
}

static void
print_tally(const struct telling *telling)
{
	const struct tally *tally = &telling->tally;
	struct arena arena = { 0 };

	printf("As of %s (now: %s): %zu case%s, %zu differ%s; %zu judgements stood, %zu stand\n",
	    shown(telling, telling->at, &arena), shown(telling, telling->log.now, &arena), tally->cases,
	    tally->cases == 1 ? "" : "s", tally->differing, tally->differing == 1 ? "s" : "", tally->then, tally->now);
	printf("  heard since        %zu, %zu of them late\n", tally->heard, tally->heard_late);
	printf("  taken back since   %zu, %zu of them because of something late\n", tally->taken_back,
	    tally->taken_back_late);
	printf("  said since         %zu, %zu of them because of something late\n", tally->said, tally->said_late);
	if (tally->passing > 0)
		printf("  said and taken back since  %zu\n", tally->passing);
	arena_free(&arena);
}

/* ---- As JSON ---- */

static json_t *
judgement_json(const struct event *event)
{
	json_t *json = brief_event(event), *made = brief_judgement(json);

	json_object_set_new(made, "saidAt", brief_instant(event->said_at));
	json_decref(json);
	return made;
}

static json_t *
fact_json(const struct event *fact, struct instant at)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:b}", "type", brief_text(fact->type), "source",
	    brief_text(fact->source), "id", brief_text(fact->id), "happened", brief_instant(fact->occurred_at), "heard",
	    brief_instant(fact->said_at), "late", (int)!instant_before(at, fact->occurred_at));
}

static json_t *
list_json(const struct event_list *list)
{
	json_t *made = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_array_append_new(made, judgement_json(list->at[i]));
	return made;
}

static json_t *
changes_json(const struct as_of_change *changes, size_t count, struct instant at)
{
	json_t *made = json_array();

	for (size_t i = 0; i < count; i++) {
		const struct as_of_change *change = &changes[i];
		json_t *each = judgement_json(change->said);

		if (change->ended != NULL)
			json_object_set_new(each, "takenBackAt", brief_instant(change->ended->said_at));
		json_object_set_new(
		    each, "because", change->because.fact == NULL ? json_null() : fact_json(change->because.fact, at));
		json_object_set_new(each, "late", json_boolean(change->because.late));
		json_object_set_new(each, change->ended != NULL ? "replacedBy" : "replaces",
		    change->other == NULL ? json_null() : brief_text(change->other->id));
		json_array_append_new(made, each);
	}
	return made;
}

static json_t *
case_json(const struct telling *telling, const struct as_of_case *of)
{
	json_t *heard = json_array(), *made;

	for (size_t i = 0; i < of->heard.count; i++)
		json_array_append_new(heard, fact_json(of->heard.at[i], telling->at));
	made = json_pack("{s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:I}", "landlord", brief_text(of->landlord), "case",
	    brief_text(of->ref), "stoodThen", (json_int_t)of->then.count, "standsNow", (json_int_t)of->now.count,
	    "heardSince", heard, "takenBack", changes_json(of->taken_back, of->taken_back_count, telling->at),
	    "saidSince", changes_json(of->said, of->said_count, telling->at), "saidAndTakenBack",
	    (json_int_t)of->passing);
	if (telling->case_ref != NULL) {
		json_object_set_new(made, "then", list_json(&of->then));
		json_object_set_new(made, "now", list_json(&of->now));
	}
	return made;
}

static json_t *
count_json(size_t all, size_t late)
{
	return json_pack("{s:I, s:I}", "all", (json_int_t)all, "late", (json_int_t)late);
}

static void
print_json(struct telling *telling)
{
	const struct tally *tally = &telling->tally;

	brief_print(json_pack("{s:o, s:o, s:I, s:o, s:{s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:I}}", "asOf",
	    brief_instant(telling->at), "now", brief_instant(telling->log.now), "through",
	    (json_int_t)telling->log.through, "cases", telling->json, "totals", "cases", (json_int_t)tally->cases,
	    "casesChanged", (json_int_t)tally->differing, "stoodThen", (json_int_t)tally->then, "standsNow",
	    (json_int_t)tally->now, "heardSince", count_json(tally->heard, tally->heard_late), "takenBack",
	    count_json(tally->taken_back, tally->taken_back_late), "saidSince",
	    count_json(tally->said, tally->said_late), "saidAndTakenBack", (json_int_t)tally->passing));
}

/* ---- All of it ---- */

static void
count(struct tally *tally, const struct as_of_case *of, struct instant at)
{
	tally->cases++;
	tally->differing += as_of_case_differs(of);
	tally->then += of->then.count;
	tally->now += of->now.count;
	tally->passing += of->passing;
	tally->heard += of->heard.count;
	for (size_t i = 0; i < of->heard.count; i++)
		tally->heard_late += !instant_before(at, of->heard.at[i]->occurred_at);
	tally->taken_back += of->taken_back_count;
	for (size_t i = 0; i < of->taken_back_count; i++)
		tally->taken_back_late += of->taken_back[i].because.late;
	tally->said += of->said_count;
	for (size_t i = 0; i < of->said_count; i++)
		tally->said_late += of->said[i].because.late;
}

static bool
tell_case(struct telling *telling, const struct history *history, struct error *error)
{
	struct arena arena = { 0 };
	struct as_of_case of;
	bool ok = as_of_case(history, &telling->log.roots, telling->at, &arena, &of, error);

	if (ok) {
		bool wanted = telling->case_ref != NULL || as_of_case_differs(&of);

		count(&telling->tally, &of, telling->at);
		if (wanted && telling->json != NULL)
			json_array_append_new(telling->json, case_json(telling, &of));
		else if (wanted)
			print_case(telling, &of);
	}
	as_of_case_free(&of);
	arena_free(&arena);
	return ok;
}

int
as_of_tell(const struct settings *settings, struct instant at, const char *case_ref, bool json)
{
	struct telling telling = { .at = at, .case_ref = case_ref, .json = json ? json_array() : NULL };
	struct error error = { 0 };
	bool ok;

	telling.zone = stock_zone(&telling.log.arena);
	ok = as_of_log_read(&telling.log, settings, case_ref, &error);
	for (size_t i = 0; ok && i < telling.log.count; i++)
		ok = tell_case(&telling, telling.log.cases[i], &error);
	if (ok && json)
		print_json(&telling);
	else if (ok)
		print_tally(&telling);
	else
		json_decref(telling.json);
	as_of_log_free(&telling.log);
	return ok ? STATUS_DONE : command_failed("replay", &error);
}
