#include "wire/cloudevent.h"

#include "base/limits.h"
#include "redress/v1/envelope.pb-c.h"
#include "wire/attributes.h"
#include "wire/check.h"
#include "wire/proto_json.h"
#include "wire/rules.h"
#include "wire/timestamp.h"

/* What both forms come to: checked attributes and a typed body. */
static bool
take_body(const ProtobufCMessage *body, struct arena *arena, struct posted *posted, struct error *error)
{
	struct path data = PATH_TOP("data");

	if (body == NULL || !rules_check(body, &data, error))
		return false;
	posted->body = proto_pack(body, arena);
	return true;
}

static ProtobufCMessage *
body_of_json(const json_t *value, const struct posted *posted, struct arena *arena, struct error *error)
{
	struct path data = PATH_TOP("data");
	const ProtobufCMessageDescriptor *type = proto_type(posted->type);

	return value == NULL ? proto_new(type, arena) : proto_json_read(type, value, &data, arena, error);
}

static ProtobufCMessage *
body_of_bytes(struct bytes packed, const struct posted *posted, struct arena *arena, struct error *error)
{
	return proto_unpack(proto_type(posted->type), packed, PROTO_STRICT, "data", arena, error);
}

static ProtobufCMessage *
body_of_text(struct text json, const struct posted *posted, struct arena *arena, struct error *error)
{
	struct error fault = { 0 };
	json_t *value = proto_json_load(json, &fault);
	ProtobufCMessage *body;

	if (value == NULL) {
		error_set_field(error, fault.code, "data", "%s", fault.text);
		return NULL;
	}
	body = body_of_json(value, posted, arena, error);
	json_decref(value);
	return body;
}

/* ---- Structured JSON ---- */

static struct text
string_in(const json_t *value, struct arena *arena)
{
	return arena_text(arena, (struct text){ json_string_value(value), json_string_length(value) });
}

/* One member of the event's object but its data. */
static bool
take_member(
    const char *key, const json_t *value, struct arena *arena, struct attributes *attributes, struct error *error)
{
	struct attributes unused;
	const char *nearest;

	if (!attributes_set(&unused, text_of(key), TEXT(""))) {
		nearest = attributes_nearest(text_of(key));
		if (nearest == NULL)
			return true;
		return error_set_field(
		    error, ERROR_INVALID, key, "no attribute is called \"%.64s\"; did you mean \"%s\"?", key, nearest);
	}
	if (json_is_null(value))
		return true;
	if (!json_is_string(value))
		return error_set_field(error, ERROR_INVALID, key, "a string is wanted here");
	return attributes_set(attributes, text_of(key), string_in(value, arena));
}

static ProtobufCMessage *
data_of(const json_t *object, const struct attributes *attributes, const struct posted *posted, struct arena *arena,
    struct error *error)
{
	const json_t *data = json_object_get(object, "data"), *packed = json_object_get(object, "data_base64");
	struct bytes bytes;

	if (packed == NULL) {
		if (!attributes_say_json(attributes)) {
			error_set_field(error, ERROR_INVALID, "datacontenttype",
			    "\"data\" is read as application/json; protobuf goes in \"data_base64\"");
			return NULL;
		}
		return body_of_json(json_is_null(data) ? NULL : data, posted, arena, error);
	}
	if (data != NULL || !json_is_string(packed) ||
	    !base64_parse((struct text){ json_string_value(packed), json_string_length(packed) }, arena, &bytes)) {
		error_set_field(error, ERROR_INVALID, "data_base64", "%s",
		    data != NULL ? "given beside \"data\": one of the two" : "not base64");
		return NULL;
	}
	if (attributes_say_protobuf(attributes))
		return body_of_bytes(bytes, posted, arena, error);
	return body_of_text((struct text){ (const char *)bytes.at, bytes.len }, posted, arena, error);
}

static bool
read_object(const json_t *object, struct arena *arena, struct posted *posted, struct error *error)
{
	struct attributes attributes = { .at = INSTANT_NONE };
	struct error first = { 0 };
	const char *key;
	json_t *value;

	if (!json_is_object(object))
		return error_set(error, ERROR_INVALID, "an event is a JSON object");
	/* The names of a refused event are wanted too: the first fault is kept until all is read. */
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		if (strcmp(key, "data") == 0 || strcmp(key, "data_base64") == 0)
			continue;
		take_member(key, value, arena, &attributes, first.code == ERROR_NONE ? &first : NULL);
	}
	if (!attributes_check(&attributes, posted, error) && first.code == ERROR_NONE)
		return false;
	if (first.code != ERROR_NONE)
		return error_set_field(error, first.code, first.field, "%s", first.text);
	return take_body(data_of(object, &attributes, posted, arena, error), arena, posted, error);
}

