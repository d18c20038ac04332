/* simulate: facts in, judgements out, one CloudEvent a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/simulator.h"
#include "redressctl/stock.h"
#include "redressctl/table.h"
#include "wire/cloudevent.h"
#include "wire/message.h"
#include "wire/seal.h"
#include "wire/time.h"

enum { LINE_MAX_BYTES = 2 * LIMIT_HTTP_BODY_BYTES };

struct run {
	struct arena arena;
	struct books *books;
	struct simulator *simulator;
	struct text landlord; /* of facts that name none; empty: they must */
	struct instant now;
	struct table posted; /* digests by landlord, source, id */
	bool refused;
};

static void
print(void *self, const struct event *said)
{
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct text line;

	(void)self;
	if (cloudevent_print(said, &arena, &line, &error))
		printf("%.*s\n", TEXT_ARG(line));
	else
		command_failed("simulate", &error);
	arena_free(&arena);
}

static void
alarm_raised(void *self, struct text case_ref, const struct error *error)
{
	struct run *run = self;

	fprintf(stderr, "redressctl simulate: case %.*s is not judged any more: %s\n", TEXT_ARG(case_ref), error->text);
	run->refused = true;
}

/* Whether the same was posted before; other content under the same id is an error. */
static bool
repeated(struct run *run, const struct posted *posted, struct text landlord, bool *again, struct error *error)
{
	static const uint8_t no_secret[SEAL_KEY_BYTES];
	uint8_t *digest = arena_alloc(&run->arena, SEAL_DIGEST_BYTES);
	const char *key = arena_printf(
	    &run->arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(landlord), TEXT_ARG(posted->source), TEXT_ARG(posted->id));
	void **place = table_place(&run->posted, text_of(key));

	posted_digest(no_secret, posted, digest);
	*again = *place != NULL;
	if (*again && memcmp(*place, digest, SEAL_DIGEST_BYTES) != 0)
		return error_set_field(error, ERROR_CONFLICT, "id", "the id was used before, with other content");
	*place = digest;
	return true;
}

static bool
advance(struct run *run, struct instant to, struct error *error)
{
	if (instant_is_set(run->now) && instant_before(to, run->now)) {
		char room[INSTANT_TEXT_MAX];

		return error_set(
		    error, ERROR_INVALID, "time does not go back: it is %s already", instant_print(run->now, room).at);
	}
	run->now = to;
	simulator_advance(run->simulator, to);
	return true;
}

static bool
hear_of_cell(struct run *run, const struct event *event, struct error *error)
{
	struct instant to;

	if (event_is(event, "TimeAdvanced"))
		return time_advanced_decode(event->body, &to, error) && advance(run, to, error);
	return simulator_take(run->simulator, event, run->now, error);
}

static bool
hear(struct run *run, const struct posted *posted, struct error *error)
{
	struct text landlord = posted->operator_only ? TEXT("operator") : posted->landlord;
	struct event *event = arena_alloc(&run->arena, sizeof *event);
	bool again;

	if (text_is_empty(landlord))
		landlord = run->landlord;
	if (text_is_empty(landlord))
		return error_set_field(error, ERROR_INVALID, "landlord",
		    "there is more than one pack: name the landlord, here or by --landlord");
	if (!repeated(run, posted, landlord, &again, error))
		return false;
	if (again)
		return true;
	*event = (struct event){
		.landlord_id = posted->operator_only ? 0 : 1,
		.landlord = landlord,
		.speaker = SPEAKER_INTAKE,
		.type = posted->type,
		.source = posted->source,
		.id = posted->id,
		.case_ref = posted->mints_case ? case_ref_mint(landlord, posted->source, posted->id, &run->arena)
					       : posted->subject,
		.occurred_at = posted->occurred_at,
		.body = posted->body,
	};
	if (posted->operator_only)
		return hear_of_cell(run, event, error);
	/* A fact from after now brings its time with it. */
	if ((!instant_is_set(run->now) || instant_before(run->now, posted->occurred_at)) &&
	    !advance(run, posted->occurred_at, error))
		return false;
	event->said_at = run->now;
	return simulator_hear(run->simulator, event, run->now, error);
}

static void
refuse(struct run *run, unsigned long line, const struct error *error)
{
	fprintf(stderr, "redressctl simulate: line %lu: %s%s%s\n", line, error->field,
	    error->field[0] == '\0' ? "" : ": ", error->text);
	run->refused = true;
}

