/* A landlord's policy as data: what a pack says, after reading and checking. All references are indexes into its own
 * tables. Made by common/pack; the domain only reads it. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_H
#define REDRESS_DOMAIN_POLICY_H

#include "domain/policy_clocks.h"
#include "domain/policy_declared.h"
#include "domain/policy_duties.h"
#include "domain/policy_rules.h"

struct policy;

enum {
	NATIONS_COUNT = 4,
};

/* A law in force beside a landlord's policy: its clocks run at the same time, on a calendar of its own. */
struct law {
	const struct policy *policy;
	const struct calendar *calendar;
};

/* In the order put in force. Of one pack several versions may be there: that in force on the day of awareness counts.
 */
struct laws {
	uint8_t count;
	struct law list[POLICY_LAWS_MAX];
};

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
	POLICY_TABLE(organisation, organisations);
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
	POLICY_TABLE(issue_rule, issues);
	POLICY_TABLE(compliment_rule, compliments);
	uint8_t duties_count;
	struct duty_rule duties[POLICY_DUTIES_MAX];
	POLICY_TABLE(signpost_rule, signposts);
	POLICY_TABLE(signpost_rule, advocacies);
	POLICY_TABLE(survey_rule, surveys);
	POLICY_TABLE(alert_rule, alerts);
	POLICY_TABLE(oversight_rule, oversights);
	POLICY_TABLE(standard_rule, standards);
	POLICY_TABLE(channel_rule, channels);
	POLICY_TABLE(letter_rule, letters);
	POLICY_TABLE(report_rule, reports);
	POLICY_TABLE(remedy_rule, remedies);
	POLICY_TABLE(ombudsman_rule, ombudsmen);
	POLICY_TABLE(closing_day, closing_days);
	bool no_bank_holidays; /* only its own closing days count */
	POLICY_TABLE(suspension_rule, suspensions);
	POLICY_TABLE(referral_rule, referrals);
	POLICY_TABLE(rota_rule, rotas);
	POLICY_TABLE(floor_rule, floors);
	POLICY_TABLE(statement_rule, statements);
	bool law; /* no landlord's: it holds for every landlord of its nation, and has clocks per hazard alone */
	POLICY_TABLE(hazard_rule, hazards);
	const struct laws *laws; /* those of its nation, kept by pack/books.h; NULL: none */
};

/* NO_CLOCK / NO_ROLE when there is none of that id. */
uint8_t policy_clock(const struct policy *policy, struct text id);
uint8_t policy_role(const struct policy *policy, struct text id);
const struct stage_rule *policy_stage(const struct policy *policy, uint8_t number);
/* The role that investigates the stage; the organisation whose a role is. Empty where the pack names none. */
struct text policy_stage_role(const struct policy *policy, uint8_t number);
struct text policy_organisation(const struct policy *policy, uint8_t role);
/* Whether it holds for what comes in on that local day. */
bool policy_in_force(const struct policy *policy, int32_t day);
/* The law beside `policy` that is this pack and version, or NULL. */
const struct law *policy_law(const struct policy *policy, struct text pack, struct text version);
/* The clock called `id` of the policy, or, where `pack` and `version` are a law's beside it, of that; NULL where there
 * is none. */
const struct clock_rule *policy_clock_of(
    const struct policy *policy, struct text pack, struct text version, struct text id);
/* Whether a clock can be suspended: a duty or an aim of the landlord's, kept once, whose days or elapsed hours are
 * counted. A date once named stays the date named. */
bool policy_can_suspend(const struct clock_rule *clock);
/* Whether time alone opens a stage, or turns something into a complaint. */
bool policy_opens_by_itself(const struct policy *policy);
/* What answers a stage: RESPONDED_ANYHOW where its limit is met by an answer in whatever form, else RESPONDED. */
enum moment policy_answer(const struct policy *policy, uint8_t stage);

const char *moment_name(enum moment moment);
enum moment moment_from_name(struct text name); /* MOMENTS_COUNT when unknown */
const char *case_kind_name(enum case_kind kind);
enum case_kind case_kind_from_name(struct text name); /* CASE_KINDS when unknown */
const char *signpost_occasion_name(enum signpost_occasion occasion);
enum signpost_occasion signpost_occasion_from_name(struct text name);
const char *issue_flag_name(enum issue_flag flag);
/* Where a policy holds, a home stands, an Ombudsman is turned to: "england"; NULL past the last. */
const char *nation_name(unsigned nation);

#endif
