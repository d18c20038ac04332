/* The judges without daemons or a database: facts in, judgements out, through the same domain functions as routing and
 * sla (domain/wave.h), so that a case has the same sequence of events here as in their log. */
#ifndef REDRESS_REDRESSCTL_SIMULATOR_H
#define REDRESS_REDRESSCTL_SIMULATOR_H

#include "base/arena.h"
#include "base/error.h"
#include "pack/books.h"
#include "wire/event.h"

struct simulator;

struct simulator_ear {
	void *self;
	/* An event of routing or sla, in the order said; it lives as long as the simulator. */
	void (*hear)(void *self, const struct event *said);
	/* A case is not judged any more: a limit was reached, or its policy or calendar cannot be had. May be NULL. */
	void (*alarm)(void *self, struct text case_ref, const struct error *error);
};

/* `books` is borrowed; cell-wide facts put more on them. */
struct simulator *simulator_new(struct books *books, const struct simulator_ear *ear);
void simulator_free(struct simulator *simulator);

/* Time passes: what falls due up to `to` fires, in order of (due, landlord, case). */
void simulator_advance(struct simulator *simulator, struct instant to);
/* A fact of a case, heard at `now`; of other cases nothing fires. The event and all it refers to must live as long as
 * the simulator. False when the body is not to be read. */
bool simulator_hear(struct simulator *simulator, const struct event *fact, struct instant now, struct error *error);
/* PackPutInForce, CalendarPutInForce, HolidayProclaimed at `now`; others are passed over. Where days count otherwise
 * then, every case with a clock still open is judged again. */
bool simulator_take(struct simulator *simulator, const struct event *event, struct instant now, struct error *error);

size_t simulator_cases(const struct simulator *simulator);

/* What is known of one case now. All of it is the simulator's. */
struct simulator_case {
	struct text landlord, ref;
	const struct policy *policy;
	const struct calendar *calendar;
	const struct facts *facts;
	const struct judgements *routing, *sla; /* those that stand */
};

/* False when the case is not open, or is judged no more. */
bool simulator_case_at(const struct simulator *simulator, size_t index, struct simulator_case *out);

#endif
