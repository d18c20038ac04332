#include <criterion/criterion.h>

#include "wire/fact.h"
#include "wire/json.h"
#include "wire/time.h"

static struct arena arena;

static void
finish(void)
{
	arena_free(&arena);
}

TestSuite(fact, .fini = finish);

static struct fact
decode(const char *name, const char *json)
{
	struct error error = { 0 };
	struct event event = {
		.position = 9,
		.type = text_of(arena_printf(&arena, "redress.v1.%s", name)),
		.source = TEXT("crm"),
		.id = TEXT("1"),
		.case_ref = TEXT("LIVIN-1"),
		.occurred_at = { 77 },
	};
	struct fact fact;

	cr_assert(
	    wire_json_parse(event.type, text_of(json), &arena, &event.body, &error), "%s: %s", error.field, error.text);
	cr_assert(fact_decode(&event, &arena, &fact, &error), "%s", error.text);
	return fact;
}

static int32_t
day(const char *date)
{
	int32_t found;

	cr_assert(date_parse(text_of(date), &found));
	return found;
}

Test(fact, every_kind_decodes_with_its_names_and_time)
{
	for (int kind = 0; kind < FACT_OF_NO_CASE; kind++) {
		struct fact fact = decode(fact_kind_name((enum fact_kind)kind), "{}");

		cr_assert_eq(fact.kind, (enum fact_kind)kind);
		cr_assert_eq(fact.occurred_at.us, 77);
		cr_assert_eq(fact.position, 9);
		cr_assert(text_equal(fact.source, TEXT("crm")));
		cr_assert(text_equal(fact.id, TEXT("1")));
		cr_assert_not(fact.spoken);
	}
}

