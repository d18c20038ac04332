/* What is thought through, and done, before an answer: each duty kept and broken. */
#include "duty_story.h"

/* lhp 46. */
Test(duty_plans, a_complaint_is_assessed)
{
	struct fact *first, *second;

	ask(DUTY_ASSESSMENT_MADE);
	begin(0);
	tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("no-assessment");
	first = tell(&story, FACT_ASSESSMENT_RECORDED, 1, "2026-06-03 10:00");
	EXPECT_FAULTS("assessment-incomplete");
	first->assessment = (typeof(first->assessment)){ true, true, true, true, true };
	EXPECT_FAULTS("");
	/* Each part is one of those the assessment "will include". */
#define WITHOUT(part)                           \
	first->assessment.part = false;         \
	EXPECT_FAULTS("assessment-incomplete"); \
	first->assessment.part = true;
	WITHOUT(about)
	WITHOUT(evidence)
	WITHOUT(risks)
	WITHOUT(outcome_sought)
	WITHOUT(urgent_action)
#undef WITHOUT
	/* Written down in two goes. */
	first->assessment.risks = false;
	second = tell(&story, FACT_ASSESSMENT_RECORDED, 1, "2026-06-04 10:00");
	second->assessment.risks = true;
	EXPECT_FAULTS("");
	/* Both before the answer: what is added afterwards was not thought of in time. */
	second->occurred_at = london("2026-06-06 10:00");
	EXPECT_FAULTS("assessment-incomplete");
	second->occurred_at = london("2026-06-04 10:00");
	second->assessment.risks = false;
	EXPECT_FAULTS("assessment-incomplete");
}

Test(duty_plans, an_assessment_after_the_answer_is_none)
{
	struct fact *assessment;

	ask(DUTY_ASSESSMENT_MADE);
	begin_stage_two(0);
	assessment = tell(&story, FACT_ASSESSMENT_RECORDED, 1, "2026-06-02 09:00");
	assessment->assessment = (typeof(assessment->assessment)){ true, true, true, true, true };
	tell_response(&story, 2, "2026-06-10 10:00");
	/* The complaint was assessed at stage one. */
	EXPECT_FAULTS("");
	assessment->occurred_at = london("2026-06-05 10:00");
	EXPECT_FAULTS("no-assessment");
	assessment->occurred_at = london("2026-06-11 10:00");
	EXPECT_FAULTS("no-assessment no-assessment");
}

/* lhp 27. */
Test(duty_plans, an_escalation_is_planned)
{
	struct fact *plan;

	ask(DUTY_ESCALATION_PLANNED);
	begin_stage_two(0);
	tell_response(&story, 2, "2026-06-10 10:00");
	EXPECT_FAULTS("no-escalation-plan");
	plan = tell(&story, FACT_ESCALATION_PLANNED, 2, "2026-06-04 10:00");
	plan->plan.complete_by = NO_DAY;
	EXPECT_FAULTS("escalation-plan-incomplete");
	plan->plan.about = plan->plan.evidence = plan->plan.informed = true;
	plan->plan.reviewer = TEXT("o7");
	EXPECT_FAULTS("escalation-plan-incomplete");
	plan->plan.complete_by = day_of("2026-06-20");
	EXPECT_FAULTS("");
	plan->plan.reviewer = TEXT("");
	EXPECT_FAULTS("escalation-plan-incomplete");
	plan->plan.reviewer = TEXT("o7");
	plan->occurred_at = london("2026-06-11 10:00");
	EXPECT_FAULTS("no-escalation-plan");
	/* A plan for a stage after it is none for this. */
	plan->occurred_at = london("2026-06-04 10:00");
	plan->stage = 3;
	EXPECT_FAULTS("no-escalation-plan");
}

/* lgah, Managing Formal Complaints: services owed "must be provided immediately with the facts of the case being
 * investigated subsequently". */
Test(duty_plans, what_is_owed_is_provided_before_it_is_investigated)
{
	struct fact *missed, *offered;

	ask(DUTY_WORK_PROVIDED_FIRST);
	begin(0);
	tell(&story, FACT_INVESTIGATION_CONCLUDED, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	missed = tell(&story, FACT_APPOINTMENT_MISSED, 0, "2026-06-05 10:01");
	missed->appointment.appointment = TEXT("A1");
	EXPECT_FAULTS("");
	missed->occurred_at = london("2026-05-30 10:00");
	EXPECT_FAULTS("service-owed-not-provided");
	offered = tell(&story, FACT_APPOINTMENT_OFFERED, 0, "2026-06-01 12:00");
	offered->appointment.appointment = TEXT("A2");
	EXPECT_FAULTS("service-owed-not-provided");
	offered->appointment.appointment = TEXT("A1");
	EXPECT_FAULTS("");
	offered->occurred_at = london("2026-06-05 10:01");
	EXPECT_FAULTS("service-owed-not-provided");
	tell(&story, FACT_WORK_RECORDED, 1, "2026-06-02 10:00");
	EXPECT_FAULTS("");
	/* A hazard has an investigation of its own. */
	story.told[story.count - 1].occurred_at = london("2026-05-29 10:00");
	EXPECT_FAULTS("service-owed-not-provided");
	story.told[1].concluded.ref = TEXT("H1");
	EXPECT_FAULTS("");
}
