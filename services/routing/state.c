#include "routing/state.h"

#include <stdlib.h>

#include "routing/waiting.h"

const struct setting ROUTING_SETTINGS[] = {
	{ .name = "REDRESS_LISTEN_ROUTING",
	    .kind = SETTING_ADDRESS,
	    .fallback = "127.0.0.1:8442",
	    .help = "Where health and metrics are asked for over HTTP." },
	{ .name = "REDRESS_WAITING_ALARM",
	    .kind = SETTING_DURATION,
	    .fallback = "1d",
	    .help = "How long a fact may wait for the contact that opens its case before it is an alarm.",
	    .least = 100,
	    .most = INT64_C(366) * 24 * 3600 * 1000 },
	{ .name = NULL },
};

bool
state_load(struct process *process, struct store *store, struct error *error)
{
	struct state *state = process->state;

	if (state == NULL) {
		state = calloc(1, sizeof(*state));
		if (state == NULL)
			abort();
		state->desk = desk_new(SPEAKER_ROUTING);
		process->state = state;
	}
	return desk_load(state->desk, process, store, error);
}

bool
state_start(struct process *process, struct error *error)
{
	struct state *state = process->state;

	(void)error;
	state->waiting = waiting_start(process);
	return true;
}

void
state_stop(struct process *process)
{
	struct state *state = process->state;

	if (state != NULL)
		waiting_stop(state->waiting);
}

void
state_free(struct process *process)
{
	struct state *state = process->state;

	if (state == NULL)
		return;
	waiting_free(state->waiting);
	desk_free(state->desk);
	free(state);
	process->state = NULL;
}
