#include "redressctl/what_if.h"

#include <string.h>

#include "base/limits.h"
#include "redressctl/brief.h"
#include "redressctl/command.h"
#include "redressctl/difference_tell.h"
#include "redressctl/place.h"
#include "redressctl/rehearsal.h"
#include "wire/message.h"
#include "wire/time.h"

bool
what_if_is_asked(const struct what_if *what_if)
{
	return what_if->policies != NULL || what_if->packs != NULL || what_if->calendars != NULL ||
	       what_if->holiday != NULL;
}

/* ---- The other shelf ---- */

static bool
is_replaced(const struct what_if_shelf *shelf, struct text landlord)
{
	for (size_t i = 0; i < shelf->landlord_count; i++)
		if (text_equal(shelf->landlords[i], landlord))
			return true;
	return false;
}

static void
replace(struct what_if_shelf *shelf, struct text landlord, struct arena *arena)
{
	struct text *longer = arena_array(arena, shelf->landlord_count + 1, sizeof *longer);

	books_discard(shelf->books, landlord);
	if (is_replaced(shelf, landlord))
		return;
	memcpy(longer, shelf->landlords, shelf->landlord_count * sizeof *longer);
	longer[shelf->landlord_count++] = arena_text(arena, landlord);
	shelf->landlords = longer;
}

/* What stood for the landlords of those packs goes; then they come. */
static bool
put_folder(struct what_if_shelf *shelf, const char *folder, struct problems *problems, struct error *error)
{
	struct books *others = books_new();
	struct text landlord;
	bool ok = books_load_policies(others, folder, problems, error);

	for (size_t i = 0; ok && books_pack_at(others, i, &landlord) != NULL; i++)
		replace(shelf, landlord, problems->arena);
	books_free(others);
	return ok && books_load_policies(shelf->books, folder, problems, error);
}

static bool
put_file(
    struct what_if_shelf *shelf, struct text landlord, const char *file, struct problems *problems, struct error *error)
{
	struct text yaml;

	return place_read(file, LIMIT_PACK_BYTES + 1, problems->arena, &yaml, error) &&
	       books_put_pack(shelf->books, landlord, file, yaml, problems, error);
}

/* One "LANDLORD=FILE" after the other; first all who are named lose their packs, then all files are put. */
static bool
put_packs(struct what_if_shelf *shelf, const char *packs, bool discard, struct problems *problems, struct error *error)
{
	char *rest = arena_string(problems->arena, text_of(packs)), *each;
	bool ok = true;

	while (ok && (each = strsep(&rest, ",")) != NULL) {
		char *equals = strchr(each, '=');
		struct text landlord = { each, equals == NULL ? 0 : (size_t)(equals - each) };

		if (equals == NULL || equals == each || equals[1] == '\0')
			return error_set(error, ERROR_INVALID, "--what-if-pack %s: write it as LANDLORD=FILE", each);
		if (discard)
			replace(shelf, landlord, problems->arena);
		else
			ok = put_file(shelf, landlord, equals + 1, problems, error);
	}
	return ok;
}

static bool
put_holiday(struct books *books, const char *holiday, struct arena *arena, struct error *error)
{
	char *title = arena_string(arena, text_of(holiday)), *division = strsep(&title, "="),
	     *date = strsep(&title, "=");
	int32_t day;

	if (date == NULL || !date_parse(text_of(date), &day))
		return error_set(error, ERROR_INVALID,
		    "--what-if-holiday %s: write it as DIVISION=DATE, the date as 2027-06-01", holiday);
	return books_put_holiday(
	    books, text_of(division), day, title == NULL ? TEXT("Holiday") : arena_text(arena, text_of(title)), error);
}

static bool
fill(const struct what_if *what_if, struct what_if_shelf *shelf, struct problems *problems, struct error *error)
{
	if (what_if->holiday != NULL && !put_holiday(shelf->books, what_if->holiday, problems->arena, error))
		return false;
	if (what_if->policies != NULL && !put_folder(shelf, what_if->policies, problems, error))
		return false;
	if (what_if->packs != NULL && (!put_packs(shelf, what_if->packs, true, problems, error) ||
					  !put_packs(shelf, what_if->packs, false, problems, error)))
		return false;
	/* Not a law: a new one would be of its own day. */
	for (size_t i = 0; i < shelf->landlord_count; i++)
		if (!text_equal(shelf->landlords[i], TEXT(BOOKS_EVERY_LANDLORD)))
			books_antedate(shelf->books, shelf->landlords[i]);
	return true;
}

bool
what_if_open(const struct what_if *what_if, const struct stock_folders *folders, struct arena *arena,
    struct what_if_shelf *out, struct error *error)
{
	struct problems *problems = arena_alloc(arena, sizeof *problems);
	struct stock_folders other = *folders;

	*out = (struct what_if_shelf){ .calendars = what_if->calendars != NULL };
	problems->arena = arena;
	if (out->calendars)
		other.calendars = what_if->calendars;
	out->books = stock_open(&other, arena, error);
	if (out->books == NULL)
		return false;
	if (fill(what_if, out, problems, error))
		return true;
	problems_print(problems, stderr);
	books_free(out->books);
	out->books = NULL;
	return false;
}

/* ---- Two runs ---- */

