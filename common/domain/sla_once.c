/* Clocks kept once in their stage: the start, a provisional date before it, extensions, the end. */
#include "domain/extension.h"
#include "domain/sla_bench.h"

static void
find_met(const struct bench *bench, struct clock_run *run)
{
	const struct moments *moments = &bench->history->stages[run->stage];

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

static void
extend(const struct bench *bench, struct clock_run *run, const struct clock_date *original,
    const struct fact *extension, uint16_t number)
{
	struct extension_answer answer = extension_judge(run, original, extension);

	if (answer.faults != 0) {
		say_extension_faults(bench, run, &answer, extension, number);
		return;
	}
	bench_move(bench, run, extension->occurred_at, &answer.deadline, &answer.tier->rule,
	    answer.unreachable ? TEXT("extended-customer-unreachable") : TEXT("extended"), extension);
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
	if (!bench_add_date(bench, run, start, status, &deadline, TEXT("started"), by))
		return false;
	*original = *clock_date_in_force(run);
	return true;
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

static void
move_to_named_days(const struct bench *bench, struct clock_run *run)
{
	for (size_t i = 0; i < bench->history->facts->count; i++) {
		const struct fact *fact = bench->history->facts->in_order[i];
		struct instant due = clock_date_in_force(run)->deadline.due;
		struct deadline deadline;
		struct text word;
		int32_t day;

		if (clock_run_is_over(run, fact->occurred_at) || !instant_before(fact->occurred_at, due) ||
		    instant_before(fact->occurred_at, run->dates[0].since) ||
		    !names_another_day(run, fact, &day, &word) ||
		    deadline_on(bench->calendar, fact->occurred_at, day, &deadline) != DEADLINE_OK ||
		    instant_equal(deadline.due, due))
			continue;
		bench_move(bench, run, fact->occurred_at, &deadline, &run->rule->rule, word, fact);
	}
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
		if (!clock_run_is_over(run, fact->occurred_at))
			extend(bench, run, &original, fact, extensions);
	}
	return true;
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

/* Where the start has not happened, the date that follows if what comes before it is done on its last day. */
static bool
provisional_from(const struct bench *bench, const struct clock_rule *rule, struct instant *from, struct instant *since,
    const struct fact **by)
{
	const struct clock_rule *before;
	const struct moments *moments = &bench->history->stages[rule->stage];
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

/* The later of two: when the second start's date is the later one, it holds from when that start happened. */
static void
heed_second_start(const struct bench *bench, struct clock_run *run, const struct moments *moments)
{
	const struct clock_rule *rule = run->rule;
	struct instant at = rule->also_limit.unit == LIMIT_NONE ? INSTANT_NONE : moments->at[rule->also_starts];
	struct deadline deadline;

	if (!instant_is_set(at) || deadline_count(bench->calendar, at, rule->also_limit, &deadline) != DEADLINE_OK ||
	    !instant_before(run->dates[0].deadline.due, deadline.due))
		return;
	if (instant_before(run->dates[0].since, at))
		bench_move(
		    bench, run, at, &deadline, &rule->rule, TEXT("later-of-two"), moments->by[rule->also_starts]);
	else
		run->dates[0].deadline = deadline;
}

void
keep_once(struct bench *bench, const struct clock_rule *rule)
{
	const struct moments *moments = &bench->history->stages[rule->stage];
	struct instant start = moments->at[rule->starts];
	const struct fact *start_by = moments->by[rule->starts];
	struct instant since = start;
	struct instant from = start;
	const struct fact *by = start_by;
	struct clock_run run;
	struct deadline deadline;

	bench_prepare(bench, rule, &run);
	run.first_provisional = provisional_from(bench, rule, &from, &since, &by) &&
				(!instant_is_set(start) || instant_before(since, start));
	if (!run.first_provisional) {
		since = from = start;
		by = start_by;
	}
	if (!instant_is_set(from))
		return;
	run.provisional = run.first_provisional;
	if (!bench_add_date(
		bench, &run, since, count_once(bench, rule, from, &deadline), &deadline, (struct text){ 0 }, by))
		return;
	heed_second_start(bench, &run, moments);
	find_met(bench, &run);
	bench_find_stop(bench, &run, since, rule->stops);
	if ((run.provisional || is_extendable(bench, rule)) && !lay_dates(bench, &run, start, start_by))
		return;
	move_to_named_days(bench, &run);
	bench_finish(bench, &run);
}
