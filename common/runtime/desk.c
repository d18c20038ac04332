#include "runtime/desk.h"

#include <stdlib.h>

#include "pack/books.h"
#include "runtime/book_event.h"
#include "runtime/calendar_watch.h"
#include "runtime/log.h"
#include "store/log.h"
#include "wire/fact.h"
#include "wire/judgement.h"
#include "wire/message.h"

struct desk {
	enum speaker me;
	struct books *books;
	struct calendar_watch watch;
	struct wave_bench *bench;
	struct casefile *casefiles[DESK_CASES_MAX]; /* made when first used */
};

struct desk *
desk_new(enum speaker me)
{
	struct desk *desk = calloc(1, sizeof(*desk));

	if (desk == NULL)
		abort();
	desk->me = me;
	desk->books = books_new();
	desk->bench = malloc(sizeof(*desk->bench));
	if (desk->bench == NULL)
		abort();
	return desk;
}

void
desk_free(struct desk *desk)
{
	if (desk == NULL)
		return;
	for (size_t i = 0; i < DESK_CASES_MAX; i++)
		free(desk->casefiles[i]);
	free(desk->bench);
	books_free(desk->books);
	free(desk);
}

struct wave_bench *
desk_bench(struct desk *desk)
{
	return desk->bench;
}

struct books *
desk_books(struct desk *desk)
{
	return desk->books;
}

/* Not zeroed: only what is used of its megabyte becomes memory. */
static struct casefile *
casefile_at(struct desk *desk, size_t place)
{
	if (place >= DESK_CASES_MAX)
		abort();
	if (desk->casefiles[place] == NULL)
		desk->casefiles[place] = malloc(sizeof(struct casefile));
	if (desk->casefiles[place] == NULL)
		abort();
	casefile_start(desk->casefiles[place]);
	return desk->casefiles[place];
}

bool
desk_take(struct desk *desk, const struct event *event, struct error *error)
{
	calendar_watch_again(&desk->watch);
	return book_event_take(desk->books, event, error);
}

enum outcome
desk_on_book(struct delivery *in)
{
	struct desk *desk = *(struct desk **)in->state;

	if (!desk_take(desk, in->event, in->error))
		return OUTCOME_REJECT;
	calendar_watch_look(&desk->watch, desk->books, in->now);
	return OUTCOME_DONE;
}

bool
desk_load(struct desk *desk, struct process *process, struct store *store, struct error *error)
{
	desk->watch.metrics = process->metrics;
	return desk_read(desk, store, judge_through(process), error);
}

bool
desk_read(struct desk *desk, struct store *store, uint64_t through, struct error *error)
{
	const struct text types[] = {
		TEXT("redress.v1.PackPutInForce"),
		TEXT("redress.v1.CalendarPutInForce"),
		TEXT("redress.v1.HolidayProclaimed"),
	};
	struct arena arena = { 0 };
	struct log_events events;
	bool ok = log_read_types(store, types, sizeof(types) / sizeof(types[0]), 0, through, &arena, &events, error);

	for (size_t i = 0; ok && i < events.count; i++) {
		struct error why = { 0 };

		/* What could not be taken when it was heard cannot be now, and was passed over. */
		if (!desk_take(desk, &events.at[i], &why))
			log_failure(LOG_LEVEL_WARNING, "a pack or calendar was passed over", &why);
	}
	arena_free(&arena);
	return ok;
}

static void
voice_failed(struct open_case *open)
{
	open->failed = true;
}

static void
say_event(struct open_case *open, struct event *event)
{
	event->landlord_id = open->key.landlord_id;
	event->landlord = open->landlord;
	batch_say(open->batch, event);
	open->said++;
}

static void
voice_say(void *self, const struct judgement *judgement)
{
	struct open_case *open = self;
	struct event event;

	if (!judgement_encode(judgement, open->calendar, open->policy, open->key.case_ref, batch_arena(open->batch),
		&event, &open->error))
		voice_failed(open);
	else
		say_event(open, &event);
}

static void
voice_withdraw(void *self, const struct judgement *judgement, struct instant at, const struct fact *because)
{
	struct open_case *open = self;
	struct arena *arena = batch_arena(open->batch);
	struct event event;
	struct withdrawal withdrawal = withdrawal_of(judgement, open->key.case_ref, at, because, arena);

	if (!withdrawal_encode(&withdrawal, open->me, open->key.case_ref, arena, &event, &open->error))
		voice_failed(open);
	else
		say_event(open, &event);
}

/* Takes one judgement, or the taking back of one, into the casefile: `mine`, or upstream's. */
static bool
take_judgement(struct open_case *open, const struct event *event, bool mine, struct error *error)
{
	struct arena *arena = batch_arena(open->batch);
	struct judgements *standing = mine ? &open->casefile->standing : &open->casefile->upstream;
	struct judgement judgement;
	struct withdrawal withdrawal;

	if (!event_is(event, "JudgementWithdrawn")) {
		if (!judgement_decode(event, arena, &judgement, error))
			return error->code == ERROR_NOT_FOUND;
		if (mine)
			casefile_said(open->casefile, &judgement);
		else
			casefile_upstream_said(open->casefile, &judgement);
		return true;
	}
	if (!withdrawal_decode(event, arena, &withdrawal, error))
		return false;
	for (size_t i = 0; i < standing->count; i++) {
		if (!text_equal(judgement_id(&standing->list[i], open->key.case_ref, arena), withdrawal.withdrawn_id))
			continue;
		judgement = standing->list[i];
		if (mine)
			casefile_withdrew(open->casefile, &judgement);
		else
			casefile_upstream_withdrew(open->casefile, &judgement);
		break;
	}
	return true;
}

