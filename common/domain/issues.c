/* What comes up while a case is open: a new issue, new evidence, praise, and work that counts for the complaint a
 * matter becomes. */
#include "domain/course.h"

/* The next stage is refused because what it was asked for is no part of the complaint. */
static bool
is_refused_as_new(const struct fact *fact)
{
	return fact->kind == FACT_ESCALATION_DECIDED && !fact->escalation_decided.accepted &&
	       refusal_ground_from_name(fact->escalation_decided.grounds) == REFUSAL_NEW_ISSUE;
}

/* What a fact says of something new, and of the case it comes to; 0 when it brings nothing new. */
static uint32_t
issue_flags(const struct course *course, const struct fact *fact)
{
	bool is_information = fact->kind == FACT_INFORMATION_ADDED;
	const struct {
		bool holds;
		enum issue_flag flag;
	} said[] = {
		{ (is_information && fact->information.new_issue) || is_refused_as_new(fact), ISSUE_NEW_ISSUE },
		{ (is_information && fact->information.new_evidence) ||
			(fact->kind == FACT_ESCALATION_REQUESTED && fact->escalation_requested.new_evidence),
		    ISSUE_NEW_EVIDENCE },
		{ is_information && fact->information.related, ISSUE_RELATED },
		{ is_information && fact->information.would_delay, ISSUE_WOULD_DELAY },
		{ course->phase == PHASE_INVESTIGATING, ISSUE_UNANSWERED },
		{ course->answered[course->stage] != NULL, ISSUE_ANSWERED },
	};
	uint32_t flags = 0;

	if (!said[0].holds && !said[1].holds)
		return 0;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		flags |= said[i].holds ? UINT32_C(1) << said[i].flag : 0;
	return flags;
}

static const struct issue_rule *
issue_rule_for(const struct course *course, uint32_t flags)
{
	for (uint8_t i = 0; i < course->policy->issues_count; i++) {
		const struct issue_rule *issue = &course->policy->issues[i];

		if ((flags & issue->all) == issue->all && (flags & issue->none) == 0 &&
		    (issue->stage == 0 || issue->stage == course->stage))
			return issue;
	}
	return NULL;
}

static struct text
why_referred(const struct issue_rule *issue, uint32_t flags)
{
	if (issue->then == ISSUE_NEW_COMPLAINT)
		return TEXT("new-complaint");
	return (flags & (UINT32_C(1) << ISSUE_NEW_ISSUE)) != 0 ? TEXT("new-issue") : TEXT("new-evidence");
}

void
judge_issue(struct course *course, const struct fact *fact)
{
	uint32_t flags = course->stage == 0 ? 0 : issue_flags(course, fact);
	const struct issue_rule *issue = flags == 0 ? NULL : issue_rule_for(course, flags);
	struct judgement *said;

	if (issue == NULL)
		return;
	said = issue->then == ISSUE_JOINED ? course_say(course, JUDGEMENT_ISSUE_JOINED, "issue", &issue->rule, fact)
					   : course_say_referred(course, "issue", fact->id, issue->refer_to,
						 &issue->rule, fact, why_referred(issue, flags));
	if (said == NULL)
		return;
	said->ref = fact->id;
	said->stage = course->stage;
	if (issue->then == ISSUE_JOINED)
		said->role = policy_stage_role(course->policy, course->stage);
	judgements_number(course->out, said);
}

/* Each who is to hear of praise: the service area, people where some are named, the public. */
void
share_compliment(struct course *course, const struct fact *fact)
{
	static const struct text why[] = {
		[COMPLIMENT_TO_SERVICE_AREA] = { "compliment", 10 },
		[COMPLIMENT_TO_STAFF] = { "praise-to-staff", 15 },
		[COMPLIMENT_TO_PUBLIC] = { "publicise", 9 },
	};

	for (uint8_t i = 0; i < course->policy->compliments_count; i++) {
		const struct compliment_rule *compliment = &course->policy->compliments[i];
		struct judgement *said;

		if (compliment->to == COMPLIMENT_TO_STAFF && fact->contact.praised_staff == 0)
			continue;
		said = course_say(course, JUDGEMENT_CASE_REFERRED, "compliment", &compliment->rule, fact);
		if (said == NULL)
			return;
		said->ref = compliment->rule.id;
		said->word = why[compliment->to];
		said->service_area = fact->contact.service_area;
		if (compliment->role != NO_ROLE)
			said->role = course->policy->roles[compliment->role].id;
		judgements_number(course->out, said);
	}
}

void
carry_work(const struct course *course, struct judgement *opened)
{
	for (size_t i = 0; i < course->facts->count; i++) {
		const struct fact *fact = course->facts->in_order[i];

		if (fact->kind != FACT_WORK_RECORDED ||
		    instant_before(fact->occurred_at, course->contact->occurred_at) ||
		    !instant_before(fact->occurred_at, opened->at))
			continue;
		opened->carried++;
		if (opened->fact_count < JUDGEMENT_FACTS_MAX)
			opened->facts[opened->fact_count++] = (struct fact_ref){ fact->source, fact->id };
	}
}
