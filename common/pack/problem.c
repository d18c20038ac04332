#include "pack/problem.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void
problem_add(struct problems *problems, const char *file, struct text text, size_t offset, const char *format, ...)
{
	char message[512];
	size_t start, end;
	struct problem *problem;
	va_list arguments;

	if (problems->count == PROBLEMS_MAX) {
		problems->more = true;
		return;
	}
	problem = &problems->list[problems->count++];
	if (offset > text.len)
		offset = text.len;
	for (start = offset; start > 0 && text.at[start - 1] != '\n'; start--)
		continue;
	for (end = offset; end < text.len && text.at[end] != '\n' && text.at[end] != '\r'; end++)
		continue;
	problem->line = 1;
	for (size_t i = 0; i < start; i++)
		problem->line += text.at[i] == '\n';
	problem->column = 1;
	for (size_t i = start; i < offset; i++)
		problem->column += ((unsigned char)text.at[i] & 0xc0) != 0x80;
	problem->file = file;
	problem->excerpt = arena_text(problems->arena, (struct text){ text.at + start, end - start });
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	problem->message = arena_string(problems->arena, text_of(message));
}

static bool
stands_after(const struct problem *a, const struct problem *b)
{
	int files = strcmp(a->file, b->file);

	if (files != 0)
		return files > 0;
	return a->line > b->line || (a->line == b->line && a->column > b->column);
}

/* By insertion: few, and nearly in order already. */
void
problems_sort(struct problems *problems)
{
	for (size_t i = 1; i < problems->count; i++) {
		struct problem moving = problems->list[i];
		size_t at = i;

		for (; at > 0 && stands_after(&problems->list[at - 1], &moving); at--)
			problems->list[at] = problems->list[at - 1];
		problems->list[at] = moving;
	}
}

const char *
problem_line(struct arena *arena, const struct problem *problem)
{
	return arena_printf(arena, "%s:%u:%u: %s", problem->file, problem->line, problem->column, problem->message);
}

void
problems_print(const struct problems *problems, FILE *out)
{
	for (size_t i = 0; i < problems->count; i++) {
		const struct problem *problem = &problems->list[i];
		unsigned column = 1;

		fprintf(out, "%s:%u:%u: %s\n  %.*s\n  ", problem->file, problem->line, problem->column,
		    problem->message, TEXT_ARG(problem->excerpt));
		for (size_t at = 0; column < problem->column && at < problem->excerpt.len; at++) {
			if (((unsigned char)problem->excerpt.at[at] & 0xc0) == 0x80)
				continue;
			fputc(problem->excerpt.at[at] == '\t' ? '\t' : ' ', out);
			column++;
		}
		fputs("^\n", out);
	}
	if (problems->more)
		fprintf(out, "and more: only the first %d are listed\n", PROBLEMS_MAX);
}

bool
problems_error(const struct problems *problems, struct error *error)
{
	const struct problem *first = &problems->list[0];

	if (problems->count == 0)
		return error_set(error, ERROR_INTERNAL, "refused without a reason");
	if (problems->count == 1)
		return error_set(
		    error, ERROR_INVALID, "%s:%u:%u: %s", first->file, first->line, first->column, first->message);
	return error_set(error, ERROR_INVALID, "%s:%u:%u: %s (and %zu%s more)", first->file, first->line, first->column,
	    first->message, problems->count - 1, problems->more ? " or" : "");
}
