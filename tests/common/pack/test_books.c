#include <criterion/criterion.h>

#include "files.h"
#include "pack/books.h"

static struct arena arena;

static int32_t
day(int year, int month, int date)
{
	return civil_to_days((struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)date });
}

static struct text
pack(const char *name, const char *version, const char *in_force, const char *title)
{
	return text_of(arena_printf(&arena,
	    "pack: %s\nversion: %s\ntitle: %s\nnation: england\nbank-holidays: england-and-wales\nin-force: %s\n"
	    "working-hours: {opens: \"08:00\", closes: \"18:30\"}\n"
	    "roles: [{id: officer, title: Officer, cite: 9, rank: 10}]\n"
	    "stages: [{id: stage-1, cite: 1, number: 1, final: true, officer: {id: who, cite: 9, role: officer}}]\n"
	    "clocks: []\ncontacts: [{id: any, cite: 1, is: complaint}]\n",
	    name, version, title, in_force));
}

static bool
put(struct books *books, const char *landlord, struct text yaml, struct error *error)
{
	return books_put_pack(books, text_of(landlord), "p.yaml", yaml, NULL, error);
}

static struct text
holidays(const char *dates)
{
	return text_of(arena_printf(
	    &arena, "{\"england-and-wales\": {\"division\": \"england-and-wales\", \"events\": [%s]}}", dates));
}

#define EVENT(date) "{\"title\": \"T\", \"date\": \"" date "\"}"
#define LONDON source_file(&arena, "deploy/calendars/europe-london.json")

static void
put_calendar(struct books *books, const char *name, struct text json)
{
	struct error error;

	cr_assert(books_put_calendar(books, text_of(name), TEXT(""), "c.json", json, NULL, &error), "%s", error.text);
}

Test(books, a_case_finds_the_pack_in_force_when_it_was_opened)
{
	struct books *books = books_new();
	struct error error;
	const struct policy *policy;

	cr_assert_null(books_policy_on(books, TEXT("a"), day(2024, 1, 1), &error));
	cr_assert_str_eq(error.text, "landlord a has no pack in force on 2024-01-01");
	cr_assert(
	    put(books, "a", pack("one", "v1", "{from: 2020-01-01, until: 2024-03-31}", "x"), &error), "%s", error.text);
	cr_assert(put(books, "a", pack("one", "v2", "{from: 2024-04-01}", "x"), &error), "%s", error.text);
	cr_assert(put(books, "a", pack("two", "v1", "{from: 2025-01-01}", "x"), &error), "%s", error.text);
	cr_assert(put(books, "b", pack("one", "v9", "{from: 2024-04-01}", "x"), &error), "%s", error.text);

	cr_assert_null(books_policy_on(books, TEXT("a"), day(2019, 12, 31), NULL));
	policy = books_policy_on(books, TEXT("a"), day(2024, 3, 31), &error);
	cr_assert_str_eq(policy->version.at, "v1");
	policy = books_policy_on(books, TEXT("a"), day(2024, 4, 1), &error);
	cr_assert_str_eq(policy->version.at, "v2");
	policy = books_policy_on(books, TEXT("a"), day(2026, 1, 1), &error);
	cr_assert_str_eq(policy->pack.at, "two");
	policy = books_policy_on(books, TEXT("b"), day(2026, 1, 1), &error);
	cr_assert_str_eq(policy->version.at, "v9");

	/* The version a case was opened under stays to be had. */
	policy = books_policy(books, TEXT("a"), TEXT("one"), TEXT("v1"), &error);
	cr_assert_str_eq(policy->version.at, "v1");
	policy = books_policy(books, TEXT("a"), TEXT("one"), TEXT(""), &error);
	cr_assert_str_eq(policy->version.at, "v2");
	cr_assert_null(books_policy(books, TEXT("a"), TEXT("one"), TEXT("v9"), &error));
	cr_assert_str_eq(error.text, "landlord a has no pack one version v9");
	books_free(books);
}

