#include "domain/history.h"

/* Which moment a fact makes, by its kind; conditions that depend on its content follow in note_fact. */
static const struct {
	enum fact_kind kind;
	enum moment moment;
} plain_moments[] = {
	{ FACT_CONTACT_RECEIVED, MOMENT_CONTACTED_US },
	{ FACT_COMPLIMENT_RECEIVED, MOMENT_CONTACTED_US },
	{ FACT_OFFICER_ASSIGNED, MOMENT_ASSIGNED },
	{ FACT_CASE_ACKNOWLEDGED, MOMENT_ACKNOWLEDGED },
	{ FACT_INFORMAL_OUTCOME_GIVEN, MOMENT_INFORMAL_OUTCOME },
	{ FACT_RESPONSE_ISSUED, MOMENT_RESPONDED_ANYHOW },
	{ FACT_ESCALATION_REQUESTED, MOMENT_ESCALATION_REQUESTED },
	{ FACT_HEARING_HELD, MOMENT_HEARD },
	{ FACT_OMBUDSMAN_REQUESTED_EVIDENCE, MOMENT_EVIDENCE_ASKED },
	{ FACT_CASE_WITHDRAWN, MOMENT_WITHDRAWN },
	{ FACT_CASE_CLOSED, MOMENT_CLOSED },
};

/* Moments that belong to the case and show in every stage. */
static const enum moment case_moments[] = {
	MOMENT_RECEIVED,
	MOMENT_CONTACTED_US,
	MOMENT_DISSATISFIED,
	MOMENT_KNOWN,
	MOMENT_RECORDED,
	MOMENT_MADE_FORMAL,
	MOMENT_INFORMAL_OUTCOME,
	MOMENT_INFORMAL_RESOLVED,
	MOMENT_EVIDENCE_ASKED,
	MOMENT_EVIDENCE_SENT,
	MOMENT_DECLINED,
	MOMENT_WITHDRAWN,
	MOMENT_CLOSED,
};

/* What was said of a request acknowledged and answered no complaint. */
static const enum moment moments_of_answers[] = { MOMENT_ACKNOWLEDGED, MOMENT_DEFINED, MOMENT_RESPONDED,
	MOMENT_RESPONDED_ANYHOW };

static void
note(struct moments *moments, enum moment moment, struct instant at, const struct fact *by)
{
	if (instant_is_set(moments->at[moment]) && !instant_before(at, moments->at[moment]))
		return;
	moments->at[moment] = at;
	moments->by[moment] = by;
}

/* Accepting takes an earlier refusal back. */
static void
note_decision(struct moments *stage, const struct fact *fact)
{
	if (fact->escalation_decided.accepted) {
		note(stage, MOMENT_ESCALATION_ACCEPTED, fact->occurred_at, fact);
		stage->at[MOMENT_ESCALATION_REFUSED] = INSTANT_NONE;
	} else if (fact->escalation_decided.explained) {
		note(stage, MOMENT_ESCALATION_REFUSED, fact->occurred_at, fact);
	}
}

static void
note_conditional(struct moments *stage, const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_CONTACT_RECEIVED:
		if (fact->contact.known_on != NO_DAY)
			note(stage, MOMENT_KNOWN,
			    (struct instant){ ((int64_t)fact->contact.known_on * 86400 + 43200) * SECOND_US }, fact);
		note(stage, MOMENT_RECORDED,
		    instant_is_set(fact->contact.recorded_at) ? fact->contact.recorded_at : fact->occurred_at, fact);
		break;
	case FACT_CASE_ACKNOWLEDGED:
		if (fact->acknowledged.defined)
			note(stage, MOMENT_DEFINED, fact->occurred_at, fact);
		break;
	case FACT_CUSTOMER_CONTACTED:
		if (fact->contacted.reached)
			note(stage, MOMENT_CUSTOMER_REACHED, fact->occurred_at, fact);
		break;
	case FACT_INVESTIGATION_CONCLUDED:
		/* A hazard's investigation is not the complaint's. */
		if (text_is_empty(fact->concluded.ref))
			note(stage, MOMENT_INVESTIGATED, fact->occurred_at, fact);
		break;
	case FACT_INFORMAL_OUTCOME_GIVEN:
		if (fact->informal_outcome.customer_satisfied)
			note(stage, MOMENT_INFORMAL_RESOLVED, fact->occurred_at, fact);
		break;
	case FACT_RESPONSE_ISSUED:
		if (!fact->spoken)
			note(stage, MOMENT_RESPONDED, fact->occurred_at, fact);
		break;
	case FACT_OMBUDSMAN_EVIDENCE_SENT:
		/* With another date it is a word about the evidence, not the evidence. */
		if (fact->ombudsman.revised_date == NO_DAY)
			note(stage, MOMENT_EVIDENCE_SENT, fact->occurred_at, fact);
		break;
	case FACT_ESCALATION_DECIDED:
		note_decision(stage, fact);
		break;
	default:
		break;
	}
}

