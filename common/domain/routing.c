/* What is it, is it in scope, whose is it at each stage? Goes through the facts in the order they happened, moving
 * along the stage table, and notes what stands. */
#include "domain/casefile.h"
#include "domain/course.h"

static void
step_answered(struct course *course, const struct fact *fact)
{
	const struct stage_rule *stage = policy_stage(course->policy, course->stage);

	if (stage != NULL)
		course_step(course, stage->final ? HAPPENING_LAST_ANSWERED : HAPPENING_ANSWERED, fact);
}

/* Back to work, and to where it stood: an answer given before is an answer still. */
static void
resume(struct course *course, enum happening happening, const struct fact *fact)
{
	course_step(course, happening, fact);
	if (course->phase == PHASE_INVESTIGATING && course->answered[course->stage] != NULL)
		step_answered(course, fact);
	restore_hearing(course, fact);
}

static const struct contact_rule *
contact_rule_for(const struct policy *policy, uint64_t flags)
{
	for (uint8_t i = 0; i < policy->contacts_count; i++) {
		const struct contact_rule *rule = &policy->contacts[i];

		if ((flags & rule->all) == rule->all && (flags & rule->none) == 0)
			return rule;
	}
	return NULL;
}

static void
on_first_contact(struct course *course, const struct fact *fact)
{
	static const struct contact_rule unmatched = { .kind = CASE_KIND_ENQUIRY, .refer_to = NO_ROLE };
	const struct contact_rule *rule = contact_rule_for(course->policy, fact->contact.flags);

	if (rule == NULL)
		rule = &unmatched;
	course->contact = fact;
	course_open_case(course, rule->kind, &rule->rule, fact);
	course_say_referred(course, "contact", rule->rule.id, rule->refer_to, &rule->rule, fact, rule->rule.id);
	course_step(course, rule->kind == CASE_KIND_COMPLAINT ? HAPPENING_COMPLAINT_CAME : HAPPENING_OTHER_CAME, fact);
	if (rule->kind == CASE_KIND_COMPLIMENT)
		share_compliment(course, fact);
	refer_exclusions(course, fact);
	refer_at_once(course, fact);
}

/* Which turn a fact speaks for, if any. */
static bool
turn_of(const struct fact *fact, enum turn_when *when)
{
	switch (fact->kind) {
	case FACT_COMPLAINT_REQUESTED:
		*when = fact->complaint_requested.reason == COMPLAINT_FURTHER_ENQUIRIES ? TURN_FURTHER_ENQUIRIES
			: fact->complaint_requested.reason == COMPLAINT_NOT_SATISFIED	? TURN_NOT_SATISFIED
											: TURN_CUSTOMER_ASKED;
		return true;
	case FACT_INFORMAL_OUTCOME_GIVEN:
		*when = TURN_NOT_SATISFIED;
		return !fact->informal_outcome.customer_satisfied;
	case FACT_RISK_IDENTIFIED:
		*when = TURN_HEALTH_AND_SAFETY;
		return fact->risk.health_and_safety;
	case FACT_CONTACT_RECEIVED:
		if (fact->contact.flags & (CONTACT_BIT(WANTS_FORMAL) | CONTACT_BIT(IS_COMPLAINT)))
			*when = TURN_CUSTOMER_ASKED;
		else if (fact->contact.flags & CONTACT_BIT(FURTHER_ENQUIRIES))
			*when = TURN_FURTHER_ENQUIRIES;
		else
			*when = TURN_NOT_SATISFIED;
		return (fact->contact.flags & (CONTACT_BIT(WANTS_FORMAL) | CONTACT_BIT(IS_COMPLAINT) |
						  CONTACT_BIT(FURTHER_ENQUIRIES) | CONTACT_BIT(DISSATISFIED))) != 0;
	default:
		return false;
	}
}

/* An informal matter that was settled to the customer's satisfaction, where the pack has it raised anew. */
static bool
is_settled(const struct course *course, const struct turn_rule *turn)
{
	const struct fact *by;

	return turn->once_settled != NO_ROLE && turn->from == CASE_KIND_INFORMAL &&
	       instant_is_set(history_moment(&course->seen, 0, MOMENT_INFORMAL_RESOLVED, &by));
}

static void
maybe_turn(struct course *course, const struct fact *fact)
{
	enum turn_when when;

	if (course->phase != PHASE_NOTED || !turn_of(fact, &when))
		return;
	for (uint8_t i = 0; i < course->policy->turns_count; i++) {
		const struct turn_rule *turn = &course->policy->turns[i];

		if (turn->from != course->kind || turn->when != when)
			continue;
		if (is_settled(course, turn))
			course_say_referred(
			    course, "issue", fact->id, turn->once_settled, &turn->rule, fact, TEXT("new-complaint"));
		else
			course_turn(course, turn, fact);
		return;
	}
}

