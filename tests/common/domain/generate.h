/* Cases as they might come: everything livin's pack can judge and some rows more, in any order and at any time,
 * sensible or not. Times lie on a coarse grid, so that much happens at one instant. */
#ifndef REDRESS_TESTS_DOMAIN_GENERATE_H
#define REDRESS_TESTS_DOMAIN_GENERATE_H

#include "story.h"

/* Livin's pack with rows for what it has no rows for: informal matters, issues, praise, advocates, surveys, courts;
 * suspensions, and what opens by itself. */
static inline const struct policy *
wild(void)
{
	static const struct rule rule = { .id = TEXT("wild"), .clause = TEXT("1.1") };
	static const uint32_t every_kind = (UINT32_C(1) << CASE_KINDS) - 1;
	static struct policy policy;

	if (policy.stage_count > 0)
		return &policy;
	policy = *livin();
	policy.issues_count = policy.advocacies_count = policy.compliments_count = 2;
	policy.issues[0] = (struct issue_rule){
		.rule = rule, .all = UINT32_C(1) << ISSUE_UNANSWERED, .then = ISSUE_JOINED, .refer_to = NO_ROLE
	};
	policy.issues[1] = (struct issue_rule){ .rule = rule, .then = ISSUE_NEW_COMPLAINT, .refer_to = 0 };
	policy.compliments[0] =
	    (struct compliment_rule){ .rule = rule, .to = COMPLIMENT_TO_SERVICE_AREA, .role = NO_ROLE };
	policy.compliments[1] = (struct compliment_rule){
		.rule = { .id = TEXT("wild-staff"), .clause = TEXT("1.2") }, .to = COMPLIMENT_TO_STAFF, .role = 0
	};
	policy.advocacies[0] = (struct signpost_rule){ .rule = rule, .on = SIGNPOST_STAGE_RESPONSE };
	policy.advocacies[1] = (struct signpost_rule){ .rule = rule, .on = SIGNPOST_NOT_COPING };
	policy.surveys_count = 1;
	policy.surveys[0] = (struct survey_rule){ .rule = rule, .on = SURVEY_ON_COMPLETE, .kinds = every_kind };
	for (uint8_t i = 0; i < policy.exclusions_count; i++)
		policy.exclusions[i].kinds = every_kind;
	policy.suspensions_count = 2;
	policy.suspensions[0] = (struct suspension_rule){ .rule = rule,
		.by = 0,
		.first_day_counts = true,
		.at_most = { .unit = LIMIT_WORKING_DAYS, .count = 12 },
		.needs_reason = true };
	policy.suspensions[1] = (struct suspension_rule){
		.rule = rule, .by = 1, .last_day_counts = true, .ground_count = 1, .grounds = { TEXT("ill") }
	};
	policy.stages[1].by_itself = (struct passing_rule){ .rule = rule,
		.after = { .unit = LIMIT_WORKING_DAYS, .count = 25 },
		.counted_from = MOMENT_RESPONDED,
		.unless = MOMENT_BIT(WITHDRAWN) | MOMENT_BIT(CLOSED) };
	cr_assert_lt(policy.turns_count, POLICY_RULES_MAX);
	policy.turns[policy.turns_count++] = (struct turn_rule){ .rule = rule,
		.from = CASE_KIND_SERVICE_REQUEST,
		.to = CASE_KIND_COMPLAINT,
		.when = TURN_NOT_AGREED_IN_TIME,
		.once_settled = NO_ROLE,
		.passing = { .after = { .unit = LIMIT_CALENDAR_DAYS, .count = 40 },
		    .counted_from = MOMENT_CONTACTED_US,
		    .unless = MOMENT_BIT(INFORMAL_OUTCOME) | MOMENT_BIT(WITHDRAWN) } };
	cr_assert_lt(policy.clock_count, POLICY_CLOCKS_MAX);
	policy.clocks[policy.clock_count++] = (struct clock_rule){ .rule = rule,
		.kinds = every_kind,
		.per = CLOCK_PER_LEGAL_UPDATE,
		.limit = { .unit = LIMIT_WORKING_DAYS, .count = 5 },
		.also_starts = MOMENTS_COUNT,
		.provisional_after = NO_CLOCK,
		.owner = 0,
		.line = 0xff };
	return &policy;
}

