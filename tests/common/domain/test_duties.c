/* Duties without a date, and where the Ombudsman is pointed to: each clause of livin's, kept and broken. */
#include "story.h"

static struct story story;
static struct verdict verdict;

/* livin's, with the first duties of the language alone: those that came later are in the test_duty_ files. */
static const struct policy *
livin_of_first_duties(void)
{
	static struct policy policy;

	policy = *livin();
	policy.duties_count = 0;
	for (uint8_t i = 0; i < livin()->duties_count; i++) {
		if (livin()->duties[i].check <= DUTY_CONSENT_FIRST)
			policy.duties[policy.duties_count++] = livin()->duties[i];
	}
	return &policy;
}

static void
judge(void)
{
	judge_story(&story, livin_of_first_duties(), london("2026-07-01 10:00"), &verdict);
}

static void
expect_finding(const char *condition, const char *clause, const char *why)
{
	const struct judgement *found;

	judge();
	found = condition == NULL ? NULL : finding(&verdict.sla, condition);
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_NON_COMPLIANCE_FOUND), condition != NULL, "%s", why);
	if (condition == NULL)
		return;
	cr_assert_not_null(found, "%s: %s", why, condition);
	cr_expect(text_equal(found->rule.clause, text_of(clause)), "%s: %.*s, not %s", why,
	    TEXT_ARG(found->rule.clause), clause);
	cr_expect_eq(found->fact_count, 1, "%s", why);
	cr_expect(text_equal(found->facts[0].id, story.told[story.count - 1].id), "%s", why);
	cr_expect_eq(found->at.us, story.told[story.count - 1].occurred_at.us, "%s", why);
}

static void
start_over(void)
{
	story.count = 0;
	tell_complaint(&story, "2026-06-01 10:00")->contact.service_area = TEXT("gas");
}

static void
start_stage_two(void)
{
	start_over();
	tell_acknowledged(&story, 1, "2026-06-01 11:00");
	tell_response(&story, 1, "2026-06-02 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
}

/* 8.8, 8.11, 8.17, 8.49. */
Test(duties, what_a_response_must_contain)
{
	static const char *const clauses[] = { NULL, "8.11", "8.17" };

	for (uint8_t stage = 1; stage <= 2; stage++) {
		struct fact *response;

#define WITH(change, condition, clause)                              \
	start_stage_two();                                           \
	response = tell_response(&story, stage, "2026-06-10 10:00"); \
	change;                                                      \
	expect_finding(condition, clause, #change);
		WITH((void)response, NULL, NULL)
		WITH(response->response.outcome = CASE_OUTCOME_NOT_UPHELD, NULL, NULL)
		WITH(response->response.outcome = CASE_OUTCOME_PARTLY_UPHELD, "outcome-not-allowed", "8.8")
		WITH(response->response.outcome = CASE_OUTCOME_RESOLVED, "outcome-not-allowed", "8.8")
		WITH(response->response.outcome = CASE_OUTCOME_UNSPECIFIED, "no-outcome", "8.8")
		WITH(response->response.points_unanswered = 1, "points-unanswered", clauses[stage])
		WITH(response->response.reasons_given = false, "no-reasons", clauses[stage])
		WITH(response->response.ombudsman_details = false, "no-ombudsman-details", "8.49")
#undef WITH
	}
}

/* 8.11, 8.17: in writing. A letter of the same stage, before or after, is enough: who is called as well is no worse
 * off. */
Test(duties, a_response_is_in_writing)
{
	start_over();
	tell_response(&story, 1, "2026-06-10 10:00")->spoken = true;
	expect_finding("not-in-writing", "8.11", "stage 1");
	tell_response(&story, 1, "2026-06-10 11:00");
	expect_finding(NULL, NULL, "the letter follows");
	start_stage_two();
	tell_response(&story, 1, "2026-06-04 10:00")->spoken = true;
	expect_finding(NULL, NULL, "the letter was there");
	tell_response(&story, 2, "2026-06-10 10:00")->spoken = true;
	expect_finding("not-in-writing", "8.17", "stage 2");
}

/* 8.9, 8.15: acknowledged and defined. Of what is no complaint, nothing of the kind is asked. */
Test(duties, what_an_acknowledgement_must_contain)
{
	start_over();
	tell(&story, FACT_CASE_ACKNOWLEDGED, 1, "2026-06-02 10:00");
	expect_finding("no-definition", "8.9", "stage 1");
	start_stage_two();
	tell(&story, FACT_CASE_ACKNOWLEDGED, 2, "2026-06-04 10:00");
	expect_finding("no-definition", "8.15", "stage 2");
	story.count = 0;
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_SERVICE_REQUEST));
	tell(&story, FACT_CASE_ACKNOWLEDGED, 1, "2026-06-02 10:00");
	tell(&story, FACT_RESPONSE_ISSUED, 1, "2026-06-03 10:00");
	expect_finding(NULL, NULL, "a service request");
}

