/* What is owed by when, and was it done? Livin's clauses, the instants at which time alone changes something, and the
 * wildest facts. 1 June 2026 is a Monday; no bank holiday until 31 August. */
#include "generate.h"

static struct story story;
static struct verdict verdict;

static void
judge_at(const char *now)
{
	judge_story(&story, livin(), london(now), &verdict);
}

static void
expect_due(const char *clock, uint8_t stage, const char *due)
{
	const struct judgement *found = said(&verdict.sla, JUDGEMENT_CLOCK_STARTED, clock, stage, 0);
	uint16_t last = 0;
	char room[PRINTED_MAX];

	for (size_t i = 0; i < verdict.sla.count; i++) {
		const struct judgement *each = &verdict.sla.list[i];

		if (each->kind == JUDGEMENT_CLOCK_MOVED && each->stage == stage &&
		    text_equal(each->subject, text_of(clock)) && each->ordinal > last) {
			last = each->ordinal;
			found = each;
		}
	}
	cr_assert_eq(found != NULL, due != NULL, "%s", clock);
	if (due != NULL)
		cr_expect_eq(
		    found->due.us, london(due).us, "%s: %s, not %s", clock, print_instant(found->due, room), due);
}

/* 8.9 and 8.11: five days to acknowledge; ten from the acknowledgement, shown as 5 + 10 until then (Decided 2). */
Test(sla, stage_one)
{
	tell_complaint(&story, "2026-06-01 10:00");
	judge_at("2026-06-01 10:00");
	expect_due("stage-1-acknowledge", 1, "2026-06-09 00:00");
	expect_due("stage-1-response", 1, "2026-06-23 00:00");
	cr_expect(said(&verdict.sla, JUDGEMENT_CLOCK_STARTED, "stage-1-response", 1, 0)->provisional);
	/* A letter without a definition does not meet 8.9 but starts 8.11 (Decided 15). */
	tell(&story, FACT_CASE_ACKNOWLEDGED, 1, "2026-06-02 10:00");
	judge_at("2026-06-30 10:00");
	expect_due("stage-1-response", 1, "2026-06-17 00:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-acknowledge", 1, 0));
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0));
	cr_expect_not_null(finding(&verdict.sla, "no-definition"));
	/* Acknowledged late: its own miss, and 8.11 runs from then (Decided 2). */
	story.count = 1;
	tell_acknowledged(&story, 1, "2026-06-11 10:00");
	judge_at("2026-06-12 10:00");
	expect_due("stage-1-response", 1, "2026-06-26 00:00");
	cr_expect(said(&verdict.sla, JUDGEMENT_CLOCK_MET, "stage-1-acknowledge", 1, 0)->late);
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-acknowledge", 1, 0));
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0));
}

/* 8.15, 8.17: five days from the request, twenty from the acknowledgement; a miss of the last signposts. */
Test(sla, stage_two)
{
	tell_complaint(&story, "2026-05-18 10:00");
	tell_acknowledged(&story, 1, "2026-05-18 11:00");
	tell_response(&story, 1, "2026-06-01 10:00");
	judge_at("2026-06-01 10:00");
	expect_due("stage-2-request-window", 1, "2026-06-30 00:00");
	expect_due("stage-2-acknowledge", 2, NULL);
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-08 10:00");
	judge_at("2026-06-08 10:00");
	expect_due("stage-2-acknowledge", 2, "2026-06-16 00:00");
	expect_due("stage-2-response", 2, "2026-07-14 00:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MET, "stage-2-request-window", 1, 0));
	tell_acknowledged(&story, 2, "2026-06-09 10:00");
	judge_at("2026-07-07 23:59");
	expect_due("stage-2-response", 2, "2026-07-08 00:00");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_OMBUDSMAN_SIGNPOSTED, "final-limit-missed", 0, 0));
	judge_at("2026-07-08 00:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-2-response", 2, 0));
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_OMBUDSMAN_SIGNPOSTED, "final-limit-missed", 0, 0));
}

