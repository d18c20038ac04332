/* Intake's answers in JSON. */
#include "base/limits.h"
#include "redress/v1/intake.pb-c.h"
#include "wire/message.h"
#include "wire/proto_json.h"

#define SAME(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), "one numbering")
SAME(POST_ACCEPTED, REDRESS__V1__POST_RESULT__STATUS__STATUS_ACCEPTED);
SAME(POST_REPEATED, REDRESS__V1__POST_RESULT__STATUS__STATUS_REPEATED);
SAME(POST_REFUSED, REDRESS__V1__POST_RESULT__STATUS__STATUS_REFUSED);
SAME(POST_CONFLICT, REDRESS__V1__POST_RESULT__STATUS__STATUS_CONFLICT);

static json_t *
object_of(const struct post_result *result, struct arena *arena)
{
	Redress__V1__PostResult message = REDRESS__V1__POST_RESULT__INIT;

	message.source = proto_string(result->source, arena);
	message.id = proto_string(result->id, arena);
	message.status = (Redress__V1__PostResult__Status)result->status;
	message.position = result->position;
	message.case_ref = proto_string(result->case_ref, arena);
	message.problem = proto_string(result->problem, arena);
	message.field = proto_string(result->field, arena);
	return proto_json_write(&message.base, NULL);
}

struct text
post_result_print(const struct post_result *result, struct arena *arena)
{
	json_t *object = object_of(result, arena);
	struct text text = proto_json_dump(object, arena);

	json_decref(object);
	return text;
}

struct text
post_results_print(const struct post_result *results, size_t count, struct arena *arena)
{
	json_t *list = json_array();
	struct text text;

	for (size_t i = 0; i < count; i++)
		json_array_append_new(list, object_of(&results[i], arena));
	text = proto_json_dump(list, arena);
	json_decref(list);
	return text;
}

static bool
take(const json_t *value, size_t index, struct arena *arena, struct post_result *result, struct error *error)
{
	struct path path = PATH_AT(NULL, "results", (int)index);
	const Redress__V1__PostResult *message = (const Redress__V1__PostResult *)proto_json_read(
	    &redress__v1__post_result__descriptor, value, &path, arena, error);

	if (message == NULL)
		return false;
	*result = (struct post_result){
		.source = text_of(message->source),
		.id = text_of(message->id),
		.status = (enum post_status)message->status,
		.position = message->position,
		.case_ref = text_of(message->case_ref),
		.problem = text_of(message->problem),
		.field = text_of(message->field),
	};
	return true;
}

bool
post_results_parse(
    struct text json, struct arena *arena, struct post_result **results, size_t *count, struct error *error)
{
	json_t *value = proto_json_load(json, error);
	bool list, ok = true;

	if (value == NULL)
		return false;
	list = json_is_array(value);
	*count = list ? json_array_size(value) : 1;
	*results = arena_array(arena, *count > 0 ? *count : 1, sizeof(**results));
	for (size_t i = 0; ok && i < *count; i++)
		ok = take(list ? json_array_get(value, i) : value, i, arena, &(*results)[i], error);
	json_decref(value);
	return ok;
}
