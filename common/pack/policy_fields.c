/* What may stand in a pack, its stages and its clocks. */
#include "pack/field_tables.h"

static const struct field in_force_fields[] = {
	{ "from", FIELD_DATE, .required = true, AT(policy, in_force_from),
	    .says = "the first day it holds for new cases" },
	{ "until", FIELD_DATE, NUMBER_AT(policy, in_force_until), .otherwise = NO_DAY, .says = "the last day" },
};
const struct mapping in_force_mapping = MAPPING("in-force", in_force_fields);

static const struct field hours_fields[] = {
	{ "opens", FIELD_TIME, .required = true, AT(policy, opens_minute), .says = "when work begins, \"09:00\"" },
	{ "closes", FIELD_TIME, .required = true, AT(policy, closes_minute), .says = "when it ends, \"17:00\"" },
};
const struct mapping hours_mapping = MAPPING("working-hours", hours_fields);

static const struct field organisation_fields[] = {
	{ "id", FIELD_ID, .required = true, AT(organisation, id), .says = "the organisation's short name" },
	{ "title", FIELD_TEXT, .required = true, AT(organisation, title), .says = "as the policy calls it" },
	{ "cite", FIELD_TEXT, .required = true, AT(organisation, clause), .says = "the clause that names it" },
};
const struct mapping organisation_mapping = MAPPING("organisation", organisation_fields);

static const struct field role_fields[] = {
	{ "id", FIELD_ID, .required = true, AT(role, id), .says = "the role's own name" },
	{ "title", FIELD_TEXT, .required = true, AT(role, title), .says = "as the policy calls it" },
	{ "cite", FIELD_TEXT, .required = true, AT(role, clause), .says = "the clause that names it" },
	{ "rank", FIELD_NUMBER, .required = true, NUMBER_AT(role, rank), .least = 1, .most = 100,
	    .says = "higher is more senior" },
	{ "organisation", FIELD_REFERENCE, .reference = REFERENCE_ORGANISATION, AT(role, organisation),
	    .says = "whose role it is, where several organisations deal with a case" },
};
const struct mapping role_mapping = MAPPING("role", role_fields);

static const struct field officer_fields[] = {
	{ "role", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(stage_rule, officer),
	    .says = "who investigates" },
};
const struct mapping officer_mapping = RULE_MAPPING("stage's officer", officer_fields, stage_rule, officer_rule);

static const struct field late_fields[] = {
	{ "role", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(stage_rule, late_requests_to),
	    .says = "who decides on a request made too late" },
};
const struct mapping late_mapping = RULE_MAPPING("stage's late-requests", late_fields, stage_rule, late_rule);

static const struct field by_itself_fields[] = {
	{ "after", FIELD_LIMIT, .required = true, AT(stage_rule, by_itself.after),
	    .units = ANY_DAYS | UNIT_BIT(ELAPSED_HOURS), .says = "how much time passes first" },
	{ "counted-from", FIELD_WORD, .required = true, NUMBER_AT(stage_rule, by_itself.counted_from),
	    .words = &words_moments, .says = "a moment of the stage before, or of the case" },
	{ "unless", FIELD_WORDS, .required = true, NUMBER_AT(stage_rule, by_itself.unless), .words = &words_moments,
	    .says = "moments, any of which keeps it closed" },
};
const struct mapping by_itself_mapping =
    RULE_MAPPING("stage's opens-by-itself", by_itself_fields, stage_rule, by_itself.rule);

static const struct field stage_fields[] = {
	{ "number", FIELD_NUMBER, .required = true, NUMBER_AT(stage_rule, number), .least = 1,
	    .most = POLICY_STAGES_MAX, .says = "1, 2, ... in order" },
	{ "officer", FIELD_MAP, .required = true, .of = &officer_mapping, .says = "who investigates" },
	{ "final", FIELD_FLAG, AT(stage_rule, final), .says = "its response ends the process" },
	{ "late-requests", FIELD_MAP, .of = &late_mapping, .says = "who decides on a request made too late" },
	{ "opens-by-itself", FIELD_MAP, .of = &by_itself_mapping, .says = "when it opens though nobody asked" },
};
const struct mapping stage_mapping = RULE_MAPPING("stage", stage_fields, stage_rule, rule);