Test(books, packs_can_be_put_in_the_place_of_others_for_all_days)
{
	struct books *books = books_new();
	struct error error;

	cr_assert(put(books, "a", pack("one", "v1", "{from: 2020-01-01}", "x"), &error), "%s", error.text);
	cr_assert(put(books, "b", pack("one", "v1", "{from: 2020-01-01}", "x"), &error), "%s", error.text);
	cr_assert(put(books, "a", pack("one", "v2", "{from: 2024-04-01}", "x"), &error), "%s", error.text);
	books_discard(books, TEXT("a"));
	cr_assert_null(books_policy_on(books, TEXT("a"), day(2026, 1, 1), NULL));
	cr_assert_not_null(books_policy_on(books, TEXT("b"), day(2026, 1, 1), NULL));
	cr_assert(
	    put(books, "a", pack("two", "v1", "{from: 2026-01-01, until: 2026-12-31}", "x"), &error), "%s", error.text);
	cr_assert(
	    put(books, "a", pack("two", "v2", "{from: 2027-01-01, until: 2027-12-31}", "x"), &error), "%s", error.text);
	cr_assert_null(books_policy_on(books, TEXT("a"), day(2024, 1, 1), NULL));
	books_antedate(books, TEXT("a"));
	cr_assert_str_eq(books_policy_on(books, TEXT("a"), day(1999, 1, 1), &error)->version.at, "v1");
	cr_assert_str_eq(books_policy_on(books, TEXT("a"), day(2026, 12, 31), &error)->version.at, "v1");
	cr_assert_str_eq(books_policy_on(books, TEXT("a"), day(2027, 1, 1), &error)->version.at, "v2");
	cr_assert_str_eq(books_policy_on(books, TEXT("a"), day(2040, 1, 1), &error)->version.at, "v2");
	cr_assert_null(books_policy_on(books, TEXT("b"), day(2019, 1, 1), NULL));
	books_antedate(books, TEXT("nobody"));
	books_free(books);
}

Test(books, the_same_text_again_is_nothing_and_another_a_conflict)
{
	struct books *books = books_new();
	struct error error = { 0 };
	const struct policy *policy;
	struct text landlord;

	cr_assert(put(books, "a", pack("one", "v1", "{from: 2020-01-01}", "x"), &error));
	policy = books_policy(books, TEXT("a"), TEXT("one"), TEXT("v1"), NULL);
	cr_assert(put(books, "a", pack("one", "v1", "{from: 2020-01-01}", "x"), &error));
	cr_assert_eq(books_policy(books, TEXT("a"), TEXT("one"), TEXT("v1"), NULL), policy);
	cr_assert_eq(books_pack_at(books, 0, &landlord), policy);
	cr_assert_str_eq(landlord.at, "a");
	cr_assert_null(books_pack_at(books, 1, NULL));
	cr_assert_not(put(books, "a", pack("one", "v1", "{from: 2020-01-01}", "other"), &error));
	cr_assert_eq(error.code, ERROR_CONFLICT);
	cr_assert_str_eq(policy->title.at, "x");
	books_free(books);
}

Test(books, a_bad_pack_is_refused_with_its_place)
{
	struct books *books = books_new();
	struct problems problems = { .arena = &arena };
	struct error error = { 0 };

	cr_assert_not(put(books, "a", TEXT("pack: a\nfoo: b\n"), &error));
	cr_assert_eq(error.code, ERROR_INVALID);
	cr_assert_not_null(strstr(error.text, "p.yaml:1:1: this pack lacks"), "%s", error.text);
	cr_assert_not(
	    books_put_pack(books, TEXT("a"), "q.yaml", pack("one", "v1", "{from: never}", "x"), &problems, &error));
	cr_assert_str_eq(error.text, "q.yaml:6:18: 'never' is no date: write it as 2024-04-01");
	cr_assert_eq(problems.count, 1);
	cr_assert_null(books_pack_at(books, 0, NULL));
	books_free(books);
}

