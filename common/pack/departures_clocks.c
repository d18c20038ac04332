#include "pack/departures_checks.h"

#include "pack/scalar.h"

enum {
	WORKING_DAYS_A_WEEK = 5,
	WORKING_DAYS_A_MONTH = 23, /* at most */
	UNBOUNDED = 100000,
};

#define MOMENTS_BEFORE_WORK                                                                                 \
	(MOMENT_BIT(RECEIVED) | MOMENT_BIT(CONTACTED_US) | MOMENT_BIT(RECORDED) | MOMENT_BIT(MADE_FORMAL) | \
	    MOMENT_BIT(STAGE_OPENED) | MOMENT_BIT(ACKNOWLEDGED) | MOMENT_BIT(DEFINED) |                     \
	    MOMENT_BIT(ESCALATION_REQUESTED))
#define ACKNOWLEDGING (MOMENT_BIT(ACKNOWLEDGED) | MOMENT_BIT(DEFINED))
#define RESPONDING (MOMENT_BIT(RESPONDED) | MOMENT_BIT(RESPONDED_ANYHOW))
#define COMPLAINTS (UINT32_C(1) << CASE_KIND_COMPLAINT)
#define INFORMAL (UINT32_C(1) << CASE_KIND_INFORMAL)

/* ---- finding the rule compared ---- */

static bool
is_landlords_limit(const struct clock_rule *clock, uint8_t stage)
{
	return clock->stage == stage && (clock->kinds & COMPLAINTS) != 0 && clock->per == CLOCK_ONCE &&
	       clock->whose == CLOCK_LANDLORDS;
}

/* The limit within which the stage is answered: nothing but an answer, or a proper refusal, meets it. */
static const struct clock_rule *
response_limit(const struct policy *policy, uint8_t stage)
{
	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];
		bool answers = clock->meets_count > 0;

		for (uint8_t j = 0; j < clock->meets_count; j++)
			answers = answers && (clock->meets[j] & (RESPONDING | MOMENT_BIT(ESCALATION_REFUSED))) != 0;
		if (answers && (clock->meets[0] & RESPONDING) != 0 && is_landlords_limit(clock, stage))
			return clock;
	}
	return NULL;
}

/* The limit of acknowledging; `*alone` tells whether acknowledging by itself meets it. */
static const struct clock_rule *
acknowledgement_limit(const struct policy *policy, uint8_t stage, bool *alone)
{
	const struct clock_rule *shared = NULL;

	*alone = true;
	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];

		for (uint8_t j = 0; j < clock->meets_count && is_landlords_limit(clock, stage); j++) {
			if ((clock->meets[j] & ACKNOWLEDGING) == 0)
				continue;
			if ((clock->meets[j] & ~ACKNOWLEDGING) == 0)
				return clock;
			shared = clock;
		}
	}
	*alone = false;
	return shared;
}

const struct rule *
departures_stage_rule(const struct policy *policy, uint8_t stage)
{
	const struct stage_rule *found = policy_stage(policy, stage);

	return found == NULL ? &policy->stages[policy->stage_count - 1].rule : &found->rule;
}

/* The most working days a limit can hold. */
static uint32_t
working_days(struct limit limit)
{
	switch (limit.unit) {
	case LIMIT_WORKING_DAYS:
		return limit.count;
	case LIMIT_CALENDAR_DAYS:
		return limit.count / 7U * WORKING_DAYS_A_WEEK +
		       (limit.count % 7U < WORKING_DAYS_A_WEEK ? limit.count % 7U : WORKING_DAYS_A_WEEK);
	case LIMIT_WEEKS:
		return limit.count * (uint32_t)WORKING_DAYS_A_WEEK;
	case LIMIT_MONTHS:
		return limit.count * (uint32_t)WORKING_DAYS_A_MONTH;
	case LIMIT_ELAPSED_HOURS:
		return (limit.count + 23U) / 24U;
	case LIMIT_WORKING_HOURS:
		return (limit.count + 7U) / 8U;
	default:
		return UNBOUNDED;
	}
}

