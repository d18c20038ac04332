/* What happens in the simulator as time passes, or as days come to count otherwise. */
#include <stdlib.h>

#include "redressctl/simulator_inside.h"

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

/* What time alone did at routing, and with it what fell due at sla. */
static void
open_by_itself(struct simulator *simulator, struct open_case *open, struct instant to)
{
	struct wave_voice say = simulator_first_voice(simulator, open);
	struct wave_upstream upstream = simulator_upstream(simulator);

	simulator->policy = open->policy;
	simulator->calendar = books_calendar(simulator->books, open->policy, NULL);
	if (!wave_routing_dues(simulator->bench, open->routing, open->policy, simulator->calendar, to, &say)) {
		simulator_limit_reached(simulator, open);
		return;
	}
	say = simulator_voice(simulator, open, SPEAKER_SLA);
	if (!wave_sla_time(simulator->bench, open->sla, open->policy, simulator->calendar, &upstream, to, &say))
		simulator_limit_reached(simulator, open);
}

static struct instant
next_due(const struct open_case *open)
{
	return instant_before(open->routing->next_due, open->sla->next_due) ? open->routing->next_due
									    : open->sla->next_due;
}

void
simulator_note_due(struct simulator *simulator, struct open_case *open)
{
	struct instant next = next_due(open);

	if (instant_equal(next, open->noted))
		return;
	open->noted = next;
	if (!instant_equal(next, INSTANT_FAR))
		due_heap_add(&simulator->due, next, open);
}

static int
in_place(const void *one, const void *other)
{
	const struct open_case *a = *(struct open_case *const *)one, *b = *(struct open_case *const *)other;

	return (a->place > b->place) - (a->place < b->place);
}

/* The cases that time changes up to `to`, in their places. */
static size_t
take_firing(struct simulator *simulator, struct instant to)
{
	struct due_entry entry;
	size_t count = 0;

	while (due_heap_take(&simulator->due, to, &entry)) {
		struct open_case *open = entry.what;

		if (!instant_equal(open->noted, entry.at))
			continue;
		open->noted = INSTANT_FAR;
		simulator->firing[count++] = open;
	}
	if (count > 1)
		qsort(simulator->firing, count, sizeof(struct open_case *), in_place);
	return count;
}

/* Of those, the one whose next due at sla comes first. */
static struct open_case *
first_at_sla(const struct simulator *simulator, size_t count, struct instant to)
{
	struct open_case *first = NULL;

	for (size_t i = 0; i < count; i++) {
		struct open_case *open = simulator->firing[i];

		if (!instant_before(to, open->sla->next_due) && open->policy != NULL && !open->quarantined &&
		    (first == NULL || fires_before(open, first)))
			first = open;
	}
	return first;
}

void
simulator_advance(struct simulator *simulator, struct instant to)
{
	size_t count = take_firing(simulator, to);
	struct open_case *open;

	for (size_t i = 0; i < count; i++) {
		open = simulator->firing[i];
		if (open->policy != NULL && !open->quarantined && !instant_before(to, open->routing->next_due))
			open_by_itself(simulator, open, to);
	}
	while ((open = first_at_sla(simulator, count, to)) != NULL) {
		struct wave_voice say = simulator_voice(simulator, open, SPEAKER_SLA);

		simulator->policy = open->policy;
		simulator->calendar = books_calendar(simulator->books, open->policy, NULL);
		if (!wave_sla_dues(
			simulator->bench, open->sla, open->policy, simulator->calendar, open->sla->next_due, &say))
			simulator_limit_reached(simulator, open);
	}
	for (size_t i = 0; i < count; i++)
		simulator_note_due(simulator, simulator->firing[i]);
}

static int
by_landlord_and_case(const void *one, const void *other)
{
	const struct open_case *a = *(struct open_case *const *)one, *b = *(struct open_case *const *)other;

	if (a->landlord_id != b->landlord_id)
		return a->landlord_id < b->landlord_id ? -1 : 1;
	return text_compare(a->ref, b->ref);
}

/* Days count otherwise now: both judges look again, each where it may matter. */
static bool
judge_again(struct simulator *simulator, struct open_case *open, const struct fact *because, struct instant now)
{
	struct wave_voice say = simulator_first_voice(simulator, open);
	struct wave_upstream upstream = simulator_upstream(simulator);
	const struct calendar *calendar = books_calendar(simulator->books, open->policy, NULL);

	simulator->policy = open->policy;
	simulator->calendar = calendar;
	if ((!instant_equal(open->routing->next_due, INSTANT_FAR) || casefile_opens_by_itself(open->routing)) &&
	    (!wave_routing_dues(simulator->bench, open->routing, open->policy, calendar, now, &say) ||
		!wave_routing_again(simulator->bench, open->routing, open->policy, calendar, because, now, &say)))
		return false;
	say = simulator_voice(simulator, open, SPEAKER_SLA);
	if (simulator->news_count == 0 && !casefile_may_change(open->sla))
		return true;
	return wave_sla_before(simulator->bench, open->sla, open->policy, calendar, &upstream, now, &say) &&
	       wave_sla_again(simulator->bench, open->sla, open->policy, calendar, because, now, &say);
}

/* In order of landlord and case. */
void
simulator_judge_open_cases(struct simulator *simulator, const struct event *event, struct instant now)
{
	const struct fact because = { .kind = FACT_OF_NO_CASE, .source = event->source, .id = event->id };
	struct open_case **cases = malloc((simulator->count + 1) * sizeof *cases);

	if (cases == NULL)
		abort();
	for (size_t i = 0; i < simulator->count; i++)
		cases[i] = simulator->cases[i];
	qsort(cases, simulator->count, sizeof *cases, by_landlord_and_case);
	for (size_t i = 0; i < simulator->count; i++) {
		if (cases[i]->policy != NULL && !cases[i]->quarantined &&
		    !judge_again(simulator, cases[i], &because, now))
			simulator_limit_reached(simulator, cases[i]);
		simulator_note_due(simulator, cases[i]);
	}
	free(cases);
}
