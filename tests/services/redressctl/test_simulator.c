#include <criterion/criterion.h>
#include <stdlib.h>

#include "redressctl/simulator.h"
#include "redressctl/stock.h"
#include "wire/json.h"
#include "wire/judgement.h"
#include "wire/message.h"
#include "wire/time.h"

enum { HEARD_MOST = 256 };

static struct arena arena;
static struct books *books;
static struct simulator *simulator;
static const struct event *heard[HEARD_MOST];
static size_t heard_count, alarms;
static unsigned facts;

static void
hear(void *self, const struct event *said)
{
	(void)self;
	cr_assert_lt(heard_count, (size_t)HEARD_MOST);
	heard[heard_count++] = said;
}

static void
raise_alarm(void *self, struct text case_ref, const struct error *error)
{
	(void)self;
	(void)case_ref;
	(void)error;
	alarms++;
}

static void
begin(void)
{
	static const struct stock_folders folders = { REDRESS_SOURCE_DIR "/deploy/policies",
		REDRESS_SOURCE_DIR "/deploy/calendars" };
	struct error error = { 0 };

	books = stock_open(&folders, &arena, &error);
	cr_assert_not_null(books, "%s", error.text);
	simulator = simulator_new(books, &(struct simulator_ear){ .hear = hear, .alarm = raise_alarm });
}

static void
end(void)
{
	simulator_free(simulator);
	books_free(books);
	arena_free(&arena);
}

static struct instant
at(const char *text)
{
	struct instant instant;

	cr_assert(instant_parse(text_of(text), &instant));
	return instant;
}

static void
tell(const char *landlord, const char *case_ref, const char *type, const char *occurred, const char *now,
    const char *data)
{
	struct event *event = arena_alloc(&arena, sizeof(*event));
	struct error error = { 0 };

	*event = (struct event){
		.landlord_id = 1,
		.landlord = text_of(landlord),
		.speaker = SPEAKER_INTAKE,
		.type = text_of(arena_printf(&arena, "redress.v1.%s", type)),
		.source = TEXT("test"),
		.id = text_of(arena_printf(&arena, "fact-%u", ++facts)),
		.case_ref = text_of(case_ref),
		.occurred_at = at(occurred),
		.said_at = at(now),
	};
	cr_assert(wire_json_parse(event->type, text_of(data), &arena, &event->body, &error), "%s", error.text);
	cr_assert(simulator_hear(simulator, event, at(now), &error), "%s", error.text);
}

static void
tell_complaint(const char *case_ref, const char *when)
{
	tell("livin", case_ref, "ContactReceived", when, when, "{\"nature\":\"complaint\",\"dissatisfied\":true}");
}

/* How often a kind was said; of `case_ref` alone when it is not NULL. */
static size_t
count_of(const char *kind, const char *case_ref)
{
	size_t count = 0;

	for (size_t i = 0; i < heard_count; i++)
		count +=
		    event_is(heard[i], kind) && (case_ref == NULL || text_equal(heard[i]->case_ref, text_of(case_ref)));
	return count;
}

Test(simulator, routing_speaks_before_sla, .init = begin, .fini = end)
{
	bool sla_spoke = false;

	tell_complaint("A", "2026-03-02T10:00:00Z");
	cr_assert_eq(count_of("CaseOpened", "A"), 1);
	cr_assert_gt(count_of("ClockStarted", "A"), 0);
	for (size_t i = 0; i < heard_count; i++) {
		cr_assert(!sla_spoke || heard[i]->speaker == SPEAKER_SLA);
		sla_spoke = heard[i]->speaker == SPEAKER_SLA;
	}
	cr_assert(sla_spoke);
}

Test(simulator, dues_of_all_cases_fire_in_order_at_their_own_instants, .init = begin, .fini = end)
{
	struct instant last = { 0 };

	tell_complaint("B", "2026-03-03T10:00:00Z");
	tell_complaint("A", "2026-03-02T10:00:00Z");
	heard_count = 0;
	simulator_advance(simulator, at("2026-06-01T00:00:00Z"));
	cr_assert_gt(count_of("ClockMissed", "A"), 0);
	cr_assert_gt(count_of("ClockMissed", "B"), 0);
	for (size_t i = 0; i < heard_count; i++) {
		cr_assert(!instant_before(heard[i]->occurred_at, last), "%zu", i);
		last = heard[i]->occurred_at;
	}
	heard_count = 0;
	simulator_advance(simulator, at("2026-06-01T00:00:00Z"));
	cr_assert_eq(heard_count, 0, "time that has passed passes once");
}

Test(simulator, late_news_takes_a_miss_back, .init = begin, .fini = end)
{
	tell_complaint("A", "2026-03-02T10:00:00Z");
	simulator_advance(simulator, at("2026-03-10T09:00:00Z"));
	cr_assert_eq(count_of("ClockMissed", "A"), 1);
	tell("livin", "A", "CaseAcknowledged", "2026-03-05T11:00:00Z", "2026-03-10T09:00:00Z",
	    "{\"stage\":1,\"definition\":\"the boiler\"}");
	cr_assert_geq(count_of("JudgementWithdrawn", "A"), 1);
	cr_assert_eq(count_of("ClockMet", "A"), 2, "the acknowledgement is also a word to the customer");
}

Test(simulator, facts_wait_for_their_contact, .init = begin, .fini = end)
{
	tell("livin", "A", "CaseAcknowledged", "2026-03-03T11:00:00Z", "2026-03-03T11:00:00Z",
	    "{\"stage\":1,\"definition\":\"the boiler\"}");
	cr_assert_eq(heard_count, 0);
	tell("livin", "A", "ContactReceived", "2026-03-02T10:00:00Z", "2026-03-03T12:00:00Z",
	    "{\"nature\":\"complaint\",\"dissatisfied\":true}");
	cr_assert_eq(count_of("CaseOpened", "A"), 1);
	cr_assert_geq(count_of("ClockMet", "A"), 1);
}

Test(simulator, a_case_without_a_policy_raises_an_alarm_and_harms_no_other, .init = begin, .fini = end)
{
	tell("nobody", "X", "ContactReceived", "2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z",
	    "{\"nature\":\"complaint\",\"dissatisfied\":true}");
	cr_assert_eq(alarms, 1);
	tell_complaint("A", "2026-03-02T10:00:00Z");
	cr_assert_eq(count_of("CaseOpened", NULL), 1);
	cr_assert_eq(simulator_cases(simulator), 2);
}
