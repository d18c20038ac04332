#include "sla/hears.h"

#include "runtime/book_event.h"
#include "runtime/desk.h"
#include "sla/state.h"
#include "wire/message.h"

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
#define SAID(name)                                                                                          \
	{                                                                                                   \
		.type = "redress.v1." name, .on = on_case, .why = "routing judged the case: judge it again" \
	}
#define TIME(name)                                                                                                 \
	{                                                                                                          \
		.type = "redress.v1." name, .on = on_time, .why = "time passed: fire what fell due", .alone = true \
	}
#define BOOK(name)                                                                                            \
	{                                                                                                     \
		.type = "redress.v1." name, .on = desk_on_book, .why = "a pack or calendar comes into force", \
		.alone = true                                                                                 \
	}

const struct handler SLA_HEARS[] = {
	FACT_KINDS(CASE) SAID("CaseOpened"),
	SAID("CaseDeclined"),
	SAID("CaseReferred"),
	SAID("CaseAssigned"),
	SAID("StageOpened"),
	SAID("IssueJoined"),
	SAID("HearingScheduled"),
	SAID("HearingCancelled"),
	SAID("JudgementWithdrawn"),
	TIME("TimeAdvanced"),
	TIME("DueReached"),
	TIME("ClockReleased"),
	BOOK("PackPutInForce"),
	BOOK("CalendarPutInForce"),
	BOOK("HolidayProclaimed"),
	{ .type = NULL },
};
