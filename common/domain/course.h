/* Inside of routing: where a case stands while its facts are gone through in order. Pure. */
#ifndef REDRESS_DOMAIN_COURSE_H
#define REDRESS_DOMAIN_COURSE_H

#include "domain/history.h"
#include "domain/judgement.h"
#include "domain/stage_table.h"

/* Time has passed, and nothing that was to happen has. */
struct passing {
	const struct rule *rule;
	const struct turn_rule *turn; /* NULL: the next stage opens */
	struct deadline deadline;
	struct fact instant; /* of no case: when, and the source and id of the fact it was counted from */
	uint8_t role;	     /* whose it is then */
};

struct course {
	const struct policy *policy;
	const struct calendar *calendar;
	const struct facts *facts;
	struct judgements *out;
	enum phase phase;
	enum case_kind kind;
	uint8_t stage, opened; /* the present one, and the furthest that was opened */
	uint16_t openings, requests, hearings;
	uint16_t officers[POLICY_STAGES_MAX + 1];
	const struct fact *contact;
	const struct fact *answered[POLICY_STAGES_MAX + 1]; /* each stage's first response */
	uint64_t referred;				    /* referrals already said, by row */
	uint64_t shown;					    /* of all facts so far, in the words of a contact */
	int32_t slot;					    /* of a hearing to come, or NO_DAY */
	int32_t put_off;				    /* the slot it had when the case came to rest, or NO_DAY */
	struct judgement *declined;
	struct instant now, come_to;   /* as of when it is judged; how far along the facts */
	struct instant *next;	       /* when time alone next changes something */
	struct history seen;	       /* along the facts; not spread */
	const struct passing *passing; /* what time alone is doing, or NULL */
};

/* A judgement resting on `fact`, as of when it happened; NULL when the room is full. */
struct judgement *course_say(struct course *course, enum judgement_kind kind, const char *subject,
    const struct rule *rule, const struct fact *fact);
/* Put before `role`; NULL for NO_ROLE. */
struct judgement *course_say_referred(struct course *course, const char *subject, struct text ref, uint8_t role,
    const struct rule *rule, const struct fact *fact, struct text word);

/* The case is (now) of this kind. */
void course_open_case(struct course *course, enum case_kind kind, const struct rule *rule, const struct fact *fact);
/* Moves along the stage table. */
void course_step(struct course *course, enum happening happening, const struct fact *fact);
void course_turn(struct course *course, const struct turn_rule *turn, const struct fact *fact);
/* Does what time alone does up to `until` and no later than now; notes when it next does something. */
void course_let_time_pass(struct course *course, struct instant until);

/* Each exclusion that the contact may fall under, as the kind the case now is, goes to the person who decides. */
void refer_exclusions(struct course *course, const struct fact *contact);
/* Takes back the exclusions that do not apply with what a fact shows, as long as nobody declined the matter. */
void lift_exclusions(struct course *course, const struct fact *fact);
/* Whoever must know at once of what a fact shows, once a case. */
void refer_at_once(struct course *course, const struct fact *fact);

/* A new issue, or new evidence, in an open complaint. */
void judge_issue(struct course *course, const struct fact *fact);
/* Praise goes to whom the pack says. */
void share_compliment(struct course *course, const struct fact *fact);
/* The work recorded from the first contact until the complaint `opened`, which is so judged, rests on. */
void carry_work(const struct course *course, struct judgement *opened);

/* A hearing of the fact's stage: on `day`, or (NO_DAY) on the rota's next. Gives back the slot it had. */
void schedule_hearing(struct course *course, int32_t day, struct text why, const struct fact *fact);
/* Gives back the slot of the present stage, if it has one. */
void cancel_hearing(struct course *course, struct text why, const struct fact *fact);
/* The same where the case may be taken up again, and the hearing with it. */
void put_off_hearing(struct course *course, struct text why, const struct fact *fact);
/* Taken up again: on the day it had, or where that has gone by on the rota's next. */
void restore_hearing(struct course *course, const struct fact *fact);

#endif
