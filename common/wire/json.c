#include "wire/json.h"

#include "wire/proto_json.h"

bool
wire_knows_type(struct text type)
{
	return proto_type(type) != NULL;
}

bool
wire_json_print(struct text type, struct bytes body, struct arena *arena, struct text *json, struct error *error)
{
	ProtobufCMessage *message = proto_unpack_named(type, body, PROTO_TOLERANT, "", arena, error);
	json_t *object = message == NULL ? NULL : proto_json_write(message, error);

	if (object == NULL)
		return false;
	*json = proto_json_dump(object, arena);
	json_decref(object);
	return true;
}

bool
wire_json_parse(struct text type, struct text json, struct arena *arena, struct bytes *body, struct error *error)
{
	const ProtobufCMessageDescriptor *descriptor = proto_type(type);
	struct path top = PATH_TOP("");
	ProtobufCMessage *message;
	json_t *value;

	if (descriptor == NULL)
		return error_set(error, ERROR_NOT_FOUND, "no message is called \"%.*s\"", TEXT_ARG(type));
	value = proto_json_load(json, error);
	if (value == NULL)
		return false;
	message = proto_json_read(descriptor, value, &top, arena, error);
	json_decref(value);
	if (message == NULL)
		return false;
	*body = proto_pack(message, arena);
	return true;
}
