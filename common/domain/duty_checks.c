#include "domain/duty_checks.h"

/* What one check says of one fact: NULL when all is well, else the condition that failed. */
typedef const char *check_function(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact);

static const char *
outcome_allowed(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)history;
	if (fact->response.outcome == CASE_OUTCOME_UNSPECIFIED)
		return "no-outcome";
	return duty->outcomes & (UINT32_C(1) << fact->response.outcome) ? NULL : "outcome-not-allowed";
}

static const char *
points_answered(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->response.points_unanswered > 0 ? "points-unanswered" : NULL;
}

static const char *
reasons_given(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->response.reasons_given ? NULL : "no-reasons";
}

static const char *
response_written(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->spoken ? "not-in-writing" : NULL;
}

static const char *
response_reviewed(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)history;
	if (!fact->response.reviewed)
		return "not-reviewed";
	if (duty->role == NO_ROLE || text_is_empty(fact->response.reviewed_by_role))
		return NULL;
	return text_equal(policy->roles[duty->role].id, fact->response.reviewed_by_role) ? NULL
											 : "reviewed-by-another-role";
}

static const char *
response_ombudsman(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->response.ombudsman_details ? NULL : "no-ombudsman-details";
}

static const char *
decline_reasons(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return !fact->scope.accepted && !fact->scope.has_reasons ? "no-reasons" : NULL;
}

static const char *
decline_ombudsman(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return !fact->scope.accepted && !fact->scope.ombudsman_right_told ? "no-ombudsman-right" : NULL;
}

static const char *
decline_by_role(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)history;
	if (fact->scope.accepted || text_is_empty(fact->scope.decided_by_role))
		return NULL;
	if (duty->grounds != 0 && (duty->grounds & (UINT32_C(1) << fact->scope.ground)) == 0)
		return NULL;
	for (uint8_t i = 0; i < policy->exclusions_count; i++) {
		const struct exclusion_rule *exclusion = &policy->exclusions[i];

		if (exclusion->ground == fact->scope.ground && exclusion->decides != NO_ROLE &&
		    !text_equal(policy->roles[exclusion->decides].id, fact->scope.decided_by_role))
			return "decided-by-another-role";
	}
	return NULL;
}

static const char *
refusal_explained(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return !fact->escalation_decided.accepted && !fact->escalation_decided.explained ? "no-explanation" : NULL;
}

static const char *
refusal_ombudsman(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return !fact->escalation_decided.accepted && !fact->escalation_decided.ombudsman_details
		   ? "no-ombudsman-details"
		   : NULL;
}

/* The same person in an earlier stage. */
static const char *
officer_different(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	if (text_is_empty(fact->officer.officer))
		return NULL;
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *other = history->facts->in_order[i];

		if (other->kind == FACT_OFFICER_ASSIGNED && other->stage < fact->stage &&
		    text_equal(other->officer.officer, fact->officer.officer))
			return "same-officer";
	}
	return NULL;
}

static const char *
officer_senior(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	const struct stage_rule *stage = policy_stage(policy, fact->stage);
	uint8_t role = policy_role(policy, fact->officer.role);

	(void)duty;
	(void)history;
	if (stage == NULL || stage->officer == NO_ROLE || text_is_empty(fact->officer.role))
		return NULL;
	if (role == NO_ROLE)
		return "role-unknown";
	return policy->roles[role].rank < policy->roles[stage->officer].rank ? "not-senior-enough" : NULL;
}

static const char *
officer_independent(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	if (history->contact == NULL || text_is_empty(fact->officer.service_area))
		return NULL;
	return text_equal(history->contact->contact.service_area, fact->officer.service_area) ? "not-independent"
											      : NULL;
}

static const char *
conflict_dealt_with(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->officer.conflict_declared && !fact->officer.conflict_dealt_with ? "conflict-not-dealt-with" : NULL;
}

static const char *
closed_with_ombudsman(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->closed.reason == CLOSE_NOT_COOPERATING && !fact->closed.ombudsman_details ? "no-ombudsman-details"
											       : NULL;
}

static const char *
consent_written(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->consent.in_writing ? NULL : "consent-not-in-writing";
}

/* A letter without the definition stays a defective one, though another mends it: whether it came in time is the
 * clock's matter. */
static const char *
definition_given(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->acknowledged.defined ? NULL : "no-definition";
}

/* Whoever a finding is against may comment before it is final. */
static const char *
finding_shared(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	bool complainant = fact->response.outcome == CASE_OUTCOME_UPHELD;
	bool colleague = fact->response.outcome == CASE_OUTCOME_NOT_UPHELD || history->contact == NULL ||
			 (history->contact->contact.flags & CONTACT_BIT(ABOUT_CONDUCT)) == 0;

	(void)policy;
	(void)duty;
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *other = history->facts->in_order[i];

		if (other->kind != FACT_FINDING_SHARED || other->stage != fact->stage ||
		    instant_before(fact->occurred_at, other->occurred_at))
			continue;
		if (text_equal(other->finding.shared_with, TEXT("complainant")))
			complainant = true;
		else
			colleague = true;
	}
	if (!complainant)
		return "adverse-finding-not-shared";
	return colleague ? NULL : "adverse-finding-not-shared-with-colleague";
}

