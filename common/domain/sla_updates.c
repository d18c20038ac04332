/* The clocks from each word to the customer to the next: of a case that is dealt with, and of one that a court deals
 * with. */
#include "domain/sla_bench.h"

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

/* While a court deals with it there is one only of how that stands. */
static bool
is_legal_update(const struct fact *fact)
{
	return fact->kind == FACT_CUSTOMER_CONTACTED && fact->contacted.progress_update;
}

/* The interval agreed in this fact, or the one before. */
static struct limit
agreed_in(const struct fact *fact, struct limit before)
{
	uint16_t every = 0;

	if (fact->kind == FACT_CONTACT_RECEIVED)
		every = fact->contact.update_every;
	if (fact->kind == FACT_CUSTOMER_CONTACTED)
		every = fact->contacted.update_every;
	return every > 0 ? (struct limit){ .unit = LIMIT_WORKING_DAYS, .count = every } : before;
}

static size_t
find_completed(const struct facts *facts, struct text ref)
{
	size_t i = 0;

	while (i < facts->count &&
	       !(fact_kind_does_action(facts->in_order[i]->kind) && text_equal(facts->in_order[i]->completed.ref, ref)))
		i++;
	return i;
}

/* By how many each fact makes the actions outstanding more or fewer. */
static void
count_actions(const struct facts *facts, int16_t *change)
{
	for (size_t i = 0; i < facts->count; i++)
		change[i] = 0;
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		if (fact->kind != FACT_RESPONSE_ISSUED && fact->kind != FACT_REMEDY_AGREED)
			continue;
		for (uint8_t k = 0; k < fact->response.promise_count; k++) {
			size_t done = find_completed(facts, fact->response.promises[k].ref);

			if (done == facts->count) {
				change[i]++;
			} else if (instant_before(fact->occurred_at, facts->in_order[done]->occurred_at)) {
				change[i]++;
				change[done]--;
			}
		}
	}
}

static bool
has_happened(struct instant moment, struct instant by)
{
	return instant_is_set(moment) && !instant_before(by, moment);
}

/* Whether a service request, or the stage last opened, has no answer just after `at`. */
static bool
awaits_answer(const struct bench *bench, const struct clock_rule *rule, struct instant at)
{
	const struct moments *whole = &bench->history->stages[0];
	uint32_t request = UINT32_C(1) << CASE_KIND_SERVICE_REQUEST;
	bool waiting =
	    (rule->kinds & bench->kinds & request) != 0 && !has_happened(whole->at[MOMENT_INFORMAL_OUTCOME], at);

	if (!has_happened(whole->at[MOMENT_RECEIVED], at))
		return waiting;
	for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
		const struct moments *stage = &bench->history->stages[n];

		if (has_happened(stage->at[MOMENT_STAGE_OPENED], at))
			waiting = !has_happened(stage->at[policy_answer(bench->policy, n)], at) &&
				  !has_happened(stage->at[MOMENT_ESCALATION_REFUSED], at);
	}
	return waiting;
}

/* Whether what the landlord was to do is still to be done just after `at`: an answer, or one of `actions` outstanding.
 */
static bool
awaits_landlord(const struct bench *bench, const struct clock_rule *rule, struct instant at, int32_t actions)
{
	return actions > 0 || awaits_answer(bench, rule, at);
}

/* Whether a court deals with it just after `at`, for which it was declined. */
static bool
awaits_court(const struct bench *bench, const struct clock_rule *rule, struct instant at, int32_t actions)
{
	const struct facts *facts = bench->history->facts;
	const struct fact *declined = NULL;

	(void)rule;
	(void)actions;
	for (size_t i = 0; i < facts->count && !instant_before(at, facts->in_order[i]->occurred_at); i++) {
		const struct fact *fact = facts->in_order[i];

		if (fact->kind == FACT_LEGAL_PROCEEDINGS_ENDED)
			return false;
		if (fact->kind == FACT_SCOPE_DECIDED && (fact->scope.accepted || declined == NULL))
			declined = fact->scope.accepted ? NULL : fact;
	}
	return declined != NULL && declined->scope.ground == GROUND_LEGAL_PROCEEDINGS;
}

