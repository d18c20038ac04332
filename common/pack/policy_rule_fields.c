/* What may stand in the rows of a policy's tables, but for its clocks and stages. */
#include "pack/field_tables.h"

static const struct field contact_when_fields[] = {
	{ "all", FIELD_WORDS, NUMBER_AT(contact_rule, all), .words = &words_flags, .says = "all of these" },
	{ "none", FIELD_WORDS, NUMBER_AT(contact_rule, none), .words = &words_flags, .says = "and none of these" },
};
static const struct mapping contact_when_mapping = MAPPING("when", contact_when_fields);

static const struct field contact_fields[] = {
	{ "when", FIELD_MAP, .of = &contact_when_mapping, .says = "what the contact says of itself" },
	{ "is", FIELD_WORD, .required = true, NUMBER_AT(contact_rule, kind), .words = &words_kinds,
	    .says = "what it is then" },
	{ "refer-to", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(contact_rule, refer_to),
	    .says = "who is told of it at once" },
};
const struct mapping contact_mapping = RULE_MAPPING("contact", contact_fields, contact_rule, rule);

static const struct field turn_fields[] = {
	{ "from", FIELD_WORD, .required = true, NUMBER_AT(turn_rule, from), .words = &words_kinds,
	    .says = "what it was" },
	{ "to", FIELD_WORD, .required = true, NUMBER_AT(turn_rule, to), .words = &words_kinds,
	    .says = "what it becomes" },
	{ "when", FIELD_WORD, .required = true, NUMBER_AT(turn_rule, when), .words = &words_turns,
	    .says = "what turns it" },
	{ "after", FIELD_LIMIT, AT(turn_rule, passing.after), .units = ANY_DAYS | UNIT_BIT(ELAPSED_HOURS),
	    .says = "with 'when: not-agreed-in-time': how much time passes first" },
	{ "counted-from", FIELD_WORD, NUMBER_AT(turn_rule, passing.counted_from), .words = &words_moments,
	    .says = "with it: a moment of the case" },
	{ "unless", FIELD_WORDS, NUMBER_AT(turn_rule, passing.unless), .words = &words_moments,
	    .says = "with it: moments, any of which keeps the case as it is" },
	{ "once-settled", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(turn_rule, once_settled),
	    .says = "of an informal matter that satisfied the customer: who opens a new case instead" },
};
const struct mapping turn_mapping = RULE_MAPPING("turn", turn_fields, turn_rule, rule);

static const struct field exclusion_when_fields[] = {
	{ "any", FIELD_WORDS, NUMBER_AT(exclusion_rule, any), .words = &words_flags, .says = "any of these" },
	{ "older-than", FIELD_MONTHS, AT(exclusion_rule, age_months),
	    .says = "happened and known longer ago: {months: 12}" },
	{ "unless", FIELD_WORDS, NUMBER_AT(exclusion_rule, unless), .words = &words_flags,
	    .says = "but not with these" },
};
static const struct mapping exclusion_when_mapping = MAPPING("when", exclusion_when_fields);

static const struct field exclusion_fields[] = {
	{ "ground", FIELD_WORD, .required = true, NUMBER_AT(exclusion_rule, ground), .words = &words_grounds,
	    .says = "the ground" },
	{ "when", FIELD_MAP, .required = true, .of = &exclusion_when_mapping, .says = "what raises it" },
	{ "decides", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(exclusion_rule, decides),
	    .says = "the role whose person decides" },
	{ "for", FIELD_WORDS, NUMBER_AT(exclusion_rule, kinds), .otherwise = UINT32_C(1) << CASE_KIND_COMPLAINT,
	    .words = &words_kinds, .says = "the kinds of case it is for: [complaint], or [complaint, informal]" },
};
const struct mapping exclusion_mapping = RULE_MAPPING("exclusion", exclusion_fields, exclusion_rule, rule);

static const struct field issue_when_fields[] = {
	{ "all", FIELD_WORDS, .required = true, NUMBER_AT(issue_rule, all), .words = &words_issue_flags,
	    .says = "all of these" },
	{ "none", FIELD_WORDS, NUMBER_AT(issue_rule, none), .words = &words_issue_flags, .says = "and none of these" },
};
static const struct mapping issue_when_mapping = MAPPING("when", issue_when_fields);

