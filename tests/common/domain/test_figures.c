/* What is counted, by the words of livin's 8.36 and of policies/README.md ("What must be counted"): stories of one
 * case, judged by the real judges under livin's pack, and the figures that a reader of the policy expects of them.
 * 1 June 2026 is a Monday; there is no bank holiday until 31 August. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "domain/casefile.h"
#include "domain/figures.h"
#include "pack/books.h"
#include "wire/time.h"

static struct arena arena;
static struct books *books;
static const struct policy *livin;
static const struct calendar *calendar;

static struct fact story[32];
static size_t story_count;
static struct figures figures;

static struct text
livin_yaml(void)
{
	enum { ROOM = 256 * 1024 };
	char *bytes = arena_alloc(&arena, ROOM);
	FILE *from = fopen(REDRESS_SOURCE_DIR "/deploy/policies/livin.yaml", "r");
	struct text yaml = { bytes, 0 };

	cr_assert_not_null(from);
	yaml.len = fread(bytes, 1, ROOM, from);
	fclose(from);
	return yaml;
}

static void
load(void)
{
	struct error error = { 0 };

	books = books_new();
	cr_assert(books_put_pack(books, TEXT("livin"), "livin.yaml", livin_yaml(), NULL, &error), "%s", error.text);
	cr_assert(books_load_calendars(books, REDRESS_SOURCE_DIR "/deploy/calendars", NULL, &error), "%s", error.text);
	livin = books_policy(books, TEXT("livin"), TEXT("livin"), TEXT("2024-04-01"), &error);
	cr_assert_not_null(livin, "%s", error.text);
	calendar = books_calendar(books, livin, &error);
	cr_assert_not_null(calendar, "%s", error.text);
	story_count = 0;
}

static void
unload(void)
{
	books_free(books);
	arena_free(&arena);
}

TestSuite(figures, .init = load, .fini = unload);

/* "2026-06-01", or with a time of its own; ten in the morning, UTC, otherwise. */
static struct instant
instant(const char *when)
{
	struct instant at;
	const char *full = strchr(when, 'T') != NULL ? when : arena_printf(&arena, "%sT10:00:00Z", when);

	cr_assert(instant_parse(text_of(full), &at), "%s", when);
	return at;
}

static int32_t
day(const char *date)
{
	int32_t found;

	cr_assert(date_parse(text_of(date), &found), "%s", date);
	return found;
}

static struct fact *
happens(enum fact_kind kind, const char *when, uint8_t stage)
{
	struct fact *fact = &story[story_count++];

	*fact = (struct fact){ .kind = kind, .occurred_at = instant(when), .source = TEXT("crm"), .stage = stage };
	fact->id = text_of(arena_printf(&arena, "%zu", story_count));
	if (kind == FACT_CONTACT_RECEIVED || kind == FACT_COMPLIMENT_RECEIVED) {
		fact->contact.happened_on = fact->contact.known_on = fact->contact.acceptable_by = NO_DAY;
		fact->contact.recorded_at = INSTANT_NONE;
		fact->contact.category = TEXT("repairs");
	}
	return fact;
}

static struct fact *
contact(const char *when, uint64_t flags)
{
	struct fact *fact = happens(FACT_CONTACT_RECEIVED, when, 0);

	fact->contact.flags = flags;
	return fact;
}

static void
complaint(const char *when)
{
	contact(when, CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(DISSATISFIED));
}

/* As livin asks: defined, with the Ombudsman's details, and the customer called. */
static void
acknowledged(const char *when, uint8_t stage)
{
	struct fact *fact = happens(FACT_CASE_ACKNOWLEDGED, when, stage);

	fact->acknowledged.defined = fact->acknowledged.ombudsman_details = true;
	fact = happens(FACT_CUSTOMER_CONTACTED, when, stage);
	fact->spoken = fact->contacted.reached = fact->contacted.definition_clarified = true;
}

static struct fact *
answered(const char *when, uint8_t stage, enum outcome_of_case outcome)
{
	struct fact *fact = happens(FACT_RESPONSE_ISSUED, when, stage);

	fact->response.outcome = outcome;
	fact->response.ombudsman_details = fact->response.reasons_given = true;
	return fact;
}

static void
survey(const char *when, bool satisfied)
{
	happens(FACT_SURVEY_ANSWERED, when, 0)->survey.satisfied = satisfied;
}

