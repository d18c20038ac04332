/* Who investigates, who speaks for the customer, and who is heard. */
#include "domain/duty_parts.h"

/* The same person in an earlier stage. */
const char *
duty_officer_different(const struct duty_case *of)
{
	if (text_is_empty(of->fact->officer.officer))
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_OFFICER_ASSIGNED) && other->stage < of->fact->stage &&
		    text_equal(other->officer.officer, of->fact->officer.officer))
			return "same-officer";
	}
	return NULL;
}

/* Allegations about somebody's conduct are "investigated by an independent party". */
const char *
duty_conduct_by_role(const struct duty_case *of)
{
	if ((duty_contact_flags(of) & CONTACT_BIT(ABOUT_CONDUCT)) == 0 || of->duty->role == NO_ROLE ||
	    text_equal(of->policy->roles[of->duty->role].id, of->fact->officer.role))
		return NULL;
	return "conduct-by-another-role";
}

const char *
duty_officer_senior(const struct duty_case *of)
{
	const struct stage_rule *stage = policy_stage(of->policy, of->fact->stage);
	uint8_t role = policy_role(of->policy, of->fact->officer.role);

	if (stage == NULL || stage->officer == NO_ROLE || text_is_empty(of->fact->officer.role))
		return NULL;
	if (role == NO_ROLE)
		return "role-unknown";
	return of->policy->roles[role].rank < of->policy->roles[stage->officer].rank ? "not-senior-enough" : NULL;
}

const char *
duty_officer_independent(const struct duty_case *of)
{
	if (of->history->contact == NULL || text_is_empty(of->fact->officer.service_area))
		return NULL;
	return text_equal(of->history->contact->contact.service_area, of->fact->officer.service_area)
		   ? "not-independent"
		   : NULL;
}

/* Stage one is the provider's, say, stage two the landlord's. Who is assigned is of the organisation that
 * the fact names, or else the role's. */
const char *
duty_officer_organisation(const struct duty_case *of)
{
	const struct stage_rule *stage = policy_stage(of->policy, of->fact->stage);
	struct text wanted = policy_organisation(of->policy, stage == NULL ? NO_ROLE : stage->officer);
	struct text named = of->fact->officer.organisation;

	if (text_is_empty(named))
		named = policy_organisation(of->policy, policy_role(of->policy, of->fact->officer.role));
	if (text_is_empty(wanted) || text_is_empty(named))
		return NULL;
	return text_equal(wanted, named) ? NULL : "officer-of-another-organisation";
}

/* "In all but the most serious cases, the person contacting the customer will be required to take the
 * necessary steps to rectify the failure". The most serious are formal complaints; of several in touch each will do. */
const char *
duty_contact_rectifies(const struct duty_case *of)
{
	struct instant formal = of->history->stages[1].at[MOMENT_STAGE_OPENED];
	struct text officer = of->fact->work.officer;
	bool known = false;

	if (text_is_empty(officer) || (instant_is_set(formal) && !instant_before(of->fact->occurred_at, formal)))
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_is_kind(other, FACT_CUSTOMER_CONTACTED) || !duty_was_by(other, of->fact) ||
		    text_is_empty(other->contacted.officer))
			continue;
		if (text_equal(other->contacted.officer, officer))
			return NULL;
		known = true;
	}
	return known ? "rectified-by-another" : NULL;
}

const char *
duty_conflict_dealt_with(const struct duty_case *of)
{
	return of->fact->officer.conflict_declared && !of->fact->officer.conflict_dealt_with ? "conflict-not-dealt-with"
											     : NULL;
}

const char *
duty_consent_written(const struct duty_case *of)
{
	return of->fact->consent.in_writing ? NULL : "consent-not-in-writing";
}

/* Investigated for a customer who had not yet agreed to be spoken for. */
const char *
duty_consent_first(const struct duty_case *of)
{
	const struct fact *contact = of->history->contact;

	if (contact == NULL || (contact->contact.flags & CONTACT_BIT(REPRESENTATIVE)) == 0 ||
	    (contact->contact.flags & CONTACT_BIT(NAMED)) == 0)
		return NULL;
	return duty_has_consent(of, TEXT("")) ? NULL : "no-consent";
}

/* Made through an advocate, it is confirmed with the customer "where appropriate": where the contact says that
 * it is to be. Until then the advocate is neither answered nor shown the case. */
const char *
duty_representative_confirmed(const struct duty_case *of)
{
	if (of->fact->kind == FACT_INFORMATION_DISCLOSED && !duty_is_representative(of, of->fact->disclosed.to))
		return NULL;
	if ((duty_contact_flags(of) & CONTACT_BIT(CONFIRM_REPRESENTATIVE)) == 0 || duty_has_consent(of, TEXT("")))
		return NULL;
	return "representative-not-confirmed";
}

/* Petitioners are asked to nominate one contact. Named at first or later: by the answer there must be one. */
const char *
duty_contact_nominated(const struct duty_case *of)
{
	uint64_t flags = duty_contact_flags(of);

	return (flags & CONTACT_BIT(IS_PETITION)) != 0 && (flags & CONTACT_BIT(NAMED)) == 0 ? "no-nominated-contact"
											    : NULL;
}

