#include "domain/course.h"

/* An event of 31 August is in time for six months up to the last day of February. */
static bool
is_older(const struct course *course, int32_t happened, const struct fact *contact, uint16_t months)
{
	int32_t came = zone_local_day(&course->calendar->zone, contact->occurred_at);

	return happened != NO_DAY && came > civil_to_days(civil_plus_months(civil_from_days(happened), months));
}

static bool
is_excluded(const struct course *course, const struct exclusion_rule *exclusion, const struct fact *contact)
{
	uint64_t flags = contact->contact.flags;
	int32_t known = contact->contact.known_on;

	if ((flags | course->shown) & exclusion->unless)
		return false;
	if (exclusion->age_months == 0)
		return (flags & exclusion->any) != 0;
	if (known == NO_DAY)
		known = contact->contact.happened_on;
	return is_older(course, contact->contact.happened_on, contact, exclusion->age_months) &&
	       is_older(course, known, contact, exclusion->age_months);
}

/* A ground put before a person stays there when the matter becomes a complaint. */
static bool
was_referred(const struct course *course, struct text ground)
{
	for (size_t i = 0; i < course->out->count; i++) {
		const struct judgement *said = &course->out->list[i];

		if (said->kind == JUDGEMENT_CASE_REFERRED && text_equal(said->subject, TEXT("exclusion")) &&
		    text_equal(said->ref, ground))
			return true;
	}
	return false;
}

void
refer_exclusions(struct course *course, const struct fact *contact)
{
	for (uint8_t i = 0; i < course->policy->exclusions_count; i++) {
		const struct exclusion_rule *exclusion = &course->policy->exclusions[i];
		struct text ground = text_of(ground_name(exclusion->ground));

		/* How old the matter is, the first contact says. */
		if (exclusion->age_months > 0 && contact != course->contact)
			continue;
		if ((exclusion->kinds & (UINT32_C(1) << course->kind)) != 0 &&
		    is_excluded(course, exclusion, contact) && !was_referred(course, ground))
			course_say_referred(
			    course, "exclusion", ground, exclusion->decides, &exclusion->rule, contact, ground);
	}
}

/* What a fact shows, in the words of a contact. */
static uint64_t
flags_shown(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_CONTACT_RECEIVED:
	case FACT_COMPLIMENT_RECEIVED:
		return fact->contact.flags;
	case FACT_RISK_IDENTIFIED:
		return (fact->risk.health_and_safety ? CONTACT_BIT(HEALTH_AND_SAFETY) : 0) |
		       (fact->risk.safeguarding ? CONTACT_BIT(SAFEGUARDING) : 0);
	case FACT_BEHAVIOUR_NOTED:
		return CONTACT_BIT(UNACCEPTABLE_BEHAVIOUR) | (fact->behaviour.violent ? CONTACT_BIT(VIOLENCE) : 0);
	case FACT_DESIGNATED_PERSON_APPROACHED:
		return CONTACT_BIT(DESIGNATED_PERSON);
	default:
		return 0;
	}
}

static void
lift(struct course *course, const struct exclusion_rule *exclusion)
{
	for (size_t i = 0; i < course->out->count; i++) {
		const struct judgement *said = &course->out->list[i];

		if (said->kind != JUDGEMENT_CASE_REFERRED || !text_equal(said->subject, TEXT("exclusion")) ||
		    !text_equal(said->rule.id, exclusion->rule.id))
			continue;
		judgements_remove(course->out, i);
		return;
	}
}

void
lift_exclusions(struct course *course, const struct fact *fact)
{
	course->shown |= flags_shown(fact);
	for (uint8_t i = 0; i < course->policy->exclusions_count && course->declined == NULL; i++) {
		if ((course->shown & course->policy->exclusions[i].unless) != 0)
			lift(course, &course->policy->exclusions[i]);
	}
}

/* Whoever must know of it at once, whatever it was judged to be. */
void
refer_at_once(struct course *course, const struct fact *fact)
{
	uint64_t flags = flags_shown(fact);

	for (uint8_t i = 0; i < course->policy->referrals_count; i++) {
		const struct referral_rule *referral = &course->policy->referrals[i];

		if ((flags & referral->any) == 0 || course->stage < referral->stage ||
		    (course->referred & (UINT64_C(1) << i)) != 0)
			continue;
		course->referred |= UINT64_C(1) << i;
		course_say_referred(
		    course, "referral", referral->rule.id, referral->role, &referral->rule, fact, referral->rule.id);
	}
}
