/* Single values of the pack language: words, numbers, dates, limits. Problems go to the source; a value at fault stays
 * zero. */
#ifndef REDRESS_PACK_SCALAR_H
#define REDRESS_PACK_SCALAR_H

#include "pack/walk.h"

enum {
	SCALAR_LIMIT_MAX = 1000, /* most that a limit counts */
};

/* How a unit is written in a limit; NULL where it is not. */
const char *scalar_unit_word(enum limit_unit unit);
/* `value` as an unsigned number of 1, 2, 4 or 8 bytes. */
void scalar_store(void *at, size_t size, uint64_t value);
/* A value that is neither a list nor a mapping, nor empty. */
bool scalar_is_word(const struct source *source, const struct field *field, const struct node *node);
/* One word, or a list of words, as bits. */
uint64_t scalar_bits(const struct source *source, const struct field *field, const struct node *node);
void scalar_marks(const struct source *source, const struct field *field, const struct node *node, void *object);
void scalar_limit(const struct source *source, const struct field *field, const struct node *node, struct limit *limit);
/* Everything of one value; texts are copied into `keep`. */
void scalar_read(
    const struct source *source, struct arena *keep, const struct field *field, const struct node *node, void *at);

#endif
