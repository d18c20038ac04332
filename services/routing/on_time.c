/* Time passed, or days count otherwise: what opens by itself, or no longer would have. */
#include "domain/wave.h"
#include "routing/hears.h"
#include "routing/state.h"
#include "routing_sql.h"
#include "runtime/book_event.h"

static bool
fire(struct wave_bench *bench, struct open_case *open, struct instant until)
{
	return wave_routing_dues(bench, open->casefile, open->policy, open->calendar, until, &open->voice);
}

static bool
judge_again(struct wave_bench *bench, struct open_case *open, const struct fact *because, struct instant now)
{
	return wave_routing_dues(bench, open->casefile, open->policy, open->calendar, now, &open->voice) &&
	       wave_routing_again(bench, open->casefile, open->policy, open->calendar, because, now, &open->voice);
}

const struct due_table ROUTING_DUES = {
	.read_dues = SQL_READ_DUES,
	.read_cases = SQL_READ_OPEN_CASES,
	.note = SQL_NOTE_DUE,
	.clear = SQL_CLEAR_DUE,
	.fire = fire,
	.again = judge_again,
	.may_change = casefile_opens_by_itself,
};

enum outcome
on_time(struct delivery *in)
{
	(void)in;
	return OUTCOME_DONE;
}

bool
judge_time(struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error)
{
	if (book_event_changes_days(wave->root))
		return due_table_again(&ROUTING_DUES, state->desk, batch, wave, wave->part, again, error);
	return due_table_fire(&ROUTING_DUES, state->desk, batch, wave, again, error);
}
