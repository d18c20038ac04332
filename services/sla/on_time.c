/* Time passed, or days or the law count otherwise: first the cases of which routing spoke because of it, each with all
 * that it said; then every case with something due, due by due, or that may change by it. */
#include "base/arena.h"
#include "runtime/book_event.h"
#include "sla/hears.h"
#include "sla/state.h"
#include "sla_sql.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

static bool
fire(struct wave_bench *bench, struct open_case *open, struct instant until)
{
	return wave_sla_dues(bench, open->casefile, open->policy, open->calendar, until, &open->voice);
}

static bool
judge_again(struct wave_bench *bench, struct open_case *open, const struct fact *because, struct instant now)
{
	const struct wave_upstream upstream = desk_upstream(open);

	return wave_sla_before(bench, open->casefile, open->policy, open->calendar, &upstream, now, &open->voice) &&
	       wave_sla_again(bench, open->casefile, open->policy, open->calendar, because, now, &open->voice);
}

const struct due_table SLA_DUES = {
	.read_dues = SQL_READ_DUES,
	.read_cases = SQL_READ_OPEN_CASES,
	.note = SQL_NOTE_DUE,
	.clear = SQL_CLEAR_DUE,
	.fire = fire,
	.again = judge_again,
	.may_change = casefile_may_change,
};

bool
dues_next(struct store *store, void *state, struct instant *due, struct error *error)
{
	struct arena arena = { 0 };
	struct rows rows;
	bool ok = store_query(store, SQL_READ_NEXT_DUE, NULL, &arena, &rows, error);

	(void)state;
	*due = INSTANT_FAR;
	if (ok && rows.count == 1 && !rows_is_null(&rows, 0, 0))
		*due = rows_instant(&rows, 0, 0);
	arena_free(&arena);
	return ok;
}

enum outcome
on_time(struct delivery *in)
{
	(void)in;
	return OUTCOME_DONE;
}

/* How many commits the cases take of which routing spoke in this wave. */
static bool
count_parts(struct batch *batch, const struct wave *wave, uint32_t *parts, struct error *error)
{
	struct params params = params_new(batch_arena(batch));
	struct rows rows;

	*parts = 0;
	if (wave->first && wave->count == 1)
		return true;
	params_int8(&params, (int64_t)wave->position);
	if (!store_query(batch_store(batch), SQL_COUNT_NEWS, &params, batch_arena(batch), &rows, error))
		return false;
	*parts = (uint32_t)((rows_int(&rows, 0, 0) + DESK_CASES_MAX - 1) / DESK_CASES_MAX);
	return true;
}

static bool
judge_news_of(
    struct state *state, struct batch *batch, const struct wave *wave, struct case_key key, struct error *error)
{
	const struct fact because = { .kind = FACT_OF_NO_CASE, .source = wave->root->source, .id = wave->root->id };
	struct wave_bench *bench = desk_bench(state->desk);
	struct wave_upstream upstream;
	struct open_case *open;
	struct error why = { 0 };
	bool ok;

	if (!desk_open(state->desk, batch, wave, key, 0, &open, &why)) {
		*error = why;
		due_table_clear(&SLA_DUES, batch, key);
		return case_set_aside(key, &why);
	}
	if (open->policy == NULL)
		return true;
	upstream = desk_upstream(open);
	ok = book_event_changes_days(wave->root) ? judge_again(bench, open, &because, wave->now)
						 : wave_sla_time(bench, open->casefile, open->policy, open->calendar,
						       &upstream, wave->now, &open->voice);
	if (!ok || open->failed)
		case_quarantine(open);
	due_table_note(&SLA_DUES, batch, open);
	return true;
}

static bool
judge_news(struct state *state, struct batch *batch, const struct wave *wave, struct error *error)
{
	struct params params = params_new(batch_arena(batch));
	struct case_key keys[DESK_CASES_MAX];
	struct rows rows;

	params_int8(&params, (int64_t)wave->position);
	params_int8(&params, (int64_t)wave->part * DESK_CASES_MAX);
	params_int4(&params, DESK_CASES_MAX);
	if (!store_query(batch_store(batch), SQL_READ_NEWS, &params, batch_arena(batch), &rows, error))
		return false;
	for (size_t i = 0; i < rows.count; i++)
		keys[i] = (struct case_key){ (uint32_t)rows_int(&rows, i, 0), rows_text(&rows, i, 1) };
	if (!batch_load(batch, keys, rows.count, error))
		return false;
	for (size_t i = 0; i < rows.count; i++) {
		if (!judge_news_of(state, batch, wave, keys[i], error))
			return false;
	}
	return true;
}

bool
judge_time(struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error)
{
	uint32_t parts;

	/* With the last slice of a wave, so that all that routing said of a case is there. */
	if (!wave->last)
		return true;
	if (!count_parts(batch, wave, &parts, error))
		return false;
	if (wave->part < parts) {
		*again = true;
		return judge_news(state, batch, wave, error);
	}
	if (book_event_changes_days(wave->root))
		return due_table_again(&SLA_DUES, state->desk, batch, wave, wave->part - parts, again, error);
	return due_table_fire(&SLA_DUES, state->desk, batch, wave, again, error);
}
