/* Words for enums, and back: one table an enum. */
#include "domain/policy.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The index of `name` in `names`, or `count`. */
static size_t
find(const char *const *names, size_t count, struct text name)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i] != NULL && text_equal(text_of(names[i]), name))
			return i;
	}
	return count;
}

static const char *const fact_names[] = {
#define X(suffix, name) [FACT_##suffix] = (name),
	FACT_KINDS(X)
#undef X
};

const char *
fact_kind_name(enum fact_kind kind)
{
	return kind < FACT_OF_NO_CASE ? fact_names[kind] : NULL;
}

enum fact_kind
fact_kind_from_name(struct text name)
{
	static const struct text package = { "redress.v1.", sizeof("redress.v1.") - 1 };

	if (name.len > package.len && text_equal((struct text){ name.at, package.len }, package))
		name = (struct text){ name.at + package.len, name.len - package.len };
	return (enum fact_kind)find(fact_names, COUNT(fact_names), name);
}

bool
fact_kind_opens_case(enum fact_kind kind)
{
	return kind == FACT_CONTACT_RECEIVED || kind == FACT_COMPLIMENT_RECEIVED;
}

static const char *const ground_names[] = {
	[GROUND_ALREADY_CONSIDERED] = "already-considered",
	[GROUND_TOO_OLD] = "too-old",
	[GROUND_LEGAL_PROCEEDINGS] = "legal-proceedings",
	[GROUND_ANONYMOUS] = "anonymous",
	[GROUND_SERVICE_REQUEST] = "service-request",
	[GROUND_ANTI_SOCIAL_BEHAVIOUR] = "anti-social-behaviour",
	[GROUND_CONDUCT] = "conduct",
	[GROUND_OTHER_BODY] = "other-body",
	[GROUND_NEIGHBOUR_DISPUTE] = "neighbour-dispute",
	[GROUND_INSURANCE] = "insurance",
	[GROUND_WITH_OMBUDSMAN] = "with-ombudsman",
	[GROUND_COMPENSATION_CLAIM] = "compensation-claim",
	[GROUND_OTHER] = "other",
};

const char *
ground_name(enum ground ground)
{
	return ground == GROUND_UNSPECIFIED ? "unspecified" : ground_names[ground];
}

enum ground
ground_from_name(struct text name)
{
	size_t found = find(ground_names, COUNT(ground_names), name);

	return found == COUNT(ground_names) ? GROUND_UNSPECIFIED : (enum ground)found;
}

static const char *const contact_flag_names[] = {
#define X(bit, suffix, name) [bit] = (name),
	CONTACT_FLAGS(X)
#undef X
};

const char *
contact_flag_name(enum contact_flag flag)
{
	return contact_flag_names[flag];
}

enum contact_flag
contact_flag_from_name(struct text name)
{
	return (enum contact_flag)find(contact_flag_names, COUNT(contact_flag_names), name);
}

static const char *const outcome_names[] = {
	[CASE_OUTCOME_UNSPECIFIED] = "unspecified",
	[CASE_OUTCOME_UPHELD] = "upheld",
	[CASE_OUTCOME_NOT_UPHELD] = "not-upheld",
	[CASE_OUTCOME_PARTLY_UPHELD] = "partly-upheld",
	[CASE_OUTCOME_RESOLVED] = "resolved",
};

const char *
outcome_of_case_name(enum outcome_of_case outcome)
{
	return outcome_names[outcome];
}

enum outcome_of_case
outcome_of_case_from_name(struct text name)
{
	size_t found = find(outcome_names, COUNT(outcome_names), name);

	return found == COUNT(outcome_names) ? CASE_OUTCOME_UNSPECIFIED : (enum outcome_of_case)found;
}

static const char *const moment_names[] = {
#define X(suffix, name) [MOMENT_##suffix] = (name),
	MOMENTS(X)
#undef X
};

const char *
moment_name(enum moment moment)
{
	return moment_names[moment];
}