/* 5.4, and 8.23 for the anonymous. */
Test(duties, what_declining_needs)
{
	static const struct {
		enum ground ground;
		const char *role;
		bool reasons, right;
		const char *condition, *clause;
	} rows[] = {
		{ GROUND_TOO_OLD, "customer-experience-manager", true, true, NULL, NULL },
		{ GROUND_TOO_OLD, "manager", true, true, NULL, NULL },
		{ GROUND_TOO_OLD, "customer-experience-manager", false, true, "no-reasons", "5.4" },
		{ GROUND_TOO_OLD, "customer-experience-manager", true, false, "no-ombudsman-right", "5.4" },
		{ GROUND_ANONYMOUS, "customer-experience-manager", true, true, NULL, NULL },
		{ GROUND_ANONYMOUS, "manager", true, true, "decided-by-another-role", "8.23" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fact *decided;

		start_over();
		decided = tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-02 10:00");
		decided->scope.ground = rows[i].ground;
		decided->scope.decided_by_role = text_of(rows[i].role);
		decided->scope.has_reasons = rows[i].reasons;
		decided->scope.ombudsman_right_told = rows[i].right;
		expect_finding(rows[i].condition, rows[i].clause, rows[i].role);
		/* Taking it needs none of that. */
		decided->scope.accepted = true;
		expect_finding(NULL, NULL, "accepted");
	}
}

/* 8.15, 8.49. */
Test(duties, what_refusing_stage_two_needs)
{
	struct fact *decided;

	start_stage_two();
	decided = tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-04 10:00");
	decided->escalation_decided.ombudsman_details = true;
	expect_finding("no-explanation", "8.15", "not explained");
	decided->escalation_decided.explained = true;
	expect_finding(NULL, NULL, "explained");
	decided->escalation_decided.ombudsman_details = false;
	expect_finding("no-ombudsman-details", "8.49", "no details");
	decided->escalation_decided.accepted = true;
	expect_finding(NULL, NULL, "accepted");
}

/* 8.10, 8.16, 9.1. */
Test(duties, who_may_investigate)
{
	static const struct {
		uint8_t stage;
		const char *officer, *role, *area;
		bool declared, dealt_with;
		const char *condition, *clause;
	} rows[] = {
		{ 1, "o2", "manager", "gas", false, false, NULL, NULL },
		{ 1, "o2", "manager", "gas", true, true, NULL, NULL },
		{ 1, "o2", "manager", "gas", true, false, "conflict-not-dealt-with", "8.10" },
		{ 2, "o2", "head-of-service", "roofs", false, false, NULL, NULL },
		{ 2, "o2", "director-of-customer-experience-and-insight", "", false, false, NULL, NULL },
		{ 2, "o1", "head-of-service", "roofs", false, false, "same-officer", "8.16" },
		{ 2, "o2", "manager", "roofs", false, false, "not-senior-enough", "8.16" },
		{ 2, "o2", "caretaker", "roofs", false, false, "role-unknown", "8.16" },
		{ 2, "o2", "head-of-service", "gas", false, false, "not-independent", "8.16" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fact *assigned;

		start_stage_two();
		assigned = tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-03 11:00");
		assigned->officer.officer = TEXT("o1");
		assigned->officer.role = TEXT("manager");
		assigned = tell(&story, FACT_OFFICER_ASSIGNED, rows[i].stage, "2026-06-04 10:00");
		assigned->officer.officer = text_of(rows[i].officer);
		assigned->officer.role = text_of(rows[i].role);
		assigned->officer.service_area = text_of(rows[i].area);
		assigned->officer.conflict_declared = rows[i].declared;
		assigned->officer.conflict_dealt_with = rows[i].dealt_with;
		expect_finding(rows[i].condition, rows[i].clause, rows[i].officer);
	}
}

/* 8.27, 8.3. */
Test(duties, closing_and_consent)
{
	struct fact *fact;

	start_over();
	fact = tell(&story, FACT_CASE_CLOSED, 0, "2026-06-04 10:00");
	fact->closed.reason = CLOSE_NOT_COOPERATING;
	expect_finding("no-ombudsman-details", "8.27", "not cooperating");
	fact->closed.ombudsman_details = true;
	expect_finding(NULL, NULL, "with details");
	start_over();
	fact = tell(&story, FACT_CONSENT_GIVEN, 0, "2026-06-04 10:00");
	expect_finding("consent-not-in-writing", "8.3", "by word of mouth");
	fact->consent.in_writing = true;
	expect_finding(NULL, NULL, "in writing");
}

/* The same failing twice is found twice; a letter that mends it does not undo it. */
Test(duties, each_failing_is_its_own)
{
	start_over();
	tell(&story, FACT_CASE_ACKNOWLEDGED, 1, "2026-06-02 10:00");
	tell(&story, FACT_CASE_ACKNOWLEDGED, 1, "2026-06-02 11:00");
	tell_acknowledged(&story, 1, "2026-06-02 12:00");
	judge();
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_NON_COMPLIANCE_FOUND), 2);
}

