/* Subscribed systems: each listens from a position of its own, and gets the judgements it is to know as CloudEvents.
 * The position of an alert is that of its MessageQueued. */
#include <jansson.h>
#include <stdlib.h>

#include "base/limits.h"
#include "bus/alert_server.h"
#include "notification/channel.h"
#include "notification/state.h"
#include "notification_sql.h"
#include "runtime/log.h"
#include "store/log.h"
#include "store/params.h"
#include "store/rows.h"
#include "wire/cloudevent.h"
#include "wire/message.h"

struct alert {
	uint64_t position;
	struct text json;
};

/* One consumer's wish for alerts, on its way to the database and back. */
struct fetch {
	struct work work; /* first */
	struct state *state;
	struct arena arena;
	uint64_t consumer;
	uint32_t landlord_id;
	bool all; /* the operator's: every landlord's */
	uint64_t from;
	size_t most;
	struct alert *alerts;
	size_t count;
	uint64_t next;
};

/* The judgement as a CloudEvent, with whom it is for. */
static bool
print_alert(const struct event *about, const struct message_queued *message, struct text id, struct arena *arena,
    struct text *json, struct error *error)
{
	struct text line;
	json_t *event;
	json_t *roles;
	char *printed;

	if (!cloudevent_print(about, arena, &line, error))
		return false;
	event = json_loadb(line.at, line.len, 0, NULL);
	if (event == NULL)
		return error_set(error, ERROR_INTERNAL, "an alert does not print as JSON");
	roles = json_array();
	for (uint8_t i = 0; i < message->role_count; i++)
		json_array_append_new(roles, json_stringn(message->to_roles[i].at, message->to_roles[i].len));
	json_object_set_new(event, "redressalert", json_stringn(id.at, id.len));
	if (json_array_size(roles) > 0)
		json_object_set(event, "redressroles", roles);
	json_decref(roles);
	if (!text_is_empty(message->supersedes))
		json_object_set_new(
		    event, "redresssupersedes", json_stringn(message->supersedes.at, message->supersedes.len));
	printed = json_dumps(event, JSON_COMPACT);
	*json = arena_text(arena, text_of(printed));
	free(printed);
	json_decref(event);
	return true;
}

static const struct event *
event_at(const struct log_events *events, uint64_t position)
{
	for (size_t i = 0; i < events->count; i++) {
		if (events->at[i].position == position)
			return &events->at[i];
	}
	return NULL;
}

static bool
print_all(struct fetch *fetch, struct store *store, const struct rows *rows, struct error *error)
{
	struct arena *arena = &fetch->arena;
	struct message_queued *messages = arena_array(arena, rows->count + 1, sizeof(*messages));
	uint64_t *positions = arena_array(arena, rows->count + 1, sizeof(*positions));
	struct log_events events;

	for (size_t i = 0; i < rows->count; i++) {
		if (!message_queued_decode(rows_bytea(rows, i, 2), arena, &messages[i], error))
			return false;
		positions[i] = messages[i].about_position;
	}
	if (!log_read_at(store, positions, rows->count, arena, &events, error))
		return false;
	fetch->alerts = arena_array(arena, rows->count + 1, sizeof(*fetch->alerts));
	for (size_t i = 0; i < rows->count; i++) {
		const struct event *about = event_at(&events, positions[i]);
		struct alert *alert = &fetch->alerts[fetch->count];

		if (about == NULL)
			return error_set(error, ERROR_INTERNAL,
			    "the judgement at %llu that an alert is about is not there",
			    (unsigned long long)positions[i]);
		alert->position = (uint64_t)rows_int(rows, i, 0);
		if (!print_alert(about, &messages[i], rows_text(rows, i, 1), arena, &alert->json, error))
			return false;
		fetch->count++;
	}
	return true;
}

