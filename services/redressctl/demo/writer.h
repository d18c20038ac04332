/* The hand that writes the facts of one case of the demo year, at its own place in time. */
#ifndef REDRESS_REDRESSCTL_DEMO_WRITER_H
#define REDRESS_REDRESSCTL_DEMO_WRITER_H

#include <jansson.h>

#include "domain/policy.h"
#include "redressctl/demo/assumptions.h"
#include "redressctl/demo/random.h"

struct demo_plan {
	struct assumptions assume;
	const struct policy *policy;
	const struct calendar *calendar;
	struct text landlord, source;
	struct instant from, until;
	const char *prefix; /* of every id */
	struct arena *arena;
};

struct demo_fact {
	struct instant heard; /* when it is posted; at or after the time it happened */
	size_t order;	      /* in which it was written */
	struct text json;     /* a CloudEvent */
};

/* Everything of the year, facts in the order in which they are heard. */
struct demo_year {
	struct demo_fact *facts;
	size_t count, capacity;
	size_t cases;
};

struct writer {
	const struct demo_plan *plan;
	struct demo_year *year;
	struct random random;
	const char *name;     /* "complaint-17" */
	const char *case_ref; /* after writer_open */
	unsigned serial;
	int32_t day; /* where in time it is */
	int minute;
	bool prompt; /* the next fact is told at once */
};

struct writer writer_new(const struct demo_plan *plan, struct demo_year *year, const char *kind, unsigned number);
/* To a working minute of `day`; when that is the day it is on, or before, to some minutes later. */
void writer_on(struct writer *writer, int32_t day);
/* The same, so many working days on; 0: later the same day. */
void writer_later(struct writer *writer, int working_days);
/* The day so many working days after `day` (before, when negative). */
int32_t writer_working_day(const struct writer *writer, int32_t day, int working_days);
bool writer_chance(struct writer *writer, double share);
int writer_between(struct writer *writer, int least, int most);
/* "2026-03-04", in the arena. */
const char *writer_date(const struct writer *writer, int32_t day);
/* A role's id; "" for NO_ROLE. */
const char *writer_role(const struct writer *writer, uint8_t role);
/* The working days of the pack's clock in `stage` that `moment` meets; `otherwise` when it has none. */
int writer_limit(const struct writer *writer, unsigned stage, enum moment moment, int otherwise);

/* The contact that opens the case, and every fact after it. `data` is taken over. What happens after the year's end is
 * left out. */
void writer_open(struct writer *writer, const char *type, json_t *data);
void writer_say(struct writer *writer, const char *type, json_t *data);

#endif
