#include "domain/surveys.h"

/* What the case was last opened as by `at`. */
static enum case_kind
kind_at(const struct judgements *routing, struct instant at)
{
	enum case_kind kind = CASE_KIND_NONE;
	struct instant since = INSTANT_NONE;

	for (size_t i = 0; i < routing->count; i++) {
		const struct judgement *said = &routing->list[i];

		if (said->kind != JUDGEMENT_CASE_OPENED || instant_before(at, said->at) ||
		    (instant_is_set(since) && instant_before(said->at, since)))
			continue;
		kind = said->case_kind;
		since = said->at;
	}
	return kind;
}

/* What ends the process: the answer of the final stage, or a refusal of another stage. */
static const struct fact *
last_word(const struct policy *policy, const struct history *history)
{
	for (uint8_t i = 0; i < policy->stage_count; i++) {
		const struct stage_rule *stage = &policy->stages[i];
		const struct moments *moments = &history->stages[stage->number];
		enum moment answer = policy_answer(policy, stage->number);

		if (instant_is_set(moments->at[MOMENT_ESCALATION_REFUSED]))
			return moments->by[MOMENT_ESCALATION_REFUSED];
		if (stage->final && instant_is_set(moments->at[answer]))
			return moments->by[answer];
	}
	return NULL;
}

/* The first of these facts that happened, or NULL. */
static const struct fact *
first_of(const struct fact *const *facts, size_t count)
{
	const struct fact *first = NULL;

	for (size_t i = 0; i < count; i++) {
		if (facts[i] != NULL && (first == NULL || instant_before(facts[i]->occurred_at, first->occurred_at)))
			first = facts[i];
	}
	return first;
}

static const struct fact *
by(const struct history *history, enum moment moment)
{
	return instant_is_set(history->stages[0].at[moment]) ? history->stages[0].by[moment] : NULL;
}

/* What makes the customer's word on the handling due, or NULL. */
static const struct fact *
occasion(const struct policy *policy, const struct history *history, enum survey_on on)
{
	const struct fact *closed = by(history, MOMENT_CLOSED);
	const struct fact *complete[] = {
		last_word(policy, history),
		by(history, MOMENT_INFORMAL_RESOLVED),
		closed != NULL && closed->closed.reason != CLOSE_NOT_COOPERATING ? closed : NULL,
	};

	return on == SURVEY_ON_CLOSED ? closed : first_of(complete, sizeof(complete) / sizeof(complete[0]));
}

/* Asked already, the customer is not to be asked again. */
static bool
was_asked_before(const struct history *history, struct instant at)
{
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		if (!instant_before(fact->occurred_at, at))
			return false;
		if (fact->kind == FACT_SURVEY_ANSWERED ||
		    (fact->kind == FACT_CUSTOMER_CONTACTED && fact->contacted.survey_asked))
			return true;
	}
	return false;
}

void
surveys_say(const struct policy *policy, const struct history *history, const struct judgements *routing,
    struct judgements *out)
{
	static const struct text words[] = {
		[SURVEY_ON_COMPLETE] = { "process-complete", 16 },
		[SURVEY_ON_CLOSED] = { "closed", 6 },
	};

	for (uint8_t i = 0; i < policy->surveys_count; i++) {
		const struct survey_rule *survey = &policy->surveys[i];
		const struct fact *fact = occasion(policy, history, survey->on);
		struct judgement *due;

		if (fact == NULL || was_asked_before(history, fact->occurred_at) ||
		    (survey->kinds & (UINT32_C(1) << kind_at(routing, fact->occurred_at))) == 0)
			continue;
		due = judgements_add(out, JUDGEMENT_SURVEY_DUE);
		if (due == NULL)
			return;
		due->subject = TEXT("survey");
		due->ref = survey->rule.id;
		due->word = words[survey->on];
		due->rule = survey->rule;
		if (survey->role != NO_ROLE)
			due->role = policy->roles[survey->role].id;
		due->at = fact->occurred_at;
		due->facts[due->fact_count++] = (struct fact_ref){ fact->source, fact->id };
	}
}
