/* replay: every judgement made again from the facts in the log, and compared with what the log says; or what it said
 * by an instant, and says now. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/as_of.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/figures.h"
#include "redressctl/retell.h"
#include "redressctl/simulator.h"
#include "redressctl/table.h"
#include "store/log.h"
#include "store/store.h"
#include "wire/time.h"

enum {
	DIFFERENCES_SHOWN = 20,
	LANDLORDS_MAX = 64, /* whose figures are counted again */
};

/* What one judge said of one case, in order: from the log, and made again. */
struct sequence {
	const struct event **logged, **made;
	size_t logged_count, made_count, logged_room, made_room;
};

struct replay {
	struct arena arena; /* holds the whole log */
	struct books *books;
	struct simulator *simulator;
	struct table by_case;
	const char **cases;
	struct sequence **sequences;
	size_t count, capacity;
	const char *landlords[LANDLORDS_MAX];
	size_t landlord_count;
	uint64_t through; /* waves up to here are judged in the log */
	uint64_t facts, judgements;
	bool json;
	size_t differences;
	bool failed;
	struct error error;
};

static struct sequence *
sequence_of(struct replay *replay, const struct event *event)
{
	const char *key = arena_printf(&replay->arena, "%.*s %.*s %s", TEXT_ARG(event->landlord),
	    TEXT_ARG(event->case_ref), speaker_name(event->speaker));
	void **place = table_place(&replay->by_case, text_of(key));

	if (*place == NULL) {
		if (replay->count == replay->capacity) {
			replay->capacity = replay->capacity == 0 ? 1024 : 2 * replay->capacity;
			replay->sequences = realloc(replay->sequences, replay->capacity * sizeof *replay->sequences);
			replay->cases = realloc(replay->cases, replay->capacity * sizeof *replay->cases);
			if (replay->sequences == NULL || replay->cases == NULL)
				abort();
		}
		*place = arena_alloc(&replay->arena, sizeof(struct sequence));
		replay->cases[replay->count] = key;
		replay->sequences[replay->count++] = *place;
	}
	return *place;
}

static void
append(const struct event ***list, size_t *count, size_t *room, const struct event *event)
{
	if (*count == *room) {
		*room = *room == 0 ? 16 : 2 * *room;
		*list = realloc(*list, *room * sizeof **list);
		if (*list == NULL)
			abort();
	}
	(*list)[(*count)++] = event;
}

static void
on_made(void *self, const struct event *said)
{
	struct replay *replay = self;
	struct sequence *sequence = sequence_of(replay, said);

	append(&sequence->made, &sequence->made_count, &sequence->made_room, said);
}

static void
note_landlord(struct replay *replay, struct text landlord)
{
	for (size_t i = 0; i < replay->landlord_count; i++)
		if (text_equal(text_of(replay->landlords[i]), landlord))
			return;
	if (replay->landlord_count < LANDLORDS_MAX)
		replay->landlords[replay->landlord_count++] = arena_string(&replay->arena, landlord);
}

static void
take_root(struct replay *replay, const struct event *event)
{
	struct error error = { 0 };

	if (event->landlord_id != 0 && event->speaker == SPEAKER_INTAKE) {
		replay->facts++;
		note_landlord(replay, event->landlord);
	}
	if (!retell_root(replay->simulator, event, &error)) {
		fprintf(
		    stderr, "redressctl replay: position %llu: %s\n", (unsigned long long)event->position, error.text);
		replay->failed = true;
	}
}

static void
take(void *self, const struct event *event)
{
	struct replay *replay = self;
	struct sequence *sequence;

	/* Waves that are not judged yet wait for the next time. */
	if (event->cause > replay->through)
		return;
	if (event->cause == event->position) {
		take_root(replay, event);
	} else if (event->speaker == SPEAKER_ROUTING || event->speaker == SPEAKER_SLA) {
		replay->judgements++;
		sequence = sequence_of(replay, event);
		append(&sequence->logged, &sequence->logged_count, &sequence->logged_room, event);
	}
}

static bool
same(const struct event *a, const struct event *b)
{
	return text_equal(a->type, b->type) && text_equal(a->id, b->id) &&
	       instant_equal(a->occurred_at, b->occurred_at) && a->body.len == b->body.len &&
	       memcmp(a->body.at, b->body.at, a->body.len) == 0;
}

static void
compare(struct replay *replay, const char *of, const struct sequence *sequence)
{
	size_t at = 0;
	const struct event *logged, *made;

	while (
	    at < sequence->logged_count && at < sequence->made_count && same(sequence->logged[at], sequence->made[at]))
		at++;
	if (at == sequence->logged_count && at == sequence->made_count)
		return;
	if (replay->differences++ >= DIFFERENCES_SHOWN)
		return;
	logged = at < sequence->logged_count ? sequence->logged[at] : NULL;
	made = at < sequence->made_count ? sequence->made[at] : NULL;
	fprintf(replay->json ? stderr : stdout, "%s: judgement %zu differs\n  in the log   %.*s\n  made again   %.*s\n",
	    of, at + 1, logged == NULL ? 7 : (int)logged->id.len, logged == NULL ? "nothing" : logged->id.at,
	    made == NULL ? 7 : (int)made->id.len, made == NULL ? "nothing" : made->id.at);
}

