/* Paths against patterns. */
#ifndef REDRESS_HTTP_ROUTE_H
#define REDRESS_HTTP_ROUTE_H

#include "base/arena.h"
#include "http/server.h"

enum {
	ROUTE_SEGMENTS = 16,
	ROUTE_PARAMS = 8,
};

struct route_param {
	struct text name, value;
};

/* A path, split at its slashes, with percent-encoding undone. */
struct route_path {
	struct text segments[ROUTE_SEGMENTS];
	size_t count;
};

struct route_match {
	const struct http_route *route;
	void *context;
	struct route_param params[ROUTE_PARAMS];
	size_t param_count;
	/* Methods that other routes of this path take, one bit each. */
	unsigned allowed;
};

/* Undoes percent-encoding; false for a broken escape or an encoded NUL. */
bool route_decode(struct text raw, struct arena *arena, struct text *decoded);
/* False when it does not begin with a slash, has too many segments, or does not decode. */
bool route_split(struct text raw, struct arena *arena, struct route_path *path);
/* False with `allowed` 0: no such path; with `allowed` set: not by this method. */
bool route_find(const struct http_table *tables, size_t table_count, enum http_method method,
    const struct route_path *path, struct route_match *match);
/* "GET, HEAD, POST" in the arena. */
const char *route_allow(unsigned allowed, struct arena *arena);

#endif
