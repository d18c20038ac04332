#include "wire/fact.h"

#include "wire/fact_care.h"
#include "wire/fact_contact.h"
#include "wire/proto.h"

#define SAME(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), "one numbering")
SAME(GROUND_OTHER, REDRESS__V1__EXCLUSION_GROUND__EXCLUSION_GROUND_OTHER);
SAME(GROUND_WITH_OMBUDSMAN, REDRESS__V1__EXCLUSION_GROUND__EXCLUSION_GROUND_WITH_OMBUDSMAN);
SAME(CASE_OUTCOME_RESOLVED, REDRESS__V1__OUTCOME__OUTCOME_RESOLVED);
SAME(CASE_OUTCOME_NOT_UPHELD, REDRESS__V1__OUTCOME__OUTCOME_NOT_UPHELD);
SAME(COMPLAINT_NOT_SATISFIED, REDRESS__V1__COMPLAINT_REQUESTED__REASON__REASON_NOT_SATISFIED);
SAME(CONTACT_BY_PRIVATE_MESSAGE, REDRESS__V1__CHANNEL__CHANNEL_PRIVATE_MESSAGE);
SAME(CONTACT_BY_SOCIAL_MEDIA, REDRESS__V1__CHANNEL__CHANNEL_SOCIAL_MEDIA);
SAME(HAZARD_PREVENTATIVE_WORK_STARTED, REDRESS__V1__HAZARD_ACTED_ON__ACT__ACT_PREVENTATIVE_WORK_STARTED);
SAME(FINDING_OUTSIDE_JURISDICTION, REDRESS__V1__DETERMINATION__FINDING__FINDING_OUTSIDE_JURISDICTION);
SAME(REMEDY_SERVICE, REDRESS__V1__REMEDY_KIND__REMEDY_KIND_SERVICE);
SAME(CLOSE_SETTLED, REDRESS__V1__CASE_CLOSED__REASON__REASON_SETTLED);

/* How each kind's message fills the record; `body` is the message named beside it in the table. */
#define DECODE(name, message) static void name(const message *body, struct fact *fact)

DECODE(contacted, Redress__V1__CustomerContacted)
{
	fact->contacted.reached = body->reached;
	fact->contacted.progress_update = body->progress_update;
	fact->contacted.definition_clarified = body->definition_clarified;
	fact->contacted.update_every = fact_count(body->update_every_working_days);
	fact->contacted.agreed_channel = (enum contact_channel)body->agreed_channel;
	fact->contacted.ombudsman_details = body->ombudsman_details_given;
	fact->contacted.mediation_offered = body->mediation_offered;
	fact->contacted.advocacy_offered = body->advocacy_offered;
	fact->contacted.next_steps_told = body->next_steps_told;
	fact->contacted.meeting_offered = body->meeting_offered;
	fact->contacted.survey_asked = body->survey_asked;
	fact->contacted.officer = text_of(body->officer);
}

DECODE(acknowledged, Redress__V1__CaseAcknowledged)
{
	fact->acknowledged.defined = fact_is_given(body->definition) || body->n_points > 0;
	fact->acknowledged.ombudsman_details = body->ombudsman_details_given;
	fact->acknowledged.outcome_sought = fact_is_given(body->outcome_sought);
}

DECODE(officer, Redress__V1__OfficerAssigned)
{
	fact->officer.officer = text_of(body->officer);
	fact->officer.role = text_of(body->role);
	fact->officer.service_area = text_of(body->service_area);
	fact->officer.organisation = text_of(body->organisation);
	fact->officer.conflict_declared = body->conflict_declared;
	fact->officer.conflict_dealt_with = body->conflict_dealt_with;
}

DECODE(consent, Redress__V1__ConsentGiven)
{
	fact->consent.representative = text_of(body->representative);
	fact->consent.in_writing = body->in_writing;
}

DECODE(information, Redress__V1__InformationAdded)
{
	fact->information.new_issue = body->new_issue;
	fact->information.related = body->related;
	fact->information.would_delay = body->would_delay;
	fact->information.new_evidence = body->new_evidence;
	fact->information.linked_case = text_of(body->linked_case);
}

DECODE(complaint_requested, Redress__V1__ComplaintRequested)
{
	fact->complaint_requested.reason = (enum complaint_reason)body->reason;
}

DECODE(risk, Redress__V1__RiskIdentified)
{
	fact->risk.health_and_safety = body->health_and_safety;
	fact->risk.safeguarding = body->safeguarding;
}

DECODE(hazard, Redress__V1__HazardIdentified)
{
	fact->hazard.ref = text_of(body->ref);
	fact->hazard.kind = text_of(body->kind);
	fact->hazard.emergency = body->emergency;
	fact->hazard.significant = body->significant;
}

