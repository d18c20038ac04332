/* Facts as CloudEvents, a line each, told to a simulator in the order in which they are heard. Time is the facts' own:
 * one from after now moves time to it, TimeAdvanced moves it too, and one from before now is late news. */
#ifndef REDRESS_REDRESSCTL_REHEARSAL_H
#define REDRESS_REDRESSCTL_REHEARSAL_H

#include <stdio.h>

#include "redressctl/simulator.h"

struct rehearsal;

struct rehearsal_plan {
	const char *name;     /* whose complaints on stderr these are: "redressctl simulate" */
	struct books *books;  /* borrowed; facts put more on them */
	struct text landlord; /* of facts that name none; empty: they must */
	void *self;	      /* of both below */
	void (*hear)(void *self, const struct event *said); /* what is said; it lives as long as the rehearsal */
	/* Whether a fact of the operator is left out. May be NULL. */
	bool (*leaves_out)(void *self, const struct event *fact);
};

struct rehearsal *rehearsal_new(const struct rehearsal_plan *plan);
void rehearsal_free(struct rehearsal *rehearsal);

/* One line of the input, without its end. False when something of it was refused, which stderr tells unless `quiet`. */
bool rehearsal_line(struct rehearsal *rehearsal, unsigned long number, struct text line, bool quiet);
/* Time passes to `until`. */
bool rehearsal_advance(struct rehearsal *rehearsal, struct instant until, struct error *error);
/* Whether anything was refused, or a case could not be judged to its end. */
bool rehearsal_failed(const struct rehearsal *rehearsal);
/* Its simulator, to look into. */
const struct simulator *rehearsal_simulator(const struct rehearsal *rehearsal);

/* Calls `each` with the lines of `from` and their numbers; empty lines are left out. */
void rehearsal_lines(FILE *from, void (*each)(void *self, unsigned long number, struct text line), void *self);

#endif
