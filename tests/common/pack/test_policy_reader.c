#include <criterion/criterion.h>

#include "files.h"
#include "pack/policy_reader.h"

/* A pack as small as one can be. Lines are counted from 1. */
static const char *const small[] = {
	/* 1 */ "pack: small",
	/* 2 */ "version: 2024-04-01",
	/* 3 */ "title: A small policy",
	/* 4 */ "nation: england",
	/* 5 */ "bank-holidays: england-and-wales",
	/* 6 */ "in-force: {from: 2024-04-01}",
	/* 7 */ "roles:",
	/* 8 */ "  - {id: officer, title: Officer, cite: 9, rank: 10}",
	/* 9 */ "stages:",
	/* 10 */ "  - {id: stage-1, cite: 1, number: 1, final: true, officer: {id: who, cite: 9, role: officer}}",
	/* 11 */ "clocks:",
	/* 12 */ "  - id: answer",
	/* 13 */ "    cite: 8.10",
	/* 14 */ "    stage: 1",
	/* 15 */ "    for: [complaint]",
	/* 16 */ "    limit: {working-days: 10}",
	/* 17 */ "    starts: received",
	/* 18 */ "    met-by: [responded]",
	/* 19 */ "    owner: officer",
	/* 20 */ "contacts:",
	/* 21 */ "  - {id: any, cite: 1, is: complaint}",
};
enum { SMALL_LINES = sizeof(small) / sizeof(small[0]) };

struct reading {
	struct arena arena;
	struct policy policy;
	struct problems problems;
	bool good;
};

static struct reading *
read_text(struct text yaml)
{
	struct reading *reading = calloc(1, sizeof(*reading));

	reading->problems.arena = &reading->arena;
	reading->good = policy_read(&reading->arena, "p.yaml", yaml, &reading->policy, &reading->problems);
	return reading;
}

static void
reading_free(struct reading *reading)
{
	arena_free(&reading->arena);
	free(reading);
}

/* The small pack with line `line` replaced, or (line 0) as it is; `text` may hold several lines or be empty. */
static struct text
small_with(struct arena *arena, int line, const char *text)
{
	const char *whole = "";

	for (int i = 1; i <= SMALL_LINES; i++)
		whole = arena_printf(arena, "%s%s\n", whole, i == line ? text : small[i - 1]);
	return text_of(whole);
}

/* All problems, one a line, without the file's name. */
static const char *
all_problems(struct reading *reading)
{
	const char *all = "";

	for (size_t i = 0; i < reading->problems.count; i++) {
		const struct problem *problem = &reading->problems.list[i];

		all = arena_printf(&reading->arena, "%s%s%u:%u: %s", all, i == 0 ? "" : "\n", problem->line,
		    problem->column, problem->message);
	}
	return all;
}

