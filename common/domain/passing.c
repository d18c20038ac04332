/* What time alone does to a case: a stage opens by itself, or a matter becomes a complaint, when nothing was agreed in
 * time. */
#include "domain/course.h"
#include "domain/suspension.h"

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

/* While everything is suspended no time passes. False where it is suspended for good. */
static bool
stand_still(const struct course *course, uint8_t stage, struct deadline *deadline, enum deadline_status *status)
{
	const struct zone *zone = &course->calendar->zone;
	struct limit after = deadline->limit;
	int32_t free_day = deadline_first_day(deadline);
	struct instant free_from = deadline->from;
	struct suspensions all;

	suspensions_find(course->policy, course->calendar, course->facts, course->now, &all, NULL);
	for (uint8_t i = 0; i < all.count && *status == DEADLINE_OK; i++) {
		const struct suspension *one = &all.list[i];
		struct instant since = instant_before(one->since, free_from) ? free_from : one->since;
		struct instant until = instant_is_set(one->until) ? one->until : one->ends;
		struct deadline moved;

		if (!suspension_is_of_all(one, stage) || !instant_before(since, until) ||
		    !instant_before(since, deadline->due))
			continue;
		if (instant_equal(until, INSTANT_FAR))
			return false;
		*status = suspension_push(course->calendar, after.unit, deadline, since, until,
		    later_day(suspension_first_day(one, zone), free_day), one->last_day, &moved);
		if (*status == DEADLINE_OK)
			*deadline = moved;
		free_from = until;
		free_day = later_day(free_day, one->last_day + 1);
	}
	return true;
}

/* Whether the time of `rule`, as seen from `stage`, is running; and when it has passed. */
static bool
is_running(const struct course *course, const struct passing_rule *rule, uint8_t stage, struct passing *out,
    enum deadline_status *status)
{
	const struct fact *by;
	struct instant from, at;

	if (rule->after.unit == LIMIT_NONE)
		return false;
	from = history_moment(&course->seen, stage, rule->counted_from, &by);
	if (!instant_is_set(from))
		return false;
	for (int i = 0; i < MOMENTS_COUNT; i++) {
		const struct fact *kept_by;

		if ((rule->unless & (UINT32_C(1) << i)) != 0 &&
		    instant_is_set(history_moment(&course->seen, stage, (enum moment)i, &kept_by)))
			return false;
	}
	*status = deadline_count(course->calendar, from, rule->after, &out->deadline);
	if (course->policy->suspensions_count > 0 && *status == DEADLINE_OK &&
	    !stand_still(course, stage, &out->deadline, status))
		return false;
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
	struct fact opening = passing->instant;
	uint8_t stage = course->stage;

	course->passing = passing;
	course->come_to = passing->instant.occurred_at;
	if (passing->turn != NULL)
		course_turn(course, passing->turn, &passing->instant);
	else
		course_step(course, HAPPENING_TIME_PASSED, &passing->instant);
	course->passing = NULL;
	/* Nobody is asked to take on a stage that opens by itself: its hearing has a day at once. */
	opening.stage = course->stage;
	if (passing->turn == NULL && course->stage > stage)
		schedule_hearing(course, NO_DAY, TEXT("rota"), &opening);
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