static void
read_into(const json_t *object, struct arena *arena, struct reading *reading)
{
	reading->ok = read_object(object, arena, &reading->posted, &reading->error);
	if (reading->ok && reading->posted.body.len > LIMIT_EVENT_BYTES)
		reading->ok = error_set_field(&reading->error, ERROR_LIMIT, "data",
		    "%zu bytes long; at most %d are taken", reading->posted.body.len, (int)LIMIT_EVENT_BYTES);
}

static bool
too_long(size_t length, struct error *error)
{
	return error_set(error, ERROR_LIMIT, "%zu bytes; an event has at most %d", length, (int)LIMIT_EVENT_BYTES);
}

static bool
read_json(struct text input, struct arena *arena, struct readings *readings, struct error *error)
{
	json_t *value = proto_json_load(input, error);
	size_t count;

	if (value == NULL)
		return false;
	readings->batch = json_is_array(value);
	if (!readings->batch && input.len > LIMIT_EVENT_BYTES) {
		json_decref(value);
		return too_long(input.len, error);
	}
	count = readings->batch ? json_array_size(value) : 1;
	if (count > LIMIT_BATCH_EVENTS) {
		json_decref(value);
		return error_set(error, ERROR_LIMIT, "%zu events in one batch; at most %d are taken", count,
		    (int)LIMIT_BATCH_EVENTS);
	}
	readings->at = arena_array(arena, count > 0 ? count : 1, sizeof(*readings->at));
	readings->count = count;
	for (size_t i = 0; i < count; i++)
		read_into(readings->batch ? json_array_get(value, i) : value, arena, &readings->at[i]);
	json_decref(value);
	return true;
}

/* ---- Protobuf ---- */

static bool
take_attribute(
    const char *key, const Redress__V1__CloudEventAttribute *value, struct attributes *attributes, struct error *error)
{
	const char *string = NULL;

	if (value == NULL)
		return true;
	if (strcmp(key, "time") == 0 && value->attr_case == REDRESS__V1__CLOUD_EVENT_ATTRIBUTE__ATTR_CE_TIMESTAMP) {
		if (!timestamp_is_valid(value->ce_timestamp))
			return error_set_field(error, ERROR_INVALID, "time", "not a time of the years 1 to 9999");
		attributes->at = timestamp_instant(value->ce_timestamp);
		return true;
	}
	switch (value->attr_case) {
	case REDRESS__V1__CLOUD_EVENT_ATTRIBUTE__ATTR_CE_STRING:
		string = value->ce_string;
		break;
	case REDRESS__V1__CLOUD_EVENT_ATTRIBUTE__ATTR_CE_URI:
		string = value->ce_uri;
		break;
	case REDRESS__V1__CLOUD_EVENT_ATTRIBUTE__ATTR_CE_URI_REF:
		string = value->ce_uri_ref;
		break;
	default:
		break;
	}
	if (string == NULL) {
		struct attributes unused;

		if (!attributes_set(&unused, text_of(key), TEXT("")))
			return true;
		return error_set_field(error, ERROR_INVALID, key, "a string is wanted here");
	}
	if (!attributes_set(attributes, text_of(key), text_of(string)) && attributes_nearest(text_of(key)) != NULL)
		return error_set_field(error, ERROR_INVALID, key,
		    "no attribute is called \"%.64s\"; did you mean \"%s\"?", key, attributes_nearest(text_of(key)));
	return true;
}

/* "type.googleapis.com/redress.v1.ContactReceived" names the event's own type. */
static bool
is_url_of(const char *url, struct text type)
{
	const char *name = strrchr(url, '/');

	return text_equal(text_of(name == NULL ? url : name + 1), type);
}

static ProtobufCMessage *
data_of_protobuf(const Redress__V1__CloudEvent *event, const struct attributes *attributes, const struct posted *posted,
    struct arena *arena, struct error *error)
{
	struct text text = { (const char *)event->binary_data.data, event->binary_data.len };

