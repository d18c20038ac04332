/* What time alone does to a case. */
#include "story.h"

static struct story story;
static struct verdict verdict;
static struct policy policy;

/* Livin's pack, whose stage 2 opens by itself ten working days after the answer. */
static void
begin(struct limit after)
{
	policy = *livin();
	policy.stages[1].by_itself = (struct passing_rule){
		.rule = { .id = TEXT("by-itself"), .clause = TEXT("8.99") },
		.after = after,
		.counted_from = MOMENT_RESPONDED,
		.unless = MOMENT_BIT(WITHDRAWN) | MOMENT_BIT(NEXT_STAGE_REQUESTED),
	};
	story.count = 0;
	tell_complaint(&story, "2026-06-01 10:00");
	tell_acknowledged(&story, 1, "2026-06-02 10:00");
	tell_response(&story, 1, "2026-06-03 10:00");
}

static const struct judgement *
opened_at(const char *now)
{
	judge_story(&story, &policy, london(now), &verdict);
	return said(&verdict.routing, JUDGEMENT_STAGE_OPENED, "stage", 2, 0);
}

static const struct limit ten_days = { .unit = LIMIT_WORKING_DAYS, .count = 10 };

Test(passing, opens_at_its_instant_and_says_how_it_was_counted)
{
	const struct judgement *opened;

	begin(ten_days);
	cr_assert_null(opened_at("2026-06-17 23:59"));
	cr_expect_eq(verdict.next_opening.us, london("2026-06-18 00:00").us);
	opened = opened_at("2026-06-18 00:00");
	cr_assert_not_null(opened);
	cr_expect_eq(opened->at.us, london("2026-06-18 00:00").us);
	cr_expect_eq(opened->counted_from.us, london("2026-06-03 10:00").us);
	cr_expect(opened->limit.unit == LIMIT_WORKING_DAYS && opened->limit.count == 10);
	cr_expect(text_equal(opened->rule.clause, TEXT("8.99")));
	cr_expect(opened->fact_count == 1 && text_equal(opened->facts[0].id, TEXT("f3")), "the answer it counts from");
	cr_assert_not_null(said(&verdict.routing, JUDGEMENT_CASE_ASSIGNED, "officer", 2, 0));
	cr_expect_eq(verdict.next_opening.us, INSTANT_FAR.us);
}

/* What happens at the very instant comes too late to keep it closed; a moment before is in time. */
Test(passing, what_happens_at_the_instant_is_late)
{
	begin(ten_days);
	tell(&story, FACT_CASE_WITHDRAWN, 0, "2026-06-18 00:00");
	cr_expect_not_null(opened_at("2026-07-01 10:00"));
	begin(ten_days);
	tell(&story, FACT_CASE_WITHDRAWN, 0, "2026-06-17 23:59");
	cr_expect_null(opened_at("2026-07-01 10:00"));
	cr_expect_eq(verdict.next_opening.us, INSTANT_FAR.us);
}

/* A fact may lie a little ahead of now; what is before it and still to come does not happen early. */
Test(passing, does_not_open_early_for_a_fact_ahead_of_now)
{
	begin(ten_days);
	tell(&story, FACT_CUSTOMER_CONTACTED, 0, "2026-06-18 00:03");
	cr_expect_null(opened_at("2026-06-17 23:59"));
	cr_expect_eq(verdict.next_opening.us, london("2026-06-18 00:00").us);
	cr_expect_not_null(opened_at("2026-06-18 00:00"));
}

/* Never a guess: a person is told, once, and by itself nothing happens. */
Test(passing, where_the_calendar_ends_a_person_is_told)
{
	const struct judgement *referred;

	begin((struct limit){ .unit = LIMIT_WORKING_DAYS, .count = 1000 });
	cr_expect_null(opened_at("2026-07-01 10:00"));
	referred = said(&verdict.routing, JUDGEMENT_CASE_REFERRED, "opening", 0, 0);
	cr_assert_not_null(referred);
	cr_expect(text_equal(referred->word, TEXT("calendar-ended")));
	cr_expect(text_equal(referred->role, policy.roles[policy.stages[1].officer].id));
	cr_expect_eq(verdict.next_opening.us, INSTANT_FAR.us);
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-07-01 09:00");
	cr_expect_not_null(opened_at("2026-07-01 10:00"));
	cr_expect_null(said(&verdict.routing, JUDGEMENT_CASE_REFERRED, "opening", 0, 0));
}

/* Refused once opened by itself: it does not open again. */
Test(passing, opens_once)
{
	struct fact *refused;

	begin(ten_days);
	refused = tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-22 10:00");
	refused->escalation_decided.explained = true;
	cr_expect_not_null(opened_at("2026-12-01 10:00"));
	cr_expect_eq(count_kind(&verdict.routing, JUDGEMENT_STAGE_OPENED), 2);
	cr_expect_eq(verdict.next_opening.us, INSTANT_FAR.us);
}

/* Suspended for good, it waits; for so long, it knows when. */
Test(passing, waits_while_everything_is_suspended)
{
	struct fact *order;

	begin(ten_days);
	policy.suspensions_count = 1;
	policy.suspensions[0] =
	    (struct suspension_rule){ .rule = { .id = TEXT("s") }, .by = 0, .first_day_counts = true };
	order = tell(&story, FACT_CASE_SUSPENDED, 0, "2026-06-08 10:00");
	order->suspended.ordered_by_role = policy.roles[0].id;
	cr_expect_null(opened_at("2027-06-18 00:00"));
	cr_expect_eq(verdict.next_opening.us, INSTANT_FAR.us);
	policy.suspensions[0].at_most = (struct limit){ .unit = LIMIT_WORKING_DAYS, .count = 5 };
	cr_expect_null(opened_at("2026-06-10 10:00"));
	/* 9 to 15 June do not count: five days after 17 June. */
	cr_expect_eq(verdict.next_opening.us, london("2026-06-25 00:00").us);
	cr_expect_not_null(opened_at("2026-06-25 00:00"));
	policy.suspensions[0].clocks = 1;
	cr_expect_not_null(opened_at("2026-06-18 00:00"), "of one clock alone");
}
