/* What is it, is it in scope, whose is it? Under livin's pack, by its clauses. */
#include "story.h"

static struct story story;
static struct judgements out;

static void
judge(void)
{
	struct facts facts = story_facts(&story);
	struct instant next;

	routing_judge(livin(), england(), &facts, london("2027-01-04 10:00"), &out, &next);
}

static enum case_kind
kind_of(uint64_t flags)
{
	const struct judgement *opened;

	story.count = 0;
	tell_contact(&story, "2026-06-01 10:00", flags);
	judge();
	cr_assert_eq(count_kind(&out, JUDGEMENT_CASE_OPENED), 1);
	opened = said(&out, JUDGEMENT_CASE_OPENED, "case", 0, 0);
	cr_expect_eq(opened->at.us, london("2026-06-01 10:00").us);
	cr_expect(text_equal(opened->facts[0].id, TEXT("f1")));
	cr_expect_not(text_is_empty(opened->rule.id));
	return opened->case_kind;
}

/* 4.1, 5.1, 8.5, 8.31. */
Test(routing, what_came_in)
{
	static const struct {
		uint64_t flags;
		enum case_kind kind;
	} rows[] = {
		{ CONTACT_BIT(IS_COMPLAINT), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_DISSATISFACTION), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(DISSATISFIED), CASE_KIND_COMPLAINT }, /* 5.1: it need not be called one */
		{ CONTACT_BIT(IS_ENQUIRY) | CONTACT_BIT(DISSATISFIED), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_SUGGESTION) | CONTACT_BIT(WANTS_FORMAL), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_SERVICE_REQUEST), CASE_KIND_SERVICE_REQUEST },
		{ CONTACT_BIT(IS_SERVICE_REQUEST) | CONTACT_BIT(DISSATISFIED), CASE_KIND_SERVICE_REQUEST },
		{ CONTACT_BIT(IS_SERVICE_REQUEST) | CONTACT_BIT(WANTS_FORMAL), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_SERVICE_REQUEST) | CONTACT_BIT(FURTHER_ENQUIRIES), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_COMPLIMENT), CASE_KIND_COMPLIMENT },
		{ CONTACT_BIT(IS_COMPLIMENT) | CONTACT_BIT(DISSATISFIED), CASE_KIND_COMPLAINT },
		{ CONTACT_BIT(IS_ENQUIRY), CASE_KIND_ENQUIRY },
		{ CONTACT_BIT(IS_SUGGESTION), CASE_KIND_FEEDBACK },
		{ 0, CASE_KIND_FEEDBACK },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_expect_eq(kind_of(rows[i].flags), rows[i].kind, "row %zu", i);
		cr_expect_eq(
		    count_kind(&out, JUDGEMENT_STAGE_OPENED), rows[i].kind == CASE_KIND_COMPLAINT, "row %zu", i);
	}
}

/* 8.6, 9.1: the team oversees, managers answer at stage one. */
Test(routing, whose_it_is)
{
	const struct judgement *oversight, *officer;
	struct fact *assigned;

	tell_complaint(&story, "2026-06-01 10:00");
	assigned = tell(&story, FACT_OFFICER_ASSIGNED, 1, "2026-06-02 10:00");
	assigned->officer.officer = TEXT("o1");
	assigned->officer.role = TEXT("manager");
	judge();
	oversight = said(&out, JUDGEMENT_CASE_ASSIGNED, "oversight", 0, 0);
	cr_assert_not_null(oversight);
	cr_expect(text_equal(oversight->role, TEXT("customer-complaints-and-feedback-team")));
	cr_expect(text_equal(oversight->rule.clause, TEXT("8.6")));
	officer = said(&out, JUDGEMENT_CASE_ASSIGNED, "officer", 1, 1);
	cr_assert_not_null(officer);
	cr_expect(text_equal(officer->role, TEXT("manager")));
	officer = said(&out, JUDGEMENT_CASE_ASSIGNED, "officer", 1, 2);
	cr_assert_not_null(officer);
	cr_expect(text_equal(officer->officer, TEXT("o1")));
}

