#include "notification/channel.h"

const struct channel *const CHANNELS[] = {
	&CHANNEL_ZEROMQ,
	NULL,
};

void
channels_wake(struct process *process, const struct event *const *said, size_t count, uint64_t head)
{
	uint64_t last = count > 0 ? said[count - 1]->position : head;

	for (const struct channel *const *channel = CHANNELS; *channel != NULL; channel++)
		(*channel)->wake(process->state, last);
}