static void
count_at(const char *now)
{
	static struct casefile casefile;
	static struct judgements routing, sla;
	struct instant next;

	casefile_start(&casefile);
	for (size_t i = 0; i < story_count; i++)
		cr_assert(casefile_hear(&casefile, &story[i]));
	routing_judge(livin, calendar, &casefile.facts, instant(now), &routing, &next);
	sla_judge(livin, calendar, &casefile.facts, &routing, instant(now), &sla, &next);
	for (size_t i = 0; i < sla.count; i++)
		routing.list[routing.count++] = sla.list[i];
	figures_of_case(livin, calendar, &casefile.facts, &routing, &figures);
	cr_assert_not(figures.full);
}

/* All of a measure, on all days and with all labels. */
static int32_t
total(enum measure measure)
{
	int32_t sum = 0;

	for (size_t i = 0; i < figures.count; i++)
		sum += figures.list[i].measure == measure ? figures.list[i].count : 0;
	return sum;
}

static int32_t
on(const char *date, enum measure measure, const char *label)
{
	for (size_t i = 0; i < figures.count; i++) {
		if (figures.list[i].day == day(date) && figures.list[i].measure == measure &&
		    text_equal(figures.list[i].label, text_of(label)))
			return figures.list[i].count;
	}
	return 0;
}

/* The one there is of this measure. */
#define only(date, measure, label)                                                                                  \
	do {                                                                                                        \
		cr_expect_eq(                                                                                       \
		    on((date), (measure), (label)), 1, "no %s '%s' on %s", measure_name(measure), (label), (date)); \
		cr_expect_eq(total(measure), 1, "%u of %s", total(measure), measure_name(measure));                 \
	} while (0)
#define none(measure) cr_expect_eq(total(measure), 0, "%u of %s", total(measure), measure_name(measure))

/* 8.9: 5 working days from 1 June are up on the 8th. 8.11: 10 from the 3rd, on the 17th. */
Test(figures, a_complaint_answered_in_time)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	answered("2026-06-12", 1, CASE_OUTCOME_UPHELD);
	count_at("2026-06-13");

	only("2026-06-01", MEASURE_CONTACT, "complaint");
	only("2026-06-01", MEASURE_COMPLAINT_RECEIVED, "repairs");
	only("2026-06-01", MEASURE_STAGE_OPENED, "1");
	only("2026-06-12", MEASURE_STAGE_ANSWERED, "1/upheld");
	only("2026-06-12", MEASURE_STAGE_ENDED, "1");
	only("2026-06-12", MEASURE_STAGE_IN_TIME, "1");
	only("2026-06-01", MEASURE_OPENED_IN_TIME, "1");
	only("2026-06-12", MEASURE_HANDLED, "");
	only("2026-06-12", MEASURE_HANDLED_IN_TIME, "");
	cr_expect_eq(on("2026-06-03", MEASURE_MET, "stage-1-acknowledge"), 1);
	cr_expect_eq(on("2026-06-12", MEASURE_MET, "stage-1-response"), 1);
	none(MEASURE_MISSED);
	none(MEASURE_ESCALATED);
	none(MEASURE_NON_COMPLIANCE);
}

Test(figures, a_miss_counts_on_the_last_day_and_a_later_answer_moves_nothing)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	count_at("2026-06-17T22:59:59Z");
	none(MEASURE_STAGE_ENDED);
	count_at("2026-06-17T23:00:00Z");
	only("2026-06-17", MEASURE_STAGE_ENDED, "1");
	only("2026-06-17", MEASURE_HANDLED, "");
	cr_expect_eq(on("2026-06-17", MEASURE_MISSED, "stage-1-response"), 1);
	none(MEASURE_STAGE_IN_TIME);
	none(MEASURE_HANDLED_IN_TIME);
	none(MEASURE_STAGE_ANSWERED);

	answered("2026-06-19", 1, CASE_OUTCOME_NOT_UPHELD);
	count_at("2026-06-20");
	only("2026-06-17", MEASURE_STAGE_ENDED, "1");
	only("2026-06-17", MEASURE_HANDLED, "");
	only("2026-06-19", MEASURE_STAGE_ANSWERED, "1/not-upheld");
	none(MEASURE_STAGE_IN_TIME);
}

