#include "bench/rounds.h"

#include <stdlib.h>
#include <time.h>

double
rounds_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
rounds_add(struct rounds *rounds, double things, double seconds)
{
	if (rounds->count < ROUNDS_MAX)
		rounds->speeds[rounds->count++] = things / seconds;
}

static int
slower_first(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return (one > other) - (one < other);
}

void
rounds_print(const struct rounds *rounds, FILE *to)
{
	double sorted[ROUNDS_MAX];
	int last = rounds->count - 1;

	for (int i = 0; i <= last; i++)
		sorted[i] = rounds->speeds[i];
	qsort(sorted, (size_t)rounds->count, sizeof sorted[0], slower_first);
	fprintf(to, "%s,%.1f,%.1f,%.1f,%d\n", rounds->name, (sorted[last / 2] + sorted[rounds->count / 2]) / 2,
	    sorted[0], sorted[last], rounds->count);
}