static size_t
count_signposts(const char *occasion)
{
	size_t count = 0;

	judge();
	for (size_t i = 0; i < verdict.sla.count; i++)
		count += verdict.sla.list[i].kind == JUDGEMENT_OMBUDSMAN_SIGNPOSTED &&
			 text_equal(verdict.sla.list[i].word, text_of(occasion));
	return count;
}

/* 5.4, 8.12, 8.15, 8.18, 8.21, 8.27. */
Test(duties, signposts)
{
	struct fact *fact;

	start_over();
	judge();
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_OMBUDSMAN_SIGNPOSTED), 0);
	tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-02 10:00");
	cr_expect_eq(count_signposts("declined"), 1);
	start_stage_two();
	cr_expect_eq(count_signposts("final-response"), 0, "stage one is not the last word");
	tell_response(&story, 2, "2026-06-10 10:00");
	cr_expect_eq(count_signposts("final-response"), 1);
	start_stage_two();
	tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-04 10:00");
	cr_expect_eq(count_signposts("escalation-refused"), 1);
	start_over();
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-04 10:00")->closed.reason = CLOSE_SETTLED;
	cr_expect_eq(count_signposts("not-cooperating"), 0);
	story.told[1].closed.reason = CLOSE_NOT_COOPERATING;
	cr_expect_eq(count_signposts("not-cooperating"), 1);
	/* Two systems, one id: two extensions. */
	start_over();
	tell_extension(&story, 1, "2026-06-04 10:00", "2026-06-24");
	fact = tell_extension(&story, 1, "2026-06-05 10:00", "2026-06-25");
	fact->source = TEXT("portal");
	fact->id = story.told[1].id;
	cr_expect_eq(count_signposts("extended"), 2);
	for (size_t i = 0; i < verdict.sla.count; i++)
		cr_expect_eq(
		    judgements_find(&verdict.sla, &verdict.sla.list[i]), &verdict.sla.list[i], "one key for two");
}

static struct policy every_check;
static bool found[DUTY_CHECKS_COUNT];

static void
judge_every_check(void)
{
	judge_story(&story, &every_check, london("2026-07-01 10:00"), &verdict);
	for (int i = 0; i < DUTY_CHECKS_COUNT; i++) {
		for (size_t j = 0; j < verdict.sla.count; j++)
			found[i] =
			    found[i] || (verdict.sla.list[j].kind == JUDGEMENT_NON_COMPLIANCE_FOUND &&
					    text_equal(verdict.sla.list[j].subject, every_check.duties[i].rule.id));
	}
}

