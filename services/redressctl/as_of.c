#include "redressctl/as_of.h"

#include <stdlib.h>

#include "redressctl/standing.h"
#include "wire/judgement.h"
#include "wire/message.h"

void
event_list_add(struct event_list *list, const struct event *event)
{
	if (list->count == list->capacity) {
		list->capacity = list->capacity == 0 ? 32 : 2 * list->capacity;
		list->at = realloc(list->at, list->capacity * sizeof list->at[0]);
		if (list->at == NULL)
			abort();
	}
	list->at[list->count++] = event;
}

void
event_list_free(struct event_list *list)
{
	free(list->at);
	*list = (struct event_list){ 0 };
}

static bool
is_fact(const struct event *event)
{
	return event->speaker == SPEAKER_INTAKE && event->cause == event->position;
}

static const struct event *
at_position(const struct event_list *by_position, uint64_t position)
{
	size_t low = 0, high = by_position->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_position->at[middle]->position < position)
			low = middle + 1;
		else
			high = middle;
	}
	return low < by_position->count && by_position->at[low]->position == position ? by_position->at[low] : NULL;
}

static const struct event *
with_id(const struct event_list *list, struct text source, struct text id)
{
	for (size_t i = 0; i < list->count; i++)
		if (text_equal(list->at[i]->id, id) && text_equal(list->at[i]->source, source))
			return list->at[i];
	return NULL;
}

static struct as_of_reason
reason(const struct event *fact, const struct event *said, struct instant at)
{
	const struct event *of = fact != NULL ? fact : said;

	return (struct as_of_reason){ fact, of->occurred_at, of->said_at, !instant_before(at, of->occurred_at) };
}

/* The root of a judgement's wave, when it is news and what the judgement comes from. What fell due before the news was
 * heard is said in the same wave, each at its own instant: that is time. */
static const struct event *
news_behind(const struct event *said, const struct history *history, const struct event_list *roots)
{
	const struct event *root = at_position(&history->events, said->cause);

	if (root == NULL)
		root = at_position(roots, said->cause);
	if (root == NULL || event_is_of_time(root) || !instant_equal(root->said_at, said->occurred_at))
		return NULL;
	return root;
}

static const struct event *
withdrawn_by(const struct event *judgement, const struct history *history)
{
	static const struct text ending = { "/withdrawn", sizeof "/withdrawn" - 1 };
	struct text id = judgement->id;

	for (size_t i = history->events.count; i-- > 0;) {
		struct text each = history->events.at[i]->id;

		if (each.len == id.len + ending.len && text_equal((struct text){ each.at, id.len }, id) &&
		    text_equal((struct text){ each.at + id.len, ending.len }, ending))
			return history->events.at[i];
	}
	return NULL;
}

static bool
is_in(const struct standing_case *of, const struct event *event)
{
	for (size_t i = 0; of != NULL && i < of->count; i++)
		if (of->said[i] == event)
			return true;
	return false;
}

static bool
why_taken_back(struct as_of_change *change, const struct history *history, const struct event_list *roots,
    struct instant at, struct arena *arena, struct error *error)
{
	const struct event *fact = NULL;
	struct withdrawal withdrawal;

	if (change->ended == NULL || !withdrawal_decode(change->ended, arena, &withdrawal, error))
		return error_set(
		    error, ERROR_INTERNAL, "%.*s does not stand, and nothing took it back", TEXT_ARG(change->said->id));
	if (!text_is_empty(withdrawal.because.id)) {
		fact = with_id(&history->events, withdrawal.because.source, withdrawal.because.id);
		if (fact == NULL)
			fact = with_id(roots, withdrawal.because.source, withdrawal.because.id);
	}
	change->because = reason(fact, change->ended, at);
	return true;
}

/* Pairs what was taken back with what was said in its place. */
static bool
pair(struct as_of_case *of, struct arena *arena, struct error *error)
{
	struct judgement *said = arena_array(arena, of->said_count + 1, sizeof *said), back;

	for (size_t i = 0; i < of->said_count; i++)
		if (!judgement_decode(of->said[i].said, arena, &said[i], error))
			return false;
	for (size_t i = 0; i < of->taken_back_count; i++) {
		if (!judgement_decode(of->taken_back[i].said, arena, &back, error))
			return false;
		for (size_t other = 0; other < of->said_count; other++) {
			if (!judgement_same_key(&back, &said[other]))
				continue;
			of->taken_back[i].other = of->said[other].said;
			of->said[other].other = of->taken_back[i].said;
		}
	}
	return true;
}

static bool
find_changes(const struct history *history, const struct event_list *roots, struct instant at,
    const struct standing_case *then, const struct standing_case *now, struct arena *arena, struct as_of_case *out,
    struct error *error)
{
	size_t most = history->events.count + 1;

	out->taken_back = arena_array(arena, most, sizeof out->taken_back[0]);
	out->said = arena_array(arena, most, sizeof out->said[0]);
	for (size_t i = 0; then != NULL && i < then->count; i++) {
		const struct event *event = then->said[i];
		struct as_of_change *change = &out->taken_back[out->taken_back_count];

		event_list_add(&out->then, event);
		if (is_in(now, event))
			continue;
		*change = (struct as_of_change){ event, withdrawn_by(event, history), NULL, { 0 } };
		if (!why_taken_back(change, history, roots, at, arena, error))
			return false;
		out->taken_back_count++;
	}
	for (size_t i = 0; now != NULL && i < now->count; i++) {
		const struct event *event = now->said[i];

		event_list_add(&out->now, event);
		if (instant_before(at, event->said_at))
			out->said[out->said_count++] = (struct as_of_change){ event, NULL, NULL,
				reason(news_behind(event, history, roots), event, at) };
	}
	return pair(out, arena, error);
}

bool
as_of_case(const struct history *history, const struct event_list *roots, struct instant at, struct arena *arena,
    struct as_of_case *out, struct error *error)
{
	struct standing then = { 0 }, now = { 0 };
	size_t since = 0;
	bool ok = true;

	*out = (struct as_of_case){ .landlord = history->landlord, .ref = history->ref };
	for (size_t i = 0; ok && i < history->events.count; i++) {
		const struct event *event = history->events.at[i];
		bool is_since = instant_before(at, event->said_at);

		if (is_fact(event)) {
			if (is_since)
				event_list_add(&out->heard, event);
			continue;
		}
		since += is_since && !event_is(event, "JudgementWithdrawn");
		ok = (is_since || standing_hear(&then, event, error)) && standing_hear(&now, event, error);
	}
	ok = ok && find_changes(history, roots, at, standing_find(&then, history->landlord, history->ref),
		       standing_find(&now, history->landlord, history->ref), arena, out, error);
	out->passing = since - out->said_count;
	standing_free(&then);
	standing_free(&now);
	return ok;
}

void
as_of_case_free(struct as_of_case *of)
{
	event_list_free(&of->then);
	event_list_free(&of->now);
	event_list_free(&of->heard);
}

bool
as_of_case_differs(const struct as_of_case *of)
{
	return of->heard.count > 0 || of->taken_back_count > 0 || of->said_count > 0 || of->passing > 0;
}
