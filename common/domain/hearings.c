#include "domain/course.h"

/* The first day of the rota after the local day of `at`. */
static int32_t
next_slot(const struct course *course, const struct rota_rule *rota, struct instant at)
{
	int32_t day = zone_local_day(&course->calendar->zone, at);
	int32_t passed = day - rota->first;

	if (rota->every_days == 0 || passed < 0)
		return rota->first;
	return rota->first + (passed / rota->every_days + 1) * rota->every_days;
}

static void
say_hearing(struct course *course, enum judgement_kind kind, const struct rota_rule *rota, int32_t day, struct text why,
    const struct fact *fact)
{
	struct judgement *hearing = course_say(course, kind, "hearing", &rota->rule, fact);

	if (hearing == NULL)
		return;
	hearing->stage = rota->stage;
	hearing->instance = course->hearings;
	hearing->due = zone_start_of_day(&course->calendar->zone, day);
	hearing->word = why;
}

static const struct rota_rule *
rota_of(const struct course *course, uint8_t stage)
{
	for (uint8_t i = 0; i < course->policy->rotas_count; i++) {
		if (course->policy->rotas[i].stage == stage)
			return &course->policy->rotas[i];
	}
	return NULL;
}

/* A slot taken is given back when another day was chosen or nothing is to be heard any more; one gone by is not. */
void
cancel_hearing(struct course *course, struct text why, const struct fact *fact)
{
	const struct rota_rule *rota = rota_of(course, course->stage);

	course->put_off = NO_DAY;
	if (rota == NULL || course->slot == NO_DAY)
		return;
	if (zone_local_day(&course->calendar->zone, fact->occurred_at) <= course->slot)
		say_hearing(course, JUDGEMENT_HEARING_CANCELLED, rota, course->slot, why, fact);
	course->slot = NO_DAY;
}

void
put_off_hearing(struct course *course, struct text why, const struct fact *fact)
{
	int32_t slot = course->slot;

	if (slot == NO_DAY)
		return;
	cancel_hearing(course, why, fact);
	course->put_off = slot;
}

static void
take_slot(struct course *course, const struct rota_rule *rota, int32_t day, struct text why, const struct fact *fact)
{
	course->hearings++;
	course->slot = day == NO_DAY ? next_slot(course, rota, fact->occurred_at) : day;
	say_hearing(course, JUDGEMENT_HEARING_SCHEDULED, rota, course->slot, why, fact);
}

void
restore_hearing(struct course *course, const struct fact *fact)
{
	const struct rota_rule *rota = rota_of(course, course->stage);
	int32_t slot = course->put_off;

	if (rota == NULL || slot == NO_DAY || course->phase != PHASE_INVESTIGATING)
		return;
	course->put_off = NO_DAY;
	take_slot(course, rota, zone_local_day(&course->calendar->zone, fact->occurred_at) <= slot ? slot : NO_DAY,
	    TEXT("reopened"), fact);
}

void
schedule_hearing(struct course *course, int32_t day, struct text why, const struct fact *fact)
{
	const struct rota_rule *rota = rota_of(course, fact->stage);

	if (rota == NULL)
		return;
	cancel_hearing(course, TEXT("another-day"), fact);
	take_slot(course, rota, day, why, fact);
}
