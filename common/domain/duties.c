#include "domain/duties.h"

#include "domain/duty_checks.h"

/* What is done in a stage is judged from when the matter was a complaint. */
static bool
is_before_complaint(const struct history *history, const struct fact *fact)
{
	struct instant received = history->stages[0].at[MOMENT_RECEIVED];

	return fact->stage > 0 && (!instant_is_set(received) || instant_before(fact->occurred_at, received));
}

void
duties_say(const struct policy *policy, const struct history *history, struct judgements *out)
{
	uint16_t instances[POLICY_RULES_MAX] = { 0 };

	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		for (uint8_t d = 0; d < policy->duties_count; d++) {
			const struct duty_rule *duty = &policy->duties[d];
			const char *fault;
			struct judgement *found;

			if (duty_checks_of(duty->check) != fact->kind ||
			    (duty->stage != 0 && duty->stage != fact->stage) || fact->stage > POLICY_STAGES_MAX ||
			    is_before_complaint(history, fact))
				continue;
			fault = duty_check_fact(policy, duty, history, fact);
			if (fault == NULL)
				continue;
			found = judgements_add(out, JUDGEMENT_NON_COMPLIANCE_FOUND);
			if (found == NULL)
				return;
			found->subject = duty->rule.id;
			found->stage = fact->stage;
			found->instance = ++instances[d];
			found->word = text_of(fault);
			found->rule = duty->rule;
			found->at = fact->occurred_at;
			found->facts[found->fact_count++] = (struct fact_ref){ fact->source, fact->id };
		}
	}
}
