/* What is said of one case when a wave reaches it: dues that have come first, each at its own instant, then the news.
 * The daemons and the simulator call these, so that both say the same things in the same order. Pure. */
#ifndef REDRESS_DOMAIN_WAVE_H
#define REDRESS_DOMAIN_WAVE_H

#include "domain/casefile.h"

/* Where utterances go. `judgement` has pack, version, decided_at and revision set. */
struct wave_voice {
	void *self;
	/* Says it anew. */
	void (*say)(void *self, const struct judgement *judgement);
	/* Takes `judgement`, as it was said, back at `at`; `because` is the fact that overtook it, or NULL when only
	 * time passed. */
	void (*withdraw)(void *self, const struct judgement *judgement, struct instant at, const struct fact *because);
};

/* Room for the work, reused from case to case; about 240 kB, the caller's. */
struct wave_bench {
	struct judgements standing;
	struct utterances utterances;
};

/* What routing said of the case in this wave, in order, and sla has not heard yet. */
struct wave_upstream {
	void *self;
	/* When the first of it was said; false when nothing is left. */
	bool (*next)(void *self, struct instant *at);
	/* Puts into casefile->upstream what was said up to `at`. False: it cannot be read, and the voice tells why. */
	bool (*hear)(void *self, struct instant at);
};

/* All of these are false when the case is, or has now been, quarantined. */

/* What routing does as time alone passes, up to `until`, each at its own instant. */
bool wave_routing_dues(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, struct instant until, const struct wave_voice *voice);
/* Then routing hears `news` at `now`. */
bool wave_routing(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice);
/* Or the calendar changed (`because`: source and id of the fact that says so), and it judges the case again. */
bool wave_routing_again(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *because, struct instant now, const struct wave_voice *voice);

/* Time passes for sla up to `until`, of which routing said nothing: what fell due after casefile->judged_at, in order.
 */
bool wave_sla_dues(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, struct instant until, const struct wave_voice *voice);
/* The same, and in its place what routing said, which is heard before what falls due at the same instant. */
bool wave_sla_time(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct wave_upstream *upstream, struct instant until,
    const struct wave_voice *voice);
/* The same up to news at `now`: all that fell due goes before what routing said at `now`, which is heard and not yet
 * judged. */
bool wave_sla_before(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct wave_upstream *upstream, struct instant now,
    const struct wave_voice *voice);
/* Then sla hears `news` (may be NULL). */
bool wave_sla_news(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice);
/* Or the calendar changed, see above. */
bool wave_sla_again(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *because, struct instant now, const struct wave_voice *voice);

#endif
