/* What may stand in the tables of what a policy promises to publish and to send. */
#include "pack/field_tables.h"

static const struct field channel_fields[] = {
	{ "by", FIELD_WORDS, .required = true, NUMBER_AT(channel_rule, channels), .words = &words_contact_channels,
	    .says = "the ways" },
	{ "for", FIELD_WORDS, .required = true, NUMBER_AT(channel_rule, uses), .words = &words_channel_uses,
	    .says = "for contact, for reply, or both" },
};
const struct mapping channel_mapping = RULE_MAPPING("channel", channel_fields, channel_rule, rule);

static const struct field letter_fields[] = {
	{ "title", FIELD_TEXT, .required = true, AT(letter_rule, title), .says = "what it is" },
	{ "on", FIELD_WORD, .required = true, NUMBER_AT(letter_rule, on), .words = &words_letter_occasions,
	    .says = "when it is sent" },
	{ "stage", FIELD_NUMBER, NUMBER_AT(letter_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "at this stage only" },
	{ "contains", FIELD_WORDS, .required = true, NUMBER_AT(letter_rule, contains), .words = &words_letter_parts,
	    .says = "what must stand in it" },
	{ "to", FIELD_WORDS, .required = true, NUMBER_AT(letter_rule, readers), .words = &words_letter_readers,
	    .says = "whom it goes to" },
	{ "by", FIELD_WORDS, NUMBER_AT(letter_rule, channels), .words = &words_contact_channels,
	    .says = "the ways it may go; without it, as agreed with the customer" },
};
const struct mapping letter_mapping = RULE_MAPPING("letter", letter_fields, letter_rule, rule);

static const struct field report_fields[] = {
	{ "title", FIELD_TEXT, .required = true, AT(report_rule, title), .says = "what it is" },
	{ "every", FIELD_WORD, .required = true, NUMBER_AT(report_rule, every), .words = &words_report_rhythms,
	    .says = "how often" },
	{ "for", FIELD_REFERENCES, .reference = REFERENCE_ROLE, AT(report_rule, roles),
	    .says = "the roles it goes to" },
	{ "to", FIELD_WORDS, NUMBER_AT(report_rule, readers), .words = &words_report_readers,
	    .says = "who reads it besides" },
	{ "published", FIELD_WORDS, NUMBER_AT(report_rule, published), .words = &words_report_places,
	    .says = "where it is published" },
	{ "counts", FIELD_WORDS, .required = true, NUMBER_AT(report_rule, counts), .words = &words_measures,
	    .says = "the measures in it" },
};
const struct mapping report_mapping = RULE_MAPPING("report", report_fields, report_rule, rule);

static const struct field remedy_fields[] = {
	{ "kinds", FIELD_WORDS, .required = true, NUMBER_AT(remedy_rule, kinds), .words = &words_remedies,
	    .says = "what may put it right" },
	{ "agreed-by", FIELD_REFERENCES, .reference = REFERENCE_ROLE, AT(remedy_rule, roles),
	    .says = "who may agree to it; without it, anybody" },
	{ "terms", FIELD_TEXT, AT(remedy_rule, terms), .says = "when and how, as the policy puts it" },
};
const struct mapping remedy_mapping = RULE_MAPPING("remedy", remedy_fields, remedy_rule, rule);