/* Nothing is judged of a case whose contact is not heard yet. */
Test(routing, nothing_without_a_contact)
{
	tell_acknowledged(&story, 1, "2026-06-02 10:00");
	tell_response(&story, 1, "2026-06-03 10:00");
	judge();
	cr_expect_eq(out.count, 0);
	tell_complaint(&story, "2026-06-01 10:00");
	judge();
	cr_expect_neq(out.count, 0);
}

static bool
is_referred(const char *subject, const char *word)
{
	for (size_t i = 0; i < out.count; i++)
		if (out.list[i].kind == JUDGEMENT_CASE_REFERRED && text_equal(out.list[i].subject, text_of(subject)) &&
		    text_equal(out.list[i].word, text_of(word)))
			return true;
	return false;
}

/* 5.5 and 8.23 with Decided 5 and 11. A person decides; the case is open meanwhile. */
Test(routing, exclusions_go_to_a_person)
{
	static const struct {
		uint64_t flags;
		const char *happened, *known, *ground; /* NULL: none is raised */
	} rows[] = {
		{ CONTACT_BIT(ALREADY_ANSWERED), NULL, NULL, "already-considered" },
		{ CONTACT_BIT(LEGAL_FILED), NULL, NULL, "legal-proceedings" },
		{ CONTACT_BIT(LEGAL_STARTED), NULL, NULL, NULL },
		{ CONTACT_BIT(LEGAL_THREATENED), NULL, NULL, NULL },
		{ CONTACT_BIT(ANONYMOUS), NULL, NULL, "anonymous" },
		{ CONTACT_BIT(ANONYMOUS) | CONTACT_BIT(ENOUGH_TO_INVESTIGATE), NULL, NULL, "anonymous" },
		/* Received on 1 March 2027: twelve months before is 1 March 2026. */
		{ 0, "2026-03-01", "2026-03-01", NULL },
		{ 0, "2026-02-28", "2026-02-28", "too-old" },
		{ 0, "2026-02-28", NULL, "too-old" },
		{ 0, "2020-02-29", "2026-03-01", NULL },
		{ 0, "2020-02-29", "2026-02-28", "too-old" },
		{ 0, NULL, "2020-01-01", NULL },
		{ 0, NULL, NULL, NULL },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fact *contact;

		story.count = 0;
		contact = tell_complaint(&story, "2027-03-01 10:00");
		contact->contact.flags |= rows[i].flags;
		if (rows[i].happened != NULL)
			contact->contact.happened_on = day_of(rows[i].happened);
		if (rows[i].known != NULL)
			contact->contact.known_on = day_of(rows[i].known);
		judge();
		cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_REFERRED), rows[i].ground != NULL, "row %zu", i);
		cr_expect(rows[i].ground == NULL || is_referred("exclusion", rows[i].ground), "row %zu", i);
		cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_DECLINED), 0, "row %zu: never by machine", i);
		cr_expect_eq(count_kind(&out, JUDGEMENT_STAGE_OPENED), 1, "row %zu: open meanwhile (Decided 17)", i);
	}
}

/* What a later contact tells may exclude as well, but not how old it says the matter is; and nothing twice. */
Test(routing, a_later_contact_may_exclude)
{
	struct fact *later;

	tell_complaint(&story, "2026-06-01 10:00");
	later = tell_contact(&story, "2026-06-03 10:00", CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(LEGAL_FILED));
	later->contact.happened_on = day_of("2020-01-01");
	later->contact.known_on = day_of("2020-01-01");
	tell_contact(&story, "2026-06-04 10:00", CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(LEGAL_FILED));
	judge();
	cr_expect(is_referred("exclusion", "legal-proceedings"));
	cr_expect(!is_referred("exclusion", "too-old"));
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_REFERRED), 1);
	/* What was declined is put before nobody again. */
	tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-04 11:00")->scope.ground = GROUND_LEGAL_PROCEEDINGS;
	tell_contact(&story, "2026-06-05 10:00", CONTACT_BIT(IS_COMPLAINT) | CONTACT_BIT(ANONYMOUS));
	judge();
	cr_expect(!is_referred("exclusion", "anonymous"));
}