/* What was wrong with an extension is found of the clock it was to make longer, extension by extension. */
Test(sla, a_bad_extension_names_its_clock)
{
	static const char *const faults[] = { "told-late", "no-reason" };

	tell_complaint(&story, "2026-05-18 10:00");
	tell_acknowledged(&story, 1, "2026-05-18 11:00");
	tell_extension(&story, 1, "2026-05-20 10:00", "2026-06-10")->extension.has_reason = false;
	tell_extension(&story, 1, "2026-07-20 10:00", "2026-07-28");
	judge_at("2026-07-20 10:00");
	expect_due("stage-1-response", 1, "2026-06-03 00:00");
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		const struct judgement *found = finding(&verdict.sla, faults[i]);

		cr_assert_not_null(found, "%s", faults[i]);
		cr_expect(text_equal(found->subject, TEXT("stage-1-response")));
		cr_expect_eq(found->stage, 1);
		cr_expect_eq(found->instance, 1);
		cr_expect_eq(found->ordinal, i == 0 ? 2 : 1, "%s: %d", faults[i], found->ordinal);
	}
}

/* A proper refusal ends what the request started (Decided 17); taken back, it all runs again from the request. */
Test(sla, refused_and_reversed)
{
	struct fact *decided;

	tell_complaint(&story, "2026-05-18 10:00");
	tell_acknowledged(&story, 1, "2026-05-18 11:00");
	tell_response(&story, 1, "2026-06-01 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-08 10:00");
	decided = tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-10 10:00");
	decided->escalation_decided.explained = true;
	judge_at("2026-08-10 10:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MET, "stage-2-acknowledge", 2, 0));
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_STOPPED, "stage-2-response", 2, 0));
	cr_expect_eq(count_kind(&verdict.sla, JUDGEMENT_CLOCK_MISSED), 0, "nothing is owed, no update either");
	cr_expect_eq(verdict.next.us, INSTANT_FAR.us);
	tell(&story, FACT_ESCALATION_DECIDED, 2, "2026-06-11 10:00")->escalation_decided.accepted = true;
	judge_at("2026-06-11 10:00");
	expect_due("stage-2-acknowledge", 2, "2026-06-16 00:00");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_STOPPED, "stage-2-response", 2, 0));
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MET, "stage-2-acknowledge", 2, 0));
}

/* Decided 15 and 4.1: a request that turns is received when it turns; an answer to the request is none to it. */
Test(sla, a_request_that_turned)
{
	struct fact *contact = tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_SERVICE_REQUEST));

	contact->contact.acceptable_by = day_of("2026-06-20");
	tell_acknowledged(&story, 1, "2026-06-02 10:00")->acknowledged.defined = false;
	judge_at("2026-06-02 10:00");
	expect_due("service-request", 0, "2026-06-21 00:00");
	expect_due("stage-1-acknowledge", 1, NULL);
	cr_expect_null(finding(&verdict.sla, "no-definition"), "8.9 is about complaints");
	tell(&story, FACT_COMPLAINT_REQUESTED, 0, "2026-06-10 10:00");
	judge_at("2026-06-10 10:00");
	expect_due("stage-1-acknowledge", 1, "2026-06-18 00:00");
	expect_due("stage-1-response", 1, "2026-07-02 00:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_STOPPED, "service-request", 0, 0));
	judge_at("2026-06-18 00:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-acknowledge", 1, 0));
}

static size_t
count_clock(enum judgement_kind kind, const char *clock)
{
	size_t count = 0;

	for (size_t i = 0; i < verdict.sla.count; i++)
		count += verdict.sla.list[i].kind == kind && text_equal(verdict.sla.list[i].subject, text_of(clock));
	return count;
}

/* 8.13: the customer is kept informed while something is owed, and no longer. */
Test(sla, updates)
{
	tell_complaint(&story, "2026-06-01 10:00");
	judge_at("2026-06-16 00:00");
	expect_due("customer-update", 0, "2026-06-16 00:00"); /* fourteen calendar days (Decided 19) */
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MISSED, "customer-update"), 1);
	/* Agreed: every three working days, from the word that says so. */
	tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-04 10:00")->contacted.reached = true;
	story.told[1].contacted.update_every = 3;
	judge_at("2026-06-10 00:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_STARTED, "customer-update"), 2);
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MISSED, "customer-update"), 1);
	cr_expect_eq(
	    said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "customer-update", 0, 0)->due.us, london("2026-06-10 00:00").us);
}

