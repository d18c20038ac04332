/* What is owed by when, and was it done? Builds each clock the pack keeps from the case's history, then lets each
 * speak. */
#include "domain/casefile.h"
#include "domain/clock.h"
#include "domain/duties.h"
#include "domain/extension.h"
#include "domain/history.h"

struct bench {
	const struct policy *policy;
	const struct calendar *calendar;
	const struct history *history;
	uint32_t kinds; /* bits of case kinds the case was opened as */
	struct instant now;
	struct judgements *out;
	struct instant *next;
	struct instant final_missed;
	const struct fact *final_by;
};

static const struct moments *
stage_of(const struct bench *bench, uint8_t stage)
{
	return &bench->history->stages[stage];
}

static void
say_calendar_ended(const struct bench *bench, const struct clock_rule *rule, uint16_t instance, struct text ref)
{
	struct judgement *said = judgements_add(bench->out, JUDGEMENT_NON_COMPLIANCE_FOUND);

	if (said == NULL)
		return;
	said->subject = rule->rule.id;
	said->stage = rule->stage;
	said->instance = instance;
	said->ref = ref;
	said->word = TEXT("calendar-ended");
	said->rule = rule->rule;
}

/* A date was counted, or the calendar does not reach: then the clock is not shown, and an alarm is said in its place.
 */
static bool
add_date(const struct bench *bench, struct clock_run *run, struct instant since, enum deadline_status status,
    const struct deadline *deadline, struct text word, const struct fact *by)
{
	if (status != DEADLINE_OK) {
		say_calendar_ended(bench, run->rule, run->instance, run->ref);
		return false;
	}
	if (!clock_add_date(run, since, deadline, &run->rule->rule, word, by)) {
		bench->out->full = true;
		return false;
	}
	return true;
}

static void
run_prepare(const struct bench *bench, const struct clock_rule *rule, struct clock_run *run)
{
	*run = (struct clock_run){
		.rule = rule,
		.policy = bench->policy,
		.calendar = bench->calendar,
		.stage = rule->stage,
		.instance = 1,
		.met_at = INSTANT_NONE,
		.stopped_at = INSTANT_NONE,
	};
}

/* Ends what is owed at the first of the stopping moments after `start`. */
static void
find_stop(const struct bench *bench, struct clock_run *run, struct instant start, uint32_t mask)
{
	const struct moments *moments = stage_of(bench, run->stage);

	for (int i = 0; i < MOMENTS_COUNT; i++) {
		struct instant at = moments->at[i];

		if ((mask & (UINT32_C(1) << i)) == 0 || !instant_is_set(at) || instant_before(at, start))
			continue;
		if (instant_is_set(run->stopped_at) && !instant_before(at, run->stopped_at))
			continue;
		run->stopped_at = at;
		run->stopped_why = text_of(moment_name((enum moment)i));
		run->stopped_by = moments->by[i];
	}
}

static void
find_met(const struct bench *bench, struct clock_run *run)
{
	const struct moments *moments = stage_of(bench, run->stage);

	for (uint8_t i = 0; i < run->rule->meets_count; i++) {
		enum moment last = MOMENT_RECEIVED;
		struct instant at = moments_all(moments, run->rule->meets[i], &last);

		if (!instant_is_set(at) || (instant_is_set(run->met_at) && !instant_before(at, run->met_at)))
			continue;
		run->met_at = at;
		run->met_by = moments->by[last];
	}
}

static void
say_extension_faults(const struct bench *bench, const struct clock_run *run, const struct extension_answer *answer,
    const struct fact *extension, uint16_t instance)
{
	for (int i = 0; i < EXTENSION_FAULTS_COUNT; i++) {
		struct judgement *found;

		if ((answer->faults & (UINT32_C(1) << i)) == 0)
			continue;
		found = judgements_add(bench->out, JUDGEMENT_NON_COMPLIANCE_FOUND);
		if (found == NULL)
			return;
		found->subject = TEXT("extension");
		found->stage = run->stage;
		found->instance = instance;
		found->ref = text_of(extension_fault_name((enum extension_fault)i));
		found->word = found->ref;
		found->rule = answer->tier != NULL ? answer->tier->rule : run->rule->rule;
		found->at = extension->occurred_at;
		found->facts[found->fact_count++] = (struct fact_ref){ extension->source, extension->id };
	}
}

