/* What a fact must hold beyond its schema: what is required, dates that exist, stages and counts in range. Of
 * common/wire alone. */
#ifndef REDRESS_WIRE_RULES_H
#define REDRESS_WIRE_RULES_H

#include "wire/path.h"
#include "wire/proto.h"

bool rules_check(const ProtobufCMessage *fact, const struct path *top, struct error *error);

#endif
