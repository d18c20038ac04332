#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "wire/proto_json.h"
#include "wire/suggest.h"
#include "wire/time.h"
#include "wire/timestamp.h"

enum { FIELDS_MAX = 64 };

struct reader {
	struct arena *arena;
	struct error *error;
	unsigned items; /* of lists, so far */
};

/* Deepest nesting of the brackets outside strings. */
static size_t
nesting(struct text json)
{
	size_t depth = 0, deepest = 0;
	bool in_string = false;

	for (size_t i = 0; i < json.len; i++) {
		char c = json.at[i];

		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
		} else if (c == '"') {
			in_string = true;
		} else if (c == '{' || c == '[') {
			depth++;
			deepest = depth > deepest ? depth : deepest;
		} else if ((c == '}' || c == ']') && depth > 0) {
			depth--;
		}
	}
	return deepest;
}

json_t *
proto_json_load(struct text json, struct error *error)
{
	json_error_t fault;
	json_t *value;

	if (nesting(json) > LIMIT_JSON_DEPTH) {
		error_set(error, ERROR_INVALID, "JSON nested deeper than %d", (int)LIMIT_JSON_DEPTH);
		return NULL;
	}
	value = json_loadb(json.len == 0 ? "" : json.at, json.len, JSON_REJECT_DUPLICATES, &fault);
	if (value == NULL)
		error_set(
		    error, ERROR_INVALID, "not JSON: %s, at line %d, column %d", fault.text, fault.line, fault.column);
	return value;
}

static const char *
kind_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_STRING:
		return "a string";
	case JSON_INTEGER:
	case JSON_REAL:
		return "a number";
	case JSON_TRUE:
	case JSON_FALSE:
		return "true or false";
	case JSON_NULL:
		return "null";
	}
	return "something else";
}

static bool
refuse_kind(const json_t *value, const char *wanted, const struct path *path, struct reader *reader)
{
	return path_error(reader->error, path, "%s is wanted here, not %s", wanted, kind_of(value));
}

static struct text
string_of(const json_t *value)
{
	return (struct text){ json_string_value(value), json_string_length(value) };
}

/* A whole number in any of the forms proto3 JSON allows; `negative` and its absolute value. */
static bool
whole(const json_t *value, bool *negative, uint64_t *size)
{
	const char *at, *from;
	char *end;
	double real;

	if (json_is_integer(value)) {
		json_int_t number = json_integer_value(value);

		*negative = number < 0;
		*size = *negative ? UINT64_C(0) - (uint64_t)number : (uint64_t)number;
		return true;
	}
	if (json_is_real(value)) {
		real = json_real_value(value);
		*negative = real < 0;
		*size = fabs(real) <= 9007199254740992.0 ? (uint64_t)fabs(real) : 0;
		return fabs(real) <= 9007199254740992.0 && trunc(real) == real;
	}
	if (!json_is_string(value))
		return false;
	at = json_string_value(value);
	*negative = *at == '-';
	from = at + *negative;
	if (!isdigit((unsigned char)*from))
		return false;
	errno = 0;
	*size = strtoull(from, &end, 10);
	return errno == 0 && *end == '\0';
}

static bool
read_number(const ProtobufCFieldDescriptor *field, const json_t *value, void *to, const struct path *path,
    struct reader *reader)
{
	bool negative = false, is_signed = false, wide = false;
	uint64_t size = 0, largest;

	switch (field->type) {
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		is_signed = wide = true;
		break;
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		wide = true;
		break;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		break;
	default:
		is_signed = true;
	}
	if (!whole(value, &negative, &size))
		return refuse_kind(value, "a whole number", path, reader);
	if (is_signed)
		largest = (wide ? (uint64_t)INT64_MAX : (uint64_t)INT32_MAX) + negative;
	else
		largest = negative ? 0 : wide ? UINT64_MAX : UINT32_MAX;
	if (size > largest)
		return path_error(reader->error, path, "the number is out of range: %s%llu is its %s",
		    negative && is_signed ? "-" : "", (unsigned long long)largest, negative ? "least" : "greatest");
	size = negative ? UINT64_C(0) - size : size;
	if (wide)
		*(uint64_t *)to = size;
	else
		*(uint32_t *)to = (uint32_t)size;
	return true;
}

/* "not-upheld", "NOT_UPHELD" and "not_upheld" are one. */
static bool
same_word(struct text said, const char *name)
{
	if (said.len != strlen(name))
		return false;
	for (size_t i = 0; i < said.len; i++) {
		char c = said.at[i] == '-' ? '_' : (char)toupper((unsigned char)said.at[i]);

		if (c != name[i])
			return false;
	}
	return true;
}

