#include "domain/suspension.h"

static const char *const fault_names[] = {
#define X(suffix, name) [SUSPENSION_##suffix] = (name),
	SUSPENSION_FAULTS(X)
#undef X
};

bool
policy_can_suspend(const struct clock_rule *clock)
{
	switch (clock->limit.unit) {
	case LIMIT_WORKING_DAYS:
	case LIMIT_CALENDAR_DAYS:
	case LIMIT_WEEKS:
	case LIMIT_MONTHS:
	case LIMIT_ELAPSED_HOURS:
		return clock->per == CLOCK_ONCE && clock->whose != CLOCK_CUSTOMERS;
	default:
		return false;
	}
}

static bool
has_ground(const struct suspension_rule *rule, struct text ground)
{
	for (uint8_t i = 0; i < rule->ground_count; i++) {
		if (text_equal(rule->grounds[i], ground))
			return true;
	}
	return rule->ground_count == 0;
}

static bool
is_role(const struct policy *policy, const struct suspension_rule *rule, struct text role)
{
	return text_equal(policy->roles[rule->by].id, role);
}

/* The rule asked, and which conditions fail: bits of enum suspension_fault. */
static uint32_t
faults_of(const struct policy *policy, const struct fact *order, const struct suspension_rule **asked)
{
	const struct suspension_rule *by_ground = NULL;
	uint32_t faults = 0;

	*asked = NULL;
	for (uint8_t i = 0; i < policy->suspensions_count && *asked == NULL; i++) {
		const struct suspension_rule *rule = &policy->suspensions[i];

		if (!has_ground(rule, order->suspended.grounds))
			continue;
		by_ground = by_ground == NULL ? rule : by_ground;
		if (is_role(policy, rule, order->suspended.ordered_by_role))
			*asked = rule;
	}
	if (policy->suspensions_count == 0)
		return UINT32_C(1) << SUSPENSION_NOT_SUSPENDABLE;
	if (*asked == NULL && by_ground == NULL) {
		*asked = &policy->suspensions[0];
		return UINT32_C(1) << SUSPENSION_NOT_A_GROUND;
	}
	if (*asked == NULL) {
		*asked = by_ground;
		faults |= UINT32_C(1) << SUSPENSION_OTHER_ROLE;
	}
	if ((*asked)->needs_reason && !order->suspended.has_reason)
		faults |= UINT32_C(1) << SUSPENSION_NO_REASON;
	if ((*asked)->needs_customer_told && !order->suspended.customer_told)
		faults |= UINT32_C(1) << SUSPENSION_NOT_TOLD;
	return faults;
}

static void
say(struct judgements *said, const struct suspension_rule *rule, const struct fact *order, uint16_t instance,
    struct text word)
{
	static const struct rule none = { .id = { "no-suspensions", 14 } };
	struct judgement *found = said == NULL ? NULL : judgements_add(said, JUDGEMENT_NON_COMPLIANCE_FOUND);

	if (found == NULL)
		return;
	found->subject = TEXT("suspension");
	found->stage = order->stage;
	found->instance = instance;
	found->ref = word;
	found->word = word;
	found->rule = rule == NULL ? none : rule->rule;
	found->at = order->occurred_at;
	found->facts[found->fact_count++] = (struct fact_ref){ order->source, order->id };
}

/* The first word after the order, by the facts in order, that the clocks go on. */
static const struct fact *
find_resumed(const struct facts *facts, size_t order)
{
	uint8_t stage = facts->in_order[order]->stage;

	for (size_t i = order + 1; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		if (fact->kind == FACT_CASE_RESUMED && (fact->stage == 0 || stage == 0 || fact->stage == stage))
			return fact;
	}
	return NULL;
}

static void
end_by_fact(const struct calendar *calendar, const struct fact *resumed, struct suspension *suspension)
{
	int32_t day = zone_local_day(&calendar->zone, resumed->occurred_at);

	suspension->until = resumed->occurred_at;
	suspension->last_day = suspension->rule->last_day_counts ? day - 1 : day;
	suspension->resumed_by = resumed;
}

/* Ends it by itself, if that has come and nobody ended it before; else notes when it will. False where the calendar
 * does not reach. */