enum moment
moment_from_name(struct text name)
{
	return (enum moment)find(moment_names, COUNT(moment_names), name);
}

static const char *const case_kind_names[] = {
	[CASE_KIND_NONE] = "none",
	[CASE_KIND_COMPLAINT] = "complaint",
	[CASE_KIND_SERVICE_REQUEST] = "service-request",
	[CASE_KIND_INFORMAL] = "informal",
	[CASE_KIND_COMPLIMENT] = "compliment",
	[CASE_KIND_FEEDBACK] = "feedback",
	[CASE_KIND_ENQUIRY] = "enquiry",
};

const char *
case_kind_name(enum case_kind kind)
{
	return case_kind_names[kind];
}

enum case_kind
case_kind_from_name(struct text name)
{
	return (enum case_kind)find(case_kind_names, COUNT(case_kind_names), name);
}

static const char *const duty_check_names[] = {
#define X(suffix, name) [DUTY_##suffix] = (name),
	DUTY_CHECKS(X)
#undef X
};

const char *
duty_check_name(enum duty_check check)
{
	return duty_check_names[check];
}

enum duty_check
duty_check_from_name(struct text name)
{
	return (enum duty_check)find(duty_check_names, COUNT(duty_check_names), name);
}

static const char *const refusal_names[] = {
#define X(suffix, name) [REFUSAL_##suffix] = (name),
	REFUSAL_GROUNDS(X)
#undef X
};

const char *
refusal_ground_name(enum refusal_ground ground)
{
	return refusal_names[ground];
}

enum refusal_ground
refusal_ground_from_name(struct text name)
{
	return (enum refusal_ground)find(refusal_names, COUNT(refusal_names), name);
}

static const char *const acceptance_names[] = {
#define X(suffix, name) [ACCEPTANCE_##suffix] = (name),
	ACCEPTANCE_GROUNDS(X)
#undef X
};

const char *
acceptance_ground_name(enum acceptance_ground ground)
{
	return acceptance_names[ground];
}

enum acceptance_ground
acceptance_ground_from_name(struct text name)
{
	return (enum acceptance_ground)find(acceptance_names, COUNT(acceptance_names), name);
}

static const char *const restriction_need_names[] = {
#define X(suffix, name) [RESTRICTION_NEEDS_##suffix] = (name),
	RESTRICTION_NEEDS(X)
#undef X
};

const char *
restriction_need_name(enum restriction_need need)
{
	return restriction_need_names[need];
}

static const char *const signpost_names[] = {
#define X(suffix, name) [SIGNPOST_##suffix] = (name),
	SIGNPOST_OCCASIONS(X)
#undef X
};

const char *
signpost_occasion_name(enum signpost_occasion occasion)
{
	return signpost_names[occasion];
}

enum signpost_occasion
signpost_occasion_from_name(struct text name)
{
	return (enum signpost_occasion)find(signpost_names, COUNT(signpost_names), name);
}

const char *
issue_flag_name(enum issue_flag flag)
{
	static const char *const names[] = {
#define X(suffix, name) [ISSUE_##suffix] = (name),
		ISSUE_FLAGS(X)
#undef X
	};

	return names[flag];
}

uint8_t
policy_clock(const struct policy *policy, struct text id)
{
	for (uint8_t i = 0; i < policy->clock_count; i++) {
		if (text_equal(policy->clocks[i].rule.id, id))
			return i;
	}
	return NO_CLOCK;
}

const struct law *
policy_law(const struct policy *policy, struct text pack, struct text version)
{
	for (uint8_t i = 0; policy->laws != NULL && i < policy->laws->count; i++) {
		const struct law *law = &policy->laws->list[i];

		if (text_equal(law->policy->pack, pack) && text_equal(law->policy->version, version))
			return law;
	}
	return NULL;
}

