/* Clocks of the law, kept for each hazard: beside the complaint's, at the same time, whatever becomes of the case. What
 * a law covers and what it asks stand in its pack; here is only how a hazard's facts make its moments. */
#include "domain/sla_bench.h"

struct hazard {
	struct text ref;
	struct text kind;			       /* the last that was said; or empty */
	const struct fact *known[HAZARD_GRADES_COUNT]; /* as of a grade the law covers; NULL: not, or not covered */
	struct instant aware;			       /* the first of them */
};

/* The first fact at or after `from` (INSTANT_NONE: ever) that is `moment` of the hazard; NULL when there is none. */
static const struct fact *
first_fact(const struct bench *bench, struct text ref, enum hazard_moment moment, struct instant from)
{
	const struct facts *facts = bench->history->facts;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		if (instant_is_set(from) && instant_before(fact->occurred_at, from))
			continue;
		if (hazard_moment_is(moment, fact) && text_equal(hazard_of_fact(fact), ref))
			return fact;
	}
	return NULL;
}

/* Of several versions of a law in force that day, the one that came into force last, then the one put last. */
static bool
is_the_version(const struct laws *laws, uint8_t at, int32_t day)
{
	const struct policy *law = laws->list[at].policy;

	for (uint8_t i = 0; i < laws->count; i++) {
		const struct policy *other = laws->list[i].policy;

		if (i == at || !text_equal(other->pack, law->pack) || !policy_in_force(other, day))
			continue;
		if (other->in_force_from > law->in_force_from || (other->in_force_from == law->in_force_from && i > at))
			return false;
	}
	return policy_in_force(law, day);
}

/* Whether the law covers hazards of this grade and kind of which the landlord became aware that day. */
static bool
covers(const struct policy *law, enum hazard_grade grade, struct text kind, int32_t day)
{
	bool of_its_kind = false, any_kind = false, has_row = false;

	for (uint8_t i = 0; i < law->hazards_count; i++) {
		const struct hazard_rule *row = &law->hazards[i];
		bool since = row->since != NO_DAY && row->since <= day;

		if ((row->grades & (UINT32_C(1) << grade)) == 0)
			continue;
		if (text_is_empty(row->kind)) {
			any_kind |= since;
		} else if (text_equal(row->kind, kind)) {
			has_row = true;
			of_its_kind |= since;
		}
	}
	return has_row ? of_its_kind : any_kind;
}

static struct text
kind_of(const struct bench *bench, struct text ref)
{
	const struct facts *facts = bench->history->facts;

	for (size_t i = facts->count; i-- > 0;) {
		const struct fact *fact = facts->in_order[i];

		if (fact->kind == FACT_HAZARD_IDENTIFIED && text_equal(fact->hazard.ref, ref) &&
		    !text_is_empty(fact->hazard.kind))
			return fact->hazard.kind;
	}
	return (struct text){ 0 };
}

/* What the law makes of the hazard; false when it covers nothing of it. The day of awareness decides. */
static bool
find_hazard(const struct bench *bench, const struct laws *laws, uint8_t law, struct text ref, struct hazard *out)
{
	const struct zone *zone = &bench->calendar->zone;
	struct instant first = INSTANT_NONE;

	*out = (struct hazard){ .ref = ref, .kind = kind_of(bench, ref), .aware = INSTANT_NONE };
	for (int grade = 0; grade < HAZARD_GRADES_COUNT; grade++) {
		const struct fact *fact =
		    first_fact(bench, ref, (enum hazard_moment)(HAZARD_MOMENT_EMERGENCY_KNOWN + grade), INSTANT_NONE);

		if (fact == NULL)
			continue;
		if (!instant_is_set(first) || instant_before(fact->occurred_at, first))
			first = fact->occurred_at;
		if (!covers(
			bench->policy, (enum hazard_grade)grade, out->kind, zone_local_day(zone, fact->occurred_at)))
			continue;
		out->known[grade] = fact;
		if (!instant_is_set(out->aware) || instant_before(fact->occurred_at, out->aware))
			out->aware = fact->occurred_at;
	}
	return instant_is_set(out->aware) && is_the_version(laws, law, zone_local_day(zone, first));
}

/* The first fact that starts the clock, or the first after it was `stopped`; NULL when there is none. And from when it
 * counts: what was concluded before the law covered the hazard counts from when it did. */
static const struct fact *
find_start(const struct bench *bench, const struct hazard *hazard, enum hazard_moment starts, struct instant stopped,
    struct instant *start)
{
	struct instant from = instant_is_set(stopped) ? (struct instant){ stopped.us + 1 } : INSTANT_NONE;
	const struct fact *by = first_fact(bench, hazard->ref, starts, from);

	if (by == NULL || (starts <= HAZARD_MOMENT_SIGNIFICANT_KNOWN &&
			      hazard->known[starts - HAZARD_MOMENT_EMERGENCY_KNOWN] == NULL))
		return NULL;
	*start = instant_before(by->occurred_at, hazard->aware) ? hazard->aware : by->occurred_at;
	return by;
}

/* From when on a moment answers a clock that started at `start`. An investigation already made need not be made again,
 * and work may have been done before its need was written down; that it is no emergency takes an investigation since;
 * all else comes after. */
