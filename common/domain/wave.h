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

/* routing hears `news` (NULL: only time passed) at `now`. False when the case is, or has now been, quarantined. */
bool wave_routing(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice);

/* sla fires what fell due after casefile->judged_at and up to `until`, in order. Call before routing's news of the wave
 * is put into casefile->upstream. */
bool wave_sla_dues(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, struct instant until, const struct wave_voice *voice);
/* Then sla hears `news` (may be NULL), with casefile->upstream up to date. */
bool wave_sla_news(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice);
/* The calendar changed (`because`: source and id of the fact that says so): judges the case again. Call after
 * wave_sla_dues. */
bool wave_sla_again(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *because, struct instant now, const struct wave_voice *voice);

#endif