/* Design: a response posted on Monday that was sent on Friday meets Friday's clock. */
Test(figures, an_answer_heard_of_late_takes_the_miss_back)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	count_at("2026-06-22");
	cr_expect_eq(on("2026-06-17", MEASURE_MISSED, "stage-1-response"), 1);
	answered("2026-06-16", 1, CASE_OUTCOME_UPHELD);
	count_at("2026-06-22");
	cr_expect_eq(on("2026-06-17", MEASURE_MISSED, "stage-1-response"), 0);
	only("2026-06-16", MEASURE_STAGE_ENDED, "1");
	only("2026-06-16", MEASURE_STAGE_IN_TIME, "1");
	only("2026-06-16", MEASURE_HANDLED_IN_TIME, "");
}

/* "Handled within policy timescales": all of them, 8.9 too. */
Test(figures, a_late_acknowledgement_is_in_the_first_standard_and_not_in_the_third)
{
	complaint("2026-06-01");
	acknowledged("2026-06-10", 1);
	answered("2026-06-12", 1, CASE_OUTCOME_UPHELD);
	count_at("2026-06-13");
	only("2026-06-12", MEASURE_STAGE_IN_TIME, "1");
	only("2026-06-12", MEASURE_HANDLED, "");
	none(MEASURE_HANDLED_IN_TIME);
	only("2026-06-08", MEASURE_MISSED, "stage-1-acknowledge");
}

/* 8.17: 20 working days from 16 June are up on 14 July. */
Test(figures, a_complaint_taken_further_is_handled_when_stage_two_is)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	answered("2026-06-12", 1, CASE_OUTCOME_NOT_UPHELD);
	happens(FACT_ESCALATION_REQUESTED, "2026-06-15", 2);
	acknowledged("2026-06-16", 2);
	count_at("2026-06-30");
	only("2026-06-12", MEASURE_STAGE_ENDED, "1");
	only("2026-06-15", MEASURE_ESCALATED, "2");
	cr_expect_eq(on("2026-06-15", MEASURE_STAGE_OPENED, "2"), 1);
	none(MEASURE_HANDLED);

	answered("2026-07-10", 2, CASE_OUTCOME_UPHELD);
	count_at("2026-07-11");
	only("2026-07-10", MEASURE_HANDLED, "");
	only("2026-07-10", MEASURE_HANDLED_IN_TIME, "");
	cr_expect_eq(on("2026-07-10", MEASURE_STAGE_ANSWERED, "2/upheld"), 1);
	cr_expect_eq(on("2026-07-10", MEASURE_STAGE_IN_TIME, "2"), 1);
	cr_expect_eq(on("2026-06-12", MEASURE_STAGE_IN_TIME, "1"), 1);
	cr_expect_eq(total(MEASURE_STAGE_ENDED), 2);
}

Test(figures, stage_two_missed)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	answered("2026-06-12", 1, CASE_OUTCOME_NOT_UPHELD);
	happens(FACT_ESCALATION_REQUESTED, "2026-06-15", 2);
	acknowledged("2026-06-16", 2);
	count_at("2026-07-15");
	only("2026-07-14", MEASURE_HANDLED, "");
	none(MEASURE_HANDLED_IN_TIME);
	cr_expect_eq(on("2026-07-14", MEASURE_STAGE_ENDED, "2"), 1);
	only("2026-06-12", MEASURE_STAGE_IN_TIME, "1");
	/* 8.21: from the first instant at which it is late. */
	cr_expect_eq(on("2026-07-15", MEASURE_SIGNPOSTED, "final-limit-missed"), 1);
}

/* README, decided 15: a service request that turns complaint is received when it turns. */
Test(figures, a_service_request_that_becomes_a_complaint_is_one_of_each)
{
	contact("2026-06-01", CONTACT_BIT(IS_SERVICE_REQUEST));
	count_at("2026-06-02");
	only("2026-06-01", MEASURE_CONTACT, "service-request");
	none(MEASURE_COMPLAINT_RECEIVED);
	none(MEASURE_STAGE_OPENED);

	happens(FACT_COMPLAINT_REQUESTED, "2026-06-05", 0)->complaint_requested.reason = COMPLAINT_NOT_SATISFIED;
	count_at("2026-06-06");
	cr_expect_eq(on("2026-06-01", MEASURE_CONTACT, "service-request"), 1);
	cr_expect_eq(on("2026-06-05", MEASURE_CONTACT, "complaint"), 1);
	cr_expect_eq(total(MEASURE_CONTACT), 2);
	only("2026-06-05", MEASURE_COMPLAINT_RECEIVED, "repairs");
	only("2026-06-05", MEASURE_STAGE_OPENED, "1");
}

