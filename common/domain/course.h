/* Inside of routing: where a case stands while its facts are gone through in order. Pure. */
#ifndef REDRESS_DOMAIN_COURSE_H
#define REDRESS_DOMAIN_COURSE_H

#include "domain/judgement.h"
#include "domain/stage_table.h"

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
	int32_t slot;					    /* of a hearing to come, or NO_DAY */
	struct judgement *declined;
};

/* A judgement resting on `fact`, as of when it happened; NULL when the room is full. */
struct judgement *course_say(struct course *course, enum judgement_kind kind, const char *subject,
    const struct rule *rule, const struct fact *fact);
/* Put before `role`; NULL for NO_ROLE. */
struct judgement *course_say_referred(struct course *course, const char *subject, struct text ref, uint8_t role,
    const struct rule *rule, const struct fact *fact, struct text word);

/* Each exclusion that the contact may fall under goes to the person who decides. */
void refer_exclusions(struct course *course, const struct fact *contact);
/* Whoever must know at once of what these contact flags say, once a case. */
void refer_at_once(struct course *course, uint64_t flags, const struct fact *fact);

/* A hearing of the fact's stage: on `day`, or (NO_DAY) on the rota's next. Gives back the slot it had. */
void schedule_hearing(struct course *course, int32_t day, struct text why, const struct fact *fact);
/* Gives back the slot of the present stage, if it has one. */
void cancel_hearing(struct course *course, struct text why, const struct fact *fact);

#endif
