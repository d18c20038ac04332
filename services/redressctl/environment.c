#include "redressctl/environment.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "redressctl/place.h"

enum { BEARER_BYTES_MAX = 4096 };

#define OPERATOR "operator"
#define CONSUMER "-consumer"

const struct setting ENVIRONMENT_SETTINGS[] = {
	{ .name = "REDRESS_KEYS_DIR",
	    .kind = SETTING_PATH,
	    .fallback = "var/keys",
	    .help = "folder of key files, made by `redressctl setup`" },
	{ .name = "REDRESS_AS", .kind = SETTING_TEXT, .help = "whose key to use, when a command is not told --as" },
	{ .name = "REDRESS_COMMANDS",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7440",
	    .help = "where intake takes facts over ZeroMQ" },
	{ .name = "REDRESS_ALERTS",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7442",
	    .help = "where notification gives alerts over ZeroMQ" },
	{ .name = "REDRESS_INTAKE_URL",
	    .kind = SETTING_TEXT,
	    .fallback = "http://127.0.0.1:8440",
	    .help = "where intake answers HTTP" },
	{ .name = "REDRESS_REPORTING_URL",
	    .kind = SETTING_TEXT,
	    .fallback = "http://127.0.0.1:8441",
	    .help = "where reporting answers HTTP" },
	{ .name = "REDRESS_DATABASE",
	    .kind = SETTING_SECRET,
	    .help = "PostgreSQL, for verify, export, replay and setup" },
	{ .name = "REDRESS_KEYS_DATABASE",
	    .kind = SETTING_SECRET,
	    .help = "PostgreSQL's database of personal keys, for setup" },
	{ .name = NULL },
};

bool
environment_read(struct settings *settings)
{
	static const struct setting *const tables[] = { ENVIRONMENT_SETTINGS, NULL };
	struct text complaints;

	if (settings_read(settings, tables, environ, &complaints))
		return true;
	fprintf(stderr, "%.*s", TEXT_ARG(complaints));
	return false;
}

const char *
environment_key_file(const struct settings *settings, struct arena *arena, const char *name, const char *ending)
{
	return arena_printf(arena, "%s/%s%s", settings_text(settings, "REDRESS_KEYS_DIR"), name, ending);
}

static bool
ends_with(struct text name, const char *ending)
{
	size_t len = strlen(ending);

	return name.len > len && memcmp(name.at + name.len - len, ending, len) == 0;
}

bool
environment_who(const struct settings *settings, const char *given, const char *ending, struct arena *arena,
    const char **name, struct error *error)
{
	const char *folder = settings_text(settings, "REDRESS_KEYS_DIR");
	struct dirent *entry;
	size_t found = 0;
	DIR *dir;

	*name = given != NULL ? given : settings_text(settings, "REDRESS_AS");
	if (*name != NULL)
		return true;
	dir = opendir(folder);
	if (dir == NULL)
		return error_set(error, ERROR_NOT_FOUND, "%s: %s; REDRESS_KEYS_DIR says where the keys are", folder,
		    strerror(errno));
	while ((entry = readdir(dir)) != NULL) {
		struct text file = text_of(entry->d_name), base;

		if (!ends_with(file, ".bearer"))
			continue;
		base = (struct text){ file.at, file.len - strlen(".bearer") };
		if (text_equal(base, TEXT(OPERATOR)))
			continue;
		*name = arena_string(arena, base);
		found++;
	}
	closedir(dir);
	if (found == 1 && strcmp(ending, CONSUMER) == 0)
		*name = arena_printf(arena, "%s" CONSUMER, *name);
	return found == 1 || error_set(error, ERROR_NOT_FOUND,
				 found == 0 ? "no key in %s: run `redressctl setup`, or set REDRESS_KEYS_DIR"
					    : "more than one key in %s: say whose by --as or REDRESS_AS",
				 folder);
}

bool
environment_bearer(
    const struct settings *settings, const char *given, struct arena *arena, const char **token, struct error *error)
{
	const char *name;
	struct text content;

	if (!environment_who(settings, given, "", arena, &name, error) ||
	    !place_read(
		environment_key_file(settings, arena, name, ".bearer"), BEARER_BYTES_MAX, arena, &content, error))
		return false;
	while (content.len > 0 && (content.at[content.len - 1] == '\n' || content.at[content.len - 1] == ' '))
		content.len--;
	*token = arena_string(arena, content);
	return true;
}

bool
environment_curve(const struct settings *settings, const char *name, struct arena *arena, struct bus_key *key,
    char server[BUS_KEY_CHARS + 1], struct error *error)
{
	return bus_key_load(environment_key_file(settings, arena, name, ".key"), key, error) &&
	       bus_key_load_public(environment_key_file(settings, arena, "server", ".key.pub"), server, error);
}
