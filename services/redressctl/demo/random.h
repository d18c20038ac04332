/* Numbers that look like chance and are the same for the same seed. */
#ifndef REDRESS_REDRESSCTL_DEMO_RANDOM_H
#define REDRESS_REDRESSCTL_DEMO_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

/* A stream of its own for each `number`, so that one more case does not change the others. */
struct random random_of(uint64_t seed, uint64_t number);
uint64_t random_next(struct random *random);
/* True in `share` of 1 of the calls. */
bool random_chance(struct random *random, double share);
/* least <= result <= most */
int random_between(struct random *random, int least, int most);
/* An index, each as often as its weight. */
size_t random_weighted(struct random *random, const double *weights, size_t count);

#endif
