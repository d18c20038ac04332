#include "redressctl/difference_tell.h"

#include <stdio.h>

#include "redressctl/brief.h"
#include "redressctl/tell.h"

enum { SIDE_WIDTH = 9 };

/* What is counted by kind, with its name for people and its key in JSON. */
struct counted {
	enum judgement_kind kind;
	const char *people, *key;
};

/* In this order; other kinds come after them, by their own names. */
static const struct counted counted[] = {
	{ JUDGEMENT_CLOCK_MISSED, "misses", "misses" },
	{ JUDGEMENT_CLOCK_WARNED, "warnings", "warnings" },
	{ JUDGEMENT_CASE_ESCALATED, "escalations", "escalations" },
	{ JUDGEMENT_CLOCK_MET, "met", "met" },
	{ JUDGEMENT_CLOCK_SUSPENDED, "suspended", "suspended" },
	{ JUDGEMENT_CLOCK_STOPPED, "stopped", "stopped" },
	{ JUDGEMENT_NON_COMPLIANCE_FOUND, "not compliant", "nonCompliances" },
	{ JUDGEMENT_OMBUDSMAN_SIGNPOSTED, "signposts", "signposts" },
	{ JUDGEMENT_ADVOCACY_SIGNPOSTED, "advocates named", "advocacy" },
	{ JUDGEMENT_SURVEY_DUE, "surveys", "surveys" },
	{ JUDGEMENT_CASE_OPENED, "opened", "opened" },
	{ JUDGEMENT_CASE_DECLINED, "declined", "declined" },
	{ JUDGEMENT_CASE_REFERRED, "referred", "referred" },
	{ JUDGEMENT_STAGE_OPENED, "stages", "stages" },
	{ JUDGEMENT_ISSUE_JOINED, "issues joined", "issues" },
	{ JUDGEMENT_HEARING_SCHEDULED, "hearings", "hearings" },
	{ JUDGEMENT_HEARING_CANCELLED, "cancelled", "hearingsCancelled" },
};

enum { COUNTED = sizeof counted / sizeof counted[0] };

static bool
is_listed(enum judgement_kind kind)
{
	for (size_t i = 0; i < COUNTED; i++)
		if (counted[i].kind == kind)
			return true;
	return false;
}

/* The i-th of all kinds; false past the end. */
static bool
counted_at(size_t i, struct counted *out)
{
	size_t others = COUNTED;

	if (i < COUNTED) {
		*out = counted[i];
		return true;
	}
	for (int kind = 0; kind < JUDGEMENT_KINDS_COUNT; kind++) {
		const char *name = judgement_kind_name((enum judgement_kind)kind);

		if (is_listed((enum judgement_kind)kind) || !difference_compares((enum judgement_kind)kind) ||
		    others++ != i)
			continue;
		*out = (struct counted){ (enum judgement_kind)kind, name, name };
		return true;
	}
	return false;
}

static void
tell_list(const char *indent, const char *sign, const struct told_list *list, const struct zone *zone)
{
	for (size_t i = 0; i < list->count; i++) {
		struct arena arena = { 0 };
		json_t *event = brief_event(list->at[i]->event);

		printf("%s%s %s\n", indent, sign, tell_event(event, zone, &arena));
		json_decref(event);
		arena_free(&arena);
	}
}

static const char *
due_of(const struct told *date, const struct zone *zone, struct arena *arena)
{
	json_t *event;
	const char *due;

	if (date == NULL)
		return "";
	event = brief_event(date->event);
	due = arena_printf(
	    arena, "%s%s", tell_due(event, zone, arena), date->judgement.provisional ? ", provisionally" : "");
	json_decref(event);
	return due;
}

static bool
same_rule(const struct judgement *a, const struct judgement *b)
{
	return text_equal(a->rule.id, b->rule.id) && text_equal(a->rule.clause, b->rule.clause) &&
	       text_equal(a->pack, b->pack) && text_equal(a->version, b->version);
}

