/* May this extension move that clock? Livin's own tiers (8.11, 8.12, 8.17, 8.18) with Decided 3, 4 and 15; faults as
 * words. Stage 1 was acknowledged on Monday 1 June 2026: due the 15th, the first tier reaches to Monday the 29th. Stage
 * 2 was acknowledged that day: due the 29th, the first tier reaches to Monday 27 July. */
#include "domain/extension.h"
#include "story.h"

enum {
	REASON = 1,
	GOOD = 2,
	AGREED = 4,
	DETAILS = 8,
	TRIED = 16, /* three attempts to reach the customer */
};

#define PLAIN (REASON | DETAILS)
#define FULL (REASON | AGREED | DETAILS)

struct row {
	const char *told, *until;
	int how;
	const char *faults; /* words, in the order of the enum; empty: it moves */
	const char *tier;   /* the one asked */
};

static struct clock_run
run_of(const char *clock)
{
	const struct clock_rule *rule = &livin()->clocks[policy_clock(livin(), text_of(clock))];
	struct clock_run run = {
		.rule = rule,
		.policy = livin(),
		.calendar = england(),
		.stage = rule->stage,
		.instance = 1,
		.met_at = INSTANT_NONE,
		.stopped_at = INSTANT_NONE,
	};
	struct deadline deadline;

	cr_assert_eq(deadline_count(england(), london("2026-06-01 10:00"), rule->limit, &deadline), DEADLINE_OK);
	cr_assert(clock_add_date(&run, london("2026-06-01 10:00"), &deadline, &rule->rule, (struct text){ 0 }, NULL));
	return run;
}

static struct fact
extension(const struct row *row)
{
	return (struct fact){
		.kind = FACT_EXTENSION_NOTIFIED,
		.occurred_at = london(row->told),
		.stage = 1,
		.extension = {
			.until = row->until == NULL ? NO_DAY : day_of(row->until),
			.has_reason = (row->how & REASON) != 0,
			.good_reason = (row->how & GOOD) != 0,
			.customer_agreed = (row->how & AGREED) != 0,
			.ombudsman_details = (row->how & DETAILS) != 0,
			.attempts_to_reach = (row->how & TRIED) != 0 ? 3 : 0,
		},
	};
}

static void
check(struct clock_run *run, const struct clock_date *original, const struct row *row, size_t number)
{
	struct fact fact = extension(row);
	struct extension_answer answer = extension_judge(run, original, &fact);
	char found[256] = "";

	for (int i = 0; i < EXTENSION_FAULTS_COUNT; i++) {
		if ((answer.faults & (UINT32_C(1) << i)) == 0)
			continue;
		strcat(found, found[0] == '\0' ? "" : " ");
		strcat(found, extension_fault_name((enum extension_fault)i));
	}
	cr_expect_str_eq(
	    found, row->faults, "row %zu: until %s: \"%s\", not \"%s\"", number, row->until, found, row->faults);
	cr_assert_not_null(answer.tier, "row %zu", number);
	cr_expect(text_equal(answer.tier->rule.id, text_of(row->tier)), "row %zu: until %s asks %.*s, not %s", number,
	    row->until, TEXT_ARG(answer.tier->rule.id), row->tier);
	if (answer.faults != 0)
		return;
	cr_expect_eq(civil_to_days(answer.deadline.last_day), day_of(row->until), "row %zu", number);
	cr_expect_eq(answer.deadline.due.us, zone_start_of_day(&england()->zone, day_of(row->until) + 1).us);
	cr_expect_eq(answer.unreachable,
	    (row->how & AGREED) == 0 && (row->how & TRIED) != 0 && answer.tier->needs_agreement, "row %zu: flagged",
	    number);
}

#define FIRST_1 "stage-1-first-extension"
#define FURTHER_1 "stage-1-further-extension"
#define FIRST_2 "stage-2-first-extension"
#define FURTHER_2 "stage-2-further-extension"

