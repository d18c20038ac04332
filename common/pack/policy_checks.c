#include "pack/policy_checks.h"

#include <string.h>

#include "pack/law_checks.h"
#include "pack/policy_duty_checks.h"
#include "pack/policy_fields.h"

/* ---- ids ---- */

/* The id of what was read at `place`: a rule's, a role's or an organisation's. Empty where there is none. */
static struct text
id_at(const struct place *place)
{
	if (place->mapping->is_rule)
		return ((const struct rule *)(const void *)((const char *)place->object + place->mapping->rule_offset))
		    ->id;
	if (place->mapping == &role_mapping)
		return ((const struct role *)place->object)->id;
	if (place->mapping == &organisation_mapping)
		return ((const struct organisation *)place->object)->id;
	return TEXT("");
}

/* Rules share one set of names, since a judgement cites them by it; roles have their own, and organisations. */
static void
check_ids(struct walk *walk)
{
	for (const struct place *place = walk->places; place != NULL; place = place->next) {
		for (const struct place *earlier = walk->places; earlier != place; earlier = earlier->next) {
			const struct node *id = tree_child(place->node, "id");

			if (earlier->mapping->is_rule != place->mapping->is_rule ||
			    (!place->mapping->is_rule && earlier->mapping != place->mapping) ||
			    text_is_empty(id_at(place)) || !text_equal(id_at(earlier), id_at(place)))
				continue;
			tree_problem(walk->source, id == NULL ? place->node : id, "the id '%.*s' is taken already",
			    TEXT_ARG(id_at(place)));
			break;
		}
	}
}

/* ---- stages ---- */

static void
check_stages(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->stage_count; i++) {
		const struct stage_rule *stage = &policy->stages[i];
		bool last = i + 1 == policy->stage_count;

		if (stage->number != 0 && stage->number != i + 1)
			FAULT(walk, &stage_mapping, stage, "number",
			    "stages are numbered 1, 2, ... in order: this is %d", i + 1);
		if (stage->final && !last)
			FAULT(walk, &stage_mapping, stage, "final", "only the last stage is final");
		if (!stage->final && last)
			FAULT(walk, &stage_mapping, stage, "final", "the last stage lacks 'final: true'");
		if (i == 0 && stage->late_requests_to != NO_ROLE)
			FAULT(walk, &stage_mapping, stage, "late-requests", "nobody is too late for stage 1");
	}
	if (policy->stage_count == 0)
		FAULT(walk, &policy_mapping, policy, "stages", "a policy has at least one stage");
}

void
policy_check_stage(
    struct walk *walk, const struct policy *policy, const struct mapping *mapping, const void *object, uint8_t stage)
{
	if (stage > policy->stage_count)
		FAULT(walk, mapping, object, "stage", "there is no stage %u: the pack has %u", stage,
		    policy->stage_count);
}

/* ---- clocks ---- */

static void
check_named_dates(struct walk *walk, const struct clock_rule *clock)
{
	bool has_own_date =
	    clock->per == CLOCK_PER_ACTION || clock->per == CLOCK_PER_ORDER || clock->per == CLOCK_PER_REQUEST;
	bool is_of_words = clock->per == CLOCK_PER_UPDATE || clock->per == CLOCK_PER_LEGAL_UPDATE;

	if (has_own_date && clock->limit.unit != LIMIT_NONE && clock->limit.unit != LIMIT_NAMED_DATE)
		FAULT(walk, &clock_mapping, clock, "limit", "each of these has its own date: write 'promised'");
	if (is_of_words && clock->limit.unit != LIMIT_NONE && clock->limit.unit != LIMIT_WORKING_DAYS &&
	    clock->limit.unit != LIMIT_CALENDAR_DAYS)
		FAULT(walk, &clock_mapping, clock, "limit", "updates are so many calendar-days or working-days apart");
}

static void
check_start_and_end(struct walk *walk, const struct clock_rule *clock)
{
	const struct node *node = walk_place(walk, &clock_mapping, clock);

	if (node == NULL)
		return;
	if (clock->per == CLOCK_ONCE || clock->per == CLOCK_PER_REQUEST) {
		if (tree_child(node, "starts") == NULL)
			tree_problem(walk->source, node, "this clock lacks 'starts': the moment it counts from");
		if (tree_child(node, "met-by") == NULL)
			tree_problem(walk->source, node, "this clock lacks 'met-by': what meets it");
		else if (tree_child(node, "met-by")->kind == NODE_LIST && clock->meets_count == 0)
			FAULT(walk, &clock_mapping, clock, "met-by", "'met-by' names nothing");
		return;
	}
	if (tree_child(node, "starts") != NULL)
		FAULT(
		    walk, &clock_mapping, clock, "starts", "a clock kept for each of several starts with each of them");
	if (tree_child(node, "met-by") != NULL)
		FAULT(walk, &clock_mapping, clock, "met-by", "a clock kept for each of several is met by each of them");
}

