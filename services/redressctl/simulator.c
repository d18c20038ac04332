#include "redressctl/simulator.h"

#include <stdlib.h>
#include <string.h>

#include "domain/wave.h"
#include "redressctl/table.h"
#include "runtime/book_event.h"
#include "wire/fact.h"
#include "wire/judgement.h"

/* One case, as both judges know it. */
struct open_case {
	uint32_t landlord_id;
	struct text landlord;
	struct text ref;
	const struct policy *policy; /* NULL until routing has opened the case */
	struct casefile *routing, *sla;
	bool quarantined;
};

/* What routing said in the wave in hand, until sla hears it. */
struct routing_news {
	bool withdrawn;
	struct judgement judgement;
};

struct simulator {
	struct books *books;
	struct simulator_ear ear;
	struct arena arena;
	struct wave_bench *bench;
	struct table by_key;
	struct open_case **cases;
	size_t count, capacity;
	/* The case, speaker and calendar of the voice in use. */
	struct open_case *speaking_of;
	enum speaker speaker;
	const struct calendar *calendar;
	const struct policy *policy;
	struct routing_news *news;
	size_t news_count, news_capacity;
};

static void *
must(void *memory)
{
	if (memory == NULL)
		abort();
	return memory;
}

struct simulator *
simulator_new(struct books *books, const struct simulator_ear *ear)
{
	struct simulator *simulator = must(calloc(1, sizeof *simulator));

	simulator->books = books;
	simulator->ear = *ear;
	simulator->bench = must(malloc(sizeof *simulator->bench));
	return simulator;
}

void
simulator_free(struct simulator *simulator)
{
	if (simulator == NULL)
		return;
	for (size_t i = 0; i < simulator->count; i++) {
		free(simulator->cases[i]->routing);
		free(simulator->cases[i]->sla);
		free(simulator->cases[i]);
	}
	free(simulator->cases);
	free(simulator->bench);
	free(simulator->news);
	table_free(&simulator->by_key);
	arena_free(&simulator->arena);
	free(simulator);
}

size_t
simulator_cases(const struct simulator *simulator)
{
	return simulator->count;
}

bool
simulator_case_at(const struct simulator *simulator, size_t index, struct simulator_case *out)
{
	const struct open_case *open = simulator->cases[index];

	if (open->policy == NULL || open->quarantined)
		return false;
	*out = (struct simulator_case){
		.landlord = open->landlord,
		.ref = open->ref,
		.policy = open->policy,
		.calendar = books_calendar(simulator->books, open->policy, NULL),
		.facts = &open->routing->facts,
		.routing = &open->routing->standing,
		.sla = &open->sla->standing,
	};
	return out->calendar != NULL;
}

/* Not zeroed: of its megabyte only what is used becomes memory. */
static struct casefile *
new_casefile(void)
{
	struct casefile *casefile = must(malloc(sizeof *casefile));

	casefile_start(casefile);
	return casefile;
}

static struct open_case *
find_case(struct simulator *simulator, const struct event *fact)
{
	struct text key =
	    text_of(arena_printf(&simulator->arena, "%.*s/%.*s", TEXT_ARG(fact->landlord), TEXT_ARG(fact->case_ref)));
	void **place = table_place(&simulator->by_key, key);
	struct open_case *open;

	if (*place != NULL)
		return *place;
	if (simulator->count == simulator->capacity) {
		simulator->capacity = simulator->capacity == 0 ? 256 : 2 * simulator->capacity;
		simulator->cases = must(realloc(simulator->cases, simulator->capacity * sizeof(struct open_case *)));
	}
	open = must(calloc(1, sizeof *open));
	open->landlord_id = fact->landlord_id;
	open->landlord = fact->landlord;
	open->ref = fact->case_ref;
	open->routing = new_casefile();
	open->sla = new_casefile();
	simulator->cases[simulator->count++] = open;
	*place = open;
	return open;
}

static void
quarantine(struct simulator *simulator, struct open_case *open, const struct error *error)
{
	open->quarantined = true;
	open->sla->next_due = INSTANT_FAR;
	if (simulator->ear.alarm != NULL)
		simulator->ear.alarm(simulator->ear.self, open->ref, error);
}

static void
limit_reached(struct simulator *simulator, struct open_case *open)
{
	struct error error;

	if (open->quarantined)
		return;
	error_set(&error, ERROR_LIMIT, "more than %d facts or judgements: a person must look", LIMIT_CASE_FACTS);
	quarantine(simulator, open, &error);
}

