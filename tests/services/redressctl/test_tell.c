/* What people are told of an event. */
#include <criterion/criterion.h>

#include "redressctl/stock.h"
#include "redressctl/tell.h"

static void
expect_told(const char *type, const char *data, const char *told)
{
	struct arena arena = { 0 };
	json_t *event = json_pack("{s:o, s:o}", "type", json_sprintf("redress.v1.%s", type), "data",
	    json_loads(data, JSON_REJECT_DUPLICATES, NULL));

	setenv("REDRESS_DEPLOY_DIR", REDRESS_SOURCE_DIR "/deploy", 1);
	cr_assert_not_null(event, "%s", data);
	cr_expect_str_eq(tell_event(event, stock_zone(&arena), &arena), told);
	json_decref(event);
	arena_free(&arena);
}

/* A hearing's day is the local one: its instant is that on which the day begins. */
Test(tell, a_hearing_with_its_day)
{
	expect_told("HearingScheduled", "{\"why\":\"rota\",\"heldAt\":\"2026-06-10T23:00:00Z\"}",
	    "to be heard on Thu 11 Jun 2026 (rota)");
	expect_told("HearingCancelled", "{\"why\":\"withdrawn\",\"heldAt\":\"2026-12-10T00:00:00Z\"}",
	    "not to be heard on Thu 10 Dec 2026 any more (withdrawn)");
}

Test(tell, a_stage_and_what_it_comes_of)
{
	expect_told("StageOpened", "{\"stage\":2}", "stage 2 begins");
	expect_told(
	    "StageOpened", "{\"stage\":1,\"carriedOver\":2}", "stage 1 begins; work recorded before counts for it: 2");
	expect_told("StageOpened", "{\"stage\":1,\"carriedOver\":2,\"derivation\":{}}",
	    "stage 1 begins, by itself: nothing was agreed in time; work recorded before counts for it: 2");
}
