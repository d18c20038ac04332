#include "reporting/register.h"

#include <string.h>

static bool
completes_order(enum fact_kind kind)
{
	return kind == FACT_ORDER_COMPLETED;
}

static const struct register_rule registers[] = {
	{ "discretion", "Uses of discretion, and their circumstances",
	    { { "ScopeDecided", "discretionUsed", false, NULL }, { "DiscretionUsed", NULL, false, NULL } }, NULL },
	{ "declined", "Matters that a person declined to take, and why", { { "ScopeDecided", "accepted", true, NULL } },
	    NULL },
	{ "refusals", "Requests for a further stage that were refused, and why",
	    { { "EscalationDecided", "accepted", true, NULL } }, NULL },
	{ "remedies", "Actions and remedies promised: who, what, by when, and whether it was done",
	    { { "ResponseIssued", "actions", false, "actions" }, { "RemedyAgreed", "actions", false, "actions" } },
	    fact_kind_does_action },
	{ "orders", "The Ombudsman's orders, and the recommendations of the Ombudsman and others",
	    { { "OmbudsmanDetermined", "orders", false, "orders" },
		{ "RecommendationMade", "recommendations", false, "recommendations" } },
	    completes_order },
	{ "determinations", "What the Ombudsman found, issue by issue",
	    { { "OmbudsmanDetermined", "determinations", false, "determinations" } }, NULL },
	{ "compensation", "Compensation paid", { { "CompensationPaid", NULL, false, NULL } }, NULL },
	{ "compliments", "Compliments, and with whom they were shared",
	    { { "ComplimentReceived", NULL, false, NULL }, { "ComplimentShared", NULL, false, NULL } }, NULL },
	{ "learning", "Lessons, by theme", { { "LearningRecorded", NULL, false, NULL } }, NULL },
	{ "extensions", "Answers that were told to take longer", { { "ExtensionNotified", NULL, false, NULL } }, NULL },
	{ "restrictions", "Contact restricted because of unacceptable behaviour",
	    { { "ContactRestricted", NULL, false, NULL } }, NULL },
	{ "disclosures", "Who was shown a case", { { "InformationDisclosed", NULL, false, NULL } }, NULL },
};

enum { REGISTERS = sizeof(registers) / sizeof(registers[0]) };

const struct register_rule *
register_find(struct text name)
{
	for (size_t i = 0; i < REGISTERS; i++) {
		if (text_equal(text_of(registers[i].name), name))
			return &registers[i];
	}
	return NULL;
}

const char *
register_names(struct arena *arena)
{
	const char *names = "";

	for (size_t i = 0; i < REGISTERS; i++)
		names = arena_printf(arena, "%s%s%s", names, i == 0 ? "" : ", ", registers[i].name);
	return names;
}

static const char *
text_in(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* "redress.v1.ScopeDecided" is ScopeDecided. */
static bool
is_of_type(const json_t *event, const char *type)
{
	const char *full = text_in(event, "type"), *dot = strrchr(full, '.');

	return strcmp(dot == NULL ? full : dot + 1, type) == 0;
}

/* In proto3 JSON what is not set is not there. */
static bool
is_set(const json_t *data, const char *field)
{
	const json_t *value = json_object_get(data, field);

	return value != NULL && !json_is_false(value) && !(json_is_array(value) && json_array_size(value) == 0);
}

static const struct register_fact *
row_of(const struct register_rule *rule, const json_t *fact)
{
	for (size_t i = 0; i < REGISTER_FACTS_MAX && rule->facts[i].type != NULL; i++) {
		const struct register_fact *row = &rule->facts[i];

		if (is_of_type(fact, row->type) &&
		    (row->field == NULL || is_set(json_object_get(fact, "data"), row->field) != row->unset))
			return row;
	}
	return NULL;
}

bool
register_takes(const struct register_rule *rule, const json_t *fact)
{
	return row_of(rule, fact) != NULL;
}

/* Whether a judgement of the course was taken back later. */
static bool
was_withdrawn(const json_t *course, const json_t *judgement)
{
	const json_t *event;
	size_t i;

	json_array_foreach(course, i, event)
	{
		if (is_of_type(event, "JudgementWithdrawn") &&
		    strcmp(text_in(json_object_get(event, "data"), "withdrawnId"), text_in(judgement, "id")) == 0)
			return true;
	}
	return false;
}

/* Whether sla says so of the clock kept for `ref`. */
static bool
stands(const json_t *course, const char *type, const char *ref)
{
	const json_t *event;
	size_t i;

	json_array_foreach(course, i, event)
	{
		const json_t *clock = json_object_get(json_object_get(event, "data"), "clock");

		if (is_of_type(event, type) && strcmp(text_in(clock, "ref"), ref) == 0 && !was_withdrawn(course, event))
			return true;
	}
	return false;
}

/* The first word that what `ref` names was done, not before it was promised. */
static const json_t *
find_done(const struct register_rule *rule, const json_t *course, const char *ref, const char *since)
{
	const json_t *event, *first = NULL;
	size_t i;

	json_array_foreach(course, i, event)
	{
		if (rule->says_done(fact_kind_from_name(text_of(text_in(event, "type")))) &&
		    strcmp(text_in(json_object_get(event, "data"), "ref"), ref) == 0 &&
		    strcmp(text_in(event, "time"), since) >= 0 &&
		    (first == NULL || strcmp(text_in(event, "time"), text_in(first, "time")) < 0))
			first = event;
	}
	return first;
}

static const char *
state_of(const json_t *course, const json_t *done, const char *ref)
{
	bool missed = stands(course, "ClockMissed", ref);

	if (done == NULL)
		return missed ? "overdue" : "open";
	if (is_set(json_object_get(done, "data"), "reasonsNotActed"))
		return "not-acted-on";
	return missed ? "done-late" : "done";
}

static json_t *
entry_of(const json_t *fact)
{
	json_t *entry = json_object();

	json_object_set(entry, "case", json_object_get(fact, "subject"));
	json_object_set(entry, "at", json_object_get(fact, "time"));
	json_object_set(entry, "fact", json_object_get(fact, "type"));
	json_object_set(entry, "position", json_object_get(fact, "redressposition"));
	return entry;
}

static void
add_completion(const struct register_rule *rule, json_t *entry, const json_t *course, const json_t *item)
{
	const char *ref = text_in(item, "ref");
	const json_t *done = find_done(rule, course, ref, text_in(entry, "at"));
	const json_t *data = json_object_get(done, "data");

	json_object_set_new(entry, "state", json_string(state_of(course, done, ref)));
	if (done == NULL)
		return;
	json_object_set(entry, "doneAt", json_object_get(done, "time"));
	if (is_set(data, "proof"))
		json_object_set(entry, "proof", json_object_get(data, "proof"));
	if (is_set(data, "reasonsNotActed"))
		json_object_set(entry, "reasonsNotActed", json_object_get(data, "reasonsNotActed"));
}

void
register_enter(const struct register_rule *rule, const json_t *fact, const json_t *course, json_t *entries)
{
	const struct register_fact *row = row_of(rule, fact);
	json_t *data = json_object_get(fact, "data"), *item;
	size_t i;

	if (row == NULL)
		return;
	if (row->list == NULL) {
		json_t *entry = entry_of(fact);

		json_object_update_missing(entry, data);
		json_array_append_new(entries, entry);
		return;
	}
	json_array_foreach(json_object_get(data, row->list), i, item)
	{
		json_t *entry = entry_of(fact);

		json_object_update_missing(entry, item);
		if (rule->says_done != NULL)
			add_completion(rule, entry, course, item);
		json_array_append_new(entries, entry);
	}
}
