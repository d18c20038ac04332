#include <criterion/criterion.h>

#include "redressctl/show.h"
#include "redressctl/stock.h"
#include "wire/time.h"

static const struct zone *
london(struct arena *arena)
{
	const struct zone *zone;

	setenv("REDRESS_DEPLOY_DIR", REDRESS_SOURCE_DIR "/deploy", 1);
	zone = stock_zone(arena);
	cr_assert_not_null(zone);
	return zone;
}

Test(show, instants_are_told_on_the_local_clock)
{
	static const struct {
		const char *at, *told;
	} rows[] = {
		{ "2026-06-10T23:00:00Z", "Thu 11 Jun 2026 00:00" },
		{ "2026-12-17T22:36:30Z", "Thu 17 Dec 2026 22:36:30" },
		{ "2026-03-29T00:59:59Z", "Sun 29 Mar 2026 00:59:59" },
		{ "2026-03-29T01:00:00Z", "Sun 29 Mar 2026 02:00" },
		{ "2026-10-25T00:59:00Z", "Sun 25 Oct 2026 01:59" },
		{ "2026-10-25T01:00:00Z", "Sun 25 Oct 2026 01:00" },
	};
	struct arena arena = { 0 };
	const struct zone *zone = london(&arena);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char room[SHOW_INSTANT_MAX];
		struct instant at;

		cr_assert(instant_parse(text_of(rows[i].at), &at));
		cr_assert_str_eq(show_instant(zone, at, room), rows[i].told);
	}
	arena_free(&arena);
}

Test(show, without_a_zone_it_is_utc_and_says_so)
{
	char room[SHOW_INSTANT_MAX];

	cr_assert_str_eq(show_instant(NULL, (struct instant){ 0 }, room), "Thu 1 Jan 1970 00:00 UTC");
	cr_assert_str_eq(show_instant(NULL, (struct instant){ -SECOND_US }, room), "Wed 31 Dec 1969 23:59:59 UTC");
	cr_assert_str_eq(show_instant(NULL, INSTANT_FAR, room), "-");
}
