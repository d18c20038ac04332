/* Clocks kept for each action promised, each order of the Ombudsman and each recommendation, to the date of each. */
#include "domain/sla_bench.h"

/* Every promise of the kind this clock is kept for, in the order first made. */
static const struct promise *
promise_in(const struct clock_rule *rule, const struct fact *fact, uint8_t *count)
{
	*count = 0;
	/* A clock of one stage keeps what was promised in that stage. */
	if (rule->stage != 0 && fact->stage != rule->stage)
		return NULL;
	if (rule->per == CLOCK_PER_ACTION && (fact->kind == FACT_RESPONSE_ISSUED || fact->kind == FACT_REMEDY_AGREED)) {
		*count = fact->response.promise_count;
		return fact->response.promises;
	}
	if ((rule->per != CLOCK_PER_ACTION && fact->kind == FACT_OMBUDSMAN_DETERMINED) ||
	    (rule->per == CLOCK_PER_RECOMMENDATION && fact->kind == FACT_RECOMMENDATION_MADE)) {
		*count = fact->ombudsman.promise_count;
		return fact->ombudsman.promises;
	}
	return NULL;
}

/* Whether a promise is this clock's: binding but for a recommendation, and with a date, its own or the pack's. */
static bool
is_dated(const struct clock_rule *rule, const struct promise *promise)
{
	return (promise->due != PROMISE_NO_DATE || rule->limit.unit != LIMIT_NAMED_DATE) &&
	       promise->binding == (rule->per != CLOCK_PER_RECOMMENDATION);
}

static enum deadline_status
find_date(const struct bench *bench, const struct clock_rule *rule, const struct promise *promise, struct instant from,
    struct deadline *out)
{
	if (promise->due != PROMISE_NO_DATE)
		return deadline_on(bench->calendar, from, promise->due, out);
	return deadline_count(bench->calendar, from, rule->limit, out);
}

/* Known by its reference; without one, each is a promise of its own. */
static bool
was_promised_before(
    const struct bench *bench, const struct clock_rule *rule, struct text ref, size_t fact, uint8_t item)
{
	for (size_t i = 0; i <= fact && !text_is_empty(ref); i++) {
		uint8_t count;
		const struct promise *promises = promise_in(rule, bench->history->facts->in_order[i], &count);

		for (uint8_t k = 0; k < count && (i < fact || k < item); k++) {
			if (text_equal(promises[k].ref, ref) && is_dated(rule, &promises[k]))
				return true;
		}
	}
	return false;
}

/* The first word at or after `since` that what was promised is done. */
static void
find_kept(const struct bench *bench, struct clock_run *run, struct instant since)
{

	for (size_t i = 0; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];

		bool done = run->rule->per == CLOCK_PER_ACTION ? fact_kind_does_action(fact->kind)
							       : fact->kind == FACT_ORDER_COMPLETED;

		if (!done || instant_before(fact->occurred_at, since) || !text_equal(fact->completed.ref, run->ref) ||
		    (run->rule->per == CLOCK_PER_ORDER && !fact->completed.done))
			continue;
		run->met_at = fact->occurred_at;
		run->met_by = fact;
		return;
	}
}

/* New dates for it in the facts after the one that made it, while it was still to be kept. */
static void
find_changed(const struct bench *bench, struct clock_run *run, size_t from)
{
	uint16_t unknown = 0;

	for (size_t i = from; i < bench->history->facts->count && !text_is_empty(run->ref); i++) {
		const struct fact *fact = bench->history->facts->in_order[i];
		uint8_t count;
		const struct promise *promises = promise_in(run->rule, fact, &count);

		for (uint8_t k = 0; k < count; k++) {
			const struct clock_date *present = clock_date_in_force(run);
			struct deadline deadline;

			if (!text_equal(promises[k].ref, run->ref) || !is_dated(run->rule, &promises[k]) ||
			    clock_run_is_over(run, fact->occurred_at) ||
			    !instant_before(fact->occurred_at, present->deadline.due))
				continue;
			if (promises[k].due == PROMISE_NO_DATE)
				continue;
			if (deadline_on(bench->calendar, fact->occurred_at, promises[k].due, &deadline) !=
			    DEADLINE_OK) {
				clock_say_calendar_ended(run, &run->rule->rule,
				    (uint16_t)(UNKNOWN_DATE_NAMED + unknown++), fact->occurred_at, fact, bench->out);
				continue;
			}
			if (instant_equal(deadline.due, present->deadline.due))
				continue;
			bench_move(
			    bench, run, fact->occurred_at, &deadline, &run->rule->rule, TEXT("promise-changed"), fact);
		}
	}
}

void
keep_promises(struct bench *bench, const struct clock_rule *rule)
{
	const struct facts *facts = bench->history->facts;
	uint16_t nameless = 0;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];
		uint8_t count;
		const struct promise *promises = promise_in(rule, fact, &count);

		for (uint8_t k = 0; k < count; k++) {
			struct clock_run run;
			struct deadline deadline;

			if (!is_dated(rule, &promises[k]) || was_promised_before(bench, rule, promises[k].ref, i, k))
				continue;
			bench_prepare(bench, rule, &run);
			run.ref = promises[k].ref;
			if (text_is_empty(run.ref))
				run.instance = ++nameless;
			if (!bench_add_date(bench, &run, fact->occurred_at,
				find_date(bench, rule, &promises[k], fact->occurred_at, &deadline), &deadline,
				(struct text){ 0 }, fact))
				continue;
			find_kept(bench, &run, fact->occurred_at);
			bench_find_stop(bench, &run, fact->occurred_at, rule->stops);
			find_changed(bench, &run, i + 1);
			bench_finish(bench, &run);
		}
	}
}
