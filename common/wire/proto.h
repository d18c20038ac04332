/* What every reader and writer of protobuf here goes through: known types, checked unpacking into an arena, packing.
 * Of common/wire alone. */
#ifndef REDRESS_WIRE_PROTO_H
#define REDRESS_WIRE_PROTO_H

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* The descriptor of a full name ("redress.v1.ContactReceived"); NULL when unknown. */
const ProtobufCMessageDescriptor *proto_type(struct text type);
/* The known full name nearest to `type`, for "did you mean"; NULL when none is near. */
const char *proto_nearest_type(struct text type);
size_t proto_types(const ProtobufCMessageDescriptor *const **types);

enum proto_strictness {
	PROTO_TOLERANT, /* fields we do not know are passed over: from the log */
	PROTO_STRICT,	/* they are refused: from outside, where they would escape sealing */
};

/* All of it in the arena; not to be freed. Refused: more than LIMIT_FRAME_BYTES, text that is not UTF-8 or holds a NUL,
 * an enum's number out of its range, more than LIMIT_MESSAGE_ITEMS list elements. `where` begins the path of the field
 * at fault: "data", or "". */
ProtobufCMessage *proto_unpack(const ProtobufCMessageDescriptor *type, struct bytes packed,
    enum proto_strictness strictness, const char *where, struct arena *arena, struct error *error);
/* The same for a type by name; ERROR_NOT_FOUND when it is not known. */
ProtobufCMessage *proto_unpack_named(struct text type, struct bytes packed, enum proto_strictness strictness,
    const char *where, struct arena *arena, struct error *error);

/* An empty message. */
ProtobufCMessage *proto_new(const ProtobufCMessageDescriptor *type, struct arena *arena);
/* Canonical: fields in order of their numbers, defaults left out. */
struct bytes proto_pack(const ProtobufCMessage *message, struct arena *arena);

/* A member of `message` by its field, as an lvalue of `type`. */
#define PROTO_MEMBER(type, message, field) (*(type *)(void *)((char *)(message) + (field)->offset))
#define PROTO_QUANTITY(type, message, field) (*(type *)(void *)((char *)(message) + (field)->quantifier_offset))

static inline bool
proto_is_repeated(const ProtobufCFieldDescriptor *field)
{
	return field->label == PROTOBUF_C_LABEL_REPEATED;
}

static inline bool
proto_is_oneof(const ProtobufCFieldDescriptor *field)
{
	return (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
}

/* False for a oneof's member that is not the one set. */
bool proto_is_chosen(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* A text as a protobuf string member: NUL-terminated, in the arena. */
char *proto_string(struct text text, struct arena *arena);

/* The length of the part common to an enum's values' names: 7 for NATURE_... */
size_t proto_enum_prefix(const ProtobufCEnumDescriptor *type);

#endif
