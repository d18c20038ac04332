#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

#undef error_set
#undef error_set_field

/* What is quoted may be cut off inside a character, or be no text at all; neither the database nor JSON takes that. */
static void
make_text(char *at)
{
	struct text rest = text_of(at);

	while (rest.len > 0) {
		size_t length = utf8_length(rest);

		if (length == 0) {
			*at = '?';
			length = 1;
		}
		at += length;
		rest = (struct text){ at, rest.len - length };
	}
}

static void __attribute__((format(printf, 4, 0)))
set(struct error *error, enum error_code code, const char *field, const char *format, va_list args)
{
	if (error == NULL)
		return;
	error->code = code;
	snprintf(error->field, sizeof(error->field), "%s", field);
	vsnprintf(error->text, sizeof(error->text), format, args);
	make_text(error->field);
	make_text(error->text);
}

bool
error_set(struct error *error, enum error_code code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(error, code, "", format, args);
	va_end(args);
	return false;
}

bool
error_set_field(struct error *error, enum error_code code, const char *field, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(error, code, field, format, args);
	va_end(args);
	return false;
}

const char *
error_code_name(enum error_code code)
{
	static const char *const names[] = {
		[ERROR_NONE] = "none",
		[ERROR_INVALID] = "invalid",
		[ERROR_NOT_FOUND] = "not-found",
		[ERROR_CONFLICT] = "conflict",
		[ERROR_FORBIDDEN] = "forbidden",
		[ERROR_LIMIT] = "limit",
		[ERROR_UNAVAILABLE] = "unavailable",
		[ERROR_INTERNAL] = "internal",
	};

	return names[code];
}