static bool
refuse_enum(const ProtobufCEnumDescriptor *type, struct text said, const struct path *path, struct reader *reader)
{
	size_t prefix = proto_enum_prefix(type);
	char list[400];
	size_t used = 0;

	list[0] = '\0';
	for (unsigned i = 1; i < type->n_values && used < sizeof(list) - 1; i++) {
		const char *name = type->values[i].name + prefix;
		int added = snprintf(list + used, sizeof(list) - used, "%s", i > 1 ? ", " : "");

		used += (size_t)added;
		for (; *name != '\0' && used < sizeof(list) - 1; name++)
			list[used++] = (char)(*name == '_' ? '-' : tolower((unsigned char)*name));
		list[used] = '\0';
	}
	return path_error(
	    reader->error, path, "\"%.*s\" is none of: %s", said.len > 64 ? 64 : (int)said.len, said.at, list);
}

static bool
read_enum(
    const ProtobufCFieldDescriptor *field, const json_t *value, int *to, const struct path *path, struct reader *reader)
{
	const ProtobufCEnumDescriptor *type = field->descriptor;
	size_t prefix = proto_enum_prefix(type);

	if (json_is_integer(value)) {
		json_int_t number = json_integer_value(value);

		if (number < 0 || number > INT32_MAX || protobuf_c_enum_descriptor_get_value(type, (int)number) == NULL)
			return path_error(
			    reader->error, path, "%lld is not a value of %s", (long long)number, type->short_name);
		*to = (int)number;
		return true;
	}
	if (!json_is_string(value))
		return refuse_kind(value, "a name", path, reader);
	for (unsigned i = 0; i < type->n_values; i++) {
		if (same_word(string_of(value), type->values[i].name) ||
		    same_word(string_of(value), type->values[i].name + prefix)) {
			*to = type->values[i].value;
			return true;
		}
	}
	return refuse_enum(type, string_of(value), path, reader);
}

static bool
read_time(const json_t *value, ProtobufCMessage **to, const struct path *path, struct reader *reader)
{
	struct instant at;

	if (!json_is_string(value))
		return refuse_kind(value, "a time as a string", path, reader);
	if (!instant_parse(string_of(value), &at))
		return path_error(reader->error, path,
		    "\"%.40s\" is not a time in RFC 3339, such as 2026-06-10T09:30:00Z", json_string_value(value));
	*to = &timestamp_of(at, reader->arena)->base;
	return true;
}

static bool
read_value(const ProtobufCFieldDescriptor *field, const json_t *value, void *to, const struct path *path,
    struct reader *reader)
{
	struct bytes bytes;

	switch (field->type) {
	case PROTOBUF_C_TYPE_BOOL:
		if (!json_is_boolean(value))
			return refuse_kind(value, "true or false", path, reader);
		*(protobuf_c_boolean *)to = json_is_true(value);
		return true;
	case PROTOBUF_C_TYPE_ENUM:
		return read_enum(field, value, to, path, reader);
	case PROTOBUF_C_TYPE_STRING:
		if (!json_is_string(value))
			return refuse_kind(value, "a string", path, reader);
		*(char **)to = proto_string(string_of(value), reader->arena);
		return true;
	case PROTOBUF_C_TYPE_BYTES:
		if (!json_is_string(value) || !base64_parse(string_of(value), reader->arena, &bytes))
			return path_error(reader->error, path, "not base64");
		*(ProtobufCBinaryData *)to = (ProtobufCBinaryData){ bytes.len, (uint8_t *)(uintptr_t)bytes.at };
		return true;
	case PROTOBUF_C_TYPE_MESSAGE:
		if (field->descriptor == &google__protobuf__timestamp__descriptor)
			return read_time(value, to, path, reader);
		*(ProtobufCMessage **)to =
		    proto_json_read(field->descriptor, value, path, reader->arena, reader->error);
		return *(ProtobufCMessage **)to != NULL;
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
		return path_error(reader->error, path, "of a type that is not mapped from JSON");
	default:
		return read_number(field, value, to, path, reader);
	}
}

static size_t
size_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	default:
		return sizeof(uint64_t); /* at least as much as any number needs */
	}
}

static bool
is_wide(ProtobufCType type)
{
	return type == PROTOBUF_C_TYPE_INT64 || type == PROTOBUF_C_TYPE_SINT64 || type == PROTOBUF_C_TYPE_SFIXED64 ||
	       type == PROTOBUF_C_TYPE_UINT64 || type == PROTOBUF_C_TYPE_FIXED64;
}

