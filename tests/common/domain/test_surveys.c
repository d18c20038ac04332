/* Whom the customer is pointed to, when they are asked, and what others than the Ombudsman recommended: livin's stages
 * and roles, with rows of one test each. */
#include "story.h"

static struct story story;
static struct verdict verdict;
static struct policy policy;

static const struct rule rule = { .id = TEXT("row"), .clause = TEXT("10.6") };

#define BIT(flag) (UINT32_C(1) << (flag))

static void
begin(void)
{
	policy = *livin();
	story.count = 0;
}

static void
judge_at(const char *now)
{
	static struct story backwards;
	static struct verdict again;

	judge_story(&story, &policy, london(now), &verdict);
	backwards.count = 0;
	for (size_t i = story.count; i > 0; i--)
		backwards.told[backwards.count++] = story.told[i - 1];
	judge_story(&backwards, &policy, london(now), &again);
	cr_expect(same_standing(&verdict.sla, &again.sla, JUDGEMENT_KINDS_COUNT), "told backwards it is another story");
}

static size_t
advocates(const char *occasion)
{
	size_t count = 0;

	for (size_t i = 0; i < verdict.sla.count; i++)
		count += verdict.sla.list[i].kind == JUDGEMENT_ADVOCACY_SIGNPOSTED &&
			 text_equal(verdict.sla.list[i].word, text_of(occasion));
	return count;
}

/* An advocate is named on the occasions the pack lists, each with its clause and fact; the Ombudsman as before. */
Test(surveys, advocacy)
{
	static const enum signpost_occasion on[] = { SIGNPOST_STAGE_RESPONSE, SIGNPOST_CANNOT_PUT_CASE,
		SIGNPOST_BEHIND_BEHAVIOUR };
	struct fact *need;

	begin();
	policy.signposts_count = 0;
	policy.advocacies_count = COUNT_OF(on);
	for (size_t i = 0; i < COUNT_OF(on); i++)
		policy.advocacies[i] = (struct signpost_rule){ .rule = rule, .on = on[i] };
	tell_complaint(&story, "2026-06-01 10:00");
	need = tell(&story, FACT_SUPPORT_NEED_IDENTIFIED, 1, "2026-06-02 10:00");
	need->support.not_coping = true;
	judge_at("2026-06-02 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_ADVOCACY_SIGNPOSTED), 0);
	need->support.cannot_put_case = need->support.behind_behaviour = true;
	tell_response(&story, 1, "2026-06-03 10:00");
	judge_at("2026-06-03 10:00");
	cr_expect_eq(advocates("cannot-put-case"), 1);
	cr_expect_eq(advocates("behind-behaviour"), 1);
	cr_expect_eq(advocates("stage-response"), 1);
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_OMBUDSMAN_SIGNPOSTED), 0);
	for (size_t i = 0; i < verdict.sla.count; i++) {
		const struct judgement *each = &verdict.sla.list[i];

		if (each->kind != JUDGEMENT_ADVOCACY_SIGNPOSTED)
			continue;
		cr_expect(text_equal(each->rule.clause, TEXT("10.6")));
		cr_expect_eq(each->fact_count, 1);
		cr_expect(text_is_empty(each->officer));
	}
}

static void
begin_with_survey(enum survey_on on, enum case_kind kind)
{
	begin();
	policy.surveys_count = 1;
	policy.surveys[0] = (struct survey_rule){ .rule = rule, .on = on, .kinds = BIT(kind), .role = 0 };
}

static const struct judgement *
survey(void)
{
	return said(&verdict.sla, JUDGEMENT_SURVEY_DUE, "survey", 0, 0);
}

/* Complete by the final answer, by a refusal, or by closing what is complete: whichever was first. */
Test(surveys, process_complete)
{
	struct fact *closed;

	begin_with_survey(SURVEY_ON_COMPLETE, CASE_KIND_COMPLAINT);
	tell_complaint(&story, "2026-06-01 10:00");
	tell_response(&story, 1, "2026-06-03 10:00");
	judge_at("2026-06-03 10:00");
	cr_expect_null(survey());
	closed = tell(&story, FACT_CASE_CLOSED, 0, "2026-06-10 10:00");
	closed->closed.reason = CLOSE_NOT_COOPERATING;
	judge_at("2026-06-10 10:00");
	cr_expect_null(survey());
	closed->closed.reason = CLOSE_COMPLETE;
	judge_at("2026-06-10 10:00");
	cr_assert_not_null(survey());
	cr_expect_eq(survey()->at.us, london("2026-06-10 10:00").us);
	cr_expect(text_equal(survey()->word, TEXT("process-complete")));
	cr_expect(text_equal(survey()->role, policy.roles[0].id));
	cr_expect(text_equal(survey()->facts[0].id, TEXT("f3")));
	/* Opened again, it is not complete. */
	tell(&story, FACT_CASE_REOPENED, 0, "2026-06-11 10:00");
	judge_at("2026-06-11 10:00");
	cr_expect_null(survey());
	/* The final answer. */
	story.count = 2;
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-04 10:00");
	tell_acknowledged(&story, 2, "2026-06-05 10:00");
	tell_response(&story, 2, "2026-06-08 10:00");
	judge_at("2026-06-08 10:00");
	cr_assert_not_null(survey());
	cr_expect(text_equal(survey()->facts[0].id, TEXT("f5")));
	/* A refusal with reasons makes the earlier answer the last. */
	story.count = 3;
	tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-09 10:00")->escalation_decided.explained = true;
	judge_at("2026-06-09 10:00");
	cr_assert_not_null(survey());
	cr_expect(text_equal(survey()->facts[0].id, TEXT("f4")));
}

