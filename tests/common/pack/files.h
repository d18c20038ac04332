/* Files of the source tree, for the tests of packs and calendars. */
#ifndef REDRESS_TESTS_PACK_FILES_H
#define REDRESS_TESTS_PACK_FILES_H

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

/* The whole file below the source tree; an empty text when it is not there. */
static inline struct text
source_file(struct arena *arena, const char *path)
{
	enum { ROOM = 256 * 1024 };
	char *bytes = arena_alloc(arena, ROOM);
	FILE *file = fopen(arena_printf(arena, "%s/%s", REDRESS_SOURCE_DIR, path), "r");
	struct text text = { bytes, 0 };

	if (file == NULL)
		return text;
	text.len = fread(bytes, 1, ROOM, file);
	fclose(file);
	return text;
}

#endif
