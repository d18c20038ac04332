/* impact: what a proclaimed holiday moved, or one would move. */
#include <stdio.h>
#include <stdlib.h>

#include "redressctl/arguments.h"
#include "redressctl/brief.h"
#include "redressctl/command.h"
#include "redressctl/difference_tell.h"
#include "redressctl/environment.h"
#include "redressctl/impact.h"
#include "redressctl/show.h"
#include "redressctl/stock.h"
#include "store/log.h"
#include "wire/json.h"
#include "wire/message.h"
#include "wire/time.h"

struct question {
	const char *id;		     /* of the proclamation, or NULL */
	const char *date, *division; /* it is for, or NULL */
	const char *would_be, *title;
	bool json;
};

struct listing {
	struct arena arena;
	struct difference_words words;
	const struct zone *zone;
	json_t *cases; /* NULL: for people */
};

static void
list_case(void *self, const struct case_change *change)
{
	struct listing *listing = self;

	if (listing->cases == NULL)
		difference_tell(change, &listing->words, listing->zone);
	else
		json_array_append_new(listing->cases, difference_json(change, &listing->words));
}

static bool
is_asked_for(const struct question *question, const struct event *event, struct arena *arena)
{
	struct holiday_proclaimed holiday;
	int32_t day;

	if (question->id != NULL)
		return text_equal(event->id, text_of(question->id));
	if (!event_is(event, "HolidayProclaimed") || !holiday_proclaimed_decode(event->body, arena, &holiday, NULL))
		return false;
	if (question->date != NULL && date_parse(text_of(question->date), &day) && holiday.day != day)
		return false;
	return question->division == NULL || text_equal(holiday.division, text_of(question->division));
}

/* The last one that fits. */
static bool
find(struct store *store, const struct log_heads *heads, const struct question *question, struct arena *arena,
    const struct event **found, struct error *error)
{
	static const struct text types[] = { { "redress.v1.HolidayProclaimed",
						 sizeof "redress.v1.HolidayProclaimed" - 1 },
		{ "redress.v1.CalendarPutInForce", sizeof "redress.v1.CalendarPutInForce" - 1 },
		{ "redress.v1.PackPutInForce", sizeof "redress.v1.PackPutInForce" - 1 } };
	struct log_events events;

	*found = NULL;
	if (!log_read_types(store, types, sizeof types / sizeof types[0], 0, heads->head, arena, &events, error))
		return false;
	for (size_t i = 0; i < events.count; i++)
		if (is_asked_for(question, &events.at[i], arena))
			*found = &events.at[i];
	if (*found == NULL)
		return error_set(
		    error, ERROR_NOT_FOUND, "no such holiday was proclaimed, and no such calendar or law put in force");
	return true;
}

static struct event *
imagine(const struct question *question, struct arena *arena, struct error *error)
{
	struct event *event = arena_alloc(arena, sizeof *event);
	json_t *data = json_pack("{s:s, s:s, s:s}", "division", question->division, "date", question->would_be, "title",
	    question->title == NULL ? "Holiday" : question->title);
	char *text = json_dumps(data, JSON_COMPACT);
	bool ok = text != NULL;

	*event = (struct event){
		.landlord = TEXT("operator"),
		.speaker = SPEAKER_INTAKE,
		.type = TEXT("redress.v1.HolidayProclaimed"),
		.source = TEXT("redressctl"),
		.id = TEXT("would-be"),
	};
	ok = ok && wire_json_parse(event->type, text_of(text), arena, &event->body, error);
	free(text);
	json_decref(data);
	return ok ? event : NULL;
}

static bool
is_complete(const struct log_heads *heads, const struct event *root)
{
	return heads->cursors[SPEAKER_SLA].through >= root->position &&
	       heads->cursors[SPEAKER_NOTIFICATION].through >= root->position;
}

static void
print_people(
    const struct listing *listing, const struct event *root, const struct difference_totals *totals, bool complete)
{
	struct holiday_proclaimed holiday;
	struct arena arena = { 0 };
	char day[SHOW_DAY_MAX], when[SHOW_INSTANT_MAX];

	difference_tell_totals(totals, &listing->words);
	if (event_is(root, "HolidayProclaimed") && holiday_proclaimed_decode(root->body, &arena, &holiday, NULL))
		printf("  %-14s %.*s, %s in %.*s", "because of", TEXT_ARG(holiday.title), show_day(holiday.day, day),
		    TEXT_ARG(holiday.division));
	else
		printf("  %-14s %.*s", "because of", TEXT_ARG(event_short_type(root->type)));
	if (root->position > 0)
		printf(" (%.*s, position %llu, %s)", TEXT_ARG(root->id), (unsigned long long)root->position,
		    show_instant(listing->zone, root->said_at, when));
	putchar('\n');
	if (!complete)
		fputs("redressctl impact: not all of it is judged yet; ask again\n", stderr);
	arena_free(&arena);
}

