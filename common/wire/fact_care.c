#include "wire/fact_care.h"

#include "wire/fact_contact.h"

void
fact_commented(const Redress__V1__CustomerCommented *body, struct fact *fact)
{
	fact->commented.disagrees = body->disagrees;
}

void
fact_hazard_act(const Redress__V1__HazardActedOn *body, struct fact *fact)
{
	fact->hazard_act.ref = text_of(body->ref);
	fact->hazard_act.act = (enum hazard_act)body->act;
}

void
fact_assessment(const Redress__V1__AssessmentRecorded *body, struct fact *fact)
{
	fact->assessment.about = fact_is_given(body->about);
	fact->assessment.evidence = fact_is_given(body->evidence_needed);
	fact->assessment.risks = fact_is_given(body->risks);
	fact->assessment.outcome_sought = fact_is_given(body->outcome_sought);
	fact->assessment.urgent_action = body->urgent_action_considered;
}

void
fact_plan(const Redress__V1__EscalationPlanned *body, struct fact *fact)
{
	fact->plan.about = fact_is_given(body->about);
	fact->plan.evidence = fact_is_given(body->evidence_needed);
	fact->plan.informed = fact_is_given(body->kept_informed);
	fact->plan.reviewer = text_of(body->reviewer);
	fact->plan.complete_by = fact_day(body->complete_by);
}

void
fact_shared(const Redress__V1__ComplimentShared *body, struct fact *fact)
{
	fact->shared.service_area = body->with_service_area;
	fact->shared.staff = body->with_staff;
	fact->shared.publicised = body->publicised;
}

void
fact_discretion(const Redress__V1__DiscretionUsed *body, struct fact *fact)
{
	fact->discretion.explained = body->explained_to_customer;
	fact->discretion.discussed_with_role = text_of(body->discussed_with_role);
}

void
fact_suspended(const Redress__V1__CaseSuspended *body, struct fact *fact)
{
	fact->suspended.has_reason = fact_is_given(body->reason);
	fact->suspended.customer_told = body->customer_told;
	fact->suspended.grounds = text_of(body->grounds);
	fact->suspended.ordered_by_role = text_of(body->ordered_by_role);
}

void
fact_support(const Redress__V1__SupportNeedIdentified *body, struct fact *fact)
{
	fact->support.cannot_put_case = body->cannot_put_case;
	fact->support.not_coping = body->not_coping;
	fact->support.behind_behaviour = body->behind_behaviour;
}

void
fact_work(const Redress__V1__WorkRecorded *body, struct fact *fact)
{
	fact->work.officer = text_of(body->officer);
}

void
fact_behaviour(const Redress__V1__BehaviourNoted *body, struct fact *fact)
{
	fact->behaviour.violent = body->violent_or_threatening;
}

void
fact_restriction(const Redress__V1__ContactRestricted *body, struct fact *fact)
{
	fact->restriction.has_reasons = fact_is_given(body->reasons);
	fact->restriction.proportionate = body->proportionate;
	fact->restriction.redress_told = body->routes_of_redress_told;
	fact->restriction.until = fact_day(body->until);
	fact->restriction.decided_by_role = text_of(body->decided_by_role);
}

void
fact_disclosed(const Redress__V1__InformationDisclosed *body, struct fact *fact)
{
	fact->disclosed.to = text_of(body->to);
	fact->disclosed.to_role = text_of(body->to_role);
	fact->disclosed.personal = body->personal;
}

void
fact_designated(const Redress__V1__DesignatedPersonContacted *body, struct fact *fact)
{
	fact->designated.next_steps_told = body->next_steps_told;
	fact->designated.meeting_offered = body->meeting_offered;
}

void
fact_recommendation(const Redress__V1__RecommendationMade *body, struct fact *fact)
{
	fact->ombudsman.revised_date = NO_DAY;
	for (size_t i = 0; i < body->n_recommendations; i++)
		fact->ombudsman.promises[i] = (struct promise){
			.ref = text_of(body->recommendations[i]->ref),
			.due = fact_day(body->recommendations[i]->due),
			.binding = false,
		};
	fact->ombudsman.promise_count = (uint8_t)body->n_recommendations;
}