static void
check_whose(struct walk *walk, const struct clock_rule *clock)
{
	const struct node *node = walk_place(walk, &clock_mapping, clock);

	if (node == NULL)
		return;
	if (clock->whose == CLOCK_LANDLORDS && tree_child(node, "owner") == NULL)
		tree_problem(walk->source, node, "this clock lacks 'owner': whose promise it is");
	if (clock->whose == CLOCK_LANDLORDS)
		return;
	if (tree_child(node, "escalate") != NULL)
		FAULT(walk, &clock_mapping, clock, "escalate", "only a landlord's clock can be missed");
	if (clock->final)
		FAULT(walk, &clock_mapping, clock, "final", "only a landlord's clock can be missed");
	if (clock->warning_count > 0)
		FAULT(walk, &clock_mapping, clock, "warn-before", "only a landlord's clock can be missed");
}

/* Following provisional-after from `clock` must come to an end. */
static void
check_provisional(struct walk *walk, const struct policy *policy, const struct clock_rule *clock)
{
	const struct clock_rule *at = clock;

	for (uint8_t steps = 0; at->provisional_after < policy->clock_count; steps++) {
		at = &policy->clocks[at->provisional_after];
		if (at->per != CLOCK_ONCE) {
			FAULT(walk, &clock_mapping, clock, "provisional-after", "'%.*s' has no one date to stand in",
			    TEXT_ARG(at->rule.id));
			return;
		}
		if (at == clock || steps == policy->clock_count) {
			FAULT(walk, &clock_mapping, clock, "provisional-after", "the clock waits for itself");
			return;
		}
	}
}

static void
check_tier(struct walk *walk, const struct clock_rule *clock, const struct extension_tier *tier, bool after_original)
{
	if (tier->longer.first_day_counts)
		FAULT(walk, &tier_mapping, tier, "up-to", "an extension begins after the date it extends");
	if (tier->longer.unit == LIMIT_NONE && !tier->needs_agreement)
		FAULT(walk, &tier_mapping, tier, "up-to", "'as-agreed' needs 'agreement'");
	if (tier->sooner && tier->longer.unit != LIMIT_NONE)
		FAULT(walk, &tier_mapping, tier, "sooner", "a sooner date is 'as-agreed'");
	if (tier->cap == TIER_CAP_LIFTED_BY_GOOD_REASON && (!tier->needs_agreement || tier->longer.unit == LIMIT_NONE))
		FAULT(walk, &tier_mapping, tier, "cap",
		    "good reason lifts a cap only with 'agreement', where there is a cap");
	if (tier->from_original && after_original)
		FAULT(walk, &tier_mapping, tier, "counted-from",
		    "a way counted from the date then due comes after this one");
	if (clock->whose != CLOCK_LANDLORDS)
		FAULT(walk, &tier_mapping, tier, "id", "only a landlord's clock is made longer");
}

static void
check_clock(struct walk *walk, const struct policy *policy, const struct clock_rule *clock)
{
	bool after_original = false;

	if (law_clock_is_named(clock->rule.id))
		FAULT(walk, &clock_mapping, clock, "id", "'" LAW_CLOCK_PREFIX "...' is what a law's clocks are called");
	policy_check_stage(walk, policy, &clock_mapping, clock, clock->stage);
	check_named_dates(walk, clock);
	check_start_and_end(walk, clock);
	check_whose(walk, clock);
	check_provisional(walk, policy, clock);
	for (uint8_t i = 0; i < clock->tier_count; i++) {
		check_tier(walk, clock, &clock->tiers[i], after_original);
		after_original = after_original || !clock->tiers[i].from_original;
	}
}

/* ---- the other tables ---- */

/* A row an earlier row always speaks before would never speak. */
static void
check_contacts(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->contacts_count; i++) {
		const struct contact_rule *contact = &policy->contacts[i];

		if ((contact->all & contact->none) != 0)
			FAULT(walk, &contact_mapping, contact, "when", "what must be there must not be there too");
		for (uint8_t j = 0; j < i; j++) {
			const struct contact_rule *earlier = &policy->contacts[j];

			if ((earlier->all & ~contact->all) != 0 || (earlier->none & ~contact->none) != 0)
				continue;
			FAULT(walk, &contact_mapping, contact, "when", "never reached: '%.*s' above speaks first",
			    TEXT_ARG(earlier->rule.id));
			break;
		}
	}
}

static void
check_exclusions(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->exclusions_count; i++) {
		const struct exclusion_rule *exclusion = &policy->exclusions[i];
		const struct node *node = walk_where(walk, &exclusion_mapping, exclusion, "when");

		if (node == NULL || node->kind != NODE_MAPPING)
			continue;
		if ((tree_child(node, "any") == NULL) == (tree_child(node, "older-than") == NULL))
			tree_problem(walk->source, node, "an exclusion is raised by 'any' or by 'older-than'");
	}
}

