#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "redressctl/demo/year.h"
#include "redressctl/simulator.h"
#include "redressctl/stock.h"
#include "redressctl/table.h"
#include "wire/cloudevent.h"
#include "wire/message.h"
#include "wire/seal.h"
#include "wire/time.h"

static struct arena arena;
static struct books *books;
static struct demo_plan plan;
static struct demo_year year;

static void
begin(void)
{
	static const struct stock_folders folders = { REDRESS_SOURCE_DIR "/deploy/policies",
		REDRESS_SOURCE_DIR "/deploy/calendars" };
	struct error error = { 0 };

	cr_assert(seal_start(&error));
	cr_assert(assumptions_read(REDRESS_SOURCE_DIR "/deploy/demo/assumptions.json", &arena, &plan.assume, &error));
	books = stock_open(&folders, &arena, &error);
	cr_assert_not_null(books, "%s", error.text);
	plan.landlord = TEXT("livin");
	plan.source = TEXT("housing/demo");
	plan.prefix = "demo-";
	plan.arena = &arena;
	cr_assert(instant_parse(TEXT("2025-11-21T00:00:00Z"), &plan.from));
	cr_assert(instant_parse(TEXT("2026-11-21T15:30:00Z"), &plan.until));
	plan.policy = books_policy(books, plan.landlord, plan.landlord, TEXT(""), &error);
	cr_assert_not_null(plan.policy, "%s", error.text);
	plan.calendar = books_calendar(books, plan.policy, &error);
	cr_assert_not_null(plan.calendar, "%s", error.text);
	demo_year_make(&plan, &year);
}

static void
end(void)
{
	demo_year_free(&year);
	books_free(books);
	arena_free(&arena);
}

/* As intake reads it: well formed, and the landlord's own. */
static struct posted
read_fact(const struct demo_fact *fact)
{
	struct readings readings;
	struct error error = { 0 };

	cr_assert(cloudevent_read(
	    (struct bytes){ (const uint8_t *)fact->json.at, fact->json.len }, &arena, &readings, &error));
	cr_assert_eq(readings.count, 1);
	cr_assert(readings.at[0].ok, "%s: %s in %.*s", readings.at[0].error.field, readings.at[0].error.text,
	    TEXT_ARG(fact->json));
	return readings.at[0].posted;
}

Test(year, is_of_the_size_promised_and_the_same_each_time, .init = begin, .fini = end)
{
	struct demo_year again;

	cr_assert_geq(year.count, 15000);
	cr_assert_leq(year.count, 20000);
	demo_year_make(&plan, &again);
	cr_assert_eq(again.count, year.count);
	for (size_t i = 0; i < year.count; i++)
		cr_assert(text_equal(again.facts[i].json, year.facts[i].json), "%zu", i);
	demo_year_free(&again);
}

Test(year, every_fact_is_one_that_intake_takes, .init = begin, .fini = end)
{
	struct table ids = { 0 };
	struct instant last = { 0 };
	size_t late = 0;

	for (size_t i = 0; i < year.count; i++) {
		const struct demo_fact *fact = &year.facts[i];
		struct posted posted = read_fact(fact);
		void **place = table_place(&ids, posted.id);

		cr_assert_null(*place, "%.*s twice", TEXT_ARG(posted.id));
		*place = &ids;
		cr_assert_not(instant_before(fact->heard, last));
		cr_assert_not(instant_before(fact->heard, posted.occurred_at), "heard before it happened");
		cr_assert_not(instant_before(posted.occurred_at, plan.from));
		cr_assert(instant_before(fact->heard, plan.until));
		late += instant_before(instant_plus_seconds(posted.occurred_at, 86400), fact->heard);
		last = fact->heard;
	}
	cr_assert_gt(late, 100, "some facts reach Redress days after they happened");
	table_free(&ids);
}

Test(year, the_categories_keep_their_proportions, .init = begin, .fini = end)
{
	size_t complaints = 0, handling = 0;

	for (size_t i = 0; i < year.count; i++) {
		const char *json = arena_string(&arena, year.facts[i].json);

		if (strstr(json, "\"nature\":\"complaint\"") == NULL)
			continue;
		complaints++;
		handling += strstr(json, "\"category\":\"Complaint Handling\"") != NULL;
	}
	/* 2739 of 8000, give or take what chance does with some 600. */
	cr_assert_gt(complaints, 550);
	cr_assert_gt(1000 * handling / complaints, 290);
	cr_assert_lt(1000 * handling / complaints, 395);
}

static size_t said[JUDGEMENT_KINDS_COUNT], withdrawn, alarms;

static void
hear(void *self, const struct event *event)
{
	enum judgement_kind kind = judgement_kind_from_name(event->type);

	(void)self;
	if (kind < JUDGEMENT_KINDS_COUNT)
		said[kind]++;
	else
		withdrawn++;
}

static void
raise_alarm(void *self, struct text case_ref, const struct error *error)
{
	(void)self;
	cr_log_error("%.*s: %s", TEXT_ARG(case_ref), error->text);
	alarms++;
}

Test(year, every_kind_of_judgement_appears, .init = begin, .fini = end)
{
	struct simulator *simulator =
	    simulator_new(books, &(struct simulator_ear){ .hear = hear, .alarm = raise_alarm });

	for (size_t i = 0; i < year.count; i++) {
		struct posted posted = read_fact(&year.facts[i]);
		struct event *event = arena_alloc(&arena, sizeof(*event));
		struct error error = { 0 };

		*event = (struct event){
			.landlord_id = 1,
			.landlord = plan.landlord,
			.speaker = SPEAKER_INTAKE,
			.type = posted.type,
			.source = posted.source,
			.id = posted.id,
			.case_ref = posted.mints_case ? case_ref_mint(plan.landlord, posted.source, posted.id, &arena)
						      : posted.subject,
			.occurred_at = posted.occurred_at,
			.said_at = year.facts[i].heard,
			.body = posted.body,
		};
		simulator_advance(simulator, year.facts[i].heard);
		cr_assert(simulator_hear(simulator, event, year.facts[i].heard, &error), "%s", error.text);
	}
	cr_assert_eq(alarms, 0);
	cr_assert_gt(withdrawn, 0);
	/* Hearings are another landlord's, and to suspend a clock yet another's. */
	for (int kind = 0; kind < JUDGEMENT_KINDS_COUNT; kind++)
		cr_assert(said[kind] > 0 || kind == JUDGEMENT_HEARING_SCHEDULED ||
			      kind == JUDGEMENT_HEARING_CANCELLED || kind == JUDGEMENT_CLOCK_SUSPENDED,
		    "%s", judgement_kind_name((enum judgement_kind)kind));
	/* What was posted under a minted reference found its contact. */
	cr_assert_geq(said[JUDGEMENT_CASE_OPENED], simulator_cases(simulator));
	simulator_free(simulator);
}
