#include "reporting/keyring.h"

#include "reporting/state.h"
#include "reporting_sql.h"
#include "runtime/log.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

struct opening {
	const struct state *state;
	struct rows keys; /* id, wrapped; the latter is NULL where it was destroyed */
};

static enum seal_found
find(void *owner, struct text key_id, uint8_t secret[SEAL_KEY_BYTES], struct error *error)
{
	const struct opening *opening = owner;

	for (size_t i = 0; i < opening->keys.count; i++) {
		if (!text_equal(rows_text(&opening->keys, i, 0), key_id))
			continue;
		if (rows_is_null(&opening->keys, i, 1))
			return SEAL_DESTROYED;
		return seal_key_unwrap(opening->state->master, key_id, rows_bytea(&opening->keys, i, 1), secret, error)
			   ? SEAL_FOUND
			   : SEAL_FAILED;
	}
	error_set(error, ERROR_NOT_FOUND, "there is no key '%.*s'", TEXT_ARG(key_id));
	return SEAL_FAILED;
}

static bool
fetch(struct opening *opening, uint32_t landlord_id, const struct log_events *events, struct arena *arena,
    struct error *error)
{
	struct store *keys = opening->state->keys;
	struct params params = params_new(arena);
	struct param_array *ids;
	size_t wanted = 0;

	params_int4(&params, (int32_t)landlord_id);
	ids = params_array(&params, PARAM_TEXT);
	for (size_t i = 0; i < events->count; i++) {
		struct text id = seal_key_id(events->at[i].type, events->at[i].body, arena);

		if (text_is_empty(id))
			continue;
		param_array_text(ids, id);
		wanted++;
	}
	if (wanted == 0)
		return true;
	if (store_is_broken(keys) && !store_reopen(keys, error))
		return false;
	return store_query(keys, SQL_FIND_KEYS, &params, arena, &opening->keys, error);
}

bool
keyring_open(
    struct state *state, uint32_t landlord_id, struct log_events *events, struct arena *arena, struct error *error)
{
	struct opening opening = { .state = state };

	if (state->keys == NULL)
		return true;
	if (!fetch(&opening, landlord_id, events, arena, error))
		return false;
	for (size_t i = 0; i < events->count; i++) {
		struct event *event = &events->at[i];
		struct seal_of of = { event->type, event->source, event->id };
		struct error why = { 0 };
		struct bytes opened;

		if (text_is_empty(seal_key_id(event->type, event->body, arena)))
			continue;
		if (unseal_message(&of, event->body, find, &opening, arena, &opened, &why))
			event->body = opened;
		else
			log_alarm("a sealed field does not open", LOG_NUMBER("position", event->position),
			    LOG_TEXT("case", event->case_ref), LOG_STRING("error", why.text));
	}
	return true;
}
