/* What a pack says of time that passes, of time that stands still, and of places. */
#include "pack/policy_checks.h"
#include "pack/policy_fields.h"

/* ---- what opens by itself ---- */

static bool
is_kept_by_its_start(const struct passing_rule *passing)
{
	return (passing->unless & (UINT32_C(1) << passing->counted_from)) != 0;
}

static void
check_by_itself(struct walk *walk, const struct stage_rule *stage, bool first)
{
	const struct passing_rule *passing = &stage->by_itself;

	if (walk_place(walk, &by_itself_mapping, stage) == NULL)
		return;
	if (first)
		FAULT(walk, &stage_mapping, stage, "opens-by-itself",
		    "stage 1 opens with the complaint: say in 'turns' when something becomes one");
	if (is_kept_by_its_start(passing))
		FAULT(walk, &by_itself_mapping, stage, "unless", "it counts from '%s': that has happened",
		    moment_name(passing->counted_from));
}

/* A turn that time makes says how much and from when; another does not. */
static void
check_turn(struct walk *walk, const struct turn_rule *turn)
{
	static const char *const keys[] = { "after", "counted-from", "unless" };
	const struct node *node = walk_place(walk, &turn_mapping, turn);
	bool by_time = turn->when == TURN_NOT_AGREED_IN_TIME;

	if (turn->from != CASE_KIND_NONE && turn->from == turn->to)
		FAULT(walk, &turn_mapping, turn, "to", "it is that already");
	if (node == NULL || tree_child(node, "when") == NULL)
		return;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct node *key = tree_child(node, keys[i]);

		if (!by_time && key != NULL)
			tree_problem(walk->source, key, "'%s' goes with 'when: not-agreed-in-time'", keys[i]);
		if (by_time && key == NULL)
			FAULT(walk, &turn_mapping, turn, "when", "'not-agreed-in-time' lacks '%s'", keys[i]);
	}
	if (by_time && turn->to != CASE_KIND_NONE && turn->to != CASE_KIND_COMPLAINT)
		FAULT(walk, &turn_mapping, turn, "to", "time alone turns a case into a complaint, and nothing else");
	if (by_time && is_kept_by_its_start(&turn->passing))
		FAULT(walk, &turn_mapping, turn, "unless", "it counts from '%s': that has happened",
		    moment_name(turn->passing.counted_from));
}

/* ---- suspensions ---- */

/* Every clock it names can be suspended, and it covers one at least. */
static void
check_clocks(struct walk *walk, const struct policy *policy, const struct suspension_rule *suspension)
{
	bool any = false;

	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];
		bool named = (suspension->clocks >> i & 1) != 0;
		bool of_stage = suspension->stage == 0 || suspension->stage == clock->stage;

		any = any || ((named || suspension->clocks == 0) && of_stage && policy_can_suspend(clock));
		if (named && !policy_can_suspend(clock))
			FAULT(walk, &suspension_mapping, suspension, "clocks",
			    "'%.*s' cannot stand still: only a clock of the landlord's that is kept once can, whose "
			    "days or elapsed hours are counted",
			    TEXT_ARG(clock->rule.id));
		else if (named && !of_stage)
			FAULT(walk, &suspension_mapping, suspension, "clocks", "'%.*s' is no clock of stage %u",
			    TEXT_ARG(clock->rule.id), suspension->stage);
	}
	if (!any && suspension->clocks == 0)
		FAULT(walk, &suspension_mapping, suspension, "stage", "there is no clock that this suspends");
}

/* Whether every order that `later` allows is allowed by `earlier`. */
static bool
allows_all_of(const struct suspension_rule *earlier, const struct suspension_rule *later)
{
	if (earlier->by != later->by || (earlier->ground_count > 0 && later->ground_count == 0))
		return false;
	for (uint8_t i = 0; earlier->ground_count > 0 && i < later->ground_count; i++) {
		bool there = false;

		for (uint8_t j = 0; j < earlier->ground_count; j++)
			there = there || text_equal(earlier->grounds[j], later->grounds[i]);
		if (!there)
			return false;
	}
	return true;
}

static void
check_suspension(struct walk *walk, const struct policy *policy, const struct suspension_rule *suspension)
{
	const struct node *node = walk_place(walk, &suspension_mapping, suspension);
	const struct node *grounds = node == NULL ? NULL : tree_child(node, "grounds");

	policy_check_stage(walk, policy, &suspension_mapping, suspension, suspension->stage);
	if (suspension->stage <= policy->stage_count)
		check_clocks(walk, policy, suspension);
	if (grounds != NULL && grounds->kind == NODE_LIST && suspension->ground_count == 0)
		tree_problem(walk->source, grounds, "'grounds' names nothing");
	for (const struct suspension_rule *earlier = policy->suspensions; earlier < suspension; earlier++) {
		if (suspension->by == NO_ROLE || !allows_all_of(earlier, suspension))
			continue;
		FAULT(walk, &suspension_mapping, suspension, "by", "never reached: '%.*s' above speaks first",
		    TEXT_ARG(earlier->rule.id));
		break;
	}
}

/* ---- Ombudsmen ---- */

static bool
is_any_or(struct text wide, struct text narrow)
{
	return text_is_empty(wide) || text_equal(wide, narrow);
}

static void
check_ombudsmen(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 1; i < policy->ombudsmen_count; i++) {
		const struct ombudsman_rule *ombudsman = &policy->ombudsmen[i];

		for (uint8_t j = 0; j < i; j++) {
			const struct ombudsman_rule *earlier = &policy->ombudsmen[j];

			if (!is_any_or(earlier->category, ombudsman->category) ||
			    !is_any_or(earlier->nation, ombudsman->nation))
				continue;
			FAULT(walk, &ombudsman_mapping, ombudsman, "id", "never reached: '%.*s' above speaks first",
			    TEXT_ARG(earlier->rule.id));
			break;
		}
	}
}

void
policy_check_time(struct walk *walk, const struct policy *policy)
{
	for (uint8_t i = 0; i < policy->stage_count; i++)
		check_by_itself(walk, &policy->stages[i], i == 0);
	for (uint8_t i = 0; i < policy->turns_count; i++)
		check_turn(walk, &policy->turns[i]);
	for (uint8_t i = 0; i < policy->suspensions_count; i++)
		check_suspension(walk, policy, &policy->suspensions[i]);
	check_ombudsmen(walk, policy);
}
