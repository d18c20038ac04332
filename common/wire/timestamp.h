/* google.protobuf.Timestamp <-> struct instant. Of common/wire alone. */
#ifndef REDRESS_WIRE_TIMESTAMP_H
#define REDRESS_WIRE_TIMESTAMP_H

#include "base/arena.h"
#include "domain/instant.h"
#include "google/protobuf/timestamp.pb-c.h"

/* NULL for INSTANT_NONE. */
Google__Protobuf__Timestamp *timestamp_of(struct instant at, struct arena *arena);
/* INSTANT_NONE for NULL. What lies beyond an instant's range becomes its nearest end. */
struct instant timestamp_instant(const Google__Protobuf__Timestamp *timestamp);
/* Years 1 to 9999, and nanos of one second. */
bool timestamp_is_valid(const Google__Protobuf__Timestamp *timestamp);

#endif