/* Whatever was heard or said of it at an instant, it was judged as at that instant. */
static void
judged_by(struct open_case *open, struct instant at)
{
	if (instant_before(open->casefile->judged_at, at))
		open->casefile->judged_at = at;
}

static bool
take_past(struct open_case *open, const struct event *event, struct error *error)
{
	struct fact *fact;

	if (event->speaker == open->me) {
		judged_by(open, event->occurred_at);
		return take_judgement(open, event, true, error);
	}
	if (event->speaker != SPEAKER_INTAKE) {
		judged_by(open, event->occurred_at);
		return take_judgement(open, event, false, error);
	}
	judged_by(open, event->said_at);
	fact = arena_alloc(batch_arena(open->batch), sizeof(*fact));
	if (!fact_decode(event, batch_arena(open->batch), fact, error))
		return error->code == ERROR_NOT_FOUND;
	casefile_hear(open->casefile, fact);
	return true;
}

/* The pack a case was opened under, by what was said of it; before that, the one in force when the contact came. */
static bool
find_policy(struct desk *desk, struct open_case *open, struct error *error)
{
	const struct judgements *said =
	    open->me == SPEAKER_ROUTING ? &open->casefile->standing : &open->casefile->upstream;
	const struct fact *contact = NULL;

	for (size_t i = 0; i < said->count; i++) {
		if (said->list[i].kind != JUDGEMENT_CASE_OPENED)
			continue;
		open->policy =
		    books_policy(desk->books, open->landlord, said->list[i].pack, said->list[i].version, error);
		if (open->policy == NULL)
			return false;
		break;
	}
	for (size_t i = 0; open->policy == NULL && i < open->casefile->facts.count && contact == NULL; i++) {
		if (fact_kind_opens_case(open->casefile->facts.in_order[i]->kind))
			contact = open->casefile->facts.in_order[i];
	}
	if (contact == NULL && open->news != NULL && fact_kind_opens_case(open->news->kind))
		contact = open->news;
	if (open->policy == NULL && contact != NULL && open->me == SPEAKER_ROUTING)
		open->policy = books_policy_at(desk->books, open->landlord, contact->occurred_at, error);
	if (open->policy == NULL)
		return contact == NULL || open->me != SPEAKER_ROUTING;
	open->calendar = books_calendar(desk->books, open->policy, error);
	return open->calendar != NULL;
}

static bool
take_news(struct open_case *open, const struct event *event, struct error *error)
{
	struct fact *fact;

	if (event->speaker != SPEAKER_INTAKE)
		return true;
	fact = arena_alloc(batch_arena(open->batch), sizeof(*fact));
	if (!fact_decode(event, batch_arena(open->batch), fact, error))
		return error->code == ERROR_NOT_FOUND;
	open->news = fact;
	return true;
}

bool
desk_open(struct desk *desk, struct batch *batch, const struct wave *wave, struct case_key key, size_t place,
    struct open_case **out, struct error *error)
{
	struct arena *arena = batch_arena(batch);
	struct open_case *open = arena_alloc(arena, sizeof(*open));
	const struct event *const *events;
	const struct event **upstream;
	size_t count;

	calendar_watch_look(&desk->watch, desk->books, wave->now);
	if (!batch_case(batch, key, &events, &count, error))
		return false;
	open->key = key;
	open->casefile = casefile_at(desk, place);
	open->batch = batch;
	open->me = desk->me;
	open->voice = (struct wave_voice){ open, voice_say, voice_withdraw };
	upstream = arena_array(arena, count + 1, sizeof(*upstream));
	for (size_t i = 0; i < count; i++) {
		bool past = events[i]->cause < wave->position || events[i]->speaker == desk->me;

		open->landlord = events[i]->landlord;
		if (past ? !take_past(open, events[i], error) : !take_news(open, events[i], error))
			return false;
		if (!past && events[i]->speaker != SPEAKER_INTAKE)
			upstream[open->upstream_count++] = events[i];
	}
	open->upstream = upstream;
	*out = open;
	return find_policy(desk, open, error);
}

static bool
upstream_next(void *self, struct instant *at)
{
	const struct open_case *open = self;

	if (open->upstream_heard == open->upstream_count)
		return false;
	*at = open->upstream[open->upstream_heard]->occurred_at;
	return true;
}

static bool
upstream_hear(void *self, struct instant at)
{
	struct open_case *open = self;
	struct instant next;

	while (upstream_next(open, &next) && !instant_before(at, next)) {
		if (!take_judgement(open, open->upstream[open->upstream_heard], false, &open->error)) {
			voice_failed(open);
			return false;
		}
		open->upstream_heard++;
	}
	return true;
}

struct wave_upstream
desk_upstream(struct open_case *open)
{
	return (struct wave_upstream){ open, upstream_next, upstream_hear };
}

bool
desk_hear_upstream(struct desk *desk, struct open_case *open, struct error *error)
{
	if (!upstream_hear(open, INSTANT_FAR)) {
		*error = open->error;
		return false;
	}
	return open->policy != NULL || find_policy(desk, open, error);
}