Test(figures, compliments_and_feedback_are_counted_and_no_complaints)
{
	happens(FACT_COMPLIMENT_RECEIVED, "2026-06-01", 0)->contact.flags = CONTACT_BIT(IS_COMPLIMENT);
	survey("2026-06-03", true);
	count_at("2026-06-02");
	only("2026-06-01", MEASURE_CONTACT, "compliment");
	none(MEASURE_COMPLAINT_RECEIVED);
	none(MEASURE_HANDLED);
	/* 8.36: complainants. */
	none(MEASURE_SURVEYED);

	story_count = 0;
	contact("2026-06-01", CONTACT_BIT(IS_SUGGESTION));
	count_at("2026-06-02");
	only("2026-06-01", MEASURE_CONTACT, "feedback");
}

Test(figures, a_complainant_is_asked_and_counts_once)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	answered("2026-06-12", 1, CASE_OUTCOME_UPHELD);
	survey("2026-06-15", false);
	count_at("2026-06-16");
	only("2026-06-15", MEASURE_SURVEYED, "");
	none(MEASURE_SATISFIED);
	survey("2026-06-20", true);
	count_at("2026-06-21");
	only("2026-06-20", MEASURE_SURVEYED, "");
	only("2026-06-20", MEASURE_SATISFIED, "");
}

Test(figures, declining_and_discretion)
{
	struct fact *decided;

	contact("2026-06-01", CONTACT_BIT(IS_COMPLAINT))->contact.happened_on = day("2024-01-01");
	decided = happens(FACT_SCOPE_DECIDED, "2026-06-02", 0);
	decided->scope.ground = GROUND_TOO_OLD;
	decided->scope.has_reasons = decided->scope.ombudsman_right_told = true;
	count_at("2026-07-30");
	only("2026-06-02", MEASURE_DECLINED, "too-old");
	none(MEASURE_HANDLED);
	none(MEASURE_STAGE_ENDED);
	none(MEASURE_DISCRETION_USED);
	/* It came in all the same. */
	only("2026-06-01", MEASURE_COMPLAINT_RECEIVED, "repairs");

	decided->scope.accepted = decided->scope.discretion_used = true;
	count_at("2026-06-03");
	none(MEASURE_DECLINED);
	only("2026-06-02", MEASURE_DISCRETION_USED, "");
}

Test(figures, what_is_withdrawn_is_not_handled)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	happens(FACT_CASE_WITHDRAWN, "2026-06-04", 0);
	count_at("2026-07-30");
	none(MEASURE_HANDLED);
	none(MEASURE_STAGE_ENDED);
	none(MEASURE_MISSED);
	only("2026-06-01", MEASURE_STAGE_OPENED, "1");
}

/* 8.11: in writing. */
Test(figures, an_answer_by_phone_is_none)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	answered("2026-06-12", 1, CASE_OUTCOME_UPHELD)->spoken = true;
	count_at("2026-06-18");
	none(MEASURE_STAGE_ANSWERED);
	only("2026-06-17", MEASURE_STAGE_ENDED, "1");
	none(MEASURE_STAGE_IN_TIME);
	only("2026-06-12", MEASURE_NON_COMPLIANCE, "not-in-writing");
}

/* Who is told of a miss later than any day that the calendar knows is no fault of the landlord's. */
Test(figures, a_date_beyond_the_calendar_is_no_non_compliance)
{
	complaint("2028-12-20");
	count_at("2028-12-31");
	only("2028-12-29", MEASURE_MISSED, "stage-1-acknowledge");
	none(MEASURE_NON_COMPLIANCE);
}

Test(figures, an_extension_as_the_policy_allows_moves_the_end)
{
	struct fact *told;

	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	told = happens(FACT_EXTENSION_NOTIFIED, "2026-06-15", 1);
	told->extension.until = day("2026-07-01");
	told->extension.has_reason = told->extension.ombudsman_details = true;
	answered("2026-06-30", 1, CASE_OUTCOME_UPHELD);
	count_at("2026-07-02");
	only("2026-06-15", MEASURE_EXTENDED, "stage-1-response");
	only("2026-06-30", MEASURE_STAGE_IN_TIME, "1");
	only("2026-06-30", MEASURE_HANDLED_IN_TIME, "");

	told->extension.has_reason = false;
	count_at("2026-07-02");
	none(MEASURE_EXTENDED);
	only("2026-06-15", MEASURE_NON_COMPLIANCE, "no-reason");
	only("2026-06-17", MEASURE_STAGE_ENDED, "1");
	none(MEASURE_HANDLED_IN_TIME);
}

