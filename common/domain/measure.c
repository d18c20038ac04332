#include "domain/measure.h"

static const char *const measure_names[] = {
#define X(suffix, name, why) [MEASURE_##suffix] = (name),
	MEASURES(X)
#undef X
};

static const char *const measure_whys[] = {
#define X(suffix, name, why) [MEASURE_##suffix] = (why),
	MEASURES(X)
#undef X
};

const char *
measure_name(enum measure measure)
{
	return measure < MEASURES_COUNT ? measure_names[measure] : NULL;
}

const char *
measure_why(enum measure measure)
{
	return measure < MEASURES_COUNT ? measure_whys[measure] : NULL;
}

enum measure
measure_from_name(struct text name)
{
	for (int i = 0; i < MEASURES_COUNT; i++) {
		if (text_equal(text_of(measure_names[i]), name))
			return (enum measure)i;
	}
	return MEASURES_COUNT;
}

bool
measure_is_by_stage(enum measure measure)
{
	switch (measure) {
	case MEASURE_STAGE_OPENED:
	case MEASURE_OPENED_IN_TIME:
	case MEASURE_STAGE_ANSWERED:
	case MEASURE_STAGE_ENDED:
	case MEASURE_STAGE_IN_TIME:
	case MEASURE_ESCALATED:
	case MEASURE_ESCALATION_REFUSED:
		return true;
	default:
		return false;
	}
}

bool
measure_is_by_clock(enum measure measure)
{
	switch (measure) {
	case MEASURE_WARNED:
	case MEASURE_MET:
	case MEASURE_MISSED:
	case MEASURE_PROMISE_ENDED:
	case MEASURE_EXTENDED:
		return true;
	default:
		return false;
	}
}
