#include "pack/digest.h"

#include <sodium.h>

struct text
digest_text(struct arena *arena, struct text of)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof(hash) + 1];

	crypto_hash_sha256(hash, (const unsigned char *)of.at, of.len);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	return arena_text(arena, text_of(hex));
}
