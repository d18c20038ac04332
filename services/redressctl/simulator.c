#include "redressctl/simulator_inside.h"

#include <stdlib.h>
#include <string.h>

#include "domain/wave.h"
#include "redressctl/table.h"
#include "runtime/book_event.h"
#include "wire/fact.h"
#include "wire/judgement.h"

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
	free(simulator->firing);
	due_heap_free(&simulator->due);
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
		simulator->firing = must(realloc(simulator->firing, simulator->capacity * sizeof(struct open_case *)));
	}
	open = must(calloc(1, sizeof *open));
	open->landlord_id = fact->landlord_id;
	open->landlord = fact->landlord;
	open->ref = fact->case_ref;
	open->routing = new_casefile();
	open->sla = new_casefile();
	open->place = simulator->count;
	open->noted = INSTANT_FAR;
	simulator->cases[simulator->count++] = open;
	*place = open;
	return open;
}

static void
quarantine(struct simulator *simulator, struct open_case *open, const struct error *error)
{
	open->quarantined = true;
	open->sla->next_due = open->routing->next_due = INSTANT_FAR;
	if (simulator->ear.alarm != NULL)
		simulator->ear.alarm(simulator->ear.self, open->ref, error);
}

void
simulator_limit_reached(struct simulator *simulator, struct open_case *open)
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
remember(struct simulator *simulator, const struct judgement *judgement, struct instant at, bool withdrawn)
{
	if (simulator->news_count == simulator->news_capacity) {
		simulator->news_capacity = simulator->news_capacity == 0 ? 16 : 2 * simulator->news_capacity;
		simulator->news = must(realloc(simulator->news, simulator->news_capacity * sizeof *simulator->news));
	}
	simulator->news[simulator->news_count++] = (struct routing_news){ at, withdrawn, *judgement };
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
		remember(simulator, judgement, judgement->decided_at, false);
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
		remember(simulator, judgement, at, true);
	tell(simulator, event);
}

/* Makes `speaker`'s voice the one that is heard, about the case. */
struct wave_voice
simulator_voice(struct simulator *simulator, struct open_case *open, enum speaker speaker)
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

static bool
news_next(void *self, struct instant *at)
{
	const struct simulator *simulator = self;

	if (simulator->news_heard == simulator->news_count)
		return false;
	*at = simulator->news[simulator->news_heard].at;
	return true;
}

static bool
news_hear(void *self, struct instant at)
{
	struct simulator *simulator = self;
	struct casefile *casefile = simulator->speaking_of->sla;
	struct instant next;

	while (news_next(simulator, &next) && !instant_before(at, next)) {
		const struct routing_news *news = &simulator->news[simulator->news_heard++];

		if (news->withdrawn)
			casefile_upstream_withdrew(casefile, &news->judgement);
		else
			casefile_upstream_said(casefile, &news->judgement);
	}
	return true;
}

struct wave_upstream
simulator_upstream(struct simulator *simulator)
{
	return (struct wave_upstream){ simulator, news_next, news_hear };
}

/* sla: what fell due first, then what routing said, then the fact. */
static void
judge_what_is_owed(struct simulator *simulator, struct open_case *open, const struct fact *news, struct instant now)
{
	struct wave_voice say = simulator_voice(simulator, open, SPEAKER_SLA);
	struct wave_upstream upstream = simulator_upstream(simulator);

	if (open->policy != NULL &&
	    !wave_sla_before(simulator->bench, open->sla, simulator->policy, simulator->calendar, &upstream, now, &say))
		simulator_limit_reached(simulator, open);
	news_hear(simulator, INSTANT_FAR);
	keep_policy(simulator, open);
	if (open->policy == NULL)
		wait_for_contact(open->sla, news, now);
	else if (!wave_sla_news(simulator->bench, open->sla, simulator->policy, simulator->calendar, news, now, &say))
		simulator_limit_reached(simulator, open);
}

/* routing's voice, of a wave in which nothing was said yet. */
struct wave_voice
simulator_first_voice(struct simulator *simulator, struct open_case *open)
{
	simulator->news_count = simulator->news_heard = 0;
	return simulator_voice(simulator, open, SPEAKER_ROUTING);
}

static void
judge(struct simulator *simulator, struct open_case *open, const struct fact *news, struct instant now)
{
	struct error error = { 0 };
	struct wave_voice say = simulator_first_voice(simulator, open);

	if (!find_policy(simulator, open, news, &error)) {
		quarantine(simulator, open, &error);
	} else if (simulator->policy == NULL) {
		wait_for_contact(open->routing, news, now);
		wait_for_contact(open->sla, news, now);
	} else if (!wave_routing_dues(
		       simulator->bench, open->routing, simulator->policy, simulator->calendar, now, &say) ||
		   !wave_routing(
		       simulator->bench, open->routing, simulator->policy, simulator->calendar, news, now, &say)) {
		simulator_limit_reached(simulator, open);
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
	simulator_note_due(simulator, open);
	return true;
}

bool
simulator_take(struct simulator *simulator, const struct event *event, struct instant now, struct error *error)
{
	if (!book_event_take(simulator->books, event, error))
		return false;
	if (book_event_changes_days(event))
		simulator_judge_open_cases(simulator, event, now);
	return true;
}