static const struct mark tier_needs[] = {
	{ "reason", offsetof(struct extension_tier, needs_reason) },
	{ "good-reason", offsetof(struct extension_tier, needs_good_reason) },
	{ "agreement", offsetof(struct extension_tier, needs_agreement) },
	{ "ombudsman-details", offsetof(struct extension_tier, needs_ombudsman_details) },
	{ "notice-in-time", offsetof(struct extension_tier, needs_notice_in_time) },
};

static const struct field tier_fields[] = {
	{ "up-to", FIELD_LIMIT, .required = true, AT(extension_tier, longer), .units = ANY_DAYS,
	    .none_word = "as-agreed", .says = "how much longer, or as-agreed" },
	{ "counted-from", FIELD_WORD, .required = true, NUMBER_AT(extension_tier, from_original),
	    .words = &words_counted_from, .says = "original-date or date-then-due" },
	{ "cap", FIELD_WORD, NUMBER_AT(extension_tier, cap), .words = &words_caps,
	    .says = "hard or lifted-by-good-reason" },
	{ "needs", FIELD_MARKS, .marks = tier_needs, .mark_count = COUNT(tier_needs), .says = "what must go with it" },
	{ "approved-by", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(extension_tier, approver),
	    .says = "whose approval it needs" },
	{ "sooner", FIELD_FLAG, AT(extension_tier, sooner),
	    .says = "for a date agreed that is earlier than the one then due" },
};
const struct mapping tier_mapping = RULE_MAPPING("way to extend", tier_fields, extension_tier, rule);

static const struct field second_start_fields[] = {
	{ "starts", FIELD_WORD, .required = true, NUMBER_AT(clock_rule, also_starts), .words = &words_moments,
	    .says = "the moment it counts from" },
	{ "limit", FIELD_LIMIT, .required = true, AT(clock_rule, also_limit), .units = ANY_DAYS, .says = "how long" },
};
static const struct mapping second_start_mapping = MAPPING("or-if-later", second_start_fields);

