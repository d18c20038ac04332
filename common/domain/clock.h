/* One promise from its start to its end: dates in force one after the other, and what must be said of them by a given
 * instant. Pure. */
#ifndef REDRESS_DOMAIN_CLOCK_H
#define REDRESS_DOMAIN_CLOCK_H

#include "domain/judgement.h"

/* A due date and since when it has been the one in force. */
struct clock_date {
	struct instant since;
	struct deadline deadline;
	struct rule rule;
	struct text word; /* why it moved; empty for the first */
	const struct fact *by;
	bool provisional;	  /* worked out before the start happened */
	struct instant held_from; /* suspended from then until the next date; INSTANT_NONE: never while in force */
};

/* A suspension of the clock. */
struct clock_hold {
	struct instant since;
	size_t date; /* the one in force then */
	struct rule rule;
	struct text word;
	const struct fact *by;
};

struct clock_run {
	const struct clock_rule *rule;
	const struct policy *policy;
	const struct calendar *calendar;
	uint8_t stage;
	uint16_t instance;
	struct text ref;
	/* The start has not happened: shown, not warned of, and missed only by what came after the date, which no start
	 * could have put in time. */
	bool provisional;
	size_t date_count;
	struct clock_date dates[LIMIT_CLOCK_DATES];
	size_t hold_count;
	struct clock_hold holds[LIMIT_CASE_SUSPENSIONS];
	struct instant met_at; /* INSTANT_NONE: not met */
	const struct fact *met_by;
	struct instant stopped_at;
	struct text stopped_why;
	const struct fact *stopped_by;
};

/* The date now in force, or NULL when there is none yet. */
const struct clock_date *clock_date_in_force(const struct clock_run *run);
/* Another date in force from `since`. False when LIMIT_CLOCK_DATES are there. */
bool clock_add_date(struct clock_run *run, struct instant since, const struct deadline *deadline,
    const struct rule *rule, struct text word, const struct fact *by);
/* The date in force stands still from `since`, until another is added: neither warned of nor missed. False when
 * LIMIT_CASE_SUSPENSIONS suspensions are there. */
bool clock_hold(
    struct clock_run *run, struct instant since, const struct rule *rule, struct text word, const struct fact *by);
/* Which date it is that a clock needs and the calendar does not know; steps and named days are numbered on. */
enum unknown_date {
	UNKNOWN_DATE_OWN = 1,
	UNKNOWN_DATE_STEP, /* of the escalation line: POLICY_STEPS_MAX of them */
	UNKNOWN_DATE_NAMED = UNKNOWN_DATE_STEP + POLICY_STEPS_MAX,
};
/* Says that the calendar ends before a date is reached: an alarm, never a guess. `at` and `by` may be unset. */
void clock_say_calendar_ended(const struct clock_run *run, const struct rule *rule, uint16_t which, struct instant at,
    const struct fact *by, struct judgements *out);
/* Whether the clock is (or was) missed at `now`. */
bool clock_is_missed(const struct clock_run *run, struct instant now);
/* Says all that stands of this clock at `now`; lowers `*next` to the earliest later instant at which more would be due.
 */
void clock_say(const struct clock_run *run, struct instant now, struct judgements *out, struct instant *next);

#endif
