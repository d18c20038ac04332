#include "store/callers.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/arena.h"
#include "store/rows.h"
#include "store/store.h"
#include "store_sql.h"

struct callers_room {
	struct arena arena;
};

static const char *const permission_names[] = {
	[PERMISSION_POST] = "post",
	[PERMISSION_READ] = "read",
	[PERMISSION_PERSONAL] = "personal",
	[PERMISSION_LISTEN] = "listen",
	[PERMISSION_OPERATE] = "operate",
};

/* Words with a space between; one that is not ours grants nothing. */
static unsigned
permissions_of(struct text words)
{
	unsigned found = 0;
	size_t start = 0;

	for (size_t i = 0; i <= words.len; i++) {
		if (i < words.len && words.at[i] != ' ')
			continue;
		for (int p = 0; p < PERMISSIONS; p++) {
			if (text_equal((struct text){ words.at + start, i - start }, text_of(permission_names[p])))
				found |= 1U << p;
		}
		start = i + 1;
	}
	return found;
}

bool
callers_read(struct store *store, struct callers *callers, struct error *error)
{
	struct callers_room *room = calloc(1, sizeof(*room));
	struct caller *list;
	struct rows rows;

	if (room == NULL)
		abort();
	if (!store_query(store, SQL_READ_CREDENTIALS, NULL, &room->arena, &rows, error)) {
		arena_free(&room->arena);
		free(room);
		return false;
	}
	list = arena_array(&room->arena, rows.count, sizeof(*list));
	for (size_t i = 0; i < rows.count; i++) {
		struct bytes hash = rows_bytea(&rows, i, 4);
		struct bytes curve = rows_bytea(&rows, i, 5);

		list[i].landlord_id = (uint32_t)rows_int(&rows, i, 0);
		list[i].landlord = rows_text(&rows, i, 1);
		list[i].source = rows_text(&rows, i, 2);
		list[i].permissions = permissions_of(rows_text(&rows, i, 3));
		list[i].has_bearer = hash.len == CALLER_HASH_BYTES;
		if (list[i].has_bearer)
			memcpy(list[i].bearer_hash, hash.at, CALLER_HASH_BYTES);
		list[i].has_curve = curve.len == CALLER_CURVE_BYTES;
		if (list[i].has_curve)
			memcpy(list[i].curve_public, curve.at, CALLER_CURVE_BYTES);
	}
	*callers = (struct callers){ .at = list, .count = rows.count, .room = room };
	return true;
}

void
callers_free(struct callers *callers)
{
	if (callers->room != NULL) {
		arena_free(&callers->room->arena);
		free(callers->room);
	}
	*callers = (struct callers){ 0 };
}

void
callers_hash(struct text token, uint8_t hash[CALLER_HASH_BYTES])
{
	crypto_hash_sha256(hash, (const unsigned char *)token.at, token.len);
}

const struct caller *
callers_by_token(const struct callers *callers, struct text token)
{
	uint8_t hash[CALLER_HASH_BYTES];
	const struct caller *found = NULL;

	callers_hash(token, hash);
	for (size_t i = 0; i < callers->count; i++) {
		if (callers->at[i].has_bearer &&
		    sodium_memcmp(callers->at[i].bearer_hash, hash, CALLER_HASH_BYTES) == 0)
			found = &callers->at[i];
	}
	return found;
}

const struct caller *
callers_by_curve(const struct callers *callers, struct text key)
{
	uint8_t raw[CALLER_CURVE_BYTES];
	size_t length;

	if (sodium_hex2bin(raw, sizeof(raw), key.at, key.len, NULL, &length, NULL) != 0 || length != sizeof(raw))
		return NULL;
	for (size_t i = 0; i < callers->count; i++) {
		if (callers->at[i].has_curve && memcmp(callers->at[i].curve_public, raw, sizeof(raw)) == 0)
			return &callers->at[i];
	}
	return NULL;
}

bool
caller_may(const struct caller *caller, enum permission permission)
{
	return (caller->permissions & (1U << permission)) != 0;
}

bool
caller_speaks_for(const struct caller *caller, struct text source)
{
	size_t own = caller->source.len;

	if (text_equal(caller->source, TEXT("*")) || text_equal(caller->source, source))
		return true;
	return source.len > own && source.at[own] == '/' && text_equal((struct text){ source.at, own }, caller->source);
}