Test(routing, a_person_declines_and_takes_it_back)
{
	struct fact *decided;
	const struct judgement *declined;

	tell_complaint(&story, "2026-06-01 10:00");
	decided = tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-02 10:00");
	decided->scope.ground = GROUND_LEGAL_PROCEEDINGS;
	judge();
	declined = said(&out, JUDGEMENT_CASE_DECLINED, "case", 0, 0);
	cr_assert_not_null(declined);
	cr_expect(text_equal(declined->word, TEXT("legal-proceedings")));
	cr_expect(text_equal(declined->rule.clause, TEXT("5.5")));
	/* A declined matter does not go to stage two, closed or not. */
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-03 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-04 10:00");
	judge();
	cr_expect_null(said(&out, JUDGEMENT_STAGE_OPENED, "stage", 2, 0));
	cr_expect(is_referred("request", "asked-out-of-turn"));
	tell(&story, FACT_SCOPE_DECIDED, 0, "2026-06-05 10:00")->scope.accepted = true;
	tell_response(&story, 1, "2026-06-06 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-08 10:00");
	judge();
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_DECLINED), 0);
	cr_expect_not_null(said(&out, JUDGEMENT_STAGE_OPENED, "stage", 2, 0));
}

/* 4.1, 8.5. */
Test(routing, a_request_turns_into_a_complaint)
{
	static const struct {
		enum fact_kind kind;
		enum complaint_reason reason;
		const char *rule; /* NULL: it does not turn */
	} rows[] = {
		{ FACT_COMPLAINT_REQUESTED, COMPLAINT_CUSTOMER_ASKED, "request-made-formal" },
		{ FACT_COMPLAINT_REQUESTED, COMPLAINT_FURTHER_ENQUIRIES, "request-needs-enquiries" },
		{ FACT_COMPLAINT_REQUESTED, COMPLAINT_NOT_SATISFIED, "request-unsatisfied" },
		{ FACT_INFORMAL_OUTCOME_GIVEN, 0, "request-unsatisfied" },
		{ FACT_CUSTOMER_CONTACTED, 0, NULL },
	};

	for (int closed = 0; closed < 2; closed++)
		for (size_t i = 0; i < COUNT_OF(rows); i++) {
			const struct judgement *turned = NULL;
			struct fact *fact;

			story.count = 0;
			tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_SERVICE_REQUEST));
			/* Closing the request does not take away the complaint it becomes (4.1). */
			if (closed)
				tell(&story, FACT_CASE_CLOSED, 0, "2026-06-05 10:00");
			fact = tell(&story, rows[i].kind, 0, "2026-06-10 10:00");
			if (rows[i].kind == FACT_COMPLAINT_REQUESTED)
				fact->complaint_requested.reason = rows[i].reason;
			judge();
			for (size_t j = 0; j < out.count; j++)
				if (out.list[j].kind == JUDGEMENT_CASE_OPENED && out.list[j].instance == 2)
					turned = &out.list[j];
			cr_assert_eq(turned != NULL, rows[i].rule != NULL, "row %zu", i);
			if (turned == NULL)
				continue;
			cr_expect_eq(turned->case_kind, CASE_KIND_COMPLAINT);
			cr_expect(text_equal(turned->rule.id, text_of(rows[i].rule)), "row %zu", i);
			cr_expect_eq(turned->at.us, london("2026-06-10 10:00").us, "received when it turns");
			cr_expect_not_null(said(&out, JUDGEMENT_STAGE_OPENED, "stage", 1, 0));
		}
}

