#include "wire/path.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t
append(const struct path *path, char out[PATH_MAX_BYTES])
{
	size_t used = path->above == NULL ? 0 : append(path->above, out);
	int added = 0;

	if (used >= PATH_MAX_BYTES - 1 || path->name[0] == '\0')
		return used;
	if (path->index < 0)
		added = snprintf(out + used, PATH_MAX_BYTES - used, "%s%s", used > 0 ? "." : "", path->name);
	else
		added = snprintf(
		    out + used, PATH_MAX_BYTES - used, "%s%s[%d]", used > 0 ? "." : "", path->name, path->index);
	return used + (size_t)(added > 0 ? added : 0);
}

void
path_write(const struct path *path, char out[PATH_MAX_BYTES])
{
	out[0] = '\0';
	append(path, out);
}

bool
path_error(struct error *error, const struct path *path, const char *format, ...)
{
	char field[PATH_MAX_BYTES];
	char text[sizeof(error->text)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	path_write(path, field);
	return error_set_field(error, ERROR_INVALID, field, "%s", text);
}
