/* simulate --what-if-...: the same facts twice, and what differs. */
#include <jansson.h>

#include "program.h"

#define DEPLOY REDRESS_SOURCE_DIR "/deploy"
#define EVENT(type, id, time, more, data)                                                         \
	"{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"" id "\",\"type\":\"redress.v1." type \
	"\",\"time\":\"" time "\"" more ",\"data\":" data "}\n"
/* Its acknowledgement is due by Tuesday 1 June, as Monday 31 May is a holiday. */
#define CONTACT                                                                                              \
	EVENT("ContactReceived", "1", "2027-05-24T10:00:00Z", ",\"landlord\":\"livin\",\"subject\":\"C-1\"", \
	    "{\"nature\":\"complaint\",\"words\":\"cold\"}")
#define ACKNOWLEDGED_ON(day)                                                                            \
	EVENT("CaseAcknowledged", "2", day "T10:00:00Z", ",\"landlord\":\"livin\",\"subject\":\"C-1\"", \
	    "{\"stage\":1,\"definition\":\"cold\"}")
#define TIME_TO(to) EVENT("TimeAdvanced", "t" to, to, "", "{\"to\":\"" to "\"}")
#define HOLIDAY(date)                                                    \
	EVENT("HolidayProclaimed", "h" date, "2027-05-24T11:00:00Z", "", \
	    "{\"division\":\"england-and-wales\",\"date\":\"" date "\",\"title\":\"Thanks\"}")

static const char *said;

/* The JSON of `simulate --json ARGUMENTS -`, which must end with `status`. The caller's to json_decref. */
static json_t *
ask(const char *arguments, const char *facts, int status)
{
	json_error_t wrong;
	json_t *root;

	cr_assert_eq(run(arena_printf(&arena, "simulate --json %s -", arguments), facts, &said), status, "%s", said);
	root = json_loads(said, 0, &wrong);
	cr_assert_not_null(root, "%s: %s", wrong.text, said);
	cr_assert_eq(json_is_true(json_object_get(root, "different")), status == 1);
	return root;
}

/* What differs of a clock of the only case. */
static json_t *
clock_of(json_t *root, const char *name)
{
	json_t *each, *cases = json_object_get(root, "cases");
	size_t index;

	cr_assert_eq(json_array_size(cases), 1, "%s", said);
	json_array_foreach(json_object_get(json_array_get(cases, 0), "clocks"), index, each)
	{
		if (strcmp(json_string_value(json_object_get(each, "clock")), name) == 0)
			return each;
	}
	cr_assert_fail("no clock %s: %s", name, said);
	return NULL;
}

static const char *
text_at(json_t *object, const char *key, const char *inner)
{
	const char *text = json_string_value(json_object_get(json_object_get(object, key), inner));

	return text == NULL ? "" : text;
}

static json_int_t
total(json_t *root, const char *of, const char *key)
{
	return json_integer_value(json_object_get(json_object_get(json_object_get(root, "totals"), of), key));
}

static void
shell(const char *command)
{
	cr_assert_eq(system(command), 0, "%s", command);
}

Test(what_if, nothing_else_is_no_difference, .init = begin, .fini = end)
{
	json_t *root = ask("--until 2027-07-01T00:00:00Z --what-if-policies " DEPLOY "/policies", CONTACT, 0);

	cr_assert_eq(json_array_size(json_object_get(root, "cases")), 0);
	cr_assert_eq(json_integer_value(json_object_get(json_object_get(root, "totals"), "cases")), 1);
	json_decref(root);
	cr_assert_eq(run("simulate --what-if-calendars " DEPLOY "/calendars -", CONTACT, &said), 0);
	cr_assert_str_eq(said, "1 case compared, 0 differ\n");
}

