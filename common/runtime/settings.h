/* Settings from the environment, by typed tables. NAME_FILE names a file that holds the value of NAME. */
#ifndef REDRESS_RUNTIME_SETTINGS_H
#define REDRESS_RUNTIME_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/error.h"

enum setting_kind {
	SETTING_TEXT,
	SETTING_SECRET,	  /* text, better given as NAME_FILE */
	SETTING_NUMBER,	  /* whole, not negative */
	SETTING_PORT,	  /* 0 to 65535 */
	SETTING_DURATION, /* "250ms", "10s", "5m", "2h", "1d" */
	SETTING_BOOL,	  /* yes/no, true/false, on/off, 1/0 */
	SETTING_PATH,	  /* absolute, or relative to where the daemon runs */
	SETTING_ADDRESS,  /* host:port */
	SETTING_ENDPOINT, /* tcp://host:port or ipc://path */
	SETTING_CHOICE,	  /* one of `choices` */
};

/* Tables end with a NULL name. */
struct setting {
	const char *name; /* REDRESS_... */
	enum setting_kind kind;
	const char *fallback; /* as it would be written; NULL: none */
	const char *help;
	bool required;
	const char *choices; /* for SETTING_CHOICE: words with spaces between */
	int64_t least, most; /* bounds of a number, or of a duration in milliseconds; both 0: none */
};

enum {
	SETTINGS_TABLES = 4,
	SETTINGS_FILE_BYTES = 64 * 1024,
};

struct settings {
	const struct setting *tables[SETTINGS_TABLES];
	const char *const *values; /* in the order of the tables */
	struct arena arena;
};

/* Reads every setting of the tables (NULL-terminated list) from `environment` ("NAME=value", NULL-terminated). All that
 * is wrong goes to `complaints` (an arena text, one line each) when it returns false. */
bool settings_read(
    struct settings *settings, const struct setting *const *tables, char *const *environment, struct text *complaints);
void settings_free(struct settings *settings);

/* By name; a name in none of the tables is a programmer's error and aborts. NULL when not set and without fallback. */
const char *settings_text(const struct settings *settings, const char *name);
bool settings_is_set(const struct settings *settings, const char *name);
int64_t settings_number(const struct settings *settings, const char *name);
int64_t settings_milliseconds(const struct settings *settings, const char *name);
bool settings_flag(const struct settings *settings, const char *name);

/* The tables, as --help shows them. */
void settings_help(FILE *to, const char *daemon, const char *what, const struct setting *const *tables);

#endif
