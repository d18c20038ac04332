#include "domain/figures_count.h"

/* How a stage came to its end. */
struct ending {
	bool ended, in_time;
	int32_t day;
};

#define STAGE_ROW(n)                                                                                     \
	{                                                                                                \
		n, { n "/no-outcome", n "/upheld", n "/not-upheld", n "/partly-upheld", n "/resolved" }, \
	}

static const struct {
	const char *name;
	const char *answered[CASE_OUTCOME_RESOLVED + 1];
} stage_labels[] = { STAGE_ROW("1"), STAGE_ROW("2"), STAGE_ROW("3"), STAGE_ROW("4") };

_Static_assert(sizeof(stage_labels) / sizeof(stage_labels[0]) == POLICY_STAGES_MAX, "a row for every stage");

/* What is late from `due` on was in time up to the instant before. */
static int32_t
last_day(const struct count *count, struct instant due)
{
	return figure_day(count, (struct instant){ due.us - 1 });
}

struct text
figure_stage_label(uint8_t stage)
{
	return stage == 0 || stage > POLICY_STAGES_MAX ? TEXT("0") : text_of(stage_labels[stage - 1].name);
}

static const struct clock_rule *
clock_of(const struct count *count, const struct judgement *judgement)
{
	return policy_clock_of(count->policy, judgement->pack, judgement->version, judgement->subject);
}

/* The answers that meet this clock: bits of MOMENT_RESPONDED and MOMENT_RESPONDED_ANYHOW; 0 when it is no response
 * limit. */
static uint32_t
answers_to(const struct clock_rule *clock)
{
	uint32_t answers = 0;

	if (clock->whose != CLOCK_LANDLORDS || clock->per != CLOCK_ONCE)
		return 0;
	for (uint8_t i = 0; i < clock->meets_count; i++)
		answers |= clock->meets[i] & (MOMENT_BIT(RESPONDED) | MOMENT_BIT(RESPONDED_ANYHOW));
	return answers;
}

static uint32_t
answers_to_stage(const struct policy *policy, uint8_t stage)
{
	uint32_t answers = 0;

	for (uint8_t i = 0; i < policy->clock_count; i++)
		answers |= policy->clocks[i].stage == stage ? answers_to(&policy->clocks[i]) : 0;
	return answers;
}

/* When the stage opened; INSTANT_NONE: it has not. */
static struct instant
opened_at(const struct count *count, uint8_t stage)
{
	for (size_t i = 0; i < count->standing->count; i++) {
		const struct judgement *said = &count->standing->list[i];

		if (said->kind == JUDGEMENT_STAGE_OPENED && said->stage == stage)
			return said->at;
	}
	return INSTANT_NONE;
}

static const struct fact *
answer_of(const struct count *count, uint8_t stage)
{
	bool anyhow = (answers_to_stage(count->policy, stage) & MOMENT_BIT(RESPONDED_ANYHOW)) != 0;

	for (size_t i = 0; i < count->facts->count; i++) {
		const struct fact *fact = count->facts->in_order[i];

		if (fact->kind == FACT_RESPONSE_ISSUED && fact->stage == stage && (anyhow || !fact->spoken))
			return fact;
	}
	return NULL;
}

/* By the response limits that stand met or missed. */
static struct ending
end_by_limits(const struct count *count, uint8_t stage)
{
	struct ending missed = { .ended = false };
	struct ending met = { .in_time = true };

	for (size_t i = 0; i < count->standing->count; i++) {
		const struct judgement *said = &count->standing->list[i];
		const struct clock_rule *clock;
		int32_t day;

		if ((said->kind != JUDGEMENT_CLOCK_MET && said->kind != JUDGEMENT_CLOCK_MISSED) || said->stage != stage)
			continue;
		clock = clock_of(count, said);
		if (clock == NULL || answers_to(clock) == 0)
			continue;
		if (said->kind == JUDGEMENT_CLOCK_MISSED) {
			day = last_day(count, said->due);
			missed.day = missed.ended && missed.day < day ? missed.day : day;
			missed.ended = true;
			continue;
		}
		day = figure_day(count, said->at);
		met.day = met.ended && met.day > day ? met.day : day;
		met.ended = true;
		met.in_time = met.in_time && !said->late;
	}
	return missed.ended ? missed : met;
}