DECODE(concluded, Redress__V1__InvestigationConcluded)
{
	fact->concluded.ref = text_of(body->ref);
	fact->concluded.no_hazard = body->no_hazard_found;
	fact->concluded.safety_work_needed = body->safety_work_needed;
	fact->concluded.preventative_work_needed = body->preventative_work_needed;
}

DECODE(informal_outcome, Redress__V1__InformalOutcomeGiven)
{
	fact->informal_outcome.resolved = body->resolved;
	fact->informal_outcome.customer_satisfied = body->customer_satisfied;
}

DECODE(extension, Redress__V1__ExtensionNotified)
{
	fact->extension.until = fact_day(body->until);
	fact->extension.has_reason = fact_is_given(body->reason);
	fact->extension.good_reason = body->good_reason;
	fact->extension.customer_agreed = body->customer_agreed;
	fact->extension.ombudsman_details = body->ombudsman_details_given;
	fact->extension.attempts_to_reach = fact_count(body->attempts_to_reach);
	fact->extension.approved_by_role = text_of(body->approved_by_role);
}

DECODE(finding, Redress__V1__FindingShared)
{
	fact->finding.shared_with = text_of(body->shared_with);
	fact->finding.reviewed_by_role = text_of(body->reviewed_by_role);
	fact->finding.adverse = body->adverse;
}

/* At most FACT_ITEMS_MAX: `promises_fit` has looked. */
static uint8_t
take_actions(Redress__V1__Action *const *actions, size_t count, struct promise *promises)
{
	for (size_t i = 0; i < count; i++)
		promises[i] = (struct promise){
			.ref = text_of(actions[i]->ref),
			.owner = text_of(actions[i]->owner),
			.due = fact_day(actions[i]->due),
			.binding = true,
			.agreed = actions[i]->agreed_with_customer,
			.kind = (enum remedy_kind)actions[i]->kind,
		};
	return (uint8_t)count;
}

DECODE(response, Redress__V1__ResponseIssued)
{
	fact->response.outcome = (enum outcome_of_case)body->outcome;
	fact->response.points_unanswered = fact_count((uint32_t)body->n_points_unanswered);
	fact->response.reasons_given = body->reasons_given;
	fact->response.ombudsman_details = body->ombudsman_details_given;
	fact->response.reviewed = body->reviewed;
	fact->response.reviewed_by_role = text_of(body->reviewed_by_role);
	fact->response.to_representative_only = body->sent_to_representative_only;
	fact->response.copied_to_representative = body->copied_to_representative;
	fact->response.available_to_petitioners = body->available_to_petitioners;
	fact->response.adjustments_made = body->adjustments_made;
	fact->response.next_step_told = body->next_step_told;
	fact->response.promise_count = take_actions(body->actions, body->n_actions, fact->response.promises);
}

DECODE(remedy, Redress__V1__RemedyAgreed)
{
	fact->response.reviewed_by_role = text_of(body->agreed_by_role);
	fact->response.promise_count = take_actions(body->actions, body->n_actions, fact->response.promises);
}

DECODE(escalation_requested, Redress__V1__EscalationRequested)
{
	fact->escalation_requested.new_evidence = body->new_evidence;
	fact->escalation_requested.points = fact_count((uint32_t)body->n_points);
}

DECODE(escalation_decided, Redress__V1__EscalationDecided)
{
	fact->escalation_decided.accepted = body->accepted;
	fact->escalation_decided.explained = fact_is_given(body->explanation);
	fact->escalation_decided.ombudsman_details = body->ombudsman_details_given;
	fact->escalation_decided.grounds = text_of(body->grounds);
	fact->escalation_decided.decided_by = text_of(body->decided_by);
	fact->escalation_decided.decided_by_role = text_of(body->decided_by_role);
	fact->escalation_decided.consulted_role = text_of(body->in_consultation_with_role);
	fact->escalation_decided.former_response_final = body->former_response_final;
}

DECODE(hearing_arranged, Redress__V1__HearingArranged)
{
	fact->hearing.held_on = fact_day(body->for_date);
	fact->hearing.customers_choice = body->customers_choice;
	fact->hearing.without_tenants = body->without_tenants;
}

DECODE(hearing, Redress__V1__HearingHeld)
{
	fact->hearing.held_on = fact_day(body->held_on);
	fact->hearing.tenant_representatives = fact_count(body->tenant_representatives);
	fact->hearing.chair_role = text_of(body->chair_role);
}

DECODE(action_completed, Redress__V1__ActionCompleted)
{
	fact->completed.ref = text_of(body->ref);
	fact->completed.done = true;
	fact->completed.proven = fact_is_given(body->proof);
}

DECODE(compensation_paid, Redress__V1__CompensationPaid)
{
	fact->completed.ref = text_of(body->ref);
	fact->completed.done = true;
	fact->completed.pence = body->pence > INT32_MAX ? INT32_MAX : (int32_t)body->pence;
}

