#include "runtime/log.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"

enum {
	LINE_BYTES = 8 * 1024,
	/* What closes a line that is cut off. */
	TAIL_BYTES = 24,
	FIELDS_MOST = 16,
};

static const char *log_daemon;
static _Atomic int log_least = LOG_LEVEL_INFO;

static const char *const level_names[] = {
	[LOG_LEVEL_DEBUG] = "debug",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_ALARM] = "alarm",
};

struct line {
	char *at;
	size_t used, size;
	bool full;
};

static void
put(struct line *line, const char *bytes, size_t len)
{
	if (line->full || len > line->size - line->used) {
		line->full = true;
		return;
	}
	memcpy(line->at + line->used, bytes, len);
	line->used += len;
}

static void
put_string(struct line *line, struct text text)
{
	put(line, "\"", 1);
	while (text.len > 0) {
		size_t length = utf8_length(text);
		char escape[8];

		if (length == 0) {
			put(line, "\xef\xbf\xbd", 3);
			length = 1;
		} else if (text.at[0] == '"' || text.at[0] == '\\') {
			escape[0] = '\\';
			escape[1] = text.at[0];
			put(line, escape, 2);
		} else if ((unsigned char)text.at[0] < 0x20 || text.at[0] == 0x7f) {
			snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)(unsigned char)text.at[0]);
			put(line, escape, 6);
		} else {
			put(line, text.at, length);
		}
		text.at += length;
		text.len -= length;
	}
	put(line, "\"", 1);
}

static void
put_value(struct line *line, const struct log_field *field)
{
	char number[40];

	switch (field->kind) {
	case LOG_KIND_TEXT:
		put_string(line, field->text);
		return;
	case LOG_KIND_NUMBER:
		snprintf(number, sizeof(number), "%" PRId64, field->number);
		break;
	case LOG_KIND_REAL:
		/* JSON has no word for what is no number. */
		snprintf(number, sizeof(number), isfinite(field->real) ? "%.3f" : "null", field->real);
		break;
	case LOG_KIND_BOOL:
		snprintf(number, sizeof(number), "%s", field->number != 0 ? "true" : "false");
		break;
	}
	put(line, number, strlen(number));
}

/* All of a field, or nothing of it. */
static bool
put_field(struct line *line, const struct log_field *field)
{
	size_t before = line->used;

	put(line, line->used == 1 ? "" : ",", line->used == 1 ? 0 : 1);
	put_string(line, text_of(field->key));
	put(line, ":", 1);
	put_value(line, field);
	if (line->full)
		line->used = before;
	return !line->full;
}

size_t
log_format(char *into, size_t size, int64_t now_us, enum log_level level, const char *daemon, const char *message,
    const struct log_field *fields, size_t field_count)
{
	struct line line = { .at = into, .size = size - TAIL_BYTES };
	time_t seconds = (time_t)(now_us / 1000000);
	char stamp[48], when[32];
	struct tm utc;
	bool whole;

	gmtime_r(&seconds, &utc);
	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(stamp, sizeof(stamp), "%s.%06dZ", when, (int)(now_us % 1000000) % 1000000);
	put(&line, "{", 1);
	whole = put_field(&line, &LOG_STRING("ts", stamp)) &&
		put_field(&line, &LOG_STRING("level", level_names[level])) &&
		(daemon == NULL || put_field(&line, &LOG_STRING("daemon", daemon))) &&
		put_field(&line, &LOG_STRING("msg", message));
	for (size_t i = 0; whole && i < field_count; i++)
		whole = put_field(&line, &fields[i]);
	line.size = size;
	line.full = false;
	if (!whole)
		put(&line, ",\"cut\":true", 11);
	put(&line, "}\n", 2);
	return line.used;
}

void
log_open(const char *daemon, enum log_level level)
{
	log_daemon = daemon;
	log_least = (int)level;
}

bool
log_level_from_name(const char *name, enum log_level *level)
{
	for (size_t i = 0; i < sizeof(level_names) / sizeof(level_names[0]); i++) {
		if (strcmp(level_names[i], name) == 0) {
			*level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

bool
log_wants(enum log_level level)
{
	return (int)level >= log_least;
}

void
log_line(enum log_level level, const char *message, ...)
{
	struct log_field fields[FIELDS_MOST];
	char line[LINE_BYTES];
	struct timespec now;
	size_t count = 0, len;
	va_list args;

	if (!log_wants(level))
		return;
	va_start(args, message);
	while (count < FIELDS_MOST) {
		fields[count] = va_arg(args, struct log_field);
		if (fields[count].key == NULL)
			break;
		count++;
	}
	va_end(args);
	clock_gettime(CLOCK_REALTIME, &now);
	len = log_format(line, sizeof(line), now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000, level, log_daemon,
	    message, fields, count);
	/* Nobody is left to tell when stderr is gone. */
	if (write(STDERR_FILENO, line, len) < 0)
		return;
}

void
log_failure(enum log_level level, const char *message, const struct error *error)
{
	if (error->field[0] != '\0')
		log_line(level, message, LOG_STRING("error", error->text),
		    LOG_STRING("code", error_code_name(error->code)), LOG_STRING("field", error->field), LOG_END);
	else
		log_line(level, message, LOG_STRING("error", error->text),
		    LOG_STRING("code", error_code_name(error->code)), LOG_END);
}