static const char *
refusal_ground(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	enum refusal_ground ground = refusal_ground_from_name(fact->escalation_decided.grounds);

	(void)policy;
	(void)history;
	if (fact->escalation_decided.accepted)
		return NULL;
	return ground < REFUSAL_GROUNDS_COUNT && (duty->refusals & (UINT32_C(1) << ground)) != 0 ? NULL
												 : "ground-not-allowed";
}

static const char *
refusal_by_role(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)history;
	if (fact->escalation_decided.accepted || duty->role == NO_ROLE)
		return NULL;
	return text_equal(policy->roles[duty->role].id, fact->escalation_decided.decided_by_role)
		   ? NULL
		   : "decided-by-another-role";
}

static const char *
contact_nominated(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return (fact->contact.flags & CONTACT_BIT(IS_PETITION)) != 0 && (fact->contact.flags & CONTACT_BIT(NAMED)) == 0
		   ? "no-nominated-contact"
		   : NULL;
}

static const char *
tenant_panel(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	if (fact->hearing.tenant_representatives > duty->most)
		return "too-many-tenant-representatives";
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *other = history->facts->in_order[i];

		if (other->kind == FACT_HEARING_ARRANGED && other->stage == fact->stage &&
		    other->hearing.without_tenants && fact->hearing.tenant_representatives > 0)
			return "tenant-representatives-not-wanted";
	}
	return NULL;
}

static const char *
discretion_explained(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	(void)history;
	return fact->scope.discretion_used && !fact->scope.has_reasons ? "discretion-not-explained" : NULL;
}

/* Investigated for a customer who had not yet agreed to be spoken for. */
static const char *
consent_first(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	(void)policy;
	(void)duty;
	if (history->contact == NULL || (history->contact->contact.flags & CONTACT_BIT(REPRESENTATIVE)) == 0 ||
	    (history->contact->contact.flags & CONTACT_BIT(NAMED)) == 0)
		return NULL;
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *other = history->facts->in_order[i];

		if (other->kind == FACT_CONSENT_GIVEN && !instant_before(fact->occurred_at, other->occurred_at))
			return NULL;
	}
	return "no-consent";
}

static const struct {
	enum fact_kind of;
	check_function *check;
} checks[] = {
	[DUTY_OUTCOME_ALLOWED] = { FACT_RESPONSE_ISSUED, outcome_allowed },
	[DUTY_POINTS_ANSWERED] = { FACT_RESPONSE_ISSUED, points_answered },
	[DUTY_REASONS_GIVEN] = { FACT_RESPONSE_ISSUED, reasons_given },
	[DUTY_RESPONSE_WRITTEN] = { FACT_RESPONSE_ISSUED, response_written },
	[DUTY_RESPONSE_REVIEWED] = { FACT_RESPONSE_ISSUED, response_reviewed },
	[DUTY_RESPONSE_OMBUDSMAN] = { FACT_RESPONSE_ISSUED, response_ombudsman },
	[DUTY_DECLINE_REASONS] = { FACT_SCOPE_DECIDED, decline_reasons },
	[DUTY_DECLINE_OMBUDSMAN] = { FACT_SCOPE_DECIDED, decline_ombudsman },
	[DUTY_DECLINE_BY_ROLE] = { FACT_SCOPE_DECIDED, decline_by_role },
	[DUTY_REFUSAL_EXPLAINED] = { FACT_ESCALATION_DECIDED, refusal_explained },
	[DUTY_REFUSAL_OMBUDSMAN] = { FACT_ESCALATION_DECIDED, refusal_ombudsman },
	[DUTY_OFFICER_DIFFERENT] = { FACT_OFFICER_ASSIGNED, officer_different },
	[DUTY_OFFICER_SENIOR] = { FACT_OFFICER_ASSIGNED, officer_senior },
	[DUTY_OFFICER_INDEPENDENT] = { FACT_OFFICER_ASSIGNED, officer_independent },
	[DUTY_CONFLICT_DEALT_WITH] = { FACT_OFFICER_ASSIGNED, conflict_dealt_with },
	[DUTY_CLOSED_WITH_OMBUDSMAN] = { FACT_CASE_CLOSED, closed_with_ombudsman },
	[DUTY_CONSENT_WRITTEN] = { FACT_CONSENT_GIVEN, consent_written },
	[DUTY_FINDING_SHARED] = { FACT_RESPONSE_ISSUED, finding_shared },
	[DUTY_REFUSAL_GROUND] = { FACT_ESCALATION_DECIDED, refusal_ground },
	[DUTY_REFUSAL_BY_ROLE] = { FACT_ESCALATION_DECIDED, refusal_by_role },
	[DUTY_CONTACT_NOMINATED] = { FACT_CONTACT_RECEIVED, contact_nominated },
	[DUTY_TENANT_PANEL] = { FACT_HEARING_HELD, tenant_panel },
	[DUTY_DISCRETION_EXPLAINED] = { FACT_SCOPE_DECIDED, discretion_explained },
	[DUTY_CONSENT_FIRST] = { FACT_INVESTIGATION_CONCLUDED, consent_first },
	[DUTY_DEFINITION_GIVEN] = { FACT_CASE_ACKNOWLEDGED, definition_given },
};

enum fact_kind
duty_checks_of(enum duty_check check)
{
	return checks[check].of;
}

const char *
duty_check_fact(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact)
{
	return checks[duty->check].check(policy, duty, history, fact);
}
