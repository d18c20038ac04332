/* Who may decide what, on which ground, and what is told with it: each duty kept and broken. */
#include "duty_story.h"

static struct fact *
decide(bool accepted)
{
	struct fact *decided;

	begin_stage_two(0);
	decided = tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-04 10:00");
	decided->escalation_decided.accepted = accepted;
	return decided;
}

/* lmh 10.8: "In consultation with an Executive Director". */
Test(duty_decisions, a_refusal_is_by_the_role_or_with_it)
{
	struct fact *decided;

	ask(DUTY_REFUSAL_BY_ROLE);
	duty->role = policy_role(&policy, TEXT("head-of-service"));
	decided = decide(false);
	decided->escalation_decided.decided_by_role = TEXT("manager");
	EXPECT_FAULTS("decided-by-another-role");
	decided->escalation_decided.consulted_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
	decided->escalation_decided.consulted_role = TEXT("employee");
	EXPECT_FAULTS("decided-by-another-role");
	decided->escalation_decided.decided_by_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
	decided->escalation_decided.decided_by_role = TEXT("manager");
	decided->escalation_decided.accepted = true;
	EXPECT_FAULTS("");
}

/* lhp 29: "will meet one of the following criteria". */
Test(duty_decisions, a_refusal_is_on_one_of_the_grounds)
{
	struct fact *decided;

	ask(DUTY_REFUSAL_GROUND);
	duty->refusals = UINT32_C(1) << REFUSAL_NEW_ISSUE;
	decided = decide(false);
	EXPECT_FAULTS("ground-not-allowed");
	decided->escalation_decided.grounds = TEXT("outside-policy");
	EXPECT_FAULTS("ground-not-allowed");
	decided->escalation_decided.grounds = TEXT("new-issue");
	EXPECT_FAULTS("");
	decided->escalation_decided.grounds = TEXT("because");
	EXPECT_FAULTS("ground-not-allowed");
	decided->escalation_decided.accepted = true;
	EXPECT_FAULTS("");
}

/* lhp 28: "make clear that the previous response was the final response". */
Test(duty_decisions, a_refusal_names_the_former_response_as_final)
{
	struct fact *decided;

	ask(DUTY_REFUSAL_FINAL_RESPONSE);
	decided = decide(false);
	EXPECT_FAULTS("former-response-not-named-final");
	decided->escalation_decided.former_response_final = true;
	EXPECT_FAULTS("");
	decided = decide(true);
	EXPECT_FAULTS("");
}

/* ccf 3: "we will explain why and offer advice or support". */
Test(duty_decisions, who_is_declined_is_told_where_else_to_turn)
{
	struct fact *decided;

	ask(DUTY_DECLINE_OTHER_ROUTE);
	begin(0);
	decided = tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-03 10:00");
	EXPECT_FAULTS("no-other-route");
	decided->scope.has_other_route = true;
	EXPECT_FAULTS("");
	decided->scope.has_other_route = false;
	decided->scope.accepted = true;
	EXPECT_FAULTS("");
}

/* lmh 10.3. */
Test(duty_decisions, an_appeal_is_accepted_on_its_grounds)
{
	struct fact *decided;

	ask(DUTY_ACCEPTANCE_GROUND);
	duty->acceptances = UINT32_C(1) << ACCEPTANCE_EVIDENCE_OF_FAULT | UINT32_C(1) << ACCEPTANCE_NEW_INFORMATION;
	decided = decide(true);
	EXPECT_FAULTS("ground-not-allowed");
	decided->escalation_decided.grounds = TEXT("not-satisfied");
	EXPECT_FAULTS("ground-not-allowed");
	decided->escalation_decided.grounds = TEXT("of-course");
	EXPECT_FAULTS("ground-not-allowed");
	decided->escalation_decided.grounds = TEXT("evidence-of-fault");
	EXPECT_FAULTS("");
	decided->escalation_decided.grounds = TEXT("new-information");
	EXPECT_FAULTS("");
	decided->escalation_decided.grounds = TEXT("no-other-outcome");
	decided->escalation_decided.accepted = false;
	EXPECT_FAULTS("");
}

/* lmh 10.2: "in cooperation with the appropriate Executive Director / Director". */
Test(duty_decisions, an_appeal_is_accepted_with_somebody_senior)
{
	struct fact *decided;

	ask(DUTY_ACCEPTANCE_WITH_ROLE);
	duty->role = policy_role(&policy, TEXT("head-of-service"));
	decided = decide(true);
	EXPECT_FAULTS("accepted-without-role");
	decided->escalation_decided.decided_by_role = TEXT("manager");
	decided->escalation_decided.consulted_role = TEXT("employee");
	EXPECT_FAULTS("accepted-without-role");
	decided->escalation_decided.consulted_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
	decided->escalation_decided.consulted_role = TEXT("director-of-customer-experience-and-insight");
	EXPECT_FAULTS("");
	decided->escalation_decided.consulted_role = TEXT("");
	decided->escalation_decided.decided_by_role = TEXT("director-of-customer-experience-and-insight");
	EXPECT_FAULTS("");
	decided->escalation_decided.decided_by_role = TEXT("somebody");
	EXPECT_FAULTS("accepted-without-role");
	decided->escalation_decided.accepted = false;
	EXPECT_FAULTS("");
}

