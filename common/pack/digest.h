/* SHA-256 of a text, as 64 hex digits. */
#ifndef REDRESS_PACK_DIGEST_H
#define REDRESS_PACK_DIGEST_H

#include "base/arena.h"
#include "base/text.h"

struct text digest_text(struct arena *arena, struct text of);

#endif