static struct promise
promise(const char *ref, const char *due)
{
	return (struct promise){ .ref = text_of(ref), .due = day(due), .binding = true };
}

Test(figures, actions_and_orders)
{
	struct fact *response, *determined;

	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	response = answered("2026-06-12", 1, CASE_OUTCOME_UPHELD);
	response->response.promise_count = 2;
	response->response.promises[0] = promise("roof", "2026-06-26");
	response->response.promises[1] = promise("door", "2026-06-30");
	happens(FACT_ACTION_COMPLETED, "2026-06-25", 0)->completed.ref = TEXT("roof");
	determined = happens(FACT_OMBUDSMAN_DETERMINED, "2026-07-06", 0);
	determined->ombudsman.promise_count = 1;
	determined->ombudsman.promises[0] = promise("pay", "2026-07-20");
	happens(FACT_LEARNING_RECORDED, "2026-07-07", 0);
	count_at("2026-07-10");
	cr_expect_eq(on("2026-06-12", MEASURE_ACTION_PROMISED, ""), 2);
	only("2026-06-25", MEASURE_ACTION_MET, "");
	only("2026-06-30", MEASURE_ACTION_MISSED, "");
	only("2026-07-06", MEASURE_OMBUDSMAN_DETERMINED, "");
	only("2026-07-06", MEASURE_ORDER_MADE, "");
	only("2026-07-07", MEASURE_LEARNING, "");
	none(MEASURE_ORDER_MET);
	/* A missed action is no missed limit of a stage. */
	only("2026-06-12", MEASURE_HANDLED_IN_TIME, "");
	count_at("2026-07-21");
	only("2026-07-20", MEASURE_ORDER_MISSED, "");
}

/* Issue by issue, and what was paid: the sums of a period, not how often. */
Test(figures, findings_payments_and_lessons)
{
	struct fact *fact;

	complaint("2026-06-01");
	happens(FACT_OMBUDSMAN_REQUESTED_EVIDENCE, "2026-06-02", 0)->ombudsman.revised_date = NO_DAY;
	fact = happens(FACT_OMBUDSMAN_DETERMINED, "2026-07-06", 0);
	fact->ombudsman.finding_count = 3;
	fact->ombudsman.findings[0] = FINDING_SERVICE_FAILURE;
	fact->ombudsman.findings[1] = FINDING_NO_MALADMINISTRATION;
	fact->ombudsman.findings[2] = FINDING_SERVICE_FAILURE;
	happens(FACT_COMPENSATION_PAID, "2026-07-08", 0)->completed.pence = 15000;
	happens(FACT_COMPENSATION_PAID, "2026-07-08", 0)->completed.pence = 5050;
	happens(FACT_LEARNING_RECORDED, "2026-07-09", 0)->learning.theme = TEXT("damp");
	happens(FACT_DISCRETION_USED, "2026-07-10", 1);
	happens(FACT_CUSTOMER_CONTACTED, "2026-07-11", 0)->contacted.survey_asked = true;
	count_at("2026-07-12");
	only("2026-06-02", MEASURE_OMBUDSMAN_ASKED, "");
	only("2026-07-06", MEASURE_OMBUDSMAN_DETERMINED, "");
	cr_expect_eq(on("2026-07-06", MEASURE_DETERMINATION, "service-failure"), 2);
	cr_expect_eq(on("2026-07-06", MEASURE_DETERMINATION, "no-maladministration"), 1);
	cr_expect_eq(on("2026-07-08", MEASURE_COMPENSATION, ""), 2);
	cr_expect_eq(on("2026-07-08", MEASURE_COMPENSATION_PENCE, ""), 20050);
	only("2026-07-09", MEASURE_LEARNING, "damp");
	only("2026-07-10", MEASURE_DISCRETION_USED, "");
	only("2026-07-11", MEASURE_SURVEY_ASKED, "");
}

