#include "runtime/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static size_t
table_size(const struct setting *table)
{
	size_t count = 0;

	while (table[count].name != NULL)
		count++;
	return count;
}

static const struct setting *
find(const struct settings *settings, const char *name, const char **value)
{
	size_t index = 0;

	for (size_t i = 0; i < SETTINGS_TABLES && settings->tables[i] != NULL; i++) {
		for (const struct setting *setting = settings->tables[i]; setting->name != NULL; setting++, index++) {
			if (strcmp(setting->name, name) != 0)
				continue;
			*value = settings->values[index];
			return setting;
		}
	}
	fprintf(stderr, "no such setting: %s\n", name);
	abort();
}

static const char *
environment_value(char *const *environment, const char *name, const char *suffix)
{
	size_t len = strlen(name), more = strlen(suffix);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, len) == 0 && strncmp(*environment + len, suffix, more) == 0 &&
		    (*environment)[len + more] == '=')
			return *environment + len + more + 1;
	return NULL;
}

static bool
read_whole_number(const char *text, int64_t *number)
{
	char *end;

	if (text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	*number = strtoll(text, &end, 10);
	return errno == 0 && *end == '\0';
}

static bool
read_duration(const char *text, int64_t *milliseconds)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60 * 1000 }, { "h", 3600 * 1000 }, { "d", 86400 * 1000 } };
	char *end;
	int64_t number;

	if (text[0] < '0' || text[0] > '9')
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	for (size_t i = 0; errno == 0 && i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(end, units[i].unit) == 0)
			return !__builtin_mul_overflow(number, units[i].ms, milliseconds);
	return false;
}

static bool
read_flag(const char *text, bool *flag)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };

	for (size_t i = 0; i < 4; i++) {
		if (strcmp(text, yes[i]) == 0 || strcmp(text, no[i]) == 0) {
			*flag = strcmp(text, yes[i]) == 0;
			return true;
		}
	}
	return false;
}

static bool
is_address(const char *text)
{
	const char *colon = strrchr(text, ':');
	int64_t port;

	return colon != NULL && read_whole_number(colon + 1, &port) && port <= 65535;
}

static bool
is_choice(const char *text, const char *choices)
{
	size_t len = strlen(text);

	for (const char *at = choices; len > 0 && *at != '\0'; at += strspn(at, " ")) {
		size_t word = strcspn(at, " ");

		if (word == len && memcmp(at, text, len) == 0)
			return true;
		at += word;
	}
	return false;
}

/* What the value should have been; NULL when it is as it should be. */
static const char *
complaint_of(const struct setting *setting, const char *value, struct arena *arena)
{
	int64_t number = 0;
	bool flag;

	switch (setting->kind) {
	case SETTING_NUMBER:
		if (!read_whole_number(value, &number))
			return "wants a whole number";
		break;
	case SETTING_PORT:
		if (!read_whole_number(value, &number) || number > 65535)
			return "wants a port, 0 to 65535";
		break;
	case SETTING_DURATION:
		if (!read_duration(value, &number))
			return "wants a duration such as 250ms, 10s, 5m, 2h or 1d";
		break;
	case SETTING_BOOL:
		return read_flag(value, &flag) ? NULL : "wants yes or no";
	case SETTING_ADDRESS:
		return is_address(value) ? NULL : "wants host:port";
	case SETTING_ENDPOINT:
		return strncmp(value, "tcp://", 6) == 0 || strncmp(value, "ipc://", 6) == 0
			   ? NULL
			   : "wants tcp://host:port or ipc://path";
	case SETTING_CHOICE:
		return is_choice(value, setting->choices) ? NULL
							  : arena_printf(arena, "wants one of: %s", setting->choices);
	case SETTING_TEXT:
	case SETTING_SECRET:
	case SETTING_PATH:
		return value[0] != '\0' ? NULL : "is empty";
	}
	if ((setting->least != 0 || setting->most != 0) && (number < setting->least || number > setting->most))
		return arena_printf(arena, "wants %lld to %lld%s", (long long)setting->least, (long long)setting->most,
		    setting->kind == SETTING_DURATION ? " ms" : "");
	return NULL;
}

