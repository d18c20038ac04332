/* What others are shown and told of a case, and what a customer is kept from. */
#include "domain/duty_parts.h"

/* "We will respond directly to the customer". There is none where a councillor
 * asks about a ward. */
const char *
duty_customer_answered(const struct duty_case *of)
{
	return of->fact->response.to_representative_only && (duty_contact_flags(of) & CONTACT_BIT(NAMED)) != 0
		   ? "customer-not-answered"
		   : NULL;
}

/* The representative by the reference that the contact gives; empty where it gives none. */
static struct text
representative_of(const struct duty_case *of)
{
	struct text representative = { 0 };

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_CONTACT_RECEIVED) && duty_was_by(other, of->fact) &&
		    !text_is_empty(other->contact.representative))
			representative = other->contact.representative;
	}
	return representative;
}

bool
duty_has_consent(const struct duty_case *of, struct text representative)
{
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_is_kind(other, FACT_CONSENT_GIVEN) || !duty_was_by(other, of->fact))
			continue;
		if (text_is_empty(representative) || text_is_empty(other->consent.representative) ||
		    text_equal(representative, other->consent.representative))
			return true;
	}
	return false;
}

/* "And send a copy to the third party who made the complaint (with the required permissions)". */
const char *
duty_representative_copied(const struct duty_case *of)
{
	const struct fact *fact = of->fact;

	if ((duty_contact_flags(of) & CONTACT_BIT(REPRESENTATIVE)) == 0 ||
	    !duty_has_consent(of, representative_of(of)) || fact->response.copied_to_representative ||
	    fact->response.to_representative_only)
		return NULL;
	return "representative-not-copied";
}

bool
duty_is_representative(const struct duty_case *of, struct text to)
{
	if (text_is_empty(to))
		return false;
	if (text_equal(to, representative_of(of)))
		return true;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_CONSENT_GIVEN) && text_equal(to, other->consent.representative))
			return true;
	}
	return false;
}

/* "Private information is not shared without agreement". Where no customer is named, as when a
 * councillor asks about a ward, there is none to agree. */
const char *
duty_disclosure_with_consent(const struct duty_case *of)
{
	const struct fact *fact = of->fact;
	bool disclosed = fact->kind == FACT_RESPONSE_ISSUED
			     ? fact->response.copied_to_representative || fact->response.to_representative_only
			     : duty_is_representative(of, fact->disclosed.to);
	struct text to = fact->kind == FACT_RESPONSE_ISSUED ? representative_of(of) : fact->disclosed.to;

	if (!disclosed || (duty_contact_flags(of) & CONTACT_BIT(NAMED)) == 0 || duty_has_consent(of, to))
		return NULL;
	return "disclosed-without-consent";
}

/* Who works on the case, and who speaks for the customer, sees it by another rule than the roles'. */
static bool
is_of_case(const struct duty_case *of)
{
	struct text to = of->fact->disclosed.to;

	if (text_is_empty(to))
		return false;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_OFFICER_ASSIGNED) && text_equal(to, other->officer.officer))
			return true;
	}
	return duty_is_representative(of, to);
}

static uint32_t
role_bit(const struct duty_case *of)
{
	uint8_t role = policy_role(of->policy, of->fact->disclosed.to_role);

	return role == NO_ROLE ? 0 : UINT32_C(1) << role;
}

/* "Telling only those who need to know". */
const char *
duty_seen_by_role(const struct duty_case *of)
{
	return (role_bit(of) & (of->duty->roles | of->duty->without_personal)) != 0 || is_of_case(of)
		   ? NULL
		   : "disclosed-beyond-need";
}

/* Tenant representatives and third parties see what they may, and no more. */
const char *
duty_personal_words(const struct duty_case *of)
{
	uint32_t only_without = of->duty->without_personal & ~of->duty->roles;

	return of->fact->disclosed.personal && (role_bit(of) & only_without) != 0 && !is_of_case(of)
		   ? "personal-words-disclosed"
		   : NULL;
}

static bool
needs(const struct duty_case *of, enum restriction_need need)
{
	return (of->duty->needs & (UINT32_C(1) << need)) != 0;
}

