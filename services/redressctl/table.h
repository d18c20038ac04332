/* A hash table from texts to pointers; grows, and forgets nothing. */
#ifndef REDRESS_REDRESSCTL_TABLE_H
#define REDRESS_REDRESSCTL_TABLE_H

#include <stddef.h>

#include "base/text.h"

struct table_entry {
	struct text key; /* at NULL: empty */
	void *value;
};

/* Zero it first. */
struct table {
	struct table_entry *entries;
	size_t count, capacity;
};

/* Where the key's value stands: NULL in it when the key is new; it must then be set. The key's bytes must live as long
 * as the table. The place is good until the next call. */
void **table_place(struct table *table, struct text key);
/* The key's value, or NULL. */
void *table_find(const struct table *table, struct text key);
void table_free(struct table *table);

#endif
