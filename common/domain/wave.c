#include "domain/wave.h"

/* Says the difference between bench->standing and what stands, and makes it so. */
static bool
utter(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy, struct instant at,
    const struct fact *because, const struct wave_voice *voice)
{
	if (bench->standing.full) {
		casefile->quarantined = true;
		return false;
	}
	judgements_difference(&bench->standing, &casefile->standing, &casefile->spoken, &bench->utterances);
	/* Withdrawals come first and name places in what stood before any was taken out: go from the last to the first
	 * when removing, after all were said. */
	for (size_t i = 0; i < bench->utterances.count && bench->utterances.list[i].withdraw; i++)
		voice->withdraw(voice->self, &casefile->standing.list[bench->utterances.list[i].index], at, because);
	for (size_t i = bench->utterances.count; i-- > 0;) {
		if (bench->utterances.list[i].withdraw)
			judgements_remove(&casefile->standing, bench->utterances.list[i].index);
	}
	for (size_t i = 0; i < bench->utterances.count; i++) {
		struct judgement *said;

		if (bench->utterances.list[i].withdraw)
			continue;
		said = &bench->standing.list[bench->utterances.list[i].index];
		said->revision = bench->utterances.list[i].revision;
		said->decided_at = at;
		/* A law's judgement names the law already. */
		if (text_is_empty(said->pack)) {
			said->pack = policy->pack;
			said->version = policy->version;
		}
		voice->say(voice->self, said);
		casefile_said(casefile, said);
	}
	return !casefile->quarantined;
}

/* One judge at work on one case. */
struct work {
	struct wave_bench *bench;
	struct casefile *casefile;
	const struct policy *policy;
	const struct calendar *calendar;
	const struct wave_voice *voice;
	bool is_routing;
};

static void
look(const struct work *work, struct instant at, struct instant *next)
{
	if (work->is_routing)
		routing_judge(work->policy, work->calendar, &work->casefile->facts, at, &work->bench->standing, next);
	else
		sla_judge(work->policy, work->calendar, &work->casefile->facts, &work->casefile->upstream, at,
		    &work->bench->standing, next);
}

/* Looks at the case as at `at`, and says what differs. */
static bool
judge(const struct work *work, struct instant at, const struct fact *because)
{
	look(work, at, &work->casefile->next_due);
	work->casefile->judged_at = at;
	return utter(work->bench, work->casefile, work->policy, at, because, work->voice);
}

/* What fell due after the last look: each at its own instant, up to `until` (or just before it). */
static bool
fire(const struct work *work, struct instant until, bool inclusive)
{
	struct instant next;

	if (work->casefile->quarantined)
		return false;
	if (!instant_is_set(work->casefile->judged_at))
		return true;
	look(work, work->casefile->judged_at, &next);
	while (inclusive ? !instant_before(until, next) : instant_before(next, until)) {
		if (!judge(work, next, NULL))
			return false;
		next = work->casefile->next_due;
	}
	work->casefile->next_due = next;
	return true;
}

bool
wave_routing(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, true };

	if (casefile->quarantined || (news != NULL && !casefile_hear(casefile, news)))
		return false;
	return judge(&work, now, news);
}

bool
wave_routing_dues(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, struct instant until, const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, true };

	return fire(&work, until, true);
}

bool
wave_routing_again(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *because, struct instant now, const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, true };

	return !casefile->quarantined && judge(&work, now, because);
}

bool
wave_sla_dues(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, struct instant until, const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, false };

	return fire(&work, until, true);
}

/* What routing said at instants of its own, each after what fell due before it; then the rest that fell due. */
static bool
go_along(const struct work *work, const struct wave_upstream *upstream, struct instant until, bool inclusive)
{
	struct instant at;

	while (upstream->next(upstream->self, &at) &&
	       (inclusive ? !instant_before(until, at) : instant_before(at, until))) {
		if (!fire(work, at, false) || !upstream->hear(upstream->self, at) || !judge(work, at, NULL))
			return false;
	}
	return fire(work, until, true);
}

bool
wave_sla_time(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct wave_upstream *upstream, struct instant until,
    const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, false };

	return go_along(&work, upstream, until, true);
}

bool
wave_sla_before(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct wave_upstream *upstream, struct instant now,
    const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, false };

	return go_along(&work, upstream, now, false) && upstream->hear(upstream->self, now);
}

bool
wave_sla_news(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, false };

	if (casefile->quarantined || (news != NULL && !casefile_hear(casefile, news)))
		return false;
	return judge(&work, now, news);
}

bool
wave_sla_again(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *because, struct instant now, const struct wave_voice *voice)
{
	const struct work work = { bench, casefile, policy, calendar, voice, false };

	return !casefile->quarantined && judge(&work, now, because);
}
