#include "redressctl/place.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* `folder`/deploy/`name`, and the same in each folder above. */
static const char *
look_above(const char *folder, const char *name, struct arena *arena)
{
	char *above = arena_string(arena, text_of(folder));

	for (;;) {
		const char *path = arena_printf(arena, "%s/deploy/%s", above, name);
		char *slash = strrchr(above, '/');

		if (access(path, R_OK) == 0)
			return path;
		if (slash == NULL)
			return NULL;
		*slash = '\0';
	}
}

static const char *
look_beside_program(const char *name, struct arena *arena)
{
	char program[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof program - 1);
	char *slash;

	if (len <= 0)
		return NULL;
	program[len] = '\0';
	slash = strrchr(program, '/');
	if (slash == NULL)
		return NULL;
	*slash = '\0';
	const char *installed = arena_printf(arena, "%s/../share/redress/%s", program, name);

	return access(installed, R_OK) == 0 ? installed : look_above(program, name, arena);
}

bool
place_find(const char *name, struct arena *arena, const char **path, struct error *error)
{
	const char *set = getenv("REDRESS_DEPLOY_DIR");
	char here[PATH_MAX];

	if (set != NULL && set[0] != '\0') {
		*path = arena_printf(arena, "%s/%s", set, name);
		if (access(*path, R_OK) == 0)
			return true;
		return error_set(
		    error, ERROR_NOT_FOUND, "%s: %s (REDRESS_DEPLOY_DIR is %s)", *path, strerror(errno), set);
	}
	*path = look_beside_program(name, arena);
	if (*path == NULL && getcwd(here, sizeof here) != NULL)
		*path = look_above(here, name, arena);
	if (*path == NULL)
		return error_set(error, ERROR_NOT_FOUND,
		    "no deploy/%s near the program or the current folder: set REDRESS_DEPLOY_DIR", name);
	return true;
}

bool
place_read(const char *path, size_t most, struct arena *arena, struct text *text, struct error *error)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *file = is_stdin ? stdin : fopen(path, "re");
	size_t room = 64 * 1024, len = 0, got;
	char *bytes;
	bool good = true;

	if (file == NULL)
		return error_set(error, ERROR_NOT_FOUND, "%s: %s", path, strerror(errno));
	bytes = malloc(room);
	while (bytes != NULL && (got = fread(bytes + len, 1, room - len, file)) > 0) {
		len += got;
		if (len > most) {
			good = error_set(error, ERROR_LIMIT, "%s: larger than %zu bytes", path, most);
			break;
		}
		if (len == room) {
			char *more = realloc(bytes, room *= 2);

			if (more == NULL)
				free(bytes);
			bytes = more;
		}
	}
	if (bytes == NULL)
		good = error_set(error, ERROR_INTERNAL, "%s: out of memory", path);
	else if (good && ferror(file))
		good = error_set(error, ERROR_UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (!is_stdin)
		fclose(file);
	if (good)
		*text = arena_text(arena, (struct text){ bytes, len });
	free(bytes);
	return good;
}