Test(fact, a_stage_not_named_is_the_first_and_of_an_escalation_the_second)
{
	static const struct {
		const char *name, *json;
		uint8_t stage;
	} rows[] = {
		{ "ResponseIssued", "{}", 1 },
		{ "ResponseIssued", "{\"stage\":2}", 2 },
		{ "CaseAcknowledged", "{}", 1 },
		{ "ExtensionNotified", "{}", 1 },
		{ "EscalationRequested", "{}", 2 },
		{ "EscalationDecided", "{}", 2 },
		{ "EscalationDecided", "{\"toStage\":3}", 3 },
		{ "CaseClosed", "{}", 0 },
		{ "ContactReceived", "{}", 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_assert_eq(
		    decode(rows[i].name, rows[i].json).stage, rows[i].stage, "%s %s", rows[i].name, rows[i].json);
}

Test(fact, spoken_is_in_person_or_on_the_phone)
{
	cr_assert(decode("ResponseIssued", "{\"channel\":\"phone\"}").spoken);
	cr_assert(decode("CaseAcknowledged", "{\"channel\":\"in-person\"}").spoken);
	cr_assert_not(decode("ResponseIssued", "{\"channel\":\"letter\"}").spoken);
	cr_assert_not(decode("ResponseIssued", "{}").spoken);
}

Test(fact, a_contact_says_its_flags)
{
	static const struct {
		const char *json;
		uint64_t flags;
	} rows[] = {
		{ "{}", 0 },
		{ "{\"nature\":\"complaint\"}", CONTACT_BIT(IS_COMPLAINT) },
		{ "{\"nature\":\"service-request\"}", CONTACT_BIT(IS_SERVICE_REQUEST) },
		{ "{\"nature\":\"dissatisfaction\"}", CONTACT_BIT(IS_DISSATISFACTION) },
		{ "{\"nature\":\"compliment\"}", CONTACT_BIT(IS_COMPLIMENT) },
		{ "{\"nature\":\"suggestion\"}", CONTACT_BIT(IS_SUGGESTION) },
		{ "{\"nature\":\"enquiry\"}", CONTACT_BIT(IS_ENQUIRY) },
		{ "{\"nature\":\"petition\"}", CONTACT_BIT(IS_PETITION) },
		{ "{\"dissatisfied\":true}", CONTACT_BIT(DISSATISFIED) },
		{ "{\"wantsFormal\":true}", CONTACT_BIT(WANTS_FORMAL) },
		{ "{\"wantsInformal\":true}", CONTACT_BIT(WANTS_INFORMAL) },
		{ "{\"furtherEnquiriesNeeded\":true}", CONTACT_BIT(FURTHER_ENQUIRIES) },
		{ "{\"ongoing\":true}", CONTACT_BIT(ONGOING) },
		{ "{\"anonymous\":true}", CONTACT_BIT(ANONYMOUS) },
		{ "{\"enoughToInvestigate\":true}", CONTACT_BIT(ENOUGH_TO_INVESTIGATE) },
		{ "{\"legalStep\":\"threatened\"}", CONTACT_BIT(LEGAL_THREATENED) },
		{ "{\"legalStep\":\"started\"}", CONTACT_BIT(LEGAL_THREATENED) | CONTACT_BIT(LEGAL_STARTED) },
		{ "{\"legalStep\":\"filed-at-court\"}",
		    CONTACT_BIT(LEGAL_THREATENED) | CONTACT_BIT(LEGAL_STARTED) | CONTACT_BIT(LEGAL_FILED) },
		{ "{\"alreadyAnsweredIn\":\"LIVIN-0\"}", CONTACT_BIT(ALREADY_ANSWERED) },
		{ "{\"healthAndSafetyRisk\":true}", CONTACT_BIT(HEALTH_AND_SAFETY) },
		{ "{\"safeguarding\":true}", CONTACT_BIT(SAFEGUARDING) },
		{ "{\"antiSocialBehaviour\":true}", CONTACT_BIT(ANTI_SOCIAL_BEHAVIOUR) },
		{ "{\"aboutConduct\":true}", CONTACT_BIT(ABOUT_CONDUCT) },
		{ "{\"otherBodyResponsible\":true}", CONTACT_BIT(OTHER_BODY) },
		{ "{\"neighbourDispute\":true}", CONTACT_BIT(NEIGHBOUR_DISPUTE) },
		{ "{\"insuranceClaim\":true}", CONTACT_BIT(INSURANCE_CLAIM) },
		{ "{\"compensationClaim\":true}", CONTACT_BIT(COMPENSATION_CLAIM) },
		{ "{\"withOmbudsman\":true}", CONTACT_BIT(WITH_OMBUDSMAN) },
		{ "{\"likelyRightInTime\":true}", CONTACT_BIT(LIKELY_RIGHT_IN_TIME) },
		{ "{\"significantImpact\":true}", CONTACT_BIT(SIGNIFICANT_IMPACT) },
		{ "{\"confusedCircumstances\":true}", CONTACT_BIT(CONFUSED_CIRCUMSTANCES) },
		{ "{\"widerIssues\":true}", CONTACT_BIT(WIDER_ISSUES) },
		{ "{\"firstReport\":true}", CONTACT_BIT(FIRST_REPORT) },
		{ "{\"representative\":{\"ref\":\"R\"}}", CONTACT_BIT(REPRESENTATIVE) },
		{ "{\"channel\":\"social-media\"}", CONTACT_BIT(SOCIAL_MEDIA) },
		{ "{\"customer\":{\"ref\":\"C1\"}}", CONTACT_BIT(NAMED) },
		{ "{\"adjustments\":\"Large print\"}", CONTACT_BIT(ADJUSTMENT_ASKED) },
		{ "{\"confirmRepresentative\":true}", CONTACT_BIT(CONFIRM_REPRESENTATIVE) },
		{ "{\"unacceptableBehaviour\":true}", CONTACT_BIT(UNACCEPTABLE_BEHAVIOUR) },
		{ "{\"violentOrThreatening\":true}", CONTACT_BIT(VIOLENCE) },
		{ "{\"personalInjury\":true}", CONTACT_BIT(PERSONAL_INJURY) },
	};
	uint64_t all = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_assert_eq(decode("ContactReceived", rows[i].json).contact.flags, rows[i].flags, "%s", rows[i].json);
		all |= rows[i].flags;
	}
	/* That a designated person was turned to is a fact of its own. */
	all |= CONTACT_BIT(DESIGNATED_PERSON);
	cr_assert_eq(all, (UINT64_C(1) << CONTACT_FLAGS_COUNT) - 1, "a flag is never said");
}

Test(fact, a_contact_says_its_days_and_words)
{
	struct fact fact = decode("ContactReceived",
	    "{\"nature\":\"complaint\",\"happenedOn\":\"2025-12-01\",\"acceptableBy\":\"2026-02-01\","
	    "\"updateEveryWorkingDays\":5,\"recordedAt\":\"1970-01-01T00:00:01Z\",\"category\":\"repairs\","
	    "\"serviceArea\":\"east\",\"linkedCase\":\"LIVIN-0\"}");

	cr_assert_eq(fact.contact.nature, NATURE_COMPLAINT);
	cr_assert_eq(fact.contact.happened_on, day("2025-12-01"));
	cr_assert_eq(fact.contact.known_on, NO_DAY);
	cr_assert_eq(fact.contact.acceptable_by, day("2026-02-01"));
	cr_assert_eq(fact.contact.update_every, 5);
	cr_assert_eq(fact.contact.recorded_at.us, SECOND_US);
	cr_assert(text_equal(fact.contact.category, TEXT("repairs")));
	cr_assert(text_equal(fact.contact.service_area, TEXT("east")));
	cr_assert(text_equal(fact.contact.linked_case, TEXT("LIVIN-0")));
	cr_assert_not(instant_is_set(decode("ContactReceived", "{}").contact.recorded_at));
}

Test(fact, a_compliment_is_a_contact)
{
	struct fact fact = decode("ComplimentReceived", "{\"serviceArea\":\"east\",\"channel\":\"phone\"}");

	cr_assert_eq(fact.contact.flags, CONTACT_BIT(IS_COMPLIMENT));
	cr_assert_eq(fact.contact.nature, NATURE_COMPLIMENT);
	cr_assert_eq(fact.contact.happened_on, NO_DAY);
	cr_assert(text_equal(fact.contact.service_area, TEXT("east")));
	cr_assert(fact.spoken);
}

Test(fact, how_a_customer_is_dealt_with)
{
	struct fact fact = decode("CustomerContacted", "{\"agreedChannel\":\"text\",\"mediationOffered\":true}");

	cr_assert_eq(fact.contacted.agreed_channel, CONTACT_BY_TEXT);
	cr_assert(fact.contacted.mediation_offered);
	cr_assert_not(fact.contacted.advocacy_offered);
	fact = decode("HazardActedOn", "{\"ref\":\"H1\",\"act\":\"made-safe\"}");
	cr_assert(text_equal(fact.hazard_act.ref, TEXT("H1")));
	cr_assert_eq(fact.hazard_act.act, HAZARD_MADE_SAFE);
	fact = decode("AssessmentRecorded", "{\"about\":\"x\",\"risks\":\"y\"}");
	cr_assert(fact.assessment.about && fact.assessment.risks);
	cr_assert_not(fact.assessment.evidence || fact.assessment.outcome_sought || fact.assessment.urgent_action);
	fact = decode("EscalationPlanned", "{\"reviewer\":\"R1\",\"completeBy\":\"2026-02-01\"}");
	cr_assert_eq(fact.stage, 2);
	cr_assert_eq(fact.plan.complete_by, day("2026-02-01"));
	fact = decode("CaseSuspended", "{\"stage\":1,\"orderedByRole\":\"director\",\"reason\":\"x\"}");
	cr_assert(fact.suspended.has_reason);
	cr_assert(text_equal(fact.suspended.ordered_by_role, TEXT("director")));
	fact = decode("RecommendationMade", "{\"recommendations\":[{\"ref\":\"P1\",\"due\":\"2026-02-01\"}]}");
	cr_assert_eq(fact.ombudsman.promise_count, 1);
	cr_assert_not(fact.ombudsman.promises[0].binding);
	fact = decode("ContactRestricted", "{\"reasons\":\"x\",\"proportionate\":true}");
	cr_assert(fact.restriction.has_reasons && fact.restriction.proportionate);
	cr_assert_eq(fact.restriction.until, NO_DAY);
}

Test(fact, sealed_texts_count_as_there_or_not)
{
	cr_assert_not(decode("CaseAcknowledged", "{}").acknowledged.defined);
	cr_assert(decode("CaseAcknowledged", "{\"definition\":\"sealed:1:k:x\"}").acknowledged.defined);
	cr_assert(decode("CaseAcknowledged", "{\"points\":[{}]}").acknowledged.defined);
	cr_assert_not(decode("ExtensionNotified", "{}").extension.has_reason);
	cr_assert(decode("ExtensionNotified", "{\"reason\":\"x\"}").extension.has_reason);
	cr_assert(decode("ScopeDecided", "{\"reasons\":\"x\"}").scope.has_reasons);
	cr_assert(decode("EscalationDecided", "{\"explanation\":\"x\"}").escalation_decided.explained);
	cr_assert(decode("OmbudsmanEvidenceSent", "{\"explanation\":\"x\"}").ombudsman.explained);
	cr_assert(decode("OrderCompleted", "{\"ref\":\"1\",\"proof\":\"x\"}").completed.done);
	cr_assert_not(decode("OrderCompleted", "{\"ref\":\"1\",\"reasonsNotActed\":\"x\"}").completed.done);
	cr_assert(decode("ActionCompleted", "{\"ref\":\"1\"}").completed.done);
}

Test(fact, a_response_carries_its_promises)
{
	struct fact fact = decode("ResponseIssued",
	    "{\"outcome\":\"partly-upheld\",\"pointsUnanswered\":[\"1\",\"2\"],\"reasonsGiven\":true,"
	    "\"ombudsmanDetailsGiven\":true,\"reviewed\":true,\"reviewedByRole\":\"director\",\"actions\":["
	    "{\"ref\":\"a\",\"owner\":\"repairs\",\"due\":\"2026-03-01\"},{\"ref\":\"b\"}]}");

	cr_assert_eq(fact.response.outcome, CASE_OUTCOME_PARTLY_UPHELD);
	cr_assert_eq(fact.response.points_unanswered, 2);
	cr_assert(fact.response.reasons_given && fact.response.ombudsman_details && fact.response.reviewed);
	cr_assert(text_equal(fact.response.reviewed_by_role, TEXT("director")));
	cr_assert_eq(fact.response.promise_count, 2);
	cr_assert(text_equal(fact.response.promises[0].ref, TEXT("a")));
	cr_assert(text_equal(fact.response.promises[0].owner, TEXT("repairs")));
	cr_assert_eq(fact.response.promises[0].due, day("2026-03-01"));
	cr_assert(fact.response.promises[0].binding);
	cr_assert_eq(fact.response.promises[1].due, PROMISE_NO_DATE);
}

Test(fact, an_order_binds_and_a_recommendation_does_not)
{
	struct fact fact = decode("OmbudsmanDetermined",
	    "{\"ombudsmanCase\":\"H1\",\"orders\":[{\"ref\":\"1\",\"due\":\"2026-03-01\"},{\"ref\":\"2\",\"recommendation\":true}]}");

	cr_assert_eq(fact.ombudsman.promise_count, 2);
	cr_assert(fact.ombudsman.promises[0].binding);
	cr_assert_not(fact.ombudsman.promises[1].binding);
	cr_assert(text_equal(fact.ombudsman.ombudsman_case, TEXT("H1")));
}

Test(fact, the_rest_of_the_kinds_say_what_they_have)
{
	struct fact fact;

	fact = decode("OfficerAssigned",
	    "{\"stage\":2,\"officer\":\"o\",\"role\":\"r\",\"serviceArea\":\"s\",\"conflictDeclared\":true,\"organisation\":\"g\"}");
	cr_assert(text_equal(fact.officer.officer, TEXT("o")) && text_equal(fact.officer.role, TEXT("r")));
	cr_assert(fact.officer.conflict_declared && !fact.officer.conflict_dealt_with);
	fact = decode("ExtensionNotified",
	    "{\"until\":\"2026-03-01\",\"goodReason\":true,\"customerAgreed\":true,\"attemptsToReach\":3,"
	    "\"ombudsmanDetailsGiven\":true,\"approvedByRole\":\"head\"}");
	cr_assert_eq(fact.extension.until, day("2026-03-01"));
	cr_assert_eq(fact.extension.attempts_to_reach, 3);
	cr_assert(fact.extension.good_reason && fact.extension.customer_agreed && fact.extension.ombudsman_details);
	fact = decode("CustomerContacted", "{\"reached\":true,\"progressUpdate\":true,\"updateEveryWorkingDays\":7}");
	cr_assert(fact.contacted.reached && fact.contacted.progress_update && fact.contacted.update_every == 7);
	fact = decode("ComplaintRequested", "{\"reason\":\"further-enquiries\"}");
	cr_assert_eq(fact.complaint_requested.reason, COMPLAINT_FURTHER_ENQUIRIES);
	fact = decode("ScopeDecided", "{\"ground\":\"too-old\",\"decidedByRole\":\"head\",\"discretionUsed\":true}");
	cr_assert_eq(fact.scope.ground, GROUND_TOO_OLD);
	cr_assert(fact.scope.discretion_used && !fact.scope.accepted);
	fact = decode("CaseClosed", "{\"reason\":\"settled\",\"ombudsmanDetailsGiven\":true}");
	cr_assert_eq(fact.closed.reason, CLOSE_SETTLED);
	fact = decode("HearingHeld", "{\"heldOn\":\"2026-03-01\",\"tenantRepresentatives\":3}");
	cr_assert_eq(fact.hearing.held_on, day("2026-03-01"));
	cr_assert_eq(fact.hearing.tenant_representatives, 3);
	fact = decode(
	    "AppointmentOffered", "{\"appointment\":\"a\",\"offeredFor\":\"2026-03-01\",\"suitsCustomer\":true}");
	cr_assert_eq(fact.appointment.offered_for, day("2026-03-01"));
	cr_assert(fact.appointment.suits_customer);
	fact = decode("HazardIdentified", "{\"ref\":\"h\",\"emergency\":true}");
	cr_assert(fact.hazard.emergency && text_equal(fact.hazard.ref, TEXT("h")));
	fact = decode("SurveyAnswered", "{\"score\":4,\"satisfiedWithHandling\":true}");
	cr_assert(fact.survey.satisfied && fact.survey.score == 4);
	fact = decode("EscalationRequested", "{\"points\":[\"1\"],\"newEvidence\":true}");
	cr_assert(fact.escalation_requested.points == 1 && fact.escalation_requested.new_evidence);
	fact = decode("InformationAdded", "{\"newIssue\":true,\"related\":true,\"linkedCase\":\"X\"}");
	cr_assert(fact.information.new_issue && fact.information.related && !fact.information.would_delay);
}

Test(fact, what_is_no_fact_is_not_found)
{
	struct event event = { .type = TEXT("redress.v1.TimeAdvanced") };
	struct error error = { 0 };
	struct fact fact;

	cr_assert_not(fact_decode(&event, &arena, &fact, &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
	event.type = TEXT("redress.v1.CaseWithdrawn");
	event.body = (struct bytes){ (const uint8_t *)"\xff", 1 };
	cr_assert_not(fact_decode(&event, &arena, &fact, &error));
	cr_assert_eq(error.code, ERROR_INVALID);
}