DECODE(order_completed, Redress__V1__OrderCompleted)
{
	fact->completed.ref = text_of(body->ref);
	fact->completed.done = !fact_is_given(body->reasons_not_acted);
	fact->completed.proven = fact_is_given(body->proof);
}

DECODE(appointment_missed, Redress__V1__AppointmentMissed)
{
	fact->appointment.appointment = text_of(body->appointment);
	fact->appointment.offered_for = NO_DAY;
}

DECODE(appointment_offered, Redress__V1__AppointmentOffered)
{
	fact->appointment.appointment = text_of(body->appointment);
	fact->appointment.offered_for = fact_day(body->offered_for);
	fact->appointment.suits_customer = body->suits_customer;
}

DECODE(survey, Redress__V1__SurveyAnswered)
{
	fact->survey.satisfied = body->satisfied_with_handling;
	fact->survey.score = fact_count(body->score);
}

DECODE(learning, Redress__V1__LearningRecorded)
{
	fact->learning.theme = text_of(body->theme);
}

DECODE(closed, Redress__V1__CaseClosed)
{
	fact->closed.reason = (enum close_reason)body->reason;
	fact->closed.ombudsman_details = body->ombudsman_details_given;
}

DECODE(scope, Redress__V1__ScopeDecided)
{
	fact->scope.accepted = body->accepted;
	fact->scope.has_reasons = fact_is_given(body->reasons);
	fact->scope.has_other_route = fact_is_given(body->other_route);
	fact->scope.ombudsman_right_told = body->ombudsman_right_told;
	fact->scope.discretion_used = body->discretion_used;
	fact->scope.ground = (enum ground)body->ground;
	fact->scope.decided_by = text_of(body->decided_by);
	fact->scope.decided_by_role = text_of(body->decided_by_role);
	fact->scope.discussed_with_role = text_of(body->discussed_with_role);
}

DECODE(evidence_asked, Redress__V1__OmbudsmanRequestedEvidence)
{
	fact->ombudsman.ombudsman_case = text_of(body->ombudsman_case);
	fact->ombudsman.revised_date = NO_DAY;
}

DECODE(evidence_sent, Redress__V1__OmbudsmanEvidenceSent)
{
	fact->ombudsman.ombudsman_case = text_of(body->ombudsman_case);
	fact->ombudsman.revised_date = fact_day(body->revised_date);
	fact->ombudsman.revised_date_agreed = body->revised_date_agreed;
	fact->ombudsman.explained = fact_is_given(body->explanation);
}

DECODE(determined, Redress__V1__OmbudsmanDetermined)
{
	fact->ombudsman.ombudsman_case = text_of(body->ombudsman_case);
	fact->ombudsman.revised_date = NO_DAY;
	for (size_t i = 0; i < body->n_determinations; i++)
		fact->ombudsman.findings[fact->ombudsman.finding_count++] = (uint8_t)body->determinations[i]->finding;
	for (size_t i = 0; i < body->n_orders; i++)
		fact->ombudsman.promises[i] = (struct promise){
			.ref = text_of(body->orders[i]->ref),
			.due = fact_day(body->orders[i]->due),
			.binding = !body->orders[i]->recommendation,
		};
	fact->ombudsman.promise_count = (uint8_t)body->n_orders;
}

/* The channel, where the message has one. */
static enum contact_channel
channel_of(const ProtobufCMessage *body)
{
	const ProtobufCFieldDescriptor *field =
	    protobuf_c_message_descriptor_get_field_by_name(body->descriptor, "channel");

	return field == NULL ? CONTACT_BY_UNSPECIFIED : (enum contact_channel)PROTO_MEMBER(const int, body, field);
}

/* The stage, where the message has one. */
static bool
take_stage(const ProtobufCMessage *body, struct fact *fact, struct error *error)
{
	const char *name = "stage";
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(body->descriptor, name);
	uint32_t stage, first = 1;

	if (field == NULL) {
		name = "to_stage";
		first = 2;
		field = protobuf_c_message_descriptor_get_field_by_name(body->descriptor, name);
	}
	if (field == NULL)
		return true;
	stage = PROTO_MEMBER(const uint32_t, body, field);
	if (stage > UINT8_MAX)
		return error_set_field(error, ERROR_INVALID, name, "stage %u is beyond any", stage);
	fact->stage = (uint8_t)(stage == 0 ? first : stage);
	return true;
}

static bool
promises_fit(const ProtobufCMessage *body, struct error *error)
{
	static const char *const lists[] = { "actions", "orders", "recommendations", "determinations" };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const ProtobufCFieldDescriptor *field =
		    protobuf_c_message_descriptor_get_field_by_name(body->descriptor, lists[i]);

		if (field != NULL && PROTO_QUANTITY(const size_t, body, field) > FACT_ITEMS_MAX)
			return error_set_field(
			    error, ERROR_LIMIT, lists[i], "more than %d promises in one fact", (int)FACT_ITEMS_MAX);
	}
	return true;
}