/* The same of a clock: where the later of two dates holds, the longer counts. */
static uint32_t
most_working_days(const struct clock_rule *clock)
{
	uint32_t first = working_days(clock->limit);
	uint32_t second = clock->also_limit.unit == LIMIT_NONE ? 0 : working_days(clock->also_limit);

	return first > second ? first : second;
}

/* ---- the stages ---- */

/* A limit kept for informal matters alone, or something tried for at stage 1 before its answer. */
static const struct clock_rule *
attempt_before(const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];
		bool complaints = (clock->kinds & COMPLAINTS) != 0;

		if (clock->per == CLOCK_ONCE && clock->stage <= 1 &&
		    ((clock->whose == CLOCK_MILESTONE && complaints) || clock->kinds == INFORMAL))
			return clock;
	}
	return NULL;
}

const char *
departure_extra_stage(struct comparison *of, uint8_t stage)
{
	const struct clock_rule *attempt = attempt_before(of->policy);

	(void)stage;
	for (uint8_t i = 0; i < of->policy->contacts_count && attempt == NULL; i++) {
		if (of->policy->contacts[i].kind != CASE_KIND_INFORMAL)
			continue;
		of->clause = of->policy->contacts[i].rule.clause;
		return "dissatisfaction is first handled informally, which is a stage before stage 1";
	}
	if (attempt == NULL)
		return NULL;
	of->clause = attempt->rule.clause;
	return arena_printf(of->arena, "'%.*s' is tried before the answer of stage 1, which is a stage of its own",
	    TEXT_ARG(attempt->rule.id));
}

const char *
departure_more_stages(struct comparison *of, uint8_t stage)
{
	(void)stage;
	if (of->policy->stage_count <= of->code->stage_count)
		return NULL;
	of->clause = of->policy->stages[of->code->stage_count].rule.clause;
	return arena_printf(
	    of->arena, "%u stages, where there are at most %u", of->policy->stage_count, of->code->stage_count);
}

const char *
departure_acknowledgement(struct comparison *of, uint8_t stage)
{
	bool alone, theirs;
	const struct clock_rule *limit = acknowledgement_limit(of->policy, stage, &alone);
	const struct clock_rule *floor = acknowledgement_limit(of->code, stage, &theirs);

	if (floor == NULL || of->policy->stage_count < stage)
		return NULL;
	of->clause = limit == NULL ? departures_stage_rule(of->policy, stage)->clause : limit->rule.clause;
	if (limit == NULL)
		return arena_printf(of->arena,
		    "stage %u names no limit for acknowledging, which is due in %u working days", stage,
		    floor->limit.count);
	if (!alone)
		return arena_printf(of->arena,
		    "acknowledging stage %u has no limit of its own: it shares that of '%.*s'", stage,
		    TEXT_ARG(limit->rule.id));
	if (most_working_days(limit) <= working_days(floor->limit))
		return NULL;
	return arena_printf(
	    of->arena, "stage %u is acknowledged later than within %u working days", stage, floor->limit.count);
}

const char *
departure_response(struct comparison *of, uint8_t stage)
{
	const struct clock_rule *limit = response_limit(of->policy, stage);
	const struct clock_rule *floor = response_limit(of->code, stage);

	if (floor == NULL || of->policy->stage_count < stage)
		return NULL;
	of->clause = limit == NULL ? departures_stage_rule(of->policy, stage)->clause : limit->rule.clause;
	if (limit == NULL)
		return arena_printf(of->arena,
		    "stage %u names no limit for the answer, which is due in %u working days", stage,
		    floor->limit.count);
	if ((MOMENTS_BEFORE_WORK & (UINT32_C(1) << limit->starts)) == 0)
		return arena_printf(of->arena, "the time for stage %u's answer begins only with '%s'", stage,
		    moment_name(limit->starts));
	if (most_working_days(limit) <= working_days(floor->limit))
		return NULL;
	return arena_printf(
	    of->arena, "stage %u is answered later than within %u working days", stage, floor->limit.count);
}

