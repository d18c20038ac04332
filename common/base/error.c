#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

#undef error_set
#undef error_set_field

static void __attribute__((format(printf, 4, 0)))
set(struct error *error, enum error_code code, const char *field, const char *format, va_list args)
{
	if (error == NULL)
		return;
	error->code = code;
	snprintf(error->field, sizeof(error->field), "%s", field);
	vsnprintf(error->text, sizeof(error->text), format, args);
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
