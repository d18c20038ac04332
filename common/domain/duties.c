#include "domain/duties.h"

#include "domain/duty_checks.h"

/* What is done in a stage is judged from when the matter was a complaint, but for what some checks ask. */
static bool
is_before_complaint(const struct history *history, const struct fact *fact)
{
	struct instant received = history->stages[0].at[MOMENT_RECEIVED];

	return fact->stage > 0 && (!instant_is_set(received) || instant_before(fact->occurred_at, received));
}

static bool
is_of(const struct duty_rule *duty, const struct fact *fact)
{
	return duty_checks_kind(duty->check, fact->kind) && (duty->stage == 0 || duty->stage == fact->stage);
}

static void
say(const struct duty_case *of, const char *fault, uint16_t instance, struct judgements *out)
{
	struct judgement *found = judgements_add(out, JUDGEMENT_NON_COMPLIANCE_FOUND);

	if (found == NULL)
		return;
	found->subject = of->duty->rule.id;
	found->stage = of->fact->stage;
	found->instance = instance;
	found->word = text_of(fault);
	found->rule = of->duty->rule;
	found->at = of->fact->occurred_at;
	found->facts[found->fact_count++] = (struct fact_ref){ of->fact->source, of->fact->id };
}

void
duties_say(const struct policy *policy, const struct history *history, struct judgements *out)
{
	uint16_t instances[POLICY_DUTIES_MAX] = { 0 };
	struct duty_case of = { .policy = policy, .history = history };

	for (size_t i = 0; i < history->facts->count; i++) {
		of.fact = history->facts->in_order[i];
		if (of.fact->stage > POLICY_STAGES_MAX)
			continue;
		for (uint8_t d = 0; d < policy->duties_count; d++) {
			const char *faults[DUTY_FAULTS_MAX];
			size_t count;

			of.duty = &policy->duties[d];
			if (!is_of(of.duty, of.fact) ||
			    (is_before_complaint(history, of.fact) && !duty_checks_informally(of.duty->check)))
				continue;
			count = duty_check_fact(&of, faults);
			for (size_t j = 0; j < count; j++)
				say(&of, faults[j], ++instances[d], out);
		}
	}
}

bool
duties_allow_refusal(const struct policy *policy, const struct history *history, const struct fact *fact)
{
	struct duty_case of = { .policy = policy, .history = history, .fact = fact };

	for (uint8_t d = 0; d < policy->duties_count; d++) {
		const char *faults[DUTY_FAULTS_MAX];

		of.duty = &policy->duties[d];
		if ((of.duty->check == DUTY_REFUSAL_GROUND || of.duty->check == DUTY_REFUSAL_BY_ROLE) &&
		    is_of(of.duty, fact) && duty_check_fact(&of, faults) > 0)
			return false;
	}
	return fact->escalation_decided.explained;
}
