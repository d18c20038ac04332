#include "bus/key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <zmq.h>

enum { PATH_BYTES = 4096 };

bool
bus_key_make(struct bus_key *key, struct error *error)
{
	if (zmq_curve_keypair(key->public_key, key->secret_key) != 0)
		return error_set(error, ERROR_INTERNAL, "no CURVE key: %s", zmq_strerror(errno));
	return true;
}

bool
bus_key_is_z85(struct text key)
{
	static const char digits[] =
	    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

	if (key.len != BUS_KEY_CHARS)
		return false;
	for (size_t i = 0; i < key.len; i++)
		if (key.at[i] == '\0' || strchr(digits, key.at[i]) == NULL)
			return false;
	return true;
}

bool
bus_key_from_bytes(struct bytes raw, char z85[BUS_KEY_CHARS + 1], struct error *error)
{
	if (raw.len != 32)
		return error_set(error, ERROR_INVALID, "a CURVE key is 32 bytes, not %zu", raw.len);
	zmq_z85_encode(z85, raw.at, raw.len);
	return true;
}

bool
bus_key_to_bytes(const char *z85, unsigned char raw[32], struct error *error)
{
	if (!bus_key_is_z85(text_of(z85)) || zmq_z85_decode(raw, z85) == NULL)
		return error_set(error, ERROR_INVALID, "a CURVE key is 40 characters of Z85");
	return true;
}

/* One line of 40 characters. `secret`: nobody else may read the file. */
static bool
read_key(const char *path, bool secret, char key[BUS_KEY_CHARS + 1], struct error *error)
{
	char line[BUS_KEY_CHARS + 3] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat stat;
	ssize_t length;

	if (fd < 0)
		return error_set(
		    error, errno == ENOENT ? ERROR_NOT_FOUND : ERROR_FORBIDDEN, "%s: %s", path, strerror(errno));
	if (fstat(fd, &stat) != 0 || (secret && (stat.st_mode & (S_IRWXG | S_IRWXO)) != 0)) {
		close(fd);
		return error_set(
		    error, ERROR_FORBIDDEN, "%s: others than its owner may read this secret key: chmod 600 it", path);
	}
	length = read(fd, line, sizeof(line) - 1);
	close(fd);
	if (length < 0)
		return error_set(error, ERROR_UNAVAILABLE, "%s: %s", path, strerror(errno));
	line[strcspn(line, "\r\n")] = '\0';
	if (!bus_key_is_z85(text_of(line)))
		return error_set(error, ERROR_INVALID, "%s: not a CURVE key: one line of 40 characters of Z85", path);
	memcpy(key, line, BUS_KEY_CHARS + 1);
	return true;
}

bool
bus_key_load(const char *path, struct bus_key *key, struct error *error)
{
	if (!read_key(path, true, key->secret_key, error))
		return false;
	if (zmq_curve_public(key->public_key, key->secret_key) != 0)
		return error_set(error, ERROR_INVALID, "%s: not a CURVE key", path);
	return true;
}

bool
bus_key_load_public(const char *path, char public_key[BUS_KEY_CHARS + 1], struct error *error)
{
	return read_key(path, false, public_key, error);
}

/* A new file beside `path` with the key in it, safely on the disk; its name in `name`. */
static bool
write_beside(const char *path, const char *key, mode_t mode, char name[PATH_BYTES], struct error *error)
{
	char line[BUS_KEY_CHARS + 2];
	int fd;
	bool written;

	if (snprintf(name, PATH_BYTES, "%s.XXXXXX", path) >= PATH_BYTES)
		return error_set(error, ERROR_INVALID, "%s: the path is too long", path);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return error_set(error, ERROR_FORBIDDEN, "%s: %s", name, strerror(errno));
	snprintf(line, sizeof(line), "%s\n", key);
	written = fchmod(fd, mode) == 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line) && fsync(fd) == 0;
	if (close(fd) != 0 || !written) {
		error_set(error, ERROR_UNAVAILABLE, "%s: %s", name, strerror(errno));
		unlink(name);
		return false;
	}
	return true;
}

static bool
store_public(const char *path, const struct bus_key *key, struct error *error)
{
	char target[PATH_BYTES], name[PATH_BYTES];

	if (snprintf(target, sizeof(target), "%s.pub", path) >= (int)sizeof(target))
		return error_set(error, ERROR_INVALID, "%s: the path is too long", path);
	if (!write_beside(target, key->public_key, 0644, name, error))
		return false;
	if (rename(name, target) != 0) {
		error_set(error, ERROR_FORBIDDEN, "%s: %s", target, strerror(errno));
		unlink(name);
		return false;
	}
	return true;
}

bool
bus_key_store(const char *path, const struct bus_key *key, struct error *error)
{
	char name[PATH_BYTES];
	int failed;

	if (!write_beside(path, key->secret_key, 0600, name, error))
		return false;
	/* link() fails where rename() would replace a key that another process has just made. */
	failed = link(name, path) == 0 ? 0 : errno;
	unlink(name);
	if (failed != 0)
		return error_set(
		    error, failed == EEXIST ? ERROR_CONFLICT : ERROR_FORBIDDEN, "%s: %s", path, strerror(failed));
	return store_public(path, key, error);
}

bool
bus_key_load_or_make(const char *path, struct bus_key *key, struct error *error)
{
	struct error why = { 0 };

	if (bus_key_load(path, key, &why))
		return true;
	if (why.code == ERROR_NOT_FOUND) {
		if (!bus_key_make(key, error))
			return false;
		if (bus_key_store(path, key, &why))
			return true;
		if (why.code == ERROR_CONFLICT)
			return bus_key_load(path, key, error);
	}
	return error_set(error, why.code, "%s", why.text);
}
