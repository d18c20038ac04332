/* One promise from start to end: what stands of it at each instant, and when that next changes. The clock is made up:
 * five working days from Monday 1 June 2026, 10:00, so due at midnight after Monday the 8th. */
#include "domain/clock.h"
#include "story.h"

#define BOSS 0
#define CHIEF 1

static struct policy policy = {
	.role_count = 2,
	.roles = { { .id = { "boss", 4 } }, { .id = { "chief", 5 } } },
	.line_count = 1,
	.lines = { { .rule = { .id = { "line", 4 } },
	    .count = 2,
	    .steps = { { .role = BOSS }, { .role = CHIEF, .after = { .unit = LIMIT_WORKING_DAYS, .count = 2 } } } } },
};

static struct clock_rule
promise(void)
{
	return (struct clock_rule){
		.rule = { .id = TEXT("promise"), .clause = TEXT("1.1") },
		.stage = 1,
		.limit = { .unit = LIMIT_WORKING_DAYS, .count = 5 },
		.owner = BOSS,
		.line = 0,
		.warning_count = 1,
		.warnings = { { .before = { .unit = LIMIT_WORKING_DAYS, .count = 2 } } },
	};
}

static struct fact started_by = { .source = { "crm", 3 }, .id = { "start", 5 } };

static struct clock_run
run_of(const struct clock_rule *rule)
{
	struct clock_run run = {
		.rule = rule,
		.policy = &policy,
		.calendar = england(),
		.stage = 1,
		.instance = 1,
		.met_at = INSTANT_NONE,
		.stopped_at = INSTANT_NONE,
	};
	struct deadline deadline;

	cr_assert_eq(deadline_count(england(), london("2026-06-01 10:00"), rule->limit, &deadline), DEADLINE_OK);
	cr_assert(
	    clock_add_date(&run, london("2026-06-01 10:00"), &deadline, &rule->rule, (struct text){ 0 }, &started_by));
	return run;
}

static struct judgements out;

static struct instant
say_at(const struct clock_run *run, const char *now)
{
	struct instant next = INSTANT_FAR;

	out.count = 0;
	out.full = false;
	clock_say(run, utc(now), &out, &next);
	return next;
}

/* "sw": started, warned; capitals for those that came late; the letters of each kind in the order of kinds. */
static void
expect_said(const struct clock_run *run, const char *now, const char *letters, const char *next)
{
	static const struct {
		enum judgement_kind kind;
		char letter;
	} kinds[] = {
		{ JUDGEMENT_CLOCK_STARTED, 's' },
		{ JUDGEMENT_CLOCK_MOVED, 'm' },
		{ JUDGEMENT_CLOCK_WARNED, 'w' },
		{ JUDGEMENT_CLOCK_MET, 'k' },
		{ JUDGEMENT_CLOCK_MISSED, 'x' },
		{ JUDGEMENT_CLOCK_STOPPED, 'o' },
		{ JUDGEMENT_CASE_ESCALATED, 'e' },
	};
	struct instant then = say_at(run, now);
	struct instant wanted = next == NULL ? INSTANT_FAR : utc(next);
	char found[64], room[PRINTED_MAX];
	size_t length = 0;

	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		for (size_t count = count_kind(&out, kinds[i].kind); count > 0; count--)
			found[length++] = kinds[i].letter;
	found[length] = '\0';
	cr_expect_str_eq(found, letters, "at %s: said %s, not %s", now, found, letters);
	cr_expect_eq(out.count, length, "at %s: something else was said", now);
	cr_expect_eq(
	    then.us, wanted.us, "at %s: next %s, not %s", now, print_instant(then, room), next ? next : "never");
}

#define STARTED "2026-06-01T09:00:00Z"
#define WARNS "2026-06-04T08:00:00Z" /* two working days before the last one, when it opens */
#define DUE "2026-06-08T23:00:00Z"
#define SECOND_STEP "2026-06-10T23:00:00Z"

