/* Rows that say what is put before somebody: what they are read as, and what is wrong with them. */
#include <criterion/criterion.h>

#include "files.h"
#include "pack/policy_reader.h"

#define HEAD                                                                                                  \
	"pack: small\nversion: 2024-04-01\ntitle: A small policy\nnation: england\n"                          \
	"bank-holidays: england-and-wales\nin-force: {from: 2024-04-01}\n"                                    \
	"organisations: [{id: provider, title: Provider, cite: 1}]\n"                                         \
	"roles: [{id: provider, title: Officer, cite: 9, rank: 10, organisation: provider}]\n"                \
	"stages: [{id: one, cite: 1, number: 1, final: true, officer: {id: who, cite: 9, role: provider}}]\n" \
	"contacts: [{id: any, cite: 1, is: complaint}]\n"

struct reading {
	struct arena arena;
	struct policy policy;
	struct problems problems;
	bool good;
};

/* The clocks, and the rows from line 12 on. */
static const struct policy *
read_rows(struct reading *reading, const char *clocks, const char *rows)
{
	memset(reading, 0, sizeof(*reading));
	reading->problems.arena = &reading->arena;
	reading->good = policy_read(&reading->arena, "p.yaml",
	    text_of(arena_printf(&reading->arena, "%sclocks: %s\n%s", HEAD, clocks, rows)), &reading->policy,
	    &reading->problems);
	return &reading->policy;
}

static const char *
all_problems(struct reading *reading)
{
	const char *all = "";

	for (size_t i = 0; i < reading->problems.count; i++)
		all = arena_printf(&reading->arena, "%s%s%u:%u: %s", all, i == 0 ? "" : "\n",
		    reading->problems.list[i].line, reading->problems.list[i].column,
		    reading->problems.list[i].message);
	return all;
}

static struct reading reading;

Test(judgement_checks, what_is_read)
{
	const struct policy *policy = read_rows(&reading, "[]",
	    "issues:\n"
	    "  - {id: i1, cite: 8.14, when: {all: [new-issue, related], none: [would-delay]}, stage: 1, then: joined}\n"
	    "  - {id: i2, cite: 8.14, when: {all: [new-issue]}, then: new-complaint, refer-to: provider}\n"
	    "  - {id: i3, cite: 8.20, when: {all: [new-evidence, answered]}, then: person-decides, refer-to: provider}\n"
	    "compliments: [{id: c1, cite: 2, to: service-area}, {id: c2, cite: 2, to: public, role: provider}]\n"
	    "advocacy: [{id: a1, cite: 3, on: behind-behaviour}]\n"
	    "surveys: [{id: s1, cite: 4, on: closed, for: [complaint, informal]}]\n"
	    "referrals: [{id: r1, cite: 5, any: [designated-person, violent-or-threatening], stage: 1, role: provider}]\n"
	    "exclusions:\n"
	    "  - {id: e1, cite: 6, ground: other, when: {any: [legal-started]}, decides: provider}\n"
	    "  - {id: e2, cite: 6, ground: other, when: {any: [legal-filed-at-court]}, decides: provider, for: [informal]}\n");

	cr_assert(reading.good, "%s", all_problems(&reading));
	cr_expect_eq(policy->roles[0].organisation, 0);
	cr_expect_eq(policy->issues[0].all, 1U << ISSUE_NEW_ISSUE | 1U << ISSUE_RELATED);
	cr_expect_eq(policy->issues[0].none, 1U << ISSUE_WOULD_DELAY);
	cr_expect_eq(policy->issues[0].stage, 1);
	cr_expect_eq(policy->issues[0].then, ISSUE_JOINED);
	cr_expect_eq(policy->issues[0].refer_to, NO_ROLE);
	cr_expect_eq(policy->issues[1].then, ISSUE_NEW_COMPLAINT);
	cr_expect_eq(policy->issues[2].then, ISSUE_PERSON_DECIDES);
	cr_expect_eq(policy->issues[2].refer_to, 0);
	cr_expect_eq(policy->compliments[0].to, COMPLIMENT_TO_SERVICE_AREA);
	cr_expect_eq(policy->compliments[0].role, NO_ROLE);
	cr_expect_eq(policy->compliments[1].to, COMPLIMENT_TO_PUBLIC);
	cr_expect_eq(policy->advocacies[0].on, SIGNPOST_BEHIND_BEHAVIOUR);
	cr_expect_eq(policy->signposts_count, 0);
	cr_expect_eq(policy->surveys[0].on, SURVEY_ON_CLOSED);
	cr_expect_eq(policy->surveys[0].kinds, 1U << CASE_KIND_COMPLAINT | 1U << CASE_KIND_INFORMAL);
	cr_expect_eq(policy->referrals[0].any, CONTACT_BIT(DESIGNATED_PERSON) | CONTACT_BIT(VIOLENCE));
	cr_expect_eq(policy->referrals[0].stage, 1);
	/* Without a word an exclusion is for complaints. */
	cr_expect_eq(policy->exclusions[0].kinds, 1U << CASE_KIND_COMPLAINT);
	cr_expect_eq(policy->exclusions[1].kinds, 1U << CASE_KIND_INFORMAL);
	arena_free(&reading.arena);
}

