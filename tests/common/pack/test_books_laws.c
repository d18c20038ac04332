/* Laws on the shelf: beside every policy of their nation, with the calendar of now. */
#include <criterion/criterion.h>

#include "files.h"
#include "pack/books.h"

static struct arena arena;

static struct text
policy_text(const char *name, const char *nation)
{
	return text_of(arena_printf(&arena,
	    "pack: %s\nversion: v1\ntitle: P\nnation: %s\nbank-holidays: england-and-wales\n"
	    "in-force: {from: 2024-04-01}\nworking-hours: {opens: \"08:00\", closes: \"18:30\"}\n"
	    "roles: [{id: officer, title: Officer, cite: 9, rank: 10}]\n"
	    "stages: [{id: stage-1, cite: 1, number: 1, final: true, officer: {id: who, cite: 9, role: officer}}]\n"
	    "closing-days: [{on: 2026-12-29, title: Closed}]\n"
	    "clocks: []\ncontacts: [{id: any, cite: 1, is: complaint}]\n",
	    name, nation));
}

static struct text
law_text(const char *version, const char *nation)
{
	return text_of(arena_printf(&arena,
	    "law: true\npack: safety\nversion: %s\ntitle: A law\nnation: %s\nbank-holidays: england-and-wales\n"
	    "in-force: {from: 2025-10-27}\nroles: [{id: officer, title: Officer, cite: 1, rank: 10}]\n"
	    "hazards: [{id: all, cite: 1, grades: emergency, since: 2025-10-27}]\n"
	    "clocks: [{id: hazard-look, cite: 1, per: hazard, for: complaint, limit: {hours: 24}, "
	    "starts: emergency-known, met-by: [made-safe], owner: officer}]\n",
	    version, nation));
}

static bool
put(struct books *books, const char *landlord, struct text yaml, struct error *error)
{
	return books_put_pack(books, text_of(landlord), "p.yaml", yaml, NULL, error);
}

static struct books *
begin(void)
{
	struct books *books = books_new();
	struct error error;

	cr_assert(put(books, "", policy_text("south", "england"), &error), "%s", error.text);
	cr_assert(put(books, "", policy_text("north", "scotland"), &error), "%s", error.text);
	cr_assert(books_load_calendars(books, REDRESS_SOURCE_DIR "/deploy/calendars", NULL, &error), "%s", error.text);
	return books;
}

/* The policy as a judge gets it: with its calendar, and so with its laws. */
static const struct policy *
with_laws(struct books *books, const char *name)
{
	struct error error;
	const struct policy *policy = books_policy(books, text_of(name), text_of(name), TEXT(""), &error);

	cr_assert_not_null(policy, "%s", error.text);
	cr_assert_not_null(books_calendar(books, policy, &error), "%s", error.text);
	return policy;
}

Test(books_laws, a_law_holds_for_every_landlord_of_its_nation_from_when_it_is_put)
{
	struct books *books = begin();
	struct error error;
	const struct law *law;

	cr_assert_eq(with_laws(books, "south")->laws->count, 0);
	cr_assert(put(books, "", law_text("v1", "england"), &error), "%s", error.text);
	cr_assert_eq(with_laws(books, "south")->laws->count, 1);
	cr_assert_eq(with_laws(books, "north")->laws->count, 0);
	/* A landlord that comes later has it too. */
	cr_assert(put(books, "", policy_text("east", "england"), &error), "%s", error.text);
	cr_assert_eq(with_laws(books, "east")->laws->count, 1);
	law = policy_law(with_laws(books, "south"), TEXT("safety"), TEXT("v1"));
	cr_assert_not_null(law);
	cr_assert_null(policy_law(with_laws(books, "south"), TEXT("safety"), TEXT("v2")));
	cr_assert_not_null(policy_clock_of(with_laws(books, "south"), TEXT("safety"), TEXT("v1"), TEXT("hazard-look")));
	cr_assert_null(policy_clock_of(with_laws(books, "south"), TEXT("south"), TEXT("v1"), TEXT("hazard-look")));
	books_free(books);
}

/* The landlord's own closing days and hours are not the law's; a holiday proclaimed is. */
Test(books_laws, a_law_counts_by_its_own_calendar_as_it_is_now)
{
	const int32_t closed = civil_to_days((struct civil_date){ 2026, 12, 29 });
	struct books *books = begin();
	struct error error;
	const struct law *law;

	cr_assert(put(books, "", law_text("v1", "england"), &error), "%s", error.text);
	law = &with_laws(books, "south")->laws->list[0];
	cr_assert_not(calendar_is_working_day(books_calendar(books, with_laws(books, "south"), &error), closed, NULL));
	cr_assert(calendar_is_working_day(law->calendar, closed, NULL));
	cr_assert_eq(law->calendar->opens_minute, 9 * 60);
	cr_assert(books_put_holiday(books, TEXT("england-and-wales"), closed, TEXT("A day"), &error), "%s", error.text);
	law = &with_laws(books, "south")->laws->list[0];
	cr_assert_not(calendar_is_working_day(law->calendar, closed, NULL));
	books_free(books);
}

Test(books_laws, a_law_is_nobodys_and_a_policy_is_somebodys)
{
	struct books *books = begin();
	struct error error;

	cr_assert_not(put(books, "south", law_text("v1", "england"), &error));
	cr_assert_str_eq(error.text, "safety is a law: it is put in force for '*', every landlord");
	cr_assert_not(put(books, "*", policy_text("south", "england"), &error));
	cr_assert_str_eq(error.text, "south is no law: name the landlord it is put in force for");
	cr_assert(put(books, "*", law_text("v1", "england"), &error), "%s", error.text);
	/* Found by name under whomever its judgements were made. */
	cr_assert_not_null(books_policy(books, TEXT("south"), TEXT("safety"), TEXT("v1"), NULL));
	cr_assert_not_null(books_policy(books, TEXT("safety"), TEXT("safety"), TEXT(""), NULL));
	/* But nobody's policy is a law. */
	cr_assert_null(books_policy_on(books, TEXT("safety"), 30000, NULL));
	books_free(books);
}

Test(books_laws, there_are_only_so_many)
{
	struct books *books = begin();
	struct error error;

	for (int i = 0; i < POLICY_LAWS_MAX; i++)
		cr_assert(
		    put(books, "", law_text(arena_printf(&arena, "v%d", i), "england"), &error), "%s", error.text);
	cr_assert_not(put(books, "", law_text("v9", "england"), &error));
	cr_assert_str_eq(error.text, "more than 8 laws, or versions of laws, of england");
	/* One that is there is taken again; another nation has its own. */
	cr_assert(put(books, "", law_text("v0", "england"), &error), "%s", error.text);
	cr_assert(put(books, "", law_text("v9", "scotland"), &error), "%s", error.text);
	cr_assert_eq(with_laws(books, "south")->laws->count, POLICY_LAWS_MAX);
	cr_assert_eq(with_laws(books, "north")->laws->count, 1);
	books_free(books);
}
