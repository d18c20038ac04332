/* What is well written and can never come to anything. */
#include <criterion/criterion.h>

#include "files.h"
#include "pack/policy_reader.h"

#define HEAD                                                                                              \
	"pack: small\nversion: 2024-04-01\ntitle: A small policy\nnation: england\n"                      \
	"bank-holidays: england-and-wales\nin-force: {from: 2024-04-01}\n"                                \
	"roles: [{id: officer, title: Officer, cite: 9, rank: 10}]\n"                                     \
	"contacts: [{id: any, cite: 1, is: complaint}]\n"                                                 \
	"stages:\n"                                                                                       \
	"  - {id: one, cite: 1, number: 1, officer: {id: first, cite: 9, role: officer}}\n"               \
	"  - {id: two, cite: 1, number: 2, final: true, officer: {id: second, cite: 9, role: officer}}\n" \
	"clocks:\n"

static struct arena arena;

/* All problems of the small pack with these rows from line 13 on, one a line. */
static const char *
problems_of(const char *rows)
{
	struct policy *policy = arena_alloc(&arena, sizeof(*policy));
	struct problems *problems = arena_alloc(&arena, sizeof(*problems));
	const char *all = "";

	problems->arena = &arena;
	policy_read(&arena, "p.yaml", text_of(arena_printf(&arena, "%s%s", HEAD, rows)), policy, problems);
	for (size_t i = 0; i < problems->count; i++)
		all = arena_printf(&arena, "%s%s%u:%u: %s", all, i == 0 ? "" : "\n", problems->list[i].line,
		    problems->list[i].column, problems->list[i].message);
	return all;
}

static const struct {
	const char *rows, *problems;
} rows[] = {
	/* sound: also what is near to being none */
	{ "  - {id: a, cite: 1, stage: 1, for: [complaint, feedback], limit: {working-days: 5}, starts: received, met-by: "
	  "[responded, [responded, closed]], stopped-by: [escalation-requested, next-stage-opened, closed], owner: officer, "
	  "warn-before: [{working-days: 5}, {hours: 9}]}\n"
	  "  - {id: b, cite: 1, stage: 2, for: [complaint], limit: {weeks: 1}, starts: escalation-requested, met-by: "
	  "[escalation-refused, responded], owner: officer}\n"
	  "rotas:\n  - {id: c, cite: 1, stage: 1, first: 2026-01-01, every-days: 7}\n"
	  "  - {id: d, cite: 1, stage: 2, first: 2026-01-01, every-days: 7}\n",
	    "" },
	/* moments of another stage */
	{ "  - {id: a, cite: 1, stage: 1, for: [complaint], limit: {weeks: 1}, starts: escalation-requested, met-by: "
	  "[responded, escalation-accepted], owner: officer}\n",
	    "13:77: nobody asks for stage 1, which opens with the complaint: 'next-stage-requested' is asking for the next\n"
	    "13:107: nobody asks for stage 1, which opens with the complaint: 'next-stage-requested' is asking for the next" },
	{ "  - {id: a, cite: 1, stage: 2, for: [complaint], limit: {weeks: 1}, starts: responded, met-by: "
	  "[next-stage-requested], whose: customer}\n",
	    "13:96: there is no stage after stage 2" },
	/* its own start, and its own end */
	{ "  - {id: a, cite: 1, stage: 1, for: [complaint], limit: {weeks: 1}, starts: received, met-by: [responded, received], "
	  "owner: officer}\n",
	    "13:95: it is met by what it starts with" },
	{ "  - {id: a, cite: 1, stage: 1, for: [complaint], limit: {weeks: 1}, starts: received, met-by: [responded], "
	  "stopped-by: [closed, responded], owner: officer}\n",
	    "13:120: what meets it stops it, too" },
	/* kinds */
	{ "  - {id: a, cite: 1, stage: 1, for: [informal], limit: {weeks: 1}, starts: received, met-by: [responded], owner: "
	  "officer}\n"
	  "  - {id: b, cite: 1, for: [informal, enquiry], limit: {weeks: 1}, starts: contacted-us, met-by: [closed], owner: "
	  "officer}\n"
	  "turns: [{id: t, cite: 1, from: feedback, to: service-request, when: not-satisfied}]\n",
	    "13:29: only complaints have stages: leave it out\n"
	    "14:27: no contact is that, and nothing turns into it" },
	{ "  - {id: b, cite: 1, for: service-request, limit: {weeks: 1}, starts: contacted-us, met-by: [closed], owner: "
	  "officer}\n"
	  "turns: [{id: t, cite: 1, from: feedback, to: service-request, when: not-satisfied}]\n",
	    "" },
	/* before its start */
	{ "  - {id: a, cite: 1, stage: 1, for: [complaint], limit: {working-days: 3}, starts: received, met-by: [responded], "
	  "owner: officer, warn-before: [{working-days: 1}, {working-days: 4}]}\n",
	    "13:144: it would warn before it starts" },
	/* a second rota */
	{ "  - {id: a, cite: 1, stage: 1, for: [complaint], limit: {weeks: 1}, starts: received, met-by: [responded], owner: "
	  "officer}\n"
	  "rotas:\n  - {id: c, cite: 1, stage: 2, first: 2026-01-01, every-days: 7}\n"
	  "  - {id: d, cite: 1, stage: 2, first: 2026-01-02, every-days: 7}\n"
	  "  - {id: e, cite: 1, stage: 3, first: 2026-01-02, every-days: 7}\n",
	    "16:29: never reached: 'c' above is the rota of stage 2\n"
	    "17:29: there is no stage 3: the pack has 2" },
};

Test(sense_checks, what_comes_to_nothing_is_said)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *said = problems_of(rows[i].rows);

		cr_expect_str_eq(said, rows[i].problems, "row %zu: \n%s", i, said);
	}
	arena_free(&arena);
}
