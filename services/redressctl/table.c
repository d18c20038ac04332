#include "redressctl/table.h"

#include <stdlib.h>

static size_t
hash(struct text key)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < key.len; i++)
		hash = (hash ^ (unsigned char)key.at[i]) * UINT64_C(1099511628211);
	return (size_t)(hash ^ (hash >> 32));
}

/* The entry of the key, or the empty one where it belongs. */
static struct table_entry *
find(const struct table *table, struct text key)
{
	size_t at = hash(key) & (table->capacity - 1);

	while (table->entries[at].key.at != NULL && !text_equal(table->entries[at].key, key))
		at = (at + 1) & (table->capacity - 1);
	return &table->entries[at];
}

static void
grow(struct table *table)
{
	struct table larger = { .count = table->count, .capacity = table->capacity == 0 ? 1024 : 2 * table->capacity };

	larger.entries = calloc(larger.capacity, sizeof *larger.entries);
	if (larger.entries == NULL)
		abort();
	for (size_t i = 0; i < table->capacity; i++)
		if (table->entries[i].key.at != NULL)
			*find(&larger, table->entries[i].key) = table->entries[i];
	free(table->entries);
	*table = larger;
}

void **
table_place(struct table *table, struct text key)
{
	struct table_entry *entry;

	if (2 * (table->count + 1) > table->capacity)
		grow(table);
	entry = find(table, key);
	if (entry->key.at == NULL) {
		entry->key = key;
		table->count++;
	}
	return &entry->value;
}

void *
table_find(const struct table *table, struct text key)
{
	return table->capacity == 0 ? NULL : find(table, key)->value;
}

void
table_free(struct table *table)
{
	free(table->entries);
	*table = (struct table){ 0 };
}