Test(clock, from_start_to_miss)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);
	const struct judgement *started;

	expect_said(&run, STARTED, "s", WARNS);
	expect_said(&run, "2026-06-04T07:59:59.999999Z", "s", WARNS);
	expect_said(&run, WARNS, "sw", DUE);
	expect_said(&run, "2026-06-08T22:59:59.999999Z", "sw", DUE);
	cr_expect_not(clock_is_missed(&run, utc("2026-06-08T22:59:59.999999Z")));
	expect_said(&run, DUE, "swxe", SECOND_STEP);
	cr_expect(clock_is_missed(&run, utc(DUE)));
	expect_said(&run, "2026-06-10T22:59:59.999999Z", "swxe", SECOND_STEP);
	expect_said(&run, SECOND_STEP, "swxee", NULL);
	expect_said(&run, "2027-06-10T23:00:00Z", "swxee", NULL);
	started = said(&out, JUDGEMENT_CLOCK_STARTED, "promise", 1, 0);
	cr_assert_not_null(started);
	cr_expect_eq(started->due.us, utc(DUE).us);
	cr_expect_eq(started->at.us, utc(STARTED).us);
	cr_expect(text_equal(started->role, TEXT("boss")));
	cr_expect(text_equal(started->facts[0].id, TEXT("start")));
	cr_expect_eq(started->counted_from.us, utc(STARTED).us);
	cr_expect_eq(said(&out, JUDGEMENT_CLOCK_MISSED, "promise", 1, 0)->at.us, utc(DUE).us, "missed = due");
	cr_expect(text_equal(said(&out, JUDGEMENT_CASE_ESCALATED, "promise", 1, 1)->role, TEXT("boss")));
	cr_expect(text_equal(said(&out, JUDGEMENT_CASE_ESCALATED, "promise", 1, 2)->role, TEXT("chief")));
}

Test(clock, met_in_time_and_late)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);
	struct fact done = { .source = TEXT("crm"), .id = TEXT("done") };

	run.met_by = &done;
	run.met_at = utc("2026-06-03T12:00:00Z");
	expect_said(&run, "2026-06-03T12:00:00Z", "sk", NULL);
	expect_said(&run, "2027-01-01T00:00:00Z", "sk", NULL);
	cr_expect_not(said(&out, JUDGEMENT_CLOCK_MET, "promise", 1, 0)->late);
	cr_expect(text_equal(said(&out, JUDGEMENT_CLOCK_MET, "promise", 1, 0)->facts[1].id, TEXT("done")));
	/* In the last microsecond that is in time: it was warned of, and met. */
	run.met_at = utc("2026-06-08T22:59:59.999999Z");
	expect_said(&run, "2027-01-01T00:00:00Z", "swk", NULL);
	cr_expect_not(said(&out, JUDGEMENT_CLOCK_MET, "promise", 1, 0)->late);
	/* In the first that is not: missed, and met late. */
	run.met_at = utc(DUE);
	say_at(&run, "2027-01-01T00:00:00Z");
	cr_expect_eq(count_kind(&out, JUDGEMENT_CLOCK_MISSED), 1);
	cr_expect(said(&out, JUDGEMENT_CLOCK_MET, "promise", 1, 0)->late);
	run.met_at = utc("2026-06-08T23:00:00.000001Z");
	expect_said(&run, "2027-01-01T00:00:00Z", "swkxe", NULL);
	cr_expect(said(&out, JUDGEMENT_CLOCK_MET, "promise", 1, 0)->late);
	cr_expect(clock_is_missed(&run, utc("2027-01-01T00:00:00Z")));
	/* Before the second step: up the line no more. */
	run.met_at = utc("2026-06-10T22:59:59.999999Z");
	expect_said(&run, "2027-01-01T00:00:00Z", "swkxe", NULL);
	run.met_at = utc("2026-06-11T12:00:00Z");
	expect_said(&run, "2027-01-01T00:00:00Z", "swkxee", NULL);
}

Test(clock, stopped)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);

	run.stopped_at = utc("2026-06-03T12:00:00Z");
	run.stopped_why = TEXT("withdrawn");
	run.stopped_by = &started_by;
	expect_said(&run, "2027-01-01T00:00:00Z", "so", NULL);
	cr_expect(text_equal(said(&out, JUDGEMENT_CLOCK_STOPPED, "promise", 1, 0)->word, TEXT("withdrawn")));
	cr_expect_not(clock_is_missed(&run, utc("2027-01-01T00:00:00Z")));
	/* Met, and then stopped: what is met needs no stopping. */
	run.met_at = utc("2026-06-02T12:00:00Z");
	expect_said(&run, "2027-01-01T00:00:00Z", "sk", NULL);
	/* Stopped after the miss: the miss stays. */
	run.met_at = INSTANT_NONE;
	run.stopped_at = utc("2026-06-09T12:00:00Z");
	expect_said(&run, "2027-01-01T00:00:00Z", "swxoe", NULL);
	cr_expect(clock_is_missed(&run, utc("2027-01-01T00:00:00Z")));
}