static const struct field issue_fields[] = {
	{ "when", FIELD_MAP, .required = true, .of = &issue_when_mapping, .says = "what is said of it" },
	{ "stage", FIELD_NUMBER, NUMBER_AT(issue_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "while the case is at this stage only" },
	{ "then", FIELD_WORD, .required = true, NUMBER_AT(issue_rule, then), .words = &words_issue_thens,
	    .says = "what is done with it" },
	{ "refer-to", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(issue_rule, refer_to),
	    .says = "who logs it, or decides" },
};
const struct mapping issue_mapping = RULE_MAPPING("issue", issue_fields, issue_rule, rule);

static const struct field compliment_fields[] = {
	{ "to", FIELD_WORD, .required = true, NUMBER_AT(compliment_rule, to), .words = &words_compliment_tos,
	    .says = "with whom it is shared" },
	{ "role", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(compliment_rule, role), .says = "who sees to it" },
};
const struct mapping compliment_mapping = RULE_MAPPING("compliment", compliment_fields, compliment_rule, rule);

static const struct field signpost_fields[] = {
	{ "on", FIELD_WORD, .required = true, NUMBER_AT(signpost_rule, on), .words = &words_occasions,
	    .says = "the occasion" },
};
const struct mapping signpost_mapping = RULE_MAPPING("signpost", signpost_fields, signpost_rule, rule);

const struct mapping advocacy_mapping = RULE_MAPPING("way to an advocate", signpost_fields, signpost_rule, rule);

static const struct field survey_fields[] = {
	{ "on", FIELD_WORD, .required = true, NUMBER_AT(survey_rule, on), .words = &words_survey_ons,
	    .says = "when the customer is asked" },
	{ "for", FIELD_WORDS, .required = true, NUMBER_AT(survey_rule, kinds), .words = &words_kinds,
	    .says = "the kinds of case" },
	{ "role", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(survey_rule, role), .says = "who asks" },
};
const struct mapping survey_mapping = RULE_MAPPING("survey", survey_fields, survey_rule, rule);

static const struct field alert_fields[] = {
	{ "on", FIELD_NAME, .required = true, AT(alert_rule, on), .words = &words_judgements,
	    .says = "the judgement told of" },
	{ "to", FIELD_WORD, .required = true, NUMBER_AT(alert_rule, to), .words = &words_alert_to,
	    .says = "who is told" },
	{ "role", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(alert_rule, role),
	    .says = "the role, with 'to: role'" },
	{ "channel", FIELD_NAME, .required = true, AT(alert_rule, channel), .words = &words_channels, .says = "how" },
};
const struct mapping alert_mapping = RULE_MAPPING("alert", alert_fields, alert_rule, rule);

static const struct field oversight_fields[] = {
	{ "role", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(oversight_rule, role),
	    .says = "who" },
	{ "for", FIELD_WORDS, .required = true, NUMBER_AT(oversight_rule, kinds), .words = &words_kinds,
	    .says = "the kinds of case" },
};
const struct mapping oversight_mapping = RULE_MAPPING("oversight", oversight_fields, oversight_rule, rule);

static const struct field standard_fields[] = {
	{ "title", FIELD_TEXT, .required = true, AT(standard_rule, title), .says = "as the policy calls it" },
	{ "counts", FIELD_WORD, .required = true, NUMBER_AT(standard_rule, numerator), .words = &words_measures,
	    .says = "the measure counted" },
	{ "of", FIELD_WORD, NUMBER_AT(standard_rule, denominator), .words = &words_measures,
	    .says = "the measure it is a share of" },
	{ "per-thousand-homes", FIELD_FLAG, AT(standard_rule, per_thousand_homes),
	    .says = "in place of 'of': so many for each thousand of the landlord's homes" },
	{ "stage", FIELD_NUMBER, NUMBER_AT(standard_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "of this stage only" },
	{ "clock", FIELD_REFERENCE, .reference = REFERENCE_CLOCK, AT(standard_rule, clock),
	    .says = "of this clock only" },
};
const struct mapping standard_mapping = RULE_MAPPING("standard", standard_fields, standard_rule, rule);

static const struct field ombudsman_fields[] = {
	{ "title", FIELD_TEXT, .required = true, AT(ombudsman_rule, title), .says = "its name" },
	{ "category", FIELD_TEXT, AT(ombudsman_rule, category), .says = "for cases of this category; else any" },
	{ "nation", FIELD_NAME, AT(ombudsman_rule, nation), .words = &words_nations,
	    .says = "for homes in this nation; else any" },
};
const struct mapping ombudsman_mapping = RULE_MAPPING("Ombudsman", ombudsman_fields, ombudsman_rule, rule);

static const struct field closing_day_fields[] = {
	{ "on", FIELD_DATE, .required = true, AT(closing_day, day), .says = "the day" },
	{ "title", FIELD_TEXT, .required = true, AT(closing_day, title), .says = "why nobody works" },
};
const struct mapping closing_day_mapping = MAPPING("closing day", closing_day_fields);

static const struct field referral_fields[] = {
	{ "stage", FIELD_NUMBER, NUMBER_AT(referral_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "once the case is at this stage only" },
	{ "any", FIELD_WORDS, .required = true, NUMBER_AT(referral_rule, any), .words = &words_flags,
	    .says = "any of these, in a contact or seen later" },
	{ "role", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(referral_rule, role),
	    .says = "who is told at once" },
};
const struct mapping referral_mapping = RULE_MAPPING("referral", referral_fields, referral_rule, rule);

static const struct field rota_fields[] = {
	{ "stage", FIELD_NUMBER, .required = true, NUMBER_AT(rota_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "whose hearings" },
	{ "first", FIELD_DATE, .required = true, AT(rota_rule, first), .says = "one of its days" },
	{ "every-days", FIELD_NUMBER, .required = true, NUMBER_AT(rota_rule, every_days), .least = 1, .most = 366,
	    .says = "from one to the next" },
};
const struct mapping rota_mapping = RULE_MAPPING("rota", rota_fields, rota_rule, rule);

static const struct field floor_fields[] = {
	{ "sets", FIELD_WORD, .required = true, NUMBER_AT(floor_rule, kind), .words = &words_floors,
	    .says = "what no policy may fall short of" },
};
const struct mapping floor_mapping = RULE_MAPPING("floor", floor_fields, floor_rule, rule);

static const struct field statement_fields[] = {
	{ "says", FIELD_WORD, .required = true, NUMBER_AT(statement_rule, says), .words = &words_statements,
	    .says = "what the policy says" },
	{ "role", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(statement_rule, role),
	    .says = "the role, with 'says: member-responsible'" },
	{ "text", FIELD_TEXT, AT(statement_rule, text), .says = "as printed, with 'says: ombudsman-contact'" },
};
const struct mapping statement_mapping = RULE_MAPPING("statement", statement_fields, statement_rule, rule);
