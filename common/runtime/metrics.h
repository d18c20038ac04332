/* Counters, gauges and histograms, and their page in Prometheus' text format. Any thread. */
#ifndef REDRESS_RUNTIME_METRICS_H
#define REDRESS_RUNTIME_METRICS_H

#include "base/arena.h"
#include "base/text.h"

struct metrics;
struct metric;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *metrics);

/* The series of that name and label, made when new; keep the pointer. Names are literals, as "redress_events_total" (a
 * counter ends in _total, a unit is in the name). `label` may be NULL; `value` is copied. Beyond 1,000 series of one
 * name the value is "other". */
struct metric *metrics_counter(
    struct metrics *metrics, const char *name, const char *help, const char *label, const char *value);
struct metric *metrics_gauge(
    struct metrics *metrics, const char *name, const char *help, const char *label, const char *value);
/* Seconds, in buckets from 0.5 ms to 10 s. */
struct metric *metrics_histogram(
    struct metrics *metrics, const char *name, const char *help, const char *label, const char *value);

void metric_add(struct metric *metric, double by);
void metric_set(struct metric *metric, double to);
void metric_observe(struct metric *metric, double seconds);
double metric_value(struct metric *metric);

/* The page, in the arena. */
struct text metrics_page(struct metrics *metrics, struct arena *arena);

#endif
