#include "wire/timestamp.h"

static const int64_t first_second = -INT64_C(62135596800); /* 0001-01-01T00:00:00Z */
static const int64_t last_second = INT64_C(253402300799);  /* 9999-12-31T23:59:59Z */

Google__Protobuf__Timestamp *
timestamp_of(struct instant at, struct arena *arena)
{
	Google__Protobuf__Timestamp *made;
	int64_t us;

	if (!instant_is_set(at))
		return NULL;
	made = arena_alloc(arena, sizeof(*made));
	google__protobuf__timestamp__init(made);
	made->seconds = at.us / SECOND_US;
	us = at.us % SECOND_US;
	if (us < 0) {
		us += SECOND_US;
		made->seconds--;
	}
	made->nanos = (int32_t)us * 1000;
	return made;
}

struct instant
timestamp_instant(const Google__Protobuf__Timestamp *timestamp)
{
	if (timestamp == NULL)
		return INSTANT_NONE;
	if (timestamp->seconds > INT64_MAX / SECOND_US - 1)
		return INSTANT_FAR;
	if (timestamp->seconds < INT64_MIN / SECOND_US + 1)
		return (struct instant){ INT64_MIN + 1 };
	return (struct instant){ timestamp->seconds * SECOND_US + timestamp->nanos / 1000 };
}

bool
timestamp_is_valid(const Google__Protobuf__Timestamp *timestamp)
{
	return timestamp->seconds >= first_second && timestamp->seconds <= last_second && timestamp->nanos >= 0 &&
	       timestamp->nanos <= 999999999;
}