/* lhp 49: discussed with one role, always, and explained to the customer in full. */
Test(duty_decisions, discretion_is_discussed_and_explained)
{
	struct fact *used, *scope;

	ask(DUTY_DISCRETION_DISCUSSED);
	duty->role = policy_role(&policy, TEXT("customer-experience-manager"));
	begin(0);
	used = tell(&story, FACT_DISCRETION_USED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("discretion-not-discussed");
	used->discretion.discussed_with_role = TEXT("manager");
	EXPECT_FAULTS("discretion-not-discussed");
	used->discretion.discussed_with_role = TEXT("customer-experience-manager");
	EXPECT_FAULTS("");
	scope = tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-05 10:00");
	scope->scope.accepted = true;
	EXPECT_FAULTS("");
	scope->scope.discretion_used = true;
	EXPECT_FAULTS("discretion-not-discussed");
	scope->scope.discussed_with_role = TEXT("customer-experience-manager");
	EXPECT_FAULTS("");
	scope->scope.discussed_with_role = TEXT("");
	scope->scope.decided_by_role = TEXT("customer-experience-manager");
	EXPECT_FAULTS("");
	ask(DUTY_DISCRETION_EXPLAINED);
	begin(0);
	used = tell(&story, FACT_DISCRETION_USED, 1, "2026-06-04 10:00");
	EXPECT_FAULTS("discretion-not-explained");
	used->discretion.explained = true;
	EXPECT_FAULTS("");
	scope = tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-05 10:00");
	scope->scope.accepted = scope->scope.discretion_used = true;
	EXPECT_FAULTS("discretion-not-explained");
	scope->scope.has_reasons = true;
	EXPECT_FAULTS("");
}

static void
promise(struct fact *fact, const char *ref, bool agreed)
{
	fact->response.promises[fact->response.promise_count++] =
	    (struct promise){ .ref = text_of(ref), .due = day_of("2026-06-20"), .binding = true, .agreed = agreed };
}

/* lhp 57: "what will happen, by when, agreeing this with the customer". */
Test(duty_decisions, a_remedy_is_agreed_with_the_customer)
{
	struct fact *response;

	ask(DUTY_REMEDY_AGREED);
	begin(0);
	response = tell_response(&story, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	promise(response, "R1", true);
	EXPECT_FAULTS("");
	promise(response, "R2", false);
	EXPECT_FAULTS("remedy-not-agreed");
	/* Another's agreement is no agreement to this one; its own, later, is. */
	promise(tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-08 10:00"), "R3", true);
	EXPECT_FAULTS("remedy-not-agreed");
	promise(tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-09 10:00"), "R2", false);
	EXPECT_FAULTS("remedy-not-agreed remedy-not-agreed");
	promise(tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-10 10:00"), "R2", true);
	EXPECT_FAULTS("");
}

/* Who may agree to a remedy. */
Test(duty_decisions, a_remedy_is_agreed_by_somebody_who_may)
{
	struct fact *remedy;

	ask(DUTY_REMEDY_BY_ROLE);
	duty->role = policy_role(&policy, TEXT("manager"));
	begin(0);
	remedy = tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-05 10:00");
	EXPECT_FAULTS("");
	remedy->response.reviewed_by_role = TEXT("employee");
	EXPECT_FAULTS("agreed-without-authority");
	remedy->response.reviewed_by_role = TEXT("caretaker");
	EXPECT_FAULTS("agreed-without-authority");
	remedy->response.reviewed_by_role = TEXT("manager");
	EXPECT_FAULTS("");
	remedy->response.reviewed_by_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
}

/* Without a role of the duty's own, the rows of remedies say who may agree to which kind. */
Test(duty_decisions, a_kind_of_remedy_is_agreed_by_who_may)
{
	struct fact *remedy;

	ask(DUTY_REMEDY_BY_ROLE);
	duty->role = NO_ROLE;
	policy.remedies_count = 2;
	policy.remedies[0] = (struct remedy_rule){ .kinds = UINT32_C(1) << REMEDY_MONEY,
		.roles = UINT32_C(1) << policy_role(&policy, TEXT("manager")) };
	policy.remedies[1] = (struct remedy_rule){ .kinds = UINT32_C(1) << REMEDY_APOLOGY };
	begin(0);
	remedy = tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-05 10:00");
	remedy->response.reviewed_by_role = TEXT("employee");
	remedy->response.promise_count = 2;
	remedy->response.promises[0] =
	    (struct promise){ .ref = TEXT("a"), .due = PROMISE_NO_DATE, .kind = REMEDY_APOLOGY };
	remedy->response.promises[1] =
	    (struct promise){ .ref = TEXT("b"), .due = PROMISE_NO_DATE, .kind = REMEDY_TRAINING };
	EXPECT_FAULTS("");
	remedy->response.promises[1].kind = REMEDY_MONEY;
	EXPECT_FAULTS("agreed-without-authority");
	remedy->response.reviewed_by_role = TEXT("head-of-service");
	EXPECT_FAULTS("");
}

/* lhp 58: "tracked to completion". */
Test(duty_decisions, what_is_done_is_proven)
{
	struct fact *done, *later;

	ask(DUTY_COMPLETION_PROVEN);
	begin(0);
	done = tell(&story, FACT_ACTION_COMPLETED, 0, "2026-06-05 10:00");
	done->completed.ref = TEXT("R1");
	done->completed.done = true;
	EXPECT_FAULTS("no-proof");
	/* An order is not an action, though it has the same name. */
	later = tell(&story, FACT_ORDER_COMPLETED, 0, "2026-06-06 10:00");
	later->completed.ref = TEXT("R1");
	later->completed.done = later->completed.proven = true;
	EXPECT_FAULTS("no-proof");
	later->completed.proven = false;
	EXPECT_FAULTS("no-proof no-proof");
	/* Not acted on, with reasons: there is nothing to prove. */
	later->completed.done = false;
	EXPECT_FAULTS("no-proof");
	later->kind = FACT_ACTION_COMPLETED;
	later->completed.done = later->completed.proven = true;
	EXPECT_FAULTS("");
	done->completed.ref = TEXT("R2");
	EXPECT_FAULTS("no-proof");
	done->completed.proven = true;
	EXPECT_FAULTS("");
}
