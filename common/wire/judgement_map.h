/* Where each member of struct judgement stands in each kind's message. Of common/wire alone. */
#ifndef REDRESS_WIRE_JUDGEMENT_MAP_H
#define REDRESS_WIRE_JUDGEMENT_MAP_H

#include "domain/judgement.h"
#include "wire/proto.h"

enum judgement_member {
	MEMBER_SUBJECT,
	MEMBER_STAGE,
	MEMBER_INSTANCE,
	MEMBER_REF,
	MEMBER_ORDINAL,
	MEMBER_CASE_KIND,
	MEMBER_DUE,
	MEMBER_OLD_DUE,
	MEMBER_AT,
	MEMBER_PROVISIONAL,
	MEMBER_LATE,
	MEMBER_CUSTOMERS,
	MEMBER_WORD,
	MEMBER_ROLE,
	MEMBER_OFFICER,
	MEMBER_CATEGORY,
	MEMBER_SERVICE_AREA,
	MEMBER_ORGANISATION,
	MEMBER_CARRIED,
	JUDGEMENT_MEMBERS,
};

const ProtobufCMessageDescriptor *judgement_message(enum judgement_kind kind);

/* Writes every member to its fields in `message`, and to `further` what has none; true when `further` got any. */
bool judgement_map_write(
    const struct judgement *judgement, ProtobufCMessage *message, ProtobufCMessage *further, struct arena *arena);
/* The inverse; `further` may be NULL. False when a number is beyond its member. */
bool judgement_map_read(
    const ProtobufCMessage *message, const ProtobufCMessage *further, struct judgement *judgement, struct error *error);

/* Sets the text field of that name, where the message (or its clock) has one and `value` is not empty. */
void judgement_map_text(ProtobufCMessage *message, const char *path, struct text value, struct arena *arena);

#endif
