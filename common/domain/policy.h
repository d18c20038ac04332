/* A landlord's policy as data: what a pack says, after reading and checking. All references are indexes into its own
 * tables. Made by common/pack; the domain only reads it. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_H
#define REDRESS_DOMAIN_POLICY_H

#include "domain/policy_clocks.h"
#include "domain/policy_declared.h"
#include "domain/policy_rules.h"

#define POLICY_TABLE(type, name) \
	uint8_t name##_count;    \
	struct type name[POLICY_RULES_MAX]

struct policy {
	struct text pack;    /* "code-2024" */
	struct text version; /* the pack's own, a date */
	struct text title;
	struct text digest; /* of the pack's text, hex */
	struct text nation;
	struct text division;		       /* of the holidays' calendar */
	int32_t in_force_from, in_force_until; /* local days; until NO_DAY: open */
	uint8_t role_count;
	struct role roles[POLICY_ROLES_MAX];
	uint8_t stage_count;
	struct stage_rule stages[POLICY_STAGES_MAX];
	uint8_t clock_count;
	struct clock_rule clocks[POLICY_CLOCKS_MAX];
	uint8_t line_count;
	struct escalation_line lines[POLICY_LINES_MAX];
	uint16_t opens_minute,
	    closes_minute; /* working hours of a working day: 540 and 1020 unless the pack says otherwise */
	POLICY_TABLE(contact_rule, contacts);
	POLICY_TABLE(turn_rule, turns);
	POLICY_TABLE(exclusion_rule, exclusions);
	POLICY_TABLE(duty_rule, duties);
	POLICY_TABLE(signpost_rule, signposts);
	POLICY_TABLE(alert_rule, alerts);
	POLICY_TABLE(oversight_rule, oversights);
	POLICY_TABLE(standard_rule, standards);
	POLICY_TABLE(channel_rule, channels);
	POLICY_TABLE(letter_rule, letters);
	POLICY_TABLE(report_rule, reports);
	POLICY_TABLE(ombudsman_rule, ombudsmen);
	POLICY_TABLE(closing_day, closing_days);
	bool no_bank_holidays; /* only its own closing days count */
	POLICY_TABLE(referral_rule, referrals);
	POLICY_TABLE(rota_rule, rotas);
	POLICY_TABLE(floor_rule, floors);
	POLICY_TABLE(statement_rule, statements);
};

/* NO_CLOCK / NO_ROLE when there is none of that id. */
uint8_t policy_clock(const struct policy *policy, struct text id);
uint8_t policy_role(const struct policy *policy, struct text id);
const struct stage_rule *policy_stage(const struct policy *policy, uint8_t number);
/* What answers a stage: RESPONDED_ANYHOW where its limit is met by an answer in whatever form, else RESPONDED. */
enum moment policy_answer(const struct policy *policy, uint8_t stage);

const char *moment_name(enum moment moment);
enum moment moment_from_name(struct text name); /* MOMENTS_COUNT when unknown */
const char *case_kind_name(enum case_kind kind);
enum case_kind case_kind_from_name(struct text name); /* CASE_KINDS when unknown */
const char *duty_check_name(enum duty_check check);
enum duty_check duty_check_from_name(struct text name);
const char *refusal_ground_name(enum refusal_ground ground);
enum refusal_ground refusal_ground_from_name(struct text name); /* REFUSAL_GROUNDS_COUNT when unknown */
const char *signpost_occasion_name(enum signpost_occasion occasion);
enum signpost_occasion signpost_occasion_from_name(struct text name);

#endif
