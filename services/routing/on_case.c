/* Facts of a case: the case is judged again from all its facts, and what differs is said. */
#include "base/arena.h"
#include "domain/wave.h"
#include "routing/hears.h"
#include "routing/state.h"
#include "routing_sql.h"
#include "runtime/book_event.h"
#include "store/params.h"
#include "wire/message.h"

enum outcome
on_case(struct delivery *in)
{
	batch_touch(in->batch, (struct case_key){ in->event->landlord_id, in->event->case_ref });
	return OUTCOME_DONE;
}

/* Facts of a case that no contact has opened yet are listed until one does. */
static void
list_waiting(struct batch *batch, const struct open_case *open, const struct wave *wave)
{
	struct params params = params_new(batch_arena(batch));

	params_int4(&params, (int32_t)open->key.landlord_id);
	params_text(&params, open->key.case_ref);
	params_int8(&params, (int64_t)wave->position);
	params_instant(&params, wave->now);
	batch_execute(batch, SQL_LIST_WAITING, &params);
}

static void
clear_waiting(struct batch *batch, const struct open_case *open)
{
	struct params params = params_new(batch_arena(batch));

	params_int4(&params, (int32_t)open->key.landlord_id);
	params_text(&params, open->key.case_ref);
	batch_execute(batch, SQL_CLEAR_WAITING, &params);
}

static bool
judge_case(struct state *state, struct batch *batch, const struct wave *wave, struct case_key key, struct error *error)
{
	struct wave_bench *bench = desk_bench(state->desk);
	struct open_case *open;
	bool was_open;

	if (!desk_open(state->desk, batch, wave, key, 0, &open, error))
		return false;
	if (open->policy == NULL) {
		list_waiting(batch, open, wave);
		return true;
	}
	was_open = open->casefile->standing.count > 0;
	if (!wave_routing_dues(bench, open->casefile, open->policy, open->calendar, wave->now, &open->voice) ||
	    !wave_routing(bench, open->casefile, open->policy, open->calendar, open->news, wave->now, &open->voice) ||
	    open->failed)
		return case_limit_reached(open, error);
	if (!was_open && open->casefile->facts.count > 1)
		clear_waiting(batch, open);
	if (policy_opens_by_itself(open->policy))
		due_table_note(&ROUTING_DUES, batch, open);
	return true;
}

bool
judge_wave(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error)
{
	const struct case_key *keys;
	size_t count;

	if (event_is_of_time(wave->root) || book_event_changes_days(wave->root))
		return judge_time(state, batch, wave, again, error);
	count = batch_touched(batch, &keys);
	for (size_t i = 0; i < count; i++) {
		if (!judge_case(state, batch, wave, keys[i], error))
			return false;
	}
	return true;
}

#define CASE(suffix, name) { .type = "redress.v1." name, .on = on_case, .why = "a fact of a case: judge it again" },
#define TIME(name)                                                                                           \
	{                                                                                                    \
		.type = "redress.v1." name, .on = on_time, .why = "time passed: a stage may open by itself", \
		.alone = true                                                                                \
	}
#define BOOK(name)                                                                                            \
	{                                                                                                     \
		.type = "redress.v1." name, .on = desk_on_book, .why = "a pack or calendar comes into force", \
		.alone = true                                                                                 \
	}

const struct handler ROUTING_HEARS[] = {
	FACT_KINDS(CASE) TIME("TimeAdvanced"),
	TIME("DueReached"),
	TIME("ClockReleased"),
	BOOK("PackPutInForce"),
	BOOK("CalendarPutInForce"),
	BOOK("HolidayProclaimed"),
	{ .type = NULL },
};