static struct ending
end_of(const struct count *count, uint8_t stage)
{
	const struct fact *answer;

	if (answers_to_stage(count->policy, stage) != 0)
		return end_by_limits(count, stage);
	answer = answer_of(count, stage);
	if (answer == NULL)
		return (struct ending){ .ended = false };
	return (struct ending){ .ended = true, .in_time = true, .day = figure_day(count, answer->occurred_at) };
}

/* No limit of any stage stands missed, or met late. */
static bool
kept_all_limits(const struct count *count)
{
	for (size_t i = 0; i < count->standing->count; i++) {
		const struct judgement *said = &count->standing->list[i];
		const struct clock_rule *clock;

		if (said->kind != JUDGEMENT_CLOCK_MISSED && !(said->kind == JUDGEMENT_CLOCK_MET && said->late))
			continue;
		clock = clock_of(count, said);
		/* What is kept for each of several things, an update or an action, is no limit of a stage. */
		if (clock != NULL && clock->stage != 0 && clock->per == CLOCK_ONCE && clock->whose == CLOCK_LANDLORDS)
			return false;
	}
	return true;
}

static void
count_stages(struct count *count)
{
	struct ending last = { .ended = false };

	for (uint8_t stage = 1; stage <= POLICY_STAGES_MAX; stage++) {
		struct instant opened = opened_at(count, stage);
		const struct fact *answer;

		if (!instant_is_set(opened))
			continue;
		last = end_of(count, stage);
		answer = answer_of(count, stage);
		if (answer != NULL)
			figure_add_at(count, answer->occurred_at, MEASURE_STAGE_ANSWERED,
			    text_of(stage_labels[stage - 1].answered[answer->response.outcome]));
		if (last.ended)
			figure_add(count, last.day, MEASURE_STAGE_ENDED, figure_stage_label(stage));
		if (!last.ended || !last.in_time)
			continue;
		figure_add(count, last.day, MEASURE_STAGE_IN_TIME, figure_stage_label(stage));
		figure_add_at(count, opened, MEASURE_OPENED_IN_TIME, figure_stage_label(stage));
	}
	if (!last.ended || !count->complaint)
		return;
	figure_add(count, last.day, MEASURE_HANDLED, (struct text){ 0 });
	if (kept_all_limits(count))
		figure_add(count, last.day, MEASURE_HANDLED_IN_TIME, (struct text){ 0 });
}

/* A clock's start, warning, end in time, or miss. */
static void
count_clock(struct count *count, const struct judgement *said)
{
	static const struct {
		enum clock_per per;
		enum measure promised, met, missed;
	} promises[] = {
		{ CLOCK_PER_ACTION, MEASURE_ACTION_PROMISED, MEASURE_ACTION_MET, MEASURE_ACTION_MISSED },
		{ CLOCK_PER_ORDER, MEASURE_ORDER_MADE, MEASURE_ORDER_MET, MEASURE_ORDER_MISSED },
		{ CLOCK_PER_RECOMMENDATION, MEASURE_RECOMMENDATION_MADE, MEASURE_RECOMMENDATION_MET,
		    MEASURE_RECOMMENDATION_MISSED },
	};
	const struct clock_rule *clock = clock_of(count, said);
	bool met = said->kind == JUDGEMENT_CLOCK_MET && !said->late;
	bool missed = said->kind == JUDGEMENT_CLOCK_MISSED;
	struct instant end = missed ? (struct instant){ said->due.us - 1 } : said->at;

	if (clock == NULL || clock->whose != CLOCK_LANDLORDS)
		return;
	if (said->kind == JUDGEMENT_CLOCK_WARNED)
		figure_add_at(count, said->at, MEASURE_WARNED, said->subject);
	if (met)
		figure_add_at(count, end, MEASURE_MET, said->subject);
	if (missed)
		figure_add_at(count, end, MEASURE_MISSED, said->subject);
	if (met || missed)
		figure_add_at(count, end, MEASURE_PROMISE_ENDED, said->subject);
	for (size_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++) {
		if (promises[i].per != clock->per)
			continue;
		if (said->kind == JUDGEMENT_CLOCK_STARTED)
			figure_add_at(count, said->at, promises[i].promised, (struct text){ 0 });
		if (met)
			figure_add_at(count, end, promises[i].met, (struct text){ 0 });
		if (missed)
			figure_add_at(count, end, promises[i].missed, (struct text){ 0 });
	}
}