static void
note_fact(struct history *history, const struct fact *fact)
{
	uint8_t number = fact->stage > POLICY_STAGES_MAX ? 0 : fact->stage;
	struct moments *stage = &history->stages[number];

	for (size_t i = 0; i < sizeof(plain_moments) / sizeof(plain_moments[0]); i++) {
		if (plain_moments[i].kind == fact->kind)
			note(stage, plain_moments[i].moment, fact->occurred_at, fact);
	}
	note_conditional(stage, fact);
	if (fact->kind == FACT_ESCALATION_REQUESTED && number > 0)
		note(&history->stages[number - 1], MOMENT_NEXT_STAGE_REQUESTED, fact->occurred_at, fact);
	/* Coming back takes a closing or a withdrawal away. */
	if (fact->kind == FACT_CASE_REOPENED) {
		history->stages[0].at[MOMENT_CLOSED] = INSTANT_NONE;
		history->stages[0].at[MOMENT_WITHDRAWN] = INSTANT_NONE;
	}
}

/* The whole case knows the first time of everything, in whatever stage; its own moments show in every stage. */
static void
spread(struct history *history)
{
	for (int moment = 0; moment < MOMENTS_COUNT; moment++) {
		for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
			if (instant_is_set(history->stages[n].at[moment]))
				note(&history->stages[0], (enum moment)moment, history->stages[n].at[moment],
				    history->stages[n].by[moment]);
		}
	}
	for (size_t i = 0; i < sizeof(case_moments) / sizeof(case_moments[0]); i++) {
		for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
			history->stages[n].at[case_moments[i]] = history->stages[0].at[case_moments[i]];
			history->stages[n].by[case_moments[i]] = history->stages[0].by[case_moments[i]];
		}
	}
}

void
history_begin(const struct facts *facts, struct history *out)
{
	*out = (struct history){ .facts = facts };
	for (int n = 0; n <= POLICY_STAGES_MAX; n++) {
		for (int i = 0; i < MOMENTS_COUNT; i++)
			out->stages[n].at[i] = INSTANT_NONE;
	}
}

void
history_hear(struct history *history, const struct fact *fact)
{
	if (history->contact == NULL && fact_kind_opens_case(fact->kind))
		history->contact = fact;
	note_fact(history, fact);
}

void
history_note(struct history *history, uint8_t stage, enum moment moment, struct instant at, const struct fact *by)
{
	note(&history->stages[stage > POLICY_STAGES_MAX ? 0 : stage], moment, at, by);
}

static bool
is_of_case(enum moment moment)
{
	for (size_t i = 0; i < sizeof(case_moments) / sizeof(case_moments[0]); i++) {
		if (case_moments[i] == moment)
			return true;
	}
	return false;
}

struct instant
history_moment(const struct history *history, uint8_t stage, enum moment moment, const struct fact **by)
{
	const struct moments *found = &history->stages[stage];

	if (is_of_case(moment))
		stage = 0;
	if (stage == 0) {
		found = &history->stages[0];
		for (uint8_t n = 1; n <= POLICY_STAGES_MAX; n++) {
			struct instant at = history->stages[n].at[moment];

			if (instant_is_set(at) &&
			    (!instant_is_set(found->at[moment]) || instant_before(at, found->at[moment])))
				found = &history->stages[n];
		}
	}
	*by = found->by[moment];
	return found->at[moment];
}

void
history_build(const struct facts *facts, struct history *out)
{
	history_begin(facts, out);
	for (size_t i = 0; i < facts->count; i++)
		history_hear(out, facts->in_order[i]);
	spread(out);
}

static const struct fact *
fact_of(const struct history *history, const struct judgement *judgement)
{
	if (judgement->fact_count == 0)
		return NULL;
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		if (text_equal(fact->id, judgement->facts[0].id) &&
		    text_equal(fact->source, judgement->facts[0].source))
			return fact;
	}
	return NULL;
}

void
history_forget_answers(struct history *history)
{
	for (size_t i = 0; i < sizeof(moments_of_answers) / sizeof(moments_of_answers[0]); i++) {
		for (uint8_t n = 0; n <= POLICY_STAGES_MAX; n++)
			history->stages[n].at[moments_of_answers[i]] = INSTANT_NONE;
	}
}

/* A matter that turned into a complaint at `turned`. */
static void
forget_before_turn(struct history *history, struct instant turned)
{
	history_forget_answers(history);
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		if ((fact->kind == FACT_CASE_ACKNOWLEDGED || fact->kind == FACT_RESPONSE_ISSUED) &&
		    !instant_before(fact->occurred_at, turned))
			note_fact(history, fact);
	}
}

/* Who was spoken to before being dissatisfied was not spoken to about it. */
static void
forget_calls_before(struct history *history, struct instant dissatisfied)
{
	for (uint8_t n = 0; n <= POLICY_STAGES_MAX; n++)
		history->stages[n].at[MOMENT_CUSTOMER_REACHED] = INSTANT_NONE;
	for (size_t i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		if (fact->kind == FACT_CUSTOMER_CONTACTED && !instant_before(fact->occurred_at, dissatisfied))
			note_fact(history, fact);
	}
}

