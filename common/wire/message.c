#include "wire/message.h"

#include "redress/v1/landlord.pb-c.h"
#include "redress/v1/notification.pb-c.h"
#include "redress/v1/reporting.pb-c.h"
#include "redress/v1/sla.pb-c.h"
#include "wire/basis.h"
#include "wire/proto.h"
#include "wire/time.h"
#include "wire/timestamp.h"

static const struct text package = { "redress.v1.", sizeof("redress.v1.") - 1 };

struct text
event_short_type(struct text type)
{
	if (type.len > package.len && memcmp(type.at, package.at, package.len) == 0)
		return (struct text){ type.at + package.len, type.len - package.len };
	return type;
}

bool
event_is(const struct event *event, const char *short_name)
{
	struct text short_type = event_short_type(event->type);

	return short_type.len < event->type.len && text_equal(short_type, text_of(short_name));
}

bool
event_is_of_time(const struct event *event)
{
	return event_is(event, "TimeAdvanced") || event_is(event, "DueReached") || event_is(event, "ClockReleased");
}

/* The body as the message of `descriptor`. */
static void *
unpack(const ProtobufCMessageDescriptor *descriptor, struct bytes body, struct arena *arena, struct error *error)
{
	return proto_unpack(descriptor, body, PROTO_TOLERANT, "", arena, error);
}

/* ---- A message that is one time ---- */

static bool
decode_time(const ProtobufCMessageDescriptor *descriptor, const char *name, struct bytes body, struct instant *at,
    struct error *error)
{
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(descriptor, name);
	struct arena arena = { 0 };
	const void *message = unpack(descriptor, body, &arena, error);

	if (message != NULL)
		*at = timestamp_instant(PROTO_MEMBER(Google__Protobuf__Timestamp *const, message, field));
	arena_free(&arena);
	if (message == NULL)
		return false;
	return instant_is_set(*at) ||
	       error_set_field(error, ERROR_INVALID, name, "%s names no time", descriptor->short_name);
}

bool
time_advanced_decode(struct bytes body, struct instant *to, struct error *error)
{
	return decode_time(&redress__v1__time_advanced__descriptor, "to", body, to, error);
}

struct bytes
time_advanced_encode(struct instant to, struct arena *arena)
{
	Redress__V1__TimeAdvanced message = REDRESS__V1__TIME_ADVANCED__INIT;

	message.to = timestamp_of(to, arena);
	return proto_pack(&message.base, arena);
}

bool
due_reached_decode(struct bytes body, struct instant *at, struct error *error)
{
	return decode_time(&redress__v1__due_reached__descriptor, "at", body, at, error);
}

struct bytes
due_reached_encode(struct instant at, struct arena *arena)
{
	Redress__V1__DueReached message = REDRESS__V1__DUE_REACHED__INIT;

	message.at = timestamp_of(at, arena);
	return proto_pack(&message.base, arena);
}

/* ---- Cell-wide facts ---- */

bool
pack_put_in_force_decode(struct bytes body, struct arena *arena, struct pack_put_in_force *out, struct error *error)
{
	const Redress__V1__PackPutInForce *message =
	    unpack(&redress__v1__pack_put_in_force__descriptor, body, arena, error);

	if (message == NULL)
		return false;
	*out = (struct pack_put_in_force){
		.landlord = text_of(message->landlord),
		.pack = text_of(message->pack),
		.version = text_of(message->version),
		.digest = text_of(message->digest),
		.text = text_of(message->text),
	};
	return true;
}

bool
calendar_put_in_force_decode(
    struct bytes body, struct arena *arena, struct calendar_put_in_force *out, struct error *error)
{
	const Redress__V1__CalendarPutInForce *message =
	    unpack(&redress__v1__calendar_put_in_force__descriptor, body, arena, error);

	if (message == NULL)
		return false;
	*out = (struct calendar_put_in_force){
		.calendar = text_of(message->calendar),
		.version = text_of(message->version),
		.digest = text_of(message->digest),
		.text = text_of(message->text),
	};
	return true;
}

bool
holiday_proclaimed_decode(struct bytes body, struct arena *arena, struct holiday_proclaimed *out, struct error *error)
{
	const Redress__V1__HolidayProclaimed *message =
	    unpack(&redress__v1__holiday_proclaimed__descriptor, body, arena, error);

	if (message == NULL)
		return false;
	*out = (struct holiday_proclaimed){
		.division = text_of(message->division),
		.title = text_of(message->title),
	};
	return date_parse(text_of(message->date), &out->day) ||
	       error_set_field(error, ERROR_INVALID, "date", "\"%.32s\" is not a date", message->date);
}

/* ---- notification ---- */

