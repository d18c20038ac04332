/* What comes up while a case is open, and whose it is then: under livin's stages and roles, with rows of one test each.
 */
#include "story.h"

static struct story story;
static struct judgements out;
static struct policy policy;

static const struct rule rule = { .id = TEXT("row"), .clause = TEXT("8.14") };

#define BIT(flag) (UINT32_C(1) << (flag))

/* What routing says of the story, told forwards and backwards. */
static void
judge(void)
{
	static struct story backwards;
	static struct judgements again;
	struct facts facts = story_facts(&story);
	struct instant next;

	routing_judge(&policy, england(), &facts, london("2027-01-04 10:00"), &out, &next);
	backwards.count = 0;
	for (size_t i = story.count; i > 0; i--)
		backwards.told[backwards.count++] = story.told[i - 1];
	facts = story_facts(&backwards);
	routing_judge(&policy, england(), &facts, london("2027-01-04 10:00"), &again, &next);
	cr_expect(same_standing(&out, &again, JUDGEMENT_KINDS_COUNT), "told backwards it is another story");
}

static const struct judgement *
referred(const char *word)
{
	for (size_t i = 0; i < out.count; i++)
		if (out.list[i].kind == JUDGEMENT_CASE_REFERRED && text_equal(out.list[i].word, text_of(word)))
			return &out.list[i];
	return NULL;
}

static void
begin(void)
{
	policy = *livin();
	story.count = 0;
}

static void
begin_with_issues(void)
{
	begin();
	policy.issues_count = 3;
	policy.issues[0] = (struct issue_rule){ .rule = rule,
		.all = BIT(ISSUE_NEW_ISSUE) | BIT(ISSUE_RELATED) | BIT(ISSUE_UNANSWERED),
		.none = BIT(ISSUE_WOULD_DELAY),
		.stage = 1,
		.then = ISSUE_JOINED,
		.refer_to = NO_ROLE };
	policy.issues[1] = (struct issue_rule){
		.rule = rule, .all = BIT(ISSUE_NEW_ISSUE), .then = ISSUE_NEW_COMPLAINT, .refer_to = 0
	};
	policy.issues[2] = (struct issue_rule){
		.rule = rule, .all = BIT(ISSUE_NEW_EVIDENCE), .stage = 2, .then = ISSUE_PERSON_DECIDES, .refer_to = 1
	};
}

static struct fact *
tell_issue(const char *at, bool related, bool would_delay)
{
	struct fact *fact = tell(&story, FACT_INFORMATION_ADDED, 1, at);

	fact->information.new_issue = true;
	fact->information.related = related;
	fact->information.would_delay = would_delay;
	return fact;
}

/* 8.14: joined when related and unanswered and no unreasonable delay, else a new complaint. */
Test(issues, joined_or_a_new_complaint)
{
	const struct judgement *joined;

	begin_with_issues();
	tell_complaint(&story, "2026-06-01 10:00");
	tell_issue("2026-06-02 10:00", true, false);
	judge();
	joined = said(&out, JUDGEMENT_ISSUE_JOINED, "issue", 1, 0);
	cr_assert_not_null(joined);
	cr_expect(text_equal(joined->ref, TEXT("f2")));
	cr_expect(text_equal(joined->role, policy.roles[policy.stages[0].officer].id));
	cr_expect(text_equal(joined->rule.clause, TEXT("8.14")));
	cr_expect(text_equal(joined->facts[0].id, TEXT("f2")));
	cr_expect_null(referred("new-complaint"));

	story.count = 1;
	tell_issue("2026-06-02 10:00", false, false);
	judge();
	cr_expect_null(said(&out, JUDGEMENT_ISSUE_JOINED, "issue", 0, 0));
	cr_assert_not_null(referred("new-complaint"));
	cr_expect(text_equal(referred("new-complaint")->role, policy.roles[0].id));

	story.count = 1;
	tell_issue("2026-06-02 10:00", true, true);
	judge();
	cr_expect_null(said(&out, JUDGEMENT_ISSUE_JOINED, "issue", 0, 0));
	cr_expect_not_null(referred("new-complaint"));

	story.count = 1;
	tell_response(&story, 1, "2026-06-03 10:00");
	tell_issue("2026-06-04 10:00", true, false);
	judge();
	cr_expect_null(said(&out, JUDGEMENT_ISSUE_JOINED, "issue", 0, 0));
	cr_expect_not_null(referred("new-complaint"));
}

