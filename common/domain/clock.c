#include "domain/clock.h"

const struct clock_date *
clock_date_in_force(const struct clock_run *run)
{
	return run->date_count == 0 ? NULL : &run->dates[run->date_count - 1];
}

bool
clock_add_date(struct clock_run *run, struct instant since, const struct deadline *deadline, const struct rule *rule,
    struct text word, const struct fact *by)
{
	if (run->date_count == LIMIT_CLOCK_DATES)
		return false;
	run->dates[run->date_count++] = (struct clock_date){
		.since = since,
		.deadline = *deadline,
		.rule = *rule,
		.word = word,
		.by = by,
		.provisional = run->provisional,
		.held_from = INSTANT_NONE,
	};
	return true;
}

bool
clock_hold(
    struct clock_run *run, struct instant since, const struct rule *rule, struct text word, const struct fact *by)
{
	if (run->hold_count == LIMIT_CASE_SUSPENSIONS)
		return false;
	run->dates[run->date_count - 1].held_from = since;
	run->holds[run->hold_count++] = (struct clock_hold){
		.since = since,
		.date = run->date_count - 1,
		.rule = *rule,
		.word = word,
		.by = by,
	};
	return true;
}

static bool
is_before_or_unset(struct instant at, struct instant limit)
{
	return !instant_is_set(limit) || instant_before(at, limit);
}

/* When what is owed came to an end: met or stopped, whichever was first. */
static struct instant
ended_at(const struct clock_run *run)
{
	if (!instant_is_set(run->met_at))
		return run->stopped_at;
	if (!instant_is_set(run->stopped_at) || !instant_before(run->stopped_at, run->met_at))
		return run->met_at;
	return run->stopped_at;
}

static bool
is_met(const struct clock_run *run)
{
	return instant_is_set(run->met_at) && instant_equal(ended_at(run), run->met_at);
}

static struct judgement *
say(const struct clock_run *run, enum judgement_kind kind, const struct clock_date *date, struct instant at,
    struct judgements *out)
{
	struct judgement *said = judgements_add(out, kind);

	if (said == NULL)
		return NULL;
	said->subject = run->rule->rule.id;
	said->stage = run->stage;
	said->instance = run->instance;
	said->ref = run->ref;
	said->customers = run->rule->whose == CLOCK_CUSTOMERS;
	if (run->rule->owner != NO_ROLE)
		said->role = run->policy->roles[run->rule->owner].id;
	said->rule = run->rule->rule;
	said->due = date->deadline.due;
	said->at = at;
	if (date->by != NULL)
		said->facts[said->fact_count++] = (struct fact_ref){ date->by->source, date->by->id };
	return said;
}

static void
derive(struct judgement *said, const struct clock_date *date)
{
	if (said == NULL)
		return;
	said->counted_from = date->deadline.from;
	said->limit = date->deadline.limit;
}

static void
add_fact(struct judgement *said, const struct fact *fact)
{
	if (said != NULL && fact != NULL && said->fact_count < JUDGEMENT_FACTS_MAX)
		said->facts[said->fact_count++] = (struct fact_ref){ fact->source, fact->id };
}

static void
lower(struct instant *next, struct instant at, struct instant now)
{
	if (instant_before(now, at) && instant_before(at, *next))
		*next = at;
}

/* The instant to warn at: opening time so many working days before the last day, or so many hours before the due
 * instant. */
static bool
warn_at(const struct clock_run *run, const struct clock_date *date, const struct warning *warning, struct instant *at)
{
	int32_t day;

	if (warning->before.unit == LIMIT_ELAPSED_HOURS || warning->before.unit == LIMIT_WORKING_HOURS ||
	    date->deadline.exact) {
		int64_t hours = warning->before.unit == LIMIT_WORKING_DAYS ? 24 : 1;

		*at = instant_plus_seconds(date->deadline.due, -(int64_t)warning->before.count * hours * 3600);
		return true;
	}
	if (calendar_add_working_days(run->calendar, civil_to_days(date->deadline.last_day),
		-(int32_t)warning->before.count, &day) != DEADLINE_OK)
		return false;
	*at = zone_instant(&run->calendar->zone, day, run->calendar->opens_minute);
	return true;
}

