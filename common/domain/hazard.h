/* Hazards in a home: how grave they are, and the moments from which a law counts. Pure. */
#ifndef REDRESS_DOMAIN_HAZARD_H
#define REDRESS_DOMAIN_HAZARD_H

#include "domain/fact.h"

/* How grave: a hazard may be both, and become the other later. */
#define HAZARD_GRADES(X)          \
	X(EMERGENCY, "emergency") \
	X(SIGNIFICANT, "significant")

enum hazard_grade {
#define X(suffix, name) HAZARD_##suffix,
	HAZARD_GRADES(X)
#undef X
	    HAZARD_GRADES_COUNT,
};

/* What happens to one hazard, told by its ref. The first two are the landlord's becoming aware, each of its grade. */
#define HAZARD_MOMENTS(X)                                                                                         \
	X(EMERGENCY_KNOWN, "emergency-known")                                                                     \
	X(SIGNIFICANT_KNOWN, "significant-known")                                                                 \
	X(NO_EMERGENCY_FOUND, "no-emergency-found") /* once investigated: identified anew as significant alone */ \
	X(INVESTIGATED, "investigated")		    /* its investigation concluded */                             \
	X(NO_HAZARD_FOUND, "no-hazard-found")	    /* and there was none */                                      \
	X(SAFETY_WORK_NEEDED, "safety-work-needed") /* it concluded that such work is */                          \
	X(PREVENTATIVE_WORK_NEEDED, "preventative-work-needed")                                                   \
	X(MADE_SAFE, "made-safe")                                                                                 \
	X(SUMMARY_SENT, "summary-sent") /* in writing, to the tenant */                                           \
	X(SAFETY_WORK_DONE, "safety-work-done")                                                                   \
	X(PREVENTATIVE_WORK_BEGUN, "preventative-work-begun")	  /* or steps taken to begin it */                \
	X(PREVENTATIVE_WORK_STARTED, "preventative-work-started") /* physically */

enum hazard_moment {
#define X(suffix, name) HAZARD_MOMENT_##suffix,
	HAZARD_MOMENTS(X)
#undef X
	    HAZARD_MOMENTS_COUNT,
};

const char *hazard_grade_name(enum hazard_grade grade);
const char *hazard_moment_name(enum hazard_moment moment);
/* The hazard a fact is about; empty when it is about none. */
struct text hazard_of_fact(const struct fact *fact);
/* Whether the fact, of whatever hazard, is this moment. */
bool hazard_moment_is(enum hazard_moment moment, const struct fact *fact);

#endif
