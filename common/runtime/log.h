/* JSON lines on stderr: one object a line, one write a line. Any thread. Only the top of a daemon logs. */
#ifndef REDRESS_RUNTIME_LOG_H
#define REDRESS_RUNTIME_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

enum log_level {
	LOG_LEVEL_DEBUG,
	LOG_LEVEL_INFO,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_ERROR,
	LOG_LEVEL_ALARM, /* a person must look */
};

enum log_kind {
	LOG_KIND_TEXT,
	LOG_KIND_NUMBER,
	LOG_KIND_REAL,
	LOG_KIND_BOOL,
};

struct log_field {
	const char *key; /* NULL ends the list */
	enum log_kind kind;
	struct text text;
	int64_t number;
	double real;
};

/* log_info("batch judged", LOG_NUMBER("events", n), LOG_REAL("ms", ms)); the message is a literal without values in
 * it. */
#define LOG_TEXT(key_, text_) ((struct log_field){ .key = (key_), .kind = LOG_KIND_TEXT, .text = (text_) })
#define LOG_STRING(key_, string_) LOG_TEXT(key_, text_of(string_))
#define LOG_NUMBER(key_, number_) \
	((struct log_field){ .key = (key_), .kind = LOG_KIND_NUMBER, .number = (int64_t)(number_) })
#define LOG_REAL(key_, real_) ((struct log_field){ .key = (key_), .kind = LOG_KIND_REAL, .real = (real_) })
#define LOG_BOOL(key_, flag_) ((struct log_field){ .key = (key_), .kind = LOG_KIND_BOOL, .number = (flag_) ? 1 : 0 })
#define LOG_END ((struct log_field){ .key = NULL })

#define log_debug(...) log_line(LOG_LEVEL_DEBUG, __VA_ARGS__, LOG_END)
#define log_info(...) log_line(LOG_LEVEL_INFO, __VA_ARGS__, LOG_END)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__, LOG_END)
#define log_error(...) log_line(LOG_LEVEL_ERROR, __VA_ARGS__, LOG_END)
#define log_alarm(...) log_line(LOG_LEVEL_ALARM, __VA_ARGS__, LOG_END)

/* `daemon` is kept by reference. Before it, lines carry no daemon and the level is info. */
void log_open(const char *daemon, enum log_level level);
bool log_level_from_name(const char *name, enum log_level *level);
/* Whether a line of this level would be written: to spare the work of making it. */
bool log_wants(enum log_level level);
/* struct log_field ..., LOG_END. */
void log_line(enum log_level level, const char *message, ...);
/* "error" and "field" of an error, as one more line's fields: log_failure("cannot judge", &error). */
void log_failure(enum log_level level, const char *message, const struct error *error);

/* One line into `into`, with its newline; cut off, still valid JSON, when it does not fit. Returns its length. */
size_t log_format(char *into, size_t size, int64_t now_us, enum log_level level, const char *daemon,
    const char *message, const struct log_field *fields, size_t field_count);

#endif
