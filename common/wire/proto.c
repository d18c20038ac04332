#include "wire/proto.h"

#include "base/limits.h"
#include "redress/v1/envelope.pb-c.h"
#include "redress/v1/intake.pb-c.h"
#include "redress/v1/landlord.pb-c.h"
#include "redress/v1/notification.pb-c.h"
#include "redress/v1/reporting.pb-c.h"
#include "redress/v1/routing.pb-c.h"
#include "redress/v1/sla.pb-c.h"
#include "wire/check.h"
#include "wire/suggest.h"

#define TYPE(name) &redress__v1__##name##__descriptor

/* Every message that may be the type of an event, and intake's answer. */
static const ProtobufCMessageDescriptor *const known[] = {
	TYPE(contact_received),
	TYPE(customer_contacted),
	TYPE(case_acknowledged),
	TYPE(officer_assigned),
	TYPE(consent_given),
	TYPE(information_added),
	TYPE(complaint_requested),
	TYPE(risk_identified),
	TYPE(hazard_identified),
	TYPE(investigation_concluded),
	TYPE(informal_outcome_given),
	TYPE(extension_notified),
	TYPE(finding_shared),
	TYPE(customer_commented),
	TYPE(response_issued),
	TYPE(escalation_requested),
	TYPE(escalation_decided),
	TYPE(hearing_held),
	TYPE(hearing_arranged),
	TYPE(remedy_agreed),
	TYPE(action_completed),
	TYPE(compensation_paid),
	TYPE(appointment_missed),
	TYPE(appointment_offered),
	TYPE(compliment_received),
	TYPE(survey_answered),
	TYPE(learning_recorded),
	TYPE(case_withdrawn),
	TYPE(case_closed),
	TYPE(case_reopened),
	TYPE(scope_decided),
	TYPE(ombudsman_requested_evidence),
	TYPE(ombudsman_evidence_sent),
	TYPE(ombudsman_determined),
	TYPE(order_completed),
	TYPE(hazard_acted_on),
	TYPE(work_recorded),
	TYPE(assessment_recorded),
	TYPE(escalation_planned),
	TYPE(compliment_shared),
	TYPE(discretion_used),
	TYPE(case_suspended),
	TYPE(case_resumed),
	TYPE(support_need_identified),
	TYPE(behaviour_noted),
	TYPE(contact_restricted),
	TYPE(information_disclosed),
	TYPE(legal_proceedings_ended),
	TYPE(recommendation_made),
	TYPE(designated_person_approached),
	TYPE(designated_person_contacted),
	TYPE(holiday_proclaimed),
	TYPE(time_advanced),
	TYPE(clock_released),
	TYPE(pack_put_in_force),
	TYPE(calendar_put_in_force),
	TYPE(case_opened),
	TYPE(case_declined),
	TYPE(case_referred),
	TYPE(case_assigned),
	TYPE(stage_opened),
	TYPE(issue_joined),
	TYPE(hearing_scheduled),
	TYPE(hearing_cancelled),
	TYPE(clock_started),
	TYPE(clock_moved),
	TYPE(clock_suspended),
	TYPE(clock_warned),
	TYPE(clock_met),
	TYPE(clock_missed),
	TYPE(clock_stopped),
	TYPE(case_escalated),
	TYPE(ombudsman_signposted),
	TYPE(advocacy_signposted),
	TYPE(survey_due),
	TYPE(non_compliance_found),
	TYPE(judgement_withdrawn),
	TYPE(due_reached),
	TYPE(message_queued),
	TYPE(message_sent),
	TYPE(message_failed),
	TYPE(report_published),
	TYPE(post_result),
};

enum { KNOWN = sizeof(known) / sizeof(known[0]) };

size_t
proto_types(const ProtobufCMessageDescriptor *const **types)
{
	*types = known;
	return KNOWN;
}

const ProtobufCMessageDescriptor *
proto_type(struct text type)
{
	for (size_t i = 0; i < KNOWN; i++) {
		if (text_equal(text_of(known[i]->name), type))
			return known[i];
	}
	return NULL;
}

const char *
proto_nearest_type(struct text type)
{
	const char *names[2 * KNOWN];
	const char *nearest;

	for (size_t i = 0; i < KNOWN; i++) {
		names[i] = known[i]->name;
		names[KNOWN + i] = known[i]->short_name;
	}
	nearest = suggest(type, names, 2 * KNOWN);
	for (size_t i = 0; i < KNOWN; i++) {
		if (nearest == known[i]->short_name)
			return known[i]->name;
	}
	return nearest;
}

static void *
take(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

static void
leave(void *arena, void *pointer)
{
	(void)arena;
	(void)pointer;
}

ProtobufCMessage *
proto_unpack(const ProtobufCMessageDescriptor *type, struct bytes packed, enum proto_strictness strictness,
    const char *where, struct arena *arena, struct error *error)
{
	ProtobufCAllocator allocator = { take, leave, arena };
	ProtobufCMessage *message;

	if (packed.len > LIMIT_FRAME_BYTES) {
		error_set_field(error, ERROR_LIMIT, where, "%s has %zu bytes; at most %d are taken", type->short_name,
		    packed.len, (int)LIMIT_FRAME_BYTES);
		return NULL;
	}
	if (!check_packed(type, packed, strictness, where, error))
		return NULL;
	message = protobuf_c_message_unpack(type, &allocator, packed.len, packed.at);
	if (message == NULL)
		error_set_field(error, ERROR_INVALID, where, "not a protobuf %s: the bytes do not hold to its fields",
		    type->short_name);
	return message;
}

ProtobufCMessage *
proto_unpack_named(struct text type, struct bytes packed, enum proto_strictness strictness, const char *where,
    struct arena *arena, struct error *error)
{
	const ProtobufCMessageDescriptor *descriptor = proto_type(type);

	if (descriptor == NULL) {
		error_set(error, ERROR_NOT_FOUND, "no message is called \"%.*s\"", TEXT_ARG(type));
		return NULL;
	}
	return proto_unpack(descriptor, packed, strictness, where, arena, error);
}

ProtobufCMessage *
proto_new(const ProtobufCMessageDescriptor *type, struct arena *arena)
{
	ProtobufCMessage *message = arena_alloc(arena, type->sizeof_message);

	protobuf_c_message_init(type, message);
	return message;
}

struct bytes
proto_pack(const ProtobufCMessage *message, struct arena *arena)
{
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *room = arena_alloc(arena, size > 0 ? size : 1);

	return (struct bytes){ room, protobuf_c_message_pack(message, room) };
}

bool
proto_is_chosen(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return !proto_is_oneof(field) || PROTO_QUANTITY(const uint32_t, message, field) == field->id;
}

char *
proto_string(struct text text, struct arena *arena)
{
	return text.len == 0 ? (char *)(uintptr_t)protobuf_c_empty_string : arena_string(arena, text);
}

size_t
proto_enum_prefix(const ProtobufCEnumDescriptor *type)
{
	static const char unspecified[] = "UNSPECIFIED";
	const char *zero = type->values[0].name;
	size_t length = strlen(zero);

	return length > sizeof(unspecified) ? length - (sizeof(unspecified) - 1) : 0;
}
