#include "domain/signposts.h"

/* `instance` tells apart what has the same reference: two sources may use one id. */
static uint16_t
next_instance(
    const struct judgements *out, enum judgement_kind kind, enum signpost_occasion on, struct text ref, uint8_t stage)
{
	struct text subject = text_of(signpost_occasion_name(on));
	uint16_t instance = 1;

	for (size_t i = 0; i < out->count; i++) {
		const struct judgement *said = &out->list[i];

		if (said->kind == kind && said->ordinal == 1 && said->stage == stage && text_equal(said->ref, ref) &&
		    text_equal(said->subject, subject))
			instance++;
	}
	return instance;
}

static bool
is_for(struct text named, struct text found)
{
	return text_is_empty(named) || text_equal(named, found);
}

/* The Ombudsman for what the case is about, and where the home is; empty where the pack names none. */
static struct text
ombudsman_for(const struct policy *policy, const struct history *history)
{
	struct text category = { 0 }, nation = { 0 };

	if (history->contact != NULL && history->contact->kind == FACT_CONTACT_RECEIVED) {
		category = history->contact->contact.category;
		nation = history->contact->contact.nation;
	}
	for (uint8_t i = 0; i < policy->ombudsmen_count; i++) {
		const struct ombudsman_rule *ombudsman = &policy->ombudsmen[i];

		if (is_for(ombudsman->category, category) && is_for(ombudsman->nation, nation))
			return ombudsman->rule.id;
	}
	return (struct text){ 0 };
}

/* What happened that may call for a signpost. */
struct occasion {
	enum signpost_occasion on;
	struct text ref;
	uint8_t stage;
	struct instant at;
	const struct fact *fact; /* or NULL */
};

/* Says what the rows of one table say of the occasion. */
static void
say_each(const struct signpost_rule *rows, uint8_t count, enum judgement_kind kind, struct text to, struct text owner,
    const struct occasion *occasion, struct judgements *out)
{
	uint16_t instance = next_instance(out, kind, occasion->on, occasion->ref, occasion->stage);
	uint16_t ordinal = 0;

	for (uint8_t i = 0; i < count; i++) {
		struct judgement *said;

		if (rows[i].on != occasion->on)
			continue;
		said = judgements_add(out, kind);
		if (said == NULL)
			return;
		said->subject = text_of(signpost_occasion_name(occasion->on));
		said->stage = occasion->stage;
		said->ref = occasion->ref;
		said->instance = instance;
		said->ordinal = ++ordinal;
		said->word = said->subject;
		said->officer = to;
		said->role = owner;
		said->rule = rows[i].rule;
		said->at = occasion->at;
		if (occasion->fact != NULL)
			said->facts[said->fact_count++] =
			    (struct fact_ref){ occasion->fact->source, occasion->fact->id };
	}
}

static void
point(
    const struct policy *policy, const struct history *history, const struct occasion *occasion, struct judgements *out)
{
	say_each(policy->signposts, policy->signposts_count, JUDGEMENT_OMBUDSMAN_SIGNPOSTED,
	    ombudsman_for(policy, history), (struct text){ 0 }, occasion, out);
	say_each(policy->advocacies, policy->advocacies_count, JUDGEMENT_ADVOCACY_SIGNPOSTED, (struct text){ 0 },
	    policy_stage_role(policy, occasion->stage), occasion, out);
}

static void
point_at_responses(const struct policy *policy, const struct history *history, struct judgements *out)
{
	for (uint8_t i = 0; i < policy->stage_count; i++) {
		const struct stage_rule *stage = &policy->stages[i];
		const struct moments *moments = &history->stages[stage->number];
		enum moment answer = policy_answer(policy, stage->number);
		const struct occasion occasion = {
			.on = stage->final ? SIGNPOST_FINAL_RESPONSE : SIGNPOST_STAGE_RESPONSE,
			.stage = stage->number,
			.at = moments->at[answer],
			.fact = moments->by[answer],
		};

		if (instant_is_set(moments->at[answer]))
			point(policy, history, &occasion, out);
	}
}

/* Whether this one fact is such an occasion, whatever else happened. */
static bool
is_occasion(const struct fact *fact, enum signpost_occasion on)
{
	switch (on) {
	case SIGNPOST_REFUSED_ESCALATION:
		return fact->kind == FACT_ESCALATION_DECIDED && !fact->escalation_decided.accepted;
	case SIGNPOST_NOT_COOPERATING:
		return fact->kind == FACT_CASE_CLOSED && fact->closed.reason == CLOSE_NOT_COOPERATING;
	case SIGNPOST_EXTENDED:
		return fact->kind == FACT_EXTENSION_NOTIFIED;
	case SIGNPOST_CANNOT_PUT_CASE:
		return fact->kind == FACT_SUPPORT_NEED_IDENTIFIED && fact->support.cannot_put_case;
	case SIGNPOST_NOT_COPING:
		return fact->kind == FACT_SUPPORT_NEED_IDENTIFIED && fact->support.not_coping;
	case SIGNPOST_BEHIND_BEHAVIOUR:
		return fact->kind == FACT_SUPPORT_NEED_IDENTIFIED && fact->support.behind_behaviour;
	default:
		return false;
	}
}

static void
point_at_facts(const struct policy *policy, const struct history *history, struct judgements *out)
{
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		for (int on = 0; on < SIGNPOST_OCCASIONS_COUNT; on++) {
			const struct occasion occasion = {
				.on = (enum signpost_occasion)on,
				.ref = fact->id,
				.stage = fact->stage,
				.at = fact->occurred_at,
				.fact = fact,
			};

			if (is_occasion(fact, occasion.on))
				point(policy, history, &occasion, out);
		}
	}
}

void
signposts_say(const struct policy *policy, const struct history *history, const struct judgements *routing,
    struct instant final_missed, const struct fact *missed_by, struct judgements *out)
{
	const struct occasion missed = { .on = SIGNPOST_FINAL_MISSED, .at = final_missed, .fact = missed_by };

	point_at_responses(policy, history, out);
	for (size_t i = 0; i < routing->count; i++) {
		const struct occasion declined = {
			.on = SIGNPOST_DECLINED,
			.at = routing->list[i].at,
			.fact = history->stages[0].by[MOMENT_DECLINED],
		};

		if (routing->list[i].kind == JUDGEMENT_CASE_DECLINED)
			point(policy, history, &declined, out);
	}
	point_at_facts(policy, history, out);
	if (instant_is_set(final_missed))
		point(policy, history, &missed, out);
}
