#include "order.h"
#include "store/verify.h"

Test(order, a_reader_that_follows_loses_nothing, .timeout = 120)
{
	struct store *store = fixture_open();
	struct order_outcome outcome = order_run(store);
	struct verify_report report;

	cr_assert_gt(outcome.committed, ORDER_WRITERS * ORDER_BATCHES);
	cr_assert_eq(outcome.lost, 0, "%zu of %zu committed events were never read", outcome.lost, outcome.committed);
	cr_assert_eq(outcome.twice, 0);
	cr_assert_eq(outcome.phantoms, 0);
	cr_assert_eq(outcome.holes, 0, "%zu numbers have no event", outcome.holes);
	cr_assert_eq(outcome.disordered, 0);
	must(verify_database(store, &report, &error));
	cr_assert_eq(report.fault_count, 0, "%s", report.faults[0].text);
	cr_assert_eq(report.rows, outcome.committed);
	store_close(store);
}
