#include "domain/hazard.h"

const char *
hazard_grade_name(enum hazard_grade grade)
{
	static const char *const names[] = {
#define X(suffix, name) [HAZARD_##suffix] = (name),
		HAZARD_GRADES(X)
#undef X
	};

	return names[grade];
}

const char *
hazard_moment_name(enum hazard_moment moment)
{
	static const char *const names[] = {
#define X(suffix, name) [HAZARD_MOMENT_##suffix] = (name),
		HAZARD_MOMENTS(X)
#undef X
	};

	return names[moment];
}

struct text
hazard_of_fact(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_HAZARD_IDENTIFIED:
		return fact->hazard.ref;
	case FACT_INVESTIGATION_CONCLUDED:
		return fact->concluded.ref;
	case FACT_HAZARD_ACTED_ON:
		return fact->hazard_act.ref;
	default:
		return (struct text){ 0 };
	}
}

static bool
is_known(enum hazard_moment moment, const struct fact *fact)
{
	return (moment == HAZARD_MOMENT_EMERGENCY_KNOWN && fact->hazard.emergency) ||
	       (moment == HAZARD_MOMENT_SIGNIFICANT_KNOWN && fact->hazard.significant) ||
	       (moment == HAZARD_MOMENT_NO_EMERGENCY_FOUND && fact->hazard.significant && !fact->hazard.emergency);
}

static bool
is_concluded(enum hazard_moment moment, const struct fact *fact)
{
	switch (moment) {
	case HAZARD_MOMENT_INVESTIGATED:
		return true;
	case HAZARD_MOMENT_NO_HAZARD_FOUND:
		return fact->concluded.no_hazard;
	case HAZARD_MOMENT_SAFETY_WORK_NEEDED:
		return fact->concluded.safety_work_needed && !fact->concluded.no_hazard;
	case HAZARD_MOMENT_PREVENTATIVE_WORK_NEEDED:
		return fact->concluded.preventative_work_needed && !fact->concluded.no_hazard;
	default:
		return false;
	}
}

static bool
is_act(enum hazard_moment moment, enum hazard_act act)
{
	static const enum hazard_moment moments[] = {
		[HAZARD_ACT_UNSPECIFIED] = HAZARD_MOMENTS_COUNT,
		[HAZARD_MADE_SAFE] = HAZARD_MOMENT_MADE_SAFE,
		[HAZARD_SUMMARY_SENT] = HAZARD_MOMENT_SUMMARY_SENT,
		[HAZARD_SAFETY_WORK_DONE] = HAZARD_MOMENT_SAFETY_WORK_DONE,
		[HAZARD_PREVENTATIVE_WORK_BEGUN] = HAZARD_MOMENT_PREVENTATIVE_WORK_BEGUN,
		[HAZARD_PREVENTATIVE_WORK_STARTED] = HAZARD_MOMENT_PREVENTATIVE_WORK_STARTED,
	};

	return (size_t)act < sizeof(moments) / sizeof(moments[0]) && moments[act] == moment;
}

bool
hazard_moment_is(enum hazard_moment moment, const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_HAZARD_IDENTIFIED:
		return is_known(moment, fact);
	case FACT_INVESTIGATION_CONCLUDED:
		return is_concluded(moment, fact);
	case FACT_HAZARD_ACTED_ON:
		return is_act(moment, fact->hazard_act.act);
	default:
		return false;
	}
}
