/* What is wrong with a file a person wrote: every place at once, with line, column and the line itself. */
#ifndef REDRESS_PACK_PROBLEM_H
#define REDRESS_PACK_PROBLEM_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

enum {
	PROBLEMS_MAX = 200,
};

/* One thing wrong. Texts live in the problems' arena, or (file) as long as the caller's. */
struct problem {
	const char *file;
	unsigned line, column; /* from 1; columns count characters, a tab is one */
	const char *message;
	struct text excerpt; /* the whole line, without its end */
};

/* In the order of their places. Start with { .arena = arena }. */
struct problems {
	struct arena *arena;
	size_t count;
	bool more; /* there were more than PROBLEMS_MAX */
	struct problem list[PROBLEMS_MAX];
};

/* Adds one at byte `offset` of `text`. */
void problem_add(struct problems *problems, const char *file, struct text text, size_t offset, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Sorts by file, line and column; those of one place keep their order. */
void problems_sort(struct problems *problems);
/* "pack.yaml:12:3: unknown key 'limt'; did you mean 'limit'?" */
const char *problem_line(struct arena *arena, const struct problem *problem);
/* Each as its line, the excerpt and a caret below the column, as compilers do. */
void problems_print(const struct problems *problems, FILE *out);
/* The first problem as an error, with the number of the others. Always false. */
bool problems_error(const struct problems *problems, struct error *error);

#endif
