/* Memory with one lifetime: allocate freely, release all at once. Not for sharing between threads. */
#ifndef REDRESS_BASE_ARENA_H
#define REDRESS_BASE_ARENA_H

#include <stddef.h>

#include "base/text.h"

struct arena_block;

struct arena {
	struct arena_block *first;
	struct arena_block *current;
	size_t used;  /* in the current block */
	size_t total; /* bytes held in blocks */
};

/* Zeroed memory, aligned for any type, valid until arena_reset or arena_free. Never NULL: exits the process when memory
 * is out. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` elements of `size`; exits on overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy, with a NUL after its end. */
struct text arena_text(struct arena *arena, struct text from);
char *arena_string(struct arena *arena, struct text from);
/* Formatted, NUL-terminated. */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets everything and keeps one block for the next use. */
void arena_reset(struct arena *arena);
/* Gives all memory back; the arena is then empty and usable. */
void arena_free(struct arena *arena);

#endif
