/* A law: what its language allows, and what only it may say. */
#include <criterion/criterion.h>

#include "files.h"
#include "pack/departures.h"
#include "pack/policy_reader.h"

static const char *const small[] = {
	/* 1 */ "law: true",
	/* 2 */ "pack: safety",
	/* 3 */ "version: 2025-10-27",
	/* 4 */ "title: A small law",
	/* 5 */ "nation: england",
	/* 6 */ "bank-holidays: england-and-wales",
	/* 7 */ "in-force: {from: 2025-10-27}",
	/* 8 */ "roles:",
	/* 9 */ "  - {id: officer, title: Officer, cite: 1, rank: 10}",
	/* 10 */ "hazards:",
	/* 11 */ "  - {id: covers-damp, cite: 1, grades: significant, kind: damp, since: 2026-01-31}",
	/* 12 */ "  - {id: covers-all, cite: 1, grades: [emergency, significant]}",
	/* 13 */ "clocks:",
	/* 14 */ "  - id: hazard-look",
	/* 15 */ "    cite: 1",
	/* 16 */ "    per: hazard",
	/* 17 */ "    for: [complaint]",
	/* 18 */ "    limit: {hours: 24}",
	/* 19 */ "    starts: emergency-known",
	/* 20 */ "    met-by: [[investigated, made-safe], no-hazard-found]",
	/* 21 */ "    owner: officer",
};
enum { SMALL_LINES = sizeof(small) / sizeof(small[0]) };

static struct arena arena;

static bool
read_text(struct text yaml, struct policy *policy, const char **problems)
{
	struct problems *found = arena_alloc(&arena, sizeof(*found));
	bool good;

	found->arena = &arena;
	good = policy_read(&arena, "p.yaml", yaml, policy, found);
	*problems = "";
	for (size_t i = 0; i < found->count; i++)
		*problems = arena_printf(&arena, "%s%s%u:%u: %s", *problems, i == 0 ? "" : "\n", found->list[i].line,
		    found->list[i].column, found->list[i].message);
	return good;
}

static struct text
small_with(int line, const char *text)
{
	const char *whole = "";

	for (int i = 1; i <= SMALL_LINES; i++)
		whole = arena_printf(&arena, "%s%s\n", whole, i == line ? text : small[i - 1]);
	return text_of(whole);
}

Test(law, says_what_it_covers_and_what_is_owed)
{
	static struct policy law;
	const struct hazard_terms *terms = &law.clocks[0].hazard;
	const char *problems;

	cr_assert(read_text(small_with(0, NULL), &law, &problems), "%s", problems);
	cr_assert(law.law);
	cr_assert_eq(law.hazards_count, 2);
	cr_assert_eq(law.hazards[0].grades, UINT32_C(1) << HAZARD_SIGNIFICANT);
	cr_assert_eq(law.hazards[0].since, civil_to_days((struct civil_date){ 2026, 1, 31 }));
	cr_assert(text_is_empty(law.hazards[1].kind));
	cr_assert_eq(law.hazards[1].since, NO_DAY);
	cr_assert_eq(law.clocks[0].per, CLOCK_PER_HAZARD);
	cr_assert_eq(terms->starts, HAZARD_MOMENT_EMERGENCY_KNOWN);
	cr_assert_eq(terms->meets_count, 2);
	cr_assert_eq(
	    terms->meets[0], UINT32_C(1) << HAZARD_MOMENT_INVESTIGATED | UINT32_C(1) << HAZARD_MOMENT_MADE_SAFE);
	cr_assert_eq(terms->meets[1], UINT32_C(1) << HAZARD_MOMENT_NO_HAZARD_FOUND);
}

static const struct {
	int line;
	const char *text;
	const char *problems;
} rows[] = {
	{ 1, "law: false", "1:6: a law says 'law: true'; a landlord's own policy does not say 'law'" },
	{ 14, "  - id: look", "14:9: a law's clock is called 'hazard-...', so that no landlord's has its name" },
	{ 16, "    per: action", "16:10: unknown word for what a law's clock is kept for 'action'; write hazard" },
	{ 19, "    starts: received", "19:13: unknown moment of a hazard 'received'" },
	{ 20, "    met-by: []", "20:13: 'met-by' names nothing" },
	{ 11, "  - {id: covers-damp, cite: 1, grades: significant}",
	    "12:5: 'covers-damp' above speaks of this kind and grade already" },
	{ 13, "contacts: []\nclocks:", "13:1: unknown key 'contacts' in a law" },
	{ 21, "    owner: nobody", "21:12: there is no role 'nobody'; write officer" },
	{ 12, "  - {id: covers-damp, cite: 1, grades: emergency}", "12:10: the id 'covers-damp' is taken already" },
};

Test(law, refuses_what_is_none)
{
	static struct policy law;
	const char *problems;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_expect_not(read_text(small_with(rows[i].line, rows[i].text), &law, &problems), "%s", rows[i].text);
		cr_expect_str_eq(problems, rows[i].problems, "%s\n%s", rows[i].text, problems);
	}
}

/* A landlord's own pack with one clock. */
static struct text
policy_with(const char *per, const char *limit)
{
	return text_of(arena_printf(&arena,
	    "pack: p\nversion: v\ntitle: P\nnation: england\nbank-holidays: england-and-wales\n"
	    "in-force: {from: 2024-04-01}\nroles: [{id: officer, title: Officer, cite: 9, rank: 10}]\n"
	    "stages: [{id: one, cite: 1, number: 1, final: true, officer: {id: who, cite: 9, role: officer}}]\n"
	    "contacts: [{id: any, cite: 1, is: complaint}]\nclocks:\n"
	    "  - {id: hazard-look, cite: 1, per: %s, for: complaint, limit: %s, owner: officer}\n",
	    per, limit));
}

/* In a landlord's own pack there is nothing of a law. */
Test(law, alone_keeps_clocks_per_hazard)
{
	static struct policy policy;
	const char *problems;

	cr_assert_not(read_text(policy_with("action", "promised"), &policy, &problems));
	cr_assert_str_eq(problems, "11:10: 'hazard-...' is what a law's clocks are called");
	cr_assert_not(read_text(policy_with("hazard", "{hours: 24}"), &policy, &problems));
	cr_assert_not_null(
	    strstr(problems, "11:37: unknown word for what a clock is kept for 'hazard'"), "%s", problems);
}

/* The law that comes with Redress is sound, and is asked for no departures. */
Test(law, of_hazards_is_sound)
{
	static struct policy law, code;
	static struct departures departures;
	const char *problems;

	cr_assert(read_text(source_file(&arena, "deploy/policies/hazards.yaml"), &law, &problems), "%s", problems);
	cr_assert(read_text(source_file(&arena, "deploy/policies/code-2024.yaml"), &code, &problems), "%s", problems);
	cr_assert_eq(law.clock_count, 6);
	departures_find(&arena, &code, &law, &departures);
	cr_assert_not(departures.compared);
	cr_assert_eq(departures.count, 0);
}