/* A window that closes at the later of two dates is open while the second is: counted from when the customer knew, say.
 * One that closes after the calendar's end is open on any day the calendar knows. */
static bool
is_in_second_window(const struct course *course, const struct clock_rule *clock, const struct fact *asked)
{
	const struct fact *by;
	struct deadline deadline;
	struct instant start = clock->also_limit.unit == LIMIT_NONE
				   ? INSTANT_NONE
				   : history_moment(&course->seen, clock->stage, clock->also_starts, &by);

	return instant_is_set(start) &&
	       (deadline_count(course->calendar, start, clock->also_limit, &deadline) != DEADLINE_OK ||
		   instant_before(asked->occurred_at, deadline.due));
}

/* The customer's window to ask for the stage after the present one: over at `asked`? */
static bool
window_is_over(const struct course *course, const struct fact *asked)
{
	const struct fact *answered = course->answered[course->stage];

	for (uint8_t i = 0; i < course->policy->clock_count; i++) {
		const struct clock_rule *clock = &course->policy->clocks[i];
		struct deadline deadline;

		if (clock->whose != CLOCK_CUSTOMERS || clock->stage != course->stage || answered == NULL ||
		    is_in_second_window(course, clock, asked))
			continue;
		if (deadline_count(course->calendar, answered->occurred_at, clock->limit, &deadline) == DEADLINE_OK &&
		    !instant_before(asked->occurred_at, deadline.due))
			return true;
	}
	return false;
}

/* Puts a request before a person; no machine refuses one. */
static void
refer_request(
    struct course *course, const struct stage_rule *next, const struct fact *fact, const char *ref, const char *word)
{
	struct judgement *referred = course_say_referred(
	    course, "request", text_of(ref), next->late_requests_to, &next->late_rule, fact, text_of(word));

	course->requests++;
	if (referred != NULL)
		referred->instance = course->requests;
}

static void
on_escalation_requested(struct course *course, const struct fact *fact)
{
	const struct stage_rule *next = policy_stage(course->policy, (uint8_t)(course->stage + 1));

	if (next == NULL || course->stage == 0 || fact->stage != course->stage + 1)
		return;
	if (course->phase == PHASE_INVESTIGATING) {
		refer_request(course, next, fact, "before-answer", "asked-before-answer");
	} else if (course->phase != PHASE_ANSWERED) {
		refer_request(course, next, fact, "out-of-turn", "asked-out-of-turn");
	} else if (window_is_over(course, fact)) {
		refer_request(course, next, fact, "late", "late-request");
		course_step(course, HAPPENING_NEXT_ASKED_LATE, fact);
	} else {
		course_step(course, HAPPENING_NEXT_ASKED, fact);
	}
}

static void
accept_next(struct course *course, const struct fact *fact)
{
	if (course->stage > 0 && fact->stage == course->stage + 1 && policy_stage(course->policy, fact->stage) != NULL)
		course_step(course, HAPPENING_NEXT_ACCEPTED, fact);
}

/* Refused is the stage that was opened on request, or the one after the answer. */
static void
on_escalation_decided(struct course *course, const struct fact *fact)
{
	uint8_t asked = (uint8_t)(course->phase == PHASE_INVESTIGATING ? course->stage : course->stage + 1);

	if (fact->escalation_decided.accepted) {
		accept_next(course, fact);
		if (fact->stage == course->stage && course->slot == NO_DAY)
			schedule_hearing(course, NO_DAY, TEXT("rota"), fact);
	} else if (fact->stage == asked && asked > 1) {
		cancel_hearing(course, TEXT("refused"), fact);
		course_step(course, HAPPENING_NEXT_REFUSED, fact);
		judge_issue(course, fact);
	}
}

static void
on_response(struct course *course, const struct fact *fact)
{
	if (course->stage == 0 || fact->stage != course->stage)
		return;
	if (fact->spoken && policy_answer(course->policy, fact->stage) == MOMENT_RESPONDED)
		return;
	if (course->answered[course->stage] == NULL)
		course->answered[course->stage] = fact;
	cancel_hearing(course, TEXT("answered"), fact);
	step_answered(course, fact);
}

/* What is no complaint is declined only where the pack has an exclusion for its kind. */
static bool
may_be_declined(const struct course *course)
{
	bool may = course->phase != PHASE_NOTED;

	for (uint8_t i = 0; i < course->policy->exclusions_count; i++)
		may |= (course->policy->exclusions[i].kinds & (UINT32_C(1) << course->kind)) != 0;
	return may;
}