/* Promised on Monday morning for Tuesday: the time to warn, two days before, was last Thursday. */
Test(clock, a_date_nearer_than_its_warning_is_warned_of_at_once)
{
	static const char *const start = "2026-06-01T09:00:00Z", *const due = "2026-06-02T23:00:00Z";
	struct clock_rule rule = promise();
	struct clock_run run;

	rule.limit.count = 1;
	run = run_of(&rule);
	expect_said(&run, start, "sw", due);
	cr_expect_eq(said(&out, JUDGEMENT_CLOCK_WARNED, "promise", 1, 0)->at.us, utc(start).us);
	cr_expect_eq(said(&out, JUDGEMENT_CLOCK_WARNED, "promise", 1, 0)->due.us, utc(due).us);
	/* Two warnings that are past are one; one that is still to come, comes. */
	rule.warning_count = 3;
	rule.warnings[1] = (struct warning){ .before = { .unit = LIMIT_WORKING_DAYS, .count = 1 } };
	rule.warnings[2] = (struct warning){ .before = { .unit = LIMIT_ELAPSED_HOURS, .count = 4 } };
	expect_said(&run, start, "sw", "2026-06-02T19:00:00Z");
	expect_said(&run, "2026-06-02T19:00:00Z", "sww", due);
	/* Done when it was promised: there is nothing to warn of. */
	run.met_at = utc(start);
	expect_said(&run, "2026-06-02T19:00:00Z", "sk", NULL);
	/* For a day that was over. */
	run = run_of(&rule);
	run.date_count = 0;
	cr_assert(
	    clock_add_date(&run, utc(start), &(struct deadline){ .due = utc("2026-05-29T23:00:00Z"), .exact = true },
		&rule.rule, (struct text){ 0 }, &started_by));
	cr_expect_eq(clock_is_missed(&run, utc(start)), true);
	say_at(&run, start);
	cr_expect_eq(count_kind(&out, JUDGEMENT_CLOCK_WARNED), 0);
}

Test(clock, provisional_is_neither_warned_of_nor_missed)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);

	run.provisional = run.dates[0].provisional = true;
	expect_said(&run, "2027-01-01T00:00:00Z", "s", NULL);
	cr_expect(said(&out, JUDGEMENT_CLOCK_STARTED, "promise", 1, 0)->provisional);
	cr_expect_not(clock_is_missed(&run, utc("2027-01-01T00:00:00Z")));
}

/* What came after the date though the start never happened is late by any reckoning: missed from when it came. */
Test(clock, provisional_is_missed_by_what_came_after_its_date)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);

	run.provisional = run.dates[0].provisional = true;
	run.met_at = utc("2026-06-08T22:59:59.999999Z");
	expect_said(&run, "2026-06-08T22:59:59.999999Z", "sk", NULL);
	cr_expect_not(said(&out, JUDGEMENT_CLOCK_MET, "promise", 1, 0)->late);
	run.met_at = utc(DUE);
	expect_said(&run, DUE, "skxe", NULL);
	cr_expect(said(&out, JUDGEMENT_CLOCK_MET, "promise", 1, 0)->late);
	cr_expect(clock_is_missed(&run, utc(DUE)));
	/* Stopped after it, nothing shows that it would not have started. */
	run.met_at = INSTANT_NONE;
	run.stopped_at = utc("2026-06-20T12:00:00Z");
	expect_said(&run, "2027-01-01T00:00:00Z", "so", NULL);
	/* A customer's window is nobody's miss. */
	run.stopped_at = INSTANT_NONE;
	run.met_at = utc("2026-06-20T12:00:00Z");
	rule.whose = CLOCK_CUSTOMERS;
	expect_said(&run, "2027-01-01T00:00:00Z", "sk", NULL);
}