/* Says the date's warning number `w` at `at`, unless something else is owed by then, or it is still to come. */
static void
say_warning(const struct clock_run *run, size_t d, uint8_t w, struct instant at, struct instant now,
    struct judgements *out, struct instant *next)
{
	struct instant until = d + 1 < run->date_count ? run->dates[d + 1].since : INSTANT_NONE;
	struct judgement *said;

	if (!is_before_or_unset(at, until) || !is_before_or_unset(at, ended_at(run)) ||
	    !is_before_or_unset(at, run->dates[d].held_from))
		return;
	lower(next, at, now);
	if (instant_before(now, at))
		return;
	said = say(run, JUDGEMENT_CLOCK_WARNED, &run->dates[d], at, out);
	if (said == NULL)
		return;
	said->ordinal = (uint16_t)(d * POLICY_WARNINGS_MAX + w + 1);
	derive(said, &run->dates[d]);
}

/* A date that comes into force when the time to warn of it is past, but not the date, is warned of at once, and once.
 */
static void
say_warnings_of(const struct clock_run *run, size_t d, struct instant now, struct judgements *out, struct instant *next)
{
	const struct clock_date *date = &run->dates[d];
	bool near = false;
	uint8_t nearest = 0;

	for (uint8_t w = 0; w < run->rule->warning_count; w++) {
		struct instant at;

		if (!warn_at(run, date, &run->rule->warnings[w], &at))
			continue;
		if (instant_before(date->since, at)) {
			say_warning(run, d, w, at, now, out, next);
		} else {
			near = true;
			nearest = w;
		}
	}
	if (near && instant_before(date->since, date->deadline.due))
		say_warning(run, d, nearest, date->since, now, out, next);
}

static void
say_warnings(const struct clock_run *run, struct instant now, struct judgements *out, struct instant *next)
{
	for (size_t d = 0; d < run->date_count; d++) {
		if (!run->dates[d].provisional)
			say_warnings_of(run, d, now, out, next);
	}
}

static void
say_dates(const struct clock_run *run, struct judgements *out)
{
	for (size_t d = 0; d < run->date_count; d++) {
		const struct clock_date *date = &run->dates[d];
		struct judgement *said =
		    say(run, d == 0 ? JUDGEMENT_CLOCK_STARTED : JUDGEMENT_CLOCK_MOVED, date, date->since, out);

		if (said == NULL)
			return;
		said->rule = date->rule;
		derive(said, date);
		said->provisional = date->provisional;
		if (d == 0)
			continue;
		said->ordinal = (uint16_t)d;
		said->old_due = run->dates[d - 1].deadline.due;
		said->word = date->word;
	}
}

static void
say_holds(const struct clock_run *run, struct judgements *out)
{
	for (size_t i = 0; i < run->hold_count; i++) {
		const struct clock_hold *hold = &run->holds[i];
		struct judgement *said = say(run, JUDGEMENT_CLOCK_SUSPENDED, &run->dates[hold->date], hold->since, out);

		if (said == NULL)
			return;
		said->ordinal = (uint16_t)(i + 1);
		said->rule = hold->rule;
		said->word = hold->word;
		said->fact_count = 0;
		add_fact(said, hold->by);
	}
}

void
clock_say_calendar_ended(const struct clock_run *run, const struct rule *rule, uint16_t which, struct instant at,
    const struct fact *by, struct judgements *out)
{
	struct judgement *said = judgements_add(out, JUDGEMENT_NON_COMPLIANCE_FOUND);

	if (said == NULL)
		return;
	said->subject = run->rule->rule.id;
	said->stage = run->stage;
	said->instance = run->instance;
	said->ref = run->ref;
	said->ordinal = which;
	said->word = TEXT("calendar-ended");
	said->rule = *rule;
	said->at = at;
	add_fact(said, by);
}

static bool
step_at(
    const struct clock_run *run, const struct escalation_step *step, const struct clock_date *date, struct instant *at)
{
	struct deadline deadline;
	struct instant last = zone_start_of_day(
	    &run->calendar->zone, date->deadline.exact ? zone_local_day(&run->calendar->zone, date->deadline.due)
						       : civil_to_days(date->deadline.last_day));

	*at = date->deadline.due;
	if (step->after.unit == LIMIT_NONE)
		return true;
	if (deadline_count(run->calendar, step->after.unit == LIMIT_ELAPSED_HOURS ? *at : last, step->after,
		&deadline) != DEADLINE_OK)
		return false;
	*at = deadline.due;
	return true;
}

