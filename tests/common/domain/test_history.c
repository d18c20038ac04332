/* When each thing first happened, in the case and in each stage. */
#include "domain/history.h"
#include "story.h"

static struct story story;
static struct history history;
static struct judgements routing;

static void
build(void)
{
	/* What `facts` points to lives as long as `history` does. */
	static struct facts facts;

	facts = story_facts(&story);
	history_build(&facts, &history);
}

static void
build_with_routing(void)
{
	struct facts facts = story_facts(&story);
	struct instant next;

	routing_judge(livin(), england(), &facts, london("2026-12-31 10:00"), &routing, &next);
	build();
	history_add_routing(&history, &routing);
}

static void
expect_at(uint8_t stage, enum moment moment, const char *at)
{
	char room[PRINTED_MAX];
	struct instant found = history.stages[stage].at[moment];

	cr_expect_eq(found.us, (at == NULL ? INSTANT_NONE : london(at)).us, "stage %d %s: %s, not %s", stage,
	    moment_name(moment), print_instant(found, room), at == NULL ? "none" : at);
}

Test(history, each_moment_is_the_first_of_its_kind)
{
	struct fact *contacted;

	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-01 11:00");
	tell(&story, FACT_CASE_ACKNOWLEDGED, 1, "2026-06-02 10:00");
	tell_acknowledged(&story, 1, "2026-06-03 10:00");
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-03 11:00");
	contacted = tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-03 12:00");
	contacted->contacted.reached = true;
	tell(&story, FACT_INVESTIGATION_CONCLUDED, 1, "2026-06-04 10:00");
	tell_response(&story, 1, "2026-06-05 10:00")->spoken = true;
	tell_response(&story, 1, "2026-06-06 10:00");
	tell_response(&story, 1, "2026-06-07 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-08 10:00");
	build();
	cr_expect_eq(history.contact, &story.told[0]);
	expect_at(1, MOMENT_CONTACTED_US, "2026-06-01 10:00");
	expect_at(2, MOMENT_CONTACTED_US, "2026-06-01 10:00");
	expect_at(1, MOMENT_ASSIGNED, "2026-06-01 11:00");
	expect_at(2, MOMENT_ASSIGNED, NULL);
	expect_at(1, MOMENT_ACKNOWLEDGED, "2026-06-02 10:00");
	expect_at(1, MOMENT_DEFINED, "2026-06-03 10:00"); /* Decided 15 */
	expect_at(1, MOMENT_CUSTOMER_REACHED, "2026-06-03 12:00");
	expect_at(1, MOMENT_INVESTIGATED, "2026-06-04 10:00");
	expect_at(1, MOMENT_RESPONDED_ANYHOW, "2026-06-05 10:00");
	expect_at(1, MOMENT_RESPONDED, "2026-06-06 10:00");
	expect_at(1, MOMENT_NEXT_STAGE_REQUESTED, "2026-06-08 10:00");
	expect_at(2, MOMENT_ESCALATION_REQUESTED, "2026-06-08 10:00");
	expect_at(2, MOMENT_RESPONDED, NULL);
	expect_at(1, MOMENT_RECEIVED, NULL); /* routing's to say */
	cr_expect_eq(history.stages[1].by[MOMENT_RESPONDED], &story.told[8]);
}

Test(history, what_routing_judged)
{
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_SERVICE_REQUEST));
	tell(&story, FACT_COMPLAINT_REQUESTED, 0, "2026-06-10 10:00");
	build_with_routing();
	expect_at(1, MOMENT_RECEIVED, "2026-06-10 10:00"); /* Decided 15: received when it turns */
	expect_at(1, MOMENT_MADE_FORMAL, "2026-06-10 10:00");
	expect_at(1, MOMENT_STAGE_OPENED, "2026-06-10 10:00");
	expect_at(2, MOMENT_STAGE_OPENED, NULL);
	expect_at(1, MOMENT_CONTACTED_US, "2026-06-01 10:00");
	expect_at(1, MOMENT_DECLINED, NULL);
}

