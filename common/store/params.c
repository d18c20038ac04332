#include "store/params.h"

#include <limits.h>
#include <stdlib.h>

#include "store/connection.h"

enum {
	HEADER_BYTES = 20, /* of a binary array of one dimension */
	HEADER_EMPTY_BYTES = 12,
};

struct param_array {
	struct arena *arena;
	enum param_type type;
	char *data; /* room for the header first */
	size_t used;
	size_t capacity;
	uint32_t count;
	bool nulls;
};

static const struct {
	uint32_t element;
	uint32_t array;
} oids[PARAM_TYPES] = {
	[PARAM_BOOL] = { 16, 1000 },
	[PARAM_INT4] = { 23, 1007 },
	[PARAM_INT8] = { 20, 1016 },
	[PARAM_TEXT] = { 25, 1009 },
	[PARAM_BYTEA] = { 17, 1001 },
	[PARAM_INSTANT] = { 1184, 1185 },
};

/* PostgreSQL counts from 2000. */
static const int64_t epoch_us = INT64_C(946684800000000);

static void
put_be32(char *at, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (char)(value >> (24 - 8 * i));
}

static void
put_be64(char *at, int64_t value)
{
	put_be32(at, (uint32_t)((uint64_t)value >> 32));
	put_be32(at + 4, (uint32_t)(uint64_t)value);
}

static int64_t
to_postgres(struct instant at)
{
	return at.us == INT64_MAX ? INT64_MAX : at.us - epoch_us;
}

struct params
params_new(struct arena *arena)
{
	return (struct params){ .arena = arena };
}

static void
add(struct params *params, uint32_t type, const char *value, size_t length)
{
	if (params->count == PARAMS_MAX || length > INT_MAX)
		abort();
	params->types[params->count] = type;
	params->values[params->count] = value;
	params->lengths[params->count] = (int)length;
	params->count++;
}

void
params_bool(struct params *params, bool value)
{
	char *at = arena_alloc(params->arena, 1);

	*at = value;
	add(params, oids[PARAM_BOOL].element, at, 1);
}

void
params_int4(struct params *params, int32_t value)
{
	char *at = arena_alloc(params->arena, 4);

	put_be32(at, (uint32_t)value);
	add(params, oids[PARAM_INT4].element, at, 4);
}

void
params_int8(struct params *params, int64_t value)
{
	char *at = arena_alloc(params->arena, 8);

	put_be64(at, value);
	add(params, oids[PARAM_INT8].element, at, 8);
}

void
params_text(struct params *params, struct text value)
{
	add(params, oids[PARAM_TEXT].element, arena_string(params->arena, value), value.len);
}

void
params_bytea(struct params *params, struct bytes value)
{
	struct text as_text = { (const char *)value.at, value.len };

	add(params, oids[PARAM_BYTEA].element, arena_string(params->arena, as_text), value.len);
}

void
params_instant(struct params *params, struct instant value)
{
	char *at;

	if (!instant_is_set(value)) {
		params_null(params, PARAM_INSTANT);
		return;
	}
	at = arena_alloc(params->arena, 8);
	put_be64(at, to_postgres(value));
	add(params, oids[PARAM_INSTANT].element, at, 8);
}

void
params_null(struct params *params, enum param_type type)
{
	add(params, oids[type].element, NULL, 0);
}

struct param_array *
params_array(struct params *params, enum param_type type)
{
	struct param_array *array = arena_alloc(params->arena, sizeof(*array));

	*array = (struct param_array){ .arena = params->arena, .type = type, .used = HEADER_BYTES };
	array->capacity = 1024;
	array->data = arena_alloc(array->arena, array->capacity);
	params->arrays[params->count] = array;
	add(params, oids[type].array, NULL, 0);
	return array;
}

/* Room for one more element of `length` bytes; its length is written. */
static char *
element(struct param_array *array, enum param_type type, size_t length)
{
	size_t need = array->used + 4 + length;
	char *at;

	if (array->type != type || need > INT_MAX)
		abort();
	if (need > array->capacity) {
		char *bigger;

		while (array->capacity < need)
			array->capacity *= 2;
		bigger = arena_alloc(array->arena, array->capacity);
		memcpy(bigger, array->data, array->used);
		array->data = bigger;
	}
	at = array->data + array->used;
	put_be32(at, (uint32_t)length);
	array->used = need;
	array->count++;
	return at + 4;
}

void
param_array_bool(struct param_array *array, bool value)
{
	*element(array, PARAM_BOOL, 1) = value;
}

void
param_array_int4(struct param_array *array, int32_t value)
{
	put_be32(element(array, PARAM_INT4, 4), (uint32_t)value);
}

void
param_array_int8(struct param_array *array, int64_t value)
{
	put_be64(element(array, PARAM_INT8, 8), value);
}

void
param_array_text(struct param_array *array, struct text value)
{
	char *at = element(array, PARAM_TEXT, value.len);

	if (value.len > 0)
		memcpy(at, value.at, value.len);
}

void
param_array_bytea(struct param_array *array, struct bytes value)
{
	char *at = element(array, PARAM_BYTEA, value.len);

	if (value.len > 0)
		memcpy(at, value.at, value.len);
}

void
param_array_instant(struct param_array *array, struct instant value)
{
	if (instant_is_set(value))
		put_be64(element(array, PARAM_INSTANT, 8), to_postgres(value));
	else
		param_array_null(array);
}

void
param_array_null(struct param_array *array)
{
	char *after = element(array, array->type, 0);

	put_be32(after - 4, UINT32_MAX);
	array->nulls = true;
}

static void
write_header(struct param_array *array)
{
	put_be32(array->data, array->count > 0);
	put_be32(array->data + 4, array->nulls);
	put_be32(array->data + 8, oids[array->type].element);
	put_be32(array->data + 12, array->count);
	put_be32(array->data + 16, 1);
}

void
params_ready(const struct params *params, const char **values, int *lengths, int *formats)
{
	for (int i = 0; i < params->count; i++) {
		struct param_array *array = params->arrays[i];

		formats[i] = 1;
		values[i] = params->values[i];
		lengths[i] = params->lengths[i];
		if (array != NULL) {
			write_header(array);
			values[i] = array->data;
			lengths[i] = array->count == 0 ? HEADER_EMPTY_BYTES : (int)array->used;
		}
	}
}
