#include "domain/duty_checks.h"

#include "domain/duty_parts.h"

#define OF(kind) (UINT64_C(1) << FACT_##kind)
#define OF_RESPONSE OF(RESPONSE_ISSUED)
#define OF_DECISION OF(ESCALATION_DECIDED)
_Static_assert(FACT_OF_NO_CASE <= 64, "a bit for every kind of fact");

/* Of which facts a check is, and what it asks: each function finds one condition. */
static const struct {
	uint64_t kinds;
	duty_function *asks[DUTY_FAULTS_MAX];
	bool informally; /* of what is done in a stage before the matter is a complaint, too */
} checks[] = {
	[DUTY_OUTCOME_ALLOWED] = { OF_RESPONSE, { duty_outcome_allowed } },
	[DUTY_POINTS_ANSWERED] = { OF_RESPONSE, { duty_points_answered } },
	[DUTY_REASONS_GIVEN] = { OF_RESPONSE, { duty_reasons_given } },
	[DUTY_RESPONSE_WRITTEN] = { OF_RESPONSE, { duty_response_written } },
	[DUTY_RESPONSE_REVIEWED] = { OF_RESPONSE | OF(FINDING_SHARED), { duty_response_reviewed } },
	[DUTY_RESPONSE_NEXT_STEP] = { OF_RESPONSE, { duty_response_next_step } },
	[DUTY_RESPONSE_OMBUDSMAN] = { OF_RESPONSE, { duty_response_ombudsman } },
	[DUTY_DECLINE_REASONS] = { OF(SCOPE_DECIDED), { duty_decline_reasons } },
	[DUTY_DECLINE_OMBUDSMAN] = { OF(SCOPE_DECIDED), { duty_decline_ombudsman } },
	[DUTY_DECLINE_BY_ROLE] = { OF(SCOPE_DECIDED), { duty_decline_by_role } },
	[DUTY_REFUSAL_EXPLAINED] = { OF_DECISION, { duty_refusal_explained } },
	[DUTY_REFUSAL_OMBUDSMAN] = { OF_DECISION, { duty_refusal_ombudsman } },
	[DUTY_OFFICER_DIFFERENT] = { OF(OFFICER_ASSIGNED), { duty_officer_different } },
	[DUTY_OFFICER_SENIOR] = { OF(OFFICER_ASSIGNED), { duty_officer_senior } },
	[DUTY_OFFICER_INDEPENDENT] = { OF(OFFICER_ASSIGNED), { duty_officer_independent } },
	[DUTY_CONDUCT_BY_ROLE] = { OF(OFFICER_ASSIGNED), { duty_conduct_by_role } },
	[DUTY_CONFLICT_DEALT_WITH] = { OF(OFFICER_ASSIGNED), { duty_conflict_dealt_with } },
	[DUTY_CLOSED_WITH_OMBUDSMAN] = { OF(CASE_CLOSED), { duty_closed_with_ombudsman } },
	[DUTY_CONSENT_WRITTEN] = { OF(CONSENT_GIVEN), { duty_consent_written } },
	[DUTY_DEFINITION_GIVEN] = { OF(CASE_ACKNOWLEDGED), { duty_definition_given } },
	[DUTY_FINDING_SHARED] = { OF_RESPONSE, { duty_finding_shared } },
	[DUTY_REFUSAL_GROUND] = { OF_DECISION, { duty_refusal_ground } },
	[DUTY_REFUSAL_BY_ROLE] = { OF_DECISION, { duty_refusal_by_role } },
	[DUTY_CONTACT_NOMINATED] = { OF_RESPONSE, { duty_contact_nominated } },
	[DUTY_TENANT_PANEL] = { OF(HEARING_HELD), { duty_tenant_panel } },
	[DUTY_DISCRETION_EXPLAINED] = { OF(SCOPE_DECIDED) | OF(DISCRETION_USED), { duty_discretion_explained } },
	[DUTY_CONSENT_FIRST] = { OF(INVESTIGATION_CONCLUDED), { duty_consent_first } },
	[DUTY_ACKNOWLEDGEMENT_OMBUDSMAN] = { OF(CASE_ACKNOWLEDGED), { duty_acknowledgement_ombudsman } },
	[DUTY_EXTENSION_OMBUDSMAN] = { OF(EXTENSION_NOTIFIED), { duty_extension_ombudsman } },
	[DUTY_CONTACT_OMBUDSMAN] = { OF(CUSTOMER_CONTACTED), { duty_contact_ombudsman } },
	[DUTY_INFORMAL_CHANNEL] = { OF(INFORMAL_OUTCOME_GIVEN), { duty_informal_channel } },
	[DUTY_AGREED_CHANNEL] = { OF_RESPONSE, { duty_agreed_channel } },
	[DUTY_SOCIAL_MEDIA_PRIVATE] = { OF_RESPONSE | OF(CUSTOMER_CONTACTED) | OF(CASE_ACKNOWLEDGED),
	    { duty_social_media_private }, true },
	[DUTY_ADJUSTMENTS_MADE] = { OF_RESPONSE, { duty_adjustments_made } },
	[DUTY_CUSTOMER_ANSWERED] = { OF_RESPONSE, { duty_customer_answered } },
	[DUTY_REPRESENTATIVE_COPIED] = { OF_RESPONSE, { duty_representative_copied } },
	[DUTY_DISCLOSURE_WITH_CONSENT] = { OF_RESPONSE | OF(INFORMATION_DISCLOSED), { duty_disclosure_with_consent } },
	[DUTY_REPRESENTATIVE_CONFIRMED] = { OF_RESPONSE | OF(INFORMATION_DISCLOSED),
	    { duty_representative_confirmed } },
	[DUTY_PETITIONERS_ANSWERED] = { OF_RESPONSE, { duty_petitioners_answered } },
	[DUTY_DEFINITION_CLARIFIED] = { OF_RESPONSE, { duty_definition_clarified } },
	[DUTY_FAIR_CHANCE] = { OF_RESPONSE, { duty_fair_chance } },
	[DUTY_REASONS_EXPLORED] = { OF_RESPONSE, { duty_reasons_explored } },
	[DUTY_ASSESSMENT_MADE] = { OF_RESPONSE | OF(ASSESSMENT_RECORDED),
	    { duty_assessment_made, duty_assessment_complete } },
	[DUTY_ESCALATION_PLANNED] = { OF_RESPONSE | OF(ESCALATION_PLANNED),
	    { duty_escalation_planned, duty_plan_complete } },
	[DUTY_REFUSAL_FINAL_RESPONSE] = { OF_DECISION, { duty_refusal_final_response } },
	[DUTY_ACCEPTANCE_GROUND] = { OF_DECISION, { duty_acceptance_ground } },
	[DUTY_ACCEPTANCE_WITH_ROLE] = { OF_DECISION, { duty_acceptance_with_role } },
	[DUTY_DISCRETION_DISCUSSED] = { OF(SCOPE_DECIDED) | OF(DISCRETION_USED), { duty_discretion_discussed } },
	[DUTY_REMEDY_AGREED] = { OF_RESPONSE | OF(REMEDY_AGREED), { duty_remedy_agreed } },
	[DUTY_REMEDY_BY_ROLE] = { OF(REMEDY_AGREED), { duty_remedy_by_role } },
	[DUTY_COMPLETION_PROVEN] = { OF(ACTION_COMPLETED) | OF(ORDER_COMPLETED), { duty_completion_proven } },
	[DUTY_MEDIATION_OFFERED] = { OF_RESPONSE, { duty_mediation_offered } },
	[DUTY_ADVOCACY_OFFERED] = { OF_RESPONSE | OF(CONTACT_RESTRICTED), { duty_advocacy_offered } },
	[DUTY_RESTRICTION_PROPORTIONATE] = { OF(CONTACT_RESTRICTED),
	    { duty_restriction_reasons, duty_restriction_weighed, duty_restriction_ends, duty_restriction_redress } },
	[DUTY_NEED_TO_KNOW] = { OF(INFORMATION_DISCLOSED), { duty_seen_by_role, duty_personal_words } },
	[DUTY_DESIGNATED_PERSON_TOLD] = { OF_RESPONSE | OF(CASE_CLOSED),
	    { duty_designated_person_told, duty_designated_customer_told, duty_designated_meeting } },
	[DUTY_WORK_PROVIDED_FIRST] = { OF(INVESTIGATION_CONCLUDED), { duty_work_provided_first } },
	[DUTY_DECLINE_OTHER_ROUTE] = { OF(SCOPE_DECIDED), { duty_decline_other_route } },
	[DUTY_CONTACT_RECTIFIES] = { OF(WORK_RECORDED), { duty_contact_rectifies }, true },
	[DUTY_HEARING_CHAIR] = { OF(HEARING_HELD), { duty_hearing_chair } },
	[DUTY_OFFICER_ORGANISATION] = { OF(OFFICER_ASSIGNED), { duty_officer_organisation } },
};
_Static_assert(sizeof(checks) / sizeof(checks[0]) == DUTY_CHECKS_COUNT, "a row for every check");

