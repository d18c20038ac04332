/* Each policy against the Code: what tests/tables/departures.csv lists is found, and nothing else. */
#include <criterion/criterion.h>
#include <string.h>

#include "files.h"
#include "pack/departures.h"
#include "pack/policy_reader.h"

static struct arena arena;

static void
end(void)
{
	arena_free(&arena);
}

static const char *
policy_text(const char *name)
{
	struct text text = source_file(&arena, arena_printf(&arena, "deploy/policies/%s.yaml", name));

	cr_assert(!text_is_empty(text), "no pack %s", name);
	return arena_string(&arena, text);
}

static const struct policy *
read_policy(const char *yaml)
{
	struct policy *policy = arena_alloc(&arena, sizeof(*policy));
	struct problems *problems = arena_alloc(&arena, sizeof(*problems));

	problems->arena = &arena;
	cr_assert(policy_read(&arena, "p.yaml", text_of(yaml), policy, problems), "%s",
	    problem_line(&arena, &problems->list[0]));
	return policy;
}

static const struct departures *
compare(const char *yaml)
{
	struct departures *found = arena_alloc(&arena, sizeof(*found));

	departures_find(&arena, read_policy(policy_text("code-2024")), read_policy(yaml), found);
	return found;
}

static const char *
lines_of(const char *pack, const struct departures *found)
{
	const char *all = "";

	for (size_t i = 0; i < found->count; i++) {
		const struct departure *departure = &found->list[i];

		cr_expect_gt(strlen(departure->message), 20, "%s", departure->message);
		all = arena_printf(&arena, "%s%s,%s,%.*s,\"%.*s\"\n", all, pack, floor_kind_name(departure->kind),
		    TEXT_ARG(departure->code_clause), TEXT_ARG(departure->policy_clause));
	}
	return all;
}

/* Line for line, what was said is how the table's line begins; what follows there is where it stands in the texts. */
Test(departures, what_the_table_lists_and_nothing_else, .fini = end)
{
	static const char *const packs[] = { "lmh", "ccf", "lgah", "livin", "lhp", "code-2024" };
	const char *table = arena_string(&arena, source_file(&arena, "tests/tables/departures.csv"));
	const char *said = "pack,kind,code clause,policy clause\n";

	for (size_t i = 0; i < sizeof(packs) / sizeof(packs[0]); i++)
		said = arena_printf(&arena, "%s%s", said, lines_of(packs[i], compare(policy_text(packs[i]))));
	while (*said != '\0' && *table != '\0') {
		size_t length = strcspn(said, "\n");

		cr_assert(strncmp(table, said, length) == 0 && table[length] == ',', "found: %.*s\nlisted: %.*s",
		    (int)length, said, (int)strcspn(table, "\n"), table);
		said += length + 1;
		table += strcspn(table, "\n") + 1;
	}
	cr_expect_str_empty(said, "found and not listed");
	cr_expect_str_empty(table, "listed and not found");
}

