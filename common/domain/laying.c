#include "domain/laying.h"

#include "domain/extension.h"

static void
say_extension_faults(const struct bench *bench, const struct clock_run *run, const struct extension_answer *answer,
    const struct fact *extension, uint16_t number)
{
	for (int i = 0; i < EXTENSION_FAULTS_COUNT; i++) {
		struct judgement *found;

		if ((answer->faults & (UINT32_C(1) << i)) == 0)
			continue;
		found = judgements_add(bench->out, JUDGEMENT_NON_COMPLIANCE_FOUND);
		if (found == NULL)
			return;
		/* Of the clock that it was to make longer, in the order told. */
		found->subject = run->rule->rule.id;
		found->stage = run->stage;
		found->instance = run->instance;
		found->ordinal = number;
		found->ref = text_of(extension_fault_name((enum extension_fault)i));
		found->word = found->ref;
		found->rule = answer->tier != NULL ? answer->tier->rule : run->rule->rule;
		found->at = extension->occurred_at;
		found->facts[found->fact_count++] = (struct fact_ref){ extension->source, extension->id };
	}
}

/* Whether the fact names another last day for this clock, and with what word: the Ombudsman's agreed date for evidence,
 * or a hearing on a day the customer chose. */
static bool
names_another_day(const struct clock_run *run, const struct fact *fact, int32_t *day, struct text *word)
{
	if (fact->kind == FACT_OMBUDSMAN_EVIDENCE_SENT && run->rule->starts == MOMENT_EVIDENCE_ASKED) {
		*day = fact->ombudsman.revised_date;
		*word = TEXT("ombudsman-agreed");
		return *day != NO_DAY && fact->ombudsman.revised_date_agreed && fact->ombudsman.explained;
	}
	if (fact->kind == FACT_HEARING_ARRANGED && fact->stage == run->stage && run->rule->meets_count > 0 &&
	    (run->rule->meets[0] & MOMENT_BIT(HEARD)) != 0) {
		*day = fact->hearing.held_on;
		*word = TEXT("customers-date");
		return *day != NO_DAY && fact->hearing.customers_choice;
	}
	return false;
}

static struct clock_date *
in_force(const struct laying *laying)
{
	return &laying->run->dates[laying->run->date_count - 1];
}

/* The first suspended day that is the clock's: neither one before its own first, nor one of the suspension before. */
static int32_t
held_day_of(const struct laying *laying, int32_t first_day)
{
	int32_t day = suspension_first_day(laying->held, &laying->bench->calendar->zone);

	return later_day(later_day(day, first_day), laying->free_day);
}

/* Another date while it is suspended stands still as well: only days from then on move it. */
static void
stay_held(struct laying *laying)
{
	struct clock_date *date = in_force(laying);

	if (laying->held == NULL)
		return;
	date->held_from = laying->held_from = date->since;
	laying->held_day = held_day_of(laying, deadline_first_day(&date->deadline));
}

static void
extend(struct laying *laying, const struct fact *extension)
{
	struct clock_run *run = laying->run;
	struct extension_answer answer = extension_judge(run, &laying->original, extension);

	if (answer.faults != 0) {
		say_extension_faults(laying->bench, run, &answer, extension, laying->extensions);
		return;
	}
	if (!bench_move(laying->bench, run, extension->occurred_at, &answer.deadline, &answer.tier->rule,
		answer.unreachable ? TEXT("extended-customer-unreachable") : TEXT("extended"), extension))
		return;
	laying->extended = true;
	stay_held(laying);
}

/* Whoever answers first and acknowledges after has earned no time by it. */
static bool
was_over_before(const struct clock_run *run, struct instant start)
{
	return (instant_is_set(run->met_at) && instant_before(run->met_at, start)) ||
	       (instant_is_set(run->stopped_at) && instant_before(run->stopped_at, start));
}

/* The start happened after the provisional date was shown: the real date takes over, unless an extension already went
 * beyond. */