/* 8.20: at stage 2 a person decides on new evidence, however it came; at stage 1 it is evidence like any. */
Test(issues, new_evidence_at_stage_two)
{
	begin_with_issues();
	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_INFORMATION_ADDED, 1, "2026-06-02 09:00")->information.new_evidence = true;
	judge();
	cr_expect_null(referred("new-evidence"));
	tell_response(&story, 1, "2026-06-03 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-04 10:00")->escalation_requested.new_evidence = true;
	judge();
	cr_assert_not_null(referred("new-evidence"));
	cr_expect_eq(referred("new-evidence")->stage, 2);
	tell(&story, FACT_INFORMATION_ADDED, 2, "2026-06-05 10:00")->information.new_evidence = true;
	judge();
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_REFERRED), 2);
}

/* Two sources may use one id: neither takes the other's place. */
Test(issues, same_id_of_two_sources)
{
	struct fact *other;

	begin_with_issues();
	tell_complaint(&story, "2026-06-01 10:00");
	tell_issue("2026-06-02 10:00", true, false);
	other = tell_issue("2026-06-03 10:00", true, false);
	other->source = TEXT("portal");
	other->id = story.told[1].id;
	judge();
	cr_expect_eq(count_kind(&out, JUDGEMENT_ISSUE_JOINED), 2);
	for (size_t i = 0; i < out.count; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect_not(judgement_same_key(&out.list[i], &out.list[j]));
}

/* 8.31 and its like: the service area, the people where some are named, the public. */
Test(issues, compliments_are_shared)
{
	struct fact *praise;

	begin();
	policy.compliments_count = 3;
	policy.compliments[0] =
	    (struct compliment_rule){ .rule = rule, .to = COMPLIMENT_TO_SERVICE_AREA, .role = NO_ROLE };
	policy.compliments[1] = (struct compliment_rule){ .rule = rule, .to = COMPLIMENT_TO_STAFF, .role = 0 };
	policy.compliments[2] = (struct compliment_rule){ .rule = rule, .to = COMPLIMENT_TO_PUBLIC, .role = 1 };
	praise = tell(&story, FACT_COMPLIMENT_RECEIVED, 0, "2026-06-01 10:00");
	praise->contact.flags = CONTACT_BIT(IS_COMPLIMENT);
	praise->contact.service_area = TEXT("repairs");
	judge();
	cr_assert_not_null(referred("compliment"));
	cr_expect(text_equal(referred("compliment")->service_area, TEXT("repairs")));
	cr_expect(text_is_empty(referred("compliment")->role));
	cr_expect_null(referred("praise-to-staff"));
	cr_expect_not_null(referred("publicise"));
	praise->contact.praised_staff = 2;
	judge();
	cr_expect_not_null(referred("praise-to-staff"));
	/* What was no praise is not shared. */
	begin();
	policy.compliments_count = 1;
	tell_complaint(&story, "2026-06-01 10:00");
	judge();
	cr_expect_null(referred("compliment"));
}

/* A matter that is informal first, under livin's words. */
static void
begin_informal(void)
{
	begin();
	policy.contacts_count = 1;
	policy.contacts[0] = (struct contact_rule){ .rule = rule, .kind = CASE_KIND_INFORMAL, .refer_to = NO_ROLE };
	policy.turns_count = 1;
	policy.turns[0] = (struct turn_rule){ .rule = rule,
		.from = CASE_KIND_INFORMAL,
		.to = CASE_KIND_COMPLAINT,
		.when = TURN_NOT_SATISFIED,
		.once_settled = NO_ROLE };
	policy.exclusions_count = 1;
	policy.exclusions[0] = (struct exclusion_rule){ .rule = rule,
		.ground = GROUND_LEGAL_PROCEEDINGS,
		.any = CONTACT_BIT(LEGAL_STARTED),
		.kinds = BIT(CASE_KIND_COMPLAINT) | BIT(CASE_KIND_INFORMAL) };
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(LEGAL_STARTED));
}

/* The work done while it was informal counts for the complaint, which names the first of it. */
Test(issues, work_is_carried_over)
{
	const struct judgement *opened;

	begin_informal();
	for (int i = 0; i < 4; i++)
		tell(&story, FACT_WORK_RECORDED, 0, "2026-06-02 10:00");
	tell(&story, FACT_INFORMAL_OUTCOME_GIVEN, 0, "2026-06-03 10:00");
	tell(&story, FACT_WORK_RECORDED, 1, "2026-06-04 10:00");
	judge();
	opened = said(&out, JUDGEMENT_STAGE_OPENED, "stage", 1, 0);
	cr_assert_not_null(opened);
	cr_expect_eq(opened->carried, 4);
	cr_expect_eq(opened->fact_count, JUDGEMENT_FACTS_MAX);
	cr_expect(text_equal(opened->facts[1].id, TEXT("f2")));
	/* A complaint from the start carries nothing. */
	begin();
	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_WORK_RECORDED, 1, "2026-06-02 10:00");
	judge();
	cr_expect_eq(said(&out, JUDGEMENT_STAGE_OPENED, "stage", 1, 0)->carried, 0);
}

