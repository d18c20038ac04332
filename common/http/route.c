#include "http/route.h"

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
route_decode(struct text raw, struct arena *arena, struct text *decoded)
{
	char *into = arena_alloc(arena, raw.len + 1);
	size_t used = 0;

	for (size_t i = 0; i < raw.len; i++) {
		int high, low;

		if (raw.at[i] != '%') {
			into[used++] = raw.at[i];
			continue;
		}
		if (raw.len - i < 3)
			return false;
		high = hex_value(raw.at[i + 1]);
		low = hex_value(raw.at[i + 2]);
		if (high < 0 || low < 0 || high * 16 + low == 0)
			return false;
		into[used++] = (char)(high * 16 + low);
		i += 2;
	}
	*decoded = (struct text){ into, used };
	return true;
}

bool
route_split(struct text raw, struct arena *arena, struct route_path *path)
{
	path->count = 0;
	if (raw.len == 0 || raw.at[0] != '/')
		return false;
	for (size_t start = 1, i = 1; i <= raw.len; i++) {
		struct text segment = { raw.at + start, i - start };

		if (i < raw.len && raw.at[i] != '/')
			continue;
		if (path->count == ROUTE_SEGMENTS || !route_decode(segment, arena, &path->segments[path->count]))
			return false;
		path->count++;
		start = i + 1;
	}
	return true;
}

static bool
pattern_matches(const char *pattern, const struct route_path *path, struct route_match *match)
{
	const char *at = pattern;

	match->param_count = 0;
	for (size_t i = 0; i < path->count; i++) {
		struct text segment;

		if (*at != '/')
			return false;
		segment = (struct text){ at + 1, strcspn(at + 1, "/") };
		at = segment.at + segment.len;
		if (segment.len > 2 && segment.at[0] == '{') {
			if (path->segments[i].len == 0 || match->param_count == ROUTE_PARAMS)
				return false;
			match->params[match->param_count++] = (struct route_param){
				.name = { segment.at + 1, segment.len - 2 },
				.value = path->segments[i],
			};
		} else if (!text_equal(segment, path->segments[i])) {
			return false;
		}
	}
	return *at == '\0';
}

bool
route_find(const struct http_table *tables, size_t table_count, enum http_method method, const struct route_path *path,
    struct route_match *match)
{
	match->allowed = 0;
	for (size_t i = 0; i < table_count; i++) {
		for (const struct http_route *route = tables[i].routes; route->pattern != NULL; route++) {
			if (!pattern_matches(route->pattern, path, match))
				continue;
			match->allowed |= 1u << route->method;
			if (route->method != method)
				continue;
			match->route = route;
			match->context = tables[i].context;
			return true;
		}
	}
	return false;
}

const char *
route_allow(unsigned allowed, struct arena *arena)
{
	static const char *const names[] = {
		[HTTP_GET] = "GET, HEAD",
		[HTTP_POST] = "POST",
		[HTTP_PUT] = "PUT",
		[HTTP_DELETE] = "DELETE",
	};
	const char *list = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((allowed & (1u << i)) != 0)
			list = arena_printf(arena, "%s%s%s", list, *list == '\0' ? "" : ", ", names[i]);
	return list;
}