static void
count_opening(struct count *count, const struct judgement *said)
{
	struct text group = figure_group(count);

	figure_add_at(count, said->at, MEASURE_CONTACT, text_of(case_kind_name(said->case_kind)));
	if (said->case_kind == CASE_KIND_COMPLAINT)
		figure_add_at(count, said->at, MEASURE_COMPLAINT_RECEIVED,
		    text_is_empty(said->category) ? TEXT("uncategorised") : said->category);
	if (text_is_empty(group))
		return;
	figure_add_at(count, said->at, MEASURE_CONTACT_OF_GROUP, group);
	if (said->case_kind == CASE_KIND_COMPLAINT)
		figure_add_at(count, said->at, MEASURE_COMPLAINT_OF_GROUP, group);
}

static void
count_judgement(struct count *count, const struct judgement *said)
{
	static const struct text extended = { "extended", sizeof("extended") - 1 };

	switch (said->kind) {
	case JUDGEMENT_CASE_OPENED:
		count_opening(count, said);
		break;
	case JUDGEMENT_CASE_DECLINED:
		figure_add_at(count, said->at, MEASURE_DECLINED, said->word);
		break;
	case JUDGEMENT_STAGE_OPENED:
		figure_add_at(count, said->at, MEASURE_STAGE_OPENED, figure_stage_label(said->stage));
		if (said->stage > 1)
			figure_add_at(count, said->at, MEASURE_ESCALATED, figure_stage_label(said->stage));
		break;
	case JUDGEMENT_CLOCK_MOVED:
		if (said->word.len >= extended.len &&
		    text_equal((struct text){ said->word.at, extended.len }, extended))
			figure_add_at(count, said->at, MEASURE_EXTENDED, said->subject);
		break;
	case JUDGEMENT_CLOCK_STARTED:
	case JUDGEMENT_CLOCK_WARNED:
	case JUDGEMENT_CLOCK_MET:
	case JUDGEMENT_CLOCK_MISSED:
		count_clock(count, said);
		break;
	case JUDGEMENT_OMBUDSMAN_SIGNPOSTED:
		figure_add_at(count, said->at, MEASURE_SIGNPOSTED, said->word);
		break;
	case JUDGEMENT_NON_COMPLIANCE_FOUND:
		/* That the calendar knows no date is no fault of the landlord's. */
		if (!text_equal(said->word, TEXT("calendar-ended")))
			figure_add_at(count, said->at, MEASURE_NON_COMPLIANCE, said->word);
		break;
	default:
		break;
	}
}

void
figures_of_case(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    const struct judgements *standing, struct figures *out)
{
	struct count count = {
		.policy = policy, .zone = &calendar->zone, .facts = facts, .standing = standing, .out = out
	};

	out->count = 0;
	out->full = false;
	for (size_t i = 0; i < standing->count; i++) {
		const struct judgement *said = &standing->list[i];

		if (said->kind != JUDGEMENT_CASE_OPENED)
			continue;
		count.complaint |= said->case_kind == CASE_KIND_COMPLAINT;
		count.complained |= said->case_kind == CASE_KIND_COMPLAINT || said->case_kind == CASE_KIND_INFORMAL;
	}
	for (size_t i = 0; i < standing->count; i++)
		count_judgement(&count, &standing->list[i]);
	count_stages(&count);
	figure_count_facts(&count);
}

int32_t
figures_permille(uint64_t numerator, uint64_t denominator)
{
	return denominator == 0 ? -1 : (int32_t)((numerator * 2000 + denominator) / (denominator * 2));
}
