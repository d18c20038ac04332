/* Parameters of a statement in binary form, and arrays of them for unnest(). Everything is copied into the arena, which
 * must outlive the segment. */
#ifndef REDRESS_STORE_PARAMS_H
#define REDRESS_STORE_PARAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "domain/instant.h"

enum param_type {
	PARAM_BOOL,
	PARAM_INT4,
	PARAM_INT8,
	PARAM_TEXT,
	PARAM_BYTEA,
	PARAM_INSTANT, /* timestamptz */
	PARAM_TYPES,
};

enum {
	PARAMS_MAX = 32, /* a programmer's error beyond it: aborts */
};

struct param_array;

struct params {
	struct arena *arena;
	int count;
	uint32_t types[PARAMS_MAX]; /* OIDs */
	const char *values[PARAMS_MAX];
	int lengths[PARAMS_MAX];
	struct param_array *arrays[PARAMS_MAX];
};

/* Each adds the next of $1, $2, ... */
struct params params_new(struct arena *arena);
void params_bool(struct params *params, bool value);
void params_int4(struct params *params, int32_t value);
void params_int8(struct params *params, int64_t value);
void params_text(struct params *params, struct text value);
void params_bytea(struct params *params, struct bytes value);
/* INSTANT_NONE is NULL. */
void params_instant(struct params *params, struct instant value);
void params_null(struct params *params, enum param_type type);

/* An array parameter, to be filled by the functions below, in any order with other arrays. */
struct param_array *params_array(struct params *params, enum param_type type);
/* The value's type must be the array's: aborts otherwise. */
void param_array_bool(struct param_array *array, bool value);
void param_array_int4(struct param_array *array, int32_t value);
void param_array_int8(struct param_array *array, int64_t value);
void param_array_text(struct param_array *array, struct text value);
void param_array_bytea(struct param_array *array, struct bytes value);
void param_array_instant(struct param_array *array, struct instant value);
void param_array_null(struct param_array *array);

#endif