static const struct {
	int line;
	const char *text;
	const char *problems;
} rows[] = {
	/* keys */
	{ 16, "    limt: {working-days: 10}", "16:5: unknown key 'limt' in a clock; did you mean 'limit'?" },
	{ 3, "titel: A small policy", "3:1: unknown key 'titel' in a pack; did you mean 'title'?" },
	{ 3, "title: A\nshoe-size: 44", "4:1: unknown key 'shoe-size' in a pack" },
	{ 3, "title: A\ntitle: B", "4:1: key 'title' is given twice" },
	{ 13, "", "12:5: this clock lacks 'cite': the clause it carries out" },
	{ 6, "", "1:1: this pack lacks 'in-force': {from: 2024-04-01}" },
	{ 17, "", "12:5: this clock lacks 'starts': the moment it counts from" },
	{ 18, "", "12:5: this clock lacks 'met-by': what meets it" },
	{ 19, "", "12:5: this clock lacks 'owner': whose promise it is" },
	{ 20, "? [contacts]\n:",
	    "1:1: this pack lacks 'contacts': what came in: the first that fits speaks\n"
	    "20:3: a key must be a word" },
	/* several at once, in order */
	{ 16, "    limit: {working-days: 010}\n    start: received\n    owner: oficer",
	    "16:27: '010' begins with a zero: write it without\n"
	    "17:5: unknown key 'start' in a clock; did you mean 'starts'?\n"
	    "18:12: there is no role 'oficer'; did you mean 'officer'?\n"
	    "21:5: key 'owner' is given twice" },
	/* numbers and limits */
	{ 16, "    limit: {working-days: 08}", "16:27: '08' begins with a zero: write it without" },
	{ 16, "    limit: {working-days: 3x}", "16:27: not a whole number" },
	{ 16, "    limit: {working-days: \"10\"}", "16:27: not a whole number" },
	{ 16, "    limit: {working-days: -1}", "16:27: not a whole number" },
	{ 16, "    limit: {working-days: 0}", "16:27: 0 is not from 1 to 1000" },
	{ 16, "    limit: {working-days: 99999999999999999999}", "16:27: 99999999999999999999 is not from 1 to 1000" },
	{ 16, "    limit: {workingdays: 10}",
	    "16:13: 'workingdays' is no unit of 'limit'; did you mean 'working-days'?" },
	{ 16, "    limit: {working-days: 10, hours: 1}", "16:31: a limit has one unit" },
	{ 16, "    limit: {}", "16:12: a limit without a unit: write it as {working-days: 10}" },
	{ 16, "    limit: 10", "16:12: not a limit: write it as {working-days: 10} or promised" },
	{ 16, "    limit: {working-days: 5, first-day-counts: yes}", "16:48: neither true nor false" },
	{ 14, "    stage: 2", "14:12: there is no stage 2: the pack has 1" },
	/* standards */
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nstandards:\n"
	    "  - {id: a, cite: 1, title: A, counts: stage-in-time, of: stage-ended, stage: 2}",
	    "23:79: there is no stage 2: the pack has 1" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nstandards:\n"
	    "  - {id: a, cite: 1, title: A, counts: handled-in-tim, of: handled}",
	    "23:40: unknown measure 'handled-in-tim'; did you mean 'handled-in-time'?" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nstandards:\n"
	    "  - {id: a, cite: 1, title: A, counts: satisfied, of: surveyed, stage: 1}",
	    "23:72: 'stage' goes with measures by stage" },
	{ 21, "  - {id: any, cite: 1, is: complaint}\nstandards: [{id: a, cite: 1, title: A, counts: handled}]",
	    "22:13: this standard lacks 'of': the measure it is a share of" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nstandards:\n"
	    "  - {id: a, cite: 1, title: A, counts: handled-in-time, of: handled, clock: answer}",
	    "23:77: 'clock' goes with measures by clock" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nstandards:\n"
	    "  - {id: a, cite: 1, title: A, counts: met, of: promise-ended, clock: answr}",
	    "23:71: there is no clock 'answr'; did you mean 'answer'?" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nstandards:\n"
	    "  - {id: a, cite: 1, title: A, counts: stage-opened, of: contact, stage: 1, per-thousand-homes: true}\n"
	    "  - {id: b, cite: 1, title: B, counts: handled, stage: 1, per-thousand-homes: true}",
	    "23:58: 'per-thousand-homes' stands in place of 'of'\n"
	    "24:56: 'stage' goes with measures by stage" },
	/* what is declared */
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nreports:\n"
	    "  - {id: a, cite: 1, title: A, every: month, counts: [handled]}\n"
	    "  - {id: b, cite: 1, title: B, every: month, counts: [handled], for: [officer, oficer]}\n"
	    "  - {id: c, cite: 1, title: C, every: moth, counts: [handled], to: customers}",
	    "23:29: nobody reads it: say 'for', 'to' or 'published'\n"
	    "24:80: there is no role 'oficer'; did you mean 'officer'?\n"
	    "25:39: unknown rhythm of a report 'moth'; did you mean 'month'?" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nletters:\n"
	    "  - {id: a, cite: 1, title: A, on: response, stage: 2, contains: [decision, reason], to: customer}",
	    "23:53: there is no stage 2: the pack has 1\n"
	    "23:77: unknown part of a letter 'reason'; did you mean 'reasons'?" },
	{ 21, "  - {id: any, cite: 1, is: complaint}\nchannels:\n  - {id: a, cite: 1, by: [phone, fax], for: contact}",
	    "23:34: unknown way to be in touch 'fax'" },
	/* words */
	{ 17, "    starts: recieved", "17:13: unknown moment 'recieved'; did you mean 'received'?" },
	{ 15, "    for: [complaint, complaint]", "15:22: 'complaint' is given twice" },
	{ 15, "    for: []", "15:10: 'for' names nothing" },
	{ 18, "    met-by: [[acknowledged, responed]]", "18:29: unknown moment 'responed'; did you mean 'responded'?" },
	{ 18, "    met-by: responded",
	    "18:13: 'met-by' is a list: moments, any of which meets it; [a, b] inside the list: both" },
	{ 18, "    met-by: []", "18:13: 'met-by' names nothing" },
	{ 5, "bank-holidays: england",
	    "5:16: unknown division of GOV.UK's bank holidays 'england'; write england-and-wales, scotland or "
	    "northern-ireland" },
	{ 4, "nation: englnd", "4:9: unknown nation 'englnd'; did you mean 'england'?" },
	{ 4, "nation: ireland", "4:9: unknown nation 'ireland'; write england, wales, scotland or northern-ireland" },
	/* what may have been meant: a word with the same parts, one of a few, or no guess where there are many */
	{ 17, "    starts: requested",
	    "17:13: unknown moment 'requested'; did you mean 'escalation-requested' or 'next-stage-requested'?" },
	{ 17, "    starts: by-noon", "17:13: unknown moment 'by-noon'" },
	{ 17, "    starts: received\n    whose: tenant",
	    "18:12: unknown word for whose a clock is 'tenant'; write landlord, customer or milestone" },
	{ 16, "    limit: {days: 10}",
	    "16:13: 'days' is no unit of 'limit'; write working-days, calendar-days, hours, working-hours, weeks or "
	    "months" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nduties:\n"
	    "  - {id: other, cite: 1, check: different-officer}",
	    "23:33: unknown check 'different-officer'; did you mean 'officer-different'?" },
	{ 21, "  - {id: any, cite: 1, when: {any: [anonymous]}, is: complaint}",
	    "21:31: unknown key 'any' in a when; write all or none" },
	{ 21, "  - {id: any, cite: 1, when: anonymous, is: complaint}",
	    "21:30: a when is written as keys and values: {all: ..., none: ...}" },
	{ 21, "  - {id: any, cite: 1, is: complaint, decision: true, because: who complains, complains}",
	    "21:79: unknown key 'complains' in a contact: a text with a comma, inside {...}, is written in quotes" },
	{ 21, "  - {id: any, cite: 1, is: complaint, decision: true, because: a complaint, as we know, is one}",
	    "21:77: unknown key 'as we know' in a contact: a text with a comma, inside {...}, is written in quotes\n"
	    "21:89: unknown key 'is one' in a contact: a text with a comma, inside {...}, is written in quotes" },
	{ 6, "in-force: 2024-04-01", "6:11: an in-force is written as keys and values: {from: ...}" },
	{ 3, "title: Complaints: how we put things right",
	    "3:18: invalid nested block mapping on the same line: a text with a colon and a space in it is written in "
	    "quotes" },
	{ 1, "pack: Small Pack", "1:7: 'Small Pack' is no id: lower-case letters, digits and hyphens, at most 64" },
	{ 1, "pack:", "1:1: 'pack' must be one word or sentence, not nothing" },
	{ 3, "title: [a]", "3:8: 'title' must be one word or sentence, not a list" },
	{ 10, "  - stage-1",
	    "10:5: a stage is written as keys and values: {id: ..., cite: ..., number: ..., officer: ...}" },
	{ 9, "stages: {}\nx:",
	    "9:9: 'stages' is a list: the stages of a complaint\n"
	    "9:9: a policy has at least one stage\n"
	    "10:1: unknown key 'x' in a pack\n"
	    "15:12: there is no stage 1: the pack has 0" },
	/* dates */
	{ 6, "in-force: {from: 2024-02-30}", "6:18: '2024-02-30' is no date: write it as 2024-04-01" },
	{ 6, "in-force: {from: 2024-04-01, until: 2024-03-31}", "6:37: it ends before it begins" },
	{ 6, "in-force: {from: 2024-04-01}\nworking-hours: {opens: \"9:00\", closes: \"17:00\"}",
	    "7:24: '9:00' is no time of day: write it as \"09:00\"" },
	{ 6, "in-force: {from: 2024-04-01}\nworking-hours: {opens: \"17:00\", closes: \"09:00\"}",
	    "7:41: it closes before it opens" },
	/* YAML that is not read */
	{ 8, "  - &one {id: officer, title: Officer, cite: 9, rank: 10}",
	    "8:10: anchors (&name) are not read: write it out" },
	{ 19, "    owner: *one",
	    "19:12: aliases (*name) are not read: write it out\n"
	    "19:12: 'owner' must be one word or sentence, not nothing" },
	{ 19, "    owner: !role officer", "19:18: tags (!name) are not read" },
	{ 20, "---\ncontacts:", "20:1: a second document begins: one file, one pack" },
	{ 19, "\towner: officer", "19:1: a tab: indent with spaces" },
	{ 3, "title: \"a\\0b\"",
	    "3:8: an escape that is no character\n"
	    "3:8: 'title' must be one word or sentence, not nothing" },
	{ 3, "title: \xff", "3:8: not valid UTF-8" },
	{ 3, "title: [a", "5:14: missing comma in flow sequence" },
	/* references, ids */
	{ 12, "  - id: stage-1", "12:9: the id 'stage-1' is taken already" },
	{ 14, "    provisional-after: answer", "14:24: the clock waits for itself" },
	{ 14, "    provisional-after: nothing", "14:24: there is no clock 'nothing'; write answer" },
	{ 14, "    escalate: line", "14:15: there is no escalation line 'line': the pack has none" },
	/* decisions */
	{ 13, "    cite: 8.10\n    decision: true", "12:5: a decision must say 'because'" },
	{ 13, "    cite: 8.10\n    because: so", "14:14: 'because' is for a rule with 'decision: true'" },
	/* clocks */
	{ 14, "    whose: customer\n    warn-before: [{working-days: 2}]",
	    "15:18: only a landlord's clock can be missed" },
	{ 14, "    per: action",
	    "16:12: each of these has its own date: write 'promised'\n"
	    "17:13: a clock kept for each of several starts with each of them\n"
	    "18:13: a clock kept for each of several is met by each of them" },
	{ 14, "    longer: [{id: more, cite: 1, up-to: as-agreed, counted-from: date-then-due}]",
	    "14:41: 'as-agreed' needs 'agreement'" },
	{ 14,
	    "    longer: [{id: more, cite: 1, up-to: {working-days: 1}, counted-from: original-date,\n"
	    "      needs: [agreemnt]}]",
	    "15:15: unknown word 'agreemnt' in 'needs'; did you mean 'agreement'?" },
	{ 14,
	    "    longer:\n"
	    "      - {id: a, cite: 1, up-to: {working-days: 1}, counted-from: date-then-due}\n"
	    "      - {id: b, cite: 1, up-to: {working-days: 1}, counted-from: original-date}",
	    "16:66: a way counted from the date then due comes after this one" },
	/* stages */
	{ 10, "  - {id: stage-1, cite: 1, number: 1, officer: {id: who, cite: 9, role: officer}}",
	    "10:5: the last stage lacks 'final: true'" },
	{ 10, "  - {id: stage-1, cite: 1, number: 2, final: true, officer: {id: who, cite: 9, role: officer}}",
	    "10:36: stages are numbered 1, 2, ... in order: this is 1" },
	/* the other tables */
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\n  - {id: more, cite: 1, when: {all: [dissatisfied]}, is: complaint}",
	    "22:31: never reached: 'any' above speaks first" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nexclusions:\n"
	    "  - {id: old, cite: 1, ground: too-old, when: {}, decides: officer}",
	    "23:47: an exclusion is raised by 'any' or by 'older-than'" },
	{ 21, "  - {id: any, cite: 1, is: complaint}\nduties:\n  - {id: out, cite: 1, check: outcome-allowed}",
	    "23:31: 'outcome-allowed' lacks 'outcomes'" },
	/* a term without its check, and a check without its term */
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nduties:\n"
	    "  - {id: out, cite: 1, check: reasons-given, channels: [phone], needs: [until], roles: [officer]}\n"
	    "  - {id: how, cite: 1, check: informal-outcome-channel}\n"
	    "  - {id: with, cite: 1, check: acceptance-with-role}\n"
	    "  - {id: see, cite: 1, check: need-to-know, without-personal: officer}\n"
	    "  - {id: may, cite: 1, check: acceptance-ground, acceptances: [new-informations]}\n"
	    "  - {id: late, cite: 1, check: fair-chance, stage: 2}",
	    "23:56: 'channels' go with 'check: informal-outcome-channel'\n"
	    "23:72: 'needs' go with 'check: restriction-proportionate'\n"
	    "23:88: 'roles' go with 'check: need-to-know'\n"
	    "24:31: 'informal-outcome-channel' lacks 'channels'\n"
	    "25:32: 'acceptance-with-role' lacks 'role'\n"
	    "26:31: 'need-to-know' lacks 'roles'\n"
	    "27:64: unknown ground of acceptance 'new-informations'; did you mean 'new-information'?\n"
	    "28:52: there is no stage 2: the pack has 1" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nalerts:\n"
	    "  - {id: tell, cite: 1, on: ClockMised, to: role, channel: zeromq}",
	    "23:5: 'role' goes with 'to: role'\n"
	    "23:29: unknown judgement 'ClockMised'; did you mean 'ClockMissed'?" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nescalation-lines:\n"
	    "  - {id: up, cite: 1, steps: [{tell: officer, after: {hours: 5}}, {tell: officer, after: at-once}]}",
	    "23:90: a step comes later than the one above it" },
	{ 21,
	    "  - {id: any, cite: 1, is: complaint}\nturns:\n"
	    "  - {id: same, cite: 1, from: complaint, to: complaint, when: not-satisfied}",
	    "23:46: it is that already" },
};

