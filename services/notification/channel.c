#include "notification/channel.h"

const struct channel *const CHANNELS[] = {
	&CHANNEL_ZEROMQ,
	NULL,
};

void
channels_wake(struct process *process, const struct event *const *said, size_t count)
{
	if (count == 0)
		return;
	for (const struct channel *const *channel = CHANNELS; *channel != NULL; channel++)
		(*channel)->wake(process->state, said[count - 1]->position);
}
