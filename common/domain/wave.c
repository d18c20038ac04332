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
		said->pack = policy->pack;
		said->version = policy->version;
		voice->say(voice->self, said);
		casefile_said(casefile, said);
	}
	return !casefile->quarantined;
}

bool
wave_routing(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice)
{
	if (casefile->quarantined || (news != NULL && !casefile_hear(casefile, news)))
		return false;
	routing_judge(policy, calendar, &casefile->facts, now, &bench->standing);
	casefile->judged_at = now;
	return utter(bench, casefile, policy, now, news, voice);
}

bool
wave_sla_dues(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, struct instant until, const struct wave_voice *voice)
{
	struct instant next;

	if (casefile->quarantined)
		return false;
	if (!instant_is_set(casefile->judged_at))
		return true;
	sla_judge(
	    policy, calendar, &casefile->facts, &casefile->upstream, casefile->judged_at, &bench->standing, &next);
	while (!instant_before(until, next)) {
		struct instant at = next;

		sla_judge(policy, calendar, &casefile->facts, &casefile->upstream, at, &bench->standing, &next);
		if (!utter(bench, casefile, policy, at, NULL, voice))
			return false;
		casefile->judged_at = at;
	}
	casefile->next_due = next;
	return true;
}

bool
wave_sla_news(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *news, struct instant now, const struct wave_voice *voice)
{
	if (casefile->quarantined || (news != NULL && !casefile_hear(casefile, news)))
		return false;
	sla_judge(policy, calendar, &casefile->facts, &casefile->upstream, now, &bench->standing, &casefile->next_due);
	casefile->judged_at = now;
	return utter(bench, casefile, policy, now, news, voice);
}

bool
wave_sla_again(struct wave_bench *bench, struct casefile *casefile, const struct policy *policy,
    const struct calendar *calendar, const struct fact *because, struct instant now, const struct wave_voice *voice)
{
	if (casefile->quarantined)
		return false;
	sla_judge(policy, calendar, &casefile->facts, &casefile->upstream, now, &bench->standing, &casefile->next_due);
	casefile->judged_at = now;
	return utter(bench, casefile, policy, now, because, voice);
}
