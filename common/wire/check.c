#include "wire/check.h"

#include "base/limits.h"
#include "wire/path.h"
#include "wire/utf8.h"

struct walk {
	enum proto_strictness strictness;
	unsigned items; /* of lists, so far */
	struct error *error;
};

struct input {
	const uint8_t *at, *end;
};

enum { FIELDS_MAX = 64 };

static bool
take_varint(struct input *in, uint64_t *value)
{
	*value = 0;
	for (unsigned shift = 0; shift < 70 && in->at < in->end; shift += 7) {
		uint8_t byte = *in->at++;

		if (shift == 63 && byte > 1)
			return false;
		*value |= (uint64_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0)
			return true;
	}
	return false;
}

static bool
take_bytes(struct input *in, uint64_t length, struct bytes *out)
{
	if (length > (size_t)(in->end - in->at))
		return false;
	*out = (struct bytes){ in->at, (size_t)length };
	in->at += length;
	return true;
}

/* One value of any wire type; for a varint `number` is set, else `content`. */
static bool
take_value(struct input *in, unsigned wire_type, uint64_t *number, struct bytes *content)
{
	uint64_t length;

	switch (wire_type) {
	case PROTOBUF_C_WIRE_TYPE_VARINT:
		return take_varint(in, number);
	case PROTOBUF_C_WIRE_TYPE_64BIT:
		return take_bytes(in, 8, content);
	case PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED:
		return take_varint(in, &length) && take_bytes(in, length, content);
	case PROTOBUF_C_WIRE_TYPE_32BIT:
		return take_bytes(in, 4, content);
	default:
		return false;
	}
}

static unsigned
wire_type_of(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return PROTOBUF_C_WIRE_TYPE_32BIT;
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return PROTOBUF_C_WIRE_TYPE_64BIT;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED;
	default:
		return PROTOBUF_C_WIRE_TYPE_VARINT;
	}
}

static bool
check_enum(const ProtobufCFieldDescriptor *field, uint64_t number, const struct path *path, struct walk *walk)
{
	if (number <= INT32_MAX && protobuf_c_enum_descriptor_get_value(field->descriptor, (int)number) != NULL)
		return true;
	return path_error(walk->error, path, "%llu is not a value of %s", (unsigned long long)number,
	    ((const ProtobufCEnumDescriptor *)field->descriptor)->short_name);
}

/* The packed form of a list of numbers. */
static bool
check_list(const ProtobufCFieldDescriptor *field, struct bytes content, const struct path *path, struct walk *walk)
{
	struct input in = { content.at, content.at + content.len };
	unsigned wire_type = wire_type_of(field);
	struct bytes fixed;
	uint64_t number;

	while (in.at < in.end) {
		if (++walk->items > LIMIT_MESSAGE_ITEMS)
			return path_error(walk->error, path, "more than %d list elements", (int)LIMIT_MESSAGE_ITEMS);
		if (!take_value(&in, wire_type, &number, &fixed))
			return path_error(walk->error, path, "the list of numbers is cut off");
		if (field->type == PROTOBUF_C_TYPE_ENUM && !check_enum(field, number, path, walk))
			return false;
	}
	return true;
}

static bool check_message(
    const ProtobufCMessageDescriptor *type, struct bytes packed, const struct path *path, int depth, struct walk *walk);

static bool
check_value(const ProtobufCFieldDescriptor *field, unsigned wire_type, uint64_t number, struct bytes content,
    const struct path *path, int depth, struct walk *walk)
{
	struct text text = { (const char *)content.at, content.len };

	if (wire_type != wire_type_of(field)) {
		if (proto_is_repeated(field) && wire_type == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED)
			return check_list(field, content, path, walk);
		return path_error(walk->error, path, "not of the kind the schema says");
	}
	switch (field->type) {
	case PROTOBUF_C_TYPE_ENUM:
		return check_enum(field, number, path, walk);
	case PROTOBUF_C_TYPE_STRING:
		if (memchr(content.at, 0, content.len) != NULL)
			return path_error(walk->error, path, "a text may not hold a NUL");
		return utf8_is_valid(text) || path_error(walk->error, path, "not UTF-8");
	case PROTOBUF_C_TYPE_MESSAGE:
		return check_message(field->descriptor, content, path, depth + 1, walk);
	default:
		return true;
	}
}

static unsigned
find_field(const ProtobufCMessageDescriptor *type, uint64_t id)
{
	for (unsigned i = 0; i < type->n_fields; i++) {
		if (type->fields[i].id == id)
			return i;
	}
	return type->n_fields;
}

static bool
check_message(
    const ProtobufCMessageDescriptor *type, struct bytes packed, const struct path *path, int depth, struct walk *walk)
{
	struct input in = { packed.at, packed.at + packed.len };
	int counts[FIELDS_MAX] = { 0 };

	if (depth > LIMIT_JSON_DEPTH || type->n_fields > FIELDS_MAX)
		return path_error(walk->error, path, "nested deeper than %d", (int)LIMIT_JSON_DEPTH);
	while (in.at < in.end) {
		const ProtobufCFieldDescriptor *field;
		struct bytes content = { NULL, 0 };
		uint64_t tag, number = 0;
		struct path here;
		unsigned index;

		if (!take_varint(&in, &tag) || tag >> 3 == 0 || tag >> 3 > 0x1fffffff ||
		    !take_value(&in, tag & 7, &number, &content))
			return path_error(walk->error, path, "not a protobuf %s, or cut off", type->short_name);
		index = find_field(type, tag >> 3);
		if (index == type->n_fields) {
			if (walk->strictness == PROTO_STRICT)
				return path_error(walk->error, path, "%s has no field %llu", type->short_name,
				    (unsigned long long)(tag >> 3));
			continue;
		}
		field = &type->fields[index];
		here = PATH_AT(path, field->name, proto_is_repeated(field) ? counts[index]++ : -1);
		if (proto_is_repeated(field) && ++walk->items > LIMIT_MESSAGE_ITEMS)
			return path_error(walk->error, &here, "more than %d list elements", (int)LIMIT_MESSAGE_ITEMS);
		if (!check_value(field, tag & 7, number, content, &here, depth, walk))
			return false;
	}
	return true;
}

bool
check_packed(const ProtobufCMessageDescriptor *type, struct bytes packed, enum proto_strictness strictness,
    const char *where, struct error *error)
{
	struct walk walk = { strictness, 0, error };
	struct path top = PATH_TOP(where);

	return packed.len == 0 || check_message(type, packed, &top, 0, &walk);
}
