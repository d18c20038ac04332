#include <criterion/criterion.h>
#include <string.h>

#include "wire/json.h"
#include "wire/judgement.h"
#include "wire/time.h"

static struct arena arena;

static void
finish(void)
{
	arena_free(&arena);
}

TestSuite(judgement, .fini = finish);

static uint64_t state = 20260610;

static uint32_t
chance(uint32_t below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % below;
}

static struct text
some_text(void)
{
	static const char *const texts[] = { "", "", "a", "stage-1-response", "x-s1", "x-s1-s2", "a/b", "50%", "2-3",
		"1", "-1", "repairs & \xc3\xa9" };

	return text_of(texts[chance(sizeof(texts) / sizeof(texts[0]))]);
}

static struct instant
some_instant(void)
{
	switch (chance(5)) {
	case 0:
		return INSTANT_NONE;
	case 1:
		return (struct instant){ 0 };
	case 2:
		return (struct instant){ -1 };
	case 3:
		return INSTANT_FAR;
	default:
		return (struct instant){ (int64_t)chance(UINT32_MAX) * 1000003 };
	}
}

/* Any member set for any kind: what a message has no field of its own for must come back too. */
static struct judgement
some_judgement(void)
{
	struct judgement made = {
		.kind = (enum judgement_kind)chance(JUDGEMENT_KINDS_COUNT),
		.subject = some_text(),
		.stage = (uint8_t)chance(4),
		.instance = (uint16_t)chance(4),
		.ref = some_text(),
		.ordinal = (uint16_t)chance(4),
		.case_kind = (enum case_kind)chance(CASE_KINDS),
		.due = some_instant(),
		.old_due = some_instant(),
		.at = some_instant(),
		.provisional = chance(2),
		.late = chance(2),
		.customers = chance(2),
		.word = some_text(),
		.role = some_text(),
		.officer = some_text(),
		.category = some_text(),
		.service_area = some_text(),
		.organisation = some_text(),
		.carried = (uint16_t)chance(4),
		.rule = { some_text(), some_text(), chance(2), some_text() },
		.fact_count = (uint8_t)chance(JUDGEMENT_FACTS_MAX + 1),
		.counted_from = some_instant(),
		.limit = { (enum limit_unit)chance(LIMIT_NAMED_DATE + 1), (uint16_t)chance(65536), chance(2) },
		.pack = some_text(),
		.version = some_text(),
		.decided_at = { chance(1000000) },
		.revision = (uint16_t)(1 + chance(3)),
	};

	if (made.limit.unit == LIMIT_NONE)
		made.limit = (struct limit){ 0 };
	for (uint8_t i = 0; i < made.fact_count; i++)
		made.facts[i] = (struct fact_ref){ some_text(), some_text() };
	return made;
}

static struct calendar *
small_calendar(void)
{
	struct calendar *calendar = arena_alloc(&arena, sizeof(*calendar));

	*calendar = (struct calendar){
		.name = TEXT("england-and-wales"),
		.version = TEXT("2026-01-01"),
		.first = { 2025, 1, 1 },
		.last = { 2027, 12, 31 },
		.closed_weekdays = 0x60,
		.opens_minute = 540,
		.closes_minute = 1020,
		.count = 1,
		.zone = { .name = TEXT("Europe/London") },
	};
	calendar->holidays[0].title = TEXT("Good Friday");
	cr_assert(date_parse(TEXT("2026-04-03"), &calendar->holidays[0].day));
	return calendar;
}

static bool
same_basis(const struct judgement *a, const struct judgement *b)
{
	bool same = a->fact_count == b->fact_count && text_equal(a->rule.clause, b->rule.clause) &&
		    text_equal(a->rule.because, b->rule.because) && a->rule.decision == b->rule.decision &&
		    text_equal(a->pack, b->pack) && text_equal(a->version, b->version) && a->revision == b->revision &&
		    instant_equal(a->decided_at, b->decided_at) &&
		    a->limit.first_day_counts == b->limit.first_day_counts;

	for (uint8_t i = 0; same && i < a->fact_count; i++)
		same = text_equal(a->facts[i].source, b->facts[i].source) && text_equal(a->facts[i].id, b->facts[i].id);
	return same;
}

