/* The checks one by one, and what they look for among a case's facts. Inside of duty_checks. Pure.
 *
 * A check looks at what had happened by the time of the fact it is of, whenever it was heard; a thing at the same
 * instant counts as done by then. Where what happens later cures, the check says so.
 * What stands in quotation marks is the policies' own; tests/common/domain/test_duty_*.c say which clauses. */
#ifndef REDRESS_DOMAIN_DUTY_PARTS_H
#define REDRESS_DOMAIN_DUTY_PARTS_H

#include "domain/duty_checks.h"

/* NULL when all is well, else the condition that failed. */
typedef const char *duty_function(const struct duty_case *of);

/* duty_letters.c: what must stand in what is written, and the way it goes. */
duty_function duty_outcome_allowed, duty_points_answered, duty_reasons_given, duty_response_written;
duty_function duty_response_reviewed, duty_response_ombudsman, duty_acknowledgement_ombudsman;
duty_function duty_extension_ombudsman, duty_contact_ombudsman, duty_closed_with_ombudsman, duty_definition_given;
duty_function duty_informal_channel, duty_agreed_channel, duty_social_media_private, duty_adjustments_made;
duty_function duty_petitioners_answered;

/* duty_decisions.c: who may decide what, on which ground, and what is told with it. */
duty_function duty_decline_reasons, duty_decline_ombudsman, duty_decline_by_role, duty_decline_other_route;
duty_function duty_refusal_explained, duty_refusal_ombudsman, duty_refusal_ground, duty_refusal_by_role;
duty_function duty_refusal_final_response, duty_acceptance_ground, duty_acceptance_with_role;
duty_function duty_discretion_explained, duty_discretion_discussed;
duty_function duty_remedy_agreed, duty_remedy_by_role, duty_completion_proven;

/* duty_people.c: who investigates, who speaks for the customer, and who is heard. */
duty_function duty_officer_different, duty_officer_senior, duty_officer_independent, duty_conflict_dealt_with;
duty_function duty_officer_organisation, duty_contact_rectifies;
duty_function duty_consent_written, duty_consent_first, duty_representative_confirmed, duty_contact_nominated;
duty_function duty_hearing_chair, duty_tenant_panel, duty_finding_shared, duty_fair_chance, duty_reasons_explored;
duty_function duty_conduct_by_role, duty_definition_clarified, duty_response_next_step;
duty_function duty_mediation_offered, duty_advocacy_offered;

/* duty_disclosure.c: what others are shown and told, and what a customer is kept from. */
duty_function duty_customer_answered, duty_representative_copied, duty_disclosure_with_consent;
duty_function duty_seen_by_role, duty_personal_words;
duty_function duty_restriction_reasons, duty_restriction_weighed, duty_restriction_ends, duty_restriction_redress;
duty_function duty_designated_person_told, duty_designated_customer_told, duty_designated_meeting;

/* duty_plans.c: what is thought through, and done, before an answer. */
duty_function duty_assessment_made, duty_assessment_complete, duty_escalation_planned, duty_plan_complete;
duty_function duty_work_provided_first;

/* Had happened by the time of `fact`. */
bool duty_was_by(const struct fact *other, const struct fact *fact);
/* Happened in the stage of `of->fact`, by its time, since the matter was a complaint. */
bool duty_was_in_stage(const struct duty_case *of, const struct fact *other);
/* Is a fact of this kind. */
bool duty_is_kind(const struct fact *fact, enum fact_kind kind);
/* What the contacts heard of by the time of `of->fact` say between them. */
uint64_t duty_contact_flags(const struct duty_case *of);
/* Whether `id` names the role with this index, or one at least as senior. */
bool duty_role_at_least(const struct policy *policy, struct text id, uint8_t role);
/* Whether the customer had agreed to be spoken for by `representative`; a consent, or a representative, without a name
 * is anybody's. */
bool duty_has_consent(const struct duty_case *of, struct text representative);
/* Whether `to` speaks for the customer: as the contact says, or as the customer agreed at some time. */
bool duty_is_representative(const struct duty_case *of, struct text to);

#endif