static bool
end_by_itself(const struct calendar *calendar, struct instant now, struct suspension *suspension)
{
	struct deadline deadline;

	if (suspension->rule->at_most.unit == LIMIT_NONE)
		return true;
	if (deadline_count(calendar, suspension->since, suspension->rule->at_most, &deadline) != DEADLINE_OK)
		return instant_is_set(suspension->until);
	if (instant_is_set(suspension->until) && !instant_before(deadline.due, suspension->until))
		return true;
	suspension->ends = deadline.due;
	suspension->last_day =
	    deadline.exact ? zone_local_day(&calendar->zone, deadline.due) : civil_to_days(deadline.last_day);
	suspension->resumed_by = NULL;
	suspension->until = instant_before(now, deadline.due) ? INSTANT_NONE : deadline.due;
	return true;
}

void
suspensions_find(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    struct instant now, struct suspensions *out, struct judgements *said)
{
	uint16_t instance = 0;

	out->count = 0;
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *order = facts->in_order[i];
		struct suspension suspension = {
			.by = order, .since = order->occurred_at, .until = INSTANT_NONE, .ends = INSTANT_FAR
		};
		const struct fact *resumed;
		uint32_t faults;

		if (order->kind != FACT_CASE_SUSPENDED)
			continue;
		instance++;
		faults = faults_of(policy, order, &suspension.rule);
		for (int fault = 0; fault < SUSPENSION_FAULTS_COUNT; fault++) {
			if (faults & (UINT32_C(1) << fault))
				say(said, suspension.rule, order, instance, text_of(fault_names[fault]));
		}
		if (faults != 0)
			continue;
		resumed = find_resumed(facts, i);
		if (resumed != NULL)
			end_by_fact(calendar, resumed, &suspension);
		if (!end_by_itself(calendar, now, &suspension))
			say(said, suspension.rule, order, instance, TEXT("calendar-ended"));
		if (out->count < LIMIT_CASE_SUSPENSIONS)
			out->list[out->count++] = suspension;
		else if (said != NULL)
			said->full = true;
	}
}

bool
suspension_covers(const struct suspension *suspension, const struct policy *policy, const struct clock_rule *clock)
{
	const struct suspension_rule *rule = suspension->rule;
	uint32_t bit = UINT32_C(1) << (clock - policy->clocks);

	return policy_can_suspend(clock) && (rule->clocks == 0 || (rule->clocks & bit) != 0) &&
	       (rule->stage == 0 || rule->stage == clock->stage) &&
	       (suspension->by->stage == 0 || suspension->by->stage == clock->stage);
}

bool
suspension_is_of_all(const struct suspension *suspension, uint8_t stage)
{
	const struct suspension_rule *rule = suspension->rule;

	return rule->clocks == 0 && (rule->stage == 0 || rule->stage == stage) &&
	       (suspension->by->stage == 0 || suspension->by->stage == stage);
}

int32_t
suspension_first_day(const struct suspension *suspension, const struct zone *zone)
{
	int32_t day = zone_local_day(zone, suspension->since);

	return suspension->rule->first_day_counts ? day + 1 : day;
}

enum deadline_status
suspension_push(const struct calendar *calendar, enum limit_unit unit, const struct deadline *date,
    struct instant since, struct instant until, int32_t first, int32_t last, struct deadline *out)
{
	struct limit days = { .unit = LIMIT_CALENDAR_DAYS };
	enum deadline_status status = DEADLINE_OK;
	struct instant from;
	int32_t count = last < first ? 0 : last - first + 1;

	if (date->exact)
		return deadline_count(
		    calendar, (struct instant){ date->from.us + until.us - since.us }, date->limit, out);
	if (unit == LIMIT_WORKING_DAYS) {
		days.unit = LIMIT_WORKING_DAYS;
		if (count > 0)
			status = calendar_working_days_between(calendar, first - 1, last, &count);
	}
	from = zone_start_of_day(&calendar->zone, civil_to_days(date->last_day));
	/* What was left of the clock is not used up before it goes on. */
	for (; status == DEADLINE_OK && count <= UINT16_MAX; count++) {
		days.count = (uint16_t)count;
		status = deadline_count(calendar, from, days, out);
		if (status == DEADLINE_OK && instant_before(until, out->due))
			return DEADLINE_OK;
	}
	return DEADLINE_BEYOND_CALENDAR;
}
