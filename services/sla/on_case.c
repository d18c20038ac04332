/* Facts of a case, and what routing judged of it: dues that have come are fired first, each at its own instant, then
 * the case is judged with the news. */
#include "domain/wave.h"
#include "runtime/desk.h"
#include "runtime/log.h"
#include "sla/hears.h"
#include "sla/state.h"

enum outcome
on_case(struct delivery *in)
{
	batch_touch(in->batch, (struct case_key){ in->event->landlord_id, in->event->case_ref });
	return OUTCOME_DONE;
}

static bool
limit_reached(struct case_key key, struct error *error)
{
	return error_set(error, ERROR_LIMIT,
	    "case %.*s has more than %d facts or judgements: it is quarantined; a person must look",
	    TEXT_ARG(key.case_ref), LIMIT_CASE_FACTS);
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
	if (!open->failed)
		limit_reached(open->key, &open->error);
	alarm_of(open->key, &open->error);
	open->casefile->quarantined = true;
}

bool
judge_case(struct state *state, struct batch *batch, const struct wave *wave, struct case_key key, struct error *error)
{
	struct wave_bench *bench = desk_bench(state->desk);
	struct open_case *open;

	if (!desk_open(state->desk, batch, wave, key, 0, &open, error))
		return false;
	if (open->policy != NULL &&
	    !wave_sla_dues(bench, open->casefile, open->policy, open->calendar, wave->now, &open->voice))
		return limit_reached(key, error);
	if (!desk_hear_upstream(state->desk, open, error))
		return false;
	if (open->policy == NULL)
		return true;
	if (!wave_sla_news(bench, open->casefile, open->policy, open->calendar, open->news, wave->now, &open->voice))
		return limit_reached(key, error);
	if (open->failed) {
		*error = open->error;
		return false;
	}
	dues_note(batch, open);
	return true;
}