Test(policy_reader, the_small_pack_is_a_pack)
{
	struct reading *reading;
	struct arena arena = { 0 };

	reading = read_text(small_with(&arena, 0, ""));
	cr_assert(reading->good, "%s", all_problems(reading));
	cr_assert_eq(reading->policy.clock_count, 1);
	cr_assert_eq(reading->policy.clocks[0].provisional_after, NO_CLOCK);
	cr_assert_eq(reading->policy.clocks[0].line, 0xff);
	cr_assert_eq(reading->policy.stages[0].late_requests_to, NO_ROLE);
	cr_assert_eq(reading->policy.contacts[0].refer_to, NO_ROLE);
	cr_assert_eq(reading->policy.in_force_until, NO_DAY);
	cr_assert_eq(reading->policy.opens_minute, 540);
	cr_assert_eq(reading->policy.closes_minute, 1020);
	/* A clause is text, not a number: 8.10 is not 8.1. */
	cr_assert_str_eq(reading->policy.clocks[0].rule.clause.at, "8.10");
	cr_assert_eq(reading->policy.digest.len, 64);
	reading_free(reading);
	arena_free(&arena);
}

Test(policy_reader, what_is_declared)
{
	struct arena arena = { 0 };
	struct reading *reading = read_text(small_with(&arena, 21,
	    "  - {id: any, cite: 1, is: complaint}\n"
	    "channels: [{id: ways, cite: 2, by: [phone, private-message], for: [contact, reply]}]\n"
	    "letters: [{id: answer-1, cite: 3, title: The answer, on: response, contains: [decision, reasons], to: customer}]\n"
	    "reports: [{id: monthly, cite: 4, title: Each month, every: month, for: officer, counts: [handled, missed]}]\n"
	    "standards: [{id: in-ten, cite: 5, title: In ten, counts: met, of: promise-ended, clock: answer}]"));
	const struct policy *policy = &reading->policy;

	cr_assert(reading->good, "%s", all_problems(reading));
	cr_assert_eq(
	    policy->channels[0].channels, UINT32_C(1) << CONTACT_BY_PHONE | UINT32_C(1) << CONTACT_BY_PRIVATE_MESSAGE);
	cr_assert_eq(policy->letters[0].on, LETTER_ON_RESPONSE);
	cr_assert_eq(
	    policy->letters[0].contains, UINT32_C(1) << LETTER_HAS_DECISION | UINT32_C(1) << LETTER_HAS_REASONS);
	cr_assert_eq(policy->reports[0].every, REPORT_EVERY_MONTH);
	cr_assert_eq(policy->reports[0].roles, 1);
	cr_assert_eq(policy->reports[0].counts, UINT64_C(1) << MEASURE_HANDLED | UINT64_C(1) << MEASURE_MISSED);
	cr_assert_eq(policy->standards[0].clock, 0);
	reading_free(reading);
	arena_free(&arena);
}

