/* Packs and calendars from folders, for those who have no log. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "pack/shelf.h"

enum {
	FILES_MAX = 64,
};

/* A file's text; one byte more than the most that is read, so that a longer one is refused by its reader. */
static bool
read_file(struct arena *arena, const char *path, struct text *out, struct error *error)
{
	size_t room = LIMIT_PACK_BYTES > LIMIT_CALENDAR_BYTES ? LIMIT_PACK_BYTES : LIMIT_CALENDAR_BYTES;
	char *bytes = arena_alloc(arena, room + 1);
	FILE *file = fopen(path, "r");
	bool good;

	if (file == NULL)
		return error_set(error, ERROR_NOT_FOUND, "%s: %s", path, strerror(errno));
	*out = (struct text){ bytes, fread(bytes, 1, room + 1, file) };
	good = ferror(file) == 0;
	fclose(file);
	return good ? true : error_set(error, ERROR_UNAVAILABLE, "%s: cannot be read", path);
}

struct listing {
	const char *ending;
	size_t count;
	struct text names[FILES_MAX];
};

static int
by_name(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* The files of `directory` that end in `ending`, by name. */
static bool
list(struct arena *arena, const char *directory, const char *ending, struct listing *out, struct error *error)
{
	DIR *open = opendir(directory);
	struct dirent *entry;
	bool full = false;

	out->count = 0;
	if (open == NULL)
		return error_set(error, ERROR_NOT_FOUND, "%s: %s", directory, strerror(errno));
	while ((entry = readdir(open)) != NULL) {
		size_t length = strlen(entry->d_name), end = strlen(ending);

		if (entry->d_name[0] == '.' || length <= end || strcmp(entry->d_name + length - end, ending) != 0)
			continue;
		full = out->count == FILES_MAX;
		if (full)
			break;
		out->names[out->count++] = arena_text(arena, text_of(entry->d_name));
	}
	closedir(open);
	if (full)
		return error_set(error, ERROR_LIMIT, "%s: more than %d files", directory, FILES_MAX);
	qsort(out->names, out->count, sizeof(out->names[0]), by_name);
	return true;
}

typedef bool put_file(struct books *books, struct text stem, const char *path, struct text content,
    struct problems *problems, struct error *error);

/* Puts each file; goes on after a bad one, so that all problems are seen, and keeps the first error. */
static bool
load(struct books *books, const char *directory, const char *ending, put_file *put, struct problems *problems,
    struct error *error)
{
	struct arena scratch = { 0 };
	struct listing listing;
	bool good = list(&scratch, directory, ending, &listing, error);
	size_t count = good ? listing.count : 0;

	for (size_t i = 0; i < count; i++) {
		struct text stem = { listing.names[i].at, listing.names[i].len - strlen(ending) };
		const char *path = arena_printf(&scratch, "%s/%s", directory, listing.names[i].at);
		struct error later;
		struct text content;

		if (!read_file(&scratch, path, &content, good ? error : &later) ||
		    !put(books, stem, path, content, problems, good ? error : &later))
			good = false;
	}
	arena_free(&scratch);
	return good;
}

static bool
put_policy(struct books *books, struct text stem, const char *path, struct text content, struct problems *problems,
    struct error *error)
{
	(void)stem;
	return books_put_pack(books, TEXT(""), path, content, problems, error);
}

static bool
put_calendar(struct books *books, struct text stem, const char *path, struct text content, struct problems *problems,
    struct error *error)
{
	return books_put_calendar(books, stem, TEXT(""), path, content, problems, error);
}

bool
books_load_policies(struct books *books, const char *directory, struct problems *problems, struct error *error)
{
	return load(books, directory, ".yaml", put_policy, problems, error);
}

bool
books_load_calendars(struct books *books, const char *directory, struct problems *problems, struct error *error)
{
	return load(books, directory, ".json", put_calendar, problems, error);
}