static void
take_line(struct run *run, unsigned long number, struct text line)
{
	struct text kept = arena_text(&run->arena, line);
	struct error error = { 0 };
	struct readings readings;

	if (line.len > LINE_MAX_BYTES) {
		error_set(&error, ERROR_LIMIT, "longer than %d bytes", LINE_MAX_BYTES);
		refuse(run, number, &error);
		return;
	}
	if (!cloudevent_read((struct bytes){ (const uint8_t *)kept.at, kept.len }, &run->arena, &readings, &error)) {
		refuse(run, number, &error);
		return;
	}
	for (size_t i = 0; i < readings.count; i++) {
		if (!readings.at[i].ok)
			refuse(run, number, &readings.at[i].error);
		else if (!hear(run, &readings.at[i].posted, &error))
			refuse(run, number, &error);
	}
}

static int
simulate(struct run *run, FILE *from, struct instant until)
{
	static const struct simulator_ear silent = { 0 };
	struct simulator_ear ear = silent;
	struct error error = { 0 };
	char *room = NULL;
	size_t size = 0;
	ssize_t len;

	ear.self = run;
	ear.hear = print;
	ear.alarm = alarm_raised;
	run->simulator = simulator_new(run->books, &ear);
	for (unsigned long number = 1; (len = getline(&room, &size, from)) >= 0; number++) {
		while (len > 0 && (room[len - 1] == '\n' || room[len - 1] == '\r'))
			len--;
		if (len > 0)
			take_line(run, number, (struct text){ room, (size_t)len });
	}
	free(room);
	if (instant_is_set(until) && !advance(run, until, &error)) {
		command_failed("simulate: --until", &error);
		run->refused = true;
	}
	simulator_free(run->simulator);
	table_free(&run->posted);
	return run->refused ? STATUS_FOUND : STATUS_DONE;
}

/* The landlord of facts that name none: the only one there is a pack for. */
static struct text
only_landlord(const struct books *books)
{
	struct text landlord = { 0 }, other;

	for (size_t i = 0; books_pack_at(books, i, &other) != NULL; i++) {
		if (i > 0 && !text_equal(landlord, other))
			return TEXT("");
		landlord = other;
	}
	return landlord;
}

int
cmd_simulate(int argc, char **argv)
{
	static const struct synopsis synopsis = { "simulate", "FILE",
		"Reads facts (CloudEvents in JSON, one a line; - is stdin) in the order in which they are heard, and writes what\n"
		"routing and sla judge, one CloudEvent a line, just as the daemons would. Time is the facts' own: one from after\n"
		"now moves time to it, TimeAdvanced moves it too, and one from before now is late news.\n",
		1, 1 };
	const char *until_text = NULL, *landlord = NULL;
	struct stock_folders folders = { 0 };
	bool json = false;
	const struct argument_option options[] = {
		{ "until", "INSTANT", "let time pass to here at the end", &until_text, NULL },
		{ "landlord", "NAME", "of facts that name none (default: the only pack's)", &landlord, NULL },
		{ "json", NULL, "the only form there is", NULL, &json },
		STOCK_OPTIONS(folders),
		{ 0 },
	};
	struct arguments arguments;
	struct run run = { .now = INSTANT_NONE };
	struct error error = { 0 };
	struct instant until = INSTANT_NONE;
	FILE *from;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (until_text != NULL && !instant_parse(text_of(until_text), &until)) {
		fprintf(stderr, "redressctl simulate: --until %s: write it as 2026-06-10T09:30:00Z\n", until_text);
		return STATUS_USAGE;
	}
	from = strcmp(arguments.operands[0], "-") == 0 ? stdin : fopen(arguments.operands[0], "re");
	if (from == NULL) {
		perror(arguments.operands[0]);
		return STATUS_FOUND;
	}
	run.books = seal_start(&error) ? stock_open(&folders, &run.arena, &error) : NULL;
	if (run.books == NULL) {
		status = command_failed("simulate", &error);
	} else {
		run.landlord = landlord == NULL ? only_landlord(run.books) : text_of(landlord);
		status = simulate(&run, from, until);
	}
	if (from != stdin)
		fclose(from);
	books_free(run.books);
	arena_free(&run.arena);
	return status;
}