static inline int32_t
random_day_near(struct dice *dice, struct instant at, int from, int to)
{
	if (dice_one_in(dice, 12))
		return NO_DAY;
	return zone_local_day(&england()->zone, at) + (int32_t)dice_between(dice, from, to);
}

static inline void
promise_something(struct dice *dice, struct fact *fact, struct promise *promises, uint8_t *count)
{
	static const char *const refs[] = { "a1", "a2", "a3", "" };

	*count = (uint8_t)(dice_one_in(dice, 2) ? dice_between(dice, 0, 3) : 0);
	for (uint8_t i = 0; i < *count; i++)
		promises[i] = (struct promise){
			.ref = text_of(refs[dice_between(dice, 0, 3)]),
			.due = random_day_near(dice, fact->occurred_at, -2, 25),
			.binding = !dice_one_in(dice, 5),
		};
}

static inline void
fill_contact(struct dice *dice, struct fact *fact)
{
	static const uint64_t natures[] = { CONTACT_BIT(IS_COMPLAINT), CONTACT_BIT(IS_COMPLAINT),
		CONTACT_BIT(IS_COMPLAINT), CONTACT_BIT(DISSATISFIED), CONTACT_BIT(IS_SERVICE_REQUEST),
		CONTACT_BIT(IS_SERVICE_REQUEST), CONTACT_BIT(IS_COMPLIMENT), CONTACT_BIT(IS_ENQUIRY), 0 };

	fact->contact.flags = natures[dice_between(dice, 0, COUNT_OF(natures) - 1)];
	if (dice_one_in(dice, 8))
		fact->contact.flags |= UINT64_C(1) << dice_between(dice, 7, CONTACT_FLAGS_COUNT - 1);
	fact->contact.happened_on = random_day_near(dice, fact->occurred_at, -500, 0);
	fact->contact.known_on = random_day_near(dice, fact->occurred_at, -500, 0);
	fact->contact.acceptable_by = random_day_near(dice, fact->occurred_at, 0, 20);
	fact->contact.recorded_at = INSTANT_NONE;
	fact->contact.update_every = (uint16_t)(dice_one_in(dice, 4) ? dice_between(dice, 1, 8) : 0);
	fact->contact.service_area = dice_one_in(dice, 2) ? TEXT("gas") : TEXT("");
}

