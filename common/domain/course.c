#include "domain/course.h"

static void
course_rest_on(struct judgement *judgement, const struct fact *fact)
{
	if (fact != NULL && judgement->fact_count < JUDGEMENT_FACTS_MAX)
		judgement->facts[judgement->fact_count++] = (struct fact_ref){ fact->source, fact->id };
}

struct judgement *
course_say(struct course *course, enum judgement_kind kind, const char *subject, const struct rule *rule,
    const struct fact *fact)
{
	struct judgement *judgement = judgements_add(course->out, kind);

	if (judgement == NULL)
		return NULL;
	judgement->subject = text_of(subject);
	judgement->rule = *rule;
	judgement->at = fact->occurred_at;
	course_rest_on(judgement, fact);
	return judgement;
}

struct judgement *
course_say_referred(struct course *course, const char *subject, struct text ref, uint8_t role, const struct rule *rule,
    const struct fact *fact, struct text word)
{
	struct judgement *referred;

	if (role == NO_ROLE)
		return NULL;
	referred = course_say(course, JUDGEMENT_CASE_REFERRED, subject, rule, fact);
	if (referred == NULL)
		return NULL;
	referred->ref = ref;
	referred->role = course->policy->roles[role].id;
	referred->word = word;
	if (course->contact != NULL)
		referred->service_area = course->contact->contact.service_area;
	return referred;
}

/* What time alone did says how the time was counted. */
static void
course_rest_on_time(const struct course *course, struct judgement *judgement)
{
	if (course->passing == NULL)
		return;
	judgement->counted_from = course->passing->deadline.from;
	judgement->limit = course->passing->deadline.limit;
}

/* What sla's history makes of it, see history_add_routing(). */
static void
course_note_opening(struct course *course, enum case_kind kind, const struct fact *fact)
{
	if (kind != CASE_KIND_COMPLAINT && kind != CASE_KIND_INFORMAL)
		return;
	history_note(&course->seen, 0, MOMENT_DISSATISFIED, fact->occurred_at, fact);
	if (kind != CASE_KIND_COMPLAINT)
		return;
	history_note(&course->seen, 0, MOMENT_RECEIVED, fact->occurred_at, fact);
	if (course->openings == 0)
		return;
	history_note(&course->seen, 0, MOMENT_MADE_FORMAL, fact->occurred_at, fact);
	history_forget_answers(&course->seen);
}

void
course_open_case(struct course *course, enum case_kind kind, const struct rule *rule, const struct fact *fact)
{
	struct judgement *opened = course_say(course, JUDGEMENT_CASE_OPENED, "case", rule, fact);

	course->kind = kind;
	course_note_opening(course, kind, fact);
	if (opened == NULL)
		return;
	course_rest_on_time(course, opened);
	opened->instance = ++course->openings;
	opened->case_kind = kind;
	opened->category = course->contact->contact.category;
	opened->service_area = course->contact->contact.service_area;
	for (uint8_t i = 0; i < course->policy->oversights_count; i++) {
		const struct oversight_rule *oversight = &course->policy->oversights[i];
		struct judgement *assigned;

		if ((oversight->kinds & (UINT32_C(1) << kind)) == 0)
			continue;
		assigned = course_say(course, JUDGEMENT_CASE_ASSIGNED, "oversight", &oversight->rule, fact);
		if (assigned == NULL)
			return;
		assigned->instance = course->openings;
		assigned->ordinal = (uint16_t)(i + 1);
		assigned->role = course->policy->roles[oversight->role].id;
		assigned->organisation = policy_organisation(course->policy, oversight->role);
	}
}

static void
open_stage(struct course *course, uint8_t number, const struct fact *fact)
{
	const struct stage_rule *stage = policy_stage(course->policy, number);
	struct judgement *judgement;

	course->stage = number;
	if (stage == NULL || number <= course->opened)
		return;
	course->opened = number;
	history_note(&course->seen, number, MOMENT_STAGE_OPENED, fact->occurred_at, fact);
	judgement = course_say(course, JUDGEMENT_STAGE_OPENED, "stage",
	    course->passing != NULL && number > 1 ? course->passing->rule : &stage->rule, fact);
	if (judgement != NULL) {
		judgement->stage = number;
		course_rest_on_time(course, judgement);
		if (number == 1 && course->openings > 1)
			carry_work(course, judgement);
	}
	if (stage->officer == NO_ROLE)
		return;
	judgement = course_say(course, JUDGEMENT_CASE_ASSIGNED, "officer", &stage->officer_rule, fact);
	if (judgement == NULL)
		return;
	judgement->stage = number;
	judgement->role = course->policy->roles[stage->officer].id;
	judgement->organisation = policy_organisation(course->policy, stage->officer);
	judgement->ordinal = ++course->officers[number];
}

void
course_step(struct course *course, enum happening happening, const struct fact *fact)
{
	const struct stage_row *row = stage_table_find(course->phase, happening);

	if (row == NULL)
		return;
	course->phase = row->to;
	if (row->step == STAGE_FIRST)
		open_stage(course, 1, fact);
	else if (row->step == STAGE_NEXT)
		open_stage(course, (uint8_t)(course->stage + 1), fact);
	else if (row->step == STAGE_BACK)
		course->stage--;
}

void
course_turn(struct course *course, const struct turn_rule *turn, const struct fact *fact)
{
	course_open_case(course, turn->to, &turn->rule, fact);
	if (turn->to == CASE_KIND_COMPLAINT)
		course_step(course, HAPPENING_TURNED, fact);
	refer_exclusions(course, course->contact);
}
