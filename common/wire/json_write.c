#include <stdio.h>

#include "wire/proto_json.h"
#include "wire/time.h"
#include "wire/timestamp.h"
#include "wire/utf8.h"

void
proto_json_camel(const char *snake, char out[CAMEL_MAX])
{
	size_t length = 0;
	bool upper = false;

	for (; *snake != '\0' && length < CAMEL_MAX - 1; snake++) {
		if (*snake == '_') {
			upper = true;
			continue;
		}
		out[length++] = (char)(upper && *snake >= 'a' && *snake <= 'z' ? *snake - 'a' + 'A' : *snake);
		upper = false;
	}
	out[length] = '\0';
}

json_t *
proto_json_string(struct text text)
{
	char *copy;
	json_t *made;

	if (utf8_is_valid(text) && (text.len == 0 || memchr(text.at, 0, text.len) == NULL))
		return json_stringn(text.len == 0 ? "" : text.at, text.len);
	copy = strndup(text.at, text.len);
	for (char *c = copy; *c != '\0'; c++) {
		if ((unsigned char)*c >= 0x80)
			*c = '?';
	}
	made = json_string(copy);
	free(copy);
	return made;
}

struct text
proto_json_dump(const json_t *value, struct arena *arena)
{
	size_t size = json_dumpb(value, NULL, 0, JSON_COMPACT | JSON_ENCODE_ANY);
	char *room = arena_alloc(arena, size + 1);

	json_dumpb(value, room, size, JSON_COMPACT | JSON_ENCODE_ANY);
	return (struct text){ room, size };
}

static json_t *
write_time(const Google__Protobuf__Timestamp *time, struct error *error)
{
	char room[INSTANT_TEXT_MAX];
	struct text text = { room, 0 };

	if (timestamp_is_valid(time))
		text = instant_print(timestamp_instant(time), room);
	if (text_is_empty(text)) {
		error_set(error, ERROR_INVALID, "a time outside years 1 to 9999 cannot be written as JSON");
		return NULL;
	}
	return json_stringn(text.at, text.len);
}

static json_t *
write_enum(const ProtobufCEnumDescriptor *type, int number)
{
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(type, number);

	return value == NULL ? json_integer(number) : json_string(value->name);
}

static json_t *
write_bytes(const ProtobufCBinaryData *data)
{
	struct arena arena = { 0 };
	struct text text = base64_print((struct bytes){ data->data, data->len }, &arena);
	json_t *made = json_stringn(text.at, text.len);

	arena_free(&arena);
	return made;
}

/* One value, at `at`. */
static json_t *
write_value(const ProtobufCFieldDescriptor *field, const void *at, struct error *error)
{
	char digits[24];

	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		return json_integer(*(const int32_t *)at);
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return json_integer(*(const uint32_t *)at);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		snprintf(digits, sizeof(digits), "%lld", (long long)*(const int64_t *)at);
		return json_string(digits);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		snprintf(digits, sizeof(digits), "%llu", (unsigned long long)*(const uint64_t *)at);
		return json_string(digits);
	case PROTOBUF_C_TYPE_BOOL:
		return json_boolean(*(const protobuf_c_boolean *)at);
	case PROTOBUF_C_TYPE_ENUM:
		return write_enum(field->descriptor, *(const int *)at);
	case PROTOBUF_C_TYPE_STRING:
		return proto_json_string(text_of(*(char *const *)at));
	case PROTOBUF_C_TYPE_BYTES:
		return write_bytes(at);
	case PROTOBUF_C_TYPE_MESSAGE:
		if (field->descriptor == &google__protobuf__timestamp__descriptor)
			return write_time(*(Google__Protobuf__Timestamp *const *)at, error);
		return proto_json_write(*(ProtobufCMessage *const *)at, error);
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_DOUBLE:
		break; /* no schema of ours has them: money is pence, time is instants */
	}
	error_set(error, ERROR_INTERNAL, "field \"%s\" is of a type that is not mapped to JSON", field->name);
	return NULL;
}

static size_t
size_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return sizeof(uint64_t);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	default:
		return sizeof(uint32_t);
	}
}

static json_t *
write_list(const ProtobufCFieldDescriptor *field, const char *elements, size_t count, struct error *error)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		if (json_array_append_new(list, write_value(field, elements + i * size_of(field->type), error)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

/* Whether proto3 leaves it out: at its default, and not a oneof's chosen member. */
static bool
is_default(const ProtobufCFieldDescriptor *field, const void *at)
{
	if (proto_is_oneof(field))
		return false;
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return *(char *const *)at == NULL || **(char *const *)at == '\0';
	case PROTOBUF_C_TYPE_BYTES:
		return ((const ProtobufCBinaryData *)at)->len == 0;
	case PROTOBUF_C_TYPE_MESSAGE:
		return *(ProtobufCMessage *const *)at == NULL;
	default:
		return size_of(field->type) == sizeof(uint64_t) ? *(const uint64_t *)at == 0
								: *(const uint32_t *)at == 0;
	}
}

json_t *
proto_json_write(const ProtobufCMessage *message, struct error *error)
{
	json_t *object = json_object();

	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		const void *at = (const char *)message + field->offset;
		char name[CAMEL_MAX];
		json_t *value;

		if (proto_is_repeated(field)) {
			size_t count = PROTO_QUANTITY(const size_t, message, field);

			if (count == 0)
				continue;
			value = write_list(field, *(char *const *)at, count, error);
		} else {
			if (!proto_is_chosen(message, field) || is_default(field, at))
				continue;
			value = write_value(field, at, error);
		}
		proto_json_camel(field->name, name);
		if (json_object_set_new(object, name, value) != 0) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}
