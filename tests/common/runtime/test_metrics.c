#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>

#include "runtime/metrics.h"

Test(metrics, page_pleases_promtool)
{
	struct metrics *metrics = metrics_new();
	struct metric *heard = metrics_counter(metrics, "redress_events_heard_total", "Events \\ heard.", NULL, NULL);
	struct arena arena = { 0 };
	struct text page;
	FILE *promtool;

	metric_add(heard, 3);
	metric_add(metrics_counter(metrics, "redress_http_answers_total", "Answers.", "status", "200"), 2);
	metric_add(metrics_counter(metrics, "redress_http_answers_total", "Answers.", "status", "4\"\\\n04"), 1);
	metric_set(metrics_gauge(metrics, "redress_ready", "Ready.", NULL, NULL), 1);
	metric_observe(metrics_histogram(metrics, "redress_batch_seconds", "Time.", "job", "judge"), 0.003);
	metric_observe(metrics_histogram(metrics, "redress_batch_seconds", "Time.", "job", "judge"), 100);
	cr_assert_eq(metrics_counter(metrics, "redress_events_heard_total", "Events \\ heard.", NULL, NULL), heard);
	page = metrics_page(metrics, &arena);
	cr_assert_neq(strstr(page.at, "redress_events_heard_total 3\n"), NULL);
	cr_assert_neq(strstr(page.at, "redress_http_answers_total{status=\"4\\\"\\\\\\n04\"} 1\n"), NULL);
	cr_assert_neq(strstr(page.at, "redress_batch_seconds_bucket{job=\"judge\",le=\"0.0025\"} 0\n"), NULL);
	cr_assert_neq(strstr(page.at, "redress_batch_seconds_bucket{job=\"judge\",le=\"0.005\"} 1\n"), NULL);
	cr_assert_neq(strstr(page.at, "redress_batch_seconds_bucket{job=\"judge\",le=\"+Inf\"} 2\n"), NULL);
	cr_assert_neq(strstr(page.at, "redress_batch_seconds_count{job=\"judge\"} 2\n"), NULL);
	promtool = popen("promtool check metrics >&2", "w");
	fwrite(page.at, 1, page.len, promtool);
	cr_assert_eq(pclose(promtool), 0);
	arena_free(&arena);
	metrics_free(metrics);
}

Test(metrics, series_are_bounded)
{
	struct metrics *metrics = metrics_new();
	struct metric *last = NULL;

	for (int i = 0; i < 1200; i++) {
		char value[16];

		snprintf(value, sizeof(value), "%d", i);
		last = metrics_counter(metrics, "redress_x_total", "X.", "x", value);
		metric_add(last, 1);
	}
	cr_assert_eq(metric_value(last), 200);
	cr_assert_eq(last, metrics_counter(metrics, "redress_x_total", "X.", "x", "other"));
	metrics_free(metrics);
}
