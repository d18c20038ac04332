#include "redressctl/difference.h"

#include <criterion/criterion.h>

#include "wire/judgement.h"

static struct arena arena;
static struct standing before, after;

static void
begin(void)
{
	before = after = (struct standing){ 0 };
}

static void
end(void)
{
	standing_free(&before);
	standing_free(&after);
	arena_free(&arena);
}

static struct judgement
judgement(enum judgement_kind kind, const char *subject, int64_t due)
{
	return (struct judgement){
		.kind = kind,
		.subject = text_of(subject),
		.stage = 1,
		.instance = 1,
		.ordinal = 1,
		.due = { due },
		.old_due = INSTANT_NONE,
		.at = { due },
		.rule = { .id = text_of(subject), .clause = TEXT("1") },
		.pack = TEXT("p"),
		.version = TEXT("v"),
		.decided_at = { 1 },
		.revision = 1,
		.counted_from = INSTANT_NONE,
	};
}

static void
say(struct standing *to, const char *ref, struct judgement of)
{
	struct event *event = arena_alloc(&arena, sizeof *event);
	struct error error = { 0 };

	cr_assert(judgement_encode(&of, NULL, NULL, text_of(ref), &arena, event, &error), "%s", error.text);
	event->landlord = TEXT("l");
	cr_assert(standing_hear(to, event, &error), "%s", error.text);
}

static void
say_both(struct judgement of)
{
	say(&before, "C", of);
	say(&after, "C", of);
}

static struct case_change
compare(void)
{
	struct case_change change;
	struct error error = { 0 };

	cr_assert(case_difference(standing_find(&before, TEXT("l"), TEXT("C")),
		      standing_find(&after, TEXT("l"), TEXT("C")), &arena, &change, &error),
	    "%s", error.text);
	return change;
}

Test(difference, of_the_same_there_is_none, .init = begin, .fini = end)
{
	struct judgement assigned = judgement(JUDGEMENT_CASE_ASSIGNED, "stage", 1), other;
	struct case_change change;

	say_both(judgement(JUDGEMENT_CLOCK_STARTED, "answer", 100));
	say_both(judgement(JUDGEMENT_CLOCK_MISSED, "answer", 100));
	/* Who has it, and by which clause, may differ. */
	say(&before, "C", assigned);
	assigned.role = TEXT("manager");
	say(&after, "C", assigned);
	other = judgement(JUDGEMENT_CLOCK_STARTED, "update", 50);
	say(&before, "C", other);
	other.rule.clause = TEXT("2");
	other.pack = TEXT("q");
	say(&after, "C", other);
	change = compare();
	cr_assert(case_change_is_empty(&change));
}

Test(difference, a_clock_moves_to_its_last_date, .init = begin, .fini = end)
{
	struct judgement moved = judgement(JUDGEMENT_CLOCK_MOVED, "answer", 200);
	struct difference_totals totals = { 0 };
	struct case_change change;

	/* In whatever order they were said: what was said anew comes last. */
	say_both(moved);
	moved.ordinal = 2;
	moved.due.us = 300;
	say(&after, "C", moved);
	say_both(judgement(JUDGEMENT_CLOCK_STARTED, "answer", 100));
	change = compare();
	cr_assert_eq(change.clock_count, 1);
	cr_assert(clock_change_moves(&change.clocks[0]));
	cr_assert_eq(change.clocks[0].before->judgement.due.us, 200);
	cr_assert_eq(change.clocks[0].after->judgement.due.us, 300);
	cr_assert_eq(change.clocks[0].gone.count + change.clocks[0].come.count, 0, "a move is no judgement of its own");
	cr_assert_eq(change.clocks[0].stood.count, 2);
	difference_count(&totals, &change);
	cr_assert_eq(totals.clocks_later, 1);
	cr_assert_eq(totals.clocks_earlier + totals.clocks_started + totals.clocks_vanished, 0);
}

Test(difference, a_miss_that_moves_with_its_date_is_the_same_miss, .init = begin, .fini = end)
{
	struct case_change change;

	say(&before, "C", judgement(JUDGEMENT_CLOCK_STARTED, "answer", 100));
	say(&before, "C", judgement(JUDGEMENT_CLOCK_MISSED, "answer", 100));
	say(&before, "C", judgement(JUDGEMENT_CASE_ESCALATED, "answer", 100));
	say(&after, "C", judgement(JUDGEMENT_CLOCK_STARTED, "answer", 90));
	say(&after, "C", judgement(JUDGEMENT_CLOCK_MISSED, "answer", 90));
	change = compare();
	cr_assert_eq(change.clock_count, 1);
	cr_assert(clock_change_moves(&change.clocks[0]));
	cr_assert_eq(change.clocks[0].come.count, 0);
	cr_assert_eq(change.clocks[0].gone.count, 1);
	cr_assert_eq(change.clocks[0].gone.at[0]->judgement.kind, JUDGEMENT_CASE_ESCALATED);
}

