#include "notification/state.h"

#include <stdlib.h>

#include "notification/channel.h"

const struct setting NOTIFICATION_SETTINGS[] = {
	{ .name = "REDRESS_LISTEN_NOTIFICATION",
	    .kind = SETTING_ADDRESS,
	    .fallback = "127.0.0.1:8444",
	    .help = "Where health and metrics are asked for over HTTP." },
	{ .name = "REDRESS_ALERTS",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7442",
	    .help = "where consumers listen for alerts over ZeroMQ" },
	{ .name = "REDRESS_ALERTS_KEY",
	    .kind = SETTING_PATH,
	    .help = "file of the CURVE key that the alerts' socket shows",
	    .required = true },
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
		state->process = process;
		state->desk = desk_new(SPEAKER_NOTIFICATION);
		state->gate = callers_gate_new(process, 1U << PERMISSION_LISTEN);
		process->state = state;
	}
	return desk_load(state->desk, process, store, error) && callers_gate_load(state->gate, store, error);
}

bool
state_start(struct process *process, struct error *error)
{
	struct state *state = process->state;

	if (!callers_gate_start(state->gate, error))
		return false;
	for (const struct channel *const *channel = CHANNELS; *channel != NULL; channel++) {
		if (!(*channel)->start(state, error))
			return false;
	}
	return true;
}

void
state_stop(struct process *process)
{
	struct state *state = process->state;

	if (state == NULL)
		return;
	for (const struct channel *const *channel = CHANNELS; *channel != NULL; channel++)
		(*channel)->stop(state);
	callers_gate_stop(state->gate);
}

void
state_free(struct process *process)
{
	struct state *state = process->state;

	if (state == NULL)
		return;
	callers_gate_free(state->gate);
	desk_free(state->desk);
	free(state);
	process->state = NULL;
}