Test(what_if, a_holiday_more_moves_dates_and_a_miss_vanishes, .init = begin, .fini = end)
{
	static const char *const facts = CONTACT TIME_TO("2027-06-02T08:00:00Z") ACKNOWLEDGED_ON("2027-06-02");
	static const char *const option = "--what-if-holiday england-and-wales=2027-05-26=Thanks";
	json_t *root = ask(option, facts, 1), *clock = clock_of(root, "stage-1-acknowledge");

	cr_assert_str_eq(json_string_value(json_object_get(clock, "change")), "moved");
	cr_assert_str_eq(text_at(clock, "before", "due"), "2027-06-01T23:00:00Z");
	cr_assert_str_eq(text_at(clock, "before", "lastDay"), "2027-06-01");
	cr_assert_str_eq(text_at(clock, "after", "due"), "2027-06-02T23:00:00Z");
	cr_assert_str_eq(text_at(clock, "after", "lastDay"), "2027-06-02");
	cr_assert_str_eq(text_at(clock, "after", "rule"), "stage-1-acknowledge");
	cr_assert_str_eq(text_at(clock, "after", "clause"), "8.9");
	cr_assert_eq(total(root, "misses", "vanished"), 1, "%s", said);
	cr_assert_eq(total(root, "misses", "appeared"), 0);
	cr_assert_geq(total(root, "escalations", "vanished"), 1);
	cr_assert_eq(total(root, "met", "vanished"), 1, "late as it is");
	cr_assert_eq(total(root, "met", "appeared"), 1, "in time then");
	cr_assert_geq(total(root, "clocks", "later"), 1);
	cr_assert_eq(total(root, "clocks", "earlier"), 0);
	json_decref(root);
	cr_assert_eq(run(arena_printf(&arena, "simulate %s -", option), facts, &said), 1);
	cr_assert_not_null(strstr(said, "C-1 of livin\n"), "%s", said);
	cr_assert_not_null(
	    strstr(said, "  stage-1-acknowledge: due by Tue 1 Jun 2027 -> Wed 2 Jun 2027\n"), "%s", said);
	cr_assert_not_null(
	    strstr(said, "- stage-1-acknowledge: MISSED, it was due by Tue 1 Jun 2027 [livin 8.9]\n"), "%s", said);
	cr_assert_not_null(strstr(said, "1 case compared, 1 differs\n"), "%s", said);
	cr_assert_not_null(strstr(said, "  misses         1 vanishes\n"), "%s", said);
}

Test(what_if, another_calendar_may_have_fewer_holidays, .init = begin, .fini = end)
{
	json_t *root, *clock;

	shell(arena_printf(&arena,
	    "cp -r " DEPLOY "/calendars %s/calendars && sed -i /2027-05-31/d %s/calendars/bank-holidays.json", folder,
	    folder));
	root = ask(
	    arena_printf(&arena, "--until 2027-06-01T12:00:00Z --what-if-calendars %s/calendars", folder), CONTACT, 1);
	clock = clock_of(root, "stage-1-acknowledge");
	cr_assert_str_eq(text_at(clock, "before", "lastDay"), "2027-06-01");
	cr_assert_str_eq(text_at(clock, "after", "lastDay"), "2027-05-31");
	cr_assert_eq(total(root, "misses", "appeared"), 1, "%s", said);
	cr_assert_geq(total(root, "clocks", "earlier"), 1);
	json_decref(root);
}

Test(what_if, a_landlord_may_have_anothers_pack, .init = begin, .fini = end)
{
	static const char *const option =
	    "--until 2027-07-01T00:00:00Z --what-if-pack livin=" DEPLOY "/policies/lhp.yaml";
	json_t *root = ask(option, CONTACT, 1), *clock = clock_of(root, "stage-1-response");

	cr_assert_str_eq(text_at(clock, "before", "pack"), "livin");
	cr_assert_str_eq(text_at(clock, "before", "clause"), "8.11");
	cr_assert_str_eq(text_at(clock, "after", "pack"), "lhp");
	cr_assert_str_eq(json_string_value(json_object_get(clock, "change")), "moved");
	clock = clock_of(root, "stage-1-acknowledge");
	cr_assert_str_eq(json_string_value(json_object_get(clock, "change")), "vanished", "%s", said);
	cr_assert(json_is_null(json_object_get(clock, "after")));
	cr_assert_geq(total(root, "clocks", "started"), 1);
	json_decref(root);
	cr_assert_eq(run(arena_printf(&arena, "simulate %s -", option), CONTACT, &said), 1);
	cr_assert_not_null(strstr(said, "as is     rule stage-1-response, clause 8.11 of livin"), "%s", said);
	cr_assert_not_null(strstr(said, "what if   rule stage-1-response, clause "), "%s", said);
	cr_assert_not_null(strstr(said, "  stage-1-acknowledge: vanishes, was due by Tue 1 Jun 2027\n"), "%s", said);
}

/* Whose pack comes into force only later, or was replaced in a folder with other landlords' aside. */
Test(what_if, another_pack_counts_from_the_first_fact_on, .init = begin, .fini = end)
{
	const char *next;

	shell(arena_printf(&arena,
	    "mkdir %s/packs && sed 's/^in-force: .*/in-force: {from: 2099-01-01}/; s/^version: .*/version: next/' " DEPLOY
	    "/policies/livin.yaml >%s/packs/livin.yaml",
	    folder, folder));
	next = arena_printf(&arena, "%s/packs", folder);
	json_decref(ask(arena_printf(&arena, "--until 2027-07-01T00:00:00Z --what-if-policies %s", next), CONTACT, 0));
	json_decref(ask(
	    arena_printf(&arena, "--until 2027-07-01T00:00:00Z --what-if-pack livin=%s/livin.yaml", next), CONTACT, 0));
	json_decref(ask(arena_printf(&arena, "--landlord lhp --what-if-policies %s", next),
	    EVENT("ContactReceived", "1", "2027-05-24T10:00:00Z", "", "{\"nature\":\"complaint\"}"), 0));
}