static bool
read_list(const ProtobufCFieldDescriptor *field, const json_t *value, ProtobufCMessage *message,
    const struct path *above, struct reader *reader)
{
	size_t count = json_array_size(value), stride = size_of(field->type);
	struct path path = PATH_IN(above, field->name);
	char *elements;

	if (!json_is_array(value))
		return refuse_kind(value, "an array", &path, reader);
	reader->items += (unsigned)(count > LIMIT_MESSAGE_ITEMS ? LIMIT_MESSAGE_ITEMS + 1 : count);
	if (reader->items > LIMIT_MESSAGE_ITEMS)
		return path_error(reader->error, &path, "more than %d list elements", (int)LIMIT_MESSAGE_ITEMS);
	if (stride == sizeof(uint64_t) && field->type != PROTOBUF_C_TYPE_STRING &&
	    field->type != PROTOBUF_C_TYPE_MESSAGE && !is_wide(field->type))
		stride = sizeof(uint32_t);
	elements = arena_array(reader->arena, count > 0 ? count : 1, stride);
	for (size_t i = 0; i < count; i++) {
		struct path here = PATH_AT(above, field->name, (int)i);

		if (!read_value(field, json_array_get(value, i), elements + i * stride, &here, reader))
			return false;
	}
	PROTO_QUANTITY(size_t, message, field) = count;
	PROTO_MEMBER(void *, message, field) = elements;
	return true;
}

static bool
refuse_name(const ProtobufCMessageDescriptor *type, const char *key, const struct path *path, struct reader *reader)
{
	char camels[FIELDS_MAX][CAMEL_MAX];
	const char *names[FIELDS_MAX];
	struct path here = PATH_IN(path, key);
	const char *nearest;

	for (unsigned i = 0; i < type->n_fields; i++) {
		proto_json_camel(type->fields[i].name, camels[i]);
		names[i] = camels[i];
	}
	nearest = suggest(text_of(key), names, type->n_fields);
	if (nearest != NULL)
		return path_error(reader->error, &here, "%s has no field \"%.64s\"; did you mean \"%s\"?",
		    type->short_name, key, nearest);
	return path_error(reader->error, &here, "%s has no field \"%.64s\"", type->short_name, key);
}

static unsigned
find_field(const ProtobufCMessageDescriptor *type, const char *key)
{
	char camel[CAMEL_MAX];

	for (unsigned i = 0; i < type->n_fields; i++) {
		if (strcmp(type->fields[i].name, key) == 0)
			return i;
		proto_json_camel(type->fields[i].name, camel);
		if (strcmp(camel, key) == 0)
			return i;
	}
	return type->n_fields;
}

static bool
read_field(const ProtobufCFieldDescriptor *field, const json_t *value, ProtobufCMessage *message,
    const struct path *path, struct reader *reader)
{
	struct path here = PATH_IN(path, field->name);

	if (proto_is_repeated(field))
		return read_list(field, value, message, path, reader);
	if (proto_is_oneof(field)) {
		if (PROTO_QUANTITY(uint32_t, message, field) != 0)
			return path_error(reader->error, &here, "another of the same choice is given as well");
		PROTO_QUANTITY(uint32_t, message, field) = field->id;
	}
	return read_value(field, value, (char *)message + field->offset, &here, reader);
}

ProtobufCMessage *
proto_json_read(const ProtobufCMessageDescriptor *type, const json_t *value, const struct path *path,
    struct arena *arena, struct error *error)
{
	struct reader reader = { arena, error, 0 };
	ProtobufCMessage *message;
	bool seen[FIELDS_MAX] = { false };
	const char *key;
	json_t *member;

	if (!json_is_object(value)) {
		refuse_kind(value, "an object", path, &reader);
		return NULL;
	}
	if (type->n_fields > FIELDS_MAX) {
		path_error(error, path, "%s has more fields than can be read", type->short_name);
		return NULL;
	}
	message = proto_new(type, arena);
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
	{
		unsigned index = find_field(type, key);

		if (index == type->n_fields) {
			refuse_name(type, key, path, &reader);
			return NULL;
		}
		if (seen[index]) {
			struct path here = PATH_IN(path, key);

			path_error(error, &here, "given twice, in both ways of writing its name");
			return NULL;
		}
		seen[index] = true;
		if (!json_is_null(member) && !read_field(&type->fields[index], member, message, path, &reader))
			return NULL;
	}
	return message;
}
