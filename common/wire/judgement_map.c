#include "wire/judgement_map.h"

#include <stddef.h>

#include "redress/v1/routing.pb-c.h"
#include "redress/v1/sla.pb-c.h"
#include "wire/timestamp.h"

#define SAME(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), "one numbering")
SAME(CASE_KIND_COMPLAINT, REDRESS__V1__CASE_KIND__CASE_KIND_COMPLAINT);
SAME(CASE_KIND_INFORMAL, REDRESS__V1__CASE_KIND__CASE_KIND_INFORMAL);
SAME(CASE_KIND_ENQUIRY, REDRESS__V1__CASE_KIND__CASE_KIND_ENQUIRY);

enum type {
	TYPE_TEXT,
	TYPE_INSTANT,
	TYPE_BOOL,
	TYPE_U8,
	TYPE_U16,
	TYPE_CASE_KIND,
};

/* Each member, and its name in Further. The key is never there: every kind has a home for it. */
#define MEMBER(type, member, further)                             \
	{                                                         \
		type, offsetof(struct judgement, member), further \
	}

static const struct member {
	enum type type;
	size_t offset;
	const char *further;
} members[] = {
	[MEMBER_SUBJECT] = MEMBER(TYPE_TEXT, subject, NULL),
	[MEMBER_STAGE] = MEMBER(TYPE_U8, stage, NULL),
	[MEMBER_INSTANCE] = MEMBER(TYPE_U16, instance, NULL),
	[MEMBER_REF] = MEMBER(TYPE_TEXT, ref, NULL),
	[MEMBER_ORDINAL] = MEMBER(TYPE_U16, ordinal, NULL),
	[MEMBER_CASE_KIND] = MEMBER(TYPE_CASE_KIND, case_kind, "case_kind"),
	[MEMBER_DUE] = MEMBER(TYPE_INSTANT, due, "due_at"),
	[MEMBER_OLD_DUE] = MEMBER(TYPE_INSTANT, old_due, "old_due_at"),
	[MEMBER_AT] = MEMBER(TYPE_INSTANT, at, "at"),
	[MEMBER_PROVISIONAL] = MEMBER(TYPE_BOOL, provisional, "provisional"),
	[MEMBER_LATE] = MEMBER(TYPE_BOOL, late, "late"),
	[MEMBER_CUSTOMERS] = MEMBER(TYPE_BOOL, customers, "customers"),
	[MEMBER_WORD] = MEMBER(TYPE_TEXT, word, "word"),
	[MEMBER_ROLE] = MEMBER(TYPE_TEXT, role, "role"),
	[MEMBER_OFFICER] = MEMBER(TYPE_TEXT, officer, "officer"),
	[MEMBER_CATEGORY] = MEMBER(TYPE_TEXT, category, "category"),
	[MEMBER_SERVICE_AREA] = MEMBER(TYPE_TEXT, service_area, "service_area"),
	[MEMBER_ORGANISATION] = MEMBER(TYPE_TEXT, organisation, "organisation"),
	[MEMBER_CARRIED] = MEMBER(TYPE_U16, carried, "carried_over"),
};

/* Where a member stands: a field, or a field of a message in the message. Read from the first home of it. */
struct home {
	enum judgement_member member;
	const char *path;
};

enum { HOMES_MAX = 7 };

static const struct home about[HOMES_MAX] = {
	{ MEMBER_SUBJECT, "about.subject" },
	{ MEMBER_STAGE, "about.stage" },
	{ MEMBER_INSTANCE, "about.instance" },
	{ MEMBER_REF, "about.ref" },
	{ MEMBER_ORDINAL, "about.ordinal" },
};

static const struct home clock[HOMES_MAX] = {
	{ MEMBER_SUBJECT, "clock.clock" },
	{ MEMBER_STAGE, "clock.stage" },
	{ MEMBER_INSTANCE, "clock.instance" },
	{ MEMBER_REF, "clock.ref" },
	{ MEMBER_ORDINAL, "clock.ordinal" },
	{ MEMBER_CUSTOMERS, "clock.customers" },
	{ MEMBER_DUE, "due_at" },
};