/* `side` NULL: of both. */
static void
tell_rule(const char *side, const struct told *date)
{
	const struct judgement *by = &date->judgement;

	printf("      ");
	if (side != NULL)
		printf("%-*s ", SIDE_WIDTH, side);
	printf("rule %.*s, clause %.*s of %.*s %.*s\n", TEXT_ARG(by->rule.id), TEXT_ARG(by->rule.clause),
	    TEXT_ARG(by->pack), TEXT_ARG(by->version));
}

static void
tell_rules(const struct clock_change *change, const struct difference_words *words)
{
	const struct told *before = change->before, *after = change->after;

	if (before != NULL && after != NULL && same_rule(&before->judgement, &after->judgement)) {
		tell_rule(NULL, before);
		return;
	}
	if (before != NULL)
		tell_rule(words->before, before);
	if (after != NULL)
		tell_rule(words->after, after);
}

static const char *
name_of(const struct judgement *clock, struct arena *arena)
{
	if (!text_is_empty(clock->ref))
		return arena_printf(arena, "%.*s %.*s", TEXT_ARG(clock->subject), TEXT_ARG(clock->ref));
	if (clock->instance > 1)
		return arena_printf(arena, "%.*s (%u)", TEXT_ARG(clock->subject), clock->instance);
	return arena_string(arena, clock->subject);
}

static void
tell_alerts(size_t alerts, const char *indent, const struct difference_words *words)
{
	if (words->alerts != NULL && alerts > 0)
		printf("%s%zu alert%s %s\n", indent, alerts, alerts == 1 ? "" : "s", words->alerts);
}

static void
tell_clock(const struct clock_change *change, const struct difference_words *words, const struct zone *zone)
{
	struct arena arena = { 0 };
	const char *name = name_of(&change->clock->judgement, &arena);
	const char *before = due_of(change->before, zone, &arena), *after = due_of(change->after, zone, &arena);

	if (clock_change_moves(change))
		printf("  %s: due by %s -> %s\n", name, before, after);
	else if (change->before == NULL && change->after != NULL)
		printf("  %s: starts, due by %s\n", name, after);
	else if (change->before != NULL && change->after == NULL)
		printf("  %s: vanishes, was due by %s\n", name, before);
	else
		printf("  %s: due by %s as before\n", name, before);
	tell_rules(change, words);
	tell_list("      ", "-", &change->gone, zone);
	tell_list("      ", "+", &change->come, zone);
	tell_alerts(change->alerts, "      ", words);
	arena_free(&arena);
}

void
difference_tell(const struct case_change *change, const struct difference_words *words, const struct zone *zone)
{
	if (case_change_is_empty(change))
		return;
	printf("%.*s of %.*s\n", TEXT_ARG(change->ref), TEXT_ARG(change->landlord));
	for (size_t i = 0; i < change->clock_count; i++)
		tell_clock(&change->clocks[i], words, zone);
	tell_list("  ", "-", &change->gone, zone);
	tell_list("  ", "+", &change->come, zone);
}

/* "  misses         2 appear, 1 vanishes"; nothing when there are none. */
static void
tell_two(const char *what, size_t first, const char *one_first, const char *many_first, size_t second,
    const char *one_second, const char *many_second)
{
	if (first + second == 0)
		return;
	printf("  %-14s", what);
	if (first > 0)
		printf(" %zu %s%s", first, first == 1 ? one_first : many_first, second > 0 ? "," : "");
	if (second > 0)
		printf(" %zu %s", second, second == 1 ? one_second : many_second);
	putchar('\n');
}

static void
tell_count(const char *what, size_t come, size_t gone)
{
	tell_two(what, come, "appears", "appear", gone, "vanishes", "vanish");
}

