#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	ARENA_BLOCK = 64 * 1024,
	ARENA_ALIGN = 16,
};

struct arena_block {
	struct arena_block *next;
	size_t size;
	_Alignas(ARENA_ALIGN) unsigned char data[];
};

static struct arena_block *
block_new(size_t size)
{
	struct arena_block *block = malloc(sizeof(*block) + size);

	if (block == NULL) {
		fputs("out of memory\n", stderr);
		abort();
	}
	block->next = NULL;
	block->size = size;
	return block;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	size_t need = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	void *at;

	if (need < size)
		abort();
	if (arena->current == NULL || arena->current->size - arena->used < need) {
		struct arena_block *block = block_new(need > ARENA_BLOCK ? need : ARENA_BLOCK);

		if (arena->current == NULL)
			arena->first = block;
		else
			arena->current->next = block;
		arena->current = block;
		arena->used = 0;
		arena->total += block->size;
	}
	at = arena->current->data + arena->used;
	arena->used += need;
	memset(at, 0, size);
	return at;
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		abort();
	return arena_alloc(arena, count * size);
}

struct text
arena_text(struct arena *arena, struct text from)
{
	return (struct text){ arena_string(arena, from), from.len };
}

char *
arena_string(struct arena *arena, struct text from)
{
	char *copy = arena_alloc(arena, from.len + 1);

	if (from.len > 0)
		memcpy(copy, from.at, from.len);
	return copy;
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	int length;
	char *text;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		abort();
	text = arena_alloc(arena, (size_t)length + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}

static void
blocks_free(struct arena_block *block)
{
	while (block != NULL) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void
arena_reset(struct arena *arena)
{
	if (arena->first == NULL)
		return;
	blocks_free(arena->first->next);
	arena->first->next = NULL;
	arena->current = arena->first;
	arena->used = 0;
	arena->total = arena->first->size;
}

void
arena_free(struct arena *arena)
{
	blocks_free(arena->first);
	*arena = (struct arena){ 0 };
}
