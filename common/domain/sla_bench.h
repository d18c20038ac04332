/* Inside of sla: what all of its clocks are worked out from, and what they share. Pure. */
#ifndef REDRESS_DOMAIN_SLA_BENCH_H
#define REDRESS_DOMAIN_SLA_BENCH_H

#include "domain/clock.h"
#include "domain/history.h"
#include "domain/suspension.h"

struct bench {
	const struct policy *policy;
	const struct calendar *calendar;
	const struct history *history;
	uint32_t kinds; /* bits of case kinds the case was opened as */
	struct instant now;
	struct judgements *out;
	struct instant *next;
	struct instant final_missed;
	const struct fact *final_by;
	struct suspensions suspensions;
};

/* A run of the rule's clock with nothing known yet. */
void bench_prepare(const struct bench *bench, const struct clock_rule *rule, struct clock_run *run);
/* A date was counted, or (status) the calendar does not reach: then the clock is not shown, an alarm is said in its
 * place, and it returns false. */
bool bench_add_date(const struct bench *bench, struct clock_run *run, struct instant since, enum deadline_status status,
    const struct deadline *deadline, struct text word, const struct fact *by);
/* Another date in force, of whatever rule; where there is no room for it the case is full, and will be quarantined. */
bool bench_move(const struct bench *bench, struct clock_run *run, struct instant since, const struct deadline *deadline,
    const struct rule *rule, struct text word, const struct fact *by);
/* Ends what is owed at the first of the stopping moments not before `start`. */
void bench_find_stop(const struct bench *bench, struct clock_run *run, struct instant start, uint32_t mask);
/* Whether the clock was met or stopped by `at`. */
bool clock_run_is_over(const struct clock_run *run, struct instant at);
/* Says all of the clock. */
void bench_finish(struct bench *bench, const struct clock_run *run);

/* Each kind of clock: once in its stage; for each promise; from each word to the customer to the next. */
void keep_once(struct bench *bench, const struct clock_rule *rule);
void keep_promises(struct bench *bench, const struct clock_rule *rule);
void keep_visits(struct bench *bench, const struct clock_rule *rule);
void keep_evidence(struct bench *bench, const struct clock_rule *rule);
void keep_updates(struct bench *bench, const struct clock_rule *rule);
void keep_legal_updates(struct bench *bench, const struct clock_rule *rule);
/* Every clock of the laws beside the policy, for each hazard. */
void keep_hazards(const struct bench *bench);

#endif