	switch (event->data_case) {
	case REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA:
		if (event->proto_data == NULL || !is_url_of(event->proto_data->type_url, posted->type)) {
			error_set_field(error, ERROR_INVALID, "proto_data.type_url",
			    "\"%.128s\" is not the event's type",
			    event->proto_data == NULL ? "" : event->proto_data->type_url);
			return NULL;
		}
		return body_of_bytes((struct bytes){ event->proto_data->value.data, event->proto_data->value.len },
		    posted, arena, error);
	case REDRESS__V1__CLOUD_EVENT__DATA_TEXT_DATA:
		return body_of_text(text_of(event->text_data), posted, arena, error);
	case REDRESS__V1__CLOUD_EVENT__DATA_BINARY_DATA:
		/* '{' begins no protobuf: it would be a group. */
		if (attributes_say_protobuf(attributes) || text.len == 0 || text.at[0] != '{')
			return body_of_bytes(
			    (struct bytes){ event->binary_data.data, event->binary_data.len }, posted, arena, error);
		return body_of_text(text, posted, arena, error);
	default:
		return body_of_json(NULL, posted, arena, error);
	}
}

static bool
read_message(const Redress__V1__CloudEvent *event, struct arena *arena, struct posted *posted, struct error *error)
{
	struct attributes attributes = {
		.id = text_of(event->id),
		.source = text_of(event->source),
		.type = text_of(event->type),
		.specversion = text_of(event->spec_version),
		.at = INSTANT_NONE,
	};

	for (size_t i = 0; i < event->n_attributes; i++) {
		if (!take_attribute(event->attributes[i]->key, event->attributes[i]->value, &attributes, error)) {
			attributes_check(&attributes, posted, NULL);
			return false;
		}
	}
	return attributes_check(&attributes, posted, error) &&
	       take_body(data_of_protobuf(event, &attributes, posted, arena, error), arena, posted, error);
}

static bool
read_protobuf(struct bytes input, struct arena *arena, struct readings *readings, struct error *error)
{
	const Redress__V1__CloudEvent *event;

	if (input.len > LIMIT_EVENT_BYTES)
		return too_long(input.len, error);
	event = (const Redress__V1__CloudEvent *)proto_unpack(
	    &redress__v1__cloud_event__descriptor, input, PROTO_TOLERANT, "", arena, error);
	if (event == NULL)
		return false;
	readings->at = arena_alloc(arena, sizeof(*readings->at));
	readings->count = 1;
	readings->at->ok = read_message(event, arena, &readings->at->posted, &readings->at->error);
	return true;
}

static size_t
white_space(struct bytes input)
{
	size_t length = 0;

	while (length < input.len && memchr(" \t\r\n", input.at[length], 4) != NULL)
		length++;
	return length;
}

/* Protobuf may begin with a line feed: field 1, the id. */
static bool
is_json(struct bytes input)
{
	size_t first;

	if (input.at[0] == '\n' && check_packed(&redress__v1__cloud_event__descriptor, input, PROTO_TOLERANT, "", NULL))
		return false;
	first = white_space(input);
	return first < input.len && (input.at[first] == '{' || input.at[first] == '[');
}

bool
cloudevent_read(struct bytes input, struct arena *arena, struct readings *readings, struct error *error)
{
	*readings = (struct readings){ 0 };
	if (input.len > LIMIT_HTTP_BODY_BYTES)
		return error_set(
		    error, ERROR_LIMIT, "%zu bytes; at most %d are taken", input.len, (int)LIMIT_HTTP_BODY_BYTES);
	if (white_space(input) == input.len)
		return error_set(error, ERROR_INVALID, "nothing was posted");
	if (is_json(input))
		return read_json((struct text){ (const char *)input.at, input.len }, arena, readings, error);
	return read_protobuf(input, arena, readings, error);
}

bool
posted_not_in_future(const struct posted *posted, struct instant now, struct error *error)
{
	if (text_equal(posted->type, TEXT("redress.v1.TimeAdvanced")))
		return true;
	return !instant_before(instant_plus_seconds(now, LIMIT_FUTURE_SECONDS), posted->occurred_at) ||
	       error_set_field(error, ERROR_INVALID, "time",
		   "it lies more than %d minutes in the future; facts are what has happened",
		   (int)LIMIT_FUTURE_SECONDS / 60);
}