static bool
begin(struct laying *laying)
{
	const struct bench *bench = laying->bench;
	struct clock_run *run = laying->run;
	struct deadline deadline;
	enum deadline_status status = deadline_count(bench->calendar, laying->start, run->rule->limit, &deadline);

	laying->started = true;
	if (was_over_before(run, laying->start))
		return true;
	run->provisional = false;
	if (status == DEADLINE_OK && instant_before(deadline.due, in_force(laying)->deadline.due) && laying->extended) {
		in_force(laying)->provisional = false;
		return true;
	}
	if (!bench_add_date(bench, run, laying->start, status, &deadline, TEXT("started"), laying->start_by))
		return false;
	laying->original = *in_force(laying);
	laying->first_day = deadline_first_day(&laying->original.deadline);
	stay_held(laying);
	laying->original_from = laying->held_from;
	laying->original_day = laying->held_day;
	return true;
}

static void
move_to_named_day(struct laying *laying, const struct fact *fact)
{
	struct clock_run *run = laying->run;
	struct instant due = in_force(laying)->deadline.due;
	struct deadline deadline;
	struct text word;
	int32_t day;

	if (clock_run_is_over(run, fact->occurred_at) ||
	    (laying->held == NULL && !instant_before(fact->occurred_at, due)) ||
	    instant_before(fact->occurred_at, run->dates[0].since) || !names_another_day(run, fact, &day, &word))
		return;
	if (deadline_on(laying->bench->calendar, fact->occurred_at, day, &deadline) != DEADLINE_OK) {
		clock_say_calendar_ended(run, &run->rule->rule, (uint16_t)(UNKNOWN_DATE_NAMED + laying->unknown++),
		    fact->occurred_at, fact, laying->bench->out);
		return;
	}
	if (instant_equal(deadline.due, due))
		return;
	if (bench_move(laying->bench, run, fact->occurred_at, &deadline, &run->rule->rule, word, fact))
		stay_held(laying);
}

/* The next suspension of this clock, and when it takes effect: at once, or when the clock begins or another ends. */
static const struct suspension *
next_hold(struct laying *laying, struct instant *at)
{
	const struct suspensions *all = &laying->bench->suspensions;

	for (; laying->next < all->count; laying->next++) {
		const struct suspension *one = &all->list[laying->next];

		*at = one->since;
		if (instant_before(*at, laying->run->dates[0].since))
			*at = laying->run->dates[0].since;
		if (instant_before(*at, laying->free_from))
			*at = laying->free_from;
		if (suspension_covers(one, laying->bench->policy, laying->run->rule) &&
		    (!instant_is_set(one->until) || instant_before(*at, one->until)))
			return one;
	}
	return NULL;
}

/* What has ended, and what was missed already, is not suspended any more. */
static bool
hold(struct laying *laying, const struct suspension *suspension, struct instant at)
{
	struct clock_run *run = laying->run;
	struct clock_date *date = in_force(laying);

	laying->next++;
	if (clock_run_is_over(run, at) || (!run->provisional && !instant_before(at, date->deadline.due)))
		return true;
	if (!clock_hold(run, at, &suspension->rule->rule, suspension->by->suspended.grounds, suspension->by)) {
		laying->bench->out->full = true;
		return false;
	}
	laying->held = suspension;
	laying->held_from = laying->original_from = at;
	laying->held_day = laying->original_day = held_day_of(laying, laying->first_day);
	laying->before_day =
	    held_day_of(laying, laying->before_rule == NULL ? NO_DAY : deadline_first_day(&laying->before));
	return true;
}

/* The date moved on by what `held` lasted: the clock's own, or (before its start) that of what comes before it, from
 * which its own is counted. */