Test(judgement, whatever_is_said_comes_back_the_same)
{
	struct calendar *calendar = small_calendar();

	for (int i = 0; i < 20000; i++) {
		struct judgement said = some_judgement(), heard;
		struct error error = { 0 };
		struct arena room = { 0 };
		struct event event;

		cr_assert(
		    judgement_encode(&said, i % 2 ? calendar : NULL, NULL, TEXT("LIVIN-1"), &room, &event, &error),
		    "%s", error.text);
		cr_assert(judgement_decode(&event, &room, &heard, &error), "%s: %s", error.field, error.text);
		cr_assert(judgement_same_key(&said, &heard), "round %d, %.*s", i, TEXT_ARG(event.type));
		cr_assert(judgement_same_content(&said, &heard), "round %d, %.*s", i, TEXT_ARG(event.type));
		cr_assert(same_basis(&said, &heard), "round %d, %.*s", i, TEXT_ARG(event.type));
		arena_free(&room);
	}
}

Test(judgement, the_event_says_who_and_when)
{
	struct judgement said = { .kind = JUDGEMENT_CASE_OPENED,
		.subject = TEXT("case"),
		.instance = 1,
		.ordinal = 1,
		.due = INSTANT_NONE,
		.old_due = INSTANT_NONE,
		.at = { 4 },
		.counted_from = INSTANT_NONE,
		.decided_at = { 5 },
		.revision = 1 };
	struct event event;

	cr_assert(judgement_encode(&said, NULL, NULL, TEXT("LIVIN-1"), &arena, &event, NULL));
	cr_assert(text_equal(event.type, TEXT("redress.v1.CaseOpened")));
	cr_assert(text_equal(event.source, TEXT("redress/routing")));
	cr_assert(text_equal(event.id, TEXT("LIVIN-1/case/1/opened/1")));
	cr_assert(text_equal(event.case_ref, TEXT("LIVIN-1")));
	cr_assert_eq(event.speaker, SPEAKER_ROUTING);
	cr_assert_eq(event.occurred_at.us, 5);
	said.kind = JUDGEMENT_CLOCK_WARNED;
	said.subject = TEXT("stage-1-response");
	said.stage = 1;
	said.ref = TEXT("a/1");
	said.ordinal = 2;
	said.revision = 3;
	cr_assert(judgement_encode(&said, NULL, NULL, TEXT("LIVIN-1"), &arena, &event, NULL));
	cr_assert(text_equal(event.source, TEXT("redress/sla")));
	cr_assert(
	    text_equal(event.id, TEXT("LIVIN-1/stage-1-response-s1/1-a%2F1/warned-2/3")), "%.*s", TEXT_ARG(event.id));
	said.decided_at = INSTANT_NONE;
	cr_assert_not(judgement_encode(&said, NULL, NULL, TEXT("LIVIN-1"), &arena, &event, NULL));
}

static void
expect_sentence(const char *clause, struct text word, const char *sentence)
{
	struct judgement found = { .kind = JUDGEMENT_NON_COMPLIANCE_FOUND,
		.subject = TEXT("stage-1-response"),
		.word = word,
		.rule = { .clause = text_of(clause) },
		.due = INSTANT_NONE,
		.old_due = INSTANT_NONE,
		.counted_from = INSTANT_NONE,
		.decided_at = { 5 },
		.revision = 1 };
	struct event event;
	struct text json;

	cr_assert(judgement_encode(&found, NULL, NULL, TEXT("LIVIN-1"), &arena, &event, NULL));
	cr_assert(wire_json_print(event.type, event.body, &arena, &json, NULL));
	cr_expect_not_null(strstr(arena_string(&arena, json), sentence), "%.*s", TEXT_ARG(json));
}

/* That no date is known is not said to be a clause not kept. */
Test(judgement, a_finding_is_said_in_a_sentence)
{
	expect_sentence("8.11", TEXT("told-late"), "\"Clause 8.11 was not kept: told late.\"");
	expect_sentence(
	    "8.11", TEXT("calendar-ended"), "\"The calendar does not know the date that clause 8.11 asks for.\"");
	expect_sentence("", TEXT("not-suspendable"), "\"No clause of the policy allows it: not suspendable.\"");
}

