/* At the end of a wave: the figures of every case it touched, replaced in one statement. */
#include "reporting/hears.h"
#include "reporting/state.h"
#include "reporting_sql.h"
#include "runtime/log.h"
#include "runtime/tally.h"
#include "store/params.h"

/* The statement's arrays. */
struct ledger {
	struct params params;
	struct param_array *landlords, *cases;
	struct param_array *of_landlords, *of_cases, *days, *measures, *labels, *counts;
};

enum outcome
on_case(struct delivery *in)
{
	if (text_is_empty(in->event->case_ref))
		return OUTCOME_IGNORED;
	batch_touch(in->batch, (struct case_key){ in->event->landlord_id, in->event->case_ref });
	return OUTCOME_DONE;
}

static void
ledger_open(struct ledger *ledger, struct arena *arena)
{
	ledger->params = params_new(arena);
	ledger->landlords = params_array(&ledger->params, PARAM_INT4);
	ledger->cases = params_array(&ledger->params, PARAM_TEXT);
	ledger->of_landlords = params_array(&ledger->params, PARAM_INT4);
	ledger->of_cases = params_array(&ledger->params, PARAM_TEXT);
	ledger->days = params_array(&ledger->params, PARAM_INT4);
	ledger->measures = params_array(&ledger->params, PARAM_TEXT);
	ledger->labels = params_array(&ledger->params, PARAM_TEXT);
	ledger->counts = params_array(&ledger->params, PARAM_INT4);
}

static void
ledger_enter(struct ledger *ledger, struct case_key key, const struct figures *figures)
{
	param_array_int4(ledger->landlords, (int32_t)key.landlord_id);
	param_array_text(ledger->cases, key.case_ref);
	for (size_t i = 0; i < figures->count; i++) {
		const struct figure *figure = &figures->list[i];

		param_array_int4(ledger->of_landlords, (int32_t)key.landlord_id);
		param_array_text(ledger->of_cases, key.case_ref);
		param_array_int4(ledger->days, figure->day);
		param_array_text(ledger->measures, text_of(measure_name(figure->measure)));
		param_array_text(ledger->labels, figure->label);
		param_array_int4(ledger->counts, figure->count);
	}
}

/* A failure of this case, and not of the database: it must not hold up the others of its wave. */
static bool
may_pass(const struct error *error, size_t cases)
{
	return cases > 1 && (error->code == ERROR_LIMIT || error->code == ERROR_INVALID);
}

bool
keep_figures(struct batch *batch, const struct wave *wave, void *context, bool *again, struct error *error)
{
	struct state *state = context;
	const struct case_key *keys;
	size_t count = batch_touched(batch, &keys);
	struct ledger ledger;

	(void)again;
	if (count == 0)
		return true;
	ledger_open(&ledger, batch_arena(batch));
	for (size_t i = 0; i < count; i++) {
		struct open_case *open;

		if (desk_open(state->desk, batch, wave, keys[i], 0, &open, error) &&
		    tally_case(state->desk, open, state->figures, error)) {
			ledger_enter(&ledger, keys[i], state->figures);
			continue;
		}
		if (!may_pass(error, count))
			return false;
		log_alarm("the figures of a case stay as they were; a person must look",
		    LOG_NUMBER("landlord", keys[i].landlord_id), LOG_TEXT("case", keys[i].case_ref),
		    LOG_STRING("error", error->text));
		*error = (struct error){ 0 };
	}
	batch_execute(batch, SQL_KEEP_FIGURES, &ledger.params);
	return true;
}
