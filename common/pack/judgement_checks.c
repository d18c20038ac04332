/* Of a landlord's pack: rows that say what is put before somebody must say before whom, and fit the pack's stages. */
#include "pack/policy_checks.h"
#include "pack/policy_fields.h"
#include "pack/policy_words.h"

/* An earlier row that fits whatever this one fits. */
static const struct issue_rule *
issue_before(const struct policy *policy, uint8_t at)
{
	const struct issue_rule *issue = &policy->issues[at];

	for (uint8_t i = 0; i < at; i++) {
		const struct issue_rule *earlier = &policy->issues[i];

		if ((earlier->all & ~issue->all) == 0 && (earlier->none & ~issue->none) == 0 &&
		    (earlier->stage == 0 || earlier->stage == issue->stage))
			return earlier;
	}
	return NULL;
}

static void
check_issues(struct walk *walk, const struct policy *policy)
{
	static const uint32_t both = (UINT32_C(1) << ISSUE_ANSWERED) | (UINT32_C(1) << ISSUE_UNANSWERED);

	for (uint8_t i = 0; i < policy->issues_count; i++) {
		const struct issue_rule *issue = &policy->issues[i];
		const struct issue_rule *before = issue_before(policy, i);
		const struct node *node = walk_place(walk, &issue_mapping, issue);

		policy_check_stage(walk, policy, &issue_mapping, issue, issue->stage);
		if ((issue->all & issue->none) != 0)
			FAULT(walk, &issue_mapping, issue, "when", "what must be there must not be there too");
		if ((issue->all & both) == both)
			FAULT(walk, &issue_mapping, issue, "when", "no stage is answered and unanswered");
		if (before != NULL)
			FAULT(walk, &issue_mapping, issue, "when", "never reached: '%.*s' above speaks first",
			    TEXT_ARG(before->rule.id));
		if (node == NULL || tree_child(node, "then") == NULL)
			continue;
		if ((issue->then == ISSUE_JOINED) != (tree_child(node, "refer-to") == NULL))
			FAULT(walk, &issue_mapping, issue, "refer-to",
			    issue->then == ISSUE_JOINED ? "what is joined goes to nobody else"
							: "this issue lacks 'refer-to': who logs it, or decides");
	}
}

static void
check_compliments(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->compliments_count; i++) {
		const struct compliment_rule *compliment = &policy->compliments[i];
		const struct node *node = walk_place(walk, &compliment_mapping, compliment);

		if (node != NULL && compliment->to != COMPLIMENT_TO_SERVICE_AREA && tree_child(node, "role") == NULL)
			FAULT(walk, &compliment_mapping, compliment, "role", "'to: %s' lacks 'role': who sees to it",
			    words_compliment_tos.name(compliment->to));
	}
}

/* What only a later fact shows raises nothing when a contact is judged. */
static void
check_said_by_contact(struct walk *walk, const struct mapping *mapping, const void *object, uint64_t flags)
{
	if ((flags & CONTACT_BIT(DESIGNATED_PERSON)) != 0)
		FAULT(walk, mapping, object, "when", "no contact says 'designated-person': use it in 'referrals'");
}

void
policy_check_judgements(struct walk *walk, const struct policy *policy)
{
	check_issues(walk, policy);
	check_compliments(walk, policy);
	for (uint8_t i = 0; i < policy->referrals_count; i++)
		policy_check_stage(walk, policy, &referral_mapping, &policy->referrals[i], policy->referrals[i].stage);
	for (uint8_t i = 0; i < policy->contacts_count; i++)
		check_said_by_contact(
		    walk, &contact_mapping, &policy->contacts[i], policy->contacts[i].all | policy->contacts[i].none);
	for (uint8_t i = 0; i < policy->exclusions_count; i++) {
		uint32_t takes = (UINT32_C(1) << CASE_KIND_COMPLAINT) | (UINT32_C(1) << CASE_KIND_INFORMAL);

		if ((policy->exclusions[i].kinds & ~takes) != 0)
			FAULT(walk, &exclusion_mapping, &policy->exclusions[i], "for",
			    "only a complaint or an informal matter is declined");
		check_said_by_contact(walk, &exclusion_mapping, &policy->exclusions[i],
		    policy->exclusions[i].any | policy->exclusions[i].unless);
	}
}