bool
duty_checks_kind(enum duty_check check, enum fact_kind kind)
{
	return (checks[check].kinds >> kind & 1) != 0;
}

bool
duty_checks_informally(enum duty_check check)
{
	return checks[check].informally;
}

size_t
duty_check_fact(const struct duty_case *of, const char *faults[DUTY_FAULTS_MAX])
{
	duty_function *const *asks = checks[of->duty->check].asks;
	size_t count = 0;

	for (size_t i = 0; i < DUTY_FAULTS_MAX && asks[i] != NULL; i++) {
		const char *fault = asks[i](of);

		if (fault != NULL)
			faults[count++] = fault;
	}
	return count;
}

/* ---- what the checks look for ---- */

bool
duty_was_by(const struct fact *other, const struct fact *fact)
{
	return !instant_before(fact->occurred_at, other->occurred_at);
}

bool
duty_was_in_stage(const struct duty_case *of, const struct fact *other)
{
	struct instant received = of->history->stages[0].at[MOMENT_RECEIVED];

	return other->stage == of->fact->stage && duty_was_by(other, of->fact) &&
	       (!instant_is_set(received) || !instant_before(other->occurred_at, received));
}

bool
duty_is_kind(const struct fact *fact, enum fact_kind kind)
{
	return fact->kind == kind;
}

uint64_t
duty_contact_flags(const struct duty_case *of)
{
	uint64_t flags = 0;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_CONTACT_RECEIVED) && duty_was_by(other, of->fact))
			flags |= other->contact.flags;
	}
	return flags;
}

bool
duty_role_at_least(const struct policy *policy, struct text id, uint8_t role)
{
	uint8_t other = policy_role(policy, id);

	return other != NO_ROLE && policy->roles[other].rank >= policy->roles[role].rank;
}