/* A stage refused with an explanation, asked for again and then accepted counts from the asking again: `asked` becomes
 * that, and its place is returned. Without asking again, accepting takes the refusal back. */
static size_t
ask_again(const struct facts *facts, uint8_t number, size_t place, const struct fact **asked)
{
	size_t again = facts->count;
	bool refused = false;

	for (size_t i = place; i < facts->count; i++) {
		const struct fact *fact = facts->in_order[i];

		if (fact->stage != number)
			continue;
		if (fact->kind == FACT_ESCALATION_REQUESTED && refused) {
			again = i;
			refused = false;
		}
		if (fact->kind != FACT_ESCALATION_DECIDED)
			continue;
		if (fact->escalation_decided.accepted && again < facts->count) {
			*asked = facts->in_order[again];
			place = again;
		}
		refused = !fact->escalation_decided.accepted && fact->escalation_decided.explained;
	}
	return place;
}

/* Of several requests for a stage, the one that opened it counts; what was decided of earlier ones does not. Where a
 * decision opened it, that is the first since the last refusal. */
static void
settle_request(struct history *history, uint8_t number, const struct fact *opened_by)
{
	struct moments *stage = &history->stages[number];
	const struct fact *asked = NULL;
	size_t i;

	for (i = 0; i < history->facts->count; i++) {
		const struct fact *fact = history->facts->in_order[i];

		if (fact->kind == FACT_ESCALATION_REQUESTED && fact->stage == number &&
		    (asked == NULL || fact == opened_by))
			asked = fact;
		if (fact == opened_by)
			break;
		if (fact->kind == FACT_ESCALATION_DECIDED && fact->stage == number &&
		    !fact->escalation_decided.accepted)
			asked = NULL;
	}
	i = ask_again(history->facts, number, i, &asked);
	if (asked == NULL)
		return;
	stage->at[MOMENT_ESCALATION_REQUESTED] = asked->occurred_at;
	stage->by[MOMENT_ESCALATION_REQUESTED] = asked;
	stage->at[MOMENT_ESCALATION_ACCEPTED] = stage->at[MOMENT_ESCALATION_REFUSED] = INSTANT_NONE;
	for (; i < history->facts->count; i++) {
		if (history->facts->in_order[i]->kind == FACT_ESCALATION_DECIDED &&
		    history->facts->in_order[i]->stage == number)
			note_decision(stage, history->facts->in_order[i]);
	}
}

void
history_add_routing(struct history *history, const struct judgements *routing)
{
	struct moments *whole = &history->stages[0];

	for (size_t i = 0; i < routing->count; i++) {
		const struct judgement *said = &routing->list[i];
		const struct fact *by = fact_of(history, said);

		switch (said->kind) {
		case JUDGEMENT_CASE_OPENED:
			if (said->case_kind == CASE_KIND_COMPLAINT || said->case_kind == CASE_KIND_INFORMAL) {
				if (said->instance > 1 && !instant_is_set(whole->at[MOMENT_DISSATISFIED]))
					forget_calls_before(history, said->at);
				note(whole, MOMENT_DISSATISFIED, said->at, by);
			}
			if (said->case_kind == CASE_KIND_COMPLAINT) {
				note(whole, MOMENT_RECEIVED, said->at, by);
				if (said->instance > 1) {
					note(whole, MOMENT_MADE_FORMAL, said->at, by);
					forget_before_turn(history, said->at);
				}
			}
			break;
		case JUDGEMENT_CASE_DECLINED:
			note(whole, MOMENT_DECLINED, said->at, by);
			break;
		case JUDGEMENT_STAGE_OPENED:
			if (said->stage > POLICY_STAGES_MAX)
				break;
			note(&history->stages[said->stage], MOMENT_STAGE_OPENED, said->at, by);
			if (said->stage > 1) {
				note(&history->stages[said->stage - 1], MOMENT_NEXT_STAGE_OPENED, said->at, by);
				settle_request(history, said->stage, by);
			}
			break;
		default:
			break;
		}
	}
	spread(history);
}

struct instant
moments_first(const struct moments *moments, uint32_t mask, enum moment *which)
{
	struct instant first = INSTANT_NONE;

	for (int i = 0; i < MOMENTS_COUNT; i++) {
		if ((mask & (UINT32_C(1) << i)) == 0 || !instant_is_set(moments->at[i]))
			continue;
		if (!instant_is_set(first) || instant_before(moments->at[i], first)) {
			first = moments->at[i];
			*which = (enum moment)i;
		}
	}
	return first;
}

struct instant
moments_all(const struct moments *moments, uint32_t mask, enum moment *last)
{
	struct instant latest = INSTANT_NONE;

	for (int i = 0; i < MOMENTS_COUNT; i++) {
		if ((mask & (UINT32_C(1) << i)) == 0)
			continue;
		if (!instant_is_set(moments->at[i]))
			return INSTANT_NONE;
		if (!instant_is_set(latest) || instant_before(latest, moments->at[i])) {
			latest = moments->at[i];
			*last = (enum moment)i;
		}
	}
	return latest;
}
