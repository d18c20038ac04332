/* Protobuf bodies as proto3 JSON, by descriptor. Written: camelCase names, enums by name, 64-bit numbers as strings,
 * bytes in base64, Timestamps in RFC 3339, fields at their default left out. Read: the same, and snake_case names,
 * enums in short form ("not-upheld"), 64-bit numbers as numbers. Duplicate keys, unknown fields and nesting beyond
 * LIMIT_JSON_DEPTH are refused; every refusal names the field's dotted path in `error->field`. */
#ifndef REDRESS_WIRE_JSON_H
#define REDRESS_WIRE_JSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

/* Whether `type` ("redress.v1.ClockMissed") is a message we know. */
bool wire_knows_type(struct text type);

/* The object of a packed body, compact, in field order. */
bool wire_json_print(struct text type, struct bytes body, struct arena *arena, struct text *json, struct error *error);
/* An object to the canonical packed body. */
bool wire_json_parse(struct text type, struct text json, struct arena *arena, struct bytes *body, struct error *error);

#endif