static void
expect_stage_two(const char *at, const char *why)
{
	const struct judgement *opened = said(&out, JUDGEMENT_STAGE_OPENED, "stage", 2, 0);
	const struct judgement *officer = said(&out, JUDGEMENT_CASE_ASSIGNED, "officer", 2, 1);

	cr_assert_eq(opened != NULL, at != NULL, "%s", why);
	if (at == NULL)
		return;
	cr_expect_eq(opened->at.us, london(at).us, "%s", why);
	cr_assert_not_null(officer, "%s", why);
	cr_expect(text_equal(officer->role, TEXT("head-of-service")), "9.1");
}

static void
tell_decision(const char *at, bool accepted)
{
	struct fact *decided = tell(&story, FACT_ESCALATION_DECIDED, 2, at);

	decided->escalation_decided.accepted = accepted;
	decided->escalation_decided.explained = decided->escalation_decided.ombudsman_details = true;
}

/* 8.15: within twenty working days of the written response; later ones go to a person. */
Test(routing, the_customers_window)
{
	/* Answered on Monday 1 June 2026: the last day is Monday the 29th. */
	tell_complaint(&story, "2026-05-18 10:00");
	tell_response(&story, 1, "2026-06-01 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-29 23:59");
	judge();
	expect_stage_two("2026-06-29 23:59", "on the last day");
	story.told[2].occurred_at = london("2026-06-30 00:00");
	judge();
	expect_stage_two(NULL, "a day late");
	cr_expect(is_referred("request", "late-request"));
	/* A person takes it; or the landlord simply acknowledges it. */
	tell_decision("2026-07-02 10:00", true);
	judge();
	expect_stage_two("2026-07-02 10:00", "taken by a person");
	story.count--;
	tell_acknowledged(&story, 2, "2026-07-03 10:00");
	judge();
	expect_stage_two("2026-07-03 10:00", "acknowledged");
	/* A second letter does not start the twenty days again. */
	story.count = 2;
	tell_response(&story, 1, "2026-06-10 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-30 00:00");
	judge();
	expect_stage_two(NULL, "a day late for the first letter");
}

/* The later of two windows, the second six months from when the customer knew: past the calendar's end it is open. */
Test(routing, a_window_past_the_calendars_end)
{
	static struct policy policy;
	struct clock_rule *window;
	struct facts facts;
	struct instant next;

	policy = *livin();
	window = &policy.clocks[policy_clock(&policy, TEXT("stage-2-request-window"))];
	window->also_starts = MOMENT_KNOWN;
	window->also_limit = (struct limit){ .unit = LIMIT_MONTHS, .count = 6 };
	tell_complaint(&story, "2028-09-04 10:00")->contact.known_on = day_of("2028-09-01");
	tell_response(&story, 1, "2028-09-15 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2028-12-20 10:00");
	facts = story_facts(&story);
	routing_judge(&policy, england(), &facts, london("2028-12-21 10:00"), &out, &next);
	expect_stage_two("2028-12-20 10:00", "the second window is open");
	/* Known in May, it closed in November. */
	story.told[0].contact.known_on = day_of("2028-05-01");
	routing_judge(&policy, england(), &facts, london("2028-12-21 10:00"), &out, &next);
	expect_stage_two(NULL, "both windows are over");
	/* Who says only later when it became known has the second window all the same, as sla's clock counts it. */
	story.told[0].contact.known_on = NO_DAY;
	tell(&story, FACT_CONTACT_RECEIVED, 0, "2028-09-05 10:00")->contact.known_on = day_of("2028-09-01");
	facts = story_facts(&story);
	routing_judge(&policy, england(), &facts, london("2028-12-21 10:00"), &out, &next);
	expect_stage_two("2028-12-20 10:00", "the second window is open");
}

Test(routing, asked_before_the_answer)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-04 10:00");
	judge();
	expect_stage_two(NULL, "nothing is answered yet");
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_REFERRED), 2, "each to a person");
	/* Refusing that leaves stage one as it was. */
	tell_decision("2026-06-05 10:00", false);
	tell_decision("2026-06-05 11:00", false);
	story.told[story.count - 1].stage = 1;
	tell_response(&story, 1, "2026-06-08 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-09 10:00");
	judge();
	expect_stage_two("2026-06-09 10:00", "asked for after the answer");
}