/* A customer spoken for, of whom nothing is kept. */
static void
tell_of_one_spoken_for(void)
{
	start_stage_two();
	story.told[0].contact.flags |= CONTACT_BIT(REPRESENTATIVE) | CONTACT_BIT(NAMED) | CONTACT_BIT(SOCIAL_MEDIA) |
				       CONTACT_BIT(ADJUSTMENT_ASKED) | CONTACT_BIT(CONFIRM_REPRESENTATIVE);
	story.told[0].contact.preferred = CONTACT_BY_PHONE;
	tell(&story, FACT_APPOINTMENT_MISSED, 0, "2026-06-03 12:00");
	tell(&story, FACT_SUPPORT_NEED_IDENTIFIED, 1, "2026-06-03 13:00")->support.not_coping = true;
	tell(&story, FACT_CUSTOMER_COMMENTED, 1, "2026-06-03 14:00")->commented.disagrees = true;
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-03 15:00")->channel = CONTACT_BY_LETTER;
	tell(&story, FACT_EXTENSION_NOTIFIED, 1, "2026-06-03 16:00");
	tell(&story, FACT_RESPONSE_ISSUED, 1, "2026-06-04 10:00")->response = (typeof(story.told[0].response)){
		.points_unanswered = 1,
		.to_representative_only = true,
		.promise_count = 1,
	};
	story.told[story.count - 1].spoken = true;
	tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-04 11:00");
	tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-04 11:30")->escalation_decided.accepted = true;
	tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-04 12:00")->officer.officer = TEXT("o1");
	tell(&story, FACT_OFFICER_ASSIGNED, 2, "2026-06-04 13:00")->officer = (typeof(story.told[0].officer)){
		.officer = TEXT("o1"),
		.role = TEXT("employee"),
		.service_area = TEXT("gas"),
		.conflict_declared = true,
	};
	tell(&story, FACT_CASE_ACKNOWLEDGED, 2, "2026-06-04 14:00");
	tell(&story, FACT_INVESTIGATION_CONCLUDED, 2, "2026-06-05 09:00");
	tell(&story, FACT_CONSENT_GIVEN, 0, "2026-06-05 10:00");
	tell(&story, FACT_HEARING_HELD, 2, "2026-06-05 11:00")->hearing.tenant_representatives = 1;
	story.told[story.count - 1].hearing.chair_role = TEXT("employee");
	tell(&story, FACT_DISCRETION_USED, 2, "2026-06-05 12:00");
	tell(&story, FACT_REMEDY_AGREED, 2, "2026-06-05 13:00")->response.reviewed_by_role = TEXT("employee");
	tell(&story, FACT_ACTION_COMPLETED, 0, "2026-06-05 14:00")->completed.done = true;
	tell(&story, FACT_CONTACT_RESTRICTED, 2, "2026-06-05 15:00");
	tell(&story, FACT_INFORMATION_DISCLOSED, 2, "2026-06-05 16:00");
	tell(&story, FACT_DESIGNATED_PERSON_APPROACHED, 2, "2026-06-05 17:00");
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-08 10:00")->closed.reason = CLOSE_NOT_COOPERATING;
	tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-09 10:00")->scope = (typeof(story.told[0].scope)){
		.discretion_used = true,
		.ground = GROUND_ANONYMOUS,
		.decided_by_role = TEXT("employee"),
	};
	tell_response(&story, 2, "2026-06-10 10:00")->channel = CONTACT_BY_SOCIAL_MEDIA;
	story.told[story.count - 1].response.outcome = CASE_OUTCOME_NOT_UPHELD;
}

/* Every check of the language has its place in the table: a fact of every kind, judged by a duty of every check. */
Test(duties, every_check_is_there)
{
	every_check = *livin();
	every_check.duties_count = DUTY_CHECKS_COUNT;
	cr_assert_leq((int)DUTY_CHECKS_COUNT, (int)POLICY_DUTIES_MAX);
	for (int i = 0; i < DUTY_CHECKS_COUNT; i++)
		every_check.duties[i] = (struct duty_rule){
			.rule = { .id = text_of(duty_check_name((enum duty_check)i)), .clause = TEXT("1.1") },
			.check = (enum duty_check)i,
			.role = 0,
			.needs = UINT32_MAX,
		};
	every_check.organisations_count = 2;
	every_check.organisations[0].id = TEXT("provider");
	every_check.organisations[1].id = TEXT("landlord");
	every_check.roles[every_check.stages[1].officer].organisation = 1;
	every_check.roles[policy_role(&every_check, TEXT("employee"))].organisation = 0;
	tell_of_one_spoken_for();
	judge_every_check();
	/* A petition with no one to answer to, answered before anybody was heard. */
	story.count = 0;
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_PETITION) | CONTACT_BIT(IS_COMPLAINT));
	tell_response(&story, 1, "2026-06-02 10:00");
	judge_every_check();
	start_over();
	tell_response(&story, 1, "2026-06-02 10:00")->spoken = true;
	judge_every_check();
	/* An allegation, given to somebody of the house. */
	story.count = 0;
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(ABOUT_CONDUCT));
	tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-02 10:00")->officer.role = TEXT("employee");
	judge_every_check();
	/* What was informal, answered in some way. */
	every_check.contacts[0] = (struct contact_rule){ .kind = CASE_KIND_INFORMAL, .refer_to = NO_ROLE };
	start_over();
	tell(&story, FACT_CUSTOMER_CONTACTED, 0, "2026-06-01 11:00")->contacted.officer = TEXT("o1");
	tell(&story, FACT_WORK_RECORDED, 0, "2026-06-01 12:00")->work.officer = TEXT("o2");
	tell(&story, FACT_INFORMAL_OUTCOME_GIVEN, 0, "2026-06-02 10:00")->channel = CONTACT_BY_LETTER;
	judge_every_check();
	for (int i = 0; i < DUTY_CHECKS_COUNT; i++)
		cr_expect(found[i], "%s finds nothing", duty_check_name((enum duty_check)i));
}
