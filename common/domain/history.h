/* A case's facts sorted into moments: the first time each thing happened, in the case and in each stage. Pure. */
#ifndef REDRESS_DOMAIN_HISTORY_H
#define REDRESS_DOMAIN_HISTORY_H

#include "domain/judgement.h"

struct moments {
	struct instant at[MOMENTS_COUNT];     /* INSTANT_NONE when it has not happened */
	const struct fact *by[MOMENTS_COUNT]; /* the fact that says so; may be NULL for what routing judged */
};

struct history {
	const struct facts *facts;
	const struct fact *contact;		      /* the first contact; NULL when none was heard yet */
	struct moments stages[POLICY_STAGES_MAX + 1]; /* by stage number; 0 holds what is no stage's */
};

/* What the facts alone say. */
void history_build(const struct facts *facts, struct history *out);

/* The same fact by fact, for whoever goes along with them: nothing has happened, a fact happens, something that is no
 * fact happens. Each stage then holds its own; history_moment() shows the case's as well. */
void history_begin(const struct facts *facts, struct history *out);
void history_hear(struct history *history, const struct fact *fact);
void history_note(struct history *history, uint8_t stage, enum moment moment, struct instant at, const struct fact *by);
struct instant history_moment(const struct history *history, uint8_t stage, enum moment moment, const struct fact **by);
/* What was said before of the request a complaint was, acknowledged or answered no complaint. */
void history_forget_answers(struct history *history);
/* Adds what routing judged: received, made formal, declined, stages opened; spreads the case's own moments over the
 * stages. */
void history_add_routing(struct history *history, const struct judgements *routing);
/* The earliest instant at which one of `mask` had happened, and which; INSTANT_NONE when none has. */
struct instant moments_first(const struct moments *moments, uint32_t mask, enum moment *which);
/* The instant at which all of `mask` had happened. */
struct instant moments_all(const struct moments *moments, uint32_t mask, enum moment *last);

#endif