static void
tell(struct simulator *simulator, struct event *event)
{
	event->landlord_id = simulator->speaking_of->landlord_id;
	event->landlord = simulator->speaking_of->landlord;
	simulator->ear.hear(simulator->ear.self, event);
}

static void
remember(struct simulator *simulator, const struct judgement *judgement, bool withdrawn)
{
	if (simulator->news_count == simulator->news_capacity) {
		simulator->news_capacity = simulator->news_capacity == 0 ? 16 : 2 * simulator->news_capacity;
		simulator->news = must(realloc(simulator->news, simulator->news_capacity * sizeof *simulator->news));
	}
	simulator->news[simulator->news_count++] = (struct routing_news){ withdrawn, *judgement };
}

static void
voice_say(void *self, const struct judgement *judgement)
{
	struct simulator *simulator = self;
	struct event *event = arena_alloc(&simulator->arena, sizeof *event);
	struct error error = { 0 };

	if (!judgement_encode(judgement, simulator->calendar, simulator->policy, simulator->speaking_of->ref,
		&simulator->arena, event, &error)) {
		quarantine(simulator, simulator->speaking_of, &error);
		return;
	}
	if (simulator->speaker == SPEAKER_ROUTING)
		remember(simulator, judgement, false);
	tell(simulator, event);
}

static void
voice_withdraw(void *self, const struct judgement *judgement, struct instant at, const struct fact *because)
{
	struct simulator *simulator = self;
	struct event *event = arena_alloc(&simulator->arena, sizeof *event);
	struct error error = { 0 };
	struct withdrawal withdrawal =
	    withdrawal_of(judgement, simulator->speaking_of->ref, at, because, &simulator->arena);

	if (!withdrawal_encode(
		&withdrawal, simulator->speaker, simulator->speaking_of->ref, &simulator->arena, event, &error)) {
		quarantine(simulator, simulator->speaking_of, &error);
		return;
	}
	if (simulator->speaker == SPEAKER_ROUTING)
		remember(simulator, judgement, true);
	tell(simulator, event);
}

/* Makes `speaker`'s voice the one that is heard, about the case. */
static struct wave_voice
voice(struct simulator *simulator, struct open_case *open, enum speaker speaker)
{
	simulator->speaking_of = open;
	simulator->speaker = speaker;
	return (struct wave_voice){ simulator, voice_say, voice_withdraw };
}

/* The pack the case was opened under, or else the one in force when its contact came. NULL: no contact yet. */
static bool
find_policy(struct simulator *simulator, struct open_case *open, const struct fact *news, struct error *error)
{
	const struct facts *facts = &open->routing->facts;
	const struct fact *contact = NULL;

	simulator->policy = open->policy;
	for (size_t i = 0; simulator->policy == NULL && i < facts->count && contact == NULL; i++)
		if (fact_kind_opens_case(facts->in_order[i]->kind))
			contact = facts->in_order[i];
	if (contact == NULL && simulator->policy == NULL && fact_kind_opens_case(news->kind))
		contact = news;
	if (contact != NULL)
		simulator->policy = books_policy_at(simulator->books, open->landlord, contact->occurred_at, error);
	if (simulator->policy == NULL)
		return contact == NULL;
	simulator->calendar = books_calendar(simulator->books, simulator->policy, error);
	return simulator->calendar != NULL;
}

/* The case is open once routing has said so: it keeps its version. */
static void
keep_policy(struct simulator *simulator, struct open_case *open)
{
	const struct judgements *said = &open->routing->standing;

	open->policy = NULL;
	for (size_t i = 0; i < said->count && open->policy == NULL; i++)
		if (said->list[i].kind == JUDGEMENT_CASE_OPENED)
			open->policy = books_policy(
			    simulator->books, open->landlord, said->list[i].pack, said->list[i].version, NULL);
}

static void
wait_for_contact(struct casefile *casefile, const struct fact *news, struct instant now)
{
	casefile_hear(casefile, news);
	casefile->judged_at = now;
}

/* sla: what fell due first, then what routing said, then the fact. */
static void
judge_what_is_owed(struct simulator *simulator, struct open_case *open, const struct fact *news, struct instant now)
{
	struct wave_voice say = voice(simulator, open, SPEAKER_SLA);

	if (open->policy != NULL &&
	    !wave_sla_dues(simulator->bench, open->sla, simulator->policy, simulator->calendar, now, &say))
		limit_reached(simulator, open);
	for (size_t i = 0; i < simulator->news_count; i++) {
		if (simulator->news[i].withdrawn)
			casefile_upstream_withdrew(open->sla, &simulator->news[i].judgement);
		else
			casefile_upstream_said(open->sla, &simulator->news[i].judgement);
	}
	keep_policy(simulator, open);
	if (open->policy == NULL)
		wait_for_contact(open->sla, news, now);
	else if (!wave_sla_news(simulator->bench, open->sla, simulator->policy, simulator->calendar, news, now, &say))
		limit_reached(simulator, open);
}

