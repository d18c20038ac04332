/* Who may decide what, on which ground, and what is told with it; what is promised, and that it was done. */
#include "domain/duty_parts.h"

/* A matter declined, on one of the grounds the duty is about. */
static bool
is_declined(const struct duty_case *of)
{
	return !of->fact->scope.accepted &&
	       (of->duty->grounds == 0 || (of->duty->grounds & (UINT32_C(1) << of->fact->scope.ground)) != 0);
}

const char *
duty_decline_reasons(const struct duty_case *of)
{
	return is_declined(of) && !of->fact->scope.has_reasons ? "no-reasons" : NULL;
}

const char *
duty_decline_ombudsman(const struct duty_case *of)
{
	return is_declined(of) && !of->fact->scope.ombudsman_right_told ? "no-ombudsman-right" : NULL;
}

/* Where else the customer may turn with it. */
const char *
duty_decline_other_route(const struct duty_case *of)
{
	return is_declined(of) && !of->fact->scope.has_other_route ? "no-other-route" : NULL;
}

const char *
duty_decline_by_role(const struct duty_case *of)
{
	const struct fact *fact = of->fact;

	if (!is_declined(of) || text_is_empty(fact->scope.decided_by_role))
		return NULL;
	for (uint8_t i = 0; i < of->policy->exclusions_count; i++) {
		const struct exclusion_rule *exclusion = &of->policy->exclusions[i];

		if (exclusion->ground == fact->scope.ground && exclusion->decides != NO_ROLE &&
		    !text_equal(of->policy->roles[exclusion->decides].id, fact->scope.decided_by_role))
			return "decided-by-another-role";
	}
	return NULL;
}

const char *
duty_refusal_explained(const struct duty_case *of)
{
	return !of->fact->escalation_decided.accepted && !of->fact->escalation_decided.explained ? "no-explanation"
												 : NULL;
}

const char *
duty_refusal_ombudsman(const struct duty_case *of)
{
	return !of->fact->escalation_decided.accepted && !of->fact->escalation_decided.ombudsman_details
		   ? "no-ombudsman-details"
		   : NULL;
}

const char *
duty_refusal_ground(const struct duty_case *of)
{
	enum refusal_ground ground = refusal_ground_from_name(of->fact->escalation_decided.grounds);

	if (of->fact->escalation_decided.accepted)
		return NULL;
	return ground < REFUSAL_GROUNDS_COUNT && (of->duty->refusals & (UINT32_C(1) << ground)) != 0
		   ? NULL
		   : "ground-not-allowed";
}

/* By another "in consultation with an Executive Director" is as good. */
const char *
duty_refusal_by_role(const struct duty_case *of)
{
	struct text role;

	if (of->fact->escalation_decided.accepted || of->duty->role == NO_ROLE)
		return NULL;
	role = of->policy->roles[of->duty->role].id;
	return text_equal(role, of->fact->escalation_decided.decided_by_role) ||
		       text_equal(role, of->fact->escalation_decided.consulted_role)
		   ? NULL
		   : "decided-by-another-role";
}

/* It is made clear "that the previous response was the final response". */
const char *
duty_refusal_final_response(const struct duty_case *of)
{
	return !of->fact->escalation_decided.accepted && !of->fact->escalation_decided.former_response_final
		   ? "former-response-not-named-final"
		   : NULL;
}

/* Evidence of fault in the former investigation, or information not considered before. */
const char *
duty_acceptance_ground(const struct duty_case *of)
{
	enum acceptance_ground ground = acceptance_ground_from_name(of->fact->escalation_decided.grounds);

	if (!of->fact->escalation_decided.accepted)
		return NULL;
	return ground < ACCEPTANCE_GROUNDS_COUNT && (of->duty->acceptances & (UINT32_C(1) << ground)) != 0
		   ? NULL
		   : "ground-not-allowed";
}

/* "In cooperation with the appropriate Executive Director / Director". */
const char *
duty_acceptance_with_role(const struct duty_case *of)
{
	if (!of->fact->escalation_decided.accepted || of->duty->role == NO_ROLE)
		return NULL;
	return duty_role_at_least(of->policy, of->fact->escalation_decided.decided_by_role, of->duty->role) ||
		       duty_role_at_least(of->policy, of->fact->escalation_decided.consulted_role, of->duty->role)
		   ? NULL
		   : "accepted-without-role";
}

