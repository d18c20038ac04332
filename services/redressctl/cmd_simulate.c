/* simulate: facts in, judgements out, one CloudEvent a line; or what would have come out otherwise. */
#include <stdio.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/contributions.h"
#include "redressctl/rehearsal.h"
#include "redressctl/stock.h"
#include "redressctl/what_if.h"
#include "wire/cloudevent.h"
#include "wire/seal.h"
#include "wire/time.h"

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
take_line(void *self, unsigned long number, struct text line)
{
	rehearsal_line(self, number, line, false);
}

static int
simulate(struct books *books, const struct what_if_facts *facts, bool figures)
{
	struct rehearsal *rehearsal = rehearsal_new(&(struct rehearsal_plan){
	    .name = "redressctl simulate", .books = books, .landlord = facts->landlord, .hear = print });
	struct error error = { 0 };
	int status;

	rehearsal_lines(facts->from, take_line, rehearsal);
	if (instant_is_set(facts->until) && !rehearsal_advance(rehearsal, facts->until, &error))
		status = command_failed("simulate: --until", &error);
	else if (figures && !contributions_print(rehearsal, &error))
		status = command_failed("simulate: --figures", &error);
	else
		status = rehearsal_failed(rehearsal) ? STATUS_FOUND : STATUS_DONE;
	rehearsal_free(rehearsal);
	return status;
}

/* The landlord of facts that name none: the only one there is a pack for. */
static struct text
only_landlord(const struct books *books)
{
	struct text landlord = { 0 }, other;
	const struct policy *policy;

	for (size_t i = 0; (policy = books_pack_at(books, i, &other)) != NULL; i++) {
		if (policy->law)
			continue;
		if (!text_is_empty(landlord) && !text_equal(landlord, other))
			return TEXT("");
		landlord = other;
	}
	return landlord;
}

/* `folders` NULL: the log's facts. */
static int
simulate_otherwise(const struct what_if *what_if, const struct stock_folders *folders, struct books *books,
    struct what_if_facts *facts)
{
	struct what_if_shelf shelf = { 0 };
	struct arena arena = { 0 };
	struct error error = { 0 };
	int status;

	if (what_if_open(what_if, folders, &arena, &shelf, &error)) {
		status = what_if_compare(facts, books, &shelf);
	} else {
		status = command_failed("simulate: what if", &error);
		if (error.code == ERROR_INVALID && strncmp(error.text, "--", 2) == 0)
			status = STATUS_USAGE;
	}
	books_free(shelf.books);
	arena_free(&arena);
	return status;
}

struct question {
	const char *until, *landlord;
	bool figures, log;
	struct stock_folders folders;
	struct what_if what_if;
	struct what_if_facts facts;
};

static int
simulate_file(struct question *question, const char *file)
{
	struct arena arena = { 0 };
	struct error error = { 0 };
	struct books *books;
	int status;

	question->facts.from = strcmp(file, "-") == 0 ? stdin : fopen(file, "re");
	if (question->facts.from == NULL) {
		perror(file);
		return STATUS_FOUND;
	}
	books = seal_start(&error) ? stock_open(&question->folders, &arena, &error) : NULL;
	if (books == NULL) {
		status = command_failed("simulate", &error);
	} else {
		question->facts.landlord =
		    question->landlord == NULL ? only_landlord(books) : text_of(question->landlord);
		status = what_if_is_asked(&question->what_if)
			     ? simulate_otherwise(&question->what_if, &question->folders, books, &question->facts)
			     : simulate(books, &question->facts, question->figures);
	}
	if (question->facts.from != stdin)
		fclose(question->facts.from);
	books_free(books);
	arena_free(&arena);
	return status;
}

static int
simulate_log(struct question *question)
{
	struct books *books = books_new();
	int status = simulate_otherwise(&question->what_if, NULL, books, &question->facts);

	books_free(books);
	return status;
}

static bool
is_well_asked(struct question *question, int operands)
{
	if (question->until != NULL && !instant_parse(text_of(question->until), &question->facts.until)) {
		fprintf(stderr, "redressctl simulate: --until %s: write it as 2026-06-10T09:30:00Z\n", question->until);
		return false;
	}
	if (question->log
		? operands == 0 && what_if_is_asked(&question->what_if) && question->until == NULL && !question->figures
		: operands == 1)
		return true;
	fputs(
	    "redressctl simulate: give a FILE of facts, or --log and a --what-if option; `redressctl simulate --help` says how\n",
	    stderr);
	return false;
}

int
cmd_simulate(int argc, char **argv)
{
	static const struct synopsis synopsis = { "simulate", "[FILE]",
		"Reads facts (CloudEvents in JSON, one a line; - is stdin) in the order in which they are heard, and writes what\n"
		"routing and sla judge, one CloudEvent a line, just as the daemons would. Time is the facts' own: one from after\n"
		"now moves time to it, TimeAdvanced moves it too, and one from before now is late news.\n\n"
		"With a --what-if option the facts are judged twice, as is and as if, and what differs is printed instead: dates\n"
		"that move, with rule and clause of both sides, clocks and judgements that appear (+) or vanish (-), and totals;\n"
		"with --json one object. Other packs count from the first fact on, whenever they come into force, and nothing that\n"
		"the facts put in force takes their place. With --log in the place of FILE, the facts are those of the log of\n"
		"REDRESS_DATABASE, up to now; it is read and not written. Exit status 1 when anything differs.\n\n"
		"The JSON: {different, cases: [{landlord, case, clocks: [{clock, stage, instance, ref, change: moved, started,\n"
		"vanished or same, before, after, appeared, vanished}], appeared, vanished}], totals}. before and after are null or\n"
		"{due, lastDay, provisional, pack, version, rule, clause, decision}; appeared and vanished list judgements.\n",
		0, 1 };
	struct question question = { .facts.until = INSTANT_NONE };
	const struct argument_option options[] = {
		{ "until", "INSTANT", "let time pass to here at the end", &question.until, NULL },
		{ "landlord", "NAME", "of facts that name none (default: the only pack's)", &question.landlord, NULL },
		{ "figures", NULL, "at the end, a line for each case: what it contributes to the figures", NULL,
		    &question.figures },
		{ "json", NULL, "the difference as one JSON object (judgements always are JSON)", NULL,
		    &question.facts.json },
		{ "log", NULL, "with a --what-if option: the facts of the log", NULL, &question.log },
		STOCK_OPTIONS(question.folders),
		WHAT_IF_OPTIONS(question.what_if),
		{ 0 },
	};
	struct arguments arguments;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (!is_well_asked(&question, arguments.count))
		return STATUS_USAGE;
	return question.log ? simulate_log(&question) : simulate_file(&question, arguments.operands[0]);
}