/* ---- making longer ---- */

bool
departures_is_signposted(const struct policy *policy, enum signpost_occasion on)
{
	for (uint8_t i = 0; i < policy->signposts_count; i++)
		if (policy->signposts[i].on == on)
			return true;
	return false;
}

static const char *
tier_short(struct comparison *of, uint8_t stage, const struct extension_tier *tier, const struct limit cap)
{
	if (tier->longer.unit == LIMIT_NONE)
		return arena_printf(of->arena,
		    "stage %u may be made longer by any time agreed, where %u working days are the most", stage,
		    cap.count);
	if (working_days(tier->longer) > working_days(cap))
		return arena_printf(
		    of->arena, "stage %u may be made longer by more than %u working days", stage, cap.count);
	if (!tier->from_original)
		return arena_printf(of->arena,
		    "stage %u may be made longer again, each time from the date then due, where %u working days are the most in all",
		    stage, cap.count);
	if (!tier->needs_reason && !tier->needs_good_reason)
		return arena_printf(of->arena, "stage %u may be made longer without a reason", stage);
	if (!tier->needs_notice_in_time)
		return arena_printf(of->arena, "stage %u may be made longer after its time has passed", stage);
	if (!tier->needs_ombudsman_details && !departures_is_signposted(of->policy, SIGNPOST_EXTENDED))
		return arena_printf(
		    of->arena, "who is told of more time for stage %u is not given the Ombudsman's details", stage);
	return NULL;
}

static bool
may_be_longer(const struct clock_rule *limit)
{
	for (uint8_t i = 0; i < limit->tier_count; i++)
		if (!limit->tiers[i].sooner)
			return true;
	return false;
}

const char *
departure_extension(struct comparison *of, uint8_t stage)
{
	const struct clock_rule *limit = response_limit(of->policy, stage);
	const struct clock_rule *floor = response_limit(of->code, stage);
	const char *said = NULL;

	if (limit == NULL || floor == NULL || floor->tier_count == 0)
		return NULL;
	of->clause = limit->rule.clause;
	if (!may_be_longer(limit))
		return arena_printf(of->arena,
		    "stage %u cannot be made longer, though %u working days more are allowed with good reason", stage,
		    floor->tiers[0].longer.count);
	for (uint8_t i = 0; i < limit->tier_count && said == NULL; i++) {
		if (limit->tiers[i].sooner)
			continue;
		of->clause = limit->tiers[i].rule.clause;
		said = tier_short(of, stage, &limit->tiers[i], floor->tiers[0].longer);
	}
	return said;
}

/* ---- going to the next stage ---- */

/* As the pack says it: "4 weeks". */
static const char *
limit_said(struct arena *arena, struct limit limit)
{
	const char *unit = scalar_unit_word(limit.unit);
	char *said;

	if (unit == NULL)
		return "a date named";
	said = arena_printf(arena, "%u %s", limit.count, unit);
	for (char *at = said; *at != '\0'; at++)
		*at = *at == '-' ? ' ' : *at;
	return said;
}

const char *
departure_window(struct comparison *of, uint8_t stage)
{
	for (uint8_t i = 0; i < of->policy->clock_count; i++) {
		const struct clock_rule *clock = &of->policy->clocks[i];
		uint32_t meets = 0;

		for (uint8_t j = 0; j < clock->meets_count; j++)
			meets |= clock->meets[j];
		if (clock->whose != CLOCK_CUSTOMERS || clock->stage + 1 != stage ||
		    (meets & MOMENT_BIT(NEXT_STAGE_REQUESTED)) == 0)
			continue;
		of->clause = clock->rule.clause;
		return arena_printf(of->arena, "stage %u is to be asked for within %s%s%s", stage,
		    limit_said(of->arena, clock->limit), clock->also_limit.unit == LIMIT_NONE ? "" : " or, if later, ",
		    clock->also_limit.unit == LIMIT_NONE ? "" : limit_said(of->arena, clock->also_limit));
	}
	return NULL;
}
