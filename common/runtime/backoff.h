/* How long to wait before trying again: longer each time, and never all at once. */
#ifndef REDRESS_RUNTIME_BACKOFF_H
#define REDRESS_RUNTIME_BACKOFF_H

#include <stdint.h>

struct backoff {
	unsigned tries;
};

/* Milliseconds: half to all of 100, 200, 400, ... up to 5,000. */
uint64_t backoff_next(struct backoff *backoff);
void backoff_reset(struct backoff *backoff);

#endif
