/* Who may call, under which name, and what they may do: the table `credential`, read whole. */
#ifndef REDRESS_STORE_CALLERS_H
#define REDRESS_STORE_CALLERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

struct store;

enum {
	CALLER_HASH_BYTES = 32,
	CALLER_CURVE_BYTES = 32,
};

/* Words of credential.permissions. */
enum permission {
	PERMISSION_POST,     /* "post": facts of its landlord */
	PERMISSION_READ,     /* "read": cases and figures of its landlord */
	PERMISSION_PERSONAL, /* "personal": personal fields, opened, in what it reads */
	PERMISSION_LISTEN,   /* "listen": alerts */
	PERMISSION_OPERATE,  /* "operate": cell-wide facts, and the whole cell's state */
	PERMISSIONS,
};

struct caller {
	uint32_t landlord_id;
	struct text landlord;
	/* The source its events must name: this very text, or this with "/" and more behind it; "*" is any. */
	struct text source;
	unsigned permissions; /* bits of enum permission */
	bool has_bearer, has_curve;
	uint8_t bearer_hash[CALLER_HASH_BYTES];
	uint8_t curve_public[CALLER_CURVE_BYTES];
};

struct callers {
	const struct caller *at;
	size_t count;
	struct callers_room *room;
};

/* Fills `callers`, to be given back with callers_free. */
bool callers_read(struct store *store, struct callers *callers, struct error *error);
void callers_free(struct callers *callers);

/* SHA-256 of a bearer token, as stored. */
void callers_hash(struct text token, uint8_t hash[CALLER_HASH_BYTES]);
/* In time that does not depend on how much of the hash is right. NULL when no one has this token. */
const struct caller *callers_by_token(const struct callers *callers, struct text token);
/* By public key, in hexadecimal. NULL when no one has it. */
const struct caller *callers_by_curve(const struct callers *callers, struct text key);
bool caller_may(const struct caller *caller, enum permission permission);
/* Whether an event of this source is the caller's to post. */
bool caller_speaks_for(const struct caller *caller, struct text source);

#endif