/* One of the two. */
struct run {
	const struct what_if_shelf *shelf; /* NULL: as is */
	struct standing standing;
	struct rehearsal *rehearsal;
	struct error error; /* the first */
};

struct comparison {
	struct run as_is, otherwise;
};

static void
hear(void *self, const struct event *said)
{
	struct run *run = self;
	struct error error = { 0 };

	if (!standing_hear(&run->standing, said, &error) && run->error.code == ERROR_NONE)
		run->error = error;
}

/* What is otherwise stays so, whatever the facts put in force. */
static bool
leaves_out(void *self, const struct event *fact)
{
	const struct run *run = self;
	struct arena arena = { 0 };
	struct pack_put_in_force pack;
	bool left_out = false;

	if (run->shelf == NULL)
		return false;
	if (event_is(fact, "CalendarPutInForce"))
		return run->shelf->calendars;
	if (event_is(fact, "PackPutInForce"))
		left_out =
		    pack_put_in_force_decode(fact->body, &arena, &pack, NULL) && is_replaced(run->shelf, pack.landlord);
	arena_free(&arena);
	return left_out;
}

static void
start(struct run *run, const char *name, struct books *books, const struct what_if_shelf *shelf, struct text landlord)
{
	*run = (struct run){ .shelf = shelf };
	run->rehearsal = rehearsal_new(
	    &(struct rehearsal_plan){ name, books, landlord, run, .hear = hear, .leaves_out = leaves_out });
}

static void
end(struct run *run)
{
	standing_free(&run->standing);
	rehearsal_free(run->rehearsal);
}

/* What is refused in both is told once. */
static void
take_line(void *self, unsigned long number, struct text line)
{
	struct comparison *comparison = self;
	bool taken = rehearsal_line(comparison->as_is.rehearsal, number, line, false);

	rehearsal_line(comparison->otherwise.rehearsal, number, line, !taken);
}

static const struct difference_words words = { .before = "as is", .after = "what if" };

static bool
compare_case(const struct standing_case *before, const struct standing_case *after, struct difference_totals *totals,
    json_t *cases, struct error *error)
{
	struct arena arena = { 0 };
	struct case_change change;
	bool ok = case_difference(before, after, &arena, &change, error);

	if (ok) {
		difference_count(totals, &change);
		if (cases == NULL)
			difference_tell(&change, &words, stock_zone(&arena));
		else if (!case_change_is_empty(&change))
			json_array_append_new(cases, difference_json(&change, &words));
	}
	arena_free(&arena);
	return ok;
}

/* In the order of the facts as they are; those that came up only otherwise come last. */
static bool
compare(const struct standing *before, const struct standing *after, struct difference_totals *totals, json_t *cases,
    struct error *error)
{
	bool ok = true;

	for (size_t i = 0; ok && i < before->count; i++) {
		const struct standing_case *each = before->cases[i];

		ok = compare_case(each, standing_find(after, each->landlord, each->ref), totals, cases, error);
	}
	for (size_t i = 0; ok && i < after->count; i++) {
		const struct standing_case *each = after->cases[i];

		if (standing_find(before, each->landlord, each->ref) == NULL)
			ok = compare_case(NULL, each, totals, cases, error);
	}
	return ok;
}

static bool
report(const struct comparison *comparison, bool json, struct difference_totals *totals, struct error *error)
{
	json_t *cases = json ? json_array() : NULL;

	if (!compare(&comparison->as_is.standing, &comparison->otherwise.standing, totals, cases, error)) {
		json_decref(cases);
		return false;
	}
	if (json)
		brief_print(json_pack("{s:b, s:o, s:o}", "different", totals->changed > 0, "cases", cases, "totals",
		    difference_totals_json(totals, &words)));
	else
		difference_tell_totals(totals, &words);
	return true;
}

static bool
pass_time(struct comparison *comparison, struct instant until, struct error *error)
{
	return !instant_is_set(until) || (rehearsal_advance(comparison->as_is.rehearsal, until, error) &&
					     rehearsal_advance(comparison->otherwise.rehearsal, until, error));
}

int
what_if_compare(const struct what_if_facts *facts, struct books *as_is, const struct what_if_shelf *otherwise)
{
	struct comparison comparison;
	struct difference_totals totals = { 0 };
	struct error error = { 0 };
	int status;

	start(&comparison.as_is, "redressctl simulate", as_is, NULL, facts->landlord);
	start(&comparison.otherwise, "redressctl simulate: what if", otherwise->books, otherwise, facts->landlord);
	rehearsal_lines(facts->from, take_line, &comparison);
	if (!pass_time(&comparison, facts->until, &error)) {
		status = command_failed("simulate: --until", &error);
	} else if (comparison.as_is.error.code != ERROR_NONE || comparison.otherwise.error.code != ERROR_NONE) {
		status = command_failed("simulate",
		    comparison.as_is.error.code != ERROR_NONE ? &comparison.as_is.error : &comparison.otherwise.error);
	} else if (!report(&comparison, facts->json, &totals, &error)) {
		status = command_failed("simulate", &error);
	} else {
		status = totals.changed > 0 || rehearsal_failed(comparison.as_is.rehearsal) ||
				 rehearsal_failed(comparison.otherwise.rehearsal)
			     ? STATUS_FOUND
			     : STATUS_DONE;
	}
	end(&comparison.as_is);
	end(&comparison.otherwise);
	return status;
}