Test(difference, clocks_are_told_apart_by_stage_instance_and_ref, .init = begin, .fini = end)
{
	struct judgement clock = judgement(JUDGEMENT_CLOCK_STARTED, "action", 100);
	struct difference_totals totals = { 0 };
	struct case_change change;

	say_both(clock);
	clock.instance = 2;
	say(&before, "C", clock);
	clock.ref = TEXT("A1");
	say(&after, "C", clock);
	clock.stage = 2;
	say(&after, "C", clock);
	change = compare();
	cr_assert_eq(change.clock_count, 3);
	difference_count(&totals, &change);
	cr_assert_eq(totals.clocks_vanished, 1);
	cr_assert_eq(totals.clocks_started, 2);
}

Test(difference, misses_are_counted_apart_from_the_customers_own_times, .init = begin, .fini = end)
{
	struct judgement window = judgement(JUDGEMENT_CLOCK_MISSED, "window", 100);
	struct judgement met = judgement(JUDGEMENT_CLOCK_MET, "answer", 100);
	struct difference_totals totals = { 0 };
	struct case_change change;

	say_both(judgement(JUDGEMENT_CLOCK_STARTED, "window", 100));
	say_both(judgement(JUDGEMENT_CLOCK_STARTED, "answer", 100));
	window.customers = true;
	say(&after, "C", window);
	say(&before, "C", met);
	say(&before, "C", judgement(JUDGEMENT_CLOCK_WARNED, "answer", 100));
	met.late = true;
	say(&after, "C", met);
	say(&after, "C", judgement(JUDGEMENT_CLOCK_MISSED, "answer", 100));
	change = compare();
	cr_assert_eq(change.clock_count, 2);
	cr_assert(!clock_change_moves(&change.clocks[0]) && !clock_change_moves(&change.clocks[1]));
	difference_count(&totals, &change);
	cr_assert_eq(totals.come[JUDGEMENT_CLOCK_MISSED], 1);
	cr_assert_eq(totals.customers_come, 1);
	cr_assert_eq(totals.gone[JUDGEMENT_CLOCK_WARNED], 1);
	cr_assert_eq(totals.come[JUDGEMENT_CLOCK_MET], 1, "late");
	cr_assert_eq(totals.gone[JUDGEMENT_CLOCK_MET], 1, "in time");
}

Test(difference, what_is_of_no_clock_comes_and_goes, .init = begin, .fini = end)
{
	struct judgement opened = judgement(JUDGEMENT_CASE_OPENED, "case", 0);
	struct judgement found = judgement(JUDGEMENT_NON_COMPLIANCE_FOUND, "stage", 0);
	struct case_change change;

	opened.case_kind = CASE_KIND_COMPLAINT;
	say(&before, "C", opened);
	opened.case_kind = CASE_KIND_INFORMAL;
	say(&after, "C", opened);
	found.ref = found.word = TEXT("no-reason");
	say_both(found);
	found.ref = found.word = TEXT("told-late");
	say(&before, "C", found);
	change = compare();
	cr_assert_eq(change.clock_count, 0);
	cr_assert_eq(change.come.count, 1);
	cr_assert_eq(change.come.at[0]->judgement.case_kind, CASE_KIND_INFORMAL);
	cr_assert_eq(change.gone.count, 2);
}

Test(difference, a_case_may_be_known_to_one_side_alone, .init = begin, .fini = end)
{
	struct difference_totals totals = { 0 };
	struct case_change change;

	say(&after, "C", judgement(JUDGEMENT_CLOCK_STARTED, "answer", 100));
	say(&after, "C", judgement(JUDGEMENT_CLOCK_MISSED, "answer", 100));
	change = compare();
	difference_count(&totals, &change);
	cr_assert_eq(totals.clocks_started, 1);
	cr_assert_eq(totals.come[JUDGEMENT_CLOCK_MISSED], 1);
	cr_assert_eq(totals.cases, 1);
	cr_assert_eq(totals.changed, 1);
}