static const struct {
	const ProtobufCMessageDescriptor *message;
	const struct home *key;
	struct home homes[HOMES_MAX];
} kinds[] = {
	[JUDGEMENT_CASE_OPENED] = { &redress__v1__case_opened__descriptor, about,
	    { { MEMBER_CASE_KIND, "kind" }, { MEMBER_AT, "received_at" }, { MEMBER_CATEGORY, "category" },
		{ MEMBER_SERVICE_AREA, "service_area" } } },
	[JUDGEMENT_CASE_DECLINED] = { &redress__v1__case_declined__descriptor, about,
	    { { MEMBER_WORD, "ground" }, { MEMBER_AT, "declined_at" }, { MEMBER_ROLE, "decided_by_role" },
		{ MEMBER_OFFICER, "decided_by" } } },
	[JUDGEMENT_CASE_REFERRED] = { &redress__v1__case_referred__descriptor, about,
	    { { MEMBER_WORD, "why" }, { MEMBER_AT, "referred_at" }, { MEMBER_ROLE, "to_role" },
		{ MEMBER_OFFICER, "to" }, { MEMBER_SERVICE_AREA, "service_area" } } },
	[JUDGEMENT_CASE_ASSIGNED] = { &redress__v1__case_assigned__descriptor, about,
	    { { MEMBER_STAGE, "stage" }, { MEMBER_ROLE, "role" }, { MEMBER_OFFICER, "officer" },
		{ MEMBER_AT, "assigned_at" }, { MEMBER_SERVICE_AREA, "service_area" },
		{ MEMBER_ORGANISATION, "organisation" } } },
	[JUDGEMENT_STAGE_OPENED] = { &redress__v1__stage_opened__descriptor, about,
	    { { MEMBER_STAGE, "stage" }, { MEMBER_AT, "opened_at" }, { MEMBER_ROLE, "role" },
		{ MEMBER_CARRIED, "carried_over" } } },
	[JUDGEMENT_ISSUE_JOINED] = { &redress__v1__issue_joined__descriptor, about,
	    { { MEMBER_STAGE, "stage" }, { MEMBER_AT, "joined_at" }, { MEMBER_ROLE, "role" } } },
	[JUDGEMENT_HEARING_SCHEDULED] = { &redress__v1__hearing_scheduled__descriptor, about,
	    { { MEMBER_WORD, "why" }, { MEMBER_DUE, "held_at" }, { MEMBER_AT, "scheduled_at" } } },
	[JUDGEMENT_HEARING_CANCELLED] = { &redress__v1__hearing_cancelled__descriptor, about,
	    { { MEMBER_WORD, "why" }, { MEMBER_DUE, "held_at" }, { MEMBER_AT, "cancelled_at" } } },
	[JUDGEMENT_CLOCK_STARTED] = { &redress__v1__clock_started__descriptor, clock,
	    { { MEMBER_ROLE, "clock.owner_role" }, { MEMBER_OFFICER, "clock.owner" },
		{ MEMBER_PROVISIONAL, "provisional" }, { MEMBER_AT, "started_at" } } },
	[JUDGEMENT_CLOCK_MOVED] = { &redress__v1__clock_moved__descriptor, clock,
	    { { MEMBER_ROLE, "clock.owner_role" }, { MEMBER_OFFICER, "clock.owner" }, { MEMBER_OLD_DUE, "old_due_at" },
		{ MEMBER_WORD, "why" }, { MEMBER_AT, "moved_at" }, { MEMBER_PROVISIONAL, "provisional" } } },
	[JUDGEMENT_CLOCK_SUSPENDED] = { &redress__v1__clock_suspended__descriptor, clock,
	    { { MEMBER_ROLE, "clock.owner_role" }, { MEMBER_OFFICER, "clock.owner" }, { MEMBER_AT, "suspended_at" },
		{ MEMBER_WORD, "grounds" } } },
	[JUDGEMENT_CLOCK_WARNED] = { &redress__v1__clock_warned__descriptor, clock,
	    { { MEMBER_ROLE, "clock.owner_role" }, { MEMBER_OFFICER, "clock.owner" }, { MEMBER_AT, "warned_at" } } },
	[JUDGEMENT_CLOCK_MET] = { &redress__v1__clock_met__descriptor, clock,
	    { { MEMBER_ROLE, "clock.owner_role" }, { MEMBER_OFFICER, "clock.owner" }, { MEMBER_AT, "met_at" },
		{ MEMBER_LATE, "late" } } },
	[JUDGEMENT_CLOCK_MISSED] = { &redress__v1__clock_missed__descriptor, clock,
	    { { MEMBER_ROLE, "clock.owner_role" }, { MEMBER_OFFICER, "clock.owner" }, { MEMBER_AT, "missed_at" } } },
	[JUDGEMENT_CLOCK_STOPPED] = { &redress__v1__clock_stopped__descriptor, clock,
	    { { MEMBER_ROLE, "clock.owner_role" }, { MEMBER_OFFICER, "clock.owner" }, { MEMBER_AT, "stopped_at" },
		{ MEMBER_WORD, "why" } } },
	[JUDGEMENT_CASE_ESCALATED] = { &redress__v1__case_escalated__descriptor, clock,
	    { { MEMBER_ORDINAL, "step" }, { MEMBER_ROLE, "to_role" }, { MEMBER_AT, "escalated_at" } } },
	[JUDGEMENT_OMBUDSMAN_SIGNPOSTED] = { &redress__v1__ombudsman_signposted__descriptor, about,
	    { { MEMBER_WORD, "why" }, { MEMBER_AT, "signposted_at" }, { MEMBER_OFFICER, "ombudsman" } } },
	[JUDGEMENT_ADVOCACY_SIGNPOSTED] = { &redress__v1__advocacy_signposted__descriptor, about,
	    { { MEMBER_WORD, "why" }, { MEMBER_AT, "signposted_at" }, { MEMBER_ROLE, "role" } } },
	[JUDGEMENT_SURVEY_DUE] = { &redress__v1__survey_due__descriptor, about,
	    { { MEMBER_WORD, "why" }, { MEMBER_AT, "asked_from" }, { MEMBER_ROLE, "role" } } },
	[JUDGEMENT_NON_COMPLIANCE_FOUND] = { &redress__v1__non_compliance_found__descriptor, about,
	    { { MEMBER_STAGE, "stage" }, { MEMBER_WORD, "condition" }, { MEMBER_AT, "found_at" } } },
};

