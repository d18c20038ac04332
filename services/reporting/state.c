#include "reporting/state.h"

#include <sodium.h>
#include <stdlib.h>

#include "reporting/ask.h"
#include "runtime/log.h"
#include "store/store.h"

const struct setting REPORTING_SETTINGS[] = {
	{ .name = "REDRESS_LISTEN_REPORTING",
	    .kind = SETTING_ADDRESS,
	    .fallback = "127.0.0.1:8441",
	    .help = "where figures and case files are asked for over HTTP; /livez, /readyz and /metrics too" },
	{ .name = "REDRESS_KEYS_DATABASE",
	    .kind = SETTING_SECRET,
	    .help = "the database of keys that open personal fields, as libpq takes it; without it none is opened" },
	{ .name = "REDRESS_MASTER_KEY",
	    .kind = SETTING_SECRET,
	    .help = "the key that wraps those keys: 64 hexadecimal digits" },
	{ .name = NULL },
};

static struct state *
state_new(struct process *process)
{
	struct state *state = calloc(1, sizeof(*state));

	if (state == NULL)
		abort();
	state->process = process;
	state->desk = desk_new(SPEAKER_REPORTING);
	state->gate = callers_gate_new(process, 0);
	state->figures = malloc(sizeof(*state->figures));
	if (state->figures == NULL)
		abort();
	return state;
}

static bool
open_keys(struct state *state, struct error *error)
{
	const struct settings *settings = state->process->settings;

	if (!settings_is_set(settings, "REDRESS_KEYS_DATABASE") || !settings_is_set(settings, "REDRESS_MASTER_KEY")) {
		log_warning(
		    "personal fields stay sealed: REDRESS_KEYS_DATABASE and REDRESS_MASTER_KEY are not both set");
		return true;
	}
	if (!seal_start(error) ||
	    !seal_master_parse(text_of(settings_text(settings, "REDRESS_MASTER_KEY")), state->master, error))
		return false;
	if (state->keys == NULL)
		state->keys = store_open(
		    &(struct store_options){
			.conninfo = settings_text(settings, "REDRESS_KEYS_DATABASE"),
			.application = "redress-reporting-keys",
		    },
		    error);
	return state->keys != NULL;
}

bool
state_load(struct process *process, struct store *store, struct error *error)
{
	if (process->state == NULL)
		process->state = state_new(process);
	return open_keys(process->state, error) &&
	       desk_load(((struct state *)process->state)->desk, process, store, error) &&
	       callers_gate_load(((struct state *)process->state)->gate, store, error);
}

bool
state_start(struct process *process, struct error *error)
{
	struct state *state = process->state;

	state->ask_class = ask_class(state);
	return callers_gate_start(state->gate, error);
}

void
state_stop(struct process *process)
{
	struct state *state = process->state;

	if (state != NULL)
		callers_gate_stop(state->gate);
}

void
state_free(struct process *process)
{
	struct state *state = process->state;

	if (state == NULL)
		return;
	store_close(state->keys);
	callers_gate_free(state->gate);
	desk_free(state->desk);
	free(state->figures);
	sodium_memzero(state->master, sizeof(state->master));
	free(state);
	process->state = NULL;
}
