#include "redressctl/impact.h"

#include <stdlib.h>

#include "base/limits.h"
#include "redressctl/retell.h"
#include "store/log.h"
#include "wire/message.h"

enum {
	WAVE_ROWS = 5000,
	CASES_AT_ONCE = 100,
};

/* How many alerts about the judgement are overtaken. */
struct alerts {
	size_t (*of)(void *self, const struct event *judgement);
	void *self;
};

static size_t
count_alerts(const struct told_list *stood, const struct alerts *alerts)
{
	size_t count = 0;

	for (size_t i = 0; i < stood->count; i++)
		count += alerts->of(alerts->self, stood->at[i]->event);
	return count;
}

static bool
compare_case(const struct standing_case *before, const struct standing_case *after, const struct alerts *alerts,
    struct impact *impact, struct error *error)
{
	struct arena arena = { 0 };
	struct case_change change;
	bool ok = case_difference(before, after, &arena, &change, error);

	for (size_t i = 0; ok && i < change.clock_count; i++)
		change.clocks[i].alerts = count_alerts(&change.clocks[i].stood, alerts);
	for (size_t i = 0; ok && before != NULL && i < before->count; i++)
		change.alerts += alerts->of(alerts->self, before->said[i]);
	if (ok) {
		difference_count(&impact->totals, &change);
		if (!case_change_is_empty(&change))
			impact->each(impact->self, &change);
	}
	arena_free(&arena);
	return ok;
}

/* ---- What was said ---- */

struct wave_cases {
	struct log_case *at;
	size_t count, capacity;
};

static void
add_case(struct wave_cases *cases, const struct event *event, struct arena *arena)
{
	if (cases->count == cases->capacity) {
		cases->capacity = cases->capacity == 0 ? 256 : 2 * cases->capacity;
		cases->at = realloc(cases->at, cases->capacity * sizeof cases->at[0]);
		if (cases->at == NULL)
			abort();
	}
	cases->at[cases->count++] = (struct log_case){ event->landlord_id, arena_text(arena, event->case_ref) };
}

static int
by_landlord_and_ref(const void *a, const void *b)
{
	const struct log_case *one = a, *other = b;

	if (one->landlord_id != other->landlord_id)
		return one->landlord_id < other->landlord_id ? -1 : 1;
	return text_compare(one->case_ref, other->case_ref);
}

static void
sort_once_each(struct wave_cases *cases)
{
	size_t kept = 0;

	if (cases->count > 0)
		qsort(cases->at, cases->count, sizeof cases->at[0], by_landlord_and_ref);
	for (size_t i = 0; i < cases->count; i++)
		if (kept == 0 || by_landlord_and_ref(&cases->at[kept - 1], &cases->at[i]) != 0)
			cases->at[kept++] = cases->at[i];
	cases->count = kept;
}

static bool
read_wave(struct store *store, uint64_t position, struct wave_cases *cases, struct arena *kept, struct error *error)
{
	const unsigned speakers = SPEAKER_BIT(SPEAKER_ROUTING) | SPEAKER_BIT(SPEAKER_SLA);
	struct arena arena = { 0 };
	struct log_page page;
	uint64_t after = 0;
	bool more = true, ok = true;

	while (ok && more) {
		arena_reset(&arena);
		ok = log_read_waves(store, position - 1, after, position, speakers, WAVE_ROWS, &arena, &page, error);
		more = ok && page.count > 0 && page.waves[0].partial;
		for (size_t i = 0; ok && page.count > 0 && i < page.waves[0].count; i++) {
			const struct event *event = &page.waves[0].events[i];

			if (event->position != position) {
				add_case(cases, event, kept);
				after = event->position;
			}
		}
	}
	arena_free(&arena);
	return ok;
}

/* The events of one case up to and with the root's wave. */
struct said {
	const struct event *events, *root;
	size_t count;
};

static bool
is_queued(const struct said *said, struct text id)
{
	for (size_t i = 0; i < said->count; i++)
		if (text_equal(said->events[i].id, id) && event_is(&said->events[i], "MessageQueued"))
			return true;
	return false;
}

/* Messages of the wave that overtake one about the judgement, which was queued before. */
static size_t
alerts_superseded(void *self, const struct event *judgement)
{
	const struct said *said = self;
	struct arena arena = { 0 };
	size_t count = 0;
	struct text prefix = text_of(arena_printf(&arena, "%.*s/queued/", TEXT_ARG(judgement->id)));

	for (size_t i = 0; i < said->count; i++) {
		const struct event *event = &said->events[i];
		struct message_queued message;

		if (event->cause != said->root->position || !event_is(event, "MessageQueued") ||
		    !message_queued_decode(event->body, &arena, &message, NULL))
			continue;
		count += message.supersedes.len > prefix.len &&
			 text_equal((struct text){ message.supersedes.at, prefix.len }, prefix) &&
			 is_queued(said, message.supersedes);
	}
	arena_free(&arena);
	return count;
}

/* What fell due before the root was heard is said in its wave too, each at its own instant: that is not its doing. */
static bool
compare_said(const struct said *said, struct impact *impact, struct error *error)
{
	const struct event *first = &said->events[0];
	struct standing before = { 0 }, after = { 0 };
	bool ok = true;

	for (size_t i = 0; ok && i < said->count; i++) {
		const struct event *event = &said->events[i];

		if (event->cause < said->root->position || instant_before(event->occurred_at, said->root->said_at))
			ok = standing_hear(&before, event, error);
		ok = ok && standing_hear(&after, event, error);
	}
	ok = ok && compare_case(standing_find(&before, first->landlord, first->case_ref),
		       standing_find(&after, first->landlord, first->case_ref),
		       &(struct alerts){ alerts_superseded, (void *)said }, impact, error);
	standing_free(&before);
	standing_free(&after);
	return ok;
}

