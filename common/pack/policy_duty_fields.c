/* What may stand in a duty: its check, and the terms that go with it. */
#include "pack/field_tables.h"

static const struct field duty_fields[] = {
	{ "check", FIELD_WORD, .required = true, NUMBER_AT(duty_rule, check), .words = &words_checks,
	    .says = "what is checked" },
	{ "stage", FIELD_NUMBER, NUMBER_AT(duty_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "at this stage only" },
	{ "outcomes", FIELD_WORDS, NUMBER_AT(duty_rule, outcomes), .words = &words_outcomes,
	    .says = "those outcome-allowed allows" },
	{ "grounds", FIELD_WORDS, NUMBER_AT(duty_rule, grounds), .words = &words_grounds,
	    .says = "on these grounds only, where something was declined" },
	{ "refusals", FIELD_WORDS, NUMBER_AT(duty_rule, refusals), .words = &words_refusals,
	    .says = "those refusal-ground allows" },
	{ "acceptances", FIELD_WORDS, NUMBER_AT(duty_rule, acceptances), .words = &words_acceptances,
	    .says = "those acceptance-ground allows" },
	{ "channels", FIELD_WORDS, NUMBER_AT(duty_rule, channels), .words = &words_contact_channels,
	    .says = "the ways informal-outcome-channel allows" },
	{ "needs", FIELD_WORDS, NUMBER_AT(duty_rule, needs), .words = &words_needs,
	    .says = "what restriction-proportionate asks of a restriction" },
	{ "role", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(duty_rule, role),
	    .says = "who is to decide, review, agree or be asked, for a check of who does" },
	{ "most", FIELD_NUMBER, NUMBER_AT(duty_rule, most), .most = 20,
	    .says = "tenant representatives at a hearing, for tenant-panel" },
	{ "roles", FIELD_REFERENCES, .reference = REFERENCE_ROLE, AT(duty_rule, roles),
	    .says = "who may see a case, for need-to-know" },
	{ "without-personal", FIELD_REFERENCES, .reference = REFERENCE_ROLE, AT(duty_rule, without_personal),
	    .says = "who may see it without personal words, for need-to-know" },
};
const struct mapping duty_mapping = RULE_MAPPING("duty", duty_fields, duty_rule, rule);
