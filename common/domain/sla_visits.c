/* The clock for each visit missed: another is to be offered in time, for a day that is in time or that suits the
 * customer better. */
#include "domain/sla_bench.h"

static bool
offers_again(const struct clock_run *run, const struct fact *fact)
{
	return fact->kind == FACT_APPOINTMENT_OFFERED && text_equal(fact->appointment.appointment, run->ref) &&
	       (fact->appointment.suits_customer || fact->appointment.offered_for == NO_DAY ||
		   fact->appointment.offered_for <= civil_to_days(run->dates[0].deadline.last_day));
}

static void
find_offer(const struct bench *bench, struct clock_run *run, size_t from)
{
	for (size_t i = from; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];

		if (!offers_again(run, fact))
			continue;
		run->met_at = fact->occurred_at;
		run->met_by = fact;
		return;
	}
}

void
keep_visits(struct bench *bench, const struct clock_rule *rule)
{
	const struct facts *facts = bench->history->facts;
	uint16_t instance = 0;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];
		struct clock_run run;
		struct deadline deadline;

		if (fact->kind != FACT_APPOINTMENT_MISSED)
			continue;
		bench_prepare(bench, rule, &run);
		run.instance = ++instance;
		run.ref = fact->appointment.appointment;
		if (!bench_add_date(bench, &run, fact->occurred_at,
			deadline_count(bench->calendar, fact->occurred_at, rule->limit, &deadline), &deadline,
			(struct text){ 0 }, fact))
			continue;
		find_offer(bench, &run, i + 1);
		bench_find_stop(bench, &run, fact->occurred_at, rule->stops);
		bench_finish(bench, &run);
	}
}