static void
on_scope_decided(struct course *course, const struct fact *fact)
{
	static const struct rule by_person = { .id = { "declined-by-a-person", 20 } };
	const struct rule *rule = &by_person;

	if (fact->scope.accepted) {
		if (course->declined != NULL) {
			judgements_remove(course->out, (size_t)(course->declined - course->out->list));
			course->declined = NULL;
			course->seen.stages[0].at[MOMENT_DECLINED] = INSTANT_NONE;
		}
		resume(course, HAPPENING_ACCEPTED, fact);
		return;
	}
	if (course->declined != NULL || !may_be_declined(course))
		return;
	for (uint8_t i = 0; i < course->policy->exclusions_count; i++) {
		if (course->policy->exclusions[i].ground == fact->scope.ground)
			rule = &course->policy->exclusions[i].rule;
	}
	if (stage_table_find(course->phase, HAPPENING_DECLINED) == NULL)
		return;
	course->declined = course_say(course, JUDGEMENT_CASE_DECLINED, "case", rule, fact);
	if (course->declined != NULL)
		course->declined->word = text_of(ground_name(fact->scope.ground));
	history_note(&course->seen, 0, MOMENT_DECLINED, fact->occurred_at, fact);
	put_off_hearing(course, TEXT("declined"), fact);
	course_step(course, HAPPENING_DECLINED, fact);
}

static void
on_officer_assigned(struct course *course, const struct fact *fact)
{
	const struct stage_rule *stage = policy_stage(course->policy, fact->stage);
	struct judgement *assigned;

	if (stage == NULL)
		return;
	assigned = course_say(course, JUDGEMENT_CASE_ASSIGNED, "officer", &stage->officer_rule, fact);
	if (assigned == NULL)
		return;
	assigned->stage = fact->stage;
	assigned->ordinal = ++course->officers[fact->stage];
	assigned->role = fact->officer.role;
	assigned->officer = fact->officer.officer;
	assigned->service_area = fact->officer.service_area;
	assigned->organisation = fact->officer.organisation;
	if (text_is_empty(assigned->organisation))
		assigned->organisation =
		    policy_organisation(course->policy, policy_role(course->policy, fact->officer.role));
}

static void
hear(struct course *course, const struct fact *fact)
{
	if (course->contact == NULL) {
		if (fact_kind_opens_case(fact->kind))
			on_first_contact(course, fact);
		return;
	}
	maybe_turn(course, fact);
	switch (fact->kind) {
	case FACT_OFFICER_ASSIGNED:
		on_officer_assigned(course, fact);
		break;
	case FACT_RESPONSE_ISSUED:
		on_response(course, fact);
		break;
	case FACT_ESCALATION_REQUESTED:
		on_escalation_requested(course, fact);
		judge_issue(course, fact);
		break;
	case FACT_ESCALATION_DECIDED:
		on_escalation_decided(course, fact);
		break;
	case FACT_CASE_ACKNOWLEDGED:
		/* Acknowledging a stage asked for late takes it on. */
		if (course->phase == PHASE_ANSWERED)
			accept_next(course, fact);
		break;
	case FACT_SCOPE_DECIDED:
		on_scope_decided(course, fact);
		break;
	case FACT_RISK_IDENTIFIED:
	case FACT_CONTACT_RECEIVED:
	case FACT_BEHAVIOUR_NOTED:
	case FACT_DESIGNATED_PERSON_APPROACHED:
		lift_exclusions(course, fact);
		if (fact->kind == FACT_CONTACT_RECEIVED && course->declined == NULL)
			refer_exclusions(course, fact);
		refer_at_once(course, fact);
		break;
	case FACT_INFORMATION_ADDED:
		judge_issue(course, fact);
		break;
	case FACT_COMPLIMENT_RECEIVED:
		share_compliment(course, fact);
		break;
	case FACT_HEARING_ARRANGED:
		schedule_hearing(course, fact->hearing.held_on,
		    fact->hearing.customers_choice ? TEXT("customers-choice") : TEXT("arranged"), fact);
		break;
	case FACT_HEARING_HELD:
		course->slot = course->put_off = NO_DAY;
		break;
	case FACT_CASE_WITHDRAWN:
		put_off_hearing(course, TEXT("withdrawn"), fact);
		course_step(course, HAPPENING_WITHDRAWN, fact);
		break;
	case FACT_CASE_CLOSED:
		put_off_hearing(course, TEXT("closed"), fact);
		course_step(course, HAPPENING_CLOSED, fact);
		break;
	case FACT_CASE_REOPENED:
		resume(course, HAPPENING_REOPENED, fact);
		break;
	default:
		break;
	}
}

void
routing_judge(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    struct instant now, struct judgements *out, struct instant *next)
{
	struct course course = {
		.policy = policy,
		.calendar = calendar,
		.facts = facts,
		.out = out,
		.slot = NO_DAY,
		.put_off = NO_DAY,
		.now = now,
		.next = next,
		.come_to = INSTANT_NONE,
	};

	out->count = 0;
	out->full = false;
	*next = INSTANT_FAR;
	history_begin(facts, &course.seen);
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		course_let_time_pass(&course, fact->occurred_at);
		history_hear(&course.seen, fact);
		course.come_to = fact->occurred_at;
		hear(&course, fact);
	}
	course_let_time_pass(&course, INSTANT_FAR);
}
