#include "redressctl/due_heap.h"

#include <stdlib.h>

enum { CAPACITY_FIRST = 256 };

void
due_heap_add(struct due_heap *heap, struct instant at, void *what)
{
	size_t place = heap->count++;

	if (heap->count > heap->capacity) {
		heap->capacity = heap->capacity == 0 ? CAPACITY_FIRST : 2 * heap->capacity;
		heap->list = realloc(heap->list, heap->capacity * sizeof *heap->list);
		if (heap->list == NULL)
			abort();
	}
	while (place > 0 && instant_before(at, heap->list[(place - 1) / 2].at)) {
		heap->list[place] = heap->list[(place - 1) / 2];
		place = (place - 1) / 2;
	}
	heap->list[place] = (struct due_entry){ at, what };
}

bool
due_heap_take(struct due_heap *heap, struct instant to, struct due_entry *out)
{
	struct due_entry last;
	size_t place = 0;

	if (heap->count == 0 || instant_before(to, heap->list[0].at))
		return false;
	*out = heap->list[0];
	last = heap->list[--heap->count];
	for (size_t next = 1; next < heap->count; next = 2 * place + 1) {
		if (next + 1 < heap->count && instant_before(heap->list[next + 1].at, heap->list[next].at))
			next++;
		if (!instant_before(heap->list[next].at, last.at))
			break;
		heap->list[place] = heap->list[next];
		place = next;
	}
	heap->list[place] = last;
	return true;
}

void
due_heap_free(struct due_heap *heap)
{
	free(heap->list);
	*heap = (struct due_heap){ 0 };
}