/* Missed in the last days of the calendar: the second step is due on a day it does not know. */
Test(clock, a_step_past_the_calendars_end_is_an_alarm)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);
	struct deadline deadline;
	const struct judgement *alarm;

	cr_assert_eq(deadline_on(england(), utc(STARTED), day_of("2028-12-28"), &deadline), DEADLINE_OK);
	run.date_count = 0;
	cr_assert(clock_add_date(&run, utc(STARTED), &deadline, &rule.rule, (struct text){ 0 }, &started_by));
	say_at(&run, "2028-12-28T23:59:59.999999Z");
	cr_expect_null(finding(&out, "calendar-ended"));
	say_at(&run, "2028-12-29T00:00:00Z");
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_ESCALATED), 1);
	alarm = finding(&out, "calendar-ended");
	cr_assert_not_null(alarm);
	cr_expect(text_equal(alarm->subject, TEXT("promise")));
	cr_expect(text_equal(alarm->rule.id, TEXT("line")));
	cr_expect_eq(alarm->at.us, utc("2028-12-29T00:00:00Z").us);
	cr_expect_eq(alarm->fact_count, 1);
	/* Answered before that day, whenever it is, nobody is to be told. */
	run.met_at = utc("2028-12-30T12:00:00Z");
	say_at(&run, "2028-12-30T12:00:00Z");
	cr_expect_null(finding(&out, "calendar-ended"));
}

static void
add_date(struct clock_run *run, const char *since, const char *last, const char *word)
{
	struct deadline deadline;

	cr_assert_eq(deadline_on(england(), utc(since), day_of(last), &deadline), DEADLINE_OK);
	cr_assert(clock_add_date(run, utc(since), &deadline, &run->rule->rule, text_of(word), &started_by));
}

/* Moved before it was due: warned of and missed by the new date only. */
Test(clock, moved)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);
	const struct judgement *moved;

	add_date(&run, "2026-06-02T12:00:00Z", "2026-06-22", "extended");
	expect_said(&run, "2026-06-08T23:00:00Z", "sm", "2026-06-18T08:00:00Z");
	expect_said(&run, "2026-06-22T22:59:59.999999Z", "smw", "2026-06-22T23:00:00Z");
	expect_said(&run, "2026-06-22T23:00:00Z", "smwxe", "2026-06-24T23:00:00Z");
	moved = said(&out, JUDGEMENT_CLOCK_MOVED, "promise", 1, 1);
	cr_assert_not_null(moved);
	cr_expect_eq(moved->old_due.us, utc(DUE).us);
	cr_expect_eq(moved->due.us, utc("2026-06-22T23:00:00Z").us);
	cr_expect_eq(moved->at.us, utc("2026-06-02T12:00:00Z").us);
	cr_expect(text_equal(moved->word, TEXT("extended")));
	cr_expect_eq(clock_date_in_force(&run), &run.dates[1]);
	/* A warning of the old date was given before it moved, and stays given. */
	run = run_of(&rule);
	add_date(&run, "2026-06-05T12:00:00Z", "2026-06-22", "extended");
	expect_said(&run, "2026-06-22T12:00:00Z", "smww", "2026-06-22T23:00:00Z");
	/* Twice. */
	add_date(&run, "2026-06-08T12:00:00Z", "2026-07-06", "extended");
	expect_said(&run, "2026-07-06T23:00:00Z", "smmwwxe", "2026-07-08T23:00:00Z");
	cr_expect_eq(said(&out, JUDGEMENT_CLOCK_MOVED, "promise", 1, 2)->old_due.us, utc("2026-06-22T23:00:00Z").us);
}

Test(clock, more_dates_than_there_is_room_for)
{
	struct clock_rule rule = promise();
	struct clock_run run = run_of(&rule);
	struct deadline deadline = run.dates[0].deadline;

	cr_expect_eq(clock_date_in_force(&run), &run.dates[0]);
	for (int i = 1; i < LIMIT_CLOCK_DATES; i++)
		cr_assert(clock_add_date(&run, utc(STARTED), &deadline, &rule.rule, TEXT("extended"), &started_by));
	cr_expect_not(clock_add_date(&run, utc(STARTED), &deadline, &rule.rule, TEXT("extended"), &started_by));
	run.date_count = 0;
	cr_expect_null(clock_date_in_force(&run));
}