/* lmh 17: "trends can also be identified to ensure no barriers exist". */
Test(figures, who_is_watched_for_equality)
{
	struct fact *first = contact("2026-06-01", CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(DISSATISFIED));

	first->contact.group = TEXT("g7");
	contact("2026-06-02", CONTACT_BIT(DISSATISFIED))->contact.group = TEXT("g9");
	survey("2026-06-20", false);
	count_at("2026-06-21");
	only("2026-06-01", MEASURE_CONTACT_OF_GROUP, "g7");
	only("2026-06-01", MEASURE_COMPLAINT_OF_GROUP, "g7");
	only("2026-06-20", MEASURE_SURVEYED_OF_GROUP, "g7");
	none(MEASURE_SATISFIED_OF_GROUP);
	first->contact.group = TEXT("");
	count_at("2026-06-21");
	none(MEASURE_CONTACT_OF_GROUP);
	none(MEASURE_SURVEYED_OF_GROUP);
}

Test(figures, remedies_by_kind)
{
	struct fact *response;

	complaint("2026-06-01");
	response = answered("2026-06-12", 1, CASE_OUTCOME_UPHELD);
	response->response.promise_count = 3;
	response->response.promises[0] = promise("sorry", "2026-06-12");
	response->response.promises[0].kind = REMEDY_APOLOGY;
	response->response.promises[1] = promise("pay", "2026-06-26");
	response->response.promises[1].kind = REMEDY_MONEY;
	response->response.promises[2] = promise("look", "2026-06-26");
	count_at("2026-06-13");
	cr_expect_eq(on("2026-06-12", MEASURE_REMEDY, "apology"), 1);
	cr_expect_eq(on("2026-06-12", MEASURE_REMEDY, "money"), 1);
	cr_expect_eq(total(MEASURE_REMEDY), 2);
}

Test(figures, compliments_are_counted_by_whom_they_reach)
{
	struct fact *shared;

	happens(FACT_COMPLIMENT_RECEIVED, "2026-06-01", 0)->contact.flags = CONTACT_BIT(IS_COMPLIMENT);
	shared = happens(FACT_COMPLIMENT_SHARED, "2026-06-03", 0);
	shared->shared.service_area = shared->shared.publicised = true;
	count_at("2026-06-04");
	only("2026-06-01", MEASURE_CONTACT, "compliment");
	cr_expect_eq(on("2026-06-03", MEASURE_COMPLIMENT_SHARED, "service-area"), 1);
	cr_expect_eq(on("2026-06-03", MEASURE_COMPLIMENT_SHARED, "public"), 1);
	cr_expect_eq(total(MEASURE_COMPLIMENT_SHARED), 2);
}

/* A share of one clock's promises: those kept of those that ended, a miss on the last day in time. */
Test(figures, promises_end_kept_or_missed)
{
	complaint("2026-06-01");
	acknowledged("2026-06-03", 1);
	count_at("2026-06-18");
	cr_expect_eq(on("2026-06-03", MEASURE_PROMISE_ENDED, "stage-1-acknowledge"), 1);
	cr_expect_eq(on("2026-06-17", MEASURE_PROMISE_ENDED, "stage-1-response"), 1);
	cr_expect_eq(on("2026-06-17", MEASURE_MISSED, "stage-1-response"), 1);
}

/* 23:30 UTC on 10 June is half past midnight in London. */
Test(figures, days_are_local)
{
	complaint("2026-06-10T23:30:00Z");
	count_at("2026-06-11");
	only("2026-06-11", MEASURE_COMPLAINT_RECEIVED, "repairs");
	story_count = 0;
	complaint("2026-01-10T23:30:00Z");
	count_at("2026-01-11");
	only("2026-01-10", MEASURE_COMPLAINT_RECEIVED, "repairs");
}

Test(figures, shares)
{
	cr_expect_eq(figures_permille(0, 0), -1);
	cr_expect_eq(figures_permille(0, 7), 0);
	cr_expect_eq(figures_permille(7, 7), 1000);
	cr_expect_eq(figures_permille(2, 3), 667);
	cr_expect_eq(figures_permille(1, 3), 333);
	cr_expect_eq(figures_permille(1, 16), 63); /* 6.25: halves up */
	cr_expect_eq(figures_permille(1, 2000), 1);
}

Test(figures, measures_have_names_and_reasons)
{
	for (int i = 0; i < MEASURES_COUNT; i++) {
		cr_expect_eq(measure_from_name(text_of(measure_name((enum measure)i))), (enum measure)i);
		cr_expect_gt(strlen(measure_why((enum measure)i)), 10);
	}
	cr_expect_eq(measure_from_name(TEXT("nothing")), MEASURES_COUNT);
}
