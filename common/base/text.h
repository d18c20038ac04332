/* A run of bytes by reference: never owned, never assumed to end in NUL. Pure: the domain may use it. */
#ifndef REDRESS_BASE_TEXT_H
#define REDRESS_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	const char *at;
	size_t len;
};

struct bytes {
	const uint8_t *at;
	size_t len;
};

#define TEXT(literal) ((struct text){ (literal), sizeof(literal) - 1 })
/* For printf's "%.*s". */
#define TEXT_ARG(t) (int)(t).len, (t).at

/* `from` may be NULL: an empty text. */
static inline struct text
text_of(const char *from)
{
	return (struct text){ from, from == NULL ? 0 : strlen(from) };
}

static inline bool
text_is_empty(struct text t)
{
	return t.len == 0;
}

static inline bool
text_equal(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Byte order; a prefix sorts first. */
static inline int
text_compare(struct text a, struct text b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter == 0 ? 0 : memcmp(a.at, b.at, shorter);

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

#endif