static bool
is_over(const struct clock_run *run, struct instant at)
{
	return (instant_is_set(run->met_at) && !instant_before(at, run->met_at)) ||
	       (instant_is_set(run->stopped_at) && !instant_before(at, run->stopped_at));
}

static void
extend(const struct bench *bench, struct clock_run *run, const struct clock_date *original,
    const struct fact *extension, uint16_t instance)
{
	struct extension_answer answer = extension_judge(run, original, extension);

	if (answer.faults != 0) {
		say_extension_faults(bench, run, &answer, extension, instance);
		return;
	}
	if (!clock_add_date(run, extension->occurred_at, &answer.deadline, &answer.tier->rule,
		answer.unreachable ? TEXT("extended-customer-unreachable") : TEXT("extended"), extension))
		bench->out->full = true;
}

/* The start happened after the provisional date was shown: the real date takes over, unless an extension already went
 * beyond. */
static bool
start_after_provisional(const struct bench *bench, struct clock_run *run, struct instant start, const struct fact *by,
    struct clock_date *original)
{
	struct deadline deadline;
	enum deadline_status status = deadline_count(bench->calendar, start, run->rule->limit, &deadline);

	run->provisional = false;
	if (status == DEADLINE_OK && instant_before(deadline.due, clock_date_in_force(run)->deadline.due) &&
	    run->date_count > 1)
		return true;
	if (!add_date(bench, run, start, status, &deadline, TEXT("started"), by))
		return false;
	*original = *clock_date_in_force(run);
	return true;
}

/* Dates in the order they came into force: the start, and each extension told. */
static bool
lay_dates(const struct bench *bench, struct clock_run *run, struct instant start, const struct fact *start_by)
{
	struct clock_date original = run->dates[0];
	bool started = !run->provisional;
	uint16_t extensions = 0;

	for (size_t i = 0; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];

		if (!started && instant_is_set(start) && !instant_before(fact->occurred_at, start)) {
			if (!start_after_provisional(bench, run, start, start_by, &original))
				return false;
			started = true;
		}
		if (fact->kind != FACT_EXTENSION_NOTIFIED || fact->stage != run->stage)
			continue;
		extensions++;
		if (!is_over(run, fact->occurred_at))
			extend(bench, run, &original, fact, extensions);
	}
	return true;
}

static bool is_extendable(const struct bench *bench, const struct clock_rule *rule);

/* Where the start has not happened, the date that follows if what comes before it is done on its last day. */
static bool
provisional_from(const struct bench *bench, const struct clock_rule *rule, struct instant *from, struct instant *since,
    const struct fact **by)
{
	const struct clock_rule *before;
	const struct moments *moments = stage_of(bench, rule->stage);
	struct deadline deadline;

	if (rule->provisional_after == NO_CLOCK)
		return false;
	before = &bench->policy->clocks[rule->provisional_after];
	if (!instant_is_set(moments->at[before->starts]) ||
	    deadline_count(bench->calendar, moments->at[before->starts], before->limit, &deadline) != DEADLINE_OK)
		return false;
	*since = moments->at[before->starts];
	*by = moments->by[before->starts];
	*from = zone_start_of_day(&bench->calendar->zone, civil_to_days(deadline.last_day));
	return true;
}

static enum deadline_status
count_once(const struct bench *bench, const struct clock_rule *rule, struct instant from, struct deadline *out)
{
	const struct fact *contact = bench->history->contact;

	if (rule->per == CLOCK_PER_REQUEST)
		return deadline_on(bench->calendar, from, contact->contact.acceptable_by, out);
	return deadline_count(bench->calendar, from, rule->limit, out);
}

