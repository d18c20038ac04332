/* How fast: the same work for several rounds, and the median of them. */
#ifndef REDRESS_TESTS_BENCH_ROUNDS_H
#define REDRESS_TESTS_BENCH_ROUNDS_H

#include <stdio.h>

enum { ROUNDS_MAX = 15 };

/* Things a second, a round each. */
struct rounds {
	const char *name;
	int count;
	double speeds[ROUNDS_MAX];
};

/* Seconds of this process on the processor. */
double rounds_clock(void);
void rounds_add(struct rounds *rounds, double things, double seconds);
/* A line `name,median,least,most,rounds`. */
void rounds_print(const struct rounds *rounds, FILE *to);

#endif
