/* Livin's pack says what Livin's policy says, clause by clause (shared/policies/livin.txt). */
#include <criterion/criterion.h>

#include "files.h"
#include "pack/policy_reader.h"

static struct arena arena;
static struct policy livin;

static void
load(void)
{
	static struct problems problems;

	problems.arena = &arena;
	if (!policy_read(&arena, "livin.yaml", source_file(&arena, "deploy/policies/livin.yaml"), &livin, &problems)) {
		problems_print(&problems, stderr);
		cr_assert(false, "livin.yaml is refused");
	}
}

static const struct clock_rule *
clock_of(const char *id)
{
	uint8_t found = policy_clock(&livin, text_of(id));

	cr_assert_neq(found, NO_CLOCK, "no clock %s", id);
	return &livin.clocks[found];
}

static const char *
role_of(uint8_t role)
{
	return role == NO_ROLE ? "nobody" : livin.roles[role].id.at;
}

TestSuite(livin, .init = load);

Test(livin, clocks_as_printed)
{
	static const struct {
		const char *id, *clause, *owner;
		int stage, days;
		enum moment starts, met;
		const char *after;
		enum clock_whose whose;
	} rows[] = {
		{ "stage-1-acknowledge", "8.9", "customer-complaints-and-feedback-team", 1, 5, MOMENT_RECEIVED,
		    MOMENT_DEFINED, NULL, CLOCK_LANDLORDS },
		{ "stage-1-response", "8.11", "manager", 1, 10, MOMENT_ACKNOWLEDGED, MOMENT_RESPONDED,
		    "stage-1-acknowledge", CLOCK_LANDLORDS },
		{ "stage-2-request-window", "8.15", "nobody", 1, 20, MOMENT_RESPONDED, MOMENT_NEXT_STAGE_REQUESTED,
		    NULL, CLOCK_CUSTOMERS },
		{ "stage-2-acknowledge", "8.15", "customer-complaints-and-feedback-team", 2, 5,
		    MOMENT_ESCALATION_REQUESTED, MOMENT_DEFINED, NULL, CLOCK_LANDLORDS },
		{ "stage-2-response", "8.17", "head-of-service", 2, 20, MOMENT_ACKNOWLEDGED, MOMENT_RESPONDED,
		    "stage-2-acknowledge", CLOCK_LANDLORDS },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct clock_rule *clock = clock_of(rows[i].id);

		cr_expect_str_eq(clock->rule.clause.at, rows[i].clause, "%s", rows[i].id);
		cr_expect_eq(clock->stage, rows[i].stage, "%s", rows[i].id);
		cr_expect_eq(clock->limit.unit, LIMIT_WORKING_DAYS, "%s", rows[i].id);
		cr_expect_eq(clock->limit.count, rows[i].days, "%s", rows[i].id);
		cr_expect_not(clock->limit.first_day_counts, "%s", rows[i].id);
		cr_expect_eq(clock->starts, rows[i].starts, "%s", rows[i].id);
		cr_expect_eq(clock->meets[0], UINT32_C(1) << rows[i].met, "%s", rows[i].id);
		cr_expect_eq(clock->whose, rows[i].whose, "%s", rows[i].id);
		cr_expect_eq(clock->kinds, UINT32_C(1) << CASE_KIND_COMPLAINT, "%s", rows[i].id);
		cr_expect_str_eq(role_of(clock->owner), rows[i].owner, "%s", rows[i].id);
		cr_expect_eq(clock->provisional_after,
		    rows[i].after == NULL ? NO_CLOCK : policy_clock(&livin, text_of(rows[i].after)), "%s", rows[i].id);
		cr_expect_eq(clock->warning_count, rows[i].whose == CLOCK_LANDLORDS ? 1 : 0, "%s", rows[i].id);
		cr_expect_eq(clock->final, strcmp(rows[i].id, "stage-2-response") == 0, "%s", rows[i].id);
	}
	/* 8.15: acknowledge, "or explain". */
	cr_assert_eq(clock_of("stage-2-acknowledge")->meets_count, 2);
	cr_assert_eq(clock_of("stage-2-acknowledge")->meets[1], MOMENT_BIT(ESCALATION_REFUSED));
	cr_assert_eq(clock_of("stage-1-acknowledge")->meets_count, 1);
	cr_assert_neq(clock_of("stage-2-response")->stops & MOMENT_BIT(ESCALATION_REFUSED), 0);
}