/* The file's text without the newline at its end; NULL with the reason in `why`. */
static const char *
read_value_file(const char *path, struct arena *arena, const char **why)
{
	char *text = arena_alloc(arena, SETTINGS_FILE_BYTES + 2);
	FILE *file = fopen(path, "re");
	size_t used;

	if (file == NULL) {
		*why = arena_printf(arena, "cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	used = fread(text, 1, SETTINGS_FILE_BYTES + 1, file);
	if (ferror(file) != 0)
		*why = arena_printf(arena, "cannot read %s", path);
	else if (used > SETTINGS_FILE_BYTES || memchr(text, '\0', used) != NULL)
		*why = arena_printf(arena, "%s is no text of a setting", path);
	fclose(file);
	if (*why != NULL)
		return NULL;
	while (used > 0 && (text[used - 1] == '\n' || text[used - 1] == '\r'))
		used--;
	text[used] = '\0';
	return text;
}

static const char *
read_one(const struct setting *setting, char *const *environment, struct arena *arena, const char **why)
{
	const char *value = environment_value(environment, setting->name, "");
	const char *path = environment_value(environment, setting->name, "_FILE");

	if (value != NULL && path != NULL) {
		*why = "is given twice: as itself and as _FILE";
		return NULL;
	}
	if (path != NULL)
		value = read_value_file(path, arena, why);
	/* An empty variable is what compose files make of one that is not set. */
	if (value != NULL && value[0] == '\0')
		value = NULL;
	if (*why != NULL)
		return NULL;
	if (value == NULL)
		value = setting->fallback;
	if (value == NULL && setting->required)
		*why = "is required";
	if (value != NULL)
		*why = complaint_of(setting, value, arena);
	return value;
}

bool
settings_read(
    struct settings *settings, const struct setting *const *tables, char *const *environment, struct text *complaints)
{
	struct arena *arena = &settings->arena;
	const char *list = "";
	const char **values;
	size_t count = 0, index = 0;

	*settings = (struct settings){ 0 };
	for (size_t i = 0; tables[i] != NULL; i++) {
		if (i == SETTINGS_TABLES)
			abort();
		settings->tables[i] = tables[i];
		count += table_size(tables[i]);
	}
	settings->values = values = arena_array(arena, count, sizeof(*values));
	for (size_t i = 0; tables[i] != NULL; i++) {
		for (const struct setting *setting = tables[i]; setting->name != NULL; setting++) {
			const char *why = NULL;

			values[index++] = read_one(setting, environment, arena, &why);
			if (why != NULL)
				list = arena_printf(arena, "%s%s %s\n", list, setting->name, why);
		}
	}
	*complaints = text_of(list);
	return text_is_empty(*complaints);
}

void
settings_free(struct settings *settings)
{
	arena_free(&settings->arena);
}

const char *
settings_text(const struct settings *settings, const char *name)
{
	const char *value;

	find(settings, name, &value);
	return value;
}

bool
settings_is_set(const struct settings *settings, const char *name)
{
	return settings_text(settings, name) != NULL;
}

int64_t
settings_number(const struct settings *settings, const char *name)
{
	const char *value = settings_text(settings, name);
	int64_t number = 0;

	if (value != NULL)
		read_whole_number(value, &number);
	return number;
}

int64_t
settings_milliseconds(const struct settings *settings, const char *name)
{
	const char *value = settings_text(settings, name);
	int64_t milliseconds = 0;

	if (value != NULL)
		read_duration(value, &milliseconds);
	return milliseconds;
}

bool
settings_flag(const struct settings *settings, const char *name)
{
	const char *value = settings_text(settings, name);
	bool flag = false;

	if (value != NULL)
		read_flag(value, &flag);
	return flag;
}

void
settings_help(FILE *to, const char *daemon, const char *what, const struct setting *const *tables)
{
	static const char *const kinds[] = {
		[SETTING_TEXT] = "text",
		[SETTING_SECRET] = "secret",
		[SETTING_NUMBER] = "number",
		[SETTING_PORT] = "port",
		[SETTING_DURATION] = "duration",
		[SETTING_BOOL] = "yes or no",
		[SETTING_PATH] = "path",
		[SETTING_ADDRESS] = "host:port",
		[SETTING_ENDPOINT] = "endpoint",
		[SETTING_CHOICE] = "choice",
	};

	fprintf(to, "redress-%s: %s\n\nusage: redress-%s [--help | --check]\n\n", daemon, what, daemon);
	fprintf(to, "Settings are environment variables. NAME_FILE names a file that holds the value of NAME.\n");
	for (size_t i = 0; tables[i] != NULL; i++) {
		for (const struct setting *setting = tables[i]; setting->name != NULL; setting++) {
			fprintf(to, "\n  %s  (%s%s%s)\n", setting->name,
			    setting->kind == SETTING_CHOICE ? setting->choices : kinds[setting->kind],
			    setting->required ? ", required" : "",
			    setting->fallback != NULL ? ""
			    : setting->required	      ? ""
						      : ", may be left out");
			fprintf(to, "      %s\n", setting->help);
			if (setting->fallback != NULL)
				fprintf(to, "      default: %s\n", setting->fallback);
		}
	}
}
