/* Is it alive, is it ready, and why not. Routes /livez, /readyz and /metrics. Loop thread only. */
#ifndef REDRESS_RUNTIME_HEALTH_H
#define REDRESS_RUNTIME_HEALTH_H

#include <stdbool.h>

#include "http/server.h"

struct health;
struct metrics;

struct health *health_new(const char *daemon, struct metrics *metrics);
void health_free(struct health *health);

/* What stands in the way, by part ("database", "bus", "cursor", "stopping"): `why` is copied; NULL: nothing does. The
 * first report of a part adds it. Ready means: at least one part has reported, and none has a reason. */
void health_report(struct health *health, const char *part, const char *why);
bool health_is_ready(const struct health *health);
/* The reason given by the part, or NULL. */
const char *health_reason(const struct health *health, const char *part);

/* Routes; the table's context is the struct health. */
extern const struct http_route HEALTH_ROUTES[];

#endif