Test(books, calendars_merge_and_those_handed_out_stay)
{
	struct books *books = books_new();
	struct error error = { 0 };
	const struct calendar *first, *second, *third;

	cr_assert_null(books_division(books, TEXT("england-and-wales"), &error));
	put_calendar(books, "bank-holidays", holidays(EVENT("2024-01-01") "," EVENT("2025-01-01")));
	cr_assert_null(books_division(books, TEXT("england-and-wales"), &error));
	cr_assert_str_eq(error.text, "the zone's calendar europe-london is not in force");
	put_calendar(books, "europe-london", LONDON);
	cr_assert_null(books_division(books, TEXT("scotland"), &error));
	first = books_division(books, TEXT("england-and-wales"), &error);
	cr_assert_eq(first->count, 2);
	cr_assert_eq(first->version.len, 16);
	cr_assert_eq(books_division(books, TEXT("england-and-wales"), &error), first);
	put_calendar(books, "bank-holidays", holidays(EVENT("2024-01-01") "," EVENT("2025-01-01")));
	cr_assert_eq(books_division(books, TEXT("england-and-wales"), &error), first);

	put_calendar(books, "bank-holidays", holidays(EVENT("2025-05-05") "," EVENT("2026-01-01")));
	second = books_division(books, TEXT("england-and-wales"), &error);
	cr_assert_eq(first->count, 2);
	cr_assert_eq(second->count, 4);
	cr_assert_eq(second->first.year, 2024);
	cr_assert_eq(second->last.year, 2026);
	cr_assert_not(text_equal(first->version, second->version));

	cr_assert(books_put_holiday(books, TEXT("england-and-wales"), day(2026, 9, 21), TEXT("One-off"), &error));
	third = books_division(books, TEXT("england-and-wales"), &error);
	cr_assert_eq(second->count, 4);
	cr_assert_eq(third->count, 5);
	cr_assert_str_eq(third->holidays[4].title.at, "One-off");
	cr_assert_not_null(strstr(third->version.at, "+2026-09-21"));
	cr_assert(books_put_holiday(books, TEXT("england-and-wales"), day(2026, 9, 21), TEXT("Again"), &error));
	cr_assert_eq(books_division(books, TEXT("england-and-wales"), &error), third);
	cr_assert_not(books_put_holiday(books, TEXT("wales"), day(2026, 9, 21), TEXT("X"), &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
	cr_assert_not(books_put_calendar(books, TEXT("moon"), TEXT(""), "c.json", LONDON, NULL, &error));
	cr_assert_str_eq(error.field, "data.calendar");
	books_free(books);
}

Test(books, a_policys_calendar_has_its_working_hours)
{
	struct books *books = books_new();
	struct error error = { 0 };
	const struct calendar *calendar;

	cr_assert(put(books, "a", pack("one", "v1", "{from: 2020-01-01}", "x"), &error));
	put_calendar(books, "bank-holidays", holidays(EVENT("2024-01-01")));
	put_calendar(books, "europe-london", LONDON);
	calendar = books_calendar(books, books_pack_at(books, 0, NULL), &error);
	cr_assert_eq(calendar->opens_minute, 480);
	cr_assert_eq(calendar->closes_minute, 1110);
	calendar = books_division(books, TEXT("england-and-wales"), &error);
	cr_assert_eq(calendar->opens_minute, 540);
	books_free(books);
}

Test(books, what_is_deployed_loads)
{
	struct books *books = books_new();
	struct problems problems = { .arena = &arena };
	struct error error = { 0 };
	const struct policy *livin;

	cr_assert(
	    books_load_policies(books, REDRESS_SOURCE_DIR "/deploy/policies", &problems, &error), "%s", error.text);
	cr_assert(
	    books_load_calendars(books, REDRESS_SOURCE_DIR "/deploy/calendars", &problems, &error), "%s", error.text);
	livin = books_policy_on(books, TEXT("livin"), day(2026, 1, 1), &error);
	cr_assert_not_null(livin, "%s", error.text);
	cr_assert_not_null(books_calendar(books, livin, &error), "%s", error.text);
	cr_assert_not(books_load_policies(books, REDRESS_SOURCE_DIR "/nowhere", &problems, &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
	books_free(books);
}
