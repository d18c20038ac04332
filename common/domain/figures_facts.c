/* What facts alone contribute to the figures; and how a contribution is entered. */
#include "domain/figures_count.h"

void
figure_add_many(struct count *count, int32_t day, enum measure measure, struct text label, int32_t many)
{
	struct figures *out = count->out;

	for (size_t i = 0; i < out->count; i++) {
		struct figure *figure = &out->list[i];

		if (figure->day == day && figure->measure == measure && text_equal(figure->label, label)) {
			figure->count = many > INT32_MAX - figure->count ? INT32_MAX : figure->count + many;
			return;
		}
	}
	if (out->count == LIMIT_CASE_FIGURES) {
		out->full = true;
		return;
	}
	out->list[out->count++] = (struct figure){ day, measure, label, many };
}

void
figure_add(struct count *count, int32_t day, enum measure measure, struct text label)
{
	figure_add_many(count, day, measure, label, 1);
}

int32_t
figure_day(const struct count *count, struct instant at)
{
	return zone_local_day(count->zone, at);
}

void
figure_add_at(struct count *count, struct instant at, enum measure measure, struct text label)
{
	if (instant_is_set(at))
		figure_add(count, figure_day(count, at), measure, label);
}

struct text
figure_group(const struct count *count)
{
	for (size_t i = 0; i < count->facts->count; i++) {
		if (fact_kind_opens_case(count->facts->in_order[i]->kind))
			return count->facts->in_order[i]->contact.group;
	}
	return (struct text){ 0 };
}

static void
count_survey(struct count *count, const struct fact *survey)
{
	struct text group = figure_group(count);

	figure_add_at(count, survey->occurred_at, MEASURE_SURVEYED, (struct text){ 0 });
	if (survey->survey.satisfied)
		figure_add_at(count, survey->occurred_at, MEASURE_SATISFIED, (struct text){ 0 });
	if (text_is_empty(group))
		return;
	figure_add_at(count, survey->occurred_at, MEASURE_SURVEYED_OF_GROUP, group);
	if (survey->survey.satisfied)
		figure_add_at(count, survey->occurred_at, MEASURE_SATISFIED_OF_GROUP, group);
}

static void
count_determination(struct count *count, const struct fact *fact)
{
	figure_add_at(count, fact->occurred_at, MEASURE_OMBUDSMAN_DETERMINED, (struct text){ 0 });
	for (uint8_t i = 0; i < fact->ombudsman.finding_count; i++)
		figure_add_at(count, fact->occurred_at, MEASURE_DETERMINATION,
		    text_of(finding_name((enum finding)fact->ombudsman.findings[i])));
}

static void
count_shared(struct count *count, const struct fact *fact)
{
	if (fact->shared.service_area)
		figure_add_at(count, fact->occurred_at, MEASURE_COMPLIMENT_SHARED, TEXT("service-area"));
	if (fact->shared.staff)
		figure_add_at(count, fact->occurred_at, MEASURE_COMPLIMENT_SHARED, TEXT("staff"));
	if (fact->shared.publicised)
		figure_add_at(count, fact->occurred_at, MEASURE_COMPLIMENT_SHARED, TEXT("public"));
}

static void
count_payment(struct count *count, const struct fact *fact)
{
	figure_add_at(count, fact->occurred_at, MEASURE_COMPENSATION, (struct text){ 0 });
	if (fact->completed.pence > 0)
		figure_add_many(count, figure_day(count, fact->occurred_at), MEASURE_COMPENSATION_PENCE,
		    (struct text){ 0 }, fact->completed.pence);
}

static void
count_remedies(struct count *count, const struct fact *fact)
{
	for (uint8_t i = 0; i < fact->response.promise_count; i++) {
		enum remedy_kind kind = fact->response.promises[i].kind;

		if (kind != REMEDY_UNSPECIFIED)
			figure_add_at(count, fact->occurred_at, MEASURE_REMEDY, text_of(remedy_kind_name(kind)));
	}
}

void
figure_count_facts(struct count *count)
{
	const struct fact *survey = NULL;

	for (size_t i = 0; i < count->facts->count; i++) {
		const struct fact *fact = count->facts->in_order[i];

		switch (fact->kind) {
		case FACT_SURVEY_ANSWERED:
			survey = fact;
			break;
		case FACT_SCOPE_DECIDED:
			if (fact->scope.discretion_used)
				figure_add_at(count, fact->occurred_at, MEASURE_DISCRETION_USED, (struct text){ 0 });
			break;
		case FACT_ESCALATION_DECIDED:
			if (!fact->escalation_decided.accepted)
				figure_add_at(count, fact->occurred_at, MEASURE_ESCALATION_REFUSED,
				    figure_stage_label(fact->stage));
			break;
		case FACT_OMBUDSMAN_DETERMINED:
			count_determination(count, fact);
			break;
		case FACT_OMBUDSMAN_REQUESTED_EVIDENCE:
			figure_add_at(count, fact->occurred_at, MEASURE_OMBUDSMAN_ASKED, (struct text){ 0 });
			break;
		case FACT_DISCRETION_USED:
			figure_add_at(count, fact->occurred_at, MEASURE_DISCRETION_USED, (struct text){ 0 });
			break;
		case FACT_RESPONSE_ISSUED:
		case FACT_REMEDY_AGREED:
			count_remedies(count, fact);
			break;
		case FACT_COMPENSATION_PAID:
			count_payment(count, fact);
			break;
		case FACT_CUSTOMER_CONTACTED:
			if (fact->contacted.survey_asked)
				figure_add_at(count, fact->occurred_at, MEASURE_SURVEY_ASKED, (struct text){ 0 });
			break;
		case FACT_COMPLIMENT_SHARED:
			count_shared(count, fact);
			break;
		case FACT_LEARNING_RECORDED:
			figure_add_at(count, fact->occurred_at, MEASURE_LEARNING, fact->learning.theme);
			break;
		default:
			break;
		}
	}
	if (survey == NULL || !count->complained)
		return;
	count_survey(count, survey);
}