/* The customer's own time and a milestone have no breach and no line. */
Test(clock, whose)
{
	struct clock_rule rule = promise();
	struct clock_run run;

	rule.whose = CLOCK_CUSTOMERS;
	run = run_of(&rule);
	say_at(&run, "2027-01-01T00:00:00Z");
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_ESCALATED), 0);
	cr_expect(said(&out, JUDGEMENT_CLOCK_STARTED, "promise", 1, 0)->customers);
	rule.whose = CLOCK_MILESTONE;
	say_at(&run, "2027-01-01T00:00:00Z");
	cr_expect_eq(count_kind(&out, JUDGEMENT_CLOCK_MISSED), 0, "Decided 13: passing says no ClockMissed");
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_ESCALATED), 0);
}

/* Warnings by hours, and several, each at its own instant. */
Test(clock, warnings)
{
	struct clock_rule rule = promise();
	struct clock_run run;

	rule.warning_count = 2;
	rule.warnings[1].before = (struct limit){ .unit = LIMIT_ELAPSED_HOURS, .count = 6 };
	run = run_of(&rule);
	expect_said(&run, WARNS, "sw", "2026-06-08T17:00:00Z");
	expect_said(&run, "2026-06-08T17:00:00Z", "sww", DUE);
	cr_expect_not_null(said(&out, JUDGEMENT_CLOCK_WARNED, "promise", 1, 1));
	cr_expect_not_null(said(&out, JUDGEMENT_CLOCK_WARNED, "promise", 1, 2));
	cr_expect_eq(said(&out, JUDGEMENT_CLOCK_WARNED, "promise", 1, 2)->at.us, utc("2026-06-08T17:00:00Z").us);
}

/* Whatever happens when: what stands changes at `next` and at no instant before it. */
Test(clock, next_is_exact)
{
	static struct judgements before, at_next;
	struct dice dice = { 13 };

	for (int round = 0; round < 400; round++) {
		struct clock_rule rule = promise();
		struct clock_run run;
		struct instant now = utc("2026-05-30T00:00:00Z"), next;
		int steps = 0;

		rule.warning_count = (uint8_t)dice_between(&dice, 0, 2);
		rule.warnings[1].before = (struct limit){ .unit = LIMIT_ELAPSED_HOURS, .count = 30 };
		rule.whose = (enum clock_whose)dice_between(&dice, 0, 2);
		run = run_of(&rule);
		if (dice_one_in(&dice, 2))
			add_date(&run, "2026-06-03T12:00:00Z", "2026-06-16", "extended");
		if (dice_one_in(&dice, 3))
			run.met_at = (struct instant){ utc(STARTED).us + dice_between(&dice, 0, 30) * DAY_US };
		if (dice_one_in(&dice, 3)) {
			run.stopped_at = (struct instant){ utc(STARTED).us + dice_between(&dice, 0, 30) * DAY_US };
			run.stopped_why = TEXT("closed");
		}
		/* Facts of the future are not judged: only time passes here. */
		now = instant_is_set(run.met_at) && instant_before(now, run.met_at) ? run.met_at : now;
		now = instant_is_set(run.stopped_at) && instant_before(now, run.stopped_at) ? run.stopped_at : now;
		for (;; now = next, steps++) {
			struct instant ignored = INSTANT_FAR;

			next = INSTANT_FAR;
			out.count = 0;
			clock_say(&run, now, &out, &next);
			before = out;
			if (instant_equal(next, INSTANT_FAR))
				break;
			cr_assert(instant_before(now, next));
			out.count = 0;
			clock_say(&run, (struct instant){ next.us - 1 }, &out, &ignored);
			cr_assert(
			    same_standing(&before, &out, JUDGEMENT_KINDS_COUNT), "something changed before `next`");
			cr_assert_eq(ignored.us, next.us);
			at_next.count = 0;
			clock_say(&run, next, &at_next, &ignored);
			cr_assert_not(
			    same_standing(&before, &at_next, JUDGEMENT_KINDS_COUNT), "nothing changed at `next`");
			cr_assert_lt(steps, 20);
		}
		out.count = 0;
		clock_say(&run, utc("2028-01-01T00:00:00Z"), &out, &next);
		cr_assert(
		    same_standing(&before, &out, JUDGEMENT_KINDS_COUNT), "something changed after the last `next`");
	}
}
