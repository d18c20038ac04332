/* The same facts twice: as is, and under other packs or another calendar; and what differs. */
#ifndef REDRESS_REDRESSCTL_WHAT_IF_H
#define REDRESS_REDRESSCTL_WHAT_IF_H

#include <stdio.h>

#include "redressctl/stock.h"
#include "wire/event.h"

/* What is otherwise; NULL: as is. */
struct what_if {
	const char *policies;  /* a folder: its packs in the place of those of the landlords they are called as */
	const char *packs;     /* "LANDLORD=FILE", several with commas between; "*" is every landlord: a law */
	const char *calendars; /* a folder, in the place of the calendars */
	const char *holiday;   /* "DIVISION=DATE" or "DIVISION=DATE=TITLE", one day more */
};

#define WHAT_IF_OPTIONS(what_if)                                                                                       \
	{ "what-if-policies", "DIR", "other packs, for the landlords they are called as", &(what_if).policies, NULL }, \
	    { "what-if-pack", "LANDLORD=FILE", "another pack for one landlord; more with commas between",              \
		    &(what_if).packs, NULL },                                                                          \
	    { "what-if-calendars", "DIR", "other calendars", &(what_if).calendars, NULL },                             \
	{                                                                                                              \
		"what-if-holiday", "DIVISION=DATE", "one holiday more; DIVISION=DATE=TITLE gives it a name",           \
		    &(what_if).holiday, NULL                                                                           \
	}

bool what_if_is_asked(const struct what_if *what_if);

/* The shelf under which things are otherwise, and what facts may not put on it. */
struct what_if_shelf {
	struct books *books;
	struct text *landlords; /* whose packs are replaced */
	size_t landlord_count;
	bool calendars; /* are replaced */
	/* A holiday more; no division: none. */
	struct text division, title;
	int32_t day;
};

/* `folders` NULL: what is not otherwise comes from the log to be read. ERROR_INVALID when an option is not written as
 * it must be; stderr has all that is wrong with a file. */
bool what_if_open(const struct what_if *what_if, const struct stock_folders *folders, struct arena *arena,
    struct what_if_shelf *out, struct error *error);

/* What is otherwise stays so, whatever is put in force: whether to pass over this fact of the operator. */
bool what_if_leaves_out(const struct what_if_shelf *shelf, const struct event *fact);
/* The holiday, again after a calendar that may have taken its place. */
bool what_if_put_holiday(struct what_if_shelf *shelf, struct error *error);

struct what_if_facts {
	FILE *from;	      /* NULL: the log of REDRESS_DATABASE, up to its present */
	struct text landlord; /* as rehearsal_plan's */
	struct instant until; /* or INSTANT_NONE */
	bool json;
};

/* Reads the facts, and prints the difference. The exit status: STATUS_FOUND when there is one. */
int what_if_compare(const struct what_if_facts *facts, struct books *as_is, struct what_if_shelf *otherwise);

#endif
