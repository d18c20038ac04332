#include "wire/seal.h"

#include <sodium.h>

#include "redress/v1/landlord.pb-c.h"
#include "wire/personal.h"

#define PREFIX "sealed:1:"

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

_Static_assert(SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one size of key");

bool
seal_start(struct error *error)
{
	return sodium_init() >= 0 || error_set(error, ERROR_INTERNAL, "libsodium cannot start: no randomness");
}

static bool
is_key_id(struct text id)
{
	if (id.len == 0 || id.len > SEAL_KEY_ID_MAX)
		return false;
	for (size_t i = 0; i < id.len; i++) {
		char c = id.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (!letter && c != '.' && c != '-' && c != '_')
			return false;
	}
	return true;
}

/* ---- One text ---- */

/* What a text is bound to: type, path, source, id, with a NUL between. */
static struct bytes
bound_to(const struct seal_of *of, const struct path *path, struct arena *arena)
{
	char field[PATH_MAX_BYTES];
	struct text parts[] = { of->type, { field, 0 }, of->source, of->id };
	size_t length = 0;
	uint8_t *made;

	path_write(path, field);
	parts[1].len = strlen(field);
	made = arena_alloc(arena, of->type.len + parts[1].len + of->source.len + of->id.len + 3);
	for (size_t i = 0; i < 4; i++) {
		if (i > 0)
			made[length++] = 0;
		if (parts[i].len > 0)
			memcpy(made + length, parts[i].at, parts[i].len);
		length += parts[i].len;
	}
	return (struct bytes){ made, length };
}

/* The key's id and the rest of a sealed text. */
static bool
split(const char *sealed, struct text *key_id, struct text *rest)
{
	const char *colon;

	if (strncmp(sealed, PREFIX, sizeof(PREFIX) - 1) != 0)
		return false;
	sealed += sizeof(PREFIX) - 1;
	colon = strchr(sealed, ':');
	if (colon == NULL)
		return false;
	*key_id = (struct text){ sealed, (size_t)(colon - sealed) };
	*rest = text_of(colon + 1);
	return is_key_id(*key_id);
}

struct sealing {
	const struct seal_of *of;
	const struct seal_key *key;
	struct arena *arena;
};

static bool
seal_text(void *owner, char **text, const struct path *path)
{
	const struct sealing *sealing = owner;
	struct arena *arena = sealing->arena;
	struct bytes bound = bound_to(sealing->of, path, arena);
	size_t length = strlen(*text), head = sizeof(PREFIX) - 1 + sealing->key->id.len + 1;
	size_t encoded = sodium_base64_encoded_len(NONCE + length + TAG, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	uint8_t *box = arena_alloc(arena, NONCE + length + TAG);
	char *out = arena_alloc(arena, head + encoded);

	randombytes_buf(box, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, NULL, (const unsigned char *)*text, length, bound.at,
	    bound.len, NULL, box, sealing->key->secret);
	memcpy(out, PREFIX, sizeof(PREFIX) - 1);
	memcpy(out + sizeof(PREFIX) - 1, sealing->key->id.at, sealing->key->id.len);
	out[head - 1] = ':';
	sodium_bin2base64(out + head, encoded, box, NONCE + length + TAG, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	*text = out;
	return true;
}

struct unsealing {
	const struct seal_of *of;
	seal_lookup *lookup;
	void *owner;
	struct arena *arena;
	struct error *error;
	struct text key_id; /* of the key had, or empty */
	enum seal_found found;
	uint8_t secret[SEAL_KEY_BYTES];
};

static enum seal_found
find_key(struct unsealing *unsealing, struct text key_id)
{
	if (!text_equal(unsealing->key_id, key_id)) {
		unsealing->key_id = key_id;
		unsealing->found = unsealing->lookup(unsealing->owner, key_id, unsealing->secret, unsealing->error);
	}
	return unsealing->found;
}

static bool
unseal_text(void *owner, char **text, const struct path *path)
{
	struct unsealing *unsealing = owner;
	struct bytes bound;
	struct text key_id, rest;
	size_t length = 0;
	uint8_t *box;
	char *out;

	if (!split(*text, &key_id, &rest))
		return true;
	switch (find_key(unsealing, key_id)) {
	case SEAL_FAILED:
		return false;
	case SEAL_DESTROYED:
		*text = arena_string(unsealing->arena, TEXT(SEAL_ERASED));
		return true;
	case SEAL_FOUND:
		break;
	}
	bound = bound_to(unsealing->of, path, unsealing->arena);
	box = arena_alloc(unsealing->arena, rest.len + 1);
	if (sodium_base642bin(
		box, rest.len, rest.at, rest.len, NULL, &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    length < NONCE + TAG)
		return path_error(unsealing->error, path, "the sealed text is cut off");
	out = arena_alloc(unsealing->arena, length - NONCE - TAG + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)out, NULL, NULL, box + NONCE, length - NONCE,
		bound.at, bound.len, box, unsealing->secret) != 0)
		return path_error(unsealing->error, path,
		    "the sealed text does not open: it, or the event it stands in, was changed");
	*text = out;
	return true;
}

/* ---- Bodies ---- */

bool
seal_message(const struct seal_of *of, struct bytes body, const struct seal_key *key, struct arena *arena,
    struct bytes *out, struct error *error)
{
	ProtobufCMessage *message = proto_unpack_named(of->type, body, PROTO_TOLERANT, "data", arena, error);
	struct sealing sealing = { of, key, arena };
	struct path top = PATH_TOP("");

	if (message == NULL)
		return false;
	if (!is_key_id(key->id))
		return error_set(error, ERROR_INTERNAL, "\"%.*s\" cannot be a key's id", TEXT_ARG(key->id));
	personal_walk(message, &top, seal_text, &sealing);
	*out = proto_pack(message, arena);
	return true;
}

bool
unseal_message(const struct seal_of *of, struct bytes body, seal_lookup *lookup, void *owner, struct arena *arena,
    struct bytes *out, struct error *error)
{
	ProtobufCMessage *message = proto_unpack_named(of->type, body, PROTO_TOLERANT, "data", arena, error);
	struct unsealing unsealing = {
		.of = of,
		.lookup = lookup,
		.owner = owner,
		.arena = arena,
		.error = error,
	};
	struct path top = PATH_TOP("");
	bool ok;

	if (message == NULL)
		return false;
	ok = personal_walk(message, &top, unseal_text, &unsealing);
	sodium_memzero(unsealing.secret, sizeof(unsealing.secret));
	if (ok)
		*out = proto_pack(message, arena);
	return ok;
}

static bool
note_key(void *owner, char **text, const struct path *path)
{
	struct text rest;

	(void)path;
	return !split(*text, owner, &rest);
}

struct text
seal_key_id(struct text type, struct bytes body, struct arena *arena)
{
	ProtobufCMessage *message = proto_unpack_named(type, body, PROTO_TOLERANT, "data", arena, NULL);
	struct path top = PATH_TOP("");
	struct text key_id = { 0 };

	if (message != NULL && personal_walk(message, &top, note_key, &key_id))
		key_id = (struct text){ 0 };
	return key_id;
}

static bool
stop(void *owner, char **text, const struct path *path)
{
	(void)owner;
	(void)text;
	(void)path;
	return false;
}

bool
seal_needs_key(struct text type, struct bytes body, struct arena *arena)
{
	ProtobufCMessage *message = proto_unpack_named(type, body, PROTO_TOLERANT, "data", arena, NULL);
	struct path top = PATH_TOP("");

	return message != NULL && !personal_walk(message, &top, stop, NULL);
}

bool
seal_subject(struct text type, struct bytes body, struct text case_ref, struct arena *arena, struct text *subject,
    struct error *error)
{
	ProtobufCMessage *message = proto_unpack_named(type, body, PROTO_TOLERANT, "data", arena, error);
	const Redress__V1__Person *customer = NULL;

	if (message == NULL)
		return false;
	if (message->descriptor == &redress__v1__contact_received__descriptor)
		customer = ((const Redress__V1__ContactReceived *)message)->customer;
	else if (message->descriptor == &redress__v1__compliment_received__descriptor)
		customer = ((const Redress__V1__ComplimentReceived *)message)->customer;
	if (customer != NULL && customer->ref[0] != '\0')
		*subject = text_of(arena_printf(arena, "customer:%s", customer->ref));
	else if (!text_is_empty(case_ref))
		*subject = text_of(arena_printf(arena, "case:%.*s", TEXT_ARG(case_ref)));
	else
		*subject = TEXT("cell");
	return true;
}
