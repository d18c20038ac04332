/* The language of a law: what holds for every landlord of a nation, beside its own policy. */
#include "pack/field_tables.h"
#include "pack/policy_fields.h"
#include "pack/policy_words.h"

static const struct field hazard_fields[] = {
	{ "grades", FIELD_WORDS, .required = true, NUMBER_AT(hazard_rule, grades), .words = &words_hazard_grades,
	    .says = "emergency, significant, or both" },
	{ "kind", FIELD_ID, AT(hazard_rule, kind),
	    .says = "the kind; without it, every kind that has no row of its own" },
	{ "since", FIELD_DATE, NUMBER_AT(hazard_rule, since), .otherwise = NO_DAY,
	    .says = "covered when known on this day or later; without it, not yet" },
};
const struct mapping hazard_mapping = RULE_MAPPING("hazard", hazard_fields, hazard_rule, rule);

static const struct field law_clock_fields[] = {
	{ "per", FIELD_WORD, .required = true, NUMBER_AT(clock_rule, per), .words = &words_law_pers,
	    .says = "hazard: for each by itself" },
	{ "for", FIELD_WORDS, .required = true, NUMBER_AT(clock_rule, kinds), .words = &words_kinds,
	    .says = "the kinds of case it is kept in" },
	{ "limit", FIELD_LIMIT, .required = true, AT(clock_rule, limit), .units = ANY_DAYS | ANY_HOURS,
	    .says = "how long, {working-days: 10}" },
	{ "starts", FIELD_WORD, .required = true, NUMBER_AT(clock_rule, hazard.starts), .words = &words_hazard_moments,
	    .says = "the moment of the hazard it counts from" },
	{ "met-by", FIELD_MEETS, .required = true, LIST_AT(clock_rule, hazard.meets, hazard.meets_count),
	    .most = CLOCK_MEETS_MAX, .words = &words_hazard_moments,
	    .says = "moments of the hazard, any of which meets it; [a, b] inside the list: both" },
	{ "stopped-by", FIELD_WORDS, NUMBER_AT(clock_rule, hazard.stops), .words = &words_hazard_moments,
	    .says = "moments of the hazard, any of which ends what is owed" },
	{ "owner", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(clock_rule, owner),
	    .says = "whose duty it is" },
	{ "escalate", FIELD_REFERENCE, .reference = REFERENCE_LINE, AT(clock_rule, line),
	    .says = "the line a miss goes up" },
	{ "warn-before", FIELD_LIMITS, LIST_AT(clock_rule, warnings, warning_count), .most = POLICY_WARNINGS_MAX,
	    .units = UNIT_BIT(WORKING_DAYS) | ANY_HOURS, .says = "how long before the date to warn" },
};
const struct mapping law_clock_mapping = RULE_MAPPING("clock of a law", law_clock_fields, clock_rule, rule);

static const struct field law_fields[] = {
	{ "law", FIELD_FLAG, .required = true, AT(policy, law),
	    .says = "true: it holds for every landlord of its nation" },
	{ "pack", FIELD_ID, .required = true, AT(policy, pack), .says = "the pack's short name" },
	{ "version", FIELD_ID, .required = true, AT(policy, version), .says = "the pack's own version, a date" },
	{ "title", FIELD_TEXT, .required = true, AT(policy, title), .says = "the law's title" },
	{ "nation", FIELD_NAME, .required = true, AT(policy, nation), .words = &words_nations,
	    .says = "where it holds" },
	{ "bank-holidays", FIELD_NAME, .required = true, AT(policy, division), .words = &words_divisions,
	    .says = "whose bank holidays count" },
	{ "in-force", FIELD_MAP, .required = true, .of = &in_force_mapping, .says = "{from: 2025-10-27}" },
	{ "working-hours", FIELD_MAP, .of = &hours_mapping, .says = "{opens: \"09:00\", closes: \"17:00\"}" },
	{ "roles", FIELD_LIST, .required = true, LIST_AT(policy, roles, role_count), .most = POLICY_ROLES_MAX,
	    .of = &role_mapping, .says = "whose duties they are, and who is told of a miss" },
	{ "hazards", FIELD_LIST, .required = true, RULES_AT(hazards), .of = &hazard_mapping,
	    .says = "which hazards it covers, and since when" },
	{ "clocks", FIELD_LIST, .required = true, LIST_AT(policy, clocks, clock_count), .most = POLICY_CLOCKS_MAX,
	    .of = &law_clock_mapping, .says = "what is owed by when" },
	{ "escalation-lines", FIELD_LIST, LIST_AT(policy, lines, line_count), .most = POLICY_LINES_MAX,
	    .of = &line_mapping, .says = "who is told of a miss" },
};
const struct mapping law_mapping = MAPPING("law", law_fields);
