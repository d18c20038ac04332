/* When clocks of a case stand still: who ordered it, whether the policy allows it, and until when. Pure. */
#ifndef REDRESS_DOMAIN_SUSPENSION_H
#define REDRESS_DOMAIN_SUSPENSION_H

#include "domain/judgement.h"

#define SUSPENSION_FAULTS(X)                                               \
	X(NOT_SUSPENDABLE, "not-suspendable") /* the policy allows none */ \
	X(NOT_A_GROUND, "not-a-ground-to-suspend")                         \
	X(OTHER_ROLE, "ordered-by-another-role") /* than may order it */   \
	X(NO_REASON, "no-reason")                                          \
	X(NOT_TOLD, "customer-not-told")

enum suspension_fault {
#define X(suffix, name) SUSPENSION_##suffix,
	SUSPENSION_FAULTS(X)
#undef X
	    SUSPENSION_FAULTS_COUNT,
};

struct suspension {
	const struct suspension_rule *rule;
	const struct fact *by;
	struct instant since;
	struct instant until;	       /* INSTANT_NONE: it lasts */
	struct instant ends;	       /* while it lasts, when it will end by itself; INSTANT_FAR: never */
	int32_t last_day;	       /* of it, once it ends, or will end by itself */
	const struct fact *resumed_by; /* the fact that ended it; NULL when it ended by itself */
};

struct suspensions {
	uint8_t count;
	struct suspension list[LIMIT_CASE_SUSPENSIONS];
};

/* Those that stand, in order; of an order that does not, says (unless NULL) which condition failed. */
void suspensions_find(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    struct instant now, struct suspensions *out, struct judgements *said);
/* Whether it is a suspension of this clock. */
bool suspension_covers(
    const struct suspension *suspension, const struct policy *policy, const struct clock_rule *clock);
/* Whether it is one of everything in that stage (0: in the case), so that nothing opens by itself meanwhile. */
bool suspension_is_of_all(const struct suspension *suspension, uint8_t stage);
/* The first day of it for a clock that was running when it began. */
int32_t suspension_first_day(const struct suspension *suspension, const struct zone *zone);

/* `date`, whose days are counted in `unit`, moved on by the days from `first` to `last`; or, where it is an exact
 * instant, by the time from `since` to `until`. Always after `until`. */
enum deadline_status suspension_push(const struct calendar *calendar, enum limit_unit unit, const struct deadline *date,
    struct instant since, struct instant until, int32_t first, int32_t last, struct deadline *out);

#endif
