#include "domain/signposts.h"

/* `instance` tells apart what has the same reference: two sources may use one id. */
static uint16_t
next_instance(const struct judgements *out, enum signpost_occasion on, struct text ref, uint8_t stage)
{
	struct text subject = text_of(signpost_occasion_name(on));
	uint16_t instance = 1;

	for (size_t i = 0; i < out->count; i++) {
		const struct judgement *said = &out->list[i];

		if (said->kind == JUDGEMENT_OMBUDSMAN_SIGNPOSTED && said->ordinal == 1 && said->stage == stage &&
		    text_equal(said->ref, ref) && text_equal(said->subject, subject))
			instance++;
	}
	return instance;
}

/* The Ombudsman for what the case is about; empty where the pack names none. */
static struct text
ombudsman_for(const struct policy *policy, const struct history *history)
{
	const struct ombudsman_rule *any = NULL;

	for (uint8_t i = 0; i < policy->ombudsmen_count; i++) {
		const struct ombudsman_rule *ombudsman = &policy->ombudsmen[i];

		if (text_is_empty(ombudsman->category)) {
			any = any == NULL ? ombudsman : any;
			continue;
		}
		if (history->contact != NULL && text_equal(ombudsman->category, history->contact->contact.category))
			return ombudsman->rule.id;
	}
	return any == NULL ? (struct text){ 0 } : any->rule.id;
}

static void
point(const struct policy *policy, const struct history *history, enum signpost_occasion on, struct text ref,
    uint8_t stage, struct instant at, const struct fact *fact, struct judgements *out)
{
	uint16_t instance = next_instance(out, on, ref, stage);
	uint16_t ordinal = 0;

	for (uint8_t i = 0; i < policy->signposts_count; i++) {
		const struct signpost_rule *signpost = &policy->signposts[i];
		struct judgement *said;

		if (signpost->on != on)
			continue;
		said = judgements_add(out, JUDGEMENT_OMBUDSMAN_SIGNPOSTED);
		if (said == NULL)
			return;
		said->subject = text_of(signpost_occasion_name(on));
		said->stage = stage;
		said->ref = ref;
		said->instance = instance;
		said->ordinal = ++ordinal;
		said->word = said->subject;
		said->officer = ombudsman_for(policy, history);
		said->rule = signpost->rule;
		said->at = at;
		if (fact != NULL)
			said->facts[said->fact_count++] = (struct fact_ref){ fact->source, fact->id };
	}
}

static void
point_at_responses(const struct policy *policy, const struct history *history, struct judgements *out)
{
	for (uint8_t i = 0; i < policy->stage_count; i++) {
		const struct stage_rule *stage = &policy->stages[i];
		const struct moments *moments = &history->stages[stage->number];
		enum moment answer = policy_answer(policy, stage->number);

		if (!instant_is_set(moments->at[answer]))
			continue;
		point(policy, history, stage->final ? SIGNPOST_FINAL_RESPONSE : SIGNPOST_STAGE_RESPONSE,
		    (struct text){ 0 }, stage->number, moments->at[answer], moments->by[answer], out);
	}
}

void
signposts_say(const struct policy *policy, const struct history *history, const struct judgements *routing,
    struct instant final_missed, const struct fact *missed_by, struct judgements *out)
{
	point_at_responses(policy, history, out);
	for (size_t i = 0; i < routing->count; i++) {
		if (routing->list[i].kind == JUDGEMENT_CASE_DECLINED)
			point(policy, history, SIGNPOST_DECLINED, (struct text){ 0 }, 0, routing->list[i].at,
			    history->stages[0].by[MOMENT_DECLINED], out);
	}
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		if (fact->kind == FACT_ESCALATION_DECIDED && !fact->escalation_decided.accepted)
			point(policy, history, SIGNPOST_REFUSED_ESCALATION, fact->id, fact->stage, fact->occurred_at,
			    fact, out);
		if (fact->kind == FACT_CASE_CLOSED && fact->closed.reason == CLOSE_NOT_COOPERATING)
			point(policy, history, SIGNPOST_NOT_COOPERATING, fact->id, 0, fact->occurred_at, fact, out);
		if (fact->kind == FACT_EXTENSION_NOTIFIED)
			point(policy, history, SIGNPOST_EXTENDED, fact->id, fact->stage, fact->occurred_at, fact, out);
	}
	if (instant_is_set(final_missed))
		point(policy, history, SIGNPOST_FINAL_MISSED, (struct text){ 0 }, 0, final_missed, missed_by, out);
}
