#include "redressctl/stock.h"

#include <stdio.h>

#include "redressctl/place.h"

static const char *
chosen(const char *given, const char *name, struct arena *arena, struct error *error)
{
	const char *path;

	if (given != NULL)
		return given;
	return place_find(name, arena, &path, error) ? path : NULL;
}

struct books *
stock_open(const struct stock_folders *folders, struct arena *arena, struct error *error)
{
	struct problems *problems = arena_alloc(arena, sizeof *problems);
	const char *policies = chosen(folders->policies, "policies", arena, error);
	const char *calendars = policies == NULL ? NULL : chosen(folders->calendars, "calendars", arena, error);
	struct books *books;

	if (calendars == NULL)
		return NULL;
	problems->arena = arena;
	books = books_new();
	if (books_load_calendars(books, calendars, problems, error) &&
	    books_load_policies(books, policies, problems, error))
		return books;
	problems_print(problems, stderr);
	books_free(books);
	return NULL;
}

const struct zone *
stock_zone(struct arena *arena)
{
	static struct books *books;
	const struct calendar *calendar;
	const char *folder;

	if (books == NULL) {
		if (!place_find("calendars", arena, &folder, NULL))
			return NULL;
		books = books_new();
		if (!books_load_calendars(books, folder, NULL, NULL)) {
			books_free(books);
			books = NULL;
			return NULL;
		}
	}
	calendar = books_division(books, TEXT("england-and-wales"), NULL);
	return calendar == NULL ? NULL : &calendar->zone;
}

struct text
stock_title(struct text pack, struct text version, struct arena *arena)
{
	static struct books *books;
	const struct policy *policy;
	const char *folder;

	if (books == NULL && place_find("policies", arena, &folder, NULL)) {
		books = books_new();
		/* One that is broken hides no other. */
		books_load_policies(books, folder, NULL, NULL);
	}
	policy = books == NULL ? NULL : books_policy(books, pack, pack, version, NULL);
	return policy == NULL ? TEXT("") : policy->title;
}