const char *
duty_restriction_reasons(const struct duty_case *of)
{
	return needs(of, RESTRICTION_NEEDS_REASONS) && !of->fact->restriction.has_reasons ? "no-reasons" : NULL;
}

/* "Proportionate and in line with the Equality Act 2010". */
const char *
duty_restriction_weighed(const struct duty_case *of)
{
	return needs(of, RESTRICTION_NEEDS_PROPORTIONATE) && !of->fact->restriction.proportionate
		   ? "restriction-not-proportionate"
		   : NULL;
}

const char *
duty_restriction_ends(const struct duty_case *of)
{
	return needs(of, RESTRICTION_NEEDS_UNTIL) && of->fact->restriction.until == NO_DAY ? "restriction-without-end"
											   : NULL;
}

/* It "does not close off routes of redress". */
const char *
duty_restriction_redress(const struct duty_case *of)
{
	return needs(of, RESTRICTION_NEEDS_REDRESS_TOLD) && !of->fact->restriction.redress_told
		   ? "routes-of-redress-not-told"
		   : NULL;
}

static bool
ends_final_stage(const struct duty_case *of, const struct fact *fact)
{
	const struct stage_rule *stage = policy_stage(of->policy, fact->stage);

	return duty_is_kind(fact, FACT_CASE_CLOSED) ||
	       (duty_is_kind(fact, FACT_RESPONSE_ISSUED) && stage != NULL && stage->final);
}

/* The first time a designated person was approached at the final stage, where `of->fact` is the first answer or closing
 * since: told by then is told in time. NULL where it is not. */
static const struct fact *
approach_ended_by(const struct duty_case *of)
{
	const struct fact *approach = NULL;

	if (!ends_final_stage(of, of->fact))
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];
		const struct stage_rule *stage = policy_stage(of->policy, other->stage);

		if (other == of->fact)
			return approach;
		if (approach == NULL && duty_is_kind(other, FACT_DESIGNATED_PERSON_APPROACHED) && stage != NULL &&
		    stage->final)
			approach = other;
		else if (approach != NULL && ends_final_stage(of, other))
			return NULL;
	}
	return NULL;
}

/* Whether somebody told, or offered, what `told` looks for, from the approach to the end. */
static bool
was_told_since(const struct duty_case *of, const struct fact *approach, bool (*told)(const struct fact *fact))
{
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_was_by(approach, other) && duty_was_by(other, of->fact) && told(other))
			return true;
	}
	return false;
}

static bool
tells_designated(const struct fact *fact)
{
	return duty_is_kind(fact, FACT_DESIGNATED_PERSON_CONTACTED) && fact->designated.next_steps_told;
}

static bool
tells_customer(const struct fact *fact)
{
	return duty_is_kind(fact, FACT_CUSTOMER_CONTACTED) && fact->contacted.next_steps_told;
}

static bool
offers_meeting(const struct fact *fact)
{
	return (duty_is_kind(fact, FACT_DESIGNATED_PERSON_CONTACTED) && fact->designated.meeting_offered) ||
	       (duty_is_kind(fact, FACT_CUSTOMER_CONTACTED) && fact->contacted.meeting_offered);
}

/* Approached at stage 2, "the customer and designated person will be informed of the next
 * stages", and a meeting offered, before the stage ends. */
const char *
duty_designated_person_told(const struct duty_case *of)
{
	const struct fact *approach = approach_ended_by(of);

	return approach == NULL || was_told_since(of, approach, tells_designated) ? NULL : "designated-person-not-told";
}

const char *
duty_designated_customer_told(const struct duty_case *of)
{
	const struct fact *approach = approach_ended_by(of);

	return approach == NULL || was_told_since(of, approach, tells_customer) ? NULL : "customer-not-told";
}

const char *
duty_designated_meeting(const struct duty_case *of)
{
	const struct fact *approach = approach_ended_by(of);

	return approach == NULL || was_told_since(of, approach, offers_meeting) ? NULL : "meeting-not-offered";
}