Test(policy_reader, remedies_and_who_may_agree_to_them)
{
	struct arena arena = { 0 };
	struct reading *reading = read_text(small_with(&arena, 21,
	    "  - {id: any, cite: 1, is: complaint}\n"
	    "remedies:\n"
	    "  - {id: words, cite: 2, kinds: [apology, explanation]}\n"
	    "  - {id: payment, cite: 3, kinds: money, agreed-by: officer, terms: proven loss}"));

	cr_assert(reading->good, "%s", all_problems(reading));
	cr_assert_eq(
	    reading->policy.remedies[0].kinds, UINT32_C(1) << REMEDY_APOLOGY | UINT32_C(1) << REMEDY_EXPLANATION);
	cr_assert_eq(reading->policy.remedies[0].roles, 0);
	cr_assert_eq(reading->policy.remedies[1].roles, 1);
	reading_free(reading);
	arena_free(&arena);
}

Test(policy_reader, says_all_that_is_wrong_and_where)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct arena arena = { 0 };
		struct reading *reading = read_text(small_with(&arena, rows[i].line, rows[i].text));

		cr_expect_not(reading->good, "row %zu is taken", i);
		cr_expect_str_eq(all_problems(reading), rows[i].problems, "row %zu says\n%s\nnot\n%s", i,
		    all_problems(reading), rows[i].problems);
		reading_free(reading);
		arena_free(&arena);
	}
}

