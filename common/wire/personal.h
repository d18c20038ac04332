/* Which texts are personal, and a walk over the texts of a message. Of common/wire alone. */
#ifndef REDRESS_WIRE_PERSONAL_H
#define REDRESS_WIRE_PERSONAL_H

#include "wire/path.h"
#include "wire/proto.h"

bool personal_is(const ProtobufCMessageDescriptor *message, const ProtobufCFieldDescriptor *field);

/* Called for each non-empty personal text; may replace it. False stops the walk. */
typedef bool personal_visit(void *owner, char **text, const struct path *path);

/* In field order, depth first. `top` is where the message stands. */
bool personal_walk(ProtobufCMessage *message, const struct path *top, personal_visit *visit, void *owner);

#endif