/* What counts as a word to the customer, and while what is awaited it is owed. */
struct words_owed {
	bool (*is_word)(const struct fact *fact);
	bool (*awaits)(const struct bench *bench, const struct clock_rule *rule, struct instant at, int32_t actions);
	uint32_t stops;	  /* what ends it, whatever the pack says besides */
	const char *over; /* why nothing is owed when it is no more awaited */
};

/* Whether the customer is waiting for something just after `at`. */
static bool
is_waiting(const struct bench *bench, const struct clock_rule *rule, const struct words_owed *owed, struct instant at,
    int32_t actions)
{
	const struct moments *moments = &bench->history->stages[rule->stage];

	for (int i = 0; i < MOMENTS_COUNT; i++) {
		if (((rule->stops | owed->stops) & (UINT32_C(1) << i)) != 0 && has_happened(moments->at[i], at))
			return false;
	}
	return owed->awaits(bench, rule, at, actions);
}

/* Ends the run at `fact`, unless something ended it before. */
static void
end_run(struct bench *bench, struct clock_run *run, const struct words_owed *owed, const struct fact *fact)
{
	if (owed->is_word(fact)) {
		run->met_at = fact->occurred_at;
		run->met_by = fact;
	} else if (!has_happened(run->stopped_at, fact->occurred_at)) {
		run->stopped_at = fact->occurred_at;
		run->stopped_why =
		    fact->kind == FACT_SCOPE_DECIDED && fact->scope.accepted ? TEXT("accepted") : text_of(owed->over);
		run->stopped_by = fact;
	}
	bench_finish(bench, run);
}

/* One instance from each word to the customer to the next, while something is waited for. Of facts at the same instant
 * each knows of all. */
static void
keep_words(struct bench *bench, const struct clock_rule *rule, const struct words_owed *owed)
{
	const struct facts *facts = bench->history->facts;
	int16_t change[LIMIT_CASE_FACTS];
	struct limit every = rule->limit;
	int32_t actions = 0;
	struct clock_run run;
	bool open = false;
	uint16_t instance = 0;

	count_actions(facts, change);
	for (size_t i = 0, known = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];
		struct instant at = fact->occurred_at;
		struct deadline deadline;
		bool waiting;

		for (; known < facts->count && !instant_before(at, facts->in_order[known]->occurred_at); known++) {
			every = agreed_in(facts->in_order[known], every);
			actions += change[known];
		}
		waiting = is_waiting(bench, rule, owed, at, actions);
		if (open && (owed->is_word(fact) || !waiting)) {
			end_run(bench, &run, owed, fact);
			open = false;
		}
		if (open || !waiting || every.unit == LIMIT_NONE)
			continue;
		bench_prepare(bench, rule, &run);
		run.instance = ++instance;
		bench_find_stop(bench, &run, at, rule->stops | owed->stops);
		open = bench_add_date(bench, &run, at, deadline_count(bench->calendar, at, every, &deadline), &deadline,
		    (struct text){ 0 }, fact);
	}
	if (open)
		bench_finish(bench, &run);
}

void
keep_updates(struct bench *bench, const struct clock_rule *rule)
{
	static const struct words_owed owed = { is_update, awaits_landlord, 0, "nothing-outstanding" };

	keep_words(bench, rule, &owed);
}

void
keep_legal_updates(struct bench *bench, const struct clock_rule *rule)
{
	static const struct words_owed owed = { is_legal_update, awaits_court,
		MOMENT_BIT(CLOSED) | MOMENT_BIT(WITHDRAWN), "legal-proceedings-ended" };

	keep_words(bench, rule, &owed);
}
