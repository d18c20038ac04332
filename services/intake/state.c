#include "intake/state.h"

#include <sodium.h>
#include <stdlib.h>

#include "bus/bus.h"
#include "intake/accept.h"
#include "intake/edges.h"
#include "intake/keyring.h"
#include "intake/question.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

const struct setting INTAKE_SETTINGS[] = {
	{ .name = "REDRESS_LISTEN_INTAKE",
	    .kind = SETTING_ADDRESS,
	    .fallback = "127.0.0.1:8440",
	    .help = "Where facts are posted over HTTP; health and metrics too." },
	{ .name = "REDRESS_COMMANDS",
	    .kind = SETTING_ENDPOINT,
	    .fallback = "tcp://127.0.0.1:7440",
	    .help = "where landlord systems post over ZeroMQ" },
	{ .name = "REDRESS_KEYS_DATABASE",
	    .kind = SETTING_SECRET,
	    .help = "the database of keys that seal personal fields, as libpq takes it",
	    .required = true },
	{ .name = "REDRESS_MASTER_KEY",
	    .kind = SETTING_SECRET,
	    .help = "the key that wraps those keys: 64 hexadecimal digits",
	    .required = true },
	{ .name = "REDRESS_COMMANDS_KEY",
	    .kind = SETTING_PATH,
	    .help = "file of the CURVE key that the ZeroMQ edge shows",
	    .required = true },
	{ .name = NULL },
};

/* Pool thread. */
bool
state_load(struct process *process, struct store *store, struct error *error)
{
	struct state *state = process->state;
	const struct settings *settings = process->settings;

	if (state == NULL) {
		state = calloc(1, sizeof(*state));
		if (state == NULL)
			abort();
		state->process = process;
		state->gate = callers_gate_new(process, (1U << PERMISSION_POST) | (1U << PERMISSION_OPERATE));
		process->state = state;
	}
	if (!seal_start(error) ||
	    !seal_master_parse(text_of(settings_text(settings, "REDRESS_MASTER_KEY")), state->master, error))
		return false;
	seal_digest_key(state->master, state->digest_key);
	if (state->watch.keys == NULL)
		state->watch.keys = store_open(
		    &(struct store_options){
			.conninfo = settings_text(settings, "REDRESS_KEYS_DATABASE"),
			.application = "redress-intake-keys",
		    },
		    error);
	return state->watch.keys != NULL && keyring_check(state->watch.keys, state->master, error) &&
	       callers_gate_load(state->gate, store, error);
}

static void
make_metrics(struct state *state)
{
	static const char name[] = "redress_intake_events_total";
	static const char help[] = "Events posted, by what became of them.";
	struct metrics *metrics = state->process->metrics;

	state->accepted = metrics_counter(metrics, name, help, "status", "accepted");
	state->repeated = metrics_counter(metrics, name, help, "status", "repeated");
	state->refused = metrics_counter(metrics, name, help, "status", "refused");
	state->conflicts = metrics_counter(metrics, name, help, "status", "conflict");
}

bool
state_start(struct process *process, struct error *error)
{
	struct state *state = process->state;
	struct bus_key key;
	const struct command_server_options options = {
		.key = &key,
		.on_command = on_command,
		.window = credit_window,
		.owner = state,
	};

	state->accept_class = accept_class(state);
	state->progress_class = progress_class(state);
	state->refusals_class = refusals_class(state);
	make_metrics(state);
	keyring_watch_start(&state->watch, process);
	if (!bus_key_load(settings_text(process->settings, "REDRESS_COMMANDS_KEY"), &key, error) ||
	    !callers_gate_start(state->gate, error) ||
	    !command_server_open(
		&state->commands, process->bus, settings_text(process->settings, "REDRESS_COMMANDS"), &options, error))
		return false;
	log_info("posts are taken over ZeroMQ", LOG_STRING("endpoint", command_server_endpoint(state->commands)));
	return true;
}

void
state_stop(struct process *process)
{
	struct state *state = process->state;

	if (state == NULL)
		return;
	callers_gate_stop(state->gate);
	keyring_watch_stop(&state->watch);
	if (state->commands != NULL)
		command_server_close(state->commands);
	state->commands = NULL;
}

void
state_free(struct process *process)
{
	struct state *state = process->state;

	if (state == NULL)
		return;
	store_close(state->watch.keys);
	callers_gate_free(state->gate);
	sodium_memzero(state->master, sizeof(state->master));
	sodium_memzero(state->digest_key, sizeof(state->digest_key));
	free(state);
	process->state = NULL;
}