Test(sla, updates_end_with_what_is_owed)
{
	static const struct {
		enum fact_kind end;
		const char *why;
	} rows[] = {
		{ FACT_CASE_WITHDRAWN, "withdrawn" },
		{ FACT_CASE_CLOSED, "closed" },
		{ FACT_SCOPE_DECIDED, "declined" },
		{ FACT_RESPONSE_ISSUED, "answered, with nothing outstanding" },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		story.count = 0;
		tell_complaint(&story, "2026-06-01 10:00");
		tell(&story, rows[i].end, rows[i].end == FACT_RESPONSE_ISSUED ? 1 : 0, "2026-06-03 10:00");
		/* A word after the end starts nothing anew. */
		tell(&story, FACT_CUSTOMER_CONTACTED, 1, "2026-06-04 10:00")->contacted.reached = true;
		judge_at("2026-12-01 10:00");
		cr_expect_eq(count_clock(JUDGEMENT_CLOCK_STARTED, "customer-update"), 1, "%s", rows[i].why);
		cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MISSED, "customer-update"), 0, "%s", rows[i].why);
		cr_expect_eq(count_clock(JUDGEMENT_CLOCK_STOPPED, "customer-update") +
				 count_clock(JUDGEMENT_CLOCK_MET, "customer-update"),
		    1, "%s", rows[i].why);
	}
}

static struct fact *
tell_promise(const char *at, const char *ref, const char *due)
{
	struct fact *agreed = tell(&story, FACT_REMEDY_AGREED, 1, at);

	agreed->response.promises[0] = (struct promise){ .ref = text_of(ref), .due = day_of(due), .binding = true };
	agreed->response.promise_count = 1;
	return agreed;
}

static void
tell_done(const char *at, const char *ref)
{
	tell(&story, FACT_ACTION_COMPLETED, 0, at)->completed.ref = text_of(ref);
}

/* 8.13, 8.19: outstanding actions are tracked, each to its own date, and the customer hears of them until they are
 * done. */
Test(sla, actions)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell_response(&story, 1, "2026-06-03 10:00");
	tell_promise("2026-06-03 10:00", "a1", "2026-06-13");
	tell_promise("2026-06-03 11:00", "a2", "2026-06-20");
	tell_done("2026-06-10 10:00", "a1");
	judge_at("2026-06-12 10:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_STARTED, "action"), 2);
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MET, "action"), 1);
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_STARTED, "customer-update") -
			 count_clock(JUDGEMENT_CLOCK_MET, "customer-update") -
			 count_clock(JUDGEMENT_CLOCK_STOPPED, "customer-update"),
	    1, "a2 is outstanding");
	tell_done("2026-06-20 23:59", "a2");
	judge_at("2026-12-01 10:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MET, "action"), 2);
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MISSED, "action"), 0, "Saturdays are not rolled (Decided 18)");
	cr_expect_eq(verdict.next.us, INSTANT_FAR.us, "all is done");
	/* Another date, before the first had passed; and one too late to matter. */
	story.count = 2;
	tell_promise("2026-06-03 10:00", "a1", "2026-06-13");
	tell_promise("2026-06-12 10:00", "a1", "2026-06-26");
	tell_promise("2026-06-29 10:00", "a1", "2026-07-26");
	judge_at("2026-06-27 00:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MOVED, "action"), 1);
	cr_expect_eq(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "action", 1, 0)->due.us, london("2026-06-27 00:00").us);
}

