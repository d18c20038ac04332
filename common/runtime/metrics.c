#include "runtime/metrics.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

enum {
	SERIES_MOST = 1000,
};

enum kind {
	KIND_COUNTER,
	KIND_GAUGE,
	KIND_HISTOGRAM,
};

static const double bounds[] = { 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 };
enum {
	BOUNDS = sizeof(bounds) / sizeof(bounds[0]),
};

struct metric {
	struct metrics *metrics;
	char *value_of_label;
	double value; /* of a histogram: the sum */
	uint64_t counts[BOUNDS + 1];
	STAILQ_ENTRY(metric) link;
};

struct family {
	const char *name, *help, *label;
	enum kind kind;
	size_t size;
	STAILQ_HEAD(, metric) series;
	STAILQ_ENTRY(family) link;
};

struct metrics {
	pthread_mutex_t lock;
	STAILQ_HEAD(, family) families;
};

struct metrics *
metrics_new(void)
{
	struct metrics *metrics = calloc(1, sizeof(*metrics));

	if (metrics == NULL)
		abort();
	pthread_mutex_init(&metrics->lock, NULL);
	STAILQ_INIT(&metrics->families);
	return metrics;
}

void
metrics_free(struct metrics *metrics)
{
	struct family *family;
	struct metric *metric;

	if (metrics == NULL)
		return;
	while ((family = STAILQ_FIRST(&metrics->families)) != NULL) {
		STAILQ_REMOVE_HEAD(&metrics->families, link);
		while ((metric = STAILQ_FIRST(&family->series)) != NULL) {
			STAILQ_REMOVE_HEAD(&family->series, link);
			free(metric->value_of_label);
			free(metric);
		}
		free(family);
	}
	pthread_mutex_destroy(&metrics->lock);
	free(metrics);
}

static struct family *
find_family(struct metrics *metrics, const char *name, const char *help, const char *label, enum kind kind)
{
	struct family *family;

	STAILQ_FOREACH (family, &metrics->families, link)
		if (strcmp(family->name, name) == 0)
			return family;
	family = calloc(1, sizeof(*family));
	if (family == NULL)
		abort();
	*family = (struct family){ .name = name, .help = help, .label = label, .kind = kind };
	STAILQ_INIT(&family->series);
	STAILQ_INSERT_TAIL(&metrics->families, family, link);
	return family;
}

static struct metric *
find_series(struct metrics *metrics, struct family *family, const char *value)
{
	struct metric *metric;

	STAILQ_FOREACH (metric, &family->series, link)
		if (strcmp(metric->value_of_label, value) == 0)
			return metric;
	if (family->size >= SERIES_MOST && strcmp(value, "other") != 0)
		return find_series(metrics, family, "other");
	metric = calloc(1, sizeof(*metric));
	if (metric == NULL || (metric->value_of_label = strdup(value)) == NULL)
		abort();
	metric->metrics = metrics;
	STAILQ_INSERT_TAIL(&family->series, metric, link);
	family->size++;
	return metric;
}

static struct metric *
find(struct metrics *metrics, const char *name, const char *help, const char *label, const char *value, enum kind kind)
{
	struct metric *metric;

	pthread_mutex_lock(&metrics->lock);
	metric = find_series(metrics, find_family(metrics, name, help, label, kind), label == NULL ? "" : value);
	pthread_mutex_unlock(&metrics->lock);
	return metric;
}

struct metric *
metrics_counter(struct metrics *metrics, const char *name, const char *help, const char *label, const char *value)
{
	return find(metrics, name, help, label, value, KIND_COUNTER);
}

struct metric *
metrics_gauge(struct metrics *metrics, const char *name, const char *help, const char *label, const char *value)
{
	return find(metrics, name, help, label, value, KIND_GAUGE);
}

struct metric *
metrics_histogram(struct metrics *metrics, const char *name, const char *help, const char *label, const char *value)
{
	return find(metrics, name, help, label, value, KIND_HISTOGRAM);
}

void
metric_add(struct metric *metric, double by)
{
	pthread_mutex_lock(&metric->metrics->lock);
	metric->value += by;
	pthread_mutex_unlock(&metric->metrics->lock);
}

void
metric_set(struct metric *metric, double to)
{
	pthread_mutex_lock(&metric->metrics->lock);
	metric->value = to;
	pthread_mutex_unlock(&metric->metrics->lock);
}

void
metric_observe(struct metric *metric, double seconds)
{
	size_t i = 0;

	while (i < BOUNDS && seconds > bounds[i])
		i++;
	pthread_mutex_lock(&metric->metrics->lock);
	metric->counts[i]++;
	metric->value += seconds;
	pthread_mutex_unlock(&metric->metrics->lock);
}

double
metric_value(struct metric *metric)
{
	double value;

	pthread_mutex_lock(&metric->metrics->lock);
	value = metric->value;
	pthread_mutex_unlock(&metric->metrics->lock);
	return value;
}

static void
print_escaped(FILE *to, const char *text, bool quotes)
{
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\\\", to);
		else if (*text == '\n')
			fputs("\\n", to);
		else if (*text == '"' && quotes)
			fputs("\\\"", to);
		else
			fputc(*text, to);
	}
}

/* {label="value",le="bound"} with what there is of it. */
static void
print_labels(FILE *to, const struct family *family, const struct metric *metric, const char *bound)
{
	if (family->label == NULL && bound == NULL)
		return;
	fputc('{', to);
	if (family->label != NULL) {
		fprintf(to, "%s=\"", family->label);
		print_escaped(to, metric->value_of_label, true);
		fputc('"', to);
	}
	if (bound != NULL)
		fprintf(to, "%sle=\"%s\"", family->label != NULL ? "," : "", bound);
	fputc('}', to);
}

static void
print_series(FILE *to, const struct family *family, const struct metric *metric)
{
	uint64_t total = 0;

	if (family->kind != KIND_HISTOGRAM) {
		fputs(family->name, to);
		print_labels(to, family, metric, NULL);
		fprintf(to, " %.17g\n", metric->value);
		return;
	}
	for (size_t i = 0; i <= BOUNDS; i++) {
		char bound[32] = "+Inf";

		if (i < BOUNDS)
			snprintf(bound, sizeof(bound), "%g", bounds[i]);
		total += metric->counts[i];
		fprintf(to, "%s_bucket", family->name);
		print_labels(to, family, metric, bound);
		fprintf(to, " %llu\n", (unsigned long long)total);
	}
	fprintf(to, "%s_sum", family->name);
	print_labels(to, family, metric, NULL);
	fprintf(to, " %.17g\n%s_count", metric->value, family->name);
	print_labels(to, family, metric, NULL);
	fprintf(to, " %llu\n", (unsigned long long)total);
}

struct text
metrics_page(struct metrics *metrics, struct arena *arena)
{
	static const char *const kinds[] = { "counter", "gauge", "histogram" };
	struct family *family;
	struct metric *metric;
	struct text page;
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	if (to == NULL)
		abort();
	pthread_mutex_lock(&metrics->lock);
	STAILQ_FOREACH (family, &metrics->families, link) {
		fprintf(to, "# HELP %s ", family->name);
		print_escaped(to, family->help, false);
		fprintf(to, "\n# TYPE %s %s\n", family->name, kinds[family->kind]);
		STAILQ_FOREACH (metric, &family->series, link)
			print_series(to, family, metric);
	}
	pthread_mutex_unlock(&metrics->lock);
	if (fclose(to) != 0)
		abort();
	page = arena_text(arena, (struct text){ text, size });
	free(text);
	return page;
}