Test(policy_reader, shows_the_line_and_a_caret)
{
	struct arena arena = { 0 };
	struct reading *reading = read_text(small_with(&arena, 3, "title: \xc3\xa9t\xc3\xa9\nx\xc3\xa9: 1"));
	char said[512] = { 0 };
	FILE *out = fmemopen(said, sizeof(said) - 1, "w");

	cr_assert_eq(reading->problems.count, 1);
	problems_print(&reading->problems, out);
	fclose(out);
	cr_assert_str_eq(said, "p.yaml:4:1: unknown key 'x\xc3\xa9' in a pack\n  x\xc3\xa9: 1\n  ^\n");
	reading_free(reading);
	reading = read_text(small_with(&arena, 5, "bank-holidays: \xc3\xa9"));
	memset(said, 0, sizeof(said));
	out = fmemopen(said, sizeof(said) - 1, "w");
	problems_print(&reading->problems, out);
	fclose(out);
	cr_assert_str_eq(said,
	    "p.yaml:5:16: unknown division of GOV.UK's bank holidays '\xc3\xa9'; write england-and-wales, scotland or "
	    "northern-ireland\n"
	    "  bank-holidays: \xc3\xa9\n                 ^\n");
	reading_free(reading);
	arena_free(&arena);
}

/* What makes a reader that resolves aliases need gigabytes. */
Test(policy_reader, an_alias_bomb_is_only_refused)
{
	struct arena arena = { 0 };
	const char *yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
	struct reading *reading;

	for (int i = 1; i < 30; i++)
		yaml = arena_printf(&arena, "%sa%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d]\n", yaml, i, i, i - 1, i - 1,
		    i - 1, i - 1, i - 1);
	reading = read_text(text_of(yaml));
	cr_assert_not(reading->good);
	cr_assert_lt(reading->arena.total, 8 * 1024 * 1024);
	reading_free(reading);
	arena_free(&arena);
}