/* "Attended by a Director / Manager": the chair is of the stage's role or above, where the role is told. */
const char *
duty_hearing_chair(const struct duty_case *of)
{
	const struct stage_rule *stage = policy_stage(of->policy, of->fact->stage);
	struct text chair = of->fact->hearing.chair_role;

	if (stage == NULL || stage->officer == NO_ROLE || text_is_empty(chair))
		return NULL;
	if (policy_role(of->policy, chair) == NO_ROLE)
		return "role-unknown";
	return duty_role_at_least(of->policy, chair, stage->officer) ? NULL : "not-senior-enough";
}

const char *
duty_tenant_panel(const struct duty_case *of)
{
	if (of->fact->hearing.tenant_representatives > of->duty->most)
		return "too-many-tenant-representatives";
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_HEARING_ARRANGED) && other->stage == of->fact->stage &&
		    other->hearing.without_tenants && of->fact->hearing.tenant_representatives > 0)
			return "tenant-representatives-not-wanted";
	}
	return NULL;
}

/* Whoever a finding is against may comment before it is final; what was resolved found against nobody. */
const char *
duty_finding_shared(const struct duty_case *of)
{
	const struct fact *contact = of->history->contact;
	enum outcome_of_case outcome = of->fact->response.outcome;
	bool complainant = outcome != CASE_OUTCOME_NOT_UPHELD && outcome != CASE_OUTCOME_PARTLY_UPHELD;
	bool colleague = (outcome != CASE_OUTCOME_UPHELD && outcome != CASE_OUTCOME_PARTLY_UPHELD) || contact == NULL ||
			 (contact->contact.flags & CONTACT_BIT(ABOUT_CONDUCT)) == 0;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_is_kind(other, FACT_FINDING_SHARED) || other->stage != of->fact->stage ||
		    !duty_was_by(other, of->fact))
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

/* The customer has a chance to set out a position before the answer. Who was reached, who
 * commented, who was at a hearing had one; so had who was tried twice. */
const char *
duty_fair_chance(const struct duty_case *of)
{
	unsigned attempts = 0;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_was_in_stage(of, other))
			continue;
		if (duty_is_kind(other, FACT_CUSTOMER_COMMENTED) || duty_is_kind(other, FACT_HEARING_HELD) ||
		    (duty_is_kind(other, FACT_CUSTOMER_CONTACTED) && other->contacted.reached))
			return NULL;
		attempts += duty_is_kind(other, FACT_CUSTOMER_CONTACTED);
	}
	return attempts >= 2 ? NULL : "customer-not-heard";
}

/* The customer is contacted "to clarify the exact complaint definition and desired resolution". An acknowledgement that
 * puts down what outcome the customer seeks shows that it was; so do two tries. */
const char *
duty_definition_clarified(const struct duty_case *of)
{
	unsigned attempts = 0;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_was_in_stage(of, other))
			continue;
		if ((duty_is_kind(other, FACT_CUSTOMER_CONTACTED) && other->contacted.definition_clarified) ||
		    (duty_is_kind(other, FACT_CASE_ACKNOWLEDGED) && other->acknowledged.outcome_sought))
			return NULL;
		attempts += duty_is_kind(other, FACT_CUSTOMER_CONTACTED) && !other->contacted.reached;
	}
	return attempts >= 2 ? NULL : "definition-not-clarified";
}

/* "Reasonable efforts to understand why the customer remains unhappy". A try is an effort. */
const char *
duty_reasons_explored(const struct duty_case *of)
{
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_was_in_stage(of, other) &&
		    (duty_is_kind(other, FACT_CUSTOMER_CONTACTED) || duty_is_kind(other, FACT_HEARING_HELD)))
			return NULL;
	}
	return "dissatisfaction-not-explored";
}

/* "When we are in disagreement with customers regarding their desired outcome" mediation is offered. */
const char *
duty_mediation_offered(const struct duty_case *of)
{
	bool disagrees = false;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_was_by(other, of->fact))
			continue;
		if (duty_is_kind(other, FACT_CUSTOMER_CONTACTED) && other->contacted.mediation_offered)
			return NULL;
		disagrees = disagrees || (duty_is_kind(other, FACT_CUSTOMER_COMMENTED) && other->commented.disagrees &&
					     other->stage == of->fact->stage);
	}
	return disagrees ? "mediation-not-offered" : NULL;
}

/* Whose behaviour comes of a disability, illness or vulnerability is offered an advocate before contact is
 * restricted. Who cannot put the case, or does not cope, is directed to one before the answer. */
const char *
duty_advocacy_offered(const struct duty_case *of)
{
	bool restricted = of->fact->kind == FACT_CONTACT_RESTRICTED;
	bool needed = false;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_was_by(other, of->fact))
			continue;
		if (duty_is_kind(other, FACT_CUSTOMER_CONTACTED) && other->contacted.advocacy_offered)
			return NULL;
		if (!duty_is_kind(other, FACT_SUPPORT_NEED_IDENTIFIED))
			continue;
		needed = needed || (restricted ? other->support.behind_behaviour
					       : other->support.cannot_put_case || other->support.not_coping);
	}
	return needed ? "advocate-not-offered" : NULL;
}
