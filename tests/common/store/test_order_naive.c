/* The negative control of test_order.c, with log_append.c and log_read.c built the naive way. */
#include <stdio.h>

#include "order.h"

Test(order_naive, a_reader_that_follows_loses_rows, .timeout = 120)
{
	struct store *store = fixture_open();
	struct order_outcome outcome;

#ifndef REDRESS_WHOLE_BUILD_IS_NAIVE
	postgres_run_file(database, "tests/common/store/naive_log.sql");
#endif
	outcome = order_run(store);
	printf(
	    "naive log: %zu of %zu committed events were never read, as expected\n", outcome.lost, outcome.committed);
	cr_assert_gt(outcome.lost, 0, "the naive log lost nothing: test_order proves nothing");
	store_close(store);
}