/* Pool thread. */
static bool
run(struct work *const *items, size_t count, struct work_room *room, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		struct fetch *fetch = (struct fetch *)items[i];
		struct params params = params_new(&fetch->arena);
		struct rows rows;
		struct log_heads heads;

		/* The head first: an alert committed in between is not passed over, only fetched again. */
		fetch->count = 0;
		params_int8(&params, (int64_t)fetch->from);
		params_int4(&params, fetch->all ? -1 : (int32_t)fetch->landlord_id);
		params_int8(&params, (int64_t)fetch->most);
		if (!log_heads(room->store, &heads, error) ||
		    !store_query(room->store, SQL_READ_QUEUED, &params, &fetch->arena, &rows, error) ||
		    !print_all(fetch, room->store, &rows, error))
			return false;
		fetch->next = heads.head + 1;
		if (fetch->next < fetch->from)
			fetch->next = fetch->from;
		if (fetch->count > 0 &&
		    (fetch->count == fetch->most || fetch->alerts[fetch->count - 1].position >= fetch->next))
			fetch->next = fetch->alerts[fetch->count - 1].position + 1;
	}
	return true;
}

/* Loop. */
static void
done(struct work *const *items, size_t count, bool ok, const struct error *error, struct arena *arena, void *context)
{
	struct state *state = context;

	(void)arena;
	if (!ok)
		log_failure(LOG_LEVEL_WARNING, "alerts could not be read", error);
	for (size_t i = 0; i < count; i++) {
		struct fetch *fetch = (struct fetch *)items[i];

		for (size_t a = 0; ok && state->alerts != NULL && a < fetch->count; a++)
			alert_server_replay(
			    state->alerts, fetch->consumer, fetch->alerts[a].position, fetch->alerts[a].json);
		if (state->alerts != NULL && ok)
			alert_server_replayed(state->alerts, fetch->consumer, fetch->next);
		else if (state->alerts != NULL)
			alert_server_unread(state->alerts, fetch->consumer);
		arena_free(&fetch->arena);
		free(fetch);
	}
}

static void
on_fetch(void *owner, uint64_t consumer, const struct bus_user *user, uint64_t from, size_t most)
{
	struct state *state = owner;
	struct fetch *fetch = calloc(1, sizeof(*fetch));

	if (fetch == NULL)
		abort();
	fetch->state = state;
	fetch->consumer = consumer;
	fetch->landlord_id = user->landlord_id;
	fetch->all = user->landlord_id == 0;
	fetch->from = from;
	fetch->most = most > LIMIT_SEGMENT_EVENTS ? LIMIT_SEGMENT_EVENTS : most;
	if (!worker_submit(state->process->worker, &fetch->work, &state->fetch_class, 1)) {
		/* Stopping: the consumer will listen again. */
		arena_free(&fetch->arena);
		free(fetch);
	}
}

/* Connections outlive the permission they were let in with. */
static bool
may_listen(void *owner, const struct bus_user *user)
{
	const struct state *state = owner;
	const struct caller *caller = callers_by_curve(callers_gate_callers(state->gate), user->key);

	return caller != NULL && caller_may(caller, PERMISSION_LISTEN);
}

static bool
start(struct state *state, struct error *error)
{
	struct bus_key key;
	const struct alert_server_options options = {
		.key = &key, .fetch = on_fetch, .may_listen = may_listen, .owner = state
	};

	state->fetch_class = (struct work_class){
		.name = "alerts",
		.most_items = 16,
		.most_bytes = SIZE_MAX,
		.patience_ms = 5000,
		.run = run,
		.done = done,
		.context = state,
	};
	if (!bus_key_load(settings_text(state->process->settings, "REDRESS_ALERTS_KEY"), &key, error) ||
	    !alert_server_open(&state->alerts, state->process->bus,
		settings_text(state->process->settings, "REDRESS_ALERTS"), &options, error))
		return false;
	log_info("alerts are given over ZeroMQ", LOG_STRING("endpoint", alert_server_endpoint(state->alerts)));
	return true;
}

static void
wake(struct state *state, uint64_t head)
{
	if (state->alerts != NULL)
		alert_server_wake(state->alerts, head);
}

static void
stop(struct state *state)
{
	if (state->alerts != NULL)
		alert_server_close(state->alerts);
	state->alerts = NULL;
}

const struct channel CHANNEL_ZEROMQ = { .name = "zeromq", .start = start, .wake = wake, .stop = stop };
