#include "domain/sla_bench.h"

bool
bench_move(const struct bench *bench, struct clock_run *run, struct instant since, const struct deadline *deadline,
    const struct rule *rule, struct text word, const struct fact *by)
{
	if (clock_add_date(run, since, deadline, rule, word, by))
		return true;
	bench->out->full = true;
	return false;
}

bool
bench_add_date(const struct bench *bench, struct clock_run *run, struct instant since, enum deadline_status status,
    const struct deadline *deadline, struct text word, const struct fact *by)
{
	if (status != DEADLINE_OK) {
		clock_say_calendar_ended(run, &run->rule->rule, UNKNOWN_DATE_OWN, INSTANT_NONE, NULL, bench->out);
		return false;
	}
	return bench_move(bench, run, since, deadline, &run->rule->rule, word, by);
}

void
bench_prepare(const struct bench *bench, const struct clock_rule *rule, struct clock_run *run)
{
	/* Not the whole of it: room for dates not yet there need not be cleared. */
	run->rule = rule;
	run->policy = bench->policy;
	run->calendar = bench->calendar;
	run->stage = rule->stage;
	run->instance = 1;
	run->ref = (struct text){ 0 };
	run->provisional = false;
	run->date_count = run->hold_count = 0;
	run->met_at = run->stopped_at = INSTANT_NONE;
	run->met_by = run->stopped_by = NULL;
	run->stopped_why = (struct text){ 0 };
}

void
bench_find_stop(const struct bench *bench, struct clock_run *run, struct instant start, uint32_t mask)
{
	const struct moments *moments = &bench->history->stages[run->stage];

	for (int i = 0; i < MOMENTS_COUNT; i++) {
		struct instant at = moments->at[i];

		if ((mask & (UINT32_C(1) << i)) == 0 || !instant_is_set(at) || instant_before(at, start))
			continue;
		if (instant_is_set(run->stopped_at) && !instant_before(at, run->stopped_at))
			continue;
		run->stopped_at = at;
		run->stopped_why = text_of(moment_name((enum moment)i));
		run->stopped_by = moments->by[i];
	}
}

bool
clock_run_is_over(const struct clock_run *run, struct instant at)
{
	return (instant_is_set(run->met_at) && !instant_before(at, run->met_at)) ||
	       (instant_is_set(run->stopped_at) && !instant_before(at, run->stopped_at));
}

void
bench_finish(struct bench *bench, const struct clock_run *run)
{
	clock_say(run, bench->now, bench->out, bench->next);
	if (!run->rule->final || !clock_is_missed(run, bench->now))
		return;
	bench->final_missed = clock_date_in_force(run)->deadline.due;
	bench->final_by = clock_date_in_force(run)->by;
}
