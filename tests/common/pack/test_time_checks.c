/* What opens by itself, what stands still, and Ombudsmen by place: what rows are read as, and what is wrong with them.
 */
#include <criterion/criterion.h>

#include "files.h"
#include "pack/policy_reader.h"

#define HEAD                                                                                                        \
	"pack: small\nversion: 2024-04-01\ntitle: A small policy\nnation: england\n"                                \
	"bank-holidays: england-and-wales\nin-force: {from: 2024-04-01}\n"                                          \
	"roles: [{id: officer, title: Officer, cite: 9, rank: 10}, {id: director, title: Director, cite: 9, rank: " \
	"20}]\n"                                                                                                    \
	"contacts: [{id: any, cite: 1, is: complaint}]\n"

#define STAGE(number, more)                                                                    \
	"  - {id: stage-" #number ", cite: 1, number: " #number ", officer: {id: who-" #number \
	", cite: 9, role: officer}" more "}\n"
#define ANSWER                                                                                                        \
	"  - {id: answer, cite: 2, stage: 1, for: [complaint], limit: {working-days: 10}, starts: received, met-by: " \
	"[responded], owner: officer}\n"

struct reading {
	struct arena arena;
	struct policy policy;
	struct problems problems;
	bool good;
};

static struct reading reading;

/* `rows` begin on line 9. */
static const struct policy *
read_rows(const char *rows)
{
	memset(&reading, 0, sizeof(reading));
	reading.problems.arena = &reading.arena;
	reading.good = policy_read(&reading.arena, "p.yaml", text_of(arena_printf(&reading.arena, "%s%s", HEAD, rows)),
	    &reading.policy, &reading.problems);
	return &reading.policy;
}

static const char *
all_problems(void)
{
	const char *all = "";

	for (size_t i = 0; i < reading.problems.count; i++)
		all = arena_printf(&reading.arena, "%s%s%u:%u: %s", all, i == 0 ? "" : "\n",
		    reading.problems.list[i].line, reading.problems.list[i].column, reading.problems.list[i].message);
	return all;
}

Test(time_checks, what_is_read)
{
	const struct policy *policy = read_rows("stages:\n" STAGE(1, "") STAGE(2,
	    ", final: true, opens-by-itself: {id: by-itself, cite: 4, after: {weeks: 2}, counted-from: responded, "
	    "unless: [informal-resolved, closed]}") "clocks:\n" ANSWER
						    "  - {id: call, cite: 2, stage: 2, for: [complaint], limit: {hours: 5}, starts: received, met-by: "
						    "[responded], owner: officer}\n"
						    "turns:\n"
						    "  - {id: t, cite: 3, from: informal, to: complaint, when: not-agreed-in-time, after: {working-days: "
						    "3}, counted-from: dissatisfied, unless: [informal-resolved]}\n"
						    "suspensions:\n"
						    "  - {id: s, cite: 7, by: director, clocks: [call, answer], grounds: [inquest, police], first-day: "
						    "counts, last-day: does-not-count, at-most: {working-days: 20}, needs: [customer-told]}\n"
						    "  - {id: s2, cite: 7, by: officer, stage: 2, first-day: does-not-count, last-day: counts}\n"
						    "ombudsmen:\n"
						    "  - {id: o1, cite: 8, title: One, category: leasehold, nation: wales}\n"
						    "  - {id: o2, cite: 8, title: Two, nation: wales}\n"
						    "  - {id: o3, cite: 8, title: Three}\n");
	const struct passing_rule *passing = &policy->stages[1].by_itself;
	const struct suspension_rule *suspension = policy->suspensions;

	cr_assert(reading.good, "%s", all_problems());
	cr_expect(text_equal(passing->rule.clause, TEXT("4")));
	cr_expect(passing->after.unit == LIMIT_WEEKS && passing->after.count == 2);
	cr_expect_eq(passing->counted_from, MOMENT_RESPONDED);
	cr_expect_eq(passing->unless, MOMENT_BIT(INFORMAL_RESOLVED) | MOMENT_BIT(CLOSED));
	cr_expect_eq(policy->stages[0].by_itself.after.unit, LIMIT_NONE);
	cr_expect_eq(policy->turns[0].when, TURN_NOT_AGREED_IN_TIME);
	cr_expect_eq(policy->turns[0].passing.after.count, 3);
	cr_expect(policy_opens_by_itself(policy));
	cr_expect(suspension->by == 1 && suspension->clocks == 3 && suspension->stage == 0);
	cr_expect(suspension->ground_count == 2 && text_equal(suspension->grounds[1], TEXT("police")));
	cr_expect(suspension->first_day_counts && !suspension->last_day_counts);
	cr_expect(suspension->at_most.unit == LIMIT_WORKING_DAYS && suspension->at_most.count == 20);
	cr_expect(suspension->needs_customer_told && !suspension->needs_reason);
	cr_expect(suspension[1].clocks == 0 && suspension[1].stage == 2 && suspension[1].last_day_counts);
	cr_expect(text_equal(policy->ombudsmen[0].nation, TEXT("wales")));
	cr_expect(text_is_empty(policy->ombudsmen[2].nation));
	arena_free(&reading.arena);
}

