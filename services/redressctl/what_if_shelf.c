/* The shelf under which things are otherwise. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "redressctl/place.h"
#include "redressctl/what_if.h"
#include "wire/message.h"
#include "wire/time.h"

bool
what_if_is_asked(const struct what_if *what_if)
{
	return what_if->policies != NULL || what_if->packs != NULL || what_if->calendars != NULL ||
	       what_if->holiday != NULL;
}

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
	for (size_t i = 0; i < shelf->landlord_count; i++)
		longer[i] = shelf->landlords[i];
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
read_holiday(struct what_if_shelf *shelf, const char *holiday, struct arena *arena, struct error *error)
{
	char *title = arena_string(arena, text_of(holiday)), *division = strsep(&title, "="),
	     *date = strsep(&title, "=");

	if (date == NULL || !date_parse(text_of(date), &shelf->day))
		return error_set(error, ERROR_INVALID,
		    "--what-if-holiday %s: write it as DIVISION=DATE, the date as 2027-06-01", holiday);
	shelf->division = text_of(division);
	shelf->title = title == NULL ? TEXT("Holiday") : text_of(title);
	return true;
}

bool
what_if_put_holiday(struct what_if_shelf *shelf, struct error *error)
{
	return text_is_empty(shelf->division) ||
	       books_put_holiday(shelf->books, shelf->division, shelf->day, shelf->title, error);
}

static bool
fill(const struct what_if *what_if, struct what_if_shelf *shelf, struct problems *problems, struct error *error)
{
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

/* What is otherwise as it is: from folders, or (none) from the log to come. */
static struct books *
base(const struct what_if *what_if, const struct stock_folders *folders, struct arena *arena, struct problems *problems,
    struct error *error)
{
	struct books *books;

	if (folders != NULL)
		return stock_open(&(struct stock_folders){ folders->policies,
				      what_if->calendars != NULL ? what_if->calendars : folders->calendars },
		    arena, error);
	books = books_new();
	if (what_if->calendars == NULL || books_load_calendars(books, what_if->calendars, problems, error))
		return books;
	problems_print(problems, stderr);
	books_free(books);
	return NULL;
}

bool
what_if_open(const struct what_if *what_if, const struct stock_folders *folders, struct arena *arena,
    struct what_if_shelf *out, struct error *error)
{
	struct problems *problems = arena_alloc(arena, sizeof *problems);

	*out = (struct what_if_shelf){ .calendars = what_if->calendars != NULL };
	problems->arena = arena;
	if (what_if->holiday != NULL && !read_holiday(out, what_if->holiday, arena, error))
		return false;
	out->books = base(what_if, folders, arena, problems, error);
	if (out->books != NULL && fill(what_if, out, problems, error) &&
	    (folders == NULL || what_if_put_holiday(out, error)))
		return true;
	if (out->books != NULL)
		problems_print(problems, stderr);
	books_free(out->books);
	out->books = NULL;
	return false;
}

bool
what_if_leaves_out(const struct what_if_shelf *shelf, const struct event *fact)
{
	struct arena arena = { 0 };
	struct pack_put_in_force pack;
	bool left_out = false;

	if (event_is(fact, "CalendarPutInForce"))
		return shelf->calendars;
	if (event_is(fact, "PackPutInForce"))
		left_out =
		    pack_put_in_force_decode(fact->body, &arena, &pack, NULL) && is_replaced(shelf, pack.landlord);
	arena_free(&arena);
	return left_out;
}
