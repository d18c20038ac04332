#include "pack/departures_checks.h"

const char *
departure_reason(struct comparison *of, uint8_t stage)
{
	for (uint8_t i = 0; i < of->policy->duties_count; i++) {
		const struct duty_rule *duty = &of->policy->duties[i];

		if ((duty->check != DUTY_REFUSAL_GROUND && duty->check != DUTY_REFUSAL_BY_ROLE) ||
		    (duty->stage != 0 && duty->stage != stage))
			continue;
		of->clause = duty->rule.clause;
		return arena_printf(of->arena,
		    "stage %u may be refused for %s, though nobody has to give reasons for it", stage,
		    duty->check == DUTY_REFUSAL_GROUND ? "grounds of the policy's own"
						       : "what the customer does not explain");
	}
	return NULL;
}

/* ---- what is not taken on ---- */

static const struct exclusion_rule *
exclusion_on(const struct policy *policy, enum ground ground, uint8_t *from)
{
	while (*from < policy->exclusions_count) {
		const struct exclusion_rule *exclusion = &policy->exclusions[(*from)++];

		if (exclusion->ground == ground)
			return exclusion;
	}
	return NULL;
}

const char *
departure_issue_age(struct comparison *of, uint8_t stage)
{
	uint8_t at = 0, from = 0;
	const struct exclusion_rule *floor = exclusion_on(of->code, GROUND_TOO_OLD, &at), *found;

	(void)stage;
	while (floor != NULL && (found = exclusion_on(of->policy, GROUND_TOO_OLD, &from)) != NULL) {
		if (found->age_months == 0 || found->age_months >= floor->age_months)
			continue;
		of->clause = found->rule.clause;
		return arena_printf(of->arena,
		    "what is more than %u months old is excluded, though it may be up to %u months old",
		    found->age_months, floor->age_months);
	}
	return NULL;
}

const char *
departure_legal(struct comparison *of, uint8_t stage)
{
	uint8_t at = 0, from = 0;
	uint64_t allowed = 0;
	const struct exclusion_rule *found;

	(void)stage;
	while ((found = exclusion_on(of->code, GROUND_LEGAL_PROCEEDINGS, &at)) != NULL)
		allowed |= found->any;
	while ((found = exclusion_on(of->policy, GROUND_LEGAL_PROCEEDINGS, &from)) != NULL) {
		for (unsigned flag = 0; flag < CONTACT_FLAGS_COUNT; flag++) {
			if ((found->any & ~allowed & (UINT64_C(1) << flag)) == 0)
				continue;
			of->clause = found->rule.clause;
			return arena_printf(of->arena,
			    "'%s' excludes a matter, though only a claim filed at court does",
			    contact_flag_name((enum contact_flag)flag));
		}
	}
	return NULL;
}

static const struct rule *
duty_of(const struct policy *policy, enum duty_check check)
{
	for (uint8_t i = 0; i < policy->duties_count; i++)
		if (policy->duties[i].check == check)
			return &policy->duties[i].rule;
	return NULL;
}

/* The rule by which the customer is told of the Ombudsman; without any, the last stage's. */
static const struct rule *
ombudsman_rule(const struct policy *policy)
{
	return policy->signposts_count > 0 ? &policy->signposts[0].rule
					   : departures_stage_rule(policy, policy->stage_count);
}

const char *
departure_decline_ombudsman(struct comparison *of, uint8_t stage)
{
	const struct rule *beside = duty_of(of->policy, DUTY_DECLINE_REASONS);

	(void)stage;
	if (duty_of(of->policy, DUTY_DECLINE_OMBUDSMAN) != NULL ||
	    departures_is_signposted(of->policy, SIGNPOST_DECLINED))
		return NULL;
	if (beside == NULL)
		beside =
		    of->policy->exclusions_count > 0 ? &of->policy->exclusions[0].rule : ombudsman_rule(of->policy);
	of->clause = beside->clause;
	return "who is declined is not told of the right to take that to the Ombudsman";
}

/* ---- who else ---- */

static const struct statement_rule *
statement_of(const struct policy *policy, enum statement_kind says, struct text text)
{
	for (uint8_t i = 0; i < policy->statements_count; i++) {
		const struct statement_rule *statement = &policy->statements[i];

		if (statement->says == says && (text_is_empty(text) || text_equal(statement->text, text)))
			return statement;
	}
	return NULL;
}

/* Whether the policy itself, not a decision of ours, has the customer told of the Ombudsman. */
static bool
names_ombudsman(const struct policy *policy)
{
	static const enum duty_check duties[] = { DUTY_RESPONSE_OMBUDSMAN, DUTY_DECLINE_OMBUDSMAN,
		DUTY_REFUSAL_OMBUDSMAN, DUTY_CLOSED_WITH_OMBUDSMAN };

	for (uint8_t i = 0; i < policy->signposts_count; i++)
		if (!policy->signposts[i].rule.decision)
			return true;
	for (size_t i = 0; i < sizeof(duties) / sizeof(duties[0]); i++) {
		const struct rule *duty = duty_of(policy, duties[i]);

		if (duty != NULL && !duty->decision)
			return true;
	}
	return statement_of(policy, STATEMENT_OMBUDSMAN_CONTACT, TEXT("")) != NULL;
}

const char *
departure_ombudsman_details(struct comparison *of, uint8_t stage)
{
	(void)stage;
	for (uint8_t i = 0; i < of->policy->statements_count; i++) {
		const struct statement_rule *printed = &of->policy->statements[i];

		if (printed->says != STATEMENT_OMBUDSMAN_CONTACT ||
		    statement_of(of->code, STATEMENT_OMBUDSMAN_CONTACT, printed->text) != NULL)
			continue;
		of->clause = printed->rule.clause;
		return arena_printf(
		    of->arena, "prints '%.*s', which is not how the Ombudsman is reached now", TEXT_ARG(printed->text));
	}
	if (names_ombudsman(of->policy))
		return NULL;
	of->clause = ombudsman_rule(of->policy)->clause;
	return "nowhere says that the customer is given the Ombudsman's details";
}

const char *
departure_designated_person(struct comparison *of, uint8_t stage)
{
	const struct statement_rule *named = statement_of(of->policy, STATEMENT_DESIGNATED_PERSON, TEXT(""));

	(void)stage;
	if (named == NULL)
		return NULL;
	of->clause = named->rule.clause;
	return "names a designated person, which there is no longer";
}

/* It would stand where the policy says to whom it answers for complaints, or else with who oversees them. */
static const struct rule *
accountability_rule(const struct policy *policy)
{
	const struct statement_rule *reported = statement_of(policy, STATEMENT_REPORTED, TEXT(""));

	if (reported != NULL)
		return &reported->rule;
	return policy->oversights_count > 0 ? &policy->oversights[0].rule
					    : departures_stage_rule(policy, policy->stage_count);
}

const char *
departure_member_responsible(struct comparison *of, uint8_t stage)
{
	(void)stage;
	if (statement_of(of->policy, STATEMENT_MEMBER, TEXT("")) != NULL)
		return NULL;
	of->clause = accountability_rule(of->policy)->clause;
	return "no member of the governing body is made responsible for complaints";
}
