/* CURVE key pairs and the files they live in. Z85 texts of 40 characters, as every ZeroMQ binding takes them. */
#ifndef REDRESS_BUS_KEY_H
#define REDRESS_BUS_KEY_H

#include <stdbool.h>

#include "base/error.h"
#include "base/text.h"

enum { BUS_KEY_CHARS = 40 };

struct bus_key {
	char public_key[BUS_KEY_CHARS + 1];
	char secret_key[BUS_KEY_CHARS + 1];
};

bool bus_key_make(struct bus_key *key, struct error *error);

/* `path` holds the secret key on one line, mode 0600; `path`.pub the public one, readable by all. Loading refuses a
 * secret that its group or the world may read. */
bool bus_key_load(const char *path, struct bus_key *key, struct error *error);
/* Makes the files; ERROR_CONFLICT when `path` exists. */
bool bus_key_store(const char *path, const struct bus_key *key, struct error *error);
/* Loads, or makes and stores on the first run. Safe when several processes do it at once: all get the same key. */
bool bus_key_load_or_make(const char *path, struct bus_key *key, struct error *error);
/* The public key alone, from a .pub file. */
bool bus_key_load_public(const char *path, char public_key[BUS_KEY_CHARS + 1], struct error *error);

/* Whether it is 40 characters of Z85. */
bool bus_key_is_z85(struct text key);
/* From and to the 32 bytes that the credential table stores. */
bool bus_key_from_bytes(struct bytes raw, char z85[BUS_KEY_CHARS + 1], struct error *error);
bool bus_key_to_bytes(const char *z85, unsigned char raw[32], struct error *error);

#endif