/* The clocks that go with them: a court's, with an interval; a recommendation's, with a limit of the pack's or
 * promised.
 */
Test(judgement_checks, clocks)
{
	const struct policy *policy = read_rows(&reading,
	    "\n"
	    "  - {id: court, cite: 13, per: legal-update, for: [complaint], limit: {calendar-days: 28}, owner: provider}\n"
	    "  - {id: advice, cite: 31, per: recommendation, for: [complaint], limit: {months: 1}, owner: provider}",
	    "");

	cr_assert(reading.good, "%s", all_problems(&reading));
	cr_expect_eq(policy->clocks[0].per, CLOCK_PER_LEGAL_UPDATE);
	cr_expect_eq(policy->clocks[1].per, CLOCK_PER_RECOMMENDATION);
	cr_expect_eq(policy->clocks[1].limit.unit, LIMIT_MONTHS);
	arena_free(&reading.arena);
	read_rows(&reading,
	    "[{id: court, cite: 13, per: legal-update, for: [complaint], limit: {hours: 28}, owner: provider}]", "");
	cr_expect_str_eq(all_problems(&reading), "11:76: updates are so many calendar-days or working-days apart");
	arena_free(&reading.arena);
}

Test(judgement_checks, what_is_wrong)
{
	static const struct {
		const char *row, *problems;
	} rows[] = {
		{ "issues: [{id: a, cite: 1, when: {all: [new-issue]}, then: joined, refer-to: provider}]",
		    "12:77: what is joined goes to nobody else" },
		{ "issues: [{id: a, cite: 1, when: {all: [new-issue]}, then: new-complaint}]",
		    "12:10: this issue lacks 'refer-to': who logs it, or decides" },
		{ "issues: [{id: a, cite: 1, when: {all: [answered, unanswered]}, then: joined}]",
		    "12:33: no stage is answered and unanswered" },
		{ "issues: [{id: a, cite: 1, when: {all: [related], none: [related]}, then: joined}]",
		    "12:33: what must be there must not be there too" },
		{ "issues: [{id: a, cite: 1, when: {all: [new-isue]}, then: joined}]",
		    "12:40: unknown word for an issue 'new-isue'; did you mean 'new-issue'?" },
		{ "issues:\n  - {id: a, cite: 1, when: {all: [new-issue]}, then: joined}\n"
		  "  - {id: b, cite: 1, when: {all: [new-issue, related]}, stage: 2, then: joined}",
		    "14:28: never reached: 'a' above speaks first\n14:64: there is no stage 2: the pack has 1" },
		{ "compliments: [{id: a, cite: 1, to: staff}]", "12:15: 'to: staff' lacks 'role': who sees to it" },
		{ "exclusions: [{id: a, cite: 1, ground: other, when: {any: [legal-started]}, decides: provider, "
		  "for: [enquiry]}]",
		    "12:100: only a complaint or an informal matter is declined" },
		{ "referrals: [{id: a, cite: 1, any: [safeguarding], stage: 2, role: provider}]",
		    "12:58: there is no stage 2: the pack has 1" },
		{ "exclusions: [{id: a, cite: 1, ground: other, when: {any: [designated-person]}, decides: provider}]",
		    "12:52: no contact says 'designated-person': use it in 'referrals'" },
		{ "surveys: [{id: a, cite: 1, on: closing, for: [complaint]}]",
		    "12:32: unknown word for when to ask 'closing'; write process-complete or closed" },
		{ "advocacy: [{id: a, cite: 1, on: not-copping}]",
		    "12:33: unknown occasion 'not-copping'; did you mean 'not-coping'?" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		read_rows(&reading, "[]", rows[i].row);
		cr_expect_not(reading.good, "row %zu is taken", i);
		cr_expect_str_eq(all_problems(&reading), rows[i].problems, "row %zu says\n%s\nnot\n%s", i,
		    all_problems(&reading), rows[i].problems);
		arena_free(&reading.arena);
	}
}