/* However facts of one instant are named, and however promises are. */
Test(sla, actions_are_kept_apart)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell_response(&story, 1, "2026-06-03 10:00");
	tell_done("2026-06-05 10:00", "a1"); /* its id sorts before the promise's */
	tell_promise("2026-06-05 10:00", "a1", "2026-06-13");
	judge_at("2026-12-01 10:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MET, "action"), 1, "done in the same instant");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MISSED, "action"), 0);
	story.count = 2;
	tell_promise("2026-06-05 10:00", "", "2026-06-13");
	tell_promise("2026-06-06 10:00", "", "2026-06-20");
	judge_at("2026-06-07 10:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_STARTED, "action"), 2, "two without a reference are two");
}

/* 8.22: an order binds, a recommendation does not; an order may follow one. */
Test(sla, orders)
{
	struct fact *determined, *completed;

	tell_complaint(&story, "2026-06-01 10:00");
	for (int i = 0; i < 2; i++) {
		determined =
		    tell(&story, FACT_OMBUDSMAN_DETERMINED, 0, i == 0 ? "2026-09-01 10:00" : "2026-09-02 10:00");
		determined->ombudsman.promises[0] =
		    (struct promise){ .ref = TEXT("o1"), .due = day_of("2026-09-30"), .binding = i == 1 };
		determined->ombudsman.promise_count = 1;
		determined->ombudsman.revised_date = NO_DAY;
		judge_at("2026-09-03 10:00");
		cr_expect_eq(count_clock(JUDGEMENT_CLOCK_STARTED, "order"), (size_t)i);
	}
	completed = tell(&story, FACT_ORDER_COMPLETED, 0, "2026-09-30 23:00");
	completed->completed.ref = TEXT("o1");
	judge_at("2026-12-01 10:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MET, "order"), 0, "reasons for not acting are no act");
	completed->completed.done = true;
	judge_at("2026-12-01 10:00");
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MET, "order"), 1);
	cr_expect_eq(count_clock(JUDGEMENT_CLOCK_MISSED, "order"), 0);
}

/* Decided 2 has 8.11 count from the acknowledgement. Where there is none, or one after the answer, the answer is missed
 * when it comes after the latest day that an acknowledgement in time would have left. */
Test(sla, answered_and_never_acknowledged)
{
	tell_complaint(&story, "2026-06-01 10:00");
	judge_at("2026-06-24 10:00");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0));
	tell_response(&story, 1, "2026-06-22 23:59");
	judge_at("2026-06-24 10:00");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0));
	cr_expect_not(said(&verdict.sla, JUDGEMENT_CLOCK_MET, "stage-1-response", 1, 0)->late);
	story.told[1].occurred_at = london("2026-06-23 00:00");
	judge_at("2026-06-24 10:00");
	cr_assert_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0));
	cr_expect_eq(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0)->due.us,
	    london("2026-06-23 00:00").us);
	cr_expect(said(&verdict.sla, JUDGEMENT_CLOCK_MET, "stage-1-response", 1, 0)->late);
	/* Acknowledged after the answer: it has earned no time by that. */
	tell_acknowledged(&story, 1, "2026-06-23 09:00");
	judge_at("2026-06-24 10:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0));
	expect_due("stage-1-response", 1, "2026-06-23 00:00");
	/* Acknowledged before it, as becomes known late: the miss is taken back. */
	story.told[2].occurred_at = london("2026-06-12 09:00");
	judge_at("2026-06-24 10:00");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MISSED, "stage-1-response", 1, 0));
	expect_due("stage-1-response", 1, "2026-06-27 00:00");
	cr_expect_not(said(&verdict.sla, JUDGEMENT_CLOCK_MET, "stage-1-response", 1, 0)->late);
}

/* A promise put off to a day the calendar does not know stays what it was, and an alarm says so, each time. */
Test(sla, a_promise_put_off_past_the_calendars_end)
{
	struct fact *remedy;
	size_t alarms = 0;

	tell_complaint(&story, "2026-06-01 10:00");
	remedy = tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-02 10:00");
	remedy->response.promises[remedy->response.promise_count++] =
	    (struct promise){ .ref = TEXT("R1"), .due = day_of("2026-07-01"), .binding = true, .agreed = true };
	for (int i = 0; i < 2; i++) {
		struct fact *later = tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-03 10:00");

		later->response = remedy->response;
		later->response.promises[0].due = day_of("2029-07-01") + i;
	}
	judge_at("2026-06-04 10:00");
	for (size_t i = 0; i < verdict.sla.count; i++) {
		const struct judgement *each = &verdict.sla.list[i];

		if (each->kind != JUDGEMENT_NON_COMPLIANCE_FOUND || !text_equal(each->word, TEXT("calendar-ended")))
			continue;
		alarms++;
		cr_expect(text_equal(each->ref, TEXT("R1")));
		cr_expect_eq(judgements_find(&verdict.sla, each), each, "one key for two");
	}
	cr_expect_eq(alarms, 2);
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MOVED, "action", 0, 0));
}