const struct clock_rule *
policy_clock_of(const struct policy *policy, struct text pack, struct text version, struct text id)
{
	const struct law *law = policy_law(policy, pack, version);
	const struct policy *of = law == NULL ? policy : law->policy;
	uint8_t clock = policy_clock(of, id);

	return clock == NO_CLOCK ? NULL : &of->clocks[clock];
}

uint8_t
policy_role(const struct policy *policy, struct text id)
{
	for (uint8_t i = 0; i < policy->role_count; i++) {
		if (text_equal(policy->roles[i].id, id))
			return i;
	}
	return NO_ROLE;
}

const struct stage_rule *
policy_stage(const struct policy *policy, uint8_t number)
{
	for (uint8_t i = 0; i < policy->stage_count; i++) {
		if (policy->stages[i].number == number)
			return &policy->stages[i];
	}
	return NULL;
}

struct text
policy_stage_role(const struct policy *policy, uint8_t number)
{
	const struct stage_rule *stage = policy_stage(policy, number);

	return stage == NULL || stage->officer == NO_ROLE ? (struct text){ 0 } : policy->roles[stage->officer].id;
}

struct text
policy_organisation(const struct policy *policy, uint8_t role)
{
	uint8_t organisation = role == NO_ROLE ? NO_ORGANISATION : policy->roles[role].organisation;

	return organisation < policy->organisations_count ? policy->organisations[organisation].id : (struct text){ 0 };
}

bool
policy_in_force(const struct policy *policy, int32_t day)
{
	return policy->in_force_from <= day && (policy->in_force_until == NO_DAY || day <= policy->in_force_until);
}

enum moment
policy_answer(const struct policy *policy, uint8_t stage)
{
	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];

		if (clock->stage != stage || clock->whose != CLOCK_LANDLORDS || clock->per != CLOCK_ONCE)
			continue;
		for (uint8_t m = 0; m < clock->meets_count; m++) {
			if ((clock->meets[m] & MOMENT_BIT(RESPONDED_ANYHOW)) != 0)
				return MOMENT_RESPONDED_ANYHOW;
		}
	}
	return MOMENT_RESPONDED;
}

const char *
contact_channel_name(enum contact_channel channel)
{
	static const char *const names[CONTACT_CHANNELS_COUNT] = {
		[CONTACT_BY_IN_PERSON] = "in-person",
		[CONTACT_BY_PHONE] = "phone",
		[CONTACT_BY_LETTER] = "letter",
		[CONTACT_BY_EMAIL] = "email",
		[CONTACT_BY_WEBSITE] = "website",
		[CONTACT_BY_LIVE_CHAT] = "live-chat",
		[CONTACT_BY_SURVEY] = "survey",
		[CONTACT_BY_APP] = "app",
		[CONTACT_BY_SOCIAL_MEDIA] = "social-media",
		[CONTACT_BY_TEXT] = "text",
		[CONTACT_BY_PRIVATE_MESSAGE] = "private-message",
	};

	return channel < CONTACT_CHANNELS_COUNT ? names[channel] : NULL;
}

const char *
finding_name(enum finding finding)
{
	static const char *const names[FINDINGS_COUNT] = { [FINDING_UNSPECIFIED] = "unspecified",
#define X(suffix, name) [FINDING_##suffix] = (name),
		FINDINGS(X)
#undef X
	};

	return finding < FINDINGS_COUNT ? names[finding] : names[FINDING_UNSPECIFIED];
}

const char *
remedy_kind_name(enum remedy_kind kind)
{
	static const char *const names[REMEDY_KINDS_COUNT] = { [REMEDY_UNSPECIFIED] = "unspecified",
#define X(suffix, name) [REMEDY_##suffix] = (name),
		REMEDY_KINDS(X)
#undef X
	};

	return kind < REMEDY_KINDS_COUNT ? names[kind] : names[REMEDY_UNSPECIFIED];
}

const char *
nation_name(unsigned nation)
{
	static const char *const names[NATIONS_COUNT] = { "england", "wales", "scotland", "northern-ireland" };

	return nation < NATIONS_COUNT ? names[nation] : NULL;
}