static inline void
fill_word(struct dice *dice, struct fact *fact)
{
	switch (fact->kind) {
	case FACT_CUSTOMER_CONTACTED:
		fact->contacted.reached = dice_one_in(dice, 2);
		fact->contacted.progress_update = dice_one_in(dice, 2);
		fact->contacted.survey_asked = dice_one_in(dice, 9);
		fact->contacted.update_every = (uint16_t)(dice_one_in(dice, 4) ? dice_between(dice, 1, 8) : 0);
		break;
	case FACT_CASE_ACKNOWLEDGED:
		fact->acknowledged.defined = !dice_one_in(dice, 3);
		break;
	case FACT_EXTENSION_NOTIFIED:
		fact->extension.until = random_day_near(dice, fact->occurred_at, -3, 45);
		fact->extension.has_reason = !dice_one_in(dice, 4);
		fact->extension.good_reason = dice_one_in(dice, 3);
		fact->extension.customer_agreed = dice_one_in(dice, 2);
		fact->extension.ombudsman_details = !dice_one_in(dice, 4);
		fact->extension.attempts_to_reach = (uint16_t)dice_between(dice, 0, 2);
		break;
	case FACT_RESPONSE_ISSUED:
	case FACT_REMEDY_AGREED:
		fact->spoken = dice_one_in(dice, 5);
		fact->response.outcome = (enum outcome_of_case)dice_between(dice, 0, 4);
		fact->response.reasons_given = dice_one_in(dice, 2);
		fact->response.ombudsman_details = dice_one_in(dice, 2);
		promise_something(dice, fact, fact->response.promises, &fact->response.promise_count);
		break;
	case FACT_INFORMATION_ADDED:
		fact->information.new_issue = dice_one_in(dice, 2);
		fact->information.new_evidence = dice_one_in(dice, 2);
		break;
	case FACT_CASE_SUSPENDED:
		fact->suspended.has_reason = !dice_one_in(dice, 4);
		fact->suspended.grounds = dice_one_in(dice, 2) ? TEXT("ill") : TEXT("");
		fact->suspended.ordered_by_role = livin()->roles[dice_between(dice, 0, 1)].id;
		break;
	case FACT_SUPPORT_NEED_IDENTIFIED:
		fact->support.not_coping = dice_one_in(dice, 2);
		break;
	case FACT_BEHAVIOUR_NOTED:
		fact->behaviour.violent = dice_one_in(dice, 2);
		break;
	case FACT_ACTION_COMPLETED:
	case FACT_ORDER_COMPLETED:
		fact->completed.ref = dice_one_in(dice, 2) ? TEXT("a1") : TEXT("a2");
		fact->completed.done = true;
		break;
	default:
		break;
	}
}

static inline void
fill_decision(struct dice *dice, struct fact *fact)
{
	switch (fact->kind) {
	case FACT_OFFICER_ASSIGNED:
		fact->officer.officer = dice_one_in(dice, 2) ? TEXT("o1") : TEXT("o2");
		fact->officer.role = dice_one_in(dice, 2) ? TEXT("manager") : TEXT("head-of-service");
		fact->officer.service_area = dice_one_in(dice, 2) ? TEXT("gas") : TEXT("roofs");
		fact->officer.conflict_declared = dice_one_in(dice, 4);
		break;
	case FACT_ESCALATION_DECIDED:
		fact->escalation_decided.accepted = dice_one_in(dice, 2);
		fact->escalation_decided.explained = !dice_one_in(dice, 3);
		break;
	case FACT_SCOPE_DECIDED:
		fact->scope.accepted = dice_one_in(dice, 2);
		fact->scope.has_reasons = dice_one_in(dice, 2);
		fact->scope.ground = (enum ground)dice_between(dice, 0, GROUND_OTHER);
		break;
	case FACT_CASE_CLOSED:
		fact->closed.reason = (enum close_reason)dice_between(dice, 0, CLOSE_SETTLED);
		break;
	case FACT_INFORMAL_OUTCOME_GIVEN:
		fact->informal_outcome.resolved = dice_one_in(dice, 2);
		fact->informal_outcome.customer_satisfied = dice_one_in(dice, 2);
		break;
	case FACT_COMPLAINT_REQUESTED:
		fact->complaint_requested.reason =
		    (enum complaint_reason)dice_between(dice, 0, COMPLAINT_NOT_SATISFIED);
		break;
	case FACT_HEARING_ARRANGED:
	case FACT_HEARING_HELD:
		fact->hearing.held_on = random_day_near(dice, fact->occurred_at, 0, 30);
		break;
	case FACT_APPOINTMENT_OFFERED:
		fact->appointment.offered_for = random_day_near(dice, fact->occurred_at, 0, 5);
		break;
	case FACT_OMBUDSMAN_EVIDENCE_SENT:
	case FACT_OMBUDSMAN_DETERMINED:
	case FACT_RECOMMENDATION_MADE:
		fact->ombudsman.revised_date = random_day_near(dice, fact->occurred_at, 0, 30);
		promise_something(dice, fact, fact->ombudsman.promises, &fact->ombudsman.promise_count);
		break;
	default:
		break;
	}
}

