/* Ids that rules name each other by become places in the policy's tables. */
#include "pack/policy_checks.h"

struct candidates {
	const char *what;
	size_t count;
	size_t stride;
	const struct text *first_id;
};

static struct candidates
candidates_for(const struct policy *policy, enum reference_kind kind)
{
	switch (kind) {
	case REFERENCE_CLOCK:
		return (struct candidates){ "clock", policy->clock_count, sizeof(policy->clocks[0]),
			&policy->clocks[0].rule.id };
	case REFERENCE_LINE:
		return (struct candidates){ "escalation line", policy->line_count, sizeof(policy->lines[0]),
			&policy->lines[0].rule.id };
	case REFERENCE_ORGANISATION:
		return (struct candidates){ "organisation", policy->organisations_count,
			sizeof(policy->organisations[0]), &policy->organisations[0].id };
	default:
		return (
		    struct candidates){ "role", policy->role_count, sizeof(policy->roles[0]), &policy->roles[0].id };
	}
}

static void
resolve(struct walk *walk, const struct policy *policy, const struct reference *reference)
{
	struct candidates candidates = candidates_for(policy, reference->kind);
	struct nearest nearest = { .distance = SIZE_MAX };
	struct text wanted = reference->node->value;
	char says[NEAREST_SAYS_MAX];

	for (size_t i = 0; i < candidates.count; i++) {
		const struct text *id = (const void *)((const char *)candidates.first_id + i * candidates.stride);

		if (text_is_empty(*id))
			continue;
		if (text_equal(*id, wanted)) {
			if (reference->bits != NULL)
				*reference->bits |= UINT32_C(1) << i;
			else
				*reference->slot = (uint8_t)i;
			return;
		}
		nearest_try(&nearest, wanted, id->at);
	}
	tree_problem(walk->source, reference->node, "there is no %s '%.*s'%s", candidates.what, TEXT_ARG(wanted),
	    nearest.count == 0 ? ": the pack has none" : nearest_says(&nearest, says));
}

void
policy_resolve(struct walk *walk, const struct policy *policy)
{
	for (const struct reference *reference = walk->references; reference != NULL; reference = reference->next)
		resolve(walk, policy, reference);
}