Test(livin, extensions_as_printed_and_decided)
{
	static const struct {
		const char *clock, *clause;
		int tier, days;
		bool original, agreement;
		enum tier_cap cap;
	} rows[] = {
		{ "stage-1-response", "8.11", 0, 10, true, false, TIER_CAP_HARD },
		{ "stage-1-response", "8.12", 1, 10, false, true, TIER_CAP_LIFTED_BY_GOOD_REASON },
		{ "stage-2-response", "8.17", 0, 20, true, false, TIER_CAP_HARD },
		{ "stage-2-response", "8.18", 1, 10, false, true, TIER_CAP_HARD },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct extension_tier *tier = &clock_of(rows[i].clock)->tiers[rows[i].tier];

		cr_expect_eq(clock_of(rows[i].clock)->tier_count, 2);
		cr_expect_str_eq(tier->rule.clause.at, rows[i].clause);
		cr_expect_eq(tier->longer.unit, LIMIT_WORKING_DAYS, "%s", rows[i].clause);
		cr_expect_eq(tier->longer.count, rows[i].days, "%s", rows[i].clause);
		cr_expect_eq(tier->from_original, rows[i].original, "%s", rows[i].clause);
		cr_expect_eq(tier->needs_agreement, rows[i].agreement, "%s", rows[i].clause);
		cr_expect_eq(tier->cap, rows[i].cap, "%s", rows[i].clause);
		cr_expect(tier->needs_reason && tier->needs_ombudsman_details && tier->needs_notice_in_time, "%s",
		    rows[i].clause);
		cr_expect_eq(tier->approver, NO_ROLE, "%s", rows[i].clause);
	}
}

Test(livin, what_is_owed_for_each_of_several)
{
	const struct clock_rule *update = clock_of("customer-update");

	cr_assert_eq(update->per, CLOCK_PER_UPDATE);
	cr_assert_str_eq(update->rule.clause.at, "8.5, 8.6, 8.13");
	cr_assert_eq(update->limit.count, 14);
	cr_assert_eq(update->limit.unit, LIMIT_CALENDAR_DAYS);
	cr_assert_eq(clock_of("action")->per, CLOCK_PER_ACTION);
	cr_assert_eq(clock_of("action")->limit.unit, LIMIT_NAMED_DATE);
	cr_assert_str_eq(clock_of("action")->rule.clause.at, "8.13");
	cr_assert_eq(clock_of("order")->per, CLOCK_PER_ORDER);
	cr_assert_str_eq(clock_of("order")->rule.clause.at, "8.22");
	cr_assert_eq(clock_of("service-request")->per, CLOCK_PER_REQUEST);
	cr_assert_str_eq(clock_of("service-request")->rule.clause.at, "8.5");
	cr_assert_eq(clock_of("service-request")->kinds, UINT32_C(1) << CASE_KIND_SERVICE_REQUEST);
}

Test(livin, stages_and_who_acts_in_them)
{
	cr_assert_eq(livin.stage_count, 2);
	cr_assert_str_eq(role_of(policy_stage(&livin, 1)->officer), "manager");
	cr_assert_str_eq(role_of(policy_stage(&livin, 2)->officer), "head-of-service");
	cr_assert(policy_stage(&livin, 2)->final);
	cr_assert_str_eq(role_of(policy_stage(&livin, 2)->late_requests_to), "customer-experience-manager");
	cr_assert_str_eq(policy_stage(&livin, 2)->late_rule.clause.at, "8.15");
	cr_assert_gt(
	    livin.roles[policy_stage(&livin, 2)->officer].rank, livin.roles[policy_stage(&livin, 1)->officer].rank);
	cr_assert_eq(livin.oversights_count, 1);
	cr_assert_str_eq(role_of(livin.oversights[0].role), "customer-complaints-and-feedback-team");
	cr_assert_str_eq(livin.oversights[0].rule.clause.at, "8.6");
	cr_assert_eq(livin.lines[0].count, 3);
	cr_assert_eq(livin.lines[0].steps[0].after.unit, LIMIT_NONE);
	cr_assert_str_eq(role_of(livin.lines[0].steps[2].role), "director-of-customer-experience-and-insight");
}

