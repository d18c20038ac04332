#include "redressctl/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "redressctl/place.h"
#include "wire/seal.h"

enum { SECRET_BYTES_MAX = 4096 };

static const char *
draw(struct arena *arena)
{
	uint8_t raw[SEAL_KEY_BYTES];
	char *hex = arena_alloc(arena, 2 * SEAL_KEY_BYTES + 2);

	seal_key_generate(raw);
	for (int i = 0; i < SEAL_KEY_BYTES; i++)
		snprintf(hex + 2 * i, 3, "%02x", raw[i]);
	explicit_bzero(raw, sizeof raw);
	hex[2 * SEAL_KEY_BYTES] = '\n';
	return hex;
}

/* Written beside and linked into place: whole or not at all, and the first of several wins. */
static bool
store_new(const char *path, const char *content, struct arena *arena, bool *made, struct error *error)
{
	const char *beside = arena_printf(arena, "%s.%ld", path, (long)getpid());
	int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	size_t len = strlen(content);
	bool written = file >= 0 && write(file, content, len) == (ssize_t)len && fsync(file) == 0;

	if (file >= 0)
		close(file);
	if (!written) {
		error_set(error, ERROR_UNAVAILABLE, "%s: %s", beside, strerror(errno));
		unlink(beside);
		return false;
	}
	*made = link(beside, path) == 0;
	if (!*made && errno != EEXIST)
		error_set(error, ERROR_UNAVAILABLE, "%s: %s", path, strerror(errno));
	bool good = *made || errno == EEXIST;

	unlink(beside);
	return good;
}

bool
keys_secret(const char *path, struct arena *arena, const char **content, bool *made, struct error *error)
{
	struct text text;

	*made = false;
	if (access(path, F_OK) != 0 && !store_new(path, draw(arena), arena, made, error))
		return false;
	if (!place_read(path, SECRET_BYTES_MAX, arena, &text, error))
		return false;
	while (text.len > 0 && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == ' '))
		text.len--;
	*content = arena_string(arena, text);
	return true;
}

bool
keys_curve(const char *path, struct bus_key *key, bool *made, struct error *error)
{
	*made = access(path, F_OK) != 0;
	return bus_key_load_or_make(path, key, error);
}

bool
keys_folder(const char *path, struct error *error)
{
	char above[PATH_MAX];
	size_t len = strlen(path);

	if (len == 0 || len >= sizeof above)
		return error_set(error, ERROR_INVALID, "'%s' is no folder's name", path);
	memcpy(above, path, len + 1);
	for (size_t i = 1; i <= len; i++) {
		if (above[i] != '/' && above[i] != '\0')
			continue;
		char kept = above[i];

		above[i] = '\0';
		if (mkdir(above, 0700) != 0 && errno != EEXIST)
			return error_set(error, ERROR_UNAVAILABLE, "%s: %s", above, strerror(errno));
		above[i] = kept;
	}
	return true;
}
