/* Facts of a case, and what routing judged of it: dues that have come are fired first, each at its own instant, then
 * the case is judged with the news. */
#include "domain/wave.h"
#include "sla/hears.h"
#include "sla/state.h"

enum outcome
on_case(struct delivery *in)
{
	batch_touch(in->batch, (struct case_key){ in->event->landlord_id, in->event->case_ref });
	return OUTCOME_DONE;
}

bool
judge_case(struct state *state, struct batch *batch, const struct wave *wave, struct case_key key, struct error *error)
{
	struct wave_bench *bench = desk_bench(state->desk);
	struct wave_upstream upstream;
	struct open_case *open;

	if (!desk_open(state->desk, batch, wave, key, 0, &open, error))
		return false;
	upstream = desk_upstream(open);
	if (open->policy != NULL &&
	    !wave_sla_before(bench, open->casefile, open->policy, open->calendar, &upstream, wave->now, &open->voice))
		return case_limit_reached(open, error);
	if (!desk_hear_upstream(state->desk, open, error))
		return false;
	if (open->policy == NULL)
		return true;
	if (!wave_sla_news(bench, open->casefile, open->policy, open->calendar, open->news, wave->now, &open->voice) ||
	    open->failed)
		return case_limit_reached(open, error);
	due_table_note(&SLA_DUES, batch, open);
	return true;
}
