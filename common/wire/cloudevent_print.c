#include "wire/cloudevent.h"
#include "wire/proto_json.h"
#include "wire/time.h"

static void
add_text(json_t *object, const char *name, struct text value)
{
	if (!text_is_empty(value))
		json_object_set_new(object, name, proto_json_string(value));
}

/* A number as a string: CloudEvents integers have 32 bits only. */
static void
add_number(json_t *object, const char *name, uint64_t value, struct arena *arena)
{
	if (value != 0)
		json_object_set_new(object, name, json_string(arena_printf(arena, "%llu", (unsigned long long)value)));
}

bool
cloudevent_print(const struct event *event, struct arena *arena, struct text *line, struct error *error)
{
	ProtobufCMessage *body = proto_unpack_named(event->type, event->body, PROTO_TOLERANT, "data", arena, error);
	json_t *data = body == NULL ? NULL : proto_json_write(body, error);
	char room[INSTANT_TEXT_MAX];
	json_t *object;

	if (data == NULL)
		return false;
	object = json_object();
	add_text(object, "specversion", TEXT("1.0"));
	add_text(object, "id", event->id);
	add_text(object, "source", event->source);
	add_text(object, "type", event->type);
	add_text(object, "subject", event->case_ref);
	if (instant_is_set(event->occurred_at))
		add_text(object, "time", instant_print(event->occurred_at, room));
	add_text(object, "landlord", event->landlord);
	add_text(object, "traceparent", event->traceparent);
	add_number(object, "redressposition", event->position, arena);
	add_number(object, "redresscause", event->cause, arena);
	add_text(object, "datacontenttype", TEXT("application/json"));
	json_object_set_new(object, "data", data);
	*line = proto_json_dump(object, arena);
	json_decref(object);
	return true;
}