static int
compare_ids(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* Every key of a small world of awkward texts has an id of its own. */
Test(judgement, no_two_keys_share_an_id)
{
	static const char *const subjects[] = { "x", "x-s1", "x-s1-s2", "x%2Ds1", "x/1", "x-s", "s1", "-s1" };
	static const char *const refs[] = { "", "1", "-1", "1/met", "1%2Fmet", "2-1" };
	static const enum judgement_kind kinds[] = { JUDGEMENT_CASE_OPENED, JUDGEMENT_STAGE_OPENED,
		JUDGEMENT_CLOCK_MET };
	enum { SUBJECTS = 8, REFS = 6, KINDS = 3, STAGES = 3, INSTANCES = 3, ORDINALS = 3, REVISIONS = 2 };
	size_t count = 0, most = SUBJECTS * REFS * KINDS * STAGES * INSTANCES * ORDINALS * REVISIONS;
	struct text *ids = arena_array(&arena, most, sizeof(*ids));

	for (size_t n = 0; n < most; n++) {
		size_t rest = n;
		struct judgement key = { 0 };

		key.subject = text_of(subjects[rest % SUBJECTS]);
		rest /= SUBJECTS;
		key.ref = text_of(refs[rest % REFS]);
		rest /= REFS;
		key.kind = kinds[rest % KINDS];
		rest /= KINDS;
		key.stage = (uint8_t)(rest % STAGES);
		rest /= STAGES;
		key.instance = (uint16_t)(rest % INSTANCES);
		rest /= INSTANCES;
		key.ordinal = (uint16_t)(rest % ORDINALS);
		rest /= ORDINALS;
		key.revision = (uint16_t)(1 + rest);
		ids[count++] = judgement_id(&key, TEXT("LIVIN-1"), &arena);
	}
	qsort(ids, count, sizeof(*ids), compare_ids);
	for (size_t i = 1; i < count; i++)
		cr_assert_not(text_equal(ids[i - 1], ids[i]), "%.*s", TEXT_ARG(ids[i]));
}

Test(judgement, a_counted_date_says_how)
{
	struct judgement said = { .kind = JUDGEMENT_CLOCK_STARTED,
		.subject = TEXT("stage-1-acknowledge"),
		.stage = 1,
		.instance = 1,
		.ordinal = 1,
		.old_due = INSTANT_NONE,
		.role = TEXT("manager"),
		.pack = TEXT("livin"),
		.version = TEXT("2024-04-01"),
		.rule = { .id = TEXT("stage-1-acknowledge"), .clause = TEXT("8.9") },
		.limit = { LIMIT_WORKING_DAYS, 2, false },
		.decided_at = { 0 },
		.revision = 1 };
	struct policy *policy = arena_alloc(&arena, sizeof(*policy));
	struct event event;
	struct text json;

	policy->role_count = 1;
	policy->roles[0] = (struct role){ .id = TEXT("manager"), .title = TEXT("The Manager") };
	cr_assert(instant_parse(TEXT("2026-04-01T10:00:00Z"), &said.counted_from));
	cr_assert(instant_parse(TEXT("2026-04-01T10:00:00Z"), &said.at));
	cr_assert(instant_parse(TEXT("2026-04-07T00:00:00Z"), &said.due));
	cr_assert(judgement_encode(&said, small_calendar(), policy, TEXT("LIVIN-1"), &arena, &event, NULL));
	cr_assert(wire_json_print(event.type, event.body, &arena, &json, NULL));
	cr_assert_str_eq(arena_string(&arena, json),
	    "{\"basis\":{\"pack\":\"livin\",\"version\":\"2024-04-01\",\"rule\":\"stage-1-acknowledge\",\"clause\":\"8.9\","
	    "\"decidedAt\":\"1970-01-01T00:00:00Z\",\"revision\":1},"
	    "\"clock\":{\"clock\":\"stage-1-acknowledge\",\"stage\":1,\"instance\":1,\"ownerRole\":\"manager\",\"ordinal\":1,"
	    "\"ownerRoleTitle\":\"The Manager\"},\"dueAt\":\"2026-04-07T00:00:00Z\","
	    "\"derivation\":{\"from\":\"2026-04-01T10:00:00Z\",\"dayZero\":\"2026-04-01\",\"count\":2,\"unit\":\"working-day\","
	    "\"skipped\":[{\"date\":\"2026-04-03\",\"why\":\"Good Friday\"},{\"date\":\"2026-04-04\",\"why\":\"Saturday\"},"
	    "{\"date\":\"2026-04-05\",\"why\":\"Sunday\"}],\"lastDay\":\"2026-04-06\",\"zone\":\"Europe/London\","
	    "\"calendar\":\"england-and-wales\",\"calendarVersion\":\"2026-01-01\"},\"startedAt\":\"2026-04-01T10:00:00Z\"}");
}

Test(judgement, a_named_date_says_its_last_day)
{
	struct judgement said = { .kind = JUDGEMENT_CLOCK_MOVED,
		.subject = TEXT("x"),
		.instance = 1,
		.ordinal = 1,
		.old_due = INSTANT_NONE,
		.at = INSTANT_NONE,
		.limit = { LIMIT_NAMED_DATE, 0, false },
		.decided_at = { 0 } };
	struct event event;
	struct text json;

	cr_assert(instant_parse(TEXT("2026-04-01T10:00:00Z"), &said.counted_from));
	cr_assert(instant_parse(TEXT("2026-04-21T00:00:00Z"), &said.due));
	cr_assert(judgement_encode(&said, small_calendar(), NULL, TEXT("LIVIN-1"), &arena, &event, NULL));
	cr_assert(wire_json_print(event.type, event.body, &arena, &json, NULL));
	cr_assert_not_null(strstr(arena_string(&arena, json), "\"lastDay\":\"2026-04-20\""), "%.*s", TEXT_ARG(json));
}

Test(judgement, a_withdrawal_comes_back_as_it_was)
{
	struct withdrawal said = {
		.withdrawn_id = TEXT("LIVIN-1/x/1/missed/1"),
		.withdrawn_type = TEXT("redress.v1.ClockMissed"),
		.because = { TEXT("crm"), TEXT("7") },
		.why = TEXT("It was answered in time."),
		.rule = { .id = TEXT("x"), .clause = TEXT("8.11"), .decision = true },
		.pack = TEXT("livin"),
		.version = TEXT("1"),
		.decided_at = { 12 },
	};
	struct withdrawal heard;
	struct event event;

	cr_assert(withdrawal_encode(&said, SPEAKER_SLA, TEXT("LIVIN-1"), &arena, &event, NULL));
	cr_assert(text_equal(event.id, TEXT("LIVIN-1/x/1/missed/1/withdrawn")));
	cr_assert(text_equal(event.type, TEXT("redress.v1.JudgementWithdrawn")));
	cr_assert(text_equal(event.source, TEXT("redress/sla")));
	cr_assert_eq(event.occurred_at.us, 12);
	cr_assert(withdrawal_decode(&event, &arena, &heard, NULL));
	cr_assert(text_equal(heard.withdrawn_id, said.withdrawn_id));
	cr_assert(text_equal(heard.withdrawn_type, said.withdrawn_type));
	cr_assert(text_equal(heard.because.source, said.because.source));
	cr_assert(text_equal(heard.because.id, said.because.id));
	cr_assert(text_equal(heard.why, said.why));
	cr_assert(text_equal(heard.rule.clause, said.rule.clause));
	cr_assert(heard.rule.decision);
	cr_assert_eq(heard.decided_at.us, 12);
	said.because = (struct fact_ref){ 0 };
	cr_assert(withdrawal_encode(&said, SPEAKER_SLA, TEXT("LIVIN-1"), &arena, &event, NULL));
	cr_assert(withdrawal_decode(&event, &arena, &heard, NULL));
	cr_assert(text_is_empty(heard.because.id));
}

Test(judgement, others_are_not_found)
{
	struct event event = { .type = TEXT("redress.v1.ContactReceived") };
	struct error error = { 0 };
	struct judgement judgement;
	struct withdrawal withdrawal;

	cr_assert_not(judgement_decode(&event, &arena, &judgement, &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
	cr_assert_not(withdrawal_decode(&event, &arena, &withdrawal, &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
}
