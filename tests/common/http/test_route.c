#include <criterion/criterion.h>

#include "http/route.h"

static const struct http_route routes[] = {
	{ .method = HTTP_GET, .pattern = "/" },
	{ .method = HTTP_GET, .pattern = "/v1/cases/{case}" },
	{ .method = HTTP_GET, .pattern = "/v1/cases/{case}/clocks/{clock}" },
	{ .method = HTTP_POST, .pattern = "/v1/events" },
	{ .method = HTTP_GET, .pattern = "/v1/events" },
	{ .method = HTTP_GET, .pattern = NULL },
};

static bool
find(const char *path, enum http_method method, struct route_match *match, struct arena *arena)
{
	const struct http_table table = { routes, NULL };
	struct route_path split;

	*match = (struct route_match){ 0 };
	return route_split(text_of(path), arena, &split) && route_find(&table, 1, method, &split, match);
}

Test(route, matches_whole_segments_only)
{
	static const struct {
		const char *path;
		enum http_method method;
		const char *pattern; /* NULL: none */
		unsigned allowed;
	} rows[] = {
		{ "/", HTTP_GET, "/", 0 },
		{ "", HTTP_GET, NULL, 0 },
		{ "v1/events", HTTP_GET, NULL, 0 },
		{ "/v1/events", HTTP_POST, "/v1/events", 0 },
		{ "/v1/events/", HTTP_POST, NULL, 0 },
		{ "/v1/events", HTTP_DELETE, NULL, 1u << HTTP_GET | 1u << HTTP_POST },
		{ "/v1/cases/", HTTP_GET, NULL, 0 },
		{ "/v1/cases/A-1", HTTP_GET, "/v1/cases/{case}", 0 },
		{ "/v1/cases/A-1", HTTP_POST, NULL, 1u << HTTP_GET },
		{ "/v1/cases/A/clocks", HTTP_GET, NULL, 0 },
		{ "/v1/cases/A/clocks/b", HTTP_GET, "/v1/cases/{case}/clocks/{clock}", 0 },
		{ "/v1%2Fevents", HTTP_GET, NULL, 0 },
		{ "/v1/%65vents", HTTP_GET, "/v1/events", 0 },
		{ "/v1/even%0", HTTP_GET, NULL, 0 },
		{ "/v1/even%zz", HTTP_GET, NULL, 0 },
		{ "/v1/cases/a%00b", HTTP_GET, NULL, 0 },
		{ "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", HTTP_GET, NULL, 0 },
	};
	struct arena arena = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct route_match match;
		bool found = find(rows[i].path, rows[i].method, &match, &arena);

		cr_assert_eq(found, rows[i].pattern != NULL, "%s", rows[i].path);
		if (found)
			cr_assert_str_eq(match.route->pattern, rows[i].pattern);
		else
			cr_assert_eq(match.allowed, rows[i].allowed, "%s", rows[i].path);
	}
	arena_free(&arena);
}

Test(route, gives_parameters_decoded_after_the_split)
{
	struct arena arena = { 0 };
	struct route_match match;

	cr_assert(find("/v1/cases/LIVIN%2FA%20b+c/clocks/s1", HTTP_GET, &match, &arena));
	cr_assert_eq(match.param_count, 2);
	cr_assert(text_equal(match.params[0].name, TEXT("case")));
	cr_assert(text_equal(match.params[0].value, TEXT("LIVIN/A b+c")));
	cr_assert(text_equal(match.params[1].value, TEXT("s1")));
	cr_assert_str_eq(route_allow(1u << HTTP_GET | 1u << HTTP_POST, &arena), "GET, HEAD, POST");
	arena_free(&arena);
}
