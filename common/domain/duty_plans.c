/* What is thought through, and done, before an answer. */
#include "domain/duty_parts.h"

/* Which parts a record has, one bit each. */
typedef unsigned parts_function(const struct fact *fact);

static unsigned
assessment_parts(const struct fact *fact)
{
	return (fact->assessment.about ? 1U : 0) | (fact->assessment.evidence ? 2U : 0) |
	       (fact->assessment.risks ? 4U : 0) | (fact->assessment.outcome_sought ? 8U : 0) |
	       (fact->assessment.urgent_action ? 16U : 0);
}

static unsigned
plan_parts(const struct fact *fact)
{
	return (fact->plan.about ? 1U : 0) | (fact->plan.evidence ? 2U : 0) | (fact->plan.informed ? 4U : 0) |
	       (text_is_empty(fact->plan.reviewer) ? 0 : 8U) | (fact->plan.complete_by == NO_DAY ? 0 : 16U);
}

enum {
	ALL_PARTS = 31, /* each of the two has five */
};

/* Whether the records of this kind and stage hold every part between them. They may be written down in several goes:
 * the last of those before the stage's answer is the one that must complete them. */
static bool
is_complete(const struct duty_case *of, parts_function *parts_of)
{
	struct instant answered = of->history->stages[of->fact->stage].at[MOMENT_RESPONDED_ANYHOW];
	unsigned parts = parts_of(of->fact);
	bool past = false;

	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (other == of->fact) {
			past = true;
			continue;
		}
		if (!duty_is_kind(other, of->fact->kind) || other->stage != of->fact->stage)
			continue;
		if (past && (!instant_is_set(answered) || !instant_before(answered, other->occurred_at)))
			return true;
		parts |= past ? 0 : parts_of(other);
	}
	return parts == ALL_PARTS;
}

/* The assessment of the complaint. One made at an earlier stage is of the same complaint. */
const char *
duty_assessment_made(const struct duty_case *of)
{
	if (of->fact->kind != FACT_RESPONSE_ISSUED)
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_ASSESSMENT_RECORDED) && other->stage <= of->fact->stage &&
		    duty_was_by(other, of->fact))
			return NULL;
	}
	return "no-assessment";
}

/* What it is about, what evidence is needed, what risks, what outcome is sought, what is urgent. */
const char *
duty_assessment_complete(const struct duty_case *of)
{
	return of->fact->kind != FACT_ASSESSMENT_RECORDED || is_complete(of, assessment_parts)
		   ? NULL
		   : "assessment-incomplete";
}

/* What is thought through when escalating a complaint. Stage 1 is no escalation. */
const char *
duty_escalation_planned(const struct duty_case *of)
{
	if (of->fact->kind != FACT_RESPONSE_ISSUED || of->fact->stage < 2)
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_ESCALATION_PLANNED) && other->stage == of->fact->stage &&
		    duty_was_by(other, of->fact))
			return NULL;
	}
	return "no-escalation-plan";
}

/* What it will be about, who reviews, who is kept informed, what evidence is needed, when it will be complete. */
const char *
duty_plan_complete(const struct duty_case *of)
{
	return of->fact->kind != FACT_ESCALATION_PLANNED || is_complete(of, plan_parts) ? NULL
											: "escalation-plan-incomplete";
}

/* Whether something was done for the customer since a visit was missed: work, or the visit offered again. */
static bool
was_made_good(const struct duty_case *of, const struct fact *missed)
{
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (!duty_was_by(missed, other) || !duty_was_by(other, of->fact))
			continue;
		if (duty_is_kind(other, FACT_WORK_RECORDED) || duty_is_kind(other, FACT_ACTION_COMPLETED) ||
		    (duty_is_kind(other, FACT_APPOINTMENT_OFFERED) &&
			text_equal(other->appointment.appointment, missed->appointment.appointment)))
			return true;
	}
	return false;
}

/* Services the customer should have received "must be provided immediately with the
 * facts of the case being investigated subsequently". A visit that was missed is such a service. */
const char *
duty_work_provided_first(const struct duty_case *of)
{
	/* A hazard's investigation is not the complaint's. */
	if (!text_is_empty(of->fact->concluded.ref))
		return NULL;
	for (size_t i = 0; i < of->history->facts->count; i++) {
		const struct fact *other = of->history->facts->in_order[i];

		if (duty_is_kind(other, FACT_APPOINTMENT_MISSED) && duty_was_by(other, of->fact) &&
		    !was_made_good(of, other))
			return "service-owed-not-provided";
	}
	return NULL;
}
