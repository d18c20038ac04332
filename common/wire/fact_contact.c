#include "wire/fact_contact.h"

#include "wire/time.h"
#include "wire/timestamp.h"

_Static_assert((int)NATURE_PETITION == (int)REDRESS__V1__NATURE__NATURE_PETITION, "one numbering");
_Static_assert((int)NATURE_COMPLIMENT == (int)REDRESS__V1__NATURE__NATURE_COMPLIMENT, "one numbering");

int32_t
fact_day(const char *date)
{
	int32_t day;

	return date_parse(text_of(date), &day) ? day : NO_DAY;
}

bool
fact_is_given(const char *string)
{
	return string[0] != '\0';
}

uint16_t
fact_count(uint32_t count)
{
	return count > UINT16_MAX ? UINT16_MAX : (uint16_t)count;
}

static const uint64_t nature_flags[] = {
	[NATURE_UNSPECIFIED] = 0,
	[NATURE_COMPLAINT] = CONTACT_BIT(IS_COMPLAINT),
	[NATURE_SERVICE_REQUEST] = CONTACT_BIT(IS_SERVICE_REQUEST),
	[NATURE_DISSATISFACTION] = CONTACT_BIT(IS_DISSATISFACTION),
	[NATURE_COMPLIMENT] = CONTACT_BIT(IS_COMPLIMENT),
	[NATURE_SUGGESTION] = CONTACT_BIT(IS_SUGGESTION),
	[NATURE_ENQUIRY] = CONTACT_BIT(IS_ENQUIRY),
	[NATURE_PETITION] = CONTACT_BIT(IS_PETITION),
};

/* A step taken includes those before it. */
static uint64_t
legal_flags(Redress__V1__LegalStep step)
{
	uint64_t flags = 0;

	if (step >= REDRESS__V1__LEGAL_STEP__LEGAL_STEP_THREATENED)
		flags |= CONTACT_BIT(LEGAL_THREATENED);
	if (step >= REDRESS__V1__LEGAL_STEP__LEGAL_STEP_STARTED)
		flags |= CONTACT_BIT(LEGAL_STARTED);
	if (step >= REDRESS__V1__LEGAL_STEP__LEGAL_STEP_FILED_AT_COURT)
		flags |= CONTACT_BIT(LEGAL_FILED);
	return flags;
}

static uint64_t
contact_flags(const Redress__V1__ContactReceived *from)
{
	const struct {
		bool set;
		uint64_t flag;
	} said[] = {
		{ from->dissatisfied, CONTACT_BIT(DISSATISFIED) },
		{ from->wants_formal, CONTACT_BIT(WANTS_FORMAL) },
		{ from->wants_informal, CONTACT_BIT(WANTS_INFORMAL) },
		{ from->further_enquiries_needed, CONTACT_BIT(FURTHER_ENQUIRIES) },
		{ from->ongoing, CONTACT_BIT(ONGOING) },
		{ from->anonymous, CONTACT_BIT(ANONYMOUS) },
		{ from->enough_to_investigate, CONTACT_BIT(ENOUGH_TO_INVESTIGATE) },
		{ from->already_answered_in[0] != '\0', CONTACT_BIT(ALREADY_ANSWERED) },
		{ from->health_and_safety_risk, CONTACT_BIT(HEALTH_AND_SAFETY) },
		{ from->safeguarding, CONTACT_BIT(SAFEGUARDING) },
		{ from->anti_social_behaviour, CONTACT_BIT(ANTI_SOCIAL_BEHAVIOUR) },
		{ from->about_conduct, CONTACT_BIT(ABOUT_CONDUCT) },
		{ from->other_body_responsible, CONTACT_BIT(OTHER_BODY) },
		{ from->neighbour_dispute, CONTACT_BIT(NEIGHBOUR_DISPUTE) },
		{ from->insurance_claim, CONTACT_BIT(INSURANCE_CLAIM) },
		{ from->compensation_claim, CONTACT_BIT(COMPENSATION_CLAIM) },
		{ from->with_ombudsman, CONTACT_BIT(WITH_OMBUDSMAN) },
		{ from->likely_right_in_time, CONTACT_BIT(LIKELY_RIGHT_IN_TIME) },
		{ from->significant_impact, CONTACT_BIT(SIGNIFICANT_IMPACT) },
		{ from->confused_circumstances, CONTACT_BIT(CONFUSED_CIRCUMSTANCES) },
		{ from->wider_issues, CONTACT_BIT(WIDER_ISSUES) },
		{ from->first_report, CONTACT_BIT(FIRST_REPORT) },
		{ from->representative != NULL, CONTACT_BIT(REPRESENTATIVE) },
		{ from->customer != NULL && from->customer->ref[0] != '\0', CONTACT_BIT(NAMED) },
		{ from->channel == REDRESS__V1__CHANNEL__CHANNEL_SOCIAL_MEDIA, CONTACT_BIT(SOCIAL_MEDIA) },
		{ from->adjustments[0] != '\0', CONTACT_BIT(ADJUSTMENT_ASKED) },
		{ from->confirm_representative, CONTACT_BIT(CONFIRM_REPRESENTATIVE) },
		{ from->unacceptable_behaviour, CONTACT_BIT(UNACCEPTABLE_BEHAVIOUR) },
		{ from->violent_or_threatening, CONTACT_BIT(VIOLENCE) },
		{ from->personal_injury, CONTACT_BIT(PERSONAL_INJURY) },
	};
	uint64_t flags = nature_flags[from->nature] | legal_flags(from->legal_step);

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		flags |= said[i].set ? said[i].flag : 0;
	return flags;
}

void
fact_contact(const Redress__V1__ContactReceived *from, struct fact *fact)
{
	fact->contact.flags = contact_flags(from);
	fact->contact.nature = (enum nature)from->nature;
	fact->contact.happened_on = fact_day(from->happened_on);
	fact->contact.known_on = fact_day(from->known_on);
	fact->contact.acceptable_by = fact_day(from->acceptable_by);
	fact->contact.update_every = fact_count(from->update_every_working_days);
	fact->contact.recorded_at = timestamp_instant(from->recorded_at);
	fact->contact.category = text_of(from->category);
	fact->contact.service_area = text_of(from->service_area);
	fact->contact.praised_staff = from->praised[0] != '\0';
	fact->contact.linked_case = text_of(from->linked_case);
	fact->contact.nation = text_of(from->nation);
	fact->contact.group = text_of(from->monitoring_group);
	if (from->representative != NULL)
		fact->contact.representative = text_of(from->representative->ref);
	fact->contact.preferred = (enum contact_channel)from->preferred_channel;
}

void
fact_compliment(const Redress__V1__ComplimentReceived *from, struct fact *fact)
{
	fact->contact.flags = CONTACT_BIT(IS_COMPLIMENT);
	if (from->channel == REDRESS__V1__CHANNEL__CHANNEL_SOCIAL_MEDIA)
		fact->contact.flags |= CONTACT_BIT(SOCIAL_MEDIA);
	fact->contact.nature = NATURE_COMPLIMENT;
	fact->contact.happened_on = NO_DAY;
	fact->contact.known_on = NO_DAY;
	fact->contact.acceptable_by = NO_DAY;
	fact->contact.recorded_at = INSTANT_NONE;
	fact->contact.praised_staff = fact_count((uint32_t)from->n_praised_staff);
	fact->contact.service_area = text_of(from->service_area);
}