static void
finish(struct bench *bench, const struct clock_run *run)
{
	clock_say(run, bench->now, bench->out, bench->next);
	if (!run->rule->final || !clock_is_missed(run, bench->now))
		return;
	bench->final_missed = clock_date_in_force(run)->deadline.due;
	bench->final_by = clock_date_in_force(run)->by;
}

static void
keep_once(struct bench *bench, const struct clock_rule *rule)
{
	const struct moments *moments = stage_of(bench, rule->stage);
	struct instant start = moments->at[rule->starts];
	const struct fact *start_by = moments->by[rule->starts];
	struct instant since = start;
	struct instant from = start;
	const struct fact *by = start_by;
	struct clock_run run;
	struct deadline deadline;

	run_prepare(bench, rule, &run);
	run.first_provisional = provisional_from(bench, rule, &from, &since, &by) &&
				(!instant_is_set(start) || instant_before(since, start));
	if (!run.first_provisional) {
		since = from = start;
		by = start_by;
	}
	if (!instant_is_set(from))
		return;
	run.provisional = run.first_provisional;
	if (!add_date(bench, &run, since, count_once(bench, rule, from, &deadline), &deadline, (struct text){ 0 }, by))
		return;
	find_met(bench, &run);
	find_stop(bench, &run, since, rule->stops | MOMENT_BIT(DECLINED) | MOMENT_BIT(WITHDRAWN) | MOMENT_BIT(CLOSED));
	if ((run.provisional || is_extendable(bench, rule)) && !lay_dates(bench, &run, start, start_by))
		return;
	finish(bench, &run);
}

/* Extensions speak to the clock of their stage that the pack lets be extended, or else to the one its response meets.
 */
static bool
is_extendable(const struct bench *bench, const struct clock_rule *rule)
{
	bool any = false;

	if (rule->tier_count > 0)
		return true;
	for (uint8_t i = 0; i < bench->policy->clock_count; i++)
		any |= bench->policy->clocks[i].stage == rule->stage && bench->policy->clocks[i].tier_count > 0;
	return !any && rule->whose == CLOCK_LANDLORDS && rule->meets_count == 1 &&
	       (rule->meets[0] & (MOMENT_BIT(RESPONDED) | MOMENT_BIT(RESPONDED_ANYHOW))) != 0;
}

/* Every promise of the kind this clock is kept for, in the order first made. */
static const struct promise *
promise_in(const struct clock_rule *rule, const struct fact *fact, uint8_t *count)
{
	*count = 0;
	if (rule->per == CLOCK_PER_ACTION && (fact->kind == FACT_RESPONSE_ISSUED || fact->kind == FACT_REMEDY_AGREED)) {
		*count = fact->response.promise_count;
		return fact->response.promises;
	}
	if (rule->per == CLOCK_PER_ORDER && fact->kind == FACT_OMBUDSMAN_DETERMINED) {
		*count = fact->ombudsman.promise_count;
		return fact->ombudsman.promises;
	}
	return NULL;
}

static bool
was_promised_before(
    const struct bench *bench, const struct clock_rule *rule, struct text ref, size_t fact, uint8_t item)
{
	for (size_t i = 0; i <= fact; i++) {
		uint8_t count;
		const struct promise *promises = promise_in(rule, bench->history->facts->in_order[i], &count);

		for (uint8_t k = 0; k < count && (i < fact || k < item); k++) {
			if (text_equal(promises[k].ref, ref) && promises[k].due != PROMISE_NO_DATE)
				return true;
		}
	}
	return false;
}

