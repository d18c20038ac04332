#include "routing/state.h"

#include <stdlib.h>

const struct setting ROUTING_SETTINGS[] = {
	{ .name = "REDRESS_LISTEN_ROUTING",
	    .kind = SETTING_ADDRESS,
	    .fallback = "127.0.0.1:8442",
	    .help = "Where health and metrics are asked for over HTTP." },
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

void
state_free(struct process *process)
{
	struct state *state = process->state;

	if (state == NULL)
		return;
	desk_free(state->desk);
	free(state);
	process->state = NULL;
}
