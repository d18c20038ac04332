/* Keys and the names made with them. */
#include <sodium.h>

#include "wire/seal.h"

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

_Static_assert(SEAL_WRAPPED_BYTES == NONCE + SEAL_KEY_BYTES + TAG, "nonce, key, tag");

bool
seal_master_parse(struct text content, uint8_t master[SEAL_KEY_BYTES], struct error *error)
{
	const char *end;
	size_t length;

	while (content.len > 0 && memchr(" \t\r\n", content.at[0], 4) != NULL)
		content = (struct text){ content.at + 1, content.len - 1 };
	while (content.len > 0 && memchr(" \t\r\n", content.at[content.len - 1], 4) != NULL)
		content.len--;
	if (content.len == (size_t)SEAL_KEY_BYTES * 2 &&
	    sodium_hex2bin(master, SEAL_KEY_BYTES, content.at, content.len, NULL, &length, &end) == 0 &&
	    length == SEAL_KEY_BYTES && end == content.at + content.len)
		return true;
	return error_set(error, ERROR_INVALID,
	    "a master key is %d hexadecimal digits (make one with: openssl rand -hex %d)", SEAL_KEY_BYTES * 2,
	    SEAL_KEY_BYTES);
}

void
seal_key_generate(uint8_t secret[SEAL_KEY_BYTES])
{
	crypto_aead_xchacha20poly1305_ietf_keygen(secret);
}

void
seal_key_wrap(const uint8_t master[SEAL_KEY_BYTES], struct text key_id, const uint8_t secret[SEAL_KEY_BYTES],
    uint8_t wrapped[SEAL_WRAPPED_BYTES])
{
	randombytes_buf(wrapped, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(wrapped + NONCE, NULL, secret, SEAL_KEY_BYTES,
	    (const unsigned char *)key_id.at, key_id.len, NULL, wrapped, master);
}

bool
seal_key_unwrap(const uint8_t master[SEAL_KEY_BYTES], struct text key_id, struct bytes wrapped,
    uint8_t secret[SEAL_KEY_BYTES], struct error *error)
{
	if (wrapped.len == SEAL_WRAPPED_BYTES &&
	    crypto_aead_xchacha20poly1305_ietf_decrypt(secret, NULL, NULL, wrapped.at + NONCE, wrapped.len - NONCE,
		(const unsigned char *)key_id.at, key_id.len, wrapped.at, master) == 0)
		return true;
	return error_set(error, ERROR_INVALID,
	    "key %.*s does not open with this master key: another master key was in use, or it was changed",
	    TEXT_ARG(key_id));
}

void
seal_digest_key(const uint8_t master[SEAL_KEY_BYTES], uint8_t key[SEAL_KEY_BYTES])
{
	crypto_kdf_derive_from_key(key, SEAL_KEY_BYTES, 1, "redigest", master);
}

struct text
case_ref_mint(struct text landlord, struct text source, struct text id, struct arena *arena)
{
	static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	enum { LETTERS = 10, LETTER_BITS = 5 };
	const struct text parts[] = { landlord, source, id };
	crypto_generichash_state state;
	uint8_t hash[32];
	uint64_t bits = 0;
	char *made = arena_alloc(arena, landlord.len + LETTERS + 3);
	size_t length = 0;

	crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	for (size_t i = 0; i < 3; i++) {
		if (i > 0)
			crypto_generichash_update(&state, (const unsigned char *)"", 1);
		if (parts[i].len > 0)
			crypto_generichash_update(&state, (const unsigned char *)parts[i].at, parts[i].len);
	}
	crypto_generichash_final(&state, hash, sizeof(hash));
	for (size_t i = 0; i < sizeof(bits); i++)
		bits = bits << 8 | hash[i];
	for (size_t i = 0; i < landlord.len; i++) {
		char c = landlord.at[i];

		made[length++] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	for (int i = 0; i < LETTERS; i++) {
		if (i % LETTER_BITS == 0)
			made[length++] = '-';
		made[length++] = crockford[bits >> (64 - LETTER_BITS * (i + 1)) & 31];
	}
	return (struct text){ made, length };
}

static void
add(crypto_generichash_state *state, const void *at, size_t length)
{
	uint64_t size = length;
	uint8_t prefix[8];

	for (int i = 0; i < 8; i++)
		prefix[i] = (uint8_t)(size >> (8 * (7 - i)));
	crypto_generichash_update(state, prefix, sizeof(prefix));
	if (length > 0)
		crypto_generichash_update(state, at, length);
}

void
posted_digest(const uint8_t key[SEAL_KEY_BYTES], const struct posted *posted, uint8_t digest[SEAL_DIGEST_BYTES])
{
	crypto_generichash_state state;
	uint64_t us = (uint64_t)posted->occurred_at.us;
	uint8_t time[8];

	for (int i = 0; i < 8; i++)
		time[i] = (uint8_t)(us >> (8 * (7 - i)));
	crypto_generichash_init(&state, key, SEAL_KEY_BYTES, SEAL_DIGEST_BYTES);
	add(&state, posted->type.at, posted->type.len);
	add(&state, posted->subject.at, posted->subject.len);
	add(&state, time, sizeof(time));
	add(&state, posted->body.at, posted->body.len);
	crypto_generichash_final(&state, digest, SEAL_DIGEST_BYTES);
}
