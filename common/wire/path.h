/* Where in a message a reader stands, as a chain on its stack; written out only when something is wrong. */
#ifndef REDRESS_WIRE_PATH_H
#define REDRESS_WIRE_PATH_H

#include <stdbool.h>

#include "base/error.h"

struct path {
	const struct path *above; /* NULL at the top */
	const char *name;	  /* may be empty at the top */
	int index;		  /* in a list, or -1 */
};

#define PATH_TOP(name) ((struct path){ NULL, (name), -1 })
#define PATH_IN(above, name) ((struct path){ (above), (name), -1 })
#define PATH_AT(above, name, index) ((struct path){ (above), (name), (index) })

enum { PATH_MAX_BYTES = 96 };

/* "data.actions[1].due"; cut off when longer than an error's field. */
void path_write(const struct path *path, char out[PATH_MAX_BYTES]);

/* error_set_field at this path. Always false. */
bool path_error(struct error *error, const struct path *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
