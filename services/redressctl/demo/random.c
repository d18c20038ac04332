#include "redressctl/demo/random.h"

/* SplitMix64: the golden ratio's steps, mixed. */
uint64_t
random_next(struct random *random)
{
	uint64_t z = random->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

struct random
random_of(uint64_t seed, uint64_t number)
{
	struct random first = { seed };
	struct random second = { random_next(&first) ^ number };

	random_next(&second);
	return second;
}

static double
unit(struct random *random)
{
	return (double)(random_next(random) >> 11) * 0x1p-53;
}

bool
random_chance(struct random *random, double share)
{
	return unit(random) < share;
}

int
random_between(struct random *random, int least, int most)
{
	if (most <= least)
		return least;
	return least + (int)(random_next(random) % (uint64_t)(most - least + 1));
}

size_t
random_weighted(struct random *random, const double *weights, size_t count)
{
	double sum = 0, at;

	for (size_t i = 0; i < count; i++)
		sum += weights[i];
	at = unit(random) * sum;
	for (size_t i = 0; i + 1 < count; i++) {
		at -= weights[i];
		if (at < 0)
			return i;
	}
	return count - 1;
}