static bool
compare_some(struct store *store, const struct log_case *cases, size_t count, const struct event *root,
    struct impact *impact, struct error *error)
{
	struct arena arena = { 0 };
	struct log_events events;
	bool ok = log_read_cases(store, cases, count, root->position, LIMIT_CASE_FACTS, &arena, &events, error);

	for (size_t first = 0, end; ok && first < events.count; first = end) {
		for (end = first + 1; end < events.count &&
				      events.at[end].landlord_id == events.at[first].landlord_id &&
				      text_equal(events.at[end].case_ref, events.at[first].case_ref);)
			end++;
		ok = compare_said(
		    &(struct said){ .events = &events.at[first], .root = root, .count = end - first }, impact, error);
	}
	arena_free(&arena);
	return ok;
}

bool
impact_of(struct store *store, const struct event *root, struct impact *impact, struct error *error)
{
	struct wave_cases cases = { 0 };
	struct arena arena = { 0 };
	bool ok = read_wave(store, root->position, &cases, &arena, error);

	sort_once_each(&cases);
	for (size_t i = 0; ok && i < cases.count; i += CASES_AT_ONCE) {
		size_t count = cases.count - i < CASES_AT_ONCE ? cases.count - i : CASES_AT_ONCE;

		ok = compare_some(store, &cases.at[i], count, root, impact, error);
	}
	free(cases.at);
	arena_free(&arena);
	return ok;
}

/* ---- What would be said ---- */

struct dry_run {
	struct arena arena; /* holds the log */
	struct simulator *simulator;
	struct standing before, after;
	bool proclaimed;
	struct table alerts; /* how many were queued, by landlord and judgement */
	struct error error;  /* the first */
};

static void
note_error(struct dry_run *run, bool ok, const struct error *error)
{
	if (!ok && run->error.code == ERROR_NONE)
		run->error = *error;
}

static void
on_said(void *self, const struct event *said)
{
	struct dry_run *run = self;
	struct error error = { 0 };

	note_error(run, standing_hear(run->proclaimed ? &run->after : &run->before, said, &error), &error);
}

static struct text
alert_key(struct text landlord, struct text about, struct arena *arena)
{
	return text_of(arena_printf(arena, "%.*s\n%.*s", TEXT_ARG(landlord), TEXT_ARG(about)));
}

static void
take(void *self, const struct event *event)
{
	struct dry_run *run = self;
	struct error error = { 0 };
	struct message_queued message;
	void **place;

	if (event->cause == event->position) {
		note_error(run, retell_root(run->simulator, event, &error), &error);
	} else if (event_is(event, "MessageQueued") &&
		   message_queued_decode(event->body, &run->arena, &message, NULL) &&
		   text_is_empty(message.supersedes)) {
		place = table_place(&run->alerts, alert_key(event->landlord, message.about_id, &run->arena));
		if (*place == NULL)
			*place = arena_alloc(&run->arena, sizeof(size_t));
		(*(size_t *)*place)++;
	}
}

/* Alerts queued about a judgement that would be taken back. */
static size_t
alerts_to_supersede(void *self, const struct event *judgement)
{
	const struct dry_run *run = self;
	const struct standing_case *now = standing_find(&run->after, judgement->landlord, judgement->case_ref);
	struct arena arena = { 0 };
	const size_t *count = table_find(&run->alerts, alert_key(judgement->landlord, judgement->id, &arena));

	arena_free(&arena);
	if (count == NULL)
		return 0;
	for (size_t i = 0; now != NULL && i < now->count; i++)
		if (now->said[i] == judgement)
			return 0;
	return *count;
}

static bool
run_dry(struct store *store, struct dry_run *run, struct event *holiday, struct error *error)
{
	struct log_heads heads;

	if (!log_heads(store, &heads, error) || !retell_log(store, heads.head, &run->arena, take, run, error))
		return false;
	simulator_advance(run->simulator, heads.now);
	standing_copy(&run->after, &run->before);
	run->proclaimed = true;
	holiday->said_at = holiday->occurred_at = heads.now;
	if (!simulator_take(run->simulator, holiday, heads.now, error))
		return false;
	if (run->error.code != ERROR_NONE)
		*error = run->error;
	return run->error.code == ERROR_NONE;
}

bool
impact_would_be(struct store *store, struct event *holiday, struct impact *impact, struct error *error)
{
	struct dry_run run = { 0 };
	struct books *books = books_new();
	bool ok;

	run.simulator = simulator_new(books, &(struct simulator_ear){ .self = &run, .hear = on_said });
	ok = run_dry(store, &run, holiday, error);
	for (size_t i = 0; ok && i < run.after.count; i++) {
		const struct standing_case *after = run.after.cases[i];
		const struct standing_case *before = standing_find(&run.before, after->landlord, after->ref);

		ok = compare_case(before, after, &(struct alerts){ alerts_to_supersede, &run }, impact, error);
	}
	standing_free(&run.before);
	standing_free(&run.after);
	simulator_free(run.simulator);
	books_free(books);
	table_free(&run.alerts);
	arena_free(&run.arena);
	return ok;
}
