/* The table of next dues: one row a case. */
#include "base/arena.h"
#include "runtime/desk.h"
#include "sla/hears.h"
#include "sla_sql.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

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

void
dues_note_at(struct batch *batch, struct case_key key, struct instant due)
{
	struct params params = params_new(batch_arena(batch));

	params_int4(&params, (int32_t)key.landlord_id);
	params_text(&params, key.case_ref);
	params_instant(&params, due);
	batch_execute(batch, SQL_NOTE_DUE, &params);
}

void
dues_clear(struct batch *batch, struct case_key key)
{
	struct params params = params_new(batch_arena(batch));

	params_int4(&params, (int32_t)key.landlord_id);
	params_text(&params, key.case_ref);
	batch_execute(batch, SQL_CLEAR_DUE, &params);
}

void
dues_note(struct batch *batch, const struct open_case *open)
{
	struct instant due = open->casefile->next_due;

	/* A case with a clock still open keeps a row, though time alone changes nothing: another calendar may. */
	if (open->casefile->quarantined ||
	    (instant_equal(due, INSTANT_FAR) && !judgements_have_open_clock(&open->casefile->standing)))
		dues_clear(batch, open->key);
	else
		dues_note_at(batch, open->key, due);
}