/* Acknowledging the request is not acknowledging the complaint it became. */
Test(history, what_was_said_of_the_request_is_not_said_of_the_complaint)
{
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_SERVICE_REQUEST));
	tell_acknowledged(&story, 1, "2026-06-02 10:00");
	tell_response(&story, 1, "2026-06-03 10:00");
	tell(&story, FACT_COMPLAINT_REQUESTED, 0, "2026-06-10 10:00");
	build_with_routing();
	expect_at(1, MOMENT_ACKNOWLEDGED, NULL);
	expect_at(1, MOMENT_DEFINED, NULL);
	expect_at(1, MOMENT_RESPONDED, NULL);
	tell_acknowledged(&story, 1, "2026-06-11 10:00");
	tell_response(&story, 1, "2026-06-12 10:00");
	build_with_routing();
	expect_at(1, MOMENT_DEFINED, "2026-06-11 10:00");
	expect_at(1, MOMENT_RESPONDED, "2026-06-12 10:00");
}

/* A call about the request is no call about the complaint that came of it. */
Test(history, calls_before_dissatisfaction_are_forgotten)
{
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_SERVICE_REQUEST));
	tell(&story, FACT_CUSTOMER_CONTACTED, 0, "2026-06-02 10:00")->contacted.reached = true;
	build_with_routing();
	expect_at(0, MOMENT_DISSATISFIED, NULL);
	expect_at(0, MOMENT_CUSTOMER_REACHED, "2026-06-02 10:00");
	tell(&story, FACT_COMPLAINT_REQUESTED, 0, "2026-06-10 10:00");
	build_with_routing();
	expect_at(1, MOMENT_DISSATISFIED, "2026-06-10 10:00");
	expect_at(0, MOMENT_CUSTOMER_REACHED, NULL);
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-11 10:00")->contacted.reached = true;
	build_with_routing();
	expect_at(0, MOMENT_CUSTOMER_REACHED, "2026-06-11 10:00");
	expect_at(1, MOMENT_CUSTOMER_REACHED, "2026-06-11 10:00");
}

/* Decided 18: reopening restores; what is closed after that is closed. */
Test(history, reopening_takes_closing_away)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_CASE_WITHDRAWN, 0, "2026-06-02 10:00");
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-03 10:00");
	build();
	expect_at(1, MOMENT_WITHDRAWN, "2026-06-02 10:00");
	expect_at(2, MOMENT_CLOSED, "2026-06-03 10:00");
	tell(&story, FACT_CASE_REOPENED, 0, "2026-06-04 10:00");
	build();
	expect_at(1, MOMENT_WITHDRAWN, NULL);
	expect_at(1, MOMENT_CLOSED, NULL);
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-05 10:00");
	build();
	expect_at(1, MOMENT_CLOSED, "2026-06-05 10:00");
}

static void
tell_decision(uint8_t stage, const char *at, bool accepted)
{
	struct fact *decided = tell(&story, FACT_ESCALATION_DECIDED, stage, at);

	decided->escalation_decided.accepted = accepted;
	decided->escalation_decided.explained = decided->escalation_decided.ombudsman_details = true;
}

/* 8.15: acknowledged, "or explain if there is reason": only a refusal that is explained ends what is owed. */
Test(history, refusals)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell_response(&story, 1, "2026-06-05 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-08 10:00");
	tell_decision(2, "2026-06-09 10:00", false);
	story.told[3].escalation_decided.explained = false;
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REFUSED, NULL);
	tell_decision(2, "2026-06-10 10:00", false);
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REFUSED, "2026-06-10 10:00");
	tell_decision(2, "2026-06-11 10:00", true);
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REFUSED, NULL);
	expect_at(2, MOMENT_ESCALATION_ACCEPTED, "2026-06-11 10:00");
	expect_at(2, MOMENT_ESCALATION_REQUESTED, "2026-06-08 10:00");
}

