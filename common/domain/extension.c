#include "domain/extension.h"

static uint32_t
bit(enum extension_fault fault)
{
	return UINT32_C(1) << fault;
}

const char *
extension_fault_name(enum extension_fault fault)
{
	static const char *const names[] = {
#define X(suffix, name) [EXTENSION_##suffix] = (name),
		EXTENSION_FAULTS(X)
#undef X
	};

	return names[fault];
}

/* Whether `until` is within the tier's reach from `base`. A reach that goes past the calendar's end is further than any
 * day the calendar knows; of one that it does not know EXTENSION_BEYOND_CALENDAR is said, and nothing is guessed. */
static bool
is_within(const struct calendar *calendar, const struct extension_tier *tier, int32_t base, int32_t until)
{
	struct deadline furthest;

	if (tier->longer.unit == LIMIT_NONE)
		return true;
	return deadline_count(calendar, zone_start_of_day(&calendar->zone, base), tier->longer, &furthest) !=
		   DEADLINE_OK ||
	       until <= civil_to_days(furthest.last_day);
}

static int32_t
last_day_of(const struct clock_date *date, const struct calendar *calendar)
{
	return date->deadline.exact ? zone_local_day(&calendar->zone, date->deadline.due)
				    : civil_to_days(date->deadline.last_day);
}

static bool
has_agreement(const struct fact *extension, bool *unreachable)
{
	*unreachable = !extension->extension.customer_agreed && extension->extension.attempts_to_reach > 0 &&
		       extension->extension.good_reason;
	return extension->extension.customer_agreed || *unreachable;
}

static uint32_t
faults_of_tier(const struct clock_run *run, const struct extension_tier *tier, const struct fact *extension, bool fits,
    bool *unreachable)
{
	uint32_t faults = 0;
	bool agreed = has_agreement(extension, unreachable);

	if (tier->needs_reason && !extension->extension.has_reason && !extension->extension.good_reason)
		faults |= bit(EXTENSION_NO_REASON);
	if (tier->needs_good_reason && !extension->extension.good_reason)
		faults |= bit(EXTENSION_NO_GOOD_REASON);
	if (!fits && !(tier->cap == TIER_CAP_LIFTED_BY_GOOD_REASON && extension->extension.good_reason && agreed))
		faults |= bit(EXTENSION_OVER_CAP);
	if (tier->needs_agreement && !agreed)
		faults |= bit(EXTENSION_NO_AGREEMENT);
	if (tier->needs_ombudsman_details && !extension->extension.ombudsman_details)
		faults |= bit(EXTENSION_NO_OMBUDSMAN);
	if (tier->approver != NO_ROLE &&
	    !text_equal(run->policy->roles[tier->approver].id, extension->extension.approved_by_role))
		faults |= bit(EXTENSION_NO_APPROVAL);
	if (!tier->needs_agreement)
		*unreachable = false;
	return faults;
}

struct extension_answer
extension_judge(const struct clock_run *run, const struct clock_date *original, const struct fact *extension)
{
	struct extension_answer answer = { 0 };
	const struct clock_date *present = clock_date_in_force(run);
	int32_t until = extension->extension.until;
	int32_t current = last_day_of(present, run->calendar);
	/* A day before that on which it is told is none to promise. */
	bool sooner = until < current && until >= zone_local_day(&run->calendar->zone, extension->occurred_at);
	bool fits = false;

	for (uint8_t i = 0; i < run->rule->tier_count && !fits; i++) {
		const struct extension_tier *tier = &run->rule->tiers[i];

		if (tier->sooner ? !sooner : until <= current)
			continue;
		answer.tier = tier;
		fits = is_within(
		    run->calendar, tier, tier->from_original ? last_day_of(original, run->calendar) : current, until);
	}
	if (answer.tier == NULL) {
		answer.faults = bit(until <= current ? EXTENSION_NOT_LONGER : EXTENSION_NOT_EXTENDABLE);
		answer.tier = until <= current && run->rule->tier_count > 0 ? &run->rule->tiers[0] : NULL;
		return answer;
	}
	answer.faults = faults_of_tier(run, answer.tier, extension, fits, &answer.unreachable);
	/* While the clock stands still its date does not pass. */
	if (answer.tier->needs_notice_in_time && !instant_is_set(present->held_from) &&
	    !instant_before(extension->occurred_at, present->deadline.due))
		answer.faults |= bit(EXTENSION_TOLD_LATE);
	if (deadline_on(run->calendar, extension->occurred_at, until, &answer.deadline) != DEADLINE_OK)
		answer.faults |= bit(EXTENSION_BEYOND_CALENDAR);
	return answer;
}
