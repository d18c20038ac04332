#include "intake/keyring.h"

#include <sodium.h>
#include <stdio.h>

#include "intake_sql.h"
#include "store/params.h"
#include "store/rows.h"

/* A key's id is drawn like its secret: it tells nothing. */
static struct text
draw_id(struct arena *arena)
{
	uint8_t raw[SEAL_KEY_BYTES];
	char *id = arena_alloc(arena, 2 * 12 + 1);

	seal_key_generate(raw);
	for (int i = 0; i < 12; i++)
		snprintf(id + 2 * i, 3, "%02x", raw[i]);
	return text_of(id);
}

bool
keyring_fill(struct store *keys, const uint8_t master[SEAL_KEY_BYTES], struct key_wish *wishes, size_t count,
    struct arena *arena, struct error *error)
{
	struct params params = params_new(arena);
	struct param_array *landlords = params_array(&params, PARAM_INT4);
	struct param_array *subjects = params_array(&params, PARAM_TEXT);
	struct param_array *ids = params_array(&params, PARAM_TEXT);
	struct param_array *wrapped = params_array(&params, PARAM_BYTEA);
	struct param_array *owners = params_array(&params, PARAM_TEXT);
	struct rows rows;

	if (count == 0)
		return true;
	for (size_t i = 0; i < count; i++) {
		struct text id = draw_id(arena);
		uint8_t secret[SEAL_KEY_BYTES];
		uint8_t *sealed = arena_alloc(arena, SEAL_WRAPPED_BYTES);

		seal_key_generate(secret);
		seal_key_wrap(master, id, secret, sealed);
		param_array_int4(landlords, (int32_t)wishes[i].landlord_id);
		param_array_text(subjects, wishes[i].subject);
		param_array_text(ids, id);
		param_array_bytea(wrapped, (struct bytes){ sealed, SEAL_WRAPPED_BYTES });
		param_array_text(owners, wishes[i].owner);
	}
	if (!store_query(keys, SQL_FIND_OR_MAKE_KEYS, &params, arena, &rows, error))
		return false;
	if (rows.count != count)
		return error_set(
		    error, ERROR_INTERNAL, "the keyring answered %zu keys for %zu subjects", rows.count, count);
	for (size_t i = 0; i < count; i++) {
		wishes[i].key.id = rows_text(&rows, i, 0);
		if (!seal_key_unwrap(master, wishes[i].key.id, rows_bytea(&rows, i, 1), wishes[i].key.secret, error))
			return false;
	}
	return true;
}

bool
keyring_check(struct store *keys, const uint8_t master[SEAL_KEY_BYTES], struct error *error)
{
	struct arena arena = { 0 };
	uint8_t secret[SEAL_KEY_BYTES];
	struct rows rows;
	bool ok = store_query(keys, SQL_READ_SOME_KEY, NULL, &arena, &rows, error) &&
		  (rows.count == 0 ||
		      seal_key_unwrap(master, rows_text(&rows, 0, 0), rows_bytea(&rows, 0, 1), secret, error));

	sodium_memzero(secret, sizeof(secret));
	arena_free(&arena);
	return ok;
}
