/* ZeroMQ: numbered commands with credit. */
#include "base/limits.h"
#include "intake/edges.h"
#include "intake/parcel.h"
#include "intake/state.h"

enum {
	/* Beyond so much gathered work the credit shrinks, down to a trickle. */
	LOAD_EASY = 1024,
	LOAD_HEAVY = 8192,
	CREDIT_LEAST = 16,
};

static void
refuse(struct state *state, const struct command *command, const struct error *error)
{
	struct arena arena = { 0 };
	struct post_result result = {
		.status = POST_REFUSED,
		.problem = text_of(error->text),
		.field = text_of(error->field),
	};

	command_server_done(state->commands, command->connection, command->seq, post_results_print(&result, 1, &arena));
	arena_free(&arena);
}

void
on_command(void *context, const struct command *command)
{
	struct state *state = context;
	struct error error = { 0 };
	const struct caller *caller = callers_by_curve(callers_gate_callers(state->gate), command->user.key);

	if (caller == NULL) {
		error_set(&error, ERROR_FORBIDDEN, "this key is no longer known");
		refuse(state, command, &error);
		return;
	}
	if (!parcel_post(state, caller, command->body, NULL, command->connection, command->seq, &error))
		refuse(state, command, &error);
}

uint32_t
credit_window(void *context)
{
	struct state *state = context;
	size_t load = parcels_under_way(state);

	if (load <= LOAD_EASY)
		return LIMIT_CREDIT_WINDOW;
	if (load >= LOAD_HEAVY)
		return CREDIT_LEAST;
	return (uint32_t)(LIMIT_CREDIT_WINDOW -
			  (LIMIT_CREDIT_WINDOW - CREDIT_LEAST) * (load - LOAD_EASY) / (LOAD_HEAVY - LOAD_EASY));
}