static bool
read_log(struct replay *replay, struct store *store, struct error *error)
{
	struct log_heads heads;

	if (!log_heads(store, &heads, error))
		return false;
	replay->through = heads.cursors[SPEAKER_SLA].through;
	return retell_log(store, heads.head, &replay->arena, take, replay, error);
}

static void
report(const struct replay *replay)
{
	if (replay->json) {
		printf("{\"through\":%llu,\"facts\":%llu,\"judgements\":%llu,\"cases\":%zu,\"differences\":%zu}\n",
		    (unsigned long long)replay->through, (unsigned long long)replay->facts,
		    (unsigned long long)replay->judgements, simulator_cases(replay->simulator), replay->differences);
		return;
	}
	printf("%llu facts, %zu cases, %llu judgements, up to position %llu: ", (unsigned long long)replay->facts,
	    simulator_cases(replay->simulator), (unsigned long long)replay->judgements,
	    (unsigned long long)replay->through);
	if (replay->differences == 0)
		puts("made again, each is the same");
	else
		printf("%zu sequences differ\n", replay->differences);
}

/* The landlords whose facts were read, and their figures. */
static bool
recount_all(const struct replay *replay, const struct settings *settings)
{
	bool good = true;

	for (size_t i = 0; !replay->json && i < replay->landlord_count; i++) {
		struct error error = { 0 };
		bool same = false;

		if (!figures_recount(settings, replay->landlords[i], &same, &error))
			command_failed("replay: figures", &error);
		good = good && same;
	}
	return good;
}

static void
replay_free(struct replay *replay)
{
	for (size_t i = 0; i < replay->count; i++) {
		free(replay->sequences[i]->logged);
		free(replay->sequences[i]->made);
	}
	free(replay->sequences);
	free(replay->cases);
	table_free(&replay->by_case);
	simulator_free(replay->simulator);
	books_free(replay->books);
	arena_free(&replay->arena);
}

static int
replay_all(const struct settings *settings, bool json)
{
	struct replay replay = { .json = json };
	struct error error = { 0 };
	struct store *store = command_store(settings, &error);
	bool ok;
	int status;

	replay.books = books_new();
	replay.simulator = simulator_new(replay.books, &(struct simulator_ear){ .self = &replay, .hear = on_made });
	ok = store != NULL && read_log(&replay, store, &error);
	store_close(store);
	if (ok) {
		for (size_t i = 0; i < replay.count; i++)
			compare(&replay, replay.cases[i], replay.sequences[i]);
		report(&replay);
		status = replay.differences == 0 && !replay.failed ? STATUS_DONE : STATUS_FOUND;
	} else {
		status = command_failed("replay", &error);
	}
	if (ok && !recount_all(&replay, settings))
		status = STATUS_FOUND;
	replay_free(&replay);
	return status;
}

int
cmd_replay(int argc, char **argv)
{
	static const struct synopsis synopsis = { "replay", "",
		"Reads the log of REDRESS_DATABASE, makes every judgement of routing and sla again from the facts, the time and the\n"
		"policies in it, and compares them with those in the log, byte for byte; then the figures that reporting keeps with\n"
		"a count from the log. Exit status 1 when any differs. With --json the judgements alone.\n\n"
		"With --as-of, tells instead what Redress had said by that instant and what stands now: what it was told since,\n"
		"what it has taken back since and because of what, and what it has said since. (late) marks what is due to\n"
		"something that had happened by then and was heard of only later. With --case that case, with all that stood then;\n"
		"without, every case for which it makes a difference, and totals.\n\n"
		"The JSON of --as-of: {asOf, now, through, cases: [{landlord, case, stoodThen, standsNow, heardSince: [facts],\n"
		"takenBack, saidSince, saidAndTakenBack}], totals}; with --case also then and now. What was taken back or said has\n"
		"saidAt, because (a fact with happened, heard and late, or null: time passed), late, and replacedBy or replaces.\n",
		0, 0 };
	const char *as_of = NULL, *case_ref = NULL;
	bool json = false;
	const struct argument_option options[] = {
		{ "as-of", "INSTANT", "what was known then, as 2026-06-10T09:30:00Z", &as_of, NULL },
		{ "case", "REF", "with --as-of: that case alone", &case_ref, NULL },
		{ "json", NULL, "one JSON object", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct instant at = INSTANT_NONE;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (as_of == NULL ? case_ref != NULL : !instant_parse(text_of(as_of), &at)) {
		fputs("redressctl replay: --as-of INSTANT, as 2026-06-10T09:30:00Z; --case goes with it\n", stderr);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	status = as_of == NULL ? replay_all(&settings, json) : as_of_tell(&settings, at, case_ref, json);
	settings_free(&settings);
	return status;
}