static inline uint8_t
random_stage(struct dice *dice, enum fact_kind kind)
{
	static const uint8_t odd[] = { 0, 3, 9, 255 };

	if (dice_one_in(dice, 25))
		return odd[dice_between(dice, 0, 3)];
	switch (kind) {
	case FACT_ESCALATION_REQUESTED:
	case FACT_ESCALATION_DECIDED:
		return 2;
	case FACT_CASE_CLOSED:
	case FACT_CASE_WITHDRAWN:
	case FACT_CASE_REOPENED:
	case FACT_SCOPE_DECIDED:
	case FACT_CONTACT_RECEIVED:
	case FACT_COMPLIMENT_RECEIVED:
		return 0;
	default:
		return (uint8_t)dice_between(dice, 1, 2);
	}
}

/* The common course of things comes often, all the rest now and then. */
static inline enum fact_kind
random_kind(struct dice *dice)
{
	static const enum fact_kind often[] = { FACT_CASE_ACKNOWLEDGED, FACT_CASE_ACKNOWLEDGED, FACT_RESPONSE_ISSUED,
		FACT_RESPONSE_ISSUED, FACT_RESPONSE_ISSUED, FACT_ESCALATION_REQUESTED, FACT_ESCALATION_REQUESTED,
		FACT_ESCALATION_REQUESTED, FACT_EXTENSION_NOTIFIED, FACT_EXTENSION_NOTIFIED, FACT_CUSTOMER_CONTACTED,
		FACT_OFFICER_ASSIGNED, FACT_ESCALATION_DECIDED, FACT_ACTION_COMPLETED, FACT_CASE_CLOSED,
		FACT_CASE_REOPENED, FACT_SCOPE_DECIDED, FACT_COMPLAINT_REQUESTED, FACT_INFORMATION_ADDED,
		FACT_CASE_SUSPENDED, FACT_CASE_RESUMED };

	if (dice_one_in(dice, 5))
		return (enum fact_kind)dice_between(dice, 0, FACT_OF_NO_CASE - 1);
	return often[dice_between(dice, 0, COUNT_OF(often) - 1)];
}

/* A case of up to `most` facts over five months of 2026; one in ten runs into the end of the calendar. */
static inline void
random_story(struct dice *dice, struct story *story, int most)
{
	struct instant start = dice_one_in(dice, 10) ? london("2028-09-01 09:00") : london("2026-02-10 09:00");
	int count = (int)dice_between(dice, 1, most);

	story->count = 0;
	fill_contact(dice, tell_at(story, FACT_CONTACT_RECEIVED, 0, start));
	for (int i = 1; i < count; i++) {
		enum fact_kind kind = random_kind(dice);
		struct instant at = { start.us + dice_between(dice, 0, 300) * (DAY_US / 2) };
		struct fact *fact = tell_at(story, kind, random_stage(dice, kind), at);

		if (kind == FACT_CONTACT_RECEIVED || kind == FACT_COMPLIMENT_RECEIVED)
			fill_contact(dice, fact);
		fill_word(dice, fact);
		fill_decision(dice, fact);
		if (dice_one_in(dice, 6))
			fact->source = TEXT("portal");
		/* Another source may use an id of the first's. */
		if (dice_one_in(dice, 10)) {
			fact->source = TEXT("ivr");
			fact->id = text_of(story->ids[dice_between(dice, 0, i)]);
			for (int j = 0; j < i; j++)
				if (text_equal(story->told[j].source, fact->source) &&
				    text_equal(story->told[j].id, fact->id))
					fact->id = text_of(story->ids[i]);
		}
	}
}

static inline struct instant
story_end(const struct story *story)
{
	struct instant end = INSTANT_NONE;

	for (size_t i = 0; i < story->count; i++)
		if (instant_before(end, story->told[i].occurred_at))
			end = story->told[i].occurred_at;
	return end;
}

#endif
