#include "domain/stage_table.h"

const struct stage_row stage_table[] = {
	{ PHASE_UNOPENED, HAPPENING_COMPLAINT_CAME, PHASE_INVESTIGATING, STAGE_FIRST, "a complaint opens at stage 1" },
	{ PHASE_UNOPENED, HAPPENING_OTHER_CAME, PHASE_NOTED, STAGE_STAYS, "recorded, not a complaint" },
	{ PHASE_NOTED, HAPPENING_TURNED, PHASE_INVESTIGATING, STAGE_FIRST, "what turns is received when it turns" },
	{ PHASE_NOTED, HAPPENING_DECLINED, PHASE_SET_ASIDE, STAGE_STAYS, "out of scope while informal" },
	{ PHASE_SET_ASIDE, HAPPENING_ACCEPTED, PHASE_NOTED, STAGE_STAYS, "a person took it after all" },
	{ PHASE_NOTED, HAPPENING_CLOSED, PHASE_NOTED, STAGE_STAYS, "what is done with may still turn" },
	{ PHASE_NOTED, HAPPENING_WITHDRAWN, PHASE_NOTED, STAGE_STAYS, "what was given up may still turn" },
	{ PHASE_INVESTIGATING, HAPPENING_DECLINED, PHASE_DECLINED, STAGE_STAYS, "out of scope, by a person's word" },
	{ PHASE_INVESTIGATING, HAPPENING_ANSWERED, PHASE_ANSWERED, STAGE_STAYS, "the customer may ask for more" },
	{ PHASE_INVESTIGATING, HAPPENING_LAST_ANSWERED, PHASE_EXHAUSTED, STAGE_STAYS, "the final response" },
	{ PHASE_INVESTIGATING, HAPPENING_NEXT_REFUSED, PHASE_REFUSED, STAGE_BACK,
	    "opened on request, then refused with reasons: the earlier answer is final" },
	{ PHASE_INVESTIGATING, HAPPENING_TIME_PASSED, PHASE_INVESTIGATING, STAGE_NEXT,
	    "it opens by itself, unanswered" },
	{ PHASE_INVESTIGATING, HAPPENING_WITHDRAWN, PHASE_WITHDRAWN, STAGE_STAYS, "the customer's choice" },
	{ PHASE_INVESTIGATING, HAPPENING_CLOSED, PHASE_CLOSED, STAGE_STAYS, "closed without an answer" },
	{ PHASE_ANSWERED, HAPPENING_NEXT_ASKED, PHASE_INVESTIGATING, STAGE_NEXT, "asked for in time: it opens" },
	{ PHASE_ANSWERED, HAPPENING_NEXT_ASKED_LATE, PHASE_ANSWERED, STAGE_STAYS, "a person decides, no machine" },
	{ PHASE_ANSWERED, HAPPENING_NEXT_ACCEPTED, PHASE_INVESTIGATING, STAGE_NEXT, "a person took a late request" },
	{ PHASE_ANSWERED, HAPPENING_NEXT_REFUSED, PHASE_REFUSED, STAGE_STAYS, "the earlier answer is final" },
	{ PHASE_ANSWERED, HAPPENING_TIME_PASSED, PHASE_INVESTIGATING, STAGE_NEXT, "it opens by itself, unsettled" },
	{ PHASE_ANSWERED, HAPPENING_WITHDRAWN, PHASE_WITHDRAWN, STAGE_STAYS, "the customer's choice" },
	{ PHASE_ANSWERED, HAPPENING_CLOSED, PHASE_ANSWERED, STAGE_STAYS, "closing an answered case bars no request" },
	{ PHASE_REFUSED, HAPPENING_NEXT_ACCEPTED, PHASE_INVESTIGATING, STAGE_NEXT, "a refusal was reversed" },
	{ PHASE_DECLINED, HAPPENING_ACCEPTED, PHASE_INVESTIGATING, STAGE_STAYS, "a person took it after all" },
	{ PHASE_CLOSED, HAPPENING_REOPENED, PHASE_INVESTIGATING, STAGE_STAYS, "work goes on at the stage it had" },
	{ PHASE_CLOSED, HAPPENING_ANSWERED, PHASE_ANSWERED, STAGE_STAYS, "closed first, and then answered" },
	{ PHASE_CLOSED, HAPPENING_LAST_ANSWERED, PHASE_EXHAUSTED, STAGE_STAYS, "closed first, and then answered" },
	{ PHASE_WITHDRAWN, HAPPENING_REOPENED, PHASE_INVESTIGATING, STAGE_STAYS, "the customer came back" },
};

const size_t stage_table_rows = sizeof(stage_table) / sizeof(stage_table[0]);

const struct stage_row *
stage_table_find(enum phase from, enum happening on)
{
	for (size_t i = 0; i < stage_table_rows; i++) {
		if (stage_table[i].from == from && stage_table[i].on == on)
			return &stage_table[i];
	}
	return NULL;
}

const char *
phase_name(enum phase phase)
{
	static const char *const names[] = {
#define X(suffix, name) [PHASE_##suffix] = (name),
		PHASES(X)
#undef X
	};

	return names[phase];
}

const char *
happening_name(enum happening happening)
{
	static const char *const names[] = {
#define X(suffix, name) [HAPPENING_##suffix] = (name),
		HAPPENINGS(X)
#undef X
	};

	return names[happening];
}