static void
judge(struct simulator *simulator, struct open_case *open, const struct fact *news, struct instant now)
{
	struct error error = { 0 };
	struct wave_voice say = voice(simulator, open, SPEAKER_ROUTING);

	simulator->news_count = 0;
	if (!find_policy(simulator, open, news, &error)) {
		quarantine(simulator, open, &error);
	} else if (simulator->policy == NULL) {
		wait_for_contact(open->routing, news, now);
		wait_for_contact(open->sla, news, now);
	} else if (!wave_routing(
		       simulator->bench, open->routing, simulator->policy, simulator->calendar, news, now, &say)) {
		limit_reached(simulator, open);
	} else {
		judge_what_is_owed(simulator, open, news, now);
	}
}

bool
simulator_hear(struct simulator *simulator, const struct event *event, struct instant now, struct error *error)
{
	struct fact *fact = arena_alloc(&simulator->arena, sizeof *fact);
	struct open_case *open;

	if (!fact_decode(event, &simulator->arena, fact, error))
		return false;
	open = find_case(simulator, event);
	if (!open->quarantined)
		judge(simulator, open, fact, now);
	return true;
}

static bool
fires_before(const struct open_case *a, const struct open_case *b)
{
	int order;

	if (!instant_equal(a->sla->next_due, b->sla->next_due))
		return instant_before(a->sla->next_due, b->sla->next_due);
	if (a->landlord_id != b->landlord_id)
		return a->landlord_id < b->landlord_id;
	order = text_compare(a->ref, b->ref);
	return order < 0;
}

void
simulator_advance(struct simulator *simulator, struct instant to)
{
	for (;;) {
		struct open_case *first = NULL;
		struct wave_voice say;

		for (size_t i = 0; i < simulator->count; i++) {
			struct open_case *open = simulator->cases[i];

			if (!instant_before(to, open->sla->next_due) && open->policy != NULL && !open->quarantined &&
			    (first == NULL || fires_before(open, first)))
				first = open;
		}
		if (first == NULL)
			return;
		simulator->policy = first->policy;
		simulator->calendar = books_calendar(simulator->books, first->policy, NULL);
		say = voice(simulator, first, SPEAKER_SLA);
		if (!wave_sla_dues(
			simulator->bench, first->sla, first->policy, simulator->calendar, first->sla->next_due, &say))
			limit_reached(simulator, first);
	}
}

static int
by_landlord_and_case(const void *one, const void *other)
{
	const struct open_case *a = *(struct open_case *const *)one, *b = *(struct open_case *const *)other;

	if (a->landlord_id != b->landlord_id)
		return a->landlord_id < b->landlord_id ? -1 : 1;
	return text_compare(a->ref, b->ref);
}

/* Days count otherwise now: every case with a clock still open is judged again, in order of landlord and case. */
static void
judge_open_cases(struct simulator *simulator, const struct event *event, struct instant now)
{
	const struct fact because = { .kind = FACT_OF_NO_CASE, .source = event->source, .id = event->id };
	struct open_case **cases = must(malloc((simulator->count + 1) * sizeof *cases));

	for (size_t i = 0; i < simulator->count; i++)
		cases[i] = simulator->cases[i];
	qsort(cases, simulator->count, sizeof *cases, by_landlord_and_case);
	for (size_t i = 0; i < simulator->count; i++) {
		struct open_case *open = cases[i];
		struct wave_voice say;

		if (open->policy == NULL || open->quarantined || !judgements_have_open_clock(&open->sla->standing))
			continue;
		simulator->policy = open->policy;
		simulator->calendar = books_calendar(simulator->books, open->policy, NULL);
		say = voice(simulator, open, SPEAKER_SLA);
		if (!wave_sla_dues(simulator->bench, open->sla, open->policy, simulator->calendar, now, &say) ||
		    !wave_sla_again(
			simulator->bench, open->sla, open->policy, simulator->calendar, &because, now, &say))
			limit_reached(simulator, open);
	}
	free(cases);
}

bool
simulator_take(struct simulator *simulator, const struct event *event, struct instant now, struct error *error)
{
	if (!book_event_take(simulator->books, event, error))
		return false;
	if (book_event_changes_open_cases(event))
		judge_open_cases(simulator, event, now);
	return true;
}
