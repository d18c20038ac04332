/* Key files, made when missing and never overwritten. */
#ifndef REDRESS_REDRESSCTL_KEYS_H
#define REDRESS_REDRESSCTL_KEYS_H

#include "base/arena.h"
#include "bus/key.h"

/* 32 drawn bytes in hexadecimal on one line, mode 0600; `*made` says whether it was made now. `*content` is without the
 * line's end. */
bool keys_secret(const char *path, struct arena *arena, const char **content, bool *made, struct error *error);
/* A CURVE pair: `path` and `path`.pub. */
bool keys_curve(const char *path, struct bus_key *key, bool *made, struct error *error);
/* The folder and those above it, mode 0700. */
bool keys_folder(const char *path, struct error *error);

#endif