Test(policy_reader, bounds_what_it_reads)
{
	struct arena arena = { 0 };
	size_t size = 56 * 1024 + 1;
	char *bytes = arena_alloc(&arena, size);
	struct reading *reading;

	memset(bytes, 'a', size);
	reading = read_text((struct text){ bytes, size });
	cr_assert_str_eq(all_problems(reading), "1:1: 57345 bytes: at most 57344 are read");
	reading_free(reading);
	memset(bytes, '[', 5000);
	reading = read_text((struct text){ bytes, 5000 });
	cr_assert_str_eq(all_problems(reading), "1:13: nested deeper than 12");
	reading_free(reading);
	reading = read_text(TEXT(""));
	cr_assert_str_eq(all_problems(reading), "1:1: there is nothing in it");
	reading_free(reading);
	arena_free(&arena);
}

Test(policy_reader, more_problems_than_are_listed_are_still_problems)
{
	struct arena arena = { 0 };
	const char *yaml = "";
	struct reading *reading;

	for (int i = 0; i < 300; i++)
		yaml = arena_printf(&arena, "%sx%d: 1\n", yaml, i);
	reading = read_text(text_of(yaml));
	cr_assert_not(reading->good);
	cr_assert_eq(reading->problems.count, PROBLEMS_MAX);
	cr_assert(reading->problems.more);
	reading_free(reading);
	arena_free(&arena);
}
