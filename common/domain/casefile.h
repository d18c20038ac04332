/* One case in the round: everything heard and everything said of it, and the two judges that work it out. The daemons
 * and the simulator both go through here. Pure. */
#ifndef REDRESS_DOMAIN_CASEFILE_H
#define REDRESS_DOMAIN_CASEFILE_H

#include "domain/judgement.h"

/* What a judge knows of a case. Large (about 650 kB): the caller keeps it in an arena or static room. */
struct casefile {
	struct facts facts;
	const struct fact *room[LIMIT_CASE_FACTS]; /* behind `facts` */
	struct judgements standing;		   /* said by this judge and not taken back */
	struct judgements spoken;		   /* every one said by this judge, for revisions */
	struct judgements upstream;		   /* for sla: routing's standing judgements */
	struct instant judged_at;		   /* the latest instant it was judged at */
	struct instant next_due;		   /* when time alone next changes something; INSTANT_FAR: never */
	bool quarantined;			   /* a limit was reached: nothing more is judged, an alarm is due */
};

void casefile_start(struct casefile *casefile);
/* A fact was heard. False, and quarantined, at the limit. */
bool casefile_hear(struct casefile *casefile, const struct fact *fact);
/* This judge said, or took back, `said`: from the log, or just now. */
void casefile_said(struct casefile *casefile, const struct judgement *said);
void casefile_withdrew(struct casefile *casefile, const struct judgement *said);
/* routing said, or took back, `said`. */
void casefile_upstream_said(struct casefile *casefile, const struct judgement *said);
void casefile_upstream_withdrew(struct casefile *casefile, const struct judgement *said);

/* Whether something opened by itself in it, or could not since the calendar ends, as routing's casefile stands. */
bool casefile_opens_by_itself(const struct casefile *casefile);

/* sla: whether another calendar or law may change what is said though no fact comes: a clock is open, a miss stands
 * (which a holiday heard of late may take back), or a hazard is known. */
bool casefile_may_change(const struct casefile *casefile);

/* routing: what it is, whether it is in scope, whose it is. All facts so far, as at `now`. `*next` is the earliest
 * instant after `now` at which, with no further fact, something would change; INSTANT_FAR when never. */
void routing_judge(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    struct instant now, struct judgements *out, struct instant *next);

/* sla: what is owed by when, and was it done. `routing` are routing's standing judgements. `*next` is the earliest
 * instant after `now` at which, with no further fact, something would change; INSTANT_FAR when never. Where the
 * calendar ends before a date that is needed, a NON_COMPLIANCE_FOUND "calendar-ended" stands in the clock's place: an
 * alarm, never a guess. */
void sla_judge(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    const struct judgements *routing, struct instant now, struct judgements *out, struct instant *next);

#endif
