#include "pack/policy_duty_checks.h"

#include "pack/policy_checks.h"
#include "pack/policy_fields.h"
#include "pack/policy_words.h"

#define CHECK_BIT(suffix) (UINT64_C(1) << DUTY_##suffix)
_Static_assert(DUTY_CHECKS_COUNT <= 64, "a bit for every check");

/* The terms that go with some checks alone: those that need it, and those that may have it. */
static const struct {
	const char *key;
	uint64_t need, may;
	const char *says;
} terms[] = {
	{ "outcomes", CHECK_BIT(OUTCOME_ALLOWED), 0, "'outcomes' go with 'check: outcome-allowed'" },
	{ "grounds", 0,
	    CHECK_BIT(DECLINE_REASONS) | CHECK_BIT(DECLINE_OMBUDSMAN) | CHECK_BIT(DECLINE_BY_ROLE) |
		CHECK_BIT(DECLINE_OTHER_ROUTE),
	    "'grounds' go with a check of declining" },
	{ "refusals", CHECK_BIT(REFUSAL_GROUND), 0, "'refusals' go with 'check: refusal-ground'" },
	{ "acceptances", CHECK_BIT(ACCEPTANCE_GROUND), 0, "'acceptances' go with 'check: acceptance-ground'" },
	{ "channels", CHECK_BIT(INFORMAL_CHANNEL), 0, "'channels' go with 'check: informal-outcome-channel'" },
	{ "needs", CHECK_BIT(RESTRICTION_PROPORTIONATE), 0, "'needs' go with 'check: restriction-proportionate'" },
	{ "role",
	    CHECK_BIT(CONDUCT_BY_ROLE) | CHECK_BIT(REFUSAL_BY_ROLE) | CHECK_BIT(ACCEPTANCE_WITH_ROLE) |
		CHECK_BIT(DISCRETION_DISCUSSED),
	    CHECK_BIT(RESPONSE_REVIEWED) | CHECK_BIT(REMEDY_BY_ROLE),
	    "'role' goes with a check of who decides, reviews, agrees or is asked" },
	{ "most", CHECK_BIT(TENANT_PANEL), 0, "'most' goes with 'check: tenant-panel'" },
	{ "roles", CHECK_BIT(NEED_TO_KNOW), 0, "'roles' go with 'check: need-to-know'" },
	{ "without-personal", 0, CHECK_BIT(NEED_TO_KNOW), "'without-personal' goes with 'check: need-to-know'" },
};

static void
check_terms(struct walk *walk, const struct duty_rule *duty, const struct node *node)
{
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		const struct node *term = tree_child(node, terms[i].key);
		bool needed = (terms[i].need >> duty->check & 1) != 0;
		bool allowed = needed || (terms[i].may >> duty->check & 1) != 0;

		if (term == NULL && needed)
			tree_problem(walk->source, tree_child(node, "check"), "'%s' lacks '%s'",
			    duty_check_name(duty->check), terms[i].key);
		if (term != NULL && !allowed)
			tree_problem(walk->source, term, "%s", terms[i].says);
	}
}

void
policy_check_duties(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->duties_count; i++) {
		const struct duty_rule *duty = &policy->duties[i];
		const struct node *node = walk_place(walk, &duty_mapping, duty);

		if (node == NULL)
			continue;
		policy_check_stage(walk, policy, &duty_mapping, duty, duty->stage);
		if (tree_child(node, "check") != NULL &&
		    words_find(&words_checks, tree_child(node, "check")->value) < words_checks.count)
			check_terms(walk, duty, node);
	}
}
