/* The keys that seal personal fields, in a database of their own. Pool thread. */
#ifndef REDRESS_INTAKE_KEYRING_H
#define REDRESS_INTAKE_KEYRING_H

#include "base/arena.h"
#include "store/store.h"
#include "wire/seal.h"

/* A key wanted, and found or made. */
struct key_wish {
	uint32_t landlord_id;
	struct text subject; /* "customer:42", "case:..." */
	struct text owner;   /* for a case's key: the customer it is about, where known; else empty */
	struct seal_key key;
};

/* Finds the key of each subject, making those that are not there; committed when it returns true. */
bool keyring_fill(struct store *keys, const uint8_t master[SEAL_KEY_BYTES], struct key_wish *wishes, size_t count,
    struct arena *arena, struct error *error);

/* Refuses a master key that is not the one in use here. */
bool keyring_check(struct store *keys, const uint8_t master[SEAL_KEY_BYTES], struct error *error);

#endif
