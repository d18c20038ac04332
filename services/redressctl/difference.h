/* One case twice: what stands of it before and after, under one policy and another. Clock by clock, and what is of no
 * clock. Whose a case is (CaseAssigned), and the words and the clauses behind a date that is the same, are no
 * difference. */
#ifndef REDRESS_REDRESSCTL_DIFFERENCE_H
#define REDRESS_REDRESSCTL_DIFFERENCE_H

#include "domain/judgement.h"
#include "redressctl/standing.h"

/* A judgement that stands. */
struct told {
	const struct event *event;
	struct judgement judgement;
};

struct told_list {
	const struct told **at;
	size_t count;
};

struct clock_change {
	const struct told *clock; /* one of its judgements, of either side: it names the clock */
	/* What gives its date: the ClockStarted, or the last ClockMoved. NULL: there is no such clock. */
	const struct told *before, *after;
	/* Warnings, misses, ends and escalations of it that stand on one side alone. */
	struct told_list gone, come;
	struct told_list stood; /* all that stood of it before */
	size_t alerts;		/* superseded; for the caller to count */
};

struct case_change {
	struct text landlord, ref;
	struct clock_change *clocks; /* those that differ */
	size_t clock_count;
	struct told_list gone, come; /* of no clock */
	struct told_list stood;	     /* all of no clock that stood before */
	size_t alerts;
};

struct difference_totals {
	size_t cases, changed; /* compared; of these, different */
	size_t clocks_earlier, clocks_later, clocks_started, clocks_vanished;
	size_t come[JUDGEMENT_KINDS_COUNT], gone[JUDGEMENT_KINDS_COUNT];
	/* Of ClockMissed: the customer's own times, which are no misses; not among the above. */
	size_t customers_come, customers_gone;
	size_t alerts;
};

/* Whether the coming and going of this kind is told by itself: dates are told by clock, and an owner not at all. */
bool difference_compares(enum judgement_kind kind);
bool clock_change_moves(const struct clock_change *change);
bool case_change_is_empty(const struct case_change *change);

/* Either side may be NULL: nothing stands there. `*out` lives in the arena and refers to the events. False when a
 * judgement cannot be read. */
bool case_difference(const struct standing_case *before, const struct standing_case *after, struct arena *arena,
    struct case_change *out, struct error *error);
/* Counts it as one of the cases compared. */
void difference_count(struct difference_totals *totals, const struct case_change *change);

#endif
