/* Facts of one case as a person would tell them, and what the judges make of them. Times are London's. */
#ifndef REDRESS_TESTS_DOMAIN_STORY_H
#define REDRESS_TESTS_DOMAIN_STORY_H

#include "fixture.h"

enum {
	STORY_MAX = LIMIT_CASE_FACTS + 8,
};

struct story {
	size_t count;
	struct fact told[STORY_MAX];
	char ids[STORY_MAX][8];
	const struct fact *room[LIMIT_CASE_FACTS];
};

/* Another fact, of the kind and stage, with everything else unsaid; its id is "f1", "f2" ... */
static inline struct fact *
tell_at(struct story *story, enum fact_kind kind, uint8_t stage, struct instant at)
{
	struct fact *fact = &story->told[story->count];

	cr_assert_lt(story->count, STORY_MAX);
	*fact = (struct fact){ .kind = kind, .occurred_at = at, .stage = stage, .source = TEXT("crm") };
	snprintf(story->ids[story->count], sizeof(story->ids[0]), "f%zu", story->count + 1);
	fact->id = text_of(story->ids[story->count]);
	fact->position = ++story->count;
	if (kind == FACT_CONTACT_RECEIVED || kind == FACT_COMPLIMENT_RECEIVED) {
		fact->contact.happened_on = fact->contact.known_on = fact->contact.acceptable_by = NO_DAY;
		fact->contact.recorded_at = INSTANT_NONE;
	}
	return fact;
}

static inline struct fact *
tell(struct story *story, enum fact_kind kind, uint8_t stage, const char *at)
{
	return tell_at(story, kind, stage, london(at));
}

static inline struct fact *
tell_contact(struct story *story, const char *at, uint64_t flags)
{
	struct fact *fact = tell(story, FACT_CONTACT_RECEIVED, 0, at);

	fact->contact.flags = flags;
	return fact;
}

static inline struct fact *
tell_complaint(struct story *story, const char *at)
{
	return tell_contact(story, at, CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(DISSATISFIED));
}

static inline struct fact *
tell_acknowledged(struct story *story, uint8_t stage, const char *at)
{
	struct fact *fact = tell(story, FACT_CASE_ACKNOWLEDGED, stage, at);

	fact->acknowledged.defined = true;
	return fact;
}

/* A response with nothing amiss. */
static inline struct fact *
tell_response(struct story *story, uint8_t stage, const char *at)
{
	struct fact *fact = tell(story, FACT_RESPONSE_ISSUED, stage, at);

	fact->response.outcome = CASE_OUTCOME_UPHELD;
	fact->response.reasons_given = fact->response.ombudsman_details = true;
	return fact;
}

/* An extension with a reason and the Ombudsman's details. */
static inline struct fact *
tell_extension(struct story *story, uint8_t stage, const char *at, const char *until)
{
	struct fact *fact = tell(story, FACT_EXTENSION_NOTIFIED, stage, at);

	fact->extension.until = day_of(until);
	fact->extension.has_reason = fact->extension.ombudsman_details = true;
	return fact;
}

/* `told`, in the order it happened. */
static inline struct facts
story_facts(struct story *story)
{
	struct facts facts = { .in_order = story->room };

	for (size_t i = 0; i < story->count; i++)
		cr_assert(facts_insert(&facts, &story->told[i]));
	return facts;
}

/* What both judges say of a story as at one instant. */
struct verdict {
	struct judgements routing, sla;
	struct instant next, next_opening;
};

static inline void
judge_story(struct story *story, const struct policy *policy, struct instant now, struct verdict *verdict)
{
	struct facts facts = story_facts(story);

	routing_judge(policy, england(), &facts, now, &verdict->routing, &verdict->next_opening);
	sla_judge(policy, england(), &facts, &verdict->routing, now, &verdict->sla, &verdict->next);
}

/* The judgement of this kind about `subject` (stage and ordinal 0: any); NULL when none is said. */
static inline const struct judgement *
said(
    const struct judgements *judgements, enum judgement_kind kind, const char *subject, uint8_t stage, uint16_t ordinal)
{
	for (size_t i = 0; i < judgements->count; i++) {
		const struct judgement *each = &judgements->list[i];

		if (each->kind == kind && text_equal(each->subject, text_of(subject)) &&
		    (stage == 0 || each->stage == stage) && (ordinal == 0 || each->ordinal == ordinal))
			return each;
	}
	return NULL;
}

static inline size_t
count_kind(const struct judgements *judgements, enum judgement_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < judgements->count; i++)
		count += judgements->list[i].kind == kind;
	return count;
}

/* A non-compliance of this condition, or NULL. */
static inline const struct judgement *
finding(const struct judgements *judgements, const char *condition)
{
	for (size_t i = 0; i < judgements->count; i++)
		if (judgements->list[i].kind == JUDGEMENT_NON_COMPLIANCE_FOUND &&
		    text_equal(judgements->list[i].word, text_of(condition)))
			return &judgements->list[i];
	return NULL;
}

/* For a failing test: everything said. */
static inline void
print_judgements(const struct judgements *judgements, const char *title)
{
	char due[PRINTED_MAX], at[PRINTED_MAX];

	fprintf(stderr, "%s: %zu\n", title, judgements->count);
	for (size_t i = 0; i < judgements->count; i++) {
		const struct judgement *each = &judgements->list[i];

		fprintf(stderr, "  %s %.*s/%d/%d/%.*s/%d word %.*s role %.*s due %s at %s%s%s\n",
		    judgement_kind_name(each->kind), TEXT_ARG(each->subject), each->stage, each->instance,
		    TEXT_ARG(each->ref), each->ordinal, TEXT_ARG(each->word), TEXT_ARG(each->role),
		    print_instant(each->due, due), print_instant(each->at, at), each->late ? " late" : "",
		    each->provisional ? " provisional" : "");
	}
}

/* The same judgements, in any order; those of `aside` (JUDGEMENT_KINDS_COUNT: none) left out. */
static inline bool
same_standing(const struct judgements *a, const struct judgements *b, enum judgement_kind aside)
{
	size_t left = 0, right = 0;

	for (size_t i = 0; i < b->count; i++)
		right += b->list[i].kind != aside;
	for (size_t i = 0; i < a->count; i++) {
		const struct judgement *other;

		if (a->list[i].kind == aside)
			continue;
		left++;
		other = judgements_find(b, &a->list[i]);
		if (other == NULL || !judgement_same_content(&a->list[i], other))
			return false;
	}
	return left == right;
}

#endif