static enum case_kind
kind_of(uint64_t flags)
{
	for (uint8_t i = 0; i < livin.contacts_count; i++) {
		if ((flags & livin.contacts[i].all) == livin.contacts[i].all && (flags & livin.contacts[i].none) == 0)
			return livin.contacts[i].kind;
	}
	return CASE_KIND_NONE;
}

Test(livin, what_came_in)
{
	static const struct {
		uint64_t flags;
		enum case_kind kind;
	} rows[] = {
		{ CONTACT_BIT(IS_COMPLAINT), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_SERVICE_REQUEST), CASE_KIND_SERVICE_REQUEST },
		/* 8.5: unhappy with a situation that they wish to have rectified */
		{ CONTACT_BIT(IS_SERVICE_REQUEST) | CONTACT_BIT(DISSATISFIED), CASE_KIND_SERVICE_REQUEST },
		{ CONTACT_BIT(IS_SERVICE_REQUEST) | CONTACT_BIT(WANTS_FORMAL), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_SERVICE_REQUEST) | CONTACT_BIT(FURTHER_ENQUIRIES), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_SERVICE_REQUEST) | CONTACT_BIT(DISSATISFIED) | CONTACT_BIT(ALREADY_ANSWERED),
		    CASE_KIND_COMPLAINT },
		/* 4.1, 5.1: dissatisfaction however made, whatever the word */
		{ CONTACT_BIT(IS_DISSATISFACTION), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_ENQUIRY) | CONTACT_BIT(DISSATISFIED), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_SUGGESTION) | CONTACT_BIT(DISSATISFIED), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_COMPLIMENT) | CONTACT_BIT(DISSATISFIED), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(DISSATISFIED), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_COMPLIMENT), CASE_KIND_COMPLIMENT },
		{ CONTACT_BIT(IS_SUGGESTION), CASE_KIND_FEEDBACK },
		{ CONTACT_BIT(IS_ENQUIRY), CASE_KIND_ENQUIRY },
		{ 0, CASE_KIND_FEEDBACK },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(kind_of(rows[i].flags), rows[i].kind, "row %zu", i);
	/* 8.31: praise goes to the service area itself. */
	cr_assert_eq(livin.contacts[0].refer_to, NO_ROLE);
	cr_assert_eq(livin.compliments_count, 1);
	cr_assert_eq(livin.compliments[0].to, COMPLIMENT_TO_SERVICE_AREA);
}

Test(livin, what_may_be_declined)
{
	cr_assert_eq(livin.exclusions_count, 4);
	for (uint8_t i = 0; i < livin.exclusions_count; i++) {
		const struct exclusion_rule *exclusion = &livin.exclusions[i];

		cr_expect_str_eq(
		    exclusion->rule.clause.at, exclusion->ground == GROUND_ANONYMOUS ? "5.5, 8.23" : "5.5");
		cr_expect_str_eq(role_of(exclusion->decides), "customer-experience-manager");
		if (exclusion->ground == GROUND_TOO_OLD)
			cr_expect_eq(exclusion->age_months, 12);
		if (exclusion->ground == GROUND_LEGAL_PROCEEDINGS)
			cr_expect_eq(exclusion->any, CONTACT_BIT(LEGAL_FILED));
		/* 8.23: with enough to investigate too. */
		if (exclusion->ground == GROUND_ANONYMOUS)
			cr_expect_eq(exclusion->unless, 0);
	}
}