/* Follows one promise through the facts after the one that made it: a new date, or its keeping. */
static void
follow_promise(const struct bench *bench, struct clock_run *run, size_t from)
{
	for (size_t i = from; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];
		uint8_t count;
		const struct promise *promises = promise_in(run->rule, fact, &count);
		enum fact_kind keeps =
		    run->rule->per == CLOCK_PER_ACTION ? FACT_ACTION_COMPLETED : FACT_ORDER_COMPLETED;

		if (fact->kind == keeps && text_equal(fact->completed.ref, run->ref) && !instant_is_set(run->met_at)) {
			run->met_at = fact->occurred_at;
			run->met_by = fact;
		}
		for (uint8_t k = 0; k < count; k++) {
			const struct clock_date *present = clock_date_in_force(run);
			struct deadline deadline;

			if (!text_equal(promises[k].ref, run->ref) || promises[k].due == PROMISE_NO_DATE ||
			    is_over(run, fact->occurred_at) ||
			    !instant_before(fact->occurred_at, present->deadline.due))
				continue;
			if (deadline_on(bench->calendar, fact->occurred_at, promises[k].due, &deadline) !=
				DEADLINE_OK ||
			    instant_equal(deadline.due, present->deadline.due))
				continue;
			if (!clock_add_date(
				run, fact->occurred_at, &deadline, &run->rule->rule, TEXT("promise-changed"), fact))
				bench->out->full = true;
		}
	}
}

static void
keep_promises(struct bench *bench, const struct clock_rule *rule)
{
	const struct facts *facts = bench->history->facts;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];
		uint8_t count;
		const struct promise *promises = promise_in(rule, fact, &count);

		for (uint8_t k = 0; k < count; k++) {
			struct clock_run run;
			struct deadline deadline;

			if (promises[k].due == PROMISE_NO_DATE || !promises[k].binding ||
			    was_promised_before(bench, rule, promises[k].ref, i, k))
				continue;
			run_prepare(bench, rule, &run);
			run.ref = promises[k].ref;
			if (!add_date(bench, &run, fact->occurred_at,
				deadline_on(bench->calendar, fact->occurred_at, promises[k].due, &deadline), &deadline,
				(struct text){ 0 }, fact))
				continue;
			follow_promise(bench, &run, i + 1);
			find_stop(bench, &run, fact->occurred_at, rule->stops);
			finish(bench, &run);
		}
	}
}

/* A word to the customer of how the case stands. */
static bool
is_update(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_CUSTOMER_CONTACTED:
		return fact->contacted.progress_update || fact->contacted.reached;
	case FACT_CASE_ACKNOWLEDGED:
	case FACT_EXTENSION_NOTIFIED:
	case FACT_RESPONSE_ISSUED:
	case FACT_INFORMAL_OUTCOME_GIVEN:
	case FACT_ESCALATION_DECIDED:
	case FACT_SCOPE_DECIDED:
		return true;
	default:
		return false;
	}
}

/* How often the customer is to hear, as agreed by `at`; else the pack's. */
static uint16_t
interval_at(const struct bench *bench, struct instant at)
{
	uint16_t every = bench->policy->update_every;

	for (size_t i = 0; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];

		if (instant_before(at, fact->occurred_at))
			break;
		if (fact->kind == FACT_CONTACT_RECEIVED && fact->contact.update_every > 0)
			every = fact->contact.update_every;
		if (fact->kind == FACT_CUSTOMER_CONTACTED && fact->contacted.update_every > 0)
			every = fact->contacted.update_every;
	}
	return every;
}

/* Whether the customer is waiting for something just after `at`: a stage unanswered, or an action outstanding. */
static bool
is_waiting(const struct bench *bench, const struct clock_rule *rule, struct instant at)
{
	const struct moments *whole = stage_of(bench, 0);
	bool waiting = false;

	if ((rule->kinds & (UINT32_C(1) << CASE_KIND_SERVICE_REQUEST)) != 0 &&
	    (bench->kinds & (UINT32_C(1) << CASE_KIND_SERVICE_REQUEST)) != 0)
		waiting = !instant_is_set(whole->at[MOMENT_INFORMAL_OUTCOME]) ||
			  instant_before(at, whole->at[MOMENT_INFORMAL_OUTCOME]);
	if (instant_is_set(whole->at[MOMENT_RECEIVED]) && !instant_before(at, whole->at[MOMENT_RECEIVED])) {
		for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
			const struct moments *stage = stage_of(bench, n);
			struct instant opened = stage->at[MOMENT_STAGE_OPENED];
			struct instant answered = stage->at[MOMENT_RESPONDED];

			if (instant_is_set(opened) && !instant_before(at, opened))
				waiting = !instant_is_set(answered) || instant_before(at, answered);
		}
	}
	if (waiting)
		return true;
	for (size_t i = 0; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];

		if (instant_before(at, fact->occurred_at))
			break;
		if ((fact->kind != FACT_RESPONSE_ISSUED && fact->kind != FACT_REMEDY_AGREED))
			continue;
		for (uint8_t k = 0; k < fact->response.promise_count; k++) {
			bool done = false;

			for (size_t j = 0; j < bench->history->facts->count && !done; j++) {
				const struct fact *other = bench->history->facts->in_order[j];

				done = other->kind == FACT_ACTION_COMPLETED &&
				       !instant_before(at, other->occurred_at) &&
				       text_equal(other->completed.ref, fact->response.promises[k].ref);
			}
			if (!done)
				return true;
		}
	}
	return false;
}