static json_t *
root_json(const struct event *root)
{
	struct holiday_proclaimed holiday;
	struct arena arena = { 0 };
	char date[DATE_TEXT_MAX];
	json_t *made = json_pack("{s:o, s:o, s:o, s:I, s:o}", "type", brief_text(root->type), "source",
	    brief_text(root->source), "id", brief_text(root->id), "position", (json_int_t)root->position, "saidAt",
	    brief_instant(root->said_at));

	if (event_is(root, "HolidayProclaimed") && holiday_proclaimed_decode(root->body, &arena, &holiday, NULL)) {
		json_object_set_new(made, "division", brief_text(holiday.division));
		json_object_set_new(made, "date", brief_text(date_print(holiday.day, date)));
		json_object_set_new(made, "title", brief_text(holiday.title));
	}
	arena_free(&arena);
	return made;
}

static int
print(struct listing *listing, const struct event *root, const struct difference_totals *totals, bool complete)
{
	if (listing->cases == NULL)
		print_people(listing, root, totals, complete);
	else
		brief_print(json_pack("{s:o, s:b, s:b, s:o, s:o}", "because", root_json(root), "wouldBe",
		    root->position == 0, "complete", (int)complete, "cases", listing->cases, "totals",
		    difference_totals_json(totals, &listing->words)));
	return complete ? STATUS_DONE : STATUS_FOUND;
}

static int
tell(struct store *store, const struct question *question, struct error *error)
{
	struct listing listing = {
		.words = { "before", "after", question->would_be == NULL ? "superseded" : "would be superseded" },
		.cases = question->json ? json_array() : NULL,
	};
	struct impact impact = { .each = list_case, .self = &listing };
	const struct event *root = NULL;
	struct event *imagined = NULL;
	struct log_heads heads;
	bool complete = true, ok = log_heads(store, &heads, error);
	int status = STATUS_FOUND;

	listing.zone = stock_zone(&listing.arena);
	if (ok && question->would_be != NULL) {
		root = imagined = imagine(question, &listing.arena, error);
		ok = root != NULL && impact_would_be(store, imagined, &impact, error);
	} else if (ok) {
		ok = find(store, &heads, question, &listing.arena, &root, error);
		complete = ok && is_complete(&heads, root);
		ok = ok && impact_of(store, root, &impact, error);
	}
	if (ok)
		status = print(&listing, root, &impact.totals, complete);
	else
		json_decref(listing.cases);
	arena_free(&listing.arena);
	return ok ? status : command_failed("impact", error);
}

static bool
is_well_asked(const struct question *question)
{
	const char *date = question->would_be != NULL ? question->would_be : question->date;
	int32_t day;

	if (date != NULL && !date_parse(text_of(date), &day))
		return false;
	if (question->would_be != NULL)
		return question->division != NULL && question->id == NULL && question->date == NULL;
	return question->title == NULL &&
	       (question->id == NULL || (question->date == NULL && question->division == NULL));
}

int
cmd_impact(int argc, char **argv)
{
	static const struct synopsis synopsis = { "impact", "[ID]",
		"What a holiday moved when it was proclaimed: of each case the clocks, with old and new date and the clause, what\n"
		"was taken back (-) or is said anew (+), and how many alerts were superseded; then totals. ID is the\n"
		"HolidayProclaimed's, or that of a calendar or a law put in force; without it, the last holiday proclaimed, or that\n"
		"of --date and --division. With --would-be, what it would move if it were proclaimed now; nothing is written. Reads\n"
		"the log of REDRESS_DATABASE. Exit status 1 when the daemons have not judged all of it yet.\n\n"
		"The JSON: {because, wouldBe, complete, cases, totals}; cases are those of `redressctl simulate --what-if-...`, with\n"
		"the number of alerts superseded for each clock and case.\n",
		0, 1 };
	struct question question = { 0 };
	const struct argument_option options[] = {
		{ "date", "DATE", "the holiday's date, as 2027-06-01", &question.date, NULL },
		{ "division", "DIVISION", "whose holiday: england-and-wales, scotland, northern-ireland",
		    &question.division, NULL },
		{ "would-be", "DATE", "with --division: a holiday that is not proclaimed yet", &question.would_be,
		    NULL },
		{ "title", "TITLE", "with --would-be: its name", &question.title, NULL },
		{ "json", NULL, "one JSON object", NULL, &question.json },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct error error = { 0 };
	struct store *store;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	question.id = arguments.count > 0 ? arguments.operands[0] : NULL;
	if (!is_well_asked(&question)) {
		fputs(
		    "redressctl impact: an ID, or --date and --division, or --would-be with --division; dates as 2027-06-01\n",
		    stderr);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	store = command_store(&settings, &error);
	status = store == NULL ? command_failed("impact", &error) : tell(store, &question, &error);
	store_close(store);
	settings_free(&settings);
	return status;
}
