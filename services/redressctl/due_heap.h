/* What falls due, the earliest first. */
#ifndef REDRESS_REDRESSCTL_DUE_HEAP_H
#define REDRESS_REDRESSCTL_DUE_HEAP_H

#include <stddef.h>

#include "domain/instant.h"

struct due_entry {
	struct instant at;
	void *what;
};

/* Zero it first. No entry is later than those at one and two past twice its place. */
struct due_heap {
	struct due_entry *list;
	size_t count, capacity;
};

/* Exits the process when memory is out. */
void due_heap_add(struct due_heap *heap, struct instant at, void *what);
/* Takes off the earliest, unless it is later than `to` or there is none. */
bool due_heap_take(struct due_heap *heap, struct instant to, struct due_entry *out);
void due_heap_free(struct due_heap *heap);

#endif