/* A policy with one clock: for the Ombudsman's evidence, or for the later of two windows. */
static void
judge_one_clock(struct clock_rule clock, const char *now)
{
	static struct policy policy;

	policy = *livin();
	policy.clock_count = 1;
	policy.clocks[0] = clock;
	policy.clocks[0].rule.id = TEXT("one");
	policy.clocks[0].kinds = UINT32_MAX;
	policy.clocks[0].provisional_after = NO_CLOCK;
	judge_story(&story, &policy, london(now), &verdict);
}

/* lhp 63: a revised date that the Ombudsman agrees, past the calendar's end. */
Test(sla, evidence_revised_to_a_day_past_the_calendars_end)
{
	static const struct clock_rule evidence = {
		.starts = MOMENT_EVIDENCE_ASKED,
		.limit = { .unit = LIMIT_WORKING_DAYS, .count = 15 },
		.also_starts = MOMENTS_COUNT,
		.meets_count = 1,
		.meets = { UINT32_C(1) << MOMENT_EVIDENCE_SENT },
		.line = 0xff,
	};
	struct fact *sent;

	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_OMBUDSMAN_REQUESTED_EVIDENCE, 0, "2026-06-02 10:00")->ombudsman.revised_date = NO_DAY;
	sent = tell(&story, FACT_OMBUDSMAN_EVIDENCE_SENT, 0, "2026-06-03 10:00");
	sent->ombudsman.revised_date = day_of("2026-07-20");
	sent->ombudsman.revised_date_agreed = sent->ombudsman.explained = true;
	judge_one_clock(evidence, "2026-06-04 10:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MOVED, "one", 0, 0));
	cr_expect_null(finding(&verdict.sla, "calendar-ended"));
	sent->ombudsman.revised_date = day_of("2029-07-20");
	judge_one_clock(evidence, "2026-06-04 10:00");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_MOVED, "one", 0, 0));
	cr_assert_not_null(finding(&verdict.sla, "calendar-ended"));
	cr_expect(text_equal(finding(&verdict.sla, "calendar-ended")->facts[0].id, sent->id));
}

/* The later of two windows is the one that the calendar does not know: none is shown, not even the earlier. */
Test(sla, the_later_of_two_past_the_calendars_end)
{
	struct clock_rule window = {
		.stage = 1,
		.starts = MOMENT_RECEIVED,
		.limit = { .unit = LIMIT_WORKING_DAYS, .count = 5 },
		.also_starts = MOMENT_ACKNOWLEDGED,
		.also_limit = { .unit = LIMIT_MONTHS, .count = 6 },
		.meets_count = 1,
		.meets = { UINT32_C(1) << MOMENT_RESPONDED },
		.line = 0xff,
	};

	tell_complaint(&story, "2028-09-01 10:00");
	tell_acknowledged(&story, 1, "2028-09-04 10:00");
	judge_one_clock(window, "2028-09-05 10:00");
	cr_expect_null(said(&verdict.sla, JUDGEMENT_CLOCK_STARTED, "one", 0, 0));
	cr_assert_not_null(finding(&verdict.sla, "calendar-ended"));
	window.also_limit.count = 3;
	judge_one_clock(window, "2028-09-05 10:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_MOVED, "one", 0, 0));
	cr_expect_null(finding(&verdict.sla, "calendar-ended"));
}

/* Beyond the calendar there is an alarm in the clock's place, and no guess. */
Test(sla, the_calendar_ends)
{
	tell_complaint(&story, "2028-12-20 10:00");
	judge_at("2028-12-20 10:00");
	cr_expect_not_null(said(&verdict.sla, JUDGEMENT_CLOCK_STARTED, "stage-1-acknowledge", 1, 0));
	tell_acknowledged(&story, 1, "2028-12-21 10:00");
	judge_at("2028-12-21 10:00");
	expect_due("stage-1-response", 1, NULL);
	cr_expect_not_null(finding(&verdict.sla, "calendar-ended"));
	cr_expect(text_equal(finding(&verdict.sla, "calendar-ended")->subject, TEXT("stage-1-response")));
}

Test(sla, nothing_without_a_complaint)
{
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_COMPLIMENT));
	judge_at("2026-12-01 10:00");
	cr_expect_eq(verdict.sla.count, 0);
	cr_expect_eq(verdict.next.us, INSTANT_FAR.us);
	story.count = 0;
	tell_acknowledged(&story, 1, "2026-06-01 10:00");
	judge_at("2026-12-01 10:00");
	cr_expect_eq(verdict.sla.count, 0);
}

