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

/* When the customer's word on the handling is due, and because of what. */
struct occasion {
	struct instant at; /* INSTANT_NONE: not yet */
	struct fact_ref by;
};

static struct occasion
occasion_of(const struct fact *fact)
{
	if (fact == NULL)
		return (struct occasion){ .at = INSTANT_NONE };
	return (struct occasion){ .at = fact->occurred_at, .by = { fact->source, fact->id } };
}

/* The customer's time to ask for another stage has passed, and no other stage was opened: the last answer was the end.
 */
static struct occasion
window_closed(const struct history *history, const struct judgements *said)
{
	struct occasion found = { .at = INSTANT_NONE };

	for (size_t i = 0; i < said->count; i++) {
		const struct judgement *one = &said->list[i];

		if (one->kind != JUDGEMENT_CLOCK_STOPPED || !text_equal(one->word, TEXT("window-closed")) ||
		    one->stage == 0 || one->stage >= POLICY_STAGES_MAX || one->fact_count == 0 ||
		    instant_is_set(history->stages[one->stage + 1].at[MOMENT_STAGE_OPENED]))
			continue;
		found = (struct occasion){ .at = one->at, .by = one->facts[0] };
	}
	return found;
}

static struct occasion
occasion(const struct policy *policy, const struct history *history, const struct judgements *said, enum survey_on on)
{
	const struct fact *closed = by(history, MOMENT_CLOSED);
	struct occasion by_fact, by_time = window_closed(history, said);
	const struct fact *complete[] = {
		last_word(policy, history),
		by(history, MOMENT_INFORMAL_RESOLVED),
		closed != NULL && closed->closed.reason != CLOSE_NOT_COOPERATING ? closed : NULL,
	};

	if (on == SURVEY_ON_CLOSED)
		return occasion_of(closed);
	by_fact = occasion_of(first_of(complete, sizeof(complete) / sizeof(complete[0])));
	return !instant_is_set(by_fact.at) || (instant_is_set(by_time.at) && instant_before(by_time.at, by_fact.at))
		   ? by_time
		   : by_fact;
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
		struct occasion when = occasion(policy, history, out, survey->on);
		struct judgement *due;

		if (!instant_is_set(when.at) || was_asked_before(history, when.at) ||
		    (survey->kinds & (UINT32_C(1) << kind_at(routing, when.at))) == 0)
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
		due->at = when.at;
		due->facts[due->fact_count++] = when.by;
	}
}