#define STAGES "stages:\n" STAGE(1, ", final: true")

static const struct {
	const char *rows, *problems;
} wrong[] = {
	/* stages */
	{ "stages:\n" STAGE(1,
	      ", final: true, opens-by-itself: {id: b, cite: 4, after: {weeks: 2}, counted-from: received, unless: "
	      "[received, respondd]}") "clocks:\n" ANSWER,
	    "10:115: stage 1 opens with the complaint: say in 'turns' when something becomes one\n"
	    "10:183: it counts from 'received': that has happened\n"
	    "10:194: unknown moment 'respondd'; did you mean 'responded'?" },
	{ "stages:\n" STAGE(1, "") STAGE(2,
	      ", final: true, opens-by-itself: {id: b, cite: 4, aftr: {weeks: 2}, unless: [closed]}") "clocks:\n" ANSWER,
	    "11:115: this stage's opens-by-itself lacks 'counted-from': a moment of the stage before, or of the case\n"
	    "11:132: unknown key 'aftr' in a stage's opens-by-itself; did you mean 'after'?" },
	/* turns */
	{ STAGES
	    "clocks:\n" ANSWER
	    "turns:\n  - {id: t, cite: 3, from: informal, to: feedback, when: not-agreed-in-time, unless: [closed]}\n"
	    "  - {id: u, cite: 3, from: informal, to: complaint, when: customer-asked, after: {weeks: 1}}\n",
	    "14:42: time alone turns a case into a complaint, and nothing else\n"
	    "14:58: 'not-agreed-in-time' lacks 'after'\n"
	    "14:58: 'not-agreed-in-time' lacks 'counted-from'\n"
	    "15:82: 'after' goes with 'when: not-agreed-in-time'" },
	/* suspensions */
	{ STAGES "clocks:\n" ANSWER "suspensions:\n"
		 "  - {id: s, cite: 7, by: directr, clocks: [anser], first-day: count, grounds: [Not This]}\n",
	    "14:5: this suspension lacks 'last-day': whether the day it ends counts for the clock\n"
	    "14:26: there is no role 'directr'; did you mean 'director'?\n"
	    "14:44: there is no clock 'anser'; did you mean 'answer'?\n"
	    "14:63: unknown word for whether a day counts 'count'; did you mean 'counts'?\n"
	    "14:80: 'Not This' is no id: lower-case letters, digits and hyphens, at most 64" },
	{ STAGES
	    "clocks:\n" ANSWER
	    "  - {id: window, cite: 2, stage: 1, for: [complaint], whose: customer, limit: {weeks: 1}, starts: "
	    "responded, met-by: [closed]}\n"
	    "  - {id: calls, cite: 2, for: [complaint], limit: {working-hours: 4}, starts: received, met-by: "
	    "[responded], owner: officer}\n"
	    "suspensions:\n"
	    "  - {id: s, cite: 7, by: director, clocks: [window], first-day: counts, last-day: counts}\n"
	    "  - {id: t, cite: 7, by: officer, clocks: [calls], first-day: counts, last-day: counts, grounds: []}\n"
	    "  - {id: u, cite: 7, by: officer, clocks: [answer], stage: 2, first-day: counts, last-day: counts}\n",
	    "16:44: 'window' cannot stand still: only a clock of the landlord's that is kept once can, whose days or "
	    "elapsed hours are counted\n"
	    "17:43: 'calls' cannot stand still: only a clock of the landlord's that is kept once can, whose days or "
	    "elapsed hours are counted\n"
	    "17:98: 'grounds' names nothing\n"
	    "18:26: never reached: 't' above speaks first\n"
	    "18:60: there is no stage 2: the pack has 1" },
	/* Ombudsmen */
	{ STAGES "clocks:\n" ANSWER "ombudsmen:\n  - {id: o1, cite: 8, title: One, nation: wales}\n"
		 "  - {id: o2, cite: 8, title: Two, category: leasehold, nation: wales}\n",
	    "15:10: never reached: 'o1' above speaks first" },
};

Test(time_checks, what_is_wrong)
{
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		read_rows(wrong[i].rows);
		cr_expect_not(reading.good, "row %zu", i);
		cr_expect_str_eq(all_problems(), wrong[i].problems, "row %zu: \n%s", i, all_problems());
		arena_free(&reading.arena);
	}
}