static struct instant
soonest(const struct verdict *verdict)
{
	return instant_before(verdict->next, verdict->next_opening) ? verdict->next : verdict->next_opening;
}

static bool
same_verdict(const struct verdict *a, const struct verdict *b)
{
	return same_standing(&a->sla, &b->sla, JUDGEMENT_KINDS_COUNT) &&
	       same_standing(&a->routing, &b->routing, JUDGEMENT_KINDS_COUNT);
}

/* Time alone changes what stands at `next`, and at no instant between. */
Test(sla, next_is_exact)
{
	static struct verdict then, between;
	size_t changes = 0;

	for (uint64_t seed = 2001; seed <= 2400; seed++) {
		struct dice dice = { seed };
		struct instant now;
		int steps = 0;

		random_story(&dice, &story, 10);
		now = story_end(&story);
		judge_story(&story, wild(), now, &verdict);
		while (!instant_equal(soonest(&verdict), INSTANT_FAR)) {
			struct instant next = soonest(&verdict);

			cr_assert(instant_before(now, next), "seed %llu", (unsigned long long)seed);
			judge_story(&story, wild(), (struct instant){ next.us - 1 }, &between);
			cr_assert(same_verdict(&verdict, &between), "before next, seed %llu", (unsigned long long)seed);
			cr_assert_eq(soonest(&between).us, next.us);
			judge_story(
			    &story, wild(), (struct instant){ dice_between(&dice, now.us, next.us - 1) }, &between);
			cr_assert(same_verdict(&verdict, &between), "between, seed %llu", (unsigned long long)seed);
			judge_story(&story, wild(), next, &then);
			cr_assert_not(
			    same_verdict(&verdict, &then), "nothing at next, seed %llu", (unsigned long long)seed);
			verdict = then;
			now = next;
			changes++;
			cr_assert_lt(++steps, 500);
		}
		judge_story(&story, wild(), (struct instant){ now.us + 3000 * DAY_US }, &then);
		cr_assert(same_verdict(&verdict, &then), "after the last next");
	}
	cr_assert_gt(changes, 400, "the cases are too tame: %zu", changes);
}

/* The generated cases say a bit of everything. */
Test(sla, the_cases_are_wild_enough)
{
	size_t cases[JUDGEMENT_KINDS_COUNT] = { 0 }, second = 0;

	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct dice dice = { seed };

		random_story(&dice, &story, 24);
		judge_story(&story, wild(), (struct instant){ story_end(&story).us + 30 * DAY_US }, &verdict);
		for (int kind = 0; kind < JUDGEMENT_KINDS_COUNT; kind++)
			cases[kind] += count_kind(&verdict.routing, (enum judgement_kind)kind) +
					   count_kind(&verdict.sla, (enum judgement_kind)kind) >
				       0;
		second += said(&verdict.routing, JUDGEMENT_STAGE_OPENED, "stage", 2, 0) != NULL;
	}
	for (int kind = 0; kind < JUDGEMENT_KINDS_COUNT; kind++)
		cr_expect(
		    cases[kind] >= 20 || kind == JUDGEMENT_HEARING_SCHEDULED || kind == JUDGEMENT_HEARING_CANCELLED,
		    "%s in %zu cases of 300", judgement_kind_name((enum judgement_kind)kind), cases[kind]);
	cr_expect_geq(second, 30, "stage 2 in %zu", second);
}

