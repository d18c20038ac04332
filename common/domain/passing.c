/* What time alone does to a case: a stage opens by itself, or a matter becomes a complaint, when nothing was agreed in
 * time. */
#include "domain/course.h"

bool
policy_opens_by_itself(const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->stage_count; i++) {
		if (policy->stages[i].by_itself.after.unit != LIMIT_NONE)
			return true;
	}
	for (uint8_t i = 0; i < policy->turns_count; i++) {
		if (policy->turns[i].when == TURN_NOT_AGREED_IN_TIME)
			return true;
	}
	return false;
}

/* Whether the time of `rule`, as seen from `stage`, is running; and when it has passed. */
static bool
is_running(const struct course *course, const struct passing_rule *rule, uint8_t stage, struct passing *out,
    enum deadline_status *status)
{
	const struct fact *by;
	struct instant from = history_moment(&course->seen, stage, rule->counted_from, &by);
	struct instant at;

	if (rule->after.unit == LIMIT_NONE || !instant_is_set(from))
		return false;
	for (int i = 0; i < MOMENTS_COUNT; i++) {
		const struct fact *kept_by;

		if ((rule->unless & (UINT32_C(1) << i)) != 0 &&
		    instant_is_set(history_moment(&course->seen, stage, (enum moment)i, &kept_by)))
			return false;
	}
	*status = deadline_count(course->calendar, from, rule->after, &out->deadline);
	/* Time that passed while the case was at rest tells when it is taken up again. */
	at = out->deadline.due;
	if (*status == DEADLINE_OK && instant_before(at, course->come_to))
		at = course->come_to;
	out->instant = (struct fact){ .kind = FACT_OF_NO_CASE, .occurred_at = at };
	if (by != NULL) {
		out->instant.source = by->source;
		out->instant.id = by->id;
	}
	return true;
}

/* What time alone does next, from where the case stands. */
static bool
find_passing(const struct course *course, struct passing *out, enum deadline_status *status)
{
	const struct stage_rule *next = policy_stage(course->policy, (uint8_t)(course->stage + 1));

	if (course->phase == PHASE_NOTED) {
		for (uint8_t i = 0; i < course->policy->turns_count; i++) {
			const struct turn_rule *turn = &course->policy->turns[i];

			if (turn->when != TURN_NOT_AGREED_IN_TIME || turn->from != course->kind)
				continue;
			out->turn = turn;
			out->rule = &turn->rule;
			out->role = next == NULL ? NO_ROLE : next->officer;
			if (is_running(course, &turn->passing, 0, out, status))
				return true;
		}
		return false;
	}
	if (next == NULL || next->number <= course->opened ||
	    stage_table_find(course->phase, HAPPENING_TIME_PASSED) == NULL)
		return false;
	out->turn = NULL;
	out->rule = &next->by_itself.rule;
	out->role = next->officer;
	return is_running(course, &next->by_itself, course->stage, out, status);
}

/* Where the calendar does not reach, a person must see to it: never a guess. */
static void
refer_unknown(struct course *course, const struct passing *passing)
{
	course_say_referred(course, "opening", (struct text){ 0 }, passing->role, passing->rule, &passing->instant,
	    TEXT("calendar-ended"));
}

static void
pass(struct course *course, const struct passing *passing)
{
	course->passing = passing;
	course->come_to = passing->instant.occurred_at;
	if (passing->turn != NULL)
		course_turn(course, passing->turn, &passing->instant);
	else
		course_step(course, HAPPENING_TIME_PASSED, &passing->instant);
	course->passing = NULL;
}

void
course_let_time_pass(struct course *course, struct instant until)
{
	struct passing passing;
	enum deadline_status status;

	for (int steps = 0; steps <= POLICY_STAGES_MAX && find_passing(course, &passing, &status); steps++) {
		struct instant at = passing.instant.occurred_at;

		if (status != DEADLINE_OK) {
			passing.instant.occurred_at = course->come_to;
			if (instant_equal(until, INSTANT_FAR))
				refer_unknown(course, &passing);
			return;
		}
		if (instant_before(until, at))
			return;
		if (instant_before(course->now, at)) {
			if (instant_before(at, *course->next))
				*course->next = at;
			return;
		}
		pass(course, &passing);
	}
}
