#include "domain/casefile.h"

void
casefile_start(struct casefile *casefile)
{
	casefile->facts = (struct facts){ .in_order = casefile->room };
	casefile->standing.count = 0;
	casefile->standing.full = false;
	casefile->spoken.count = 0;
	casefile->spoken.full = false;
	casefile->upstream.count = 0;
	casefile->upstream.full = false;
	casefile->judged_at = INSTANT_NONE;
	casefile->next_due = INSTANT_FAR;
	casefile->quarantined = false;
}

bool
casefile_hear(struct casefile *casefile, const struct fact *fact)
{
	if (!facts_insert(&casefile->facts, fact))
		casefile->quarantined = true;
	return !casefile->quarantined;
}

static void
take_in(struct judgements *judgements, const struct judgement *said, bool *overflow)
{
	if (judgements->count == LIMIT_CASE_JUDGEMENTS) {
		*overflow = true;
		return;
	}
	judgements->list[judgements->count++] = *said;
}

void
casefile_said(struct casefile *casefile, const struct judgement *said)
{
	/* A new revision of a key needs only the highest ever used. */
	for (size_t i = 0; i < casefile->spoken.count; i++) {
		if (judgement_same_key(&casefile->spoken.list[i], said)) {
			casefile->spoken.list[i] = *said;
			take_in(&casefile->standing, said, &casefile->quarantined);
			return;
		}
	}
	take_in(&casefile->spoken, said, &casefile->quarantined);
	take_in(&casefile->standing, said, &casefile->quarantined);
}

static void
take_back(struct judgements *judgements, const struct judgement *said)
{
	for (size_t i = 0; i < judgements->count; i++) {
		if (judgement_same_key(&judgements->list[i], said)) {
			judgements_remove(judgements, i);
			return;
		}
	}
}

void
casefile_withdrew(struct casefile *casefile, const struct judgement *said)
{
	take_back(&casefile->standing, said);
}

void
casefile_upstream_said(struct casefile *casefile, const struct judgement *said)
{
	take_in(&casefile->upstream, said, &casefile->quarantined);
}

void
casefile_upstream_withdrew(struct casefile *casefile, const struct judgement *said)
{
	take_back(&casefile->upstream, said);
}

bool
casefile_opens_by_itself(const struct casefile *casefile)
{
	for (size_t i = 0; i < casefile->standing.count; i++) {
		const struct judgement *said = &casefile->standing.list[i];

		if (said->limit.unit != LIMIT_NONE || text_equal(said->subject, TEXT("opening")))
			return true;
	}
	return false;
}

bool
casefile_may_change(const struct casefile *casefile)
{
	for (size_t i = 0; i < casefile->facts.count; i++) {
		if (casefile->facts.in_order[i]->kind == FACT_HAZARD_IDENTIFIED)
			return true;
	}
	for (size_t i = 0; i < casefile->standing.count; i++) {
		if (casefile->standing.list[i].kind == JUDGEMENT_CLOCK_MISSED)
			return true;
	}
	return judgements_have_open_clock(&casefile->standing);
}
