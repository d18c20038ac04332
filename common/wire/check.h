/* What protobuf-c does not look at before it unpacks. Of common/wire alone. */
#ifndef REDRESS_WIRE_CHECK_H
#define REDRESS_WIRE_CHECK_H

#include "wire/proto.h"

/* Walks the packed bytes along the descriptor: well-formed tags and lengths, wire types as declared, texts UTF-8
 * without NUL, enums in range, lists within LIMIT_MESSAGE_ITEMS, nesting within LIMIT_JSON_DEPTH. */
bool check_packed(const ProtobufCMessageDescriptor *type, struct bytes packed, enum proto_strictness strictness,
    const char *where, struct error *error);

#endif
