/* deadline: a clock's due date and how it is found, for one start or for a table of them. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/show.h"
#include "redressctl/stock.h"
#include "wire/time.h"

struct asked {
	struct text policy, clock, from;
};

struct answer {
	const struct policy *policy;
	const struct clock_rule *clock;
	const struct calendar *calendar;
	struct deadline deadline;
};

static bool
work_out(struct books *books, const struct asked *asked, struct answer *answer, struct error *error)
{
	struct instant from;
	uint8_t clock;
	char room[INSTANT_TEXT_MAX];

	answer->policy = books_policy(books, asked->policy, asked->policy, TEXT(""), error);
	if (answer->policy == NULL)
		return false;
	clock = policy_clock(answer->policy, asked->clock);
	if (clock == NO_CLOCK)
		return error_set_field(error, ERROR_NOT_FOUND, "clock", "policy %.*s has no clock '%.*s'",
		    TEXT_ARG(asked->policy), TEXT_ARG(asked->clock));
	answer->clock = &answer->policy->clocks[clock];
	if (!instant_parse(asked->from, &from))
		return error_set_field(error, ERROR_INVALID, "from",
		    "'%.*s' is no instant: write it as 2026-06-10T09:30:00Z or with an offset", TEXT_ARG(asked->from));
	if (answer->clock->limit.unit == LIMIT_NONE || answer->clock->limit.unit == LIMIT_NAMED_DATE)
		return error_set_field(error, ERROR_INVALID, "clock",
		    "%.*s is due on the date promised or agreed in each case: there is nothing to count",
		    TEXT_ARG(asked->clock));
	answer->calendar = books_calendar(books, answer->policy, error);
	if (answer->calendar == NULL)
		return false;
	if (deadline_count(answer->calendar, from, answer->clock->limit, &answer->deadline) == DEADLINE_OK)
		return true;
	return error_set_field(error, ERROR_LIMIT, "from",
	    "counting from %s needs days outside what calendar %.*s knows", instant_print(from, room).at,
	    TEXT_ARG(answer->calendar->name));
}

static void
print_people(const struct answer *answer)
{
	const struct deadline *deadline = &answer->deadline;
	const struct zone *zone = &answer->calendar->zone;
	char limit[SHOW_INSTANT_MAX], from[SHOW_INSTANT_MAX], local[SHOW_INSTANT_MAX], due[INSTANT_TEXT_MAX],
	    day[SHOW_DAY_MAX];

	printf("%.*s %.*s, clause %.*s%s: %s from %s\n", TEXT_ARG(answer->policy->pack),
	    TEXT_ARG(answer->clock->rule.id), TEXT_ARG(answer->clock->rule.clause),
	    answer->clock->rule.decision ? " (as decided)" : "", show_limit(deadline->limit, limit),
	    show_instant(zone, deadline->from, from));
	printf("  day %d     %s\n", deadline->limit.first_day_counts ? 1 : 0,
	    show_day(civil_to_days(deadline->day_zero), day));
	for (size_t i = 0; i < deadline->skipped_count && i < DERIVATION_SKIPPED_MAX; i++)
		printf("  skipped   %-16s %.*s\n", show_day(deadline->skipped[i].day, day),
		    TEXT_ARG(deadline->skipped[i].why));
	if (deadline->skipped_count > DERIVATION_SKIPPED_MAX)
		printf("  skipped   %zu more\n", deadline->skipped_count - DERIVATION_SKIPPED_MAX);
	if (!deadline->exact)
		printf("  last day  %s\n", show_day(civil_to_days(deadline->last_day), day));
	printf("  due       %s (late from %s in %.*s)\n", instant_print(deadline->due, due).at,
	    show_instant(zone, deadline->due, local), TEXT_ARG(zone->name));
	printf(
	    "  calendar  %.*s, version %.*s\n", TEXT_ARG(answer->calendar->name), TEXT_ARG(answer->calendar->version));
}

static json_t *
json_of(struct text text)
{
	return json_stringn(text.at == NULL ? "" : text.at, text.len);
}

static void
print_json(const struct answer *answer)
{
	const struct deadline *deadline = &answer->deadline;
	char from[INSTANT_TEXT_MAX], due[INSTANT_TEXT_MAX], zero[DATE_TEXT_MAX], last[DATE_TEXT_MAX],
	    date[DATE_TEXT_MAX];
	json_t *skipped = json_array(), *out;

	for (size_t i = 0; i < deadline->skipped_count && i < DERIVATION_SKIPPED_MAX; i++)
		json_array_append_new(
		    skipped, json_pack("{s:o, s:o}", "date", json_of(date_print(deadline->skipped[i].day, date)), "why",
				 json_of(deadline->skipped[i].why)));
	out = json_pack("{s:o, s:o, s:o, s:o, s:b, s:o, s:i, s:s, s:o, s:o}", "policy", json_of(answer->policy->pack),
	    "version", json_of(answer->policy->version), "clock", json_of(answer->clock->rule.id), "clause",
	    json_of(answer->clock->rule.clause), "decision", (int)answer->clock->rule.decision, "from",
	    json_of(instant_print(deadline->from, from)), "count", (int)deadline->limit.count, "unit",
	    show_unit(deadline->limit.unit), "dayZero", json_of(date_print(civil_to_days(deadline->day_zero), zero)),
	    "skipped", skipped);
	if (!deadline->exact)
		json_object_set_new(out, "lastDay", json_of(date_print(civil_to_days(deadline->last_day), last)));
	json_object_set_new(out, "due", json_of(instant_print(deadline->due, due)));
	json_object_set_new(out, "zone", json_of(answer->calendar->zone.name));
	json_object_set_new(out, "calendar", json_of(answer->calendar->name));
	json_object_set_new(out, "calendarVersion", json_of(answer->calendar->version));
	json_dumpf(out, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(out);
}

/* Three fields and no more. */
static bool
split(struct text line, struct asked *asked, struct error *error)
{
	struct text *const fields[] = { &asked->policy, &asked->clock, &asked->from };
	size_t start = 0, field = 0;

	for (size_t i = 0; i <= line.len; i++)
		if (i == line.len || line.at[i] == ',') {
			if (field < 3)
				*fields[field] = (struct text){ line.at + start, i - start };
			field++;
			start = i + 1;
		}
	if (field != 3)
		return error_set(error, ERROR_INVALID, "%zu fields, where policy,clock,from are wanted", field);
	return true;
}