static struct instant
answers_from(const struct bench *bench, const struct hazard *hazard, enum hazard_moment moment, struct instant start)
{
	const struct fact *investigated;

	switch (moment) {
	case HAZARD_MOMENT_INVESTIGATED:
		return INSTANT_NONE;
	case HAZARD_MOMENT_NO_EMERGENCY_FOUND:
		investigated = first_fact(bench, hazard->ref, HAZARD_MOMENT_INVESTIGATED, start);
		return investigated == NULL ? INSTANT_FAR : investigated->occurred_at;
	case HAZARD_MOMENT_SAFETY_WORK_DONE:
	case HAZARD_MOMENT_PREVENTATIVE_WORK_BEGUN:
	case HAZARD_MOMENT_PREVENTATIVE_WORK_STARTED:
		return hazard->aware;
	default:
		return start;
	}
}

static const struct fact *
first_answer(const struct bench *bench, const struct hazard *hazard, int moment, struct instant start)
{
	return first_fact(bench, hazard->ref, (enum hazard_moment)moment,
	    answers_from(bench, hazard, (enum hazard_moment)moment, start));
}

/* The fact by which all of `mask` had happened; NULL while one has not. */
static const struct fact *
find_all(const struct bench *bench, const struct hazard *hazard, uint32_t mask, struct instant start)
{
	const struct fact *last = NULL;

	for (int moment = 0; moment < HAZARD_MOMENTS_COUNT; moment++) {
		const struct fact *fact;

		if ((mask & (UINT32_C(1) << moment)) == 0)
			continue;
		fact = first_answer(bench, hazard, moment, start);
		if (fact == NULL)
			return NULL;
		if (last == NULL || instant_before(last->occurred_at, fact->occurred_at))
			last = fact;
	}
	return last;
}

static void
find_end(const struct bench *bench, const struct hazard *hazard, struct clock_run *run, struct instant start)
{
	const struct hazard_terms *terms = &run->rule->hazard;

	for (uint8_t i = 0; i < terms->meets_count; i++) {
		const struct fact *by = find_all(bench, hazard, terms->meets[i], start);
		/* Done before it was owed: met as it starts. */
		struct instant at = by == NULL || instant_before(by->occurred_at, start) ? start : by->occurred_at;

		if (by == NULL || (instant_is_set(run->met_at) && !instant_before(at, run->met_at)))
			continue;
		run->met_at = at;
		run->met_by = by;
	}
	for (int moment = 0; moment < HAZARD_MOMENTS_COUNT; moment++) {
		const struct fact *by =
		    (terms->stops & (UINT32_C(1) << moment)) == 0 ? NULL : first_answer(bench, hazard, moment, start);

		if (by == NULL ||
		    (instant_is_set(run->stopped_at) && !instant_before(by->occurred_at, run->stopped_at)))
			continue;
		run->stopped_at = by->occurred_at;
		run->stopped_why = text_of(hazard_moment_name((enum hazard_moment)moment));
		run->stopped_by = by;
	}
}

static bool
was_met(const struct clock_run *run)
{
	return instant_is_set(run->met_at) &&
	       !(instant_is_set(run->stopped_at) && instant_before(run->stopped_at, run->met_at));
}

/* What was stopped, and not met, starts again when its cause is said again. */
static void
keep_clock(struct bench *bench, const struct hazard *hazard, const struct clock_rule *rule)
{
	struct instant start = INSTANT_NONE;
	const struct fact *by = find_start(bench, hazard, rule->hazard.starts, INSTANT_NONE, &start);

	for (uint16_t instance = 1; by != NULL; instance++) {
		struct clock_run run;
		struct deadline deadline;

		bench_prepare(bench, rule, &run);
		run.ref = hazard->ref;
		run.instance = instance;
		if (!bench_add_date(bench, &run, start, deadline_count(bench->calendar, start, rule->limit, &deadline),
			&deadline, (struct text){ 0 }, by))
			return;
		find_end(bench, hazard, &run, start);
		bench_finish(bench, &run);
		if (was_met(&run) || !instant_is_set(run.stopped_at))
			return;
		by = find_start(bench, hazard, rule->hazard.starts, run.stopped_at, &start);
	}
}

/* Whether an earlier fact identified a hazard of this ref. */
static bool
was_identified_before(const struct facts *facts, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (facts->in_order[i]->kind == FACT_HAZARD_IDENTIFIED &&
		    text_equal(facts->in_order[i]->hazard.ref, facts->in_order[at]->hazard.ref))
			return true;
	}
	return false;
}

void
keep_hazards(const struct bench *bench)
{
	const struct laws *laws = bench->policy->laws;
	const struct facts *facts = bench->history->facts;
	size_t said = bench->out->count;

	for (uint8_t i = 0; laws != NULL && i < laws->count; i++) {
		const struct policy *law = laws->list[i].policy;
		struct bench of_law = *bench;

		of_law.policy = law;
		of_law.calendar = laws->list[i].calendar;
		for (size_t f = 0; f < facts->count; f++) {
			struct hazard hazard;

			if (facts->in_order[f]->kind != FACT_HAZARD_IDENTIFIED || was_identified_before(facts, f) ||
			    !find_hazard(&of_law, laws, i, facts->in_order[f]->hazard.ref, &hazard))
				continue;
			for (uint8_t c = 0; c < law->clock_count; c++) {
				if ((law->clocks[c].kinds & bench->kinds) != 0)
					keep_clock(&of_law, &hazard, &law->clocks[c]);
			}
		}
		for (; said < bench->out->count; said++) {
			bench->out->list[said].pack = law->pack;
			bench->out->list[said].version = law->version;
		}
	}
}
