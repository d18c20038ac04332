/* A case and its events, as reporting tells them. */
#ifndef REDRESS_REDRESSCTL_CASE_FILE_H
#define REDRESS_REDRESSCTL_CASE_FILE_H

#include <jansson.h>

#include "base/arena.h"
#include "base/error.h"

/* {"case": {...}, "events": [CloudEvent, ...]}; NULL with an error. */
json_t *case_file_fetch(const char *ref, const char *as, struct arena *arena, struct error *error);

#endif
