#include "runtime/backoff.h"

#include <stdlib.h>
#include <sys/random.h>

enum {
	FIRST_MS = 100,
	MOST_MS = 5000,
};

uint64_t
backoff_next(struct backoff *backoff)
{
	uint64_t most = backoff->tries >= 6 ? MOST_MS : (uint64_t)FIRST_MS << backoff->tries;
	uint32_t chance = 0;

	if (most > MOST_MS)
		most = MOST_MS;
	if (getrandom(&chance, sizeof(chance), GRND_NONBLOCK) != sizeof(chance))
		chance = (uint32_t)random();
	backoff->tries++;
	return most / 2 + chance % (most / 2 + 1);
}

void
backoff_reset(struct backoff *backoff)
{
	backoff->tries = 0;
}