Test(what_if, facts_of_the_operator_work_in_both, .init = begin, .fini = end)
{
	json_t *root;

	/* Proclaimed on the same day it is no difference in the end, whether it was known before or not. */
	json_decref(ask("--what-if-holiday england-and-wales=2027-05-26",
	    CONTACT HOLIDAY("2027-05-26") TIME_TO("2027-07-01T00:00:00Z"), 0));
	/* Two holidays are two days. */
	root = ask("--what-if-holiday england-and-wales=2027-05-26",
	    CONTACT HOLIDAY("2027-05-27") TIME_TO("2027-07-01T00:00:00Z"), 1);
	cr_assert_str_eq(text_at(clock_of(root, "stage-1-acknowledge"), "before", "lastDay"), "2027-06-02");
	cr_assert_str_eq(text_at(clock_of(root, "stage-1-acknowledge"), "after", "lastDay"), "2027-06-03");
	json_decref(root);
}

Test(what_if, what_facts_put_in_force_does_not_take_its_place, .init = begin, .fini = end)
{
	const char *facts;
	json_t *root;
	char *text = arena_alloc(&arena, 131072);
	FILE *pack;

	shell(arena_printf(&arena,
	    "sed 's/^version: .*/version: \"2027\"/' " DEPLOY
	    "/policies/livin.yaml | /usr/bin/python3 -c 'import json, sys; sys.stdout.write(json.dumps(sys.stdin.read()))' >%s/pack",
	    folder));
	pack = fopen(arena_printf(&arena, "%s/pack", folder), "r");
	text[fread(text, 1, 131071, pack)] = '\0';
	fclose(pack);
	facts = arena_printf(&arena,
	    EVENT("PackPutInForce", "p", "2027-05-24T09:00:00Z", "",
		"{\"landlord\":\"livin\",\"pack\":\"livin\",\"version\":\"2027\",\"text\":%s}")
		CONTACT TIME_TO("2027-07-01T00:00:00Z"),
	    text);
	root = ask("--what-if-pack livin=" DEPLOY "/policies/lhp.yaml", facts, 1);
	cr_assert_str_eq(text_at(clock_of(root, "stage-1-response"), "before", "version"), "2027", "%s", said);
	cr_assert_str_eq(text_at(clock_of(root, "stage-1-response"), "after", "pack"), "lhp");
	json_decref(root);
}

Test(what_if, what_is_refused_in_both_is_told_once, .init = begin, .fini = end)
{
	cr_assert_eq(run("simulate --what-if-policies " DEPLOY "/policies -", CONTACT "nonsense\n", &said), 1);
	cr_assert_eq(occurrences(said, "line 2: "), 1, "%s", said);
	cr_assert_not_null(strstr(said, "1 case compared, 0 differ\n"), "%s", said);
}

Test(what_if, what_is_not_well_asked_is_named, .init = begin, .fini = end)
{
	static const struct {
		const char *option;
		int status;
		const char *named;
	} rows[] = {
		{ "--what-if-holiday england-and-wales", 2, "DIVISION=DATE" },
		{ "--what-if-holiday england-and-wales=June", 2, "DIVISION=DATE" },
		{ "--what-if-holiday atlantis=2027-06-01", 1, "atlantis" },
		{ "--what-if-pack livin", 2, "LANDLORD=FILE" },
		{ "--what-if-pack =file", 2, "LANDLORD=FILE" },
		{ "--what-if-pack livin=/nowhere.yaml", 1, "/nowhere.yaml" },
		{ "--what-if-policies /nowhere", 1, "/nowhere" },
		{ "--what-if-calendars /nowhere", 1, "/nowhere" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		cr_assert_eq(run(arena_printf(&arena, "simulate %s -", rows[i].option), CONTACT, &said), rows[i].status,
		    "%s: %s", rows[i].option, said);
		cr_assert_not_null(strstr(said, rows[i].named), "%s: %s", rows[i].option, said);
	}
	shell(arena_printf(&arena, "echo 'pack: [' >%s/bad.yaml", folder));
	cr_assert_eq(
	    run(arena_printf(&arena, "simulate --what-if-pack livin=%s/bad.yaml -", folder), CONTACT, &said), 1);
	cr_assert_not_null(strstr(said, "bad.yaml:2:"), "%s", said);
}