static bool
is_late_landlords(const struct judgement *one)
{
	return one->kind == JUDGEMENT_CLOCK_MET && one->late && !one->customers;
}

static bool
has_miss_of(const struct judgements *all, const struct judgement *met)
{
	struct judgement key = *met;

	key.kind = JUDGEMENT_CLOCK_MISSED;
	return judgements_find(all, &key) != NULL;
}

/* No two judgements have one key; each names a rule, a clause and the facts it rests on; what was met late was missed.
 */
Test(sla, what_is_said_is_complete)
{
	for (uint64_t seed = 3001; seed <= 3300; seed++) {
		struct dice dice = { seed };
		const struct judgements *both[] = { &verdict.routing, &verdict.sla };

		random_story(&dice, &story, 30);
		judge_story(&story, wild(), (struct instant){ story_end(&story).us + 30 * DAY_US }, &verdict);
		for (size_t b = 0; b < 2; b++)
			for (size_t i = 0; i < both[b]->count; i++) {
				const struct judgement *one = &both[b]->list[i];

				cr_assert_eq(judgements_find(both[b], one), one,
				    "seed %llu: two %s of %.*s with one key", (unsigned long long)seed,
				    judgement_kind_name(one->kind), TEXT_ARG(one->subject));
				cr_assert_eq(judgement_kind_is_routings(one->kind), b == 0);
				cr_assert(!is_late_landlords(one) || has_miss_of(both[b], one),
				    "seed %llu: %.*s met late without a miss", (unsigned long long)seed,
				    TEXT_ARG(one->subject));
				cr_assert_not(text_is_empty(one->rule.id), "%s", judgement_kind_name(one->kind));
				cr_assert(one->fact_count > 0 || text_equal(one->word, TEXT("calendar-ended")),
				    "%s %.*s", judgement_kind_name(one->kind), TEXT_ARG(one->subject));
			}
	}
}

/* Facts out of all reason, as far as they can be written down: dates from year 1 to 9999, stages that are none,
 * instants at the ends of time. */
static int32_t
far_day(struct dice *dice)
{
	return day_of(dice_one_in(dice, 2) ? "9999-12-31" : "0001-01-01");
}

Test(sla, nothing_crashes)
{
	static const int64_t ends[] = { INT64_MIN + 1, -62135596800 * SECOND_US, 0, 253402300799 * SECOND_US,
		INT64_MAX - 1 };

	for (uint64_t seed = 4001; seed <= 4400; seed++) {
		struct dice dice = { seed };
		struct fact *fact;

		random_story(&dice, &story, 24);
		fact = &story.told[dice_between(&dice, 0, (int64_t)story.count - 1)];
		fact->stage = (uint8_t)dice_between(&dice, 0, 255);
		if (dice_one_in(&dice, 3))
			fact->occurred_at = (struct instant){ ends[dice_between(&dice, 0, COUNT_OF(ends) - 1)] };
		switch (fact->kind) {
		case FACT_CONTACT_RECEIVED:
			fact->contact.flags = dice_roll(&dice);
			fact->contact.happened_on = fact->contact.known_on = far_day(&dice);
			fact->contact.acceptable_by = far_day(&dice);
			fact->contact.update_every = UINT16_MAX;
			fact->contact.recorded_at = (struct instant){ INT64_MAX };
			break;
		case FACT_RESPONSE_ISSUED:
			fact->response.promises[0].due = far_day(&dice);
			fact->response.promise_count = 1;
			break;
		case FACT_EXTENSION_NOTIFIED:
			fact->extension.until = far_day(&dice);
			break;
		case FACT_HEARING_ARRANGED:
			fact->hearing.held_on = far_day(&dice);
			break;
		default:
			break;
		}
		judge_story(&story, wild(), london("2026-08-01 10:00"), &verdict);
		judge_story(
		    &story, wild(), (struct instant){ ends[dice_between(&dice, 0, COUNT_OF(ends) - 1)] }, &verdict);
	}
}
