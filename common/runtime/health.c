#include "runtime/health.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "runtime/metrics.h"

enum {
	PARTS = 16,
	WHY_BYTES = 256,
};

struct part {
	const char *name;
	bool stands; /* nothing in the way */
	char why[WHY_BYTES];
};

struct health {
	const char *daemon;
	struct metrics *metrics;
	struct metric *ready;
	struct part parts[PARTS];
	size_t count;
};

struct health *
health_new(const char *daemon, struct metrics *metrics)
{
	struct health *health = calloc(1, sizeof(*health));

	if (health == NULL)
		abort();
	health->daemon = daemon;
	health->metrics = metrics;
	health->ready = metrics_gauge(metrics, "redress_ready", "1 when /readyz says so.", NULL, NULL);
	return health;
}

void
health_free(struct health *health)
{
	free(health);
}

static struct part *
find(const struct health *health, const char *name)
{
	for (size_t i = 0; i < health->count; i++)
		if (strcmp(health->parts[i].name, name) == 0)
			return (struct part *)(uintptr_t)&health->parts[i];
	return NULL;
}

void
health_report(struct health *health, const char *name, const char *why)
{
	struct part *part = find(health, name);

	if (part == NULL) {
		if (health->count == PARTS)
			abort();
		part = &health->parts[health->count++];
		part->name = name;
	}
	part->stands = why == NULL;
	/* `why` may be what is there. */
	if (why != part->why)
		snprintf(part->why, sizeof(part->why), "%s", why == NULL ? "" : why);
	metric_set(health->ready, health_is_ready(health) ? 1 : 0);
}

bool
health_is_ready(const struct health *health)
{
	for (size_t i = 0; i < health->count; i++)
		if (!health->parts[i].stands)
			return false;
	return health->count > 0;
}

const char *
health_reason(const struct health *health, const char *name)
{
	const struct part *part = find(health, name);

	return part == NULL || part->stands ? NULL : part->why;
}

static void
answer_json(struct http_request *request, unsigned status, json_t *object)
{
	char *body = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	if (body == NULL)
		abort();
	http_answer(request, status, "application/json", text_of(body), NULL, 0);
	free(body);
}

static void
on_livez(struct http_request *request, void *context)
{
	const struct health *health = context;

	answer_json(request, 200, json_pack("{s:s, s:b}", "daemon", health->daemon, "live", 1));
}

static void
on_readyz(struct http_request *request, void *context)
{
	const struct health *health = context;
	bool ready = health_is_ready(health);
	json_t *parts = json_object();

	for (size_t i = 0; i < health->count; i++) {
		const struct part *part = &health->parts[i];
		json_t *said = json_string(part->stands ? "ok" : part->why);

		json_object_set_new(parts, part->name, said != NULL ? said : json_string("not ok"));
	}
	answer_json(request, ready ? 200 : 503,
	    json_pack("{s:s, s:b, s:o}", "daemon", health->daemon, "ready", ready ? 1 : 0, "parts", parts));
}

static void
on_metrics(struct http_request *request, void *context)
{
	const struct health *health = context;

	http_answer(request, 200, "text/plain; version=0.0.4; charset=utf-8",
	    metrics_page(health->metrics, http_request_arena(request)), NULL, 0);
}

const struct http_route HEALTH_ROUTES[] = {
	{ .method = HTTP_GET, .pattern = "/livez", .handle = on_livez },
	{ .method = HTTP_GET, .pattern = "/readyz", .handle = on_readyz },
	{ .method = HTTP_GET, .pattern = "/metrics", .handle = on_metrics },
	{ .pattern = NULL },
};