/* 8.11: by ten working days, if required. 8.49: the Ombudsman's details in every communication (Decided 3). */
Test(extension, stage_one_first)
{
	static const struct row rows[] = {
		{ "2026-06-10 10:00", "2026-06-16", PLAIN, "", FIRST_1 },
		{ "2026-06-10 10:00", "2026-06-29", PLAIN, "", FIRST_1 },
		{ "2026-06-10 10:00", "2026-06-20", PLAIN, "", FIRST_1 }, /* a Saturday is a day to promise */
		{ "2026-06-10 10:00", "2026-06-29", REASON, "no-ombudsman-details", FIRST_1 },
		{ "2026-06-10 10:00", "2026-06-29", DETAILS, "no-reason", FIRST_1 },
		{ "2026-06-10 10:00", "2026-06-29", 0, "no-reason no-ombudsman-details", FIRST_1 },
		/* The last instant in time, and the first that is late. */
		{ "2026-06-15 23:59", "2026-06-29", PLAIN, "", FIRST_1 },
		{ "2026-06-16 00:00", "2026-06-29", PLAIN, "told-late", FIRST_1 },
		{ "2026-06-17 10:00", "2026-06-29", 0, "told-late no-reason no-ombudsman-details", FIRST_1 },
		/* Not a longer time at all. */
		{ "2026-06-10 10:00", "2026-06-15", PLAIN, "not-longer", FIRST_1 },
		{ "2026-06-10 10:00", "2026-06-12", PLAIN, "not-longer", FIRST_1 },
	};
	struct clock_run run = run_of("stage-1-response");

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check(&run, &run.dates[0], &rows[i], i);
}

/* 8.12: further, at the customer's agreement, no more than ten working days without good reason: good reason and
 * agreement together lift the ten (Decided 4). Asked where the first tier no longer reaches. */