/* One instance from each word to the customer to the next, while something is waited for. */
static void
keep_updates(struct bench *bench, const struct clock_rule *rule)
{
	const struct facts *facts = bench->history->facts;
	struct clock_run run;
	bool open = false;
	uint16_t instance = 0;

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];
		bool update = is_update(fact);
		bool waiting = is_waiting(bench, rule, fact->occurred_at);
		struct deadline deadline;
		uint16_t every = interval_at(bench, fact->occurred_at);

		if (open && update) {
			run.met_at = fact->occurred_at;
			run.met_by = fact;
		} else if (open && !waiting) {
			run.stopped_at = fact->occurred_at;
			run.stopped_why = TEXT("nothing-outstanding");
			run.stopped_by = fact;
		}
		if (open && (update || !waiting)) {
			finish(bench, &run);
			open = false;
		}
		if (open || !waiting || every == 0)
			continue;
		run_prepare(bench, rule, &run);
		run.instance = ++instance;
		find_stop(bench, &run, fact->occurred_at,
		    MOMENT_BIT(DECLINED) | MOMENT_BIT(WITHDRAWN) | MOMENT_BIT(CLOSED) | rule->stops);
		open = add_date(bench, &run, fact->occurred_at,
		    deadline_count(bench->calendar, fact->occurred_at,
			(struct limit){ .unit = LIMIT_WORKING_DAYS, .count = every }, &deadline),
		    &deadline, (struct text){ 0 }, fact);
	}
	if (open)
		finish(bench, &run);
}

static void
keep(struct bench *bench, const struct clock_rule *rule)
{
	if ((rule->kinds & bench->kinds) == 0)
		return;
	switch (rule->per) {
	case CLOCK_ONCE:
		keep_once(bench, rule);
		break;
	case CLOCK_PER_REQUEST:
		if (bench->history->contact->contact.acceptable_by != NO_DAY)
			keep_once(bench, rule);
		break;
	case CLOCK_PER_UPDATE:
		keep_updates(bench, rule);
		break;
	case CLOCK_PER_ACTION:
	case CLOCK_PER_ORDER:
		keep_promises(bench, rule);
		break;
	case CLOCK_PER_MISSED_VISIT:
		break;
	}
}

void
sla_judge(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    const struct judgements *routing, struct instant now, struct judgements *out, struct instant *next)
{
	struct history history;
	struct bench bench = {
		.policy = policy,
		.calendar = calendar,
		.history = &history,
		.now = now,
		.out = out,
		.next = next,
		.final_missed = INSTANT_NONE,
	};

	out->count = 0;
	out->full = false;
	*next = INSTANT_FAR;
	history_build(facts, &history);
	history_add_routing(&history, routing);
	for (size_t i = 0; i < routing->count; i++) {
		if (routing->list[i].kind == JUDGEMENT_CASE_OPENED)
			bench.kinds |= UINT32_C(1) << routing->list[i].case_kind;
	}
	if (history.contact == NULL || bench.kinds == 0)
		return;
	for (uint8_t i = 0; i < policy->clock_count; i++)
		keep(&bench, &policy->clocks[i]);
	duties_say(policy, &history, out);
	signposts_say(policy, &history, routing, bench.final_missed, bench.final_by, out);
}