static void
fill(enum fact_kind kind, const void *body, struct fact *fact)
{
	switch (kind) {
#define FILL(kind, decode)          \
	case FACT_##kind:           \
		decode(body, fact); \
		break
		FILL(CONTACT_RECEIVED, fact_contact);
		FILL(CUSTOMER_CONTACTED, contacted);
		FILL(CASE_ACKNOWLEDGED, acknowledged);
		FILL(OFFICER_ASSIGNED, officer);
		FILL(CONSENT_GIVEN, consent);
		FILL(INFORMATION_ADDED, information);
		FILL(COMPLAINT_REQUESTED, complaint_requested);
		FILL(RISK_IDENTIFIED, risk);
		FILL(HAZARD_IDENTIFIED, hazard);
		FILL(INVESTIGATION_CONCLUDED, concluded);
		FILL(INFORMAL_OUTCOME_GIVEN, informal_outcome);
		FILL(EXTENSION_NOTIFIED, extension);
		FILL(FINDING_SHARED, finding);
		FILL(RESPONSE_ISSUED, response);
		FILL(ESCALATION_REQUESTED, escalation_requested);
		FILL(ESCALATION_DECIDED, escalation_decided);
		FILL(HEARING_ARRANGED, hearing_arranged);
		FILL(HEARING_HELD, hearing);
		FILL(REMEDY_AGREED, remedy);
		FILL(ACTION_COMPLETED, action_completed);
		FILL(COMPENSATION_PAID, compensation_paid);
		FILL(APPOINTMENT_MISSED, appointment_missed);
		FILL(APPOINTMENT_OFFERED, appointment_offered);
		FILL(COMPLIMENT_RECEIVED, fact_compliment);
		FILL(SURVEY_ANSWERED, survey);
		FILL(LEARNING_RECORDED, learning);
		FILL(CASE_CLOSED, closed);
		FILL(SCOPE_DECIDED, scope);
		FILL(OMBUDSMAN_REQUESTED_EVIDENCE, evidence_asked);
		FILL(OMBUDSMAN_EVIDENCE_SENT, evidence_sent);
		FILL(OMBUDSMAN_DETERMINED, determined);
		FILL(ORDER_COMPLETED, order_completed);
		FILL(CUSTOMER_COMMENTED, fact_commented);
		FILL(HAZARD_ACTED_ON, fact_hazard_act);
		FILL(ASSESSMENT_RECORDED, fact_assessment);
		FILL(ESCALATION_PLANNED, fact_plan);
		FILL(COMPLIMENT_SHARED, fact_shared);
		FILL(DISCRETION_USED, fact_discretion);
		FILL(CASE_SUSPENDED, fact_suspended);
		FILL(SUPPORT_NEED_IDENTIFIED, fact_support);
		FILL(BEHAVIOUR_NOTED, fact_behaviour);
		FILL(CONTACT_RESTRICTED, fact_restriction);
		FILL(INFORMATION_DISCLOSED, fact_disclosed);
		FILL(RECOMMENDATION_MADE, fact_recommendation);
		FILL(DESIGNATED_PERSON_CONTACTED, fact_designated);
		FILL(WORK_RECORDED, fact_work);
#undef FILL
	case FACT_CASE_RESUMED: /* that they happened is all that is judged */
	case FACT_LEGAL_PROCEEDINGS_ENDED:
	case FACT_DESIGNATED_PERSON_APPROACHED:
	case FACT_CASE_WITHDRAWN:
	case FACT_CASE_REOPENED:
	case FACT_OF_NO_CASE:
		break;
	}
}

bool
fact_decode(const struct event *event, struct arena *arena, struct fact *fact, struct error *error)
{
	enum fact_kind kind = fact_kind_from_name(event->type);
	const ProtobufCMessage *body;

	if (kind == FACT_OF_NO_CASE)
		return error_set(error, ERROR_NOT_FOUND, "%.*s is no fact of a case", TEXT_ARG(event->type));
	body = proto_unpack_named(event->type, event->body, PROTO_TOLERANT, "", arena, error);
	if (body == NULL)
		return false;
	memset(fact, 0, sizeof(*fact));
	fact->kind = kind;
	fact->occurred_at = event->occurred_at;
	fact->source = event->source;
	fact->id = event->id;
	fact->position = event->position;
	fact->channel = channel_of(body);
	fact->spoken = fact->channel == CONTACT_BY_IN_PERSON || fact->channel == CONTACT_BY_PHONE;
	if (!take_stage(body, fact, error) || !promises_fit(body, error))
		return false;
	fill(kind, body, fact);
	return true;
}
