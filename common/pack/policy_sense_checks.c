/* What is well written and yet can never come to anything: clocks that never start or never matter, kinds of case that
 * nothing makes, a second rota. */
#include "pack/policy_checks.h"
#include "pack/policy_fields.h"

#define ASKED_FOR (MOMENT_BIT(ESCALATION_REQUESTED) | MOMENT_BIT(ESCALATION_ACCEPTED) | MOMENT_BIT(ESCALATION_REFUSED))
#define OF_NEXT (MOMENT_BIT(NEXT_STAGE_REQUESTED) | MOMENT_BIT(NEXT_STAGE_OPENED))
#define KIND_BIT(kind) (UINT32_C(1) << (kind))

/* What cases can be: of contacts and turns; a compliment may come as a fact of its own. */
static uint32_t
kinds_made(const struct policy *policy)
{
	uint32_t kinds = KIND_BIT(CASE_KIND_COMPLIMENT);

	for (uint8_t i = 0; i < policy->contacts_count; i++)
		kinds |= KIND_BIT(policy->contacts[i].kind);
	for (uint8_t i = 0; i < policy->turns_count; i++)
		kinds |= KIND_BIT(policy->turns[i].to);
	return kinds;
}

static void
check_kinds(struct walk *walk, const struct policy *policy, const struct clock_rule *clock)
{
	if (clock->kinds == 0)
		return;
	if (clock->stage != 0 && (clock->kinds & KIND_BIT(CASE_KIND_COMPLAINT)) == 0)
		FAULT(walk, &clock_mapping, clock, "stage", "only complaints have stages: leave it out");
	else if (policy->contacts_count > 0 && (clock->kinds & kinds_made(policy)) == 0)
		FAULT(walk, &clock_mapping, clock, "for", "no contact is that, and nothing turns into it");
}

/* Of a clock kept once in a stage: moments that the stage has not. */
static void
check_moment(
    struct walk *walk, const struct policy *policy, const struct clock_rule *clock, const char *key, uint32_t moments)
{
	if (clock->stage == 1 && (moments & ASKED_FOR) != 0)
		FAULT(walk, &clock_mapping, clock, key,
		    "nobody asks for stage 1, which opens with the complaint: 'next-stage-requested' is asking for the next");
	if (clock->stage == policy->stage_count && (moments & OF_NEXT) != 0)
		FAULT(walk, &clock_mapping, clock, key, "there is no stage after stage %u", clock->stage);
}

static void
check_moments(struct walk *walk, const struct policy *policy, const struct clock_rule *clock)
{
	const struct node *node = walk_place(walk, &clock_mapping, clock);
	uint32_t starts = UINT32_C(1) << clock->starts;

	if (node == NULL || clock->per != CLOCK_ONCE || tree_child(node, "starts") == NULL)
		return;
	if (clock->stage != 0)
		check_moment(walk, policy, clock, "starts", starts);
	for (uint8_t i = 0; i < clock->meets_count; i++) {
		if (clock->stage != 0)
			check_moment(walk, policy, clock, "met-by", clock->meets[i]);
		if (clock->meets[i] == starts)
			FAULT(walk, &clock_mapping, clock, "met-by", "it is met by what it starts with");
		if ((clock->stops & clock->meets[i]) == clock->meets[i] && clock->meets[i] != 0)
			FAULT(walk, &clock_mapping, clock, "stopped-by", "what meets it stops it, too");
	}
}

static void
check_warnings(struct walk *walk, const struct clock_rule *clock)
{
	for (uint8_t i = 0; i < clock->warning_count; i++) {
		const struct limit before = clock->warnings[i].before;

		if (before.unit == clock->limit.unit && before.count > clock->limit.count)
			FAULT(walk, &clock_mapping, clock, "warn-before", "it would warn before it starts");
	}
}

static void
check_rotas(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->rotas_count; i++) {
		policy_check_stage(walk, policy, &rota_mapping, &policy->rotas[i], policy->rotas[i].stage);
		for (uint8_t j = 0; j < i; j++) {
			if (policy->rotas[j].stage != policy->rotas[i].stage)
				continue;
			FAULT(walk, &rota_mapping, &policy->rotas[i], "stage",
			    "never reached: '%.*s' above is the rota of stage %u", TEXT_ARG(policy->rotas[j].rule.id),
			    policy->rotas[i].stage);
			break;
		}
	}
}

void
policy_check_sense(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];

		check_kinds(walk, policy, clock);
		check_moments(walk, policy, clock);
		check_warnings(walk, clock);
	}
	check_rotas(walk, policy);
}
