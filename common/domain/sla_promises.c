/* Clocks kept for each action promised and each order of the Ombudsman, to the date of each. */
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
	if (rule->per == CLOCK_PER_ORDER && fact->kind == FACT_OMBUDSMAN_DETERMINED) {
		*count = fact->ombudsman.promise_count;
		return fact->ombudsman.promises;
	}
	return NULL;
}

static bool
was_promised_before(
    const struct bench *bench, const struct clock_rule *rule, struct text ref, size_t fact, uint8_t item)
{
	for (size_t i = 0; i <= fact; i++) {
		uint8_t count;
		const struct promise *promises = promise_in(rule, bench->history->facts->in_order[i], &count);

		for (uint8_t k = 0; k < count && (i < fact || k < item); k++) {
			if (text_equal(promises[k].ref, ref) && promises[k].due != PROMISE_NO_DATE)
				return true;
		}
	}
	return false;
}

/* Follows one promise through the facts after the one that made it: a new date, or its keeping. */
static void
follow_promise(const struct bench *bench, struct clock_run *run, size_t from)
{
	for (size_t i = from; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];
		uint8_t count;
		const struct promise *promises = promise_in(run->rule, fact, &count);
		enum fact_kind keeps =
		    run->rule->per == CLOCK_PER_ACTION ? FACT_ACTION_COMPLETED : FACT_ORDER_COMPLETED;

		if (fact->kind == keeps && text_equal(fact->completed.ref, run->ref) && !instant_is_set(run->met_at)) {
			run->met_at = fact->occurred_at;
			run->met_by = fact;
		}
		for (uint8_t k = 0; k < count; k++) {
			const struct clock_date *present = clock_date_in_force(run);
			struct deadline deadline;

			if (!text_equal(promises[k].ref, run->ref) || promises[k].due == PROMISE_NO_DATE ||
			    clock_run_is_over(run, fact->occurred_at) ||
			    !instant_before(fact->occurred_at, present->deadline.due))
				continue;
			if (deadline_on(bench->calendar, fact->occurred_at, promises[k].due, &deadline) !=
				DEADLINE_OK ||
			    instant_equal(deadline.due, present->deadline.due))
				continue;
			if (!clock_add_date(
				run, fact->occurred_at, &deadline, &run->rule->rule, TEXT("promise-changed"), fact))
				bench->out->full = true;
		}
	}
}

void
keep_promises(struct bench *bench, const struct clock_rule *rule)
{
	const struct facts *facts = bench->history->facts;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];
		uint8_t count;
		const struct promise *promises = promise_in(rule, fact, &count);

		for (uint8_t k = 0; k < count; k++) {
			struct clock_run run;
			struct deadline deadline;

			if (promises[k].due == PROMISE_NO_DATE || !promises[k].binding ||
			    was_promised_before(bench, rule, promises[k].ref, i, k))
				continue;
			bench_prepare(bench, rule, &run);
			run.ref = promises[k].ref;
			if (!bench_add_date(bench, &run, fact->occurred_at,
				deadline_on(bench->calendar, fact->occurred_at, promises[k].due, &deadline), &deadline,
				(struct text){ 0 }, fact))
				continue;
			follow_promise(bench, &run, i + 1);
			bench_find_stop(bench, &run, fact->occurred_at, rule->stops);
			bench_finish(bench, &run);
		}
	}
}
