#include "runtime/due_table.h"

#include "base/arena.h"
#include "base/limits.h"
#include "runtime/log.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

/* ---- Cases that cannot be judged ---- */

bool
case_limit_reached(const struct open_case *open, struct error *error)
{
	if (open->failed) {
		*error = open->error;
		return false;
	}
	return error_set(error, ERROR_LIMIT,
	    "case %.*s has more than %d facts or judgements: it is quarantined; a person must look",
	    TEXT_ARG(open->key.case_ref), LIMIT_CASE_FACTS);
}

static void
alarm_of(struct case_key key, const struct error *why)
{
	log_alarm("case set aside: it cannot be judged; a person must look", LOG_NUMBER("landlord", key.landlord_id),
	    LOG_TEXT("case", key.case_ref), LOG_STRING("error", why->text));
}

bool
case_set_aside(struct case_key key, const struct error *why)
{
	if (judge_must_wait(why))
		return false;
	alarm_of(key, why);
	return true;
}

void
case_quarantine(struct open_case *open)
{
	struct error why = { 0 };

	case_limit_reached(open, &why);
	alarm_of(open->key, &why);
	open->casefile->quarantined = true;
}

/* ---- The table ---- */

static void
note_at(const struct due_table *table, struct batch *batch, struct case_key key, struct instant due)
{
	struct params params = params_new(batch_arena(batch));

	params_int4(&params, (int32_t)key.landlord_id);
	params_text(&params, key.case_ref);
	params_instant(&params, due);
	batch_execute(batch, table->note, &params);
}

void
due_table_clear(const struct due_table *table, struct batch *batch, struct case_key key)
{
	struct params params = params_new(batch_arena(batch));

	params_int4(&params, (int32_t)key.landlord_id);
	params_text(&params, key.case_ref);
	batch_execute(batch, table->clear, &params);
}

void
due_table_note(const struct due_table *table, struct batch *batch, const struct open_case *open)
{
	struct instant due = open->casefile->next_due;

	if (open->casefile->quarantined || (instant_equal(due, INSTANT_FAR) && !table->may_change(open->casefile)))
		due_table_clear(table, batch, open->key);
	else
		note_at(table, batch, open->key, due);
}

/* ---- Time passed ---- */

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

static bool
load(struct batch *batch, const struct rows *rows, struct case_key *keys, struct error *error)
{
	for (size_t i = 0; i < rows->count; i++)
		keys[i] = (struct case_key){ (uint32_t)rows_int(rows, i, 0), rows_text(rows, i, 1) };
	return batch_load(batch, keys, rows->count, error);
}

/* A case that cannot be laid open is NULL, and has no due any more. */
static bool
open_cases(const struct due_table *table, struct desk *desk, struct batch *batch, const struct wave *wave,
    const struct rows *rows, struct open_case **cases, struct error *error)
{
	struct case_key keys[DESK_CASES_MAX];

	if (!load(batch, rows, keys, error))
		return false;
	for (size_t i = 0; i < rows->count; i++) {
		struct error why = { 0 };

		if (!desk_open(desk, batch, wave, keys[i], i, &cases[i], &why)) {
			*error = why;
			if (!case_set_aside(keys[i], &why))
				return false;
			due_table_clear(table, batch, keys[i]);
			cases[i] = NULL;
			continue;
		}
		/* The first due is on record; the case itself says the later ones. */
		cases[i]->casefile->next_due = cases[i]->policy == NULL ? INSTANT_FAR : rows_instant(rows, i, 2);
	}
	return true;
}

bool
due_table_fire(const struct due_table *table, struct desk *desk, struct batch *batch, const struct wave *wave,
    bool *again, struct error *error)
{
	struct params params = params_new(batch_arena(batch));
	struct open_case *cases[DESK_CASES_MAX];
	struct open_case *open;
	struct rows rows;
	struct instant until = wave->now;

	params_instant(&params, wave->now);
	params_int4(&params, DESK_CASES_MAX);
	if (!store_query(batch_store(batch), table->read_dues, &params, batch_arena(batch), &rows, error) ||
	    !open_cases(table, desk, batch, wave, &rows, cases, error))
		return false;
	/* With more to come, go no further than the last one read, so that all fire in order. */
	*again = rows.count == DESK_CASES_MAX;
	if (*again)
		until = rows_instant(&rows, rows.count - 1, 2);
	while ((open = earliest(cases, rows.count, until)) != NULL) {
		if (!table->fire(desk_bench(desk), open, open->casefile->next_due) || open->failed)
			case_quarantine(open);
	}
	for (size_t i = 0; i < rows.count; i++) {
		if (cases[i] != NULL)
			due_table_note(table, batch, cases[i]);
	}
	return true;
}

/* ---- Days count otherwise ---- */

static bool
judge_again(const struct due_table *table, struct desk *desk, struct batch *batch, const struct wave *wave,
    struct case_key key, struct instant due, struct error *error)
{
	const struct fact because = { .kind = FACT_OF_NO_CASE, .source = wave->root->source, .id = wave->root->id };
	struct open_case *open;
	struct error why = { 0 };
	bool may_change;

	if (!desk_open(desk, batch, wave, key, 0, &open, &why)) {
		*error = why;
		return case_set_aside(key, &why);
	}
	/* Where upstream spoke of it in this wave, it was judged with that already. */
	may_change = !instant_equal(due, INSTANT_FAR) || table->may_change(open->casefile);
	if (open->policy == NULL || open->upstream_count > 0 || !may_change)
		return true;
	if (!table->again(desk_bench(desk), open, &because, wave->now) || open->failed) {
		case_quarantine(open);
		open->casefile->next_due = INSTANT_FAR;
	}
	note_at(table, batch, key, open->casefile->next_due);
	return true;
}

/* A row is kept even where nothing falls due any more, so that the rows stay the same from part to part. */
bool
due_table_again(const struct due_table *table, struct desk *desk, struct batch *batch, const struct wave *wave,
    uint32_t part, bool *again, struct error *error)
{
	struct params params = params_new(batch_arena(batch));
	struct case_key keys[DESK_CASES_MAX];
	struct rows rows;

	params_int8(&params, (int64_t)part * DESK_CASES_MAX);
	params_int4(&params, DESK_CASES_MAX);
	if (!store_query(batch_store(batch), table->read_cases, &params, batch_arena(batch), &rows, error) ||
	    !load(batch, &rows, keys, error))
		return false;
	for (size_t i = 0; i < rows.count; i++) {
		if (!judge_again(table, desk, batch, wave, keys[i], rows_instant(&rows, i, 2), error))
			return false;
	}
	*again = rows.count == DESK_CASES_MAX;
	return true;
}
