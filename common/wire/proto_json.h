/* The JSON mapping under wire/json.h, for the readers and writers beside it. Of common/wire alone. */
#ifndef REDRESS_WIRE_PROTO_JSON_H
#define REDRESS_WIRE_PROTO_JSON_H

#include <jansson.h>

#include "wire/path.h"
#include "wire/proto.h"

/* JSON text as a value to be given back with json_decref; NULL when it is not JSON, nested deeper than LIMIT_JSON_DEPTH
 * or has a key twice in one object. */
json_t *proto_json_load(struct text json, struct error *error);
/* Compact, in the arena. */
struct text proto_json_dump(const json_t *value, struct arena *arena);
/* A string of at most its first NUL, its bytes that are not UTF-8 replaced by '?'. */
json_t *proto_json_string(struct text text);

/* A new object; NULL when a time cannot be written. */
json_t *proto_json_write(const ProtobufCMessage *message, struct error *error);
/* A message in the arena; `path` is where `value` stands. NULL when refused. */
ProtobufCMessage *proto_json_read(const ProtobufCMessageDescriptor *type, const json_t *value, const struct path *path,
    struct arena *arena, struct error *error);

/* `bytes` in base64 with padding, and back from either alphabet, padded or not. */
struct text base64_print(struct bytes bytes, struct arena *arena);
bool base64_parse(struct text text, struct arena *arena, struct bytes *bytes);

/* "happenedOn" of "happened_on"; NUL-terminated, cut off at 63. */
enum { CAMEL_MAX = 64 };
void proto_json_camel(const char *snake, char out[CAMEL_MAX]);

#endif
