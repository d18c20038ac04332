/* What must stand in what is written to the customer, and the way it goes. */
#include "domain/duty_parts.h"

const char *
duty_outcome_allowed(const struct duty_case *of)
{
	if (of->fact->response.outcome == CASE_OUTCOME_UNSPECIFIED)
		return "no-outcome";
	return of->duty->outcomes & (UINT32_C(1) << of->fact->response.outcome) ? NULL : "outcome-not-allowed";
}

const char *
duty_points_answered(const struct duty_case *of)
{
	return of->fact->response.points_unanswered > 0 ? "points-unanswered" : NULL;
}

const char *
duty_reasons_given(const struct duty_case *of)
{
	return of->fact->response.reasons_given ? NULL : "no-reasons";
}

/* An answer in writing of the same stage, before or after, cures one by word of mouth: a call, say, that goes beside
 * the letter. */
const char *
duty_response_written(const struct duty_case *of)
{
	if (!of->fact->spoken)
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_RESPONSE_ISSUED) && other->stage == of->fact->stage && !other->spoken)
			return NULL;
	}
	return "not-in-writing";
}

const char *
duty_response_reviewed(const struct duty_case *of)
{
	bool finding = of->fact->kind == FACT_FINDING_SHARED;
	struct text role = finding ? of->fact->finding.reviewed_by_role : of->fact->response.reviewed_by_role;

	if (finding ? text_is_empty(role) : !of->fact->response.reviewed)
		return "not-reviewed";
	if (of->duty->role == NO_ROLE || text_is_empty(role))
		return NULL;
	return text_equal(of->policy->roles[of->duty->role].id, role) ? NULL : "reviewed-by-another-role";
}

/* "The details of how to escalate the matter if dissatisfied with the outcome". */
const char *
duty_response_next_step(const struct duty_case *of)
{
	return of->fact->response.next_step_told ? NULL : "next-step-not-told";
}

const char *
duty_response_ombudsman(const struct duty_case *of)
{
	return of->fact->response.ombudsman_details ? NULL : "no-ombudsman-details";
}

/* The Ombudsman's details stand in all that is written about a complaint. */
const char *
duty_acknowledgement_ombudsman(const struct duty_case *of)
{
	return of->fact->acknowledged.ombudsman_details ? NULL : "no-ombudsman-details";
}

/* Found, though the date may move: whether it does is for the clock's own terms to say. */
const char *
duty_extension_ombudsman(const struct duty_case *of)
{
	return of->fact->extension.ombudsman_details ? NULL : "no-ombudsman-details";
}

/* Of what is written alone: what is said on the phone is no correspondence. */
const char *
duty_contact_ombudsman(const struct duty_case *of)
{
	if (of->fact->channel == CONTACT_BY_UNSPECIFIED || of->fact->spoken)
		return NULL;
	return of->fact->contacted.ombudsman_details ? NULL : "no-ombudsman-details";
}

const char *
duty_closed_with_ombudsman(const struct duty_case *of)
{
	return of->fact->closed.reason == CLOSE_NOT_COOPERATING && !of->fact->closed.ombudsman_details
		   ? "no-ombudsman-details"
		   : NULL;
}

/* A letter without the definition stays a defective one, though another mends it: whether it came in time is the
 * clock's matter. */
const char *
duty_definition_given(const struct duty_case *of)
{
	return of->fact->acknowledged.defined ? NULL : "no-definition";
}

/* The outcome of the informal way is told by phone or face to face. Of a request that never was a complaint
 * nothing of the kind is asked, nor of what was formal already. */
const char *
duty_informal_channel(const struct duty_case *of)
{
	const struct moments *whole = &of->history->stages[0];
	struct instant dissatisfied = whole->at[MOMENT_DISSATISFIED], received = whole->at[MOMENT_RECEIVED];

	if (!instant_is_set(dissatisfied) || instant_before(of->fact->occurred_at, dissatisfied) ||
	    (instant_is_set(received) && instant_before(received, of->fact->occurred_at)))
		return NULL;
	if (of->fact->channel == CONTACT_BY_UNSPECIFIED || of->duty->channels & (UINT32_C(1) << of->fact->channel))
		return NULL;
	return "outcome-by-another-channel";
}

/* As agreed last, else as the customer wished last; CONTACT_BY_UNSPECIFIED where neither was said. */
static enum contact_channel
channel_to_answer_by(const struct duty_case *of)
{
	enum contact_channel agreed = CONTACT_BY_UNSPECIFIED, wished = CONTACT_BY_UNSPECIFIED;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_was_by(other, of->fact))
			continue;
		if (duty_is_kind(other, FACT_CUSTOMER_CONTACTED) &&
		    other->contacted.agreed_channel != CONTACT_BY_UNSPECIFIED)
			agreed = other->contacted.agreed_channel;
		if (duty_is_kind(other, FACT_CONTACT_RECEIVED) && other->contact.preferred != CONTACT_BY_UNSPECIFIED)
			wished = other->contact.preferred;
	}
	return agreed == CONTACT_BY_UNSPECIFIED ? wished : agreed;
}

/* Who wished to be answered on social media gets a private message there. */
static bool
channel_keeps(enum contact_channel asked, enum contact_channel used)
{
	return used == asked || (asked == CONTACT_BY_SOCIAL_MEDIA && used == CONTACT_BY_PRIVATE_MESSAGE);
}

/* "We will agree with the customer how they would like us to respond". An answer of the same
 * stage that goes the agreed way, before or after, cures one that goes another: a letter, say, that goes beside the
 * call. */
const char *
duty_agreed_channel(const struct duty_case *of)
{
	enum contact_channel asked = channel_to_answer_by(of);

	if (asked == CONTACT_BY_UNSPECIFIED || of->fact->channel == CONTACT_BY_UNSPECIFIED)
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_RESPONSE_ISSUED) && other->stage == of->fact->stage &&
		    channel_keeps(asked, other->channel))
			return NULL;
	}
	return "answered-by-another-channel";
}

/* Nobody is answered in public, however they wrote; who wrote in public is answered in private. To agree in public on a
 * private message, or to try in vain, tells nobody anything. */
const char *
duty_social_media_private(const struct duty_case *of)
{
	const struct fact *fact = of->fact;

	if (fact->channel != CONTACT_BY_SOCIAL_MEDIA)
		return NULL;
	if (fact->kind == FACT_CUSTOMER_CONTACTED &&
	    (!fact->contacted.reached || fact->contacted.agreed_channel == CONTACT_BY_PRIVATE_MESSAGE))
		return NULL;
	return "answered-in-public";
}

/* "Receive their complaint response in a way that meets their needs". */
const char *
duty_adjustments_made(const struct duty_case *of)
{
	if ((duty_contact_flags(of) & CONTACT_BIT(ADJUSTMENT_ASKED)) == 0 || of->fact->response.adjustments_made)
		return NULL;
	return "adjustment-not-made";
}

/* A written response is made available to all petitioners. */
const char *
duty_petitioners_answered(const struct duty_case *of)
{
	if ((duty_contact_flags(of) & CONTACT_BIT(IS_PETITION)) == 0 || of->fact->spoken ||
	    of->fact->response.available_to_petitioners)
		return NULL;
	return "not-available-to-petitioners";
}
