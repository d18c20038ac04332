/* How far the running system has got: GET /v1/progress of intake. */
#ifndef REDRESS_REDRESSCTL_PROGRESS_H
#define REDRESS_REDRESSCTL_PROGRESS_H

#include "base/arena.h"
#include "base/error.h"
#include "runtime/settings.h"

struct system_progress {
	uint64_t head;
	uint64_t routed, judged, notified, reported; /* through */
	bool virtual_time;
};

bool progress_ask(const struct settings *settings, const char *bearer, struct arena *arena,
    struct system_progress *progress, struct error *error);
/* The one that is furthest behind. */
uint64_t progress_least(const struct system_progress *progress);

#endif