const ProtobufCMessageDescriptor *
judgement_message(enum judgement_kind kind)
{
	return kinds[kind].message;
}

/* Goes from a path to its field, and the message it stands in; makes that message when `arena` is given. NULL when
 * there is none. */
static const ProtobufCFieldDescriptor *
resolve(ProtobufCMessage **message, const char *path, struct arena *arena)
{
	const char *dot = strchr(path, '.');
	const ProtobufCFieldDescriptor *field;
	char parent[32];

	if (dot != NULL) {
		memcpy(parent, path, (size_t)(dot - path));
		parent[dot - path] = '\0';
		field = protobuf_c_message_descriptor_get_field_by_name((*message)->descriptor, parent);
		if (field == NULL)
			return NULL;
		if (PROTO_MEMBER(ProtobufCMessage *, *message, field) == NULL && arena != NULL)
			PROTO_MEMBER(ProtobufCMessage *, *message, field) = proto_new(field->descriptor, arena);
		*message = PROTO_MEMBER(ProtobufCMessage *, *message, field);
		path = dot + 1;
	}
	if (*message == NULL)
		return NULL;
	return protobuf_c_message_descriptor_get_field_by_name((*message)->descriptor, path);
}

static void
write_member(const struct member *member, const struct judgement *judgement, ProtobufCMessage *message,
    const char *path, struct arena *arena)
{
	const void *from = (const char *)judgement + member->offset;
	const ProtobufCFieldDescriptor *field = resolve(&message, path, arena);

	switch (member->type) {
	case TYPE_TEXT:
		PROTO_MEMBER(char *, message, field) = proto_string(*(const struct text *)from, arena);
		break;
	case TYPE_INSTANT:
		PROTO_MEMBER(Google__Protobuf__Timestamp *, message, field) =
		    timestamp_of(*(const struct instant *)from, arena);
		break;
	case TYPE_BOOL:
		PROTO_MEMBER(protobuf_c_boolean, message, field) = *(const bool *)from;
		break;
	case TYPE_U8:
		PROTO_MEMBER(uint32_t, message, field) = *(const uint8_t *)from;
		break;
	case TYPE_U16:
		PROTO_MEMBER(uint32_t, message, field) = *(const uint16_t *)from;
		break;
	case TYPE_CASE_KIND:
		PROTO_MEMBER(uint32_t, message, field) = (uint32_t) * (const enum case_kind *)from;
		break;
	}
}