static const struct field clock_fields[] = {
	{ "stage", FIELD_NUMBER, NUMBER_AT(clock_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "its stage; without it, the whole case" },
	{ "for", FIELD_WORDS, .required = true, NUMBER_AT(clock_rule, kinds), .words = &words_kinds,
	    .says = "the kinds of case it is kept for" },
	{ "per", FIELD_WORD, NUMBER_AT(clock_rule, per), .words = &words_pers, .says = "once, or for each of several" },
	{ "whose", FIELD_WORD, NUMBER_AT(clock_rule, whose), .words = &words_whose,
	    .says = "landlord, customer, milestone" },
	{ "limit", FIELD_LIMIT, .required = true, AT(clock_rule, limit),
	    .units = ANY_DAYS | ANY_HOURS | UNIT_BIT(NAMED_DATE), .says = "how long, {working-days: 10}, or promised" },
	{ "starts", FIELD_WORD, NUMBER_AT(clock_rule, starts), .words = &words_moments,
	    .says = "the moment it counts from" },
	{ "or-if-later", FIELD_MAP, .of = &second_start_mapping, .says = "a second start; the later date holds" },
	{ "provisional-after", FIELD_REFERENCE, .reference = REFERENCE_CLOCK, AT(clock_rule, provisional_after),
	    .says = "the clock whose date stands in for the start" },
	{ "met-by", FIELD_MEETS, LIST_AT(clock_rule, meets, meets_count), .most = CLOCK_MEETS_MAX,
	    .words = &words_moments, .says = "moments, any of which meets it; [a, b] inside the list: both" },
	{ "stopped-by", FIELD_WORDS, NUMBER_AT(clock_rule, stops), .words = &words_moments,
	    .says = "moments, any of which ends what is owed" },
	{ "final", FIELD_FLAG, AT(clock_rule, final), .says = "its miss signposts the Ombudsman" },
	{ "owner", FIELD_REFERENCE, .reference = REFERENCE_ROLE, AT(clock_rule, owner), .says = "whose promise it is" },
	{ "escalate", FIELD_REFERENCE, .reference = REFERENCE_LINE, AT(clock_rule, line),
	    .says = "the line a miss goes up" },
	{ "warn-before", FIELD_LIMITS, LIST_AT(clock_rule, warnings, warning_count), .most = POLICY_WARNINGS_MAX,
	    .units = UNIT_BIT(WORKING_DAYS) | ANY_HOURS, .says = "how long before the date to warn" },
	{ "longer", FIELD_LIST, LIST_AT(clock_rule, tiers, tier_count), .most = POLICY_TIERS_MAX, .of = &tier_mapping,
	    .says = "the ways it may be made longer, tried in order" },
};
const struct mapping clock_mapping = RULE_MAPPING("clock", clock_fields, clock_rule, rule);

static const struct mark suspension_needs[] = {
	{ "reason", offsetof(struct suspension_rule, needs_reason) },
	{ "customer-told", offsetof(struct suspension_rule, needs_customer_told) },
};

static const struct field suspension_fields[] = {
	{ "by", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(suspension_rule, by),
	    .says = "who may order it" },
	{ "clocks", FIELD_REFERENCES, .reference = REFERENCE_CLOCK, AT(suspension_rule, clocks),
	    .says = "the clocks that stand still; without it, every one that can, and what would open by itself" },
	{ "stage", FIELD_NUMBER, NUMBER_AT(suspension_rule, stage), .least = 1, .most = POLICY_STAGES_MAX,
	    .says = "clocks of this stage only" },
	{ "grounds", FIELD_IDS, LIST_AT(suspension_rule, grounds, ground_count), .most = SUSPENSION_GROUNDS_MAX,
	    .says = "the landlord's own words for why; without it, whatever the grounds" },
	{ "first-day", FIELD_WORD, .required = true, NUMBER_AT(suspension_rule, first_day_counts),
	    .words = &words_counts, .says = "whether the day it begins counts for the clock" },
	{ "last-day", FIELD_WORD, .required = true, NUMBER_AT(suspension_rule, last_day_counts), .words = &words_counts,
	    .says = "whether the day it ends counts for the clock" },
	{ "at-most", FIELD_LIMIT, AT(suspension_rule, at_most), .units = ANY_DAYS | UNIT_BIT(ELAPSED_HOURS),
	    .says = "how long, before it ends by itself" },
	{ "needs", FIELD_MARKS, .marks = suspension_needs, .mark_count = COUNT(suspension_needs),
	    .says = "what must go with it" },
};
const struct mapping suspension_mapping = RULE_MAPPING("suspension", suspension_fields, suspension_rule, rule);

static const struct field step_fields[] = {
	{ "tell", FIELD_REFERENCE, .required = true, .reference = REFERENCE_ROLE, AT(escalation_step, role),
	    .says = "who" },
	{ "after", FIELD_LIMIT, .required = true, AT(escalation_step, after), .units = ANY_DAYS | ANY_HOURS,
	    .none_word = "at-once", .says = "how old the miss is then, or at-once" },
};
const struct mapping step_mapping = MAPPING("step", step_fields);

static const struct field line_fields[] = {
	{ "steps", FIELD_LIST, .required = true, LIST_AT(escalation_line, steps, count), .most = POLICY_STEPS_MAX,
	    .of = &step_mapping, .says = "who is told of a miss, one after the other" },
};
const struct mapping line_mapping = RULE_MAPPING("line", line_fields, escalation_line, rule);

static const struct field policy_fields[] = {
	{ "pack", FIELD_ID, .required = true, AT(policy, pack), .says = "the pack's short name" },
	{ "version", FIELD_ID, .required = true, AT(policy, version), .says = "the pack's own version, a date" },
	{ "title", FIELD_TEXT, .required = true, AT(policy, title), .says = "the policy's title" },
	{ "nation", FIELD_NAME, .required = true, AT(policy, nation), .words = &words_nations,
	    .says = "where it holds" },
	{ "bank-holidays", FIELD_NAME, .required = true, AT(policy, division), .words = &words_divisions,
	    .says = "whose bank holidays count" },
	{ "in-force", FIELD_MAP, .required = true, .of = &in_force_mapping, .says = "{from: 2024-04-01}" },
	{ "working-hours", FIELD_MAP, .of = &hours_mapping, .says = "{opens: \"09:00\", closes: \"17:00\"}" },
	{ "organisations", FIELD_LIST, RULES_AT(organisations), .of = &organisation_mapping,
	    .says = "who deal with a case together" },
	{ "roles", FIELD_LIST, .required = true, LIST_AT(policy, roles, role_count), .most = POLICY_ROLES_MAX,
	    .of = &role_mapping, .says = "who acts under it" },
	{ "stages", FIELD_LIST, .required = true, LIST_AT(policy, stages, stage_count), .most = POLICY_STAGES_MAX,
	    .of = &stage_mapping, .says = "the stages of a complaint" },
	{ "clocks", FIELD_LIST, .required = true, LIST_AT(policy, clocks, clock_count), .most = POLICY_CLOCKS_MAX,
	    .of = &clock_mapping, .says = "what is owed by when" },
	{ "escalation-lines", FIELD_LIST, LIST_AT(policy, lines, line_count), .most = POLICY_LINES_MAX,
	    .of = &line_mapping, .says = "who is told of a miss" },
	{ "contacts", FIELD_LIST, .required = true, RULES_AT(contacts), .of = &contact_mapping,
	    .says = "what came in: the first that fits speaks" },
	{ "turns", FIELD_LIST, RULES_AT(turns), .of = &turn_mapping, .says = "when a case becomes another kind" },
	{ "exclusions", FIELD_LIST, RULES_AT(exclusions), .of = &exclusion_mapping, .says = "what may be declined" },
	{ "issues", FIELD_LIST, RULES_AT(issues), .of = &issue_mapping,
	    .says = "something new in an open case: the first that fits speaks" },
	{ "compliments", FIELD_LIST, RULES_AT(compliments), .of = &compliment_mapping,
	    .says = "with whom a compliment is shared" },
	{ "duties", FIELD_LIST, LIST_AT(policy, duties, duties_count), .most = POLICY_DUTIES_MAX, .of = &duty_mapping,
	    .says = "what a thing done must contain" },
	{ "signposts", FIELD_LIST, RULES_AT(signposts), .of = &signpost_mapping,
	    .says = "when the Ombudsman is named" },
	{ "advocacy", FIELD_LIST, RULES_AT(advocacies), .of = &advocacy_mapping, .says = "when an advocate is named" },
	{ "surveys", FIELD_LIST, RULES_AT(surveys), .of = &survey_mapping,
	    .says = "when the customer is asked how it was handled" },
	{ "alerts", FIELD_LIST, RULES_AT(alerts), .of = &alert_mapping, .says = "who is told of a judgement" },
	{ "oversight", FIELD_LIST, RULES_AT(oversights), .of = &oversight_mapping, .says = "who oversees every case" },
	{ "ombudsmen", FIELD_LIST, RULES_AT(ombudsmen), .of = &ombudsman_mapping,
	    .says = "whom a customer is pointed to" },
	{ "suspensions", FIELD_LIST, RULES_AT(suspensions), .of = &suspension_mapping,
	    .says = "who may suspend clocks, and how days count around it" },
	{ "closing-days", FIELD_LIST, RULES_AT(closing_days), .of = &closing_day_mapping,
	    .says = "days on which the landlord does no work" },
	{ "closing-days-instead", FIELD_FLAG, AT(policy, no_bank_holidays),
	    .says = "only those days count, and no bank holidays" },
	{ "referrals", FIELD_LIST, RULES_AT(referrals), .of = &referral_mapping,
	    .says = "who is told of it at once, whatever it is" },
	{ "rotas", FIELD_LIST, RULES_AT(rotas), .of = &rota_mapping, .says = "days on which hearings are held" },
	{ "standards", FIELD_LIST, RULES_AT(standards), .of = &standard_mapping, .says = "what it measures itself by" },
	{ "channels", FIELD_LIST, RULES_AT(channels), .of = &channel_mapping,
	    .says = "how customers may be in touch, and are answered" },
	{ "letters", FIELD_LIST, RULES_AT(letters), .of = &letter_mapping,
	    .says = "what is sent, and what stands in it" },
	{ "remedies", FIELD_LIST, RULES_AT(remedies), .of = &remedy_mapping,
	    .says = "what may put a thing right, and who may agree to it" },
	{ "reports", FIELD_LIST, RULES_AT(reports), .of = &report_mapping,
	    .says = "what is reported, how often and to whom" },
	{ "statements", FIELD_LIST, RULES_AT(statements), .of = &statement_mapping,
	    .says = "what it says that no other rule has a place for" },
	{ "floors", FIELD_LIST, RULES_AT(floors), .of = &floor_mapping,
	    .says = "of a code of practice: what no policy may fall short of" },
};
const struct mapping policy_mapping = MAPPING("pack", policy_fields);
