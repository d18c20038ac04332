/* The other messages the daemons read and write: cell-wide facts, what notification says, and intake's answers. Texts
 * decoded live in the arena. */
#ifndef REDRESS_WIRE_MESSAGE_H
#define REDRESS_WIRE_MESSAGE_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/judgement.h"
#include "wire/event.h"

/* Whether an event is of this message: event_is(event, "ClockReleased"). */
bool event_is(const struct event *event, const char *short_name);
/* Whether it tells of nothing but time: TimeAdvanced, DueReached, ClockReleased. */
bool event_is_of_time(const struct event *event);
/* "ContactReceived" of "redress.v1.ContactReceived". */
struct text event_short_type(struct text type);

/* ---- Cell-wide facts ---- */

bool time_advanced_decode(struct bytes body, struct instant *to, struct error *error);
struct bytes time_advanced_encode(struct instant to, struct arena *arena);

struct pack_put_in_force {
	struct text landlord, pack, version, digest, text;
};
bool pack_put_in_force_decode(
    struct bytes body, struct arena *arena, struct pack_put_in_force *out, struct error *error);

struct calendar_put_in_force {
	struct text calendar, version, digest, text;
};
bool calendar_put_in_force_decode(
    struct bytes body, struct arena *arena, struct calendar_put_in_force *out, struct error *error);

struct holiday_proclaimed {
	struct text division;
	int32_t day; /* days since 1970-01-01 */
	struct text title;
};
bool holiday_proclaimed_decode(
    struct bytes body, struct arena *arena, struct holiday_proclaimed *out, struct error *error);

bool due_reached_decode(struct bytes body, struct instant *at, struct error *error);
struct bytes due_reached_encode(struct instant at, struct arena *arena);

/* ---- notification ---- */

enum { MESSAGE_ROLES_MAX = 8 };

struct message_queued {
	struct rule rule;
	struct text pack, version;
	struct instant decided_at;
	uint16_t revision;
	struct text about_id, about_type;
	uint64_t about_position;
	struct text channel;
	uint8_t role_count;
	struct text to_roles[MESSAGE_ROLES_MAX];
	struct text supersedes; /* id of the alert overtaken, or empty */
};
struct bytes message_queued_encode(const struct message_queued *message, struct arena *arena);
bool message_queued_decode(struct bytes body, struct arena *arena, struct message_queued *out, struct error *error);

struct message_sent {
	struct text message_id, channel;
	struct instant sent_at;
};
struct bytes message_sent_encode(const struct message_sent *message, struct arena *arena);
bool message_sent_decode(struct bytes body, struct arena *arena, struct message_sent *out, struct error *error);

struct message_failed {
	struct text message_id, channel, why;
	bool final;
	struct instant failed_at;
};
struct bytes message_failed_encode(const struct message_failed *message, struct arena *arena);
bool message_failed_decode(struct bytes body, struct arena *arena, struct message_failed *out, struct error *error);

/* ---- reporting ---- */

struct report_published {
	struct text report, landlord, digest;
	int32_t from, until; /* local days, or NO_DAY */
	struct instant published_at;
};
struct bytes report_published_encode(const struct report_published *report, struct arena *arena);

/* ---- intake's answers ---- */

enum post_status {
	POST_UNSPECIFIED,
	POST_ACCEPTED,
	POST_REPEATED,
	POST_REFUSED,
	POST_CONFLICT,
};

struct post_result {
	struct text source, id;
	enum post_status status;
	uint64_t position;
	struct text case_ref;
	struct text problem, field; /* when refused or in conflict */
};

/* PostResult in proto3 JSON: one object, and an array. Bytes that are not UTF-8 are replaced by '?'. */
struct text post_result_print(const struct post_result *result, struct arena *arena);
struct text post_results_print(const struct post_result *results, size_t count, struct arena *arena);
/* Either form; `*results` is an array in the arena. */
bool post_results_parse(
    struct text json, struct arena *arena, struct post_result **results, size_t *count, struct error *error);

#endif