static bool
is_default(const struct member *member, const struct judgement *judgement)
{
	const void *at = (const char *)judgement + member->offset;

	switch (member->type) {
	case TYPE_TEXT:
		return ((const struct text *)at)->len == 0;
	case TYPE_INSTANT:
		return !instant_is_set(*(const struct instant *)at);
	case TYPE_BOOL:
		return !*(const bool *)at;
	case TYPE_U8:
		return *(const uint8_t *)at == 0;
	case TYPE_U16:
		return *(const uint16_t *)at == 0;
	case TYPE_CASE_KIND:
		return *(const enum case_kind *)at == CASE_KIND_NONE;
	}
	return true;
}

bool
judgement_map_write(
    const struct judgement *judgement, ProtobufCMessage *message, ProtobufCMessage *further, struct arena *arena)
{
	bool has_home[JUDGEMENT_MEMBERS] = { false };
	bool any = false;

	for (int table = 0; table < 2; table++) {
		const struct home *homes = table == 0 ? kinds[judgement->kind].key : kinds[judgement->kind].homes;

		for (int i = 0; i < HOMES_MAX && homes[i].path != NULL; i++) {
			write_member(&members[homes[i].member], judgement, message, homes[i].path, arena);
			has_home[homes[i].member] = true;
		}
	}
	for (int i = 0; i < JUDGEMENT_MEMBERS; i++) {
		if (has_home[i] || is_default(&members[i], judgement))
			continue;
		write_member(&members[i], judgement, further, members[i].further, arena);
		any = true;
	}
	return any;
}

static bool
read_number(uint32_t number, uint32_t most, const char *path, struct error *error)
{
	return number <= most || error_set_field(error, ERROR_INVALID, path, "%u is beyond %u", number, most);
}

static bool
read_member(const struct member *member, const ProtobufCMessage *from, const char *path, struct judgement *judgement,
    struct error *error)
{
	ProtobufCMessage *message = (ProtobufCMessage *)(uintptr_t)from;
	const ProtobufCFieldDescriptor *field = resolve(&message, path, NULL);
	void *to = (char *)judgement + member->offset;
	uint32_t number;

	if (field == NULL)
		return true;
	switch (member->type) {
	case TYPE_TEXT:
		*(struct text *)to = text_of(PROTO_MEMBER(char *, message, field));
		return true;
	case TYPE_INSTANT:
		*(struct instant *)to = timestamp_instant(PROTO_MEMBER(Google__Protobuf__Timestamp *, message, field));
		return true;
	case TYPE_BOOL:
		*(bool *)to = PROTO_MEMBER(protobuf_c_boolean, message, field) != 0;
		return true;
	case TYPE_U8:
		number = PROTO_MEMBER(uint32_t, message, field);
		*(uint8_t *)to = (uint8_t)number;
		return read_number(number, UINT8_MAX, path, error);
	case TYPE_U16:
		number = PROTO_MEMBER(uint32_t, message, field);
		*(uint16_t *)to = (uint16_t)number;
		return read_number(number, UINT16_MAX, path, error);
	case TYPE_CASE_KIND:
		number = PROTO_MEMBER(uint32_t, message, field);
		*(enum case_kind *)to = (enum case_kind)number;
		return read_number(number, CASE_KINDS - 1, path, error);
	}
	return true;
}

bool
judgement_map_read(
    const ProtobufCMessage *message, const ProtobufCMessage *further, struct judgement *judgement, struct error *error)
{
	for (int i = 0; further != NULL && i < JUDGEMENT_MEMBERS; i++) {
		if (members[i].further != NULL &&
		    !read_member(&members[i], further, members[i].further, judgement, error))
			return false;
	}
	for (int table = 0; table < 2; table++) {
		const struct home *homes = table == 0 ? kinds[judgement->kind].key : kinds[judgement->kind].homes;

		for (int i = 0; i < HOMES_MAX && homes[i].path != NULL; i++) {
			if (!read_member(&members[homes[i].member], message, homes[i].path, judgement, error))
				return false;
		}
	}
	return true;
}

void
judgement_map_text(ProtobufCMessage *message, const char *path, struct text value, struct arena *arena)
{
	const ProtobufCFieldDescriptor *field;

	if (text_is_empty(value))
		return;
	field = resolve(&message, path, NULL);
	if (field != NULL)
		PROTO_MEMBER(char *, message, field) = proto_string(value, arena);
}