static void
say_escalations(const struct clock_run *run, struct instant now, struct judgements *out, struct instant *next)
{
	const struct clock_date *date = clock_date_in_force(run);
	const struct escalation_line *line;
	struct instant end = ended_at(run);

	if (run->rule->line >= run->policy->line_count)
		return;
	line = &run->policy->lines[run->rule->line];
	for (uint8_t i = 0; i < line->count; i++) {
		struct instant at;
		struct judgement *said;

		if (!step_at(run, &line->steps[i], date, &at)) {
			/* Later than any day the calendar knows: not reached by what has ended. */
			if (!instant_is_set(end))
				clock_say_calendar_ended(run, &line->rule, (uint16_t)(UNKNOWN_DATE_STEP + i),
				    date->deadline.due, date->by, out);
			continue;
		}
		if (instant_is_set(end) && instant_before(end, at))
			continue;
		lower(next, at, now);
		if (instant_before(now, at))
			continue;
		said = say(run, JUDGEMENT_CASE_ESCALATED, date, at, out);
		if (said == NULL)
			return;
		said->rule = line->rule;
		said->ordinal = (uint16_t)(i + 1);
		said->role = run->policy->roles[line->steps[i].role].id;
	}
}

bool
clock_is_missed(const struct clock_run *run, struct instant now)
{
	const struct clock_date *date = clock_date_in_force(run);

	return date != NULL && (!run->provisional || is_met(run)) && !instant_is_set(date->held_from) &&
	       run->rule->whose == CLOCK_LANDLORDS && !instant_before(now, date->deadline.due) &&
	       !(instant_is_set(ended_at(run)) && instant_before(ended_at(run), date->deadline.due));
}

/* A window or a milestone passes without anyone being in breach. */
static void
say_passed(const struct clock_run *run, struct instant now, struct judgements *out, struct instant *next)
{
	const struct clock_date *date = clock_date_in_force(run);
	struct judgement *said;

	lower(next, date->deadline.due, now);
	if (instant_before(now, date->deadline.due))
		return;
	said = say(run, JUDGEMENT_CLOCK_STOPPED, date, date->deadline.due, out);
	if (said != NULL)
		said->word = run->rule->whose == CLOCK_CUSTOMERS ? TEXT("window-closed") : TEXT("not-reached");
}

static void
say_end(const struct clock_run *run, struct instant now, struct judgements *out, struct instant *next)
{
	const struct clock_date *date = clock_date_in_force(run);
	struct instant end = ended_at(run);
	struct instant due = date->deadline.due;
	bool held = instant_is_set(date->held_from);
	bool in_time = instant_is_set(end) && (held || instant_before(end, due));
	struct judgement *said;

	if (!in_time && !run->provisional && !held) {
		if (run->rule->whose != CLOCK_LANDLORDS) {
			say_passed(run, now, out, next);
			return;
		}
		lower(next, due, now);
	}
	if (clock_is_missed(run, now)) {
		derive(say(run, JUDGEMENT_CLOCK_MISSED, date, due, out), date);
		say_escalations(run, now, out, next);
	}
	if (!instant_is_set(end))
		return;
	if (is_met(run)) {
		said = say(run, JUDGEMENT_CLOCK_MET, date, run->met_at, out);
		if (said != NULL)
			said->late = !in_time;
		add_fact(said, run->met_by);
		return;
	}
	said = say(run, JUDGEMENT_CLOCK_STOPPED, date, run->stopped_at, out);
	if (said != NULL)
		said->word = run->stopped_why;
	add_fact(said, run->stopped_by);
}

void
clock_say(const struct clock_run *run, struct instant now, struct judgements *out, struct instant *next)
{
	if (run->date_count == 0)
		return;
	say_dates(run, out);
	say_holds(run, out);
	if (!run->provisional && run->rule->whose == CLOCK_LANDLORDS)
		say_warnings(run, now, out, next);
	say_end(run, now, out, next);
}
