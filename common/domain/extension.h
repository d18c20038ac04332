/* May this extension move that clock? Every condition that fails is named. Pure. */
#ifndef REDRESS_DOMAIN_EXTENSION_H
#define REDRESS_DOMAIN_EXTENSION_H

#include "domain/clock.h"

#define EXTENSION_FAULTS(X)                                                          \
	X(NOT_LONGER, "not-longer") /* the new date is not after the one in force */ \
	X(TOLD_LATE, "told-late")   /* after the date in force had passed */         \
	X(NO_REASON, "no-reason")                                                    \
	X(NO_GOOD_REASON, "no-good-reason")                                          \
	X(OVER_CAP, "over-cap")                                                      \
	X(NO_AGREEMENT, "no-agreement")                                              \
	X(NO_OMBUDSMAN, "no-ombudsman-details")                                      \
	X(NO_APPROVAL, "no-approval")                                                \
	X(NOT_EXTENDABLE, "not-extendable") /* the policy allows none */             \
	X(BEYOND_CALENDAR, "beyond-calendar")

enum extension_fault {
#define X(suffix, name) EXTENSION_##suffix,
	EXTENSION_FAULTS(X)
#undef X
	    EXTENSION_FAULTS_COUNT,
};

struct extension_answer {
	uint32_t faults;		   /* bits of enum extension_fault; 0: the clock moves */
	const struct extension_tier *tier; /* the one asked; NULL when the policy allows none */
	bool unreachable;		   /* attempts to reach the customer stood for agreement: flagged */
	struct deadline deadline;	   /* when it moves */
};

/* `run` as it stands before the extension; `original` is its first date counted from the start. */
struct extension_answer extension_judge(
    const struct clock_run *run, const struct clock_date *original, const struct fact *extension);
const char *extension_fault_name(enum extension_fault fault);

#endif
