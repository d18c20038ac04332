/* Personal fields are ciphertext in the log: each is replaced by "sealed:1:<key id>:<base64url(nonce, ciphertext)>"
 * (XChaCha20-Poly1305; bound to type, field path, source and id of its event). One key a subject; destroying it erases
 * the person. Call seal_start once before anything else here. */
#ifndef REDRESS_WIRE_SEAL_H
#define REDRESS_WIRE_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "wire/cloudevent.h"

enum {
	SEAL_KEY_BYTES = 32,
	SEAL_WRAPPED_BYTES = 24 + SEAL_KEY_BYTES + 16,
	SEAL_KEY_ID_MAX = 64,
	SEAL_DIGEST_BYTES = 32,
};

#define SEAL_ERASED "[erased]"

struct seal_key {
	struct text id; /* letters, digits, '.', '-', '_'; at most SEAL_KEY_ID_MAX */
	uint8_t secret[SEAL_KEY_BYTES];
};

bool seal_start(struct error *error);

/* A field that is sealed: the message it stands in, by its short name ("Person"), and its name there. Exactly the
 * fields of landlord.proto whose comment says "personal". */
struct personal_field {
	const char *message;
	const char *field;
};

const struct personal_field *personal_fields(size_t *count);

/* ---- Whose key ---- */

/* "customer:<ref>" when the body names a customer by ref, else "case:<case_ref>", else "cell". Keys belong to one
 * landlord: keep them by (landlord, subject). */
bool seal_subject(struct text type, struct bytes body, struct text case_ref, struct arena *arena, struct text *subject,
    struct error *error);
/* Whether the body has any personal text in the clear, so that a key is needed. */
bool seal_needs_key(struct text type, struct bytes body, struct arena *arena);

/* ---- Bodies ---- */

/* What the seal is bound to; the same for sealing and unsealing. */
struct seal_of {
	struct text type, source, id;
};

/* Every non-empty personal field sealed. */
bool seal_message(const struct seal_of *of, struct bytes body, const struct seal_key *key, struct arena *arena,
    struct bytes *out, struct error *error);

enum seal_found {
	SEAL_FOUND,
	SEAL_DESTROYED, /* the person is erased */
	SEAL_FAILED,	/* `error` says why */
};

/* Finds the key of that id and fills `secret`. */
typedef enum seal_found seal_lookup(
    void *owner, struct text key_id, uint8_t secret[SEAL_KEY_BYTES], struct error *error);

/* Every sealed field opened; "[erased]" where the key is destroyed. What is in the clear stays. ERROR_INVALID when
 * a text does not open: it was tampered with or moved. `lookup` is asked once a key. */
bool unseal_message(const struct seal_of *of, struct bytes body, seal_lookup *lookup, void *owner, struct arena *arena,
    struct bytes *out, struct error *error);

/* The id of the key a body is sealed with, for fetching many at once; empty when nothing is sealed. */
struct text seal_key_id(struct text type, struct bytes body, struct arena *arena);

/* ---- Keys ---- */

/* 64 hexadecimal digits, white space around them ignored: the content of a key file. */
bool seal_master_parse(struct text content, uint8_t master[SEAL_KEY_BYTES], struct error *error);
void seal_key_generate(uint8_t secret[SEAL_KEY_BYTES]);
/* Under the master key, bound to the key's id. */
void seal_key_wrap(const uint8_t master[SEAL_KEY_BYTES], struct text key_id, const uint8_t secret[SEAL_KEY_BYTES],
    uint8_t wrapped[SEAL_WRAPPED_BYTES]);
bool seal_key_unwrap(const uint8_t master[SEAL_KEY_BYTES], struct text key_id, struct bytes wrapped,
    uint8_t secret[SEAL_KEY_BYTES], struct error *error);
/* The key of posted_digest, derived from the master key. */
void seal_digest_key(const uint8_t master[SEAL_KEY_BYTES], uint8_t key[SEAL_KEY_BYTES]);

/* ---- Names that come from what was posted ---- */

/* "ACME-7K3QX-9V2MD": the same for the same landlord, source and id. */
struct text case_ref_mint(struct text landlord, struct text source, struct text id, struct arena *arena);
/* Keyed BLAKE2b of what was posted: type, subject as given, time, body in the clear. */
void posted_digest(const uint8_t key[SEAL_KEY_BYTES], const struct posted *posted, uint8_t digest[SEAL_DIGEST_BYTES]);

#endif
