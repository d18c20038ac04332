/* What is owed by when, and was it done? Builds each clock the pack keeps from the case's history, then lets each
 * speak. */
#include "domain/casefile.h"
#include "domain/duties.h"
#include "domain/signposts.h"
#include "domain/sla_bench.h"
#include "domain/surveys.h"

static void
keep(struct bench *bench, const struct clock_rule *rule)
{
	if ((rule->kinds & bench->kinds) == 0)
		return;
	switch (rule->per) {
	case CLOCK_ONCE:
		if (rule->starts == MOMENT_EVIDENCE_ASKED)
			keep_evidence(bench, rule);
		else
			keep_once(bench, rule);
		break;
	case CLOCK_PER_REQUEST:
		if (bench->history->contact->contact.acceptable_by != NO_DAY)
			keep_once(bench, rule);
		break;
	case CLOCK_PER_UPDATE:
		keep_updates(bench, rule);
		break;
	case CLOCK_PER_ACTION:
	case CLOCK_PER_ORDER:
	case CLOCK_PER_RECOMMENDATION:
		keep_promises(bench, rule);
		break;
	case CLOCK_PER_MISSED_VISIT:
		keep_visits(bench, rule);
		break;
	case CLOCK_PER_LEGAL_UPDATE:
		keep_legal_updates(bench, rule);
		break;
	case CLOCK_PER_HAZARD:
		/* A law's alone: keep_hazards. */
		break;
	}
}

/* A refusal that the pack does not allow ends nothing; the first that it does allow, made later, does. */
static void
forget_improper_refusals(const struct policy *policy, struct history *history)
{
	for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
		struct moments *stage = &history->stages[n];
		const struct fact *refused = stage->by[MOMENT_ESCALATION_REFUSED], *proper = NULL;

		if (!instant_is_set(stage->at[MOMENT_ESCALATION_REFUSED]))
			continue;
		for (size_t i = 0; proper == NULL && i < history->facts->count; i++) {
			const struct fact *fact = history->facts->in_order[i];

			if (fact->kind == FACT_ESCALATION_DECIDED && fact->stage == n &&
			    !fact->escalation_decided.accepted &&
			    !instant_before(fact->occurred_at, refused->occurred_at) &&
			    duties_allow_refusal(policy, history, fact))
				proper = fact;
		}
		stage->at[MOMENT_ESCALATION_REFUSED] = proper == NULL ? INSTANT_NONE : proper->occurred_at;
		stage->by[MOMENT_ESCALATION_REFUSED] = proper;
	}
}

void
sla_judge(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    const struct judgements *routing, struct instant now, struct judgements *out, struct instant *next)
{
	struct history history;
	struct bench bench = {
		.policy = policy,
		.calendar = calendar,
		.history = &history,
		.now = now,
		.out = out,
		.next = next,
		.final_missed = INSTANT_NONE,
	};

	out->count = 0;
	out->full = false;
	*next = INSTANT_FAR;
	history_build(facts, &history);
	history_add_routing(&history, routing);
	forget_improper_refusals(policy, &history);
	for (size_t i = 0; i < routing->count; i++) {
		if (routing->list[i].kind == JUDGEMENT_CASE_OPENED)
			bench.kinds |= UINT32_C(1) << routing->list[i].case_kind;
	}
	if (history.contact == NULL || bench.kinds == 0)
		return;
	suspensions_find(policy, calendar, facts, now, &bench.suspensions, out);
	for (uint8_t i = 0; i < policy->clock_count; i++)
		keep(&bench, &policy->clocks[i]);
	keep_hazards(&bench);
	duties_say(policy, &history, out);
	signposts_say(policy, &history, routing, bench.final_missed, bench.final_by, out);
	surveys_say(policy, &history, routing, out);
}