struct bytes
message_queued_encode(const struct message_queued *message, struct arena *arena)
{
	Redress__V1__MessageQueued out = REDRESS__V1__MESSAGE_QUEUED__INIT;
	struct judgement basis = {
		.rule = message->rule,
		.pack = message->pack,
		.version = message->version,
		.decided_at = message->decided_at,
		.revision = message->revision,
	};
	char *roles[MESSAGE_ROLES_MAX];

	out.basis = basis_of(&basis, arena);
	out.about_id = proto_string(message->about_id, arena);
	out.about_type = proto_string(message->about_type, arena);
	out.about_position = message->about_position;
	out.channel = proto_string(message->channel, arena);
	out.to_roles = roles;
	for (; out.n_to_roles < message->role_count && out.n_to_roles < MESSAGE_ROLES_MAX; out.n_to_roles++)
		roles[out.n_to_roles] = proto_string(message->to_roles[out.n_to_roles], arena);
	out.supersedes = proto_string(message->supersedes, arena);
	return proto_pack(&out.base, arena);
}

bool
message_queued_decode(struct bytes body, struct arena *arena, struct message_queued *out, struct error *error)
{
	const Redress__V1__MessageQueued *message =
	    unpack(&redress__v1__message_queued__descriptor, body, arena, error);
	struct judgement basis = { .decided_at = INSTANT_NONE };

	if (message == NULL || !basis_take(message->basis, &basis, error))
		return false;
	if (message->n_to_roles > MESSAGE_ROLES_MAX)
		return error_set_field(error, ERROR_LIMIT, "to_roles", "more than %d roles", (int)MESSAGE_ROLES_MAX);
	*out = (struct message_queued){
		.rule = basis.rule,
		.pack = basis.pack,
		.version = basis.version,
		.decided_at = basis.decided_at,
		.revision = basis.revision,
		.about_id = text_of(message->about_id),
		.about_type = text_of(message->about_type),
		.about_position = message->about_position,
		.channel = text_of(message->channel),
		.role_count = (uint8_t)message->n_to_roles,
		.supersedes = text_of(message->supersedes),
	};
	for (size_t i = 0; i < message->n_to_roles; i++)
		out->to_roles[i] = text_of(message->to_roles[i]);
	return true;
}

struct bytes
message_sent_encode(const struct message_sent *message, struct arena *arena)
{
	Redress__V1__MessageSent out = REDRESS__V1__MESSAGE_SENT__INIT;

	out.message_id = proto_string(message->message_id, arena);
	out.channel = proto_string(message->channel, arena);
	out.sent_at = timestamp_of(message->sent_at, arena);
	return proto_pack(&out.base, arena);
}

bool
message_sent_decode(struct bytes body, struct arena *arena, struct message_sent *out, struct error *error)
{
	const Redress__V1__MessageSent *message = unpack(&redress__v1__message_sent__descriptor, body, arena, error);

	if (message == NULL)
		return false;
	*out = (struct message_sent){
		.message_id = text_of(message->message_id),
		.channel = text_of(message->channel),
		.sent_at = timestamp_instant(message->sent_at),
	};
	return true;
}

struct bytes
message_failed_encode(const struct message_failed *message, struct arena *arena)
{
	Redress__V1__MessageFailed out = REDRESS__V1__MESSAGE_FAILED__INIT;

	out.message_id = proto_string(message->message_id, arena);
	out.channel = proto_string(message->channel, arena);
	out.why = proto_string(message->why, arena);
	out.final = message->final;
	out.failed_at = timestamp_of(message->failed_at, arena);
	return proto_pack(&out.base, arena);
}

bool
message_failed_decode(struct bytes body, struct arena *arena, struct message_failed *out, struct error *error)
{
	const Redress__V1__MessageFailed *message =
	    unpack(&redress__v1__message_failed__descriptor, body, arena, error);

	if (message == NULL)
		return false;
	*out = (struct message_failed){
		.message_id = text_of(message->message_id),
		.channel = text_of(message->channel),
		.why = text_of(message->why),
		.final = message->final,
		.failed_at = timestamp_instant(message->failed_at),
	};
	return true;
}

/* ---- reporting ---- */

static char *
date_or_none(int32_t day, struct arena *arena)
{
	char room[DATE_TEXT_MAX];

	return proto_string(date_print(day, room), arena);
}

struct bytes
report_published_encode(const struct report_published *report, struct arena *arena)
{
	Redress__V1__ReportPublished out = REDRESS__V1__REPORT_PUBLISHED__INIT;

	out.report = proto_string(report->report, arena);
	out.landlord = proto_string(report->landlord, arena);
	out.from = date_or_none(report->from, arena);
	out.until = date_or_none(report->until, arena);
	out.published_at = timestamp_of(report->published_at, arena);
	out.digest = proto_string(report->digest, arena);
	return proto_pack(&out.base, arena);
}