static struct fact *
tell_scope(const char *at, bool accepted)
{
	struct fact *scope = tell(&story, FACT_SCOPE_DECIDED, 0, at);

	scope->scope.accepted = accepted;
	scope->scope.ground = GROUND_LEGAL_PROCEEDINGS;
	return scope;
}

/* An exclusion for the informal too: put before a person once, declined, and taken up again where it stood. */
Test(issues, declined_while_informal)
{
	begin_informal();
	judge();
	cr_expect_not_null(referred("legal-proceedings"));
	tell_scope("2026-06-02 10:00", false);
	tell(&story, FACT_INFORMAL_OUTCOME_GIVEN, 0, "2026-06-03 10:00");
	judge();
	cr_expect_not_null(said(&out, JUDGEMENT_CASE_DECLINED, "case", 0, 0));
	cr_expect_null(said(&out, JUDGEMENT_STAGE_OPENED, "stage", 1, 0));
	tell_scope("2026-06-04 10:00", true);
	tell(&story, FACT_INFORMAL_OUTCOME_GIVEN, 0, "2026-06-05 10:00");
	judge();
	cr_expect_null(said(&out, JUDGEMENT_CASE_DECLINED, "case", 0, 0));
	cr_expect_not_null(said(&out, JUDGEMENT_STAGE_OPENED, "stage", 1, 0));
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_REFERRED), 1);
	/* Where exclusions are for complaints alone, nobody declines what is none. */
	policy.exclusions[0].kinds = BIT(CASE_KIND_COMPLAINT);
	story.count = 2;
	judge();
	cr_expect_null(said(&out, JUDGEMENT_CASE_DECLINED, "case", 0, 0));
	cr_expect_null(referred("legal-proceedings"));
}

/* Of several organisations on one case: the role's, unless the fact names one. */
Test(issues, whose_officer)
{
	struct fact *assigned;

	begin();
	policy.organisations_count = 2;
	policy.organisations[0] = (struct organisation){ .id = TEXT("provider") };
	policy.organisations[1] = (struct organisation){ .id = TEXT("landlord") };
	policy.roles[policy.stages[0].officer].organisation = 0;
	tell_complaint(&story, "2026-06-01 10:00");
	assigned = tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-02 10:00");
	assigned->officer.role = policy.roles[policy.stages[0].officer].id;
	judge();
	cr_expect(text_equal(said(&out, JUDGEMENT_CASE_ASSIGNED, "officer", 1, 1)->organisation, TEXT("provider")));
	cr_expect(text_equal(said(&out, JUDGEMENT_CASE_ASSIGNED, "officer", 1, 2)->organisation, TEXT("provider")));
	assigned->officer.organisation = TEXT("landlord");
	judge();
	cr_expect(text_equal(said(&out, JUDGEMENT_CASE_ASSIGNED, "officer", 1, 2)->organisation, TEXT("landlord")));
	cr_expect(text_is_empty(said(&out, JUDGEMENT_CASE_ASSIGNED, "oversight", 0, 0)->organisation));
}

/* Behaviour and designated persons are told of as a contact's own words are; a row with a stage from that stage on. */
Test(issues, told_of_at_once)
{
	begin();
	policy.referrals_count = 3;
	policy.referrals[0] = (struct referral_rule){
		.rule = { .id = TEXT("behaviour") }, .any = CONTACT_BIT(UNACCEPTABLE_BEHAVIOUR), .role = 0
	};
	policy.referrals[1] =
	    (struct referral_rule){ .rule = { .id = TEXT("violence") }, .any = CONTACT_BIT(VIOLENCE), .role = 0 };
	policy.referrals[2] = (struct referral_rule){
		.rule = { .id = TEXT("designated") }, .any = CONTACT_BIT(DESIGNATED_PERSON), .stage = 2, .role = 0
	};
	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_BEHAVIOUR_NOTED, 1, "2026-06-01 11:00");
	tell(&story, FACT_DESIGNATED_PERSON_APPROACHED, 1, "2026-06-01 12:00");
	judge();
	cr_expect_not_null(referred("behaviour"));
	cr_expect_null(referred("violence"));
	cr_expect_null(referred("designated"));
	tell(&story, FACT_BEHAVIOUR_NOTED, 1, "2026-06-02 11:00")->behaviour.violent = true;
	tell_response(&story, 1, "2026-06-03 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-04 10:00");
	tell(&story, FACT_DESIGNATED_PERSON_APPROACHED, 2, "2026-06-05 12:00");
	judge();
	cr_expect_not_null(referred("violence"));
	cr_expect_not_null(referred("designated"));
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_REFERRED), 3);
}
