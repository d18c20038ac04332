/* Clocks kept once in their stage: the start, a provisional date before it, extensions, the end. */
#include "domain/laying.h"

static void
find_met(const struct bench *bench, struct clock_run *run)
{
	const struct moments *moments = &bench->history->stages[run->stage];

	for (uint8_t i = 0; i < run->rule->meets_count; i++) {
		enum moment last = MOMENT_RECEIVED;
		struct instant at = moments_all(moments, run->rule->meets[i], &last);

		if (!instant_is_set(at) || (instant_is_set(run->met_at) && !instant_before(at, run->met_at)))
			continue;
		run->met_at = at;
		run->met_by = moments->by[last];
	}
}

/* Extensions speak to the clock of their stage that the pack lets be extended, or else to the one its response meets.
 */
static bool
is_extendable(const struct bench *bench, const struct clock_rule *rule)
{
	bool any = false;

	if (rule->tier_count > 0)
		return true;
	for (uint8_t i = 0; i < bench->policy->clock_count; i++)
		any |= bench->policy->clocks[i].stage == rule->stage && bench->policy->clocks[i].tier_count > 0;
	return !any && rule->whose == CLOCK_LANDLORDS && rule->meets_count == 1 &&
	       (rule->meets[0] & (MOMENT_BIT(RESPONDED) | MOMENT_BIT(RESPONDED_ANYHOW))) != 0;
}

/* Where the start has not happened, the date that follows if what comes before it is done on its last day. */
static bool
provisional_from(const struct bench *bench, const struct clock_rule *rule, struct instant *from, struct instant *since,
    const struct fact **by, struct deadline *due_before)
{
	const struct clock_rule *before;
	const struct moments *moments = &bench->history->stages[rule->stage];

	if (rule->provisional_after == NO_CLOCK)
		return false;
	before = &bench->policy->clocks[rule->provisional_after];
	if (!instant_is_set(moments->at[before->starts]) ||
	    deadline_count(bench->calendar, moments->at[before->starts], before->limit, due_before) != DEADLINE_OK)
		return false;
	*since = moments->at[before->starts];
	*by = moments->by[before->starts];
	*from = zone_start_of_day(&bench->calendar->zone, civil_to_days(due_before->last_day));
	return true;
}

static enum deadline_status
count_once(const struct bench *bench, const struct clock_rule *rule, struct instant from, struct deadline *out)
{
	const struct fact *contact = bench->history->contact;

	if (rule->per == CLOCK_PER_REQUEST)
		return deadline_on(bench->calendar, from, contact->contact.acceptable_by, out);
	return deadline_count(bench->calendar, from, rule->limit, out);
}

/* The later of two: when the second start's date is the later one, it holds from when that start happened. False where
 * the calendar does not know it: then it is the later one, and there is none to show. */
static bool
heed_second_start(const struct bench *bench, struct clock_run *run, const struct moments *moments)
{
	const struct clock_rule *rule = run->rule;
	struct instant at = rule->also_limit.unit == LIMIT_NONE ? INSTANT_NONE : moments->at[rule->also_starts];
	const struct fact *by;
	struct deadline deadline;
	enum deadline_status status;

	if (!instant_is_set(at))
		return true;
	by = moments->by[rule->also_starts];
	status = deadline_count(bench->calendar, at, rule->also_limit, &deadline);
	if (status != DEADLINE_OK)
		return bench_add_date(bench, run, at, status, &deadline, TEXT("later-of-two"), by);
	if (!instant_before(run->dates[0].deadline.due, deadline.due))
		return true;
	if (instant_before(run->dates[0].since, at))
		return bench_add_date(bench, run, at, status, &deadline, TEXT("later-of-two"), by);
	run->dates[0].deadline = deadline;
	return true;
}

void
keep_once(struct bench *bench, const struct clock_rule *rule)
{
	const struct moments *moments = &bench->history->stages[rule->stage];
	struct instant start = moments->at[rule->starts];
	const struct fact *start_by = moments->by[rule->starts];
	struct instant since = start;
	struct instant from = start;
	const struct fact *by = start_by;
	struct clock_run run;
	struct laying laying;
	struct deadline deadline, before;

	bench_prepare(bench, rule, &run);
	run.provisional = provisional_from(bench, rule, &from, &since, &by, &before) &&
			  (!instant_is_set(start) || instant_before(since, start));
	if (!run.provisional) {
		since = from = start;
		by = start_by;
	}
	if (!instant_is_set(from))
		return;
	if (!bench_add_date(
		bench, &run, since, count_once(bench, rule, from, &deadline), &deadline, (struct text){ 0 }, by))
		return;
	if (!heed_second_start(bench, &run, moments))
		return;
	find_met(bench, &run);
	bench_find_stop(bench, &run, since, rule->stops);
	laying = (struct laying){
		.bench = bench,
		.run = &run,
		.start = start,
		.start_by = start_by,
		.extendable = run.provisional || is_extendable(bench, rule),
		.before_rule = run.provisional ? &bench->policy->clocks[rule->provisional_after] : NULL,
	};
	if (run.provisional)
		laying.before = before;
	if (!laying_go(&laying))
		return;
	bench_finish(bench, &run);
}