static void
check_alerts(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->alerts_count; i++) {
		const struct alert_rule *alert = &policy->alerts[i];
		const struct node *node = walk_place(walk, &alert_mapping, alert);

		if (node != NULL && (alert->to == ALERT_TO_ROLE) != (tree_child(node, "role") != NULL))
			FAULT(walk, &alert_mapping, alert, "role", "'role' goes with 'to: role'");
		if (alert->to == ALERT_TO_ESCALATED && !text_is_empty(alert->on) &&
		    !text_equal(alert->on, TEXT("CaseEscalated")))
			FAULT(walk, &alert_mapping, alert, "to", "only CaseEscalated names whom it is escalated to");
	}
}

static void
check_standards(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->standards_count; i++) {
		const struct standard_rule *standard = &policy->standards[i];

		const struct node *node = walk_place(walk, &standard_mapping, standard);
		bool shares = !standard->per_thousand_homes;

		policy_check_stage(walk, policy, &standard_mapping, standard, standard->stage);
		if (node != NULL && shares && tree_child(node, "of") == NULL)
			tree_problem(walk->source, node, "this standard lacks 'of': the measure it is a share of");
		if (node != NULL && !shares && tree_child(node, "of") != NULL)
			FAULT(walk, &standard_mapping, standard, "of", "'per-thousand-homes' stands in place of 'of'");
		if (standard->stage != 0 && (!measure_is_by_stage(standard->numerator) ||
						(shares && !measure_is_by_stage(standard->denominator))))
			FAULT(walk, &standard_mapping, standard, "stage", "'stage' goes with measures by stage");
		if (standard->clock != NO_CLOCK && (!measure_is_by_clock(standard->numerator) ||
						       (shares && !measure_is_by_clock(standard->denominator))))
			FAULT(walk, &standard_mapping, standard, "clock", "'clock' goes with measures by clock");
	}
}

static void
check_declared(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->letters_count; i++)
		policy_check_stage(walk, policy, &letter_mapping, &policy->letters[i], policy->letters[i].stage);
	for (uint8_t i = 0; i < policy->reports_count; i++) {
		const struct report_rule *report = &policy->reports[i];
		const struct node *node = walk_place(walk, &report_mapping, report);

		if (node != NULL && tree_child(node, "for") == NULL && report->readers == 0 && report->published == 0)
			FAULT(
			    walk, &report_mapping, report, "title", "nobody reads it: say 'for', 'to' or 'published'");
	}
}

static void
check_statements(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->statements_count; i++) {
		const struct statement_rule *statement = &policy->statements[i];
		const struct node *node = walk_place(walk, &statement_mapping, statement);

		if (node == NULL || tree_child(node, "says") == NULL)
			continue;
		if ((statement->says == STATEMENT_MEMBER) != (tree_child(node, "role") != NULL))
			FAULT(
			    walk, &statement_mapping, statement, "role", "'role' goes with 'says: member-responsible'");
		if ((statement->says == STATEMENT_OMBUDSMAN_CONTACT) != (tree_child(node, "text") != NULL))
			FAULT(
			    walk, &statement_mapping, statement, "text", "'text' goes with 'says: ombudsman-contact'");
	}
}

static void
check_lines(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->line_count; i++) {
		const struct escalation_line *line = &policy->lines[i];

		if (line->count == 0)
			FAULT(walk, &line_mapping, line, "steps", "a line has at least one step");
		for (uint8_t j = 1; j < line->count; j++) {
			const struct limit before = line->steps[j - 1].after, after = line->steps[j].after;

			if (after.unit == LIMIT_NONE || (before.unit == after.unit && before.count >= after.count))
				FAULT(walk, &step_mapping, &line->steps[j], "after",
				    "a step comes later than the one above it");
		}
	}
}

void
policy_check_common(struct walk *walk, const struct policy *policy)
{
	check_ids(walk);
	check_lines(walk, policy);
	if (policy->in_force_until != NO_DAY && policy->in_force_until < policy->in_force_from)
		FAULT(walk, &in_force_mapping, policy, "until", "it ends before it begins");
	if (policy->opens_minute >= policy->closes_minute)
		FAULT(walk, &hours_mapping, policy, "closes", "it closes before it opens");
}

void
policy_check(struct walk *walk, const struct policy *policy)
{
	policy_check_common(walk, policy);
	check_stages(walk, policy);
	for (uint8_t i = 0; i < policy->clock_count; i++)
		check_clock(walk, policy, &policy->clocks[i]);
	check_contacts(walk, policy);
	check_exclusions(walk, policy);
	policy_check_time(walk, policy);
	policy_check_judgements(walk, policy);
	policy_check_sense(walk, policy);
	policy_check_duties(walk, policy);
	check_alerts(walk, policy);
	check_standards(walk, policy);
	check_declared(walk, policy);
	check_statements(walk, policy);
}
