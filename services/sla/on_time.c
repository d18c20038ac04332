/* Time passed: every case with something due by now is brought up to date, due by due. */
#include "base/arena.h"
#include "domain/wave.h"
#include "runtime/desk.h"
#include "sla/hears.h"
#include "sla/state.h"
#include "sla_sql.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

enum outcome
on_time(struct delivery *in)
{
	(void)in;
	return OUTCOME_DONE;
}

/* The open case whose next due comes first, and not after `until`; NULL when none is left. */
static struct open_case *
earliest(struct open_case **cases, size_t count, struct instant until)
{
	struct open_case *first = NULL;

	for (size_t i = 0; i < count; i++) {
		struct instant due;

		if (cases[i] == NULL || cases[i]->casefile->quarantined)
			continue;
		due = cases[i]->casefile->next_due;
		if (!instant_before(until, due) && (first == NULL || instant_before(due, first->casefile->next_due)))
			first = cases[i];
	}
	return first;
}

/* A case that cannot be laid open is NULL, and has no due any more. */
static bool
open_cases(struct state *state, struct batch *batch, const struct wave *wave, const struct rows *rows,
    struct open_case **cases, struct error *error)
{
	struct case_key keys[DESK_CASES_MAX];

	for (size_t i = 0; i < rows->count; i++)
		keys[i] = (struct case_key){ (uint32_t)rows_int(rows, i, 0), rows_text(rows, i, 1) };
	if (!batch_load(batch, keys, rows->count, error))
		return false;
	for (size_t i = 0; i < rows->count; i++) {
		struct error why = { 0 };

		if (!desk_open(state->desk, batch, wave, keys[i], i, &cases[i], &why)) {
			*error = why;
			if (!case_set_aside(keys[i], &why))
				return false;
			dues_clear(batch, keys[i]);
			cases[i] = NULL;
			continue;
		}
		/* The first due is on record; the case itself says the later ones. */
		cases[i]->casefile->next_due = cases[i]->policy == NULL ? INSTANT_FAR : rows_instant(rows, i, 2);
	}
	return true;
}

bool
fire_dues(struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error)
{
	struct params params = params_new(batch_arena(batch));
	struct open_case *cases[DESK_CASES_MAX];
	struct open_case *open;
	struct rows rows;
	struct instant until = wave->now;

	params_instant(&params, wave->now);
	params_int4(&params, DESK_CASES_MAX);
	if (!store_query(batch_store(batch), SQL_READ_DUES, &params, batch_arena(batch), &rows, error) ||
	    !open_cases(state, batch, wave, &rows, cases, error))
		return false;
	/* With more to come, go no further than the last one read, so that all fire in order. */
	*again = rows.count == DESK_CASES_MAX;
	if (*again)
		until = rows_instant(&rows, rows.count - 1, 2);
	while ((open = earliest(cases, rows.count, until)) != NULL) {
		if (!wave_sla_dues(desk_bench(state->desk), open->casefile, open->policy, open->calendar,
			open->casefile->next_due, &open->voice) ||
		    open->failed)
			case_quarantine(open);
	}
	for (size_t i = 0; i < rows.count; i++) {
		if (cases[i] != NULL)
			dues_note(batch, cases[i]);
	}
	return true;
}
