/* Runs redressctl as its users do, in a folder of its own. One file of tests a program. */
#ifndef REDRESS_TESTS_SERVICES_REDRESSCTL_PROGRAM_H
#define REDRESS_TESTS_SERVICES_REDRESSCTL_PROGRAM_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static struct arena arena;
static char folder[64];

static void
begin(void)
{
	snprintf(folder, sizeof(folder), "/tmp/redress-program-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	setenv("REDRESS_DEPLOY_DIR", REDRESS_SOURCE_DIR "/deploy", 1);
	setenv("REDRESS_KEYS_DIR", arena_printf(&arena, "%s/keys", folder), 1);
}

static void
end(void)
{
	cr_assert_eq(system(arena_printf(&arena, "rm -r %s", folder)), 0);
	arena_free(&arena);
}

/* Runs `redressctl ARGUMENTS`, with `input` on stdin; what it printed on both outputs goes to `*said`. */
static int
run(const char *arguments, const char *input, const char **said)
{
	const char *in = arena_printf(&arena, "%s/in", folder), *out = arena_printf(&arena, "%s/out", folder);
	FILE *file = fopen(in, "w");
	char *text = arena_alloc(&arena, 65536);
	int status;

	fputs(input, file);
	fclose(file);
	status = system(arena_printf(&arena, REDRESSCTL " %s <%s >%s 2>&1", arguments, in, out));
	file = fopen(out, "r");
	text[fread(text, 1, 65535, file)] = '\0';
	fclose(file);
	*said = text;
	cr_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static size_t
occurrences(const char *text, const char *of)
{
	size_t count = 0;

	for (; (text = strstr(text, of)) != NULL; text++)
		count++;
	return count;
}

#endif