static enum deadline_status
push(struct laying *laying, const struct suspension *held, struct deadline *out)
{
	const struct calendar *calendar = laying->bench->calendar;
	const struct clock_rule *rule = laying->run->rule;
	const struct clock_rule *before = laying->before_rule;
	struct deadline moved = laying->before;
	enum deadline_status status = DEADLINE_OK;

	if (!laying->run->provisional || before == NULL || laying->extended)
		return suspension_push(calendar, rule->limit.unit, &in_force(laying)->deadline, laying->held_from,
		    held->until, laying->held_day, held->last_day, out);
	if (suspension_covers(held, laying->bench->policy, before))
		status = suspension_push(calendar, before->limit.unit, &laying->before, laying->held_from, held->until,
		    laying->before_day, held->last_day, &moved);
	if (status != DEADLINE_OK)
		return status;
	laying->before = moved;
	return deadline_count(
	    calendar, zone_start_of_day(&calendar->zone, civil_to_days(moved.last_day)), rule->limit, out);
}

/* The clock goes on: what is left of it is counted from here. */
static bool
resume(struct laying *laying)
{
	const struct suspension *held = laying->held;
	struct clock_run *run = laying->run;
	struct deadline deadline;
	enum deadline_status status;

	laying->held = NULL;
	laying->free_from = held->until;
	laying->free_day = held->last_day + 1;
	if (clock_run_is_over(run, held->until))
		return true;
	status = push(laying, held, &deadline);
	if (status != DEADLINE_OK)
		return bench_add_date(laying->bench, run, held->until, status, &deadline, (struct text){ 0 }, held->by);
	if (!bench_move(laying->bench, run, held->until, &deadline, &held->rule->rule,
		held->resumed_by != NULL ? TEXT("resumed") : TEXT("resumed-by-itself"),
		held->resumed_by != NULL ? held->resumed_by : held->by))
		return false;
	/* What an extension may add, it may add to the date as it would be without one. */
	if (!laying->extended)
		laying->original = *in_force(laying);
	else if (suspension_push(laying->bench->calendar, run->rule->limit.unit, &laying->original.deadline,
		     laying->original_from, held->until, laying->original_day, held->last_day,
		     &deadline) == DEADLINE_OK)
		laying->original.deadline = deadline;
	return true;
}

/* What happens to the clock by itself up to `until`: it begins, is suspended, goes on. */
static bool
catch_up(struct laying *laying, struct instant until)
{
	for (;;) {
		struct instant at = INSTANT_FAR;
		const struct suspension *next = NULL;

		if (laying->held == NULL)
			next = next_hold(laying, &at);
		else if (instant_is_set(laying->held->until))
			at = laying->held->until;
		if (laying->held == NULL && next == NULL)
			at = INSTANT_FAR;
		if (!laying->started && instant_is_set(laying->start) && !instant_before(until, laying->start) &&
		    !instant_before(at, laying->start)) {
			if (!begin(laying))
				return false;
			continue;
		}
		if (instant_before(until, at) || (next == NULL && laying->held == NULL))
			return true;
		if (next != NULL ? !hold(laying, next, at) : !resume(laying))
			return false;
	}
}

bool
laying_go(struct laying *laying)
{
	const struct facts *facts = laying->bench->history->facts;

	laying->original = laying->run->dates[0];
	laying->first_day = deadline_first_day(&laying->original.deadline);
	laying->started = !laying->run->provisional;
	laying->free_from = INSTANT_NONE;
	laying->free_day = NO_DAY;
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		if (!catch_up(laying, fact->occurred_at))
			return false;
		move_to_named_day(laying, fact);
		if (!laying->extendable || fact->kind != FACT_EXTENSION_NOTIFIED || fact->stage != laying->run->stage)
			continue;
		laying->extensions++;
		if (!clock_run_is_over(laying->run, fact->occurred_at))
			extend(laying, fact);
	}
	if (!catch_up(laying, laying->bench->now))
		return false;
	if (laying->held != NULL && !clock_run_is_over(laying->run, laying->held->ends) &&
	    instant_before(laying->held->ends, *laying->bench->next))
		*laying->bench->next = laying->held->ends;
	return true;
}