/* `text` with the first `from` of it made `to`. */
static const char *
with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	cr_assert_not_null(at, "the pack has no '%s'", from);
	return arena_printf(&arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* The Code's own pack made worse in one respect, by one or two changes. */
struct worse {
	enum floor_kind kind;
	const char *from, *to;
	const char *also_from, *also_to;
};

static const struct worse worse[] = {
	{ FLOOR_EXTRA_STAGE, "[is-dissatisfaction]}, is: complaint", "[is-dissatisfaction]}, is: informal", NULL,
	    NULL },
	{ FLOOR_STAGES, "    final: true\n    officer", "    officer", "\noversight:",
	    "  - {id: stage-3, cite: x, number: 3, final: true, officer: {id: third, cite: x, role: reviewer}}\n\n"
	    "oversight:" },
	{ FLOOR_ACKNOWLEDGE_1, "met-by: [defined]", "met-by: [[defined, customer-reached]]", NULL, NULL },
	{ FLOOR_ACKNOWLEDGE_1, "met-by: [defined]", "met-by: [customer-reached]", NULL, NULL },
	{ FLOOR_ACKNOWLEDGE_1, "{working-days: 5}\n    starts: received", "{weeks: 2}\n    starts: received", NULL,
	    NULL },
	{ FLOOR_RESPOND_1, "{working-days: 10}\n    starts", "{working-days: 11}\n    starts", NULL, NULL },
	{ FLOOR_RESPOND_1, "{working-days: 10}\n    starts", "{calendar-days: 20}\n    starts", NULL, NULL },
	{ FLOOR_RESPOND_1, "{working-days: 10}\n    starts",
	    "{working-days: 10}\n    or-if-later: {starts: recorded, limit: {working-days: 12}}\n    starts", NULL,
	    NULL },
	{ FLOOR_RESPOND_1, "acknowledged\n    provisional-after: stage-1-acknowledge\n", "assigned\n", NULL, NULL },
	{ FLOOR_EXTEND_1, "\"6.4-6.5\"\n        up-to: {working-days: 10}", "\"6.4-6.5\"\n        up-to: {weeks: 3}",
	    NULL, NULL },
	{ FLOOR_EXTEND_1, "original-date\n        cap", "date-then-due\n        cap", NULL, NULL },
	{ FLOOR_EXTEND_1,
	    "up-to: {working-days: 10}\n        counted-from: original-date\n        cap: lifted-by-good-reason",
	    "up-to: as-agreed\n        counted-from: date-then-due", NULL, NULL },
	{ FLOOR_EXTEND_1, "[reason, ombudsman-details, notice", "[ombudsman-details, notice", NULL, NULL },
	{ FLOOR_EXTEND_1, "[reason, ombudsman-details, notice-in-time]", "[reason, ombudsman-details]", NULL, NULL },
	{ FLOOR_EXTEND_1, "[reason, ombudsman-details, notice", "[reason, notice",
	    "  - {id: signpost-extended, cite: \"6.5\", on: extended}\n", "" },
	{ FLOOR_REASON, "\nsignposts:",
	    "  - {id: ground, cite: x, check: refusal-ground, refusals: [new-issue]}\n\nsignposts:", NULL, NULL },
	{ FLOOR_WINDOW, "  # As long",
	    "  - {id: window, cite: x, stage: 1, for: [complaint], whose: customer, limit: {months: 2}, starts: responded, "
	    "met-by: [next-stage-requested]}\n  # As long",
	    NULL, NULL },
	{ FLOOR_ACKNOWLEDGE_2, "[defined, escalation-refused]", "[customer-reached, escalation-refused]", NULL, NULL },
	{ FLOOR_RESPOND_2, "{working-days: 20}\n    starts", "{months: 1}\n    starts", NULL, NULL },
	{ FLOOR_EXTEND_2, "\"6.15\"\n        up-to: {working-days: 20}", "\"6.15\"\n        up-to: {months: 1}", NULL,
	    NULL },
	{ FLOOR_ISSUE_AGE, "{months: 12}", "{months: 11}", NULL, NULL },
	{ FLOOR_LEGAL, "[legal-filed-at-court]", "[legal-filed-at-court, legal-threatened]", NULL, NULL },
	{ FLOOR_DECLINE_OMBUDSMAN, "  - {id: decline-ombudsman-right, cite: \"2.4\", check: decline-ombudsman-right}\n",
	    "", "  - {id: signpost-declined, cite: \"2.4\", on: declined}\n", "" },
	{ FLOOR_OMBUDSMAN, "PO Box 1484", "PO Box 152", NULL, NULL },
	{ FLOOR_DESIGNATED_PERSON,
	    "\nfloors:", "\n  - {id: designated, cite: x, says: designated-person}\n\nfloors:", NULL, NULL },
	{ FLOOR_MEMBER,
	    "  - {id: member-responsible, cite: \"9.5\", says: member-responsible, role: member-responsible-for-complaints}\n",
	    "", NULL, NULL },
};

static const char *
made_worse(const struct worse *change)
{
	const char *yaml = with(policy_text("code-2024"), change->from, change->to);

	return change->also_from == NULL ? yaml : with(yaml, change->also_from, change->also_to);
}

Test(departures, each_is_found_by_itself, .fini = end)
{
	bool seen[FLOORS_COUNT] = { false };

	for (size_t i = 0; i < sizeof(worse) / sizeof(worse[0]); i++) {
		const struct departures *found = compare(made_worse(&worse[i]));

		cr_assert_eq(found->count, 1, "%s, change %zu: %zu found\n%s", floor_kind_name(worse[i].kind), i,
		    found->count, lines_of("", found));
		cr_expect_eq(found->list[0].kind, worse[i].kind, "change %zu: %s is no %s", i,
		    floor_kind_name(found->list[0].kind), floor_kind_name(worse[i].kind));
		cr_expect(!text_is_empty(found->list[0].code_clause) && !text_is_empty(found->list[0].policy_clause),
		    "change %zu names no clause", i);
		seen[worse[i].kind] = true;
	}
	for (size_t i = 0; i < FLOORS_COUNT; i++)
		cr_expect(seen[i], "nothing departs in '%s'", floor_kind_name((enum floor_kind)i));
}

/* Shorter limits, fewer exclusions and more care are no departures. */
Test(departures, doing_better_is_none, .fini = end)
{
	static const struct worse better[] = {
		{ 0, "{working-days: 5}\n    starts: received", "{working-hours: 8}\n    starts: received", NULL,
		    NULL },
		{ 0, "{working-days: 10}\n    starts: acknowledged\n    provisional-after: stage-1-acknowledge",
		    "{calendar-days: 10}\n    starts: received", NULL, NULL },
		{ 0, "{months: 12}", "{months: 24}", NULL, NULL },
		{ 0,
		    "  - id: filed-at-court\n    cite: \"2.2\"\n    decision: true\n"
		    "    because: the Code does not say who decides; its complaints officer (4.1) does\n"
		    "    ground: legal-proceedings\n    when: {any: [legal-filed-at-court]}\n"
		    "    decides: complaints-officer\n",
		    "", NULL, NULL },
	};

	for (size_t i = 0; i < sizeof(better) / sizeof(better[0]); i++) {
		const struct departures *found = compare(made_worse(&better[i]));

		cr_expect_eq(found->count, 0, "change %zu: %s", i, lines_of("", found));
	}
}

Test(departures, the_code_of_one_nation_says_nothing_of_another, .fini = end)
{
	for (size_t i = 0; i < sizeof(worse) / sizeof(worse[0]); i++) {
		const struct departures *found =
		    compare(with(made_worse(&worse[i]), "nation: england", "nation: scotland"));

		cr_expect_eq(found->count, 0);
		cr_expect_not(found->compared);
	}
}

Test(departures, limits_are_said_as_the_pack_says_them, .fini = end)
{
	const struct departures *found = compare(with(policy_text("livin"),
	    "limit: {working-days: 20}\n    starts: responded",
	    "limit: {weeks: 4}\n    starts: responded\n    or-if-later: {starts: acknowledged, limit: {calendar-days: 60}}"));
	const char *said = "";

	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].kind == FLOOR_WINDOW)
			said = found->list[i].message;
	cr_expect_str_eq(said, "stage 2 is to be asked for within 4 weeks or, if later, 60 calendar days");
}
