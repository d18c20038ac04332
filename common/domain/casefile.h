/* One case in the round: everything heard and everything said of it, and the two judges that work it out. The daemons
 * and the simulator both go through here. Pure. */
#ifndef REDRESS_DOMAIN_CASEFILE_H
#define REDRESS_DOMAIN_CASEFILE_H

#include "domain/judgement.h"

/* What a judge knows of a case. Large (about a megabyte): the caller keeps it in an arena or static room. */
struct casefile {
	struct facts facts;
	const struct fact *room[LIMIT_CASE_FACTS]; /* behind `facts` */
	struct judgements standing;		   /* said by this judge and not taken back */
	struct judgements spoken;		   /* every one said by this judge, for revisions */
	struct judgements upstream;		   /* for sla: routing's standing judgements */
	bool quarantined;			   /* a limit was reached: nothing more is judged, an alarm is due */
};

void casefile_start(struct casefile *casefile);
/* A fact was heard. False, and quarantined, at the limit. */
bool casefile_hear(struct casefile *casefile, const struct fact *fact);

/* routing: what it is, whether it is in scope, whose it is. All facts so far, as at `now`. */
void routing_judge(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    struct instant now, struct judgements *out);

/* sla: what is owed by when, and was it done. `routing` are routing's standing judgements. `*next` is the earliest
 * instant after `now` at which, with no further fact, something would change; INSTANT_FAR when never. */
void sla_judge(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    const struct judgements *routing, struct instant now, struct judgements *out, struct instant *next);

/* The calendar ended before a date that was needed, in the last call on this thread of control: the judgement is
 * missing. The caller must alarm. Kept in the result, not in a global: see `struct judgements`.full for limits and
 * NON_COMPLIANCE "calendar-ended". */

#endif