/* Of scope and of anything else: "a full explanation to the customer". */
const char *
duty_discretion_explained(const struct duty_case *of)
{
	if (of->fact->kind == FACT_DISCRETION_USED)
		return of->fact->discretion.explained ? NULL : "discretion-not-explained";
	return of->fact->scope.discretion_used && !of->fact->scope.has_reasons ? "discretion-not-explained" : NULL;
}

/* "Always be discussed with the Executive Director of Customers". What that role itself decides is. */
const char *
duty_discretion_discussed(const struct duty_case *of)
{
	const struct fact *fact = of->fact;
	bool scope = fact->kind == FACT_SCOPE_DECIDED;
	struct text with = scope ? fact->scope.discussed_with_role : fact->discretion.discussed_with_role;
	struct text role;

	if (of->duty->role == NO_ROLE || (scope && !fact->scope.discretion_used))
		return NULL;
	role = of->policy->roles[of->duty->role].id;
	if (text_equal(role, with) || (scope && text_equal(role, fact->scope.decided_by_role)))
		return NULL;
	return "discretion-not-discussed";
}

/* Whether what is promised as `ref` was agreed with the customer, at whatever time. */
static bool
is_agreed_elsewhere(const struct duty_case *of, struct text ref)
{
	if (text_is_empty(ref))
		return false;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_is_kind(other, FACT_REMEDY_AGREED) && !duty_is_kind(other, FACT_RESPONSE_ISSUED))
			continue;
		for (uint8_t j = 0; j < other->response.promise_count; j++) {
			if (other->response.promises[j].agreed && text_equal(other->response.promises[j].ref, ref))
				return true;
		}
	}
	return false;
}

/* A remedy is set out, by when, "agreeing this with the customer". A later agreement cures. */
const char *
duty_remedy_agreed(const struct duty_case *of)
{
	for (uint8_t i = 0; i < of->fact->response.promise_count; i++) {
		const struct promise *promise = &of->fact->response.promises[i];

		if (!promise->agreed && !is_agreed_elsewhere(of, promise->ref))
			return "remedy-not-agreed";
	}
	return NULL;
}

/* By the pack's rows of remedies: who may agree to one of this kind, or somebody more senior. A kind of no row, or of
 * one that names nobody, anybody may. */
static bool
may_agree_to(const struct policy *policy, struct text by, enum remedy_kind kind)
{
	bool listed = false;

	for (uint8_t i = 0; i < policy->remedies_count; i++) {
		const struct remedy_rule *row = &policy->remedies[i];

		if ((row->kinds >> kind & 1) == 0)
			continue;
		if (row->roles == 0)
			return true;
		listed = true;
		for (uint8_t role = 0; role < policy->role_count; role++) {
			if ((row->roles >> role & 1) != 0 && duty_role_at_least(policy, by, role))
				return true;
		}
	}
	return !listed;
}

/* Who may agree to a remedy: the duty's role, or else as the rows of remedies say. A role the pack does not know may
 * not. */
const char *
duty_remedy_by_role(const struct duty_case *of)
{
	struct text by = of->fact->response.reviewed_by_role;
	bool may = true;

	if (text_is_empty(by))
		return NULL;
	if (of->duty->role != NO_ROLE)
		may = duty_role_at_least(of->policy, by, of->duty->role);
	for (uint8_t i = 0; i < of->fact->response.promise_count && of->duty->role == NO_ROLE; i++)
		may = may && may_agree_to(of->policy, by, of->fact->response.promises[i].kind);
	return may ? NULL : "agreed-without-authority";
}

/* Tracked to completion, with proof. Proof that comes later, of the same thing, cures. */
const char *
duty_completion_proven(const struct duty_case *of)
{
	const struct fact *fact = of->fact;

	if (!fact->completed.done || fact->completed.proven)
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, fact->kind) && other->completed.proven &&
		    text_equal(other->completed.ref, fact->completed.ref))
			return NULL;
	}
	return "no-proof";
}
