/* The attributes of a CloudEvent, whichever form it came in. Of common/wire alone. */
#ifndef REDRESS_WIRE_ATTRIBUTES_H
#define REDRESS_WIRE_ATTRIBUTES_H

#include "wire/cloudevent.h"

struct attributes {
	struct text specversion, id, source, type, subject, time, datacontenttype, landlord, traceparent;
	struct instant at; /* instead of `time`, where the form has a type for it */
};

/* Sets the attribute of that name; false when it is none that is read. */
bool attributes_set(struct attributes *attributes, struct text name, struct text value);
/* The attribute that was meant by a name that is not read; NULL when it may be anyone's extension. */
const char *attributes_nearest(struct text name);

/* Everything but the body. */
bool attributes_check(const struct attributes *attributes, struct posted *posted, struct error *error);

/* application/json, or nothing said. */
bool attributes_say_json(const struct attributes *attributes);
/* application/protobuf, with whatever parameters. */
bool attributes_say_protobuf(const struct attributes *attributes);

#endif