Test(routing, refused_and_reversed)
{
	for (int late = 0; late < 2; late++) {
		story.count = 0;
		tell_complaint(&story, "2026-05-18 10:00");
		tell_response(&story, 1, "2026-06-01 10:00");
		tell(&story, FACT_ESCALATION_REQUESTED, 2, late ? "2026-07-01 10:00" : "2026-06-10 10:00");
		tell_decision("2026-07-02 10:00", false);
		tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-07-03 10:00");
		judge();
		expect_stage_two(late ? NULL : "2026-06-10 10:00", "opened on request, if in time");
		cr_expect(is_referred("request", "asked-out-of-turn"), "a person decided: a person decides again");
		tell_decision("2026-07-06 10:00", true);
		tell_response(&story, 2, "2026-07-10 10:00");
		tell_decision("2026-07-11 10:00", true);
		tell(&story, FACT_ESCALATION_REQUESTED, 3, "2026-07-12 10:00");
		judge();
		expect_stage_two(late ? "2026-07-06 10:00" : "2026-06-10 10:00", "reversed");
		cr_expect_eq(
		    count_kind(&out, JUDGEMENT_STAGE_OPENED), 2, "no stage opens twice, and there is no third");
	}
}

/* Closing, reopening and withdrawing (Decided 18). */
Test(routing, closed_and_reopened)
{
	tell_complaint(&story, "2026-05-18 10:00");
	tell_response(&story, 1, "2026-06-01 10:00");
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-01 11:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	judge();
	expect_stage_two("2026-06-03 10:00", "closing an answered case bars no request");
	story.told[3] = story.told[2];
	story.told[3].kind = FACT_CASE_REOPENED;
	story.told[3].id = TEXT("f4");
	story.told[3].occurred_at = london("2026-06-02 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	judge();
	expect_stage_two("2026-06-03 10:00", "reopened, it is as answered as it was");
	/* Closed a moment before the letter. */
	story.count = 1;
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-01 09:59");
	tell_response(&story, 1, "2026-06-01 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	judge();
	expect_stage_two("2026-06-03 10:00", "closed, then answered");
	/* Closed without an answer. */
	story.count = 2;
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	judge();
	expect_stage_two(NULL, "nothing was answered");
	cr_expect(is_referred("request", "asked-out-of-turn"));
	/* Withdrawn after the answer, then back. */
	story.count = 1;
	tell_response(&story, 1, "2026-06-01 10:00");
	tell(&story, FACT_CASE_WITHDRAWN, 0, "2026-06-02 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-03 10:00");
	judge();
	expect_stage_two(NULL, "withdrawn");
	story.count--;
	tell(&story, FACT_CASE_REOPENED, 0, "2026-06-03 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-04 10:00");
	judge();
	expect_stage_two("2026-06-04 10:00", "came back");
}

/* A closed request or compliment has no stage to go on to. */
Test(routing, what_is_no_complaint_has_no_stages)
{
	tell_contact(&story, "2026-06-01 10:00", CONTACT_BIT(IS_COMPLIMENT));
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-02 10:00");
	tell(&story, FACT_CASE_REOPENED, 0, "2026-06-03 10:00");
	tell_acknowledged(&story, 1, "2026-06-04 10:00");
	tell(&story, FACT_ESCALATION_REQUESTED, 1, "2026-06-05 10:00");
	tell_decision("2026-06-06 10:00", true);
	tell(&story, FACT_ESCALATION_REQUESTED, 2, "2026-06-07 10:00");
	tell_response(&story, 1, "2026-06-08 10:00");
	judge();
	cr_expect_eq(count_kind(&out, JUDGEMENT_STAGE_OPENED), 0);
	cr_expect_eq(count_kind(&out, JUDGEMENT_CASE_OPENED), 1);
}
