/* Where the things that come with Redress lie: packs, calendars, migrations, the demo's data. */
#ifndef REDRESS_REDRESSCTL_PLACE_H
#define REDRESS_REDRESSCTL_PLACE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

/* The path of `name` ("policies") in the deploy folder, as an arena text: in REDRESS_DEPLOY_DIR when that is set; else
 * in share/redress beside the program's bin, or in deploy/ of a folder above the program or above the current one. */
bool place_find(const char *name, struct arena *arena, const char **path, struct error *error);
/* The whole file, at most `most` bytes, with a NUL after it. "-" is stdin. */
bool place_read(const char *path, size_t most, struct arena *arena, struct text *text, struct error *error);

#endif
