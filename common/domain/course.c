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