/* Who was asked, or answered, before is not asked again; who is asked after was asked because of it. */
Test(surveys, asked_before)
{
	begin_with_survey(SURVEY_ON_CLOSED, CASE_KIND_COMPLAINT);
	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-10 10:00");
	tell(&story, FACT_CUSTOMER_CONTACTED, 0, "2026-06-11 10:00")->contacted.survey_asked = true;
	judge_at("2026-06-12 10:00");
	cr_expect_not_null(survey());
	story.told[2].occurred_at = london("2026-06-09 10:00");
	judge_at("2026-06-12 10:00");
	cr_expect_null(survey());
	story.count = 2;
	tell(&story, FACT_SURVEY_ANSWERED, 0, "2026-06-09 10:00");
	judge_at("2026-06-12 10:00");
	cr_expect_null(survey());
	/* Of another kind of case nobody is asked. */
	story.count = 0;
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_ENQUIRY));
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-10 10:00");
	judge_at("2026-06-12 10:00");
	cr_expect_null(survey());
}

static struct clock_rule *
begin_with_clock(enum clock_per per, struct limit limit)
{
	begin();
	policy.clock_count = 1;
	policy.clocks[0] = (struct clock_rule){ .rule = rule,
		.kinds = BIT(CASE_KIND_COMPLAINT),
		.per = per,
		.limit = limit,
		.also_starts = MOMENTS_COUNT,
		.provisional_after = NO_CLOCK,
		.owner = NO_ROLE,
		.line = 0xff };
	return &policy.clocks[0];
}

static struct fact *
tell_declined(const char *at, enum ground ground)
{
	struct fact *scope = tell(&story, FACT_SCOPE_DECIDED, 0, at);

	scope->scope.ground = ground;
	return scope;
}

/* Declined for a court: a word of how that stands every ten working days, until the court is done. */
Test(surveys, legal_updates)
{
	const struct limit ten = { .unit = LIMIT_WORKING_DAYS, .count = 10 };

	begin_with_clock(CLOCK_PER_LEGAL_UPDATE, ten);
	tell_complaint(&story, "2026-06-01 09:00");
	tell_declined("2026-06-01 10:00", GROUND_LEGAL_PROCEEDINGS);
	judge_at("2026-06-16 00:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_STARTED), 1);
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_MISSED), 1);
	cr_expect_eq(verdict.sla.list[0].due.us, london("2026-06-16 00:00").us);
	/* A call about something else is no word of it. */
	tell(&story, FACT_CUSTOMER_CONTACTED, 0, "2026-06-08 10:00")->contacted.reached = true;
	judge_at("2026-06-15 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_MET), 0);
	story.told[2].contacted.progress_update = true;
	judge_at("2026-06-15 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_MET), 1);
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_STARTED), 2);
	tell(&story, FACT_LEGAL_PROCEEDINGS_ENDED, 0, "2026-06-18 10:00");
	judge_at("2026-12-01 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_MISSED), 0);
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_STOPPED), 1);
	cr_expect(text_equal(
	    said(&verdict.sla, JUDGEMENT_CLOCK_STOPPED, "row", 0, 0)->word, TEXT("legal-proceedings-ended")));
	/* Closing ends it too; another ground begins none. */
	story.told[3].kind = FACT_CASE_CLOSED;
	judge_at("2026-12-01 10:00");
	cr_expect(text_equal(said(&verdict.sla, JUDGEMENT_CLOCK_STOPPED, "row", 0, 0)->word, TEXT("closed")));
	story.count = 1;
	tell_declined("2026-06-01 10:00", GROUND_TOO_OLD);
	judge_at("2026-12-01 10:00");
	cr_expect_eq(verdict.sla.count > 0 && verdict.sla.list[0].kind == JUDGEMENT_CLOCK_STARTED, false);
}

/* A tenant panel's or a designated person's recommendation: by its own date, or by the pack's where it names none. */
Test(surveys, recommendations_of_others)
{
	struct clock_rule *clock =
	    begin_with_clock(CLOCK_PER_RECOMMENDATION, (struct limit){ .unit = LIMIT_NAMED_DATE });
	struct fact *made;

	tell_complaint(&story, "2026-06-01 09:00");
	made = tell(&story, FACT_RECOMMENDATION_MADE, 0, "2026-06-02 09:00");
	made->ombudsman.promise_count = 2;
	made->ombudsman.promises[0] = (struct promise){ .ref = TEXT("R1"), .due = day_of("2026-06-30") };
	made->ombudsman.promises[1] = (struct promise){ .ref = TEXT("R2"), .due = PROMISE_NO_DATE };
	tell(&story, FACT_ORDER_COMPLETED, 0, "2026-06-20 10:00")->completed.ref = TEXT("R1");
	judge_at("2026-07-01 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_STARTED), 1);
	/* Reasons why not are an answer too. */
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_MET), 1);
	clock->limit = (struct limit){ .unit = LIMIT_CALENDAR_DAYS, .count = 20 };
	judge_at("2026-07-01 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_STARTED), 2);
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_MISSED), 1);
	cr_expect(text_equal(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "row", 0, 0)->ref, TEXT("R2")));
	cr_expect_eq(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "row", 0, 0)->due.us, london("2026-06-23 00:00").us);
	/* Of orders it keeps no clock. */
	clock->per = CLOCK_PER_ORDER;
	judge_at("2026-07-01 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_STARTED), 0);
}