static int
batch(struct books *books)
{
	static struct answer answer; /* a derivation is large for a stack */
	char *room = NULL, due[INSTANT_TEXT_MAX];
	size_t size = 0;
	ssize_t len;
	int status = STATUS_DONE;

	for (unsigned long number = 1; (len = getline(&room, &size, stdin)) >= 0; number++) {
		struct text line = { room, (size_t)len };
		struct asked asked;
		struct error error = { 0 };

		while (line.len > 0 && (line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r'))
			line.len--;
		if (number == 1 && text_equal(line, TEXT("policy,clock,from"))) {
			puts("policy,clock,from,due");
		} else if (line.len == 0) {
			continue;
		} else if (split(line, &asked, &error) && work_out(books, &asked, &answer, &error)) {
			printf("%.*s,%s\n", TEXT_ARG(line), instant_print(answer.deadline.due, due).at);
		} else {
			fprintf(stderr, "redressctl deadline: line %lu: %s\n", number, error.text);
			status = STATUS_FOUND;
		}
	}
	free(room);
	return status;
}

int
cmd_deadline(int argc, char **argv)
{
	static struct answer answer;
	static const struct synopsis synopsis = { "deadline", "",
		"The date a clock is due when counted from an instant, and how it is found: day 0, each day skipped and why,\n"
		"the last day in time, the calendar and the clause. With --batch, reads lines `policy,clock,from` on stdin\n"
		"(a header line may come first) and writes each back with `,due` in UTC, the first instant that is late.\n",
		0, 0 };
	const char *policy = NULL, *clock = NULL, *from = NULL;
	struct stock_folders folders = { 0 };
	bool many = false, json = false;
	const struct argument_option options[] = {
		{ "policy", "PACK", "the policy pack's name", &policy, NULL },
		{ "clock", "CLOCK", "the clock's id in it", &clock, NULL },
		{ "from", "INSTANT", "when it starts, as 2026-06-10T09:30:00+01:00", &from, NULL },
		{ "batch", NULL, "read lines from stdin", NULL, &many },
		{ "json", NULL, "one JSON object", NULL, &json },
		STOCK_OPTIONS(folders),
		{ 0 },
	};
	struct arguments arguments;
	struct arena arena = { 0 };
	struct error error = { 0 };
	int status = STATUS_DONE;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (many ? policy != NULL || clock != NULL || from != NULL : policy == NULL || clock == NULL || from == NULL) {
		fputs("redressctl deadline: give --policy, --clock and --from, or --batch alone\n", stderr);
		return STATUS_USAGE;
	}
	struct books *books = stock_open(&folders, &arena, &error);

	if (books == NULL) {
		status = command_failed("deadline", &error);
	} else if (many) {
		status = batch(books);
	} else {
		struct asked asked = { text_of(policy), text_of(clock), text_of(from) };

		if (work_out(books, &asked, &answer, &error))
			json ? print_json(&answer) : print_people(&answer);
		else
			status = command_failed("deadline", &error);
	}
	books_free(books);
	arena_free(&arena);
	return status;
}
