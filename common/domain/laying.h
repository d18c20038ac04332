/* Inside of sla: the dates of one clock, laid one after the other. Pure. */
#ifndef REDRESS_DOMAIN_LAYING_H
#define REDRESS_DOMAIN_LAYING_H

#include "domain/sla_bench.h"

/* A clock while its dates are laid, in the order they came into force. */
struct laying {
	const struct bench *bench;
	struct clock_run *run;
	struct instant start;
	const struct fact *start_by;
	struct clock_date original; /* the first counted from the start */
	bool extendable, started, extended;
	uint16_t extensions;
	uint16_t unknown; /* days named that the calendar does not know */
	/* Suspended by, or NULL; of the date in force the first suspended day, and since when. */
	const struct suspension *held;
	int32_t held_day;
	struct instant held_from;
	/* The same of the original. */
	int32_t original_day;
	struct instant original_from;
	uint8_t next;		  /* of the suspensions not gone into yet */
	struct instant free_from; /* when the last one ended */
	int32_t free_day;	  /* the day after its last */
	int32_t first_day;	  /* of the clock */
	/* Where a provisional date stands in for the start: the clock it is counted from, the date that one has, and
	 * the first suspended day of it. */
	const struct clock_rule *before_rule;
	struct deadline before;
	int32_t before_day;
};

/* Lays dates in the order they came into force: the start, each extension told, each day named, and what is suspended.
 * Before it, the run has its first date, and bench, run, start, start_by, extendable, and what concerns the clock
 * before are set. False when the clock is not to be shown. */
bool laying_go(struct laying *laying);

#endif