void
difference_tell_totals(const struct difference_totals *totals, const struct difference_words *words)
{
	struct counted each;

	printf("%zu case%s compared, %zu differ%s\n", totals->cases, totals->cases == 1 ? "" : "s", totals->changed,
	    totals->changed == 1 ? "s" : "");
	tell_two("dates", totals->clocks_later, "later", "later", totals->clocks_earlier, "earlier", "earlier");
	tell_two("clocks", totals->clocks_started, "starts", "start", totals->clocks_vanished, "vanishes", "vanish");
	for (size_t i = 0; counted_at(i, &each); i++)
		tell_count(each.people, totals->come[each.kind], totals->gone[each.kind]);
	tell_count("customers' ends", totals->customers_come, totals->customers_gone);
	if (words->alerts != NULL)
		printf("  %-14s %zu %s\n", "alerts", totals->alerts, words->alerts);
}

static json_t *
list_json(const struct told_list *list)
{
	json_t *made = json_array();

	for (size_t i = 0; i < list->count; i++) {
		json_t *event = brief_event(list->at[i]->event);

		json_array_append_new(made, brief_judgement(event));
		json_decref(event);
	}
	return made;
}

static json_t *
date_json(const struct told *date)
{
	json_t *event, *made;

	if (date == NULL)
		return json_null();
	event = brief_event(date->event);
	made = brief_date(event);
	json_decref(event);
	return made;
}

static const char *
change_word(const struct clock_change *change)
{
	if (clock_change_moves(change))
		return "moved";
	if (change->before == NULL && change->after != NULL)
		return "started";
	return change->before != NULL && change->after == NULL ? "vanished" : "same";
}

static json_t *
clock_json(const struct clock_change *change, const struct difference_words *words)
{
	const struct judgement *clock = &change->clock->judgement;
	json_t *made = json_pack("{s:o, s:i, s:i, s:o, s:s, s:o, s:o, s:o, s:o}", "clock", brief_text(clock->subject),
	    "stage", (int)clock->stage, "instance", (int)clock->instance, "ref", brief_text(clock->ref), "change",
	    change_word(change), "before", date_json(change->before), "after", date_json(change->after), "appeared",
	    list_json(&change->come), "vanished", list_json(&change->gone));

	if (words->alerts != NULL)
		json_object_set_new(made, "alerts", json_integer((json_int_t)change->alerts));
	return made;
}

json_t *
difference_json(const struct case_change *change, const struct difference_words *words)
{
	json_t *clocks = json_array(), *made;

	for (size_t i = 0; i < change->clock_count; i++)
		json_array_append_new(clocks, clock_json(&change->clocks[i], words));
	made = json_pack("{s:o, s:o, s:o, s:o, s:o}", "landlord", brief_text(change->landlord), "case",
	    brief_text(change->ref), "clocks", clocks, "appeared", list_json(&change->come), "vanished",
	    list_json(&change->gone));
	if (words->alerts != NULL)
		json_object_set_new(made, "alerts", json_integer((json_int_t)change->alerts));
	return made;
}

static json_t *
count_json(size_t come, size_t gone)
{
	return json_pack("{s:I, s:I}", "appeared", (json_int_t)come, "vanished", (json_int_t)gone);
}

json_t *
difference_totals_json(const struct difference_totals *totals, const struct difference_words *words)
{
	struct counted each;
	json_t *made = json_pack("{s:I, s:I, s:{s:I, s:I, s:I, s:I}}", "cases", (json_int_t)totals->cases,
	    "casesChanged", (json_int_t)totals->changed, "clocks", "earlier", (json_int_t)totals->clocks_earlier,
	    "later", (json_int_t)totals->clocks_later, "started", (json_int_t)totals->clocks_started, "vanished",
	    (json_int_t)totals->clocks_vanished);

	for (size_t i = 0; counted_at(i, &each); i++)
		json_object_set_new(made, each.key, count_json(totals->come[each.kind], totals->gone[each.kind]));
	json_object_set_new(made, "customersTimesOver", count_json(totals->customers_come, totals->customers_gone));
	if (words->alerts != NULL)
		json_object_set_new(made, "alerts", json_integer((json_int_t)totals->alerts));
	return made;
}
