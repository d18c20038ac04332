/* Clocks that stand still. */
#include "story.h"

static struct story story;
static struct verdict verdict;
static struct policy policy;

/* Livin's pack, in which the first role may suspend everything, and the second clocks of stage 2 for an illness. */
static void
begin(void)
{
	policy = *livin();
	policy.suspensions_count = 2;
	policy.suspensions[0] = (struct suspension_rule){
		.rule = { .id = TEXT("any"), .clause = TEXT("9.1") }, .by = 0, .needs_reason = true
	};
	policy.suspensions[1] = (struct suspension_rule){ .rule = { .id = TEXT("ill"), .clause = TEXT("9.2") },
		.by = 1,
		.stage = 2,
		.ground_count = 1,
		.grounds = { TEXT("ill") } };
	story.count = 0;
	tell_complaint(&story, "2026-06-01 10:00");
}

static struct fact *
order(const char *at, int role, const char *grounds)
{
	struct fact *fact = tell(&story, FACT_CASE_SUSPENDED, 0, at);

	fact->suspended.ordered_by_role = policy.roles[role].id;
	fact->suspended.grounds = text_of(grounds);
	fact->suspended.has_reason = true;
	return fact;
}

static const struct judgement *
find(enum judgement_kind kind, const char *subject, const char *now)
{
	judge_story(&story, &policy, london(now), &verdict);
	return said(&verdict.sla, kind, subject, 0, 0);
}

Test(suspension, the_rule_asked_is_the_first_whose_grounds_and_role_fit)
{
	const struct judgement *held;

	begin();
	order("2026-06-02 10:00", 1, "ill");
	cr_expect_null(find(JUDGEMENT_CLOCK_SUSPENDED, "stage-1-acknowledge", "2026-06-02 10:00"), "stage 2 only");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_NON_COMPLIANCE_FOUND, "suspension", 0, 0));
	order("2026-06-03 10:00", 0, "ill");
	held = find(JUDGEMENT_CLOCK_SUSPENDED, "stage-1-acknowledge", "2026-06-03 10:00");
	cr_assert_not_null(held);
	cr_expect(text_equal(held->rule.clause, TEXT("9.1")));
	cr_expect(held->fact_count == 1 && text_equal(held->facts[0].id, TEXT("f3")));
	cr_expect_eq(held->due.us, london("2026-06-09 00:00").us);
}

Test(suspension, each_failing_condition_is_named_once)
{
	begin();
	order("2026-06-02 10:00", 1, "flood")->suspended.has_reason = false;
	find(JUDGEMENT_CLOCK_SUSPENDED, "", "2026-06-02 10:00");
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_SUSPENDED), 0);
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_NON_COMPLIANCE_FOUND), 2, "another role's to order, no reason");
}

/* However long it lasts; but the customer is kept informed, and told of that. */
Test(suspension, nothing_falls_due_while_it_lasts)
{
	begin();
	order("2026-06-02 10:00", 0, "");
	cr_expect_null(find(JUDGEMENT_CLOCK_MISSED, "stage-1-acknowledge", "2027-06-02 10:00"));
	for (size_t i = 0; i < verdict.sla.count; i++) {
		const struct judgement *each = &verdict.sla.list[i];

		if (each->kind == JUDGEMENT_CLOCK_MISSED || each->kind == JUDGEMENT_CLOCK_WARNED)
			cr_expect(text_equal(each->subject, TEXT("customer-update")), "%.*s", TEXT_ARG(each->subject));
	}
}

Test(suspension, what_cannot_stand_still_goes_on)
{
	struct clock_rule clock = livin()->clocks[0];

	cr_expect(policy_can_suspend(&clock));
	clock.whose = CLOCK_CUSTOMERS;
	cr_expect_not(policy_can_suspend(&clock));
	clock.whose = CLOCK_MILESTONE;
	cr_expect(policy_can_suspend(&clock));
	clock.per = CLOCK_PER_ACTION;
	cr_expect_not(policy_can_suspend(&clock));
	clock.per = CLOCK_ONCE;
	clock.limit.unit = LIMIT_WORKING_HOURS;
	cr_expect_not(policy_can_suspend(&clock));
}

/* Where the calendar does not reach the end of it, it lasts, and that is an alarm. */
Test(suspension, an_end_beyond_the_calendar_is_an_alarm)
{
	const struct judgement *found;

	begin();
	policy.suspensions[0].at_most = (struct limit){ .unit = LIMIT_WORKING_DAYS, .count = 1000 };
	order("2026-06-02 10:00", 0, "");
	found = find(JUDGEMENT_NON_COMPLIANCE_FOUND, "suspension", "2026-06-02 10:00");
	cr_assert_not_null(found);
	cr_expect(text_equal(found->word, TEXT("calendar-ended")));
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_SUSPENDED, "stage-1-acknowledge", 0, 0));
}

/* Adding the days one suspension lasted, and then those of the next, is adding them all. */
Test(suspension, two_add_up_to_one)
{
	static struct verdict two;
	const struct judgement *once, *twice;

	begin();
	order("2026-06-03 10:00", 0, "");
	tell(&story, FACT_CASE_RESUMED, 0, "2026-06-05 10:00");
	order("2026-06-08 10:00", 0, "");
	tell(&story, FACT_CASE_RESUMED, 0, "2026-06-09 10:00");
	judge_story(&story, &policy, london("2026-06-09 10:00"), &two);
	twice = said(&two.sla, JUDGEMENT_CLOCK_MOVED, "stage-1-acknowledge", 0, 2);
	begin();
	order("2026-06-03 10:00", 0, "");
	tell(&story, FACT_CASE_RESUMED, 0, "2026-06-09 10:00");
	once = find(JUDGEMENT_CLOCK_MOVED, "stage-1-acknowledge", "2026-06-09 10:00");
	cr_assert(once != NULL && twice != NULL);
	/* 3, 4, 5 and 8, 9 June: five working days each way, the weekend between being none. */
	cr_expect_eq(once->due.us, twice->due.us);
	cr_expect_eq(once->due.us, london("2026-06-16 00:00").us);
	cr_expect_eq(once->limit.count, 5);
	cr_expect_eq(once->counted_from.us, london("2026-06-08 00:00").us, "from the old last day");
}

/* Both days are the clock's: suspended on its last day and resumed two days after, nothing would be left of it. */
Test(suspension, the_day_it_goes_on_is_left)
{
	const struct judgement *moved;

	begin();
	policy.suspensions[0].first_day_counts = policy.suspensions[0].last_day_counts = true;
	order("2026-06-08 10:00", 0, "");
	tell(&story, FACT_CASE_RESUMED, 0, "2026-06-10 10:00");
	moved = find(JUDGEMENT_CLOCK_MOVED, "stage-1-acknowledge", "2026-06-10 10:00");
	cr_assert_not_null(moved);
	cr_expect_eq(moved->due.us, london("2026-06-11 00:00").us);
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-acknowledge", 0, 0));
}