Test(livin, duties_and_signposts_by_clause)
{
	static const struct {
		enum duty_check check;
		int stage;
		const char *clause;
	} rows[] = {
		{ DUTY_OUTCOME_ALLOWED, 0, "8.8" },
		{ DUTY_POINTS_ANSWERED, 1, "8.11" },
		{ DUTY_POINTS_ANSWERED, 2, "8.17" },
		{ DUTY_RESPONSE_WRITTEN, 1, "8.11" },
		{ DUTY_DECLINE_REASONS, 0, "5.4" },
		{ DUTY_DECLINE_OMBUDSMAN, 0, "5.4" },
		{ DUTY_DECLINE_BY_ROLE, 0, "8.23" },
		{ DUTY_REFUSAL_EXPLAINED, 2, "8.15" },
		{ DUTY_OFFICER_DIFFERENT, 2, "8.16" },
		{ DUTY_OFFICER_SENIOR, 2, "8.16" },
		{ DUTY_OFFICER_INDEPENDENT, 2, "8.16" },
		{ DUTY_CONFLICT_DEALT_WITH, 0, "8.10" },
		{ DUTY_CLOSED_WITH_OMBUDSMAN, 0, "8.27" },
		{ DUTY_CONSENT_WRITTEN, 0, "8.3" },
	};
	uint32_t occasions = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool found = false;

		for (uint8_t d = 0; d < livin.duties_count; d++)
			found |= livin.duties[d].check == rows[i].check && livin.duties[d].stage == rows[i].stage &&
				 text_equal(livin.duties[d].rule.clause, text_of(rows[i].clause));
		cr_expect(found, "%s at stage %d by %s", duty_check_name(rows[i].check), rows[i].stage, rows[i].clause);
	}
	for (uint8_t d = 0; d < livin.duties_count; d++) {
		if (livin.duties[d].check == DUTY_OUTCOME_ALLOWED)
			cr_expect_eq(livin.duties[d].outcomes,
			    UINT32_C(1) << CASE_OUTCOME_UPHELD | UINT32_C(1) << CASE_OUTCOME_NOT_UPHELD);
	}
	for (uint8_t i = 0; i < livin.signposts_count; i++)
		occasions |= UINT32_C(1) << livin.signposts[i].on;
	cr_assert_eq(occasions, UINT32_C(1) << SIGNPOST_DECLINED | UINT32_C(1) << SIGNPOST_REFUSED_ESCALATION |
				    UINT32_C(1) << SIGNPOST_FINAL_RESPONSE | UINT32_C(1) << SIGNPOST_EXTENDED |
				    UINT32_C(1) << SIGNPOST_NOT_COOPERATING | UINT32_C(1) << SIGNPOST_FINAL_MISSED);
}

/* Every reading of ours is marked, with why. */
Test(livin, decisions_say_why)
{
	cr_assert(clock_of("customer-update")->rule.decision);
	cr_assert_neq(clock_of("customer-update")->rule.because.len, 0);
	cr_assert(livin.lines[0].rule.decision);
	cr_assert_not(clock_of("stage-1-acknowledge")->rule.decision);
	cr_assert_eq(livin.in_force_from, civil_to_days((struct civil_date){ 2024, 4, 1 }));
	cr_assert_str_eq(livin.division.at, "england-and-wales");
}

/* 8.36, its four lines. */
Test(livin, what_it_measures_itself_by)
{
	static const struct {
		const char *title;
		enum measure numerator, denominator;
		int stage;
	} rows[] = {
		{ "Complaints handled within policy timescales", MEASURE_HANDLED_IN_TIME, MEASURE_HANDLED, 0 },
		{ "Complainants satisfied with the way their complaint was handled", MEASURE_SATISFIED,
		    MEASURE_SURVEYED, 0 },
		{ "Stage One complaints dealt with in time", MEASURE_STAGE_IN_TIME, MEASURE_STAGE_ENDED, 1 },
		{ "Stage Two complaints dealt with in time", MEASURE_STAGE_IN_TIME, MEASURE_STAGE_ENDED, 2 },
	};

	/* Behind them the regulator's four, which are not of 8.36. */
	cr_assert_eq(livin.standards_count, 8);
	for (size_t i = 4; i < 8; i++) {
		cr_expect_str_eq(livin.standards[i].rule.clause.at, "11.1");
		cr_expect_eq(livin.standards[i].numerator, i < 6 ? MEASURE_STAGE_OPENED : MEASURE_OPENED_IN_TIME);
		cr_expect_eq(livin.standards[i].per_thousand_homes, i < 6);
		cr_expect_eq(livin.standards[i].stage, i % 2 + 1);
	}
	for (size_t i = 0; i < 4; i++) {
		const struct standard_rule *standard = &livin.standards[i];

		cr_expect_str_eq(standard->title.at, rows[i].title);
		cr_expect_str_eq(standard->rule.clause.at, "8.36");
		cr_expect_eq(standard->numerator, rows[i].numerator);
		cr_expect_eq(standard->denominator, rows[i].denominator);
		cr_expect_eq(standard->stage, rows[i].stage);
	}
}