/* A request before the answer, properly refused, is not the one that opens the stage. */
Test(history, the_request_that_opened_the_stage_counts)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	tell_decision(2, "2026-06-04 10:00", false);
	tell_response(&story, 1, "2026-06-05 10:00");
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REQUESTED, "2026-06-03 10:00");
	expect_at(2, MOMENT_ESCALATION_REFUSED, "2026-06-04 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-08 10:00");
	build_with_routing();
	expect_at(2, MOMENT_STAGE_OPENED, "2026-06-08 10:00");
	expect_at(2, MOMENT_ESCALATION_REQUESTED, "2026-06-08 10:00");
	expect_at(2, MOMENT_ESCALATION_REFUSED, NULL);
	tell_decision(2, "2026-06-09 10:00", false);
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REFUSED, "2026-06-09 10:00");
}

/* Refused, asked for again with something new, and accepted then: it counts from the asking again. */
Test(history, a_stage_asked_for_again_counts_from_then)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell_response(&story, 1, "2026-06-05 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-08 10:00");
	tell_decision(2, "2026-06-09 10:00", false);
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-15 10:00");
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REQUESTED, "2026-06-08 10:00");
	expect_at(2, MOMENT_ESCALATION_REFUSED, "2026-06-09 10:00");
	tell_decision(2, "2026-06-16 10:00", true);
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REQUESTED, "2026-06-15 10:00");
	expect_at(2, MOMENT_ESCALATION_ACCEPTED, "2026-06-16 10:00");
	expect_at(2, MOMENT_ESCALATION_REFUSED, NULL);
	/* Ended once more; taking that back restores the days of the last request. */
	tell_decision(2, "2026-06-17 10:00", false);
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REFUSED, "2026-06-17 10:00");
	tell_decision(2, "2026-06-18 10:00", true);
	build_with_routing();
	expect_at(2, MOMENT_ESCALATION_REQUESTED, "2026-06-15 10:00");
	expect_at(2, MOMENT_ESCALATION_REFUSED, NULL);
}

Test(history, first_and_all)
{
	struct moments moments;
	enum moment which = MOMENTS_COUNT;

	for (int i = 0; i < MOMENTS_COUNT; i++)
		moments.at[i] = INSTANT_NONE;
	cr_expect_not(instant_is_set(moments_first(&moments, UINT32_MAX, &which)));
	cr_expect_not(instant_is_set(moments_all(&moments, MOMENT_BIT(HEARD), &which)));
	cr_expect_eq(which, MOMENTS_COUNT, "untouched");
	moments.at[MOMENT_HEARD] = (struct instant){ 20 };
	moments.at[MOMENT_DEFINED] = (struct instant){ 10 };
	cr_expect_eq(
	    moments_first(&moments, MOMENT_BIT(HEARD) | MOMENT_BIT(DEFINED) | MOMENT_BIT(CLOSED), &which).us, 10);
	cr_expect_eq(which, MOMENT_DEFINED);
	cr_expect_eq(moments_all(&moments, MOMENT_BIT(HEARD) | MOMENT_BIT(DEFINED), &which).us, 20);
	cr_expect_eq(which, MOMENT_HEARD);
	cr_expect_not(instant_is_set(
	    moments_all(&moments, MOMENT_BIT(HEARD) | MOMENT_BIT(DEFINED) | MOMENT_BIT(CLOSED), &which)));
}

/* A stage that no policy has breaks nothing. */
Test(history, stages_that_are_none)
{
	static const uint8_t stages[] = { 0, 5, 9, 255 };

	tell_complaint(&story, "2026-06-01 10:00");
	for (size_t i = 0; i < COUNT_OF(stages); i++) {
		tell_acknowledged(&story, stages[i], "2026-06-02 10:00");
		tell(&story, FACT_ESCALATION_REQUESTED, stages[i], "2026-06-03 10:00");
		tell_decision(stages[i], "2026-06-04 10:00", true);
	}
	build_with_routing();
	for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
		expect_at(n, MOMENT_ACKNOWLEDGED, NULL);
		expect_at(n, MOMENT_ESCALATION_REQUESTED, NULL);
	}
}
