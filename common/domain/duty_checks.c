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
	[DUTY_OUTCOME_ALLOWED] = { .kinds = OF_RESPONSE, .asks = { duty_outcome_allowed } },
	[DUTY_POINTS_ANSWERED] = { .kinds = OF_RESPONSE, .asks = { duty_points_answered } },
	[DUTY_REASONS_GIVEN] = { .kinds = OF_RESPONSE, .asks = { duty_reasons_given } },
	[DUTY_RESPONSE_WRITTEN] = { .kinds = OF_RESPONSE, .asks = { duty_response_written } },
	[DUTY_RESPONSE_REVIEWED] = { .kinds = OF_RESPONSE | OF(FINDING_SHARED), .asks = { duty_response_reviewed } },
	[DUTY_RESPONSE_NEXT_STEP] = { .kinds = OF_RESPONSE, .asks = { duty_response_next_step } },
	[DUTY_RESPONSE_OMBUDSMAN] = { .kinds = OF_RESPONSE, .asks = { duty_response_ombudsman } },
	[DUTY_DECLINE_REASONS] = { .kinds = OF(SCOPE_DECIDED), .asks = { duty_decline_reasons } },
	[DUTY_DECLINE_OMBUDSMAN] = { .kinds = OF(SCOPE_DECIDED), .asks = { duty_decline_ombudsman } },
	[DUTY_DECLINE_BY_ROLE] = { .kinds = OF(SCOPE_DECIDED), .asks = { duty_decline_by_role } },
	[DUTY_REFUSAL_EXPLAINED] = { .kinds = OF_DECISION, .asks = { duty_refusal_explained } },
	[DUTY_REFUSAL_OMBUDSMAN] = { .kinds = OF_DECISION, .asks = { duty_refusal_ombudsman } },
	[DUTY_OFFICER_DIFFERENT] = { .kinds = OF(OFFICER_ASSIGNED), .asks = { duty_officer_different } },
	[DUTY_OFFICER_SENIOR] = { .kinds = OF(OFFICER_ASSIGNED), .asks = { duty_officer_senior } },
	[DUTY_OFFICER_INDEPENDENT] = { .kinds = OF(OFFICER_ASSIGNED), .asks = { duty_officer_independent } },
	[DUTY_CONDUCT_BY_ROLE] = { .kinds = OF(OFFICER_ASSIGNED), .asks = { duty_conduct_by_role } },
	[DUTY_CONFLICT_DEALT_WITH] = { .kinds = OF(OFFICER_ASSIGNED), .asks = { duty_conflict_dealt_with } },
	[DUTY_CLOSED_WITH_OMBUDSMAN] = { .kinds = OF(CASE_CLOSED), .asks = { duty_closed_with_ombudsman } },
	[DUTY_CONSENT_WRITTEN] = { .kinds = OF(CONSENT_GIVEN), .asks = { duty_consent_written } },
	[DUTY_DEFINITION_GIVEN] = { .kinds = OF(CASE_ACKNOWLEDGED), .asks = { duty_definition_given } },
	[DUTY_FINDING_SHARED] = { .kinds = OF_RESPONSE, .asks = { duty_finding_shared } },
	[DUTY_REFUSAL_GROUND] = { .kinds = OF_DECISION, .asks = { duty_refusal_ground } },
	[DUTY_REFUSAL_BY_ROLE] = { .kinds = OF_DECISION, .asks = { duty_refusal_by_role } },
	[DUTY_CONTACT_NOMINATED] = { .kinds = OF_RESPONSE, .asks = { duty_contact_nominated } },
	[DUTY_TENANT_PANEL] = { .kinds = OF(HEARING_HELD), .asks = { duty_tenant_panel } },
	[DUTY_DISCRETION_EXPLAINED] = { .kinds = OF(SCOPE_DECIDED) | OF(DISCRETION_USED),
	    .asks = { duty_discretion_explained } },
	[DUTY_CONSENT_FIRST] = { .kinds = OF(INVESTIGATION_CONCLUDED), .asks = { duty_consent_first } },
	[DUTY_ACKNOWLEDGEMENT_OMBUDSMAN] = { .kinds = OF(CASE_ACKNOWLEDGED),
	    .asks = { duty_acknowledgement_ombudsman } },
	[DUTY_EXTENSION_OMBUDSMAN] = { .kinds = OF(EXTENSION_NOTIFIED), .asks = { duty_extension_ombudsman } },
	[DUTY_CONTACT_OMBUDSMAN] = { .kinds = OF(CUSTOMER_CONTACTED), .asks = { duty_contact_ombudsman } },
	[DUTY_INFORMAL_CHANNEL] = { .kinds = OF(INFORMAL_OUTCOME_GIVEN), .asks = { duty_informal_channel } },
	[DUTY_AGREED_CHANNEL] = { .kinds = OF_RESPONSE, .asks = { duty_agreed_channel } },
	[DUTY_SOCIAL_MEDIA_PRIVATE] = { .kinds = OF_RESPONSE | OF(CUSTOMER_CONTACTED) | OF(CASE_ACKNOWLEDGED),
	    .asks = { duty_social_media_private },
	    .informally = true },
	[DUTY_ADJUSTMENTS_MADE] = { .kinds = OF_RESPONSE, .asks = { duty_adjustments_made } },
	[DUTY_CUSTOMER_ANSWERED] = { .kinds = OF_RESPONSE, .asks = { duty_customer_answered } },
	[DUTY_REPRESENTATIVE_COPIED] = { .kinds = OF_RESPONSE, .asks = { duty_representative_copied } },
	[DUTY_DISCLOSURE_WITH_CONSENT] = { .kinds = OF_RESPONSE | OF(INFORMATION_DISCLOSED),
	    .asks = { duty_disclosure_with_consent } },
	[DUTY_REPRESENTATIVE_CONFIRMED] = { .kinds = OF_RESPONSE | OF(INFORMATION_DISCLOSED),
	    .asks = { duty_representative_confirmed } },
	[DUTY_PETITIONERS_ANSWERED] = { .kinds = OF_RESPONSE, .asks = { duty_petitioners_answered } },
	[DUTY_DEFINITION_CLARIFIED] = { .kinds = OF_RESPONSE, .asks = { duty_definition_clarified } },
	[DUTY_FAIR_CHANCE] = { .kinds = OF_RESPONSE, .asks = { duty_fair_chance } },
	[DUTY_REASONS_EXPLORED] = { .kinds = OF_RESPONSE, .asks = { duty_reasons_explored } },
	[DUTY_ASSESSMENT_MADE] = { .kinds = OF_RESPONSE | OF(ASSESSMENT_RECORDED),
	    .asks = { duty_assessment_made, duty_assessment_complete } },
	[DUTY_ESCALATION_PLANNED] = { .kinds = OF_RESPONSE | OF(ESCALATION_PLANNED),
	    .asks = { duty_escalation_planned, duty_plan_complete } },
	[DUTY_REFUSAL_FINAL_RESPONSE] = { .kinds = OF_DECISION, .asks = { duty_refusal_final_response } },
	[DUTY_ACCEPTANCE_GROUND] = { .kinds = OF_DECISION, .asks = { duty_acceptance_ground } },
	[DUTY_ACCEPTANCE_WITH_ROLE] = { .kinds = OF_DECISION, .asks = { duty_acceptance_with_role } },
	[DUTY_DISCRETION_DISCUSSED] = { .kinds = OF(SCOPE_DECIDED) | OF(DISCRETION_USED),
	    .asks = { duty_discretion_discussed } },
	[DUTY_REMEDY_AGREED] = { .kinds = OF_RESPONSE | OF(REMEDY_AGREED), .asks = { duty_remedy_agreed } },
	[DUTY_REMEDY_BY_ROLE] = { .kinds = OF(REMEDY_AGREED), .asks = { duty_remedy_by_role } },
	[DUTY_COMPLETION_PROVEN] = { .kinds = OF(ACTION_COMPLETED) | OF(ORDER_COMPLETED),
	    .asks = { duty_completion_proven } },
	[DUTY_MEDIATION_OFFERED] = { .kinds = OF_RESPONSE, .asks = { duty_mediation_offered } },
	[DUTY_ADVOCACY_OFFERED] = { .kinds = OF_RESPONSE | OF(CONTACT_RESTRICTED), .asks = { duty_advocacy_offered } },
	[DUTY_RESTRICTION_PROPORTIONATE] = { .kinds = OF(CONTACT_RESTRICTED),
	    .asks = { duty_restriction_reasons, duty_restriction_weighed, duty_restriction_ends,
		duty_restriction_redress } },
	[DUTY_NEED_TO_KNOW] = { .kinds = OF(INFORMATION_DISCLOSED),
	    .asks = { duty_seen_by_role, duty_personal_words } },
	[DUTY_DESIGNATED_PERSON_TOLD] = { .kinds = OF_RESPONSE | OF(CASE_CLOSED),
	    .asks = { duty_designated_person_told, duty_designated_customer_told, duty_designated_meeting } },
	[DUTY_WORK_PROVIDED_FIRST] = { .kinds = OF(INVESTIGATION_CONCLUDED), .asks = { duty_work_provided_first } },
	[DUTY_DECLINE_OTHER_ROUTE] = { .kinds = OF(SCOPE_DECIDED), .asks = { duty_decline_other_route } },
	[DUTY_CONTACT_RECTIFIES] = { .kinds = OF(WORK_RECORDED),
	    .asks = { duty_contact_rectifies },
	    .informally = true },
	[DUTY_HEARING_CHAIR] = { .kinds = OF(HEARING_HELD), .asks = { duty_hearing_chair } },
	[DUTY_OFFICER_ORGANISATION] = { .kinds = OF(OFFICER_ASSIGNED), .asks = { duty_officer_organisation } },
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