Test(extension, stage_one_further)
{
	static const struct row rows[] = {
		/* From the 29th: ten working days are Monday 13 July. */
		{ "2026-06-25 10:00", "2026-07-13", FULL, "", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-14", FULL, "over-cap", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-14", FULL | GOOD, "", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-14", PLAIN | GOOD, "over-cap no-agreement", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-13", PLAIN, "no-agreement", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-13", PLAIN | GOOD, "no-agreement", FURTHER_1 },
		/* A customer who cannot be reached, with good reason (Decided 4). */
		{ "2026-06-25 10:00", "2026-07-13", PLAIN | GOOD | TRIED, "", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-13", PLAIN | TRIED, "no-agreement", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-14", PLAIN | GOOD | TRIED, "", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-13", REASON | AGREED, "no-ombudsman-details", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-07-13", AGREED | DETAILS, "no-reason", FURTHER_1 },
		{ "2026-06-30 00:00", "2026-07-13", FULL, "told-late", FURTHER_1 },
		{ "2026-06-29 23:59", "2026-07-13", FULL, "", FURTHER_1 },
		{ "2026-06-25 10:00", "2026-06-29", FULL, "not-longer", FIRST_1 },
		{ "2026-06-25 10:00", "2027-06-29", FULL | GOOD, "", FURTHER_1 },
	};
	struct clock_run run = run_of("stage-1-response");
	struct clock_date original = run.dates[0];
	struct deadline extended;

	cr_assert_eq(deadline_on(england(), london("2026-06-10 10:00"), day_of("2026-06-29"), &extended), DEADLINE_OK);
	cr_assert(clock_add_date(&run, london("2026-06-10 10:00"), &extended, &run.rule->rule, TEXT("extended"), NULL));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check(&run, &original, &rows[i], i);
}

/* At once beyond the first tier's reach: the further one is asked, and its ten days count from the date then due. */
Test(extension, stage_one_at_once_beyond_the_first)
{
	static const struct row rows[] = {
		{ "2026-06-10 10:00", "2026-06-30", PLAIN, "over-cap no-agreement", FURTHER_1 },
		{ "2026-06-10 10:00", "2026-06-30", FULL, "over-cap", FURTHER_1 },
		{ "2026-06-10 10:00", "2026-06-30", FULL | GOOD, "", FURTHER_1 },
	};
	struct clock_run run = run_of("stage-1-response");

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check(&run, &run.dates[0], &rows[i], i);
}

/* The first tier's cap counts from the first due date however often it is used. */
Test(extension, stage_one_first_in_parts)
{
	static const struct row rows[] = {
		{ "2026-06-17 10:00", "2026-06-29", PLAIN, "", FIRST_1 },
		{ "2026-06-17 10:00", "2026-06-30", FULL, "", FURTHER_1 }, /* by agreement, within ten of the 18th */
		{ "2026-06-17 10:00", "2026-06-30", PLAIN, "no-agreement", FURTHER_1 },
	};
	struct clock_run run = run_of("stage-1-response");
	struct clock_date original = run.dates[0];
	struct deadline extended;

	cr_assert_eq(deadline_on(england(), london("2026-06-10 10:00"), day_of("2026-06-18"), &extended), DEADLINE_OK);
	cr_assert(clock_add_date(&run, london("2026-06-10 10:00"), &extended, &run.rule->rule, TEXT("extended"), NULL));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check(&run, &original, &rows[i], i);
}

/* 8.17: by twenty working days, if required. */
Test(extension, stage_two_first)
{
	static const struct row rows[] = {
		{ "2026-06-10 10:00", "2026-07-27", PLAIN, "", FIRST_2 },
		{ "2026-06-10 10:00", "2026-06-30", PLAIN, "", FIRST_2 },
		{ "2026-06-10 10:00", "2026-07-27", REASON, "no-ombudsman-details", FIRST_2 },
		{ "2026-06-10 10:00", "2026-07-27", DETAILS, "no-reason", FIRST_2 },
		{ "2026-06-29 23:59", "2026-07-27", PLAIN, "", FIRST_2 },
		{ "2026-06-30 00:00", "2026-07-27", PLAIN, "told-late", FIRST_2 },
	};
	struct clock_run run = run_of("stage-2-response");

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check(&run, &run.dates[0], &rows[i], i);
}

/* 8.18: with the agreement of the customer, no more than ten working days, and nothing lifts them. */
Test(extension, stage_two_further)
{
	static const struct row rows[] = {
		/* From 27 July: ten working days are Monday 10 August. */
		{ "2026-07-20 10:00", "2026-08-10", FULL, "", FURTHER_2 },
		{ "2026-07-20 10:00", "2026-08-11", FULL, "over-cap", FURTHER_2 },
		{ "2026-07-20 10:00", "2026-08-11", FULL | GOOD, "over-cap", FURTHER_2 },
		{ "2026-07-20 10:00", "2026-08-10", PLAIN, "no-agreement", FURTHER_2 },
		{ "2026-07-20 10:00", "2026-08-10", PLAIN | GOOD | TRIED, "", FURTHER_2 },
		{ "2026-07-20 10:00", "2026-08-11", PLAIN | GOOD | TRIED, "over-cap", FURTHER_2 },
		{ "2026-07-20 10:00", "2026-08-10", REASON | AGREED, "no-ombudsman-details", FURTHER_2 },
		{ "2026-07-28 00:00", "2026-08-10", FULL, "told-late", FURTHER_2 },
	};
	struct clock_run run = run_of("stage-2-response");
	struct clock_date original = run.dates[0];
	struct deadline extended;

	cr_assert_eq(deadline_on(england(), london("2026-06-10 10:00"), day_of("2026-07-27"), &extended), DEADLINE_OK);
	cr_assert(clock_add_date(&run, london("2026-06-10 10:00"), &extended, &run.rule->rule, TEXT("extended"), NULL));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check(&run, &original, &rows[i], i);
}

/* Without a date, beyond the calendar, or where the policy allows none. */
Test(extension, never_a_guess)
{
	static const struct row no_date = { "2026-06-10 10:00", NULL, FULL | GOOD, "", "" };
	static const struct row too_far = { "2026-06-10 10:00", "2040-06-29", FULL | GOOD, "", "" };
	struct clock_run run = run_of("stage-1-response");
	struct clock_run firm = run_of("stage-1-acknowledge");
	struct fact fact = extension(&no_date);

	cr_expect_neq(extension_judge(&run, &run.dates[0], &fact).faults, 0);
	fact = extension(&too_far);
	cr_expect(extension_judge(&run, &run.dates[0], &fact).faults & (UINT32_C(1) << EXTENSION_BEYOND_CALENDAR));
	fact.extension.until = INT32_MAX;
	cr_expect(extension_judge(&run, &run.dates[0], &fact).faults & (UINT32_C(1) << EXTENSION_BEYOND_CALENDAR));
	fact.extension.until = day_of("2026-06-20");
	cr_expect(extension_judge(&firm, &firm.dates[0], &fact).faults & (UINT32_C(1) << EXTENSION_NOT_EXTENDABLE));
	cr_expect_null(extension_judge(&firm, &firm.dates[0], &fact).tier);
}

/* Ten working days from 20 December 2028 go past the calendar's end: whatever day it knows is within them. */
Test(extension, a_reach_past_the_calendars_end)
{
	static const struct row within = { "2028-12-18 10:00", "2028-12-29", PLAIN, "", FIRST_1 };
	static const struct row beyond = { "2028-12-18 10:00", "2029-01-02", PLAIN, "beyond-calendar", FIRST_1 };
	struct clock_run run = run_of("stage-1-response");
	struct deadline deadline;

	cr_assert_eq(deadline_count(england(), london("2028-12-06 10:00"), run.rule->limit, &deadline), DEADLINE_OK);
	cr_assert_eq(civil_to_days(deadline.last_day), day_of("2028-12-20"));
	run.date_count = 0;
	cr_assert(
	    clock_add_date(&run, london("2028-12-06 10:00"), &deadline, &run.rule->rule, (struct text){ 0 }, NULL));
	check(&run, &run.dates[0], &within, 0);
	check(&run, &run.dates[0], &beyond, 1);
}

/* ccf 5: the time to respond is agreed with the customer, and may be sooner. */
Test(extension, sooner_as_agreed)
{
	static struct clock_rule rule;
	struct clock_run run = run_of("stage-1-response");
	static const struct row row = { "2026-06-10 10:00", "2026-06-12", REASON, "", "" };
	struct fact fact = extension(&row);
	struct extension_answer answer;

	rule = *run.rule;
	rule.tier_count = 2;
	rule.tiers[1] = (struct extension_tier){
		.rule = { .id = TEXT("agreed") },
		.needs_agreement = true,
		.approver = NO_ROLE,
		.sooner = true,
	};
	run.rule = &rule;
	answer = extension_judge(&run, &run.dates[0], &fact);
	cr_expect_eq(answer.faults, UINT32_C(1) << EXTENSION_NO_AGREEMENT);
	cr_expect_eq(answer.tier, &rule.tiers[1]);
	fact.extension.customer_agreed = true;
	answer = extension_judge(&run, &run.dates[0], &fact);
	cr_expect_eq(answer.faults, 0);
	cr_expect_eq(civil_to_days(answer.deadline.last_day), day_of("2026-06-12"));
	/* The day of the telling, and the one before it. */
	fact.extension.until = day_of("2026-06-10");
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).faults, 0);
	fact.extension.until = day_of("2026-06-09");
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).faults, UINT32_C(1) << EXTENSION_NOT_LONGER);
	/* The same day is neither; a later one is asked of the other way. */
	fact.extension.until = day_of("2026-06-15");
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).faults, UINT32_C(1) << EXTENSION_NOT_LONGER);
	fact.extension.until = day_of("2026-06-16");
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).tier, &rule.tiers[0]);
	rule.tiers[0].sooner = true;
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).faults, UINT32_C(1) << EXTENSION_NOT_EXTENDABLE);
	cr_expect_null(extension_judge(&run, &run.dates[0], &fact).tier);
}

/* A made-up pack that wants a role's approval. */
Test(extension, approval)
{
	static struct policy policy;
	static struct clock_rule rule;
	struct clock_run run = run_of("stage-1-response");
	static const struct row row = { "2026-06-10 10:00", "2026-06-22", FULL, "", "" };
	struct fact fact = extension(&row);

	policy = *livin();
	rule = *run.rule;
	rule.tiers[0].approver = policy_role(&policy, TEXT("head-of-service"));
	run.policy = &policy;
	run.rule = &rule;
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).faults, UINT32_C(1) << EXTENSION_NO_APPROVAL);
	fact.extension.approved_by_role = TEXT("manager");
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).faults, UINT32_C(1) << EXTENSION_NO_APPROVAL);
	fact.extension.approved_by_role = TEXT("head-of-service");
	cr_expect_eq(extension_judge(&run, &run.dates[0], &fact).faults, 0);
}
