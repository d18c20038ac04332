/* A pack or a calendar comes into force, or a holiday is proclaimed: every case with a clock still open is judged
 * again. */
#include "base/arena.h"
#include "domain/wave.h"
#include "runtime/desk.h"
#include "sla/hears.h"
#include "sla/state.h"
#include "sla_sql.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

static bool
judge_again(struct state *state, struct batch *batch, const struct wave *wave, struct case_key key, struct error *error)
{
	const struct fact because = { .kind = FACT_OF_NO_CASE, .source = wave->root->source, .id = wave->root->id };
	struct wave_bench *bench = desk_bench(state->desk);
	struct open_case *open;
	struct error why = { 0 };

	if (!desk_open(state->desk, batch, wave, key, 0, &open, &why)) {
		*error = why;
		return case_set_aside(key, &why);
	}
	if (open->policy == NULL || !judgements_have_open_clock(&open->casefile->standing))
		return true;
	if (!wave_sla_dues(bench, open->casefile, open->policy, open->calendar, wave->now, &open->voice) ||
	    !wave_sla_again(bench, open->casefile, open->policy, open->calendar, &because, wave->now, &open->voice) ||
	    open->failed) {
		case_quarantine(open);
		open->casefile->next_due = INSTANT_FAR;
	}
	dues_note_at(batch, key, open->casefile->next_due);
	return true;
}

/* In order of landlord and case, so many a commit. A row is kept even where nothing falls due any more, so that the
 * rows stay the same from part to part. */
bool
judge_open_cases(struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error)
{
	struct params params = params_new(batch_arena(batch));
	struct case_key keys[DESK_CASES_MAX];
	struct rows rows;

	params_int8(&params, (int64_t)wave->part * DESK_CASES_MAX);
	params_int4(&params, DESK_CASES_MAX);
	if (!store_query(batch_store(batch), SQL_READ_OPEN_CASES, &params, batch_arena(batch), &rows, error))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		keys[i] = (struct case_key){ (uint32_t)rows_int(&rows, i, 0), rows_text(&rows, i, 1) };
	if (!batch_load(batch, keys, rows.count, error))
		return false;
	for (size_t i = 0; i < rows.count; i++) {
		if (!judge_again(state, batch, wave, keys[i], error))
			return false;
	}
	*again = rows.count == DESK_CASES_MAX;
	return true;
}
