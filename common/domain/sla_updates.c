/* The clock from each word to the customer to the next. */
#include "domain/sla_bench.h"

/* A word to the customer of how the case stands. */
static bool
is_update(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_CUSTOMER_CONTACTED:
		return fact->contacted.progress_update || fact->contacted.reached;
	case FACT_CASE_ACKNOWLEDGED:
	case FACT_EXTENSION_NOTIFIED:
	case FACT_RESPONSE_ISSUED:
	case FACT_INFORMAL_OUTCOME_GIVEN:
	case FACT_ESCALATION_DECIDED:
	case FACT_SCOPE_DECIDED:
		return true;
	default:
		return false;
	}
}

/* How soon the customer is to hear again, as agreed by `at`; else the pack's own limit. */
static struct limit
interval_at(const struct bench *bench, const struct clock_rule *rule, struct instant at)
{
	struct limit agreed = rule->limit;

	for (size_t i = 0; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];
		uint16_t every = 0;

		if (instant_before(at, fact->occurred_at))
			break;
		if (fact->kind == FACT_CONTACT_RECEIVED)
			every = fact->contact.update_every;
		if (fact->kind == FACT_CUSTOMER_CONTACTED)
			every = fact->contacted.update_every;
		if (every > 0)
			agreed = (struct limit){ .unit = LIMIT_WORKING_DAYS, .count = every };
	}
	return agreed;
}

/* Whether the customer is waiting for something just after `at`: a stage unanswered, or an action outstanding. */
static bool
is_waiting(const struct bench *bench, const struct clock_rule *rule, struct instant at)
{
	const struct moments *whole = (&bench->history->stages[0]);
	bool waiting = false;

	if ((rule->kinds & (UINT32_C(1) << CASE_KIND_SERVICE_REQUEST)) != 0 &&
	    (bench->kinds & (UINT32_C(1) << CASE_KIND_SERVICE_REQUEST)) != 0)
		waiting = !instant_is_set(whole->at[MOMENT_INFORMAL_OUTCOME]) ||
			  instant_before(at, whole->at[MOMENT_INFORMAL_OUTCOME]);
	if (instant_is_set(whole->at[MOMENT_RECEIVED]) && !instant_before(at, whole->at[MOMENT_RECEIVED])) {
		for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
			const struct moments *stage = (&bench->history->stages[n]);
			struct instant opened = stage->at[MOMENT_STAGE_OPENED];
			struct instant answered = stage->at[MOMENT_RESPONDED];

			if (instant_is_set(opened) && !instant_before(at, opened))
				waiting = !instant_is_set(answered) || instant_before(at, answered);
		}
	}
	if (waiting)
		return true;
	for (size_t i = 0; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];

		if (instant_before(at, fact->occurred_at))
			break;
		if ((fact->kind != FACT_RESPONSE_ISSUED && fact->kind != FACT_REMEDY_AGREED))
			continue;
		for (uint8_t k = 0; k < fact->response.promise_count; k++) {
			bool done = false;

			for (size_t j = 0; j < bench->history->facts->count && !done; j++) {
				const struct fact *other = bench->history->facts->in_order[j];

				done = other->kind == FACT_ACTION_COMPLETED &&
				       !instant_before(at, other->occurred_at) &&
				       text_equal(other->completed.ref, fact->response.promises[k].ref);
			}
			if (!done)
				return true;
		}
	}
	return false;
}

/* One instance from each word to the customer to the next, while something is waited for. */
void
keep_updates(struct bench *bench, const struct clock_rule *rule)
{
	const struct facts *facts = bench->history->facts;
	struct clock_run run;
	bool open = false;
	uint16_t instance = 0;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];
		bool update = is_update(fact);
		bool waiting = is_waiting(bench, rule, fact->occurred_at);
		struct deadline deadline;
		struct limit every = interval_at(bench, rule, fact->occurred_at);

		if (open && update) {
			run.met_at = fact->occurred_at;
			run.met_by = fact;
		} else if (open && !waiting) {
			run.stopped_at = fact->occurred_at;
			run.stopped_why = TEXT("nothing-outstanding");
			run.stopped_by = fact;
		}
		if (open && (update || !waiting)) {
			bench_finish(bench, &run);
			open = false;
		}
		if (open || !waiting || every.unit == LIMIT_NONE)
			continue;
		bench_prepare(bench, rule, &run);
		run.instance = ++instance;
		bench_find_stop(bench, &run, fact->occurred_at, rule->stops);
		open = bench_add_date(bench, &run, fact->occurred_at,
		    deadline_count(bench->calendar, fact->occurred_at, every, &deadline), &deadline, (struct text){ 0 },
		    fact);
	}
	if (open)
		bench_finish(bench, &run);
}
