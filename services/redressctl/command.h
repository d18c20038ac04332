/* The sub-commands of redressctl: one file each, cmd_<name>.c. */
#ifndef REDRESS_REDRESSCTL_COMMAND_H
#define REDRESS_REDRESSCTL_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* What a command exits with. */
enum {
	STATUS_DONE = 0,
	STATUS_FOUND = 1, /* a finding, a refusal, or it could not be done */
	STATUS_USAGE = 2,
};

/* argv[0] is the command's own name. */
typedef int command_run(int argc, char **argv);

struct command {
	const char *name;
	const char *what; /* one line for --help */
	command_run *run;
};

command_run cmd_case;
command_run cmd_deadline;
command_run cmd_erase;
command_run cmd_explain;
command_run cmd_export;
command_run cmd_figures;
command_run cmd_health;
command_run cmd_impact;
command_run cmd_play;
command_run cmd_policy;
command_run cmd_post;
command_run cmd_put_in_force;
command_run cmd_register;
command_run cmd_replay;
command_run cmd_setup;
command_run cmd_simulate;
command_run cmd_tail;
command_run cmd_verify;

struct settings;
struct store;

/* The database REDRESS_DATABASE, for reading all of it. NULL with an error. */
struct store *command_store(const struct settings *settings, struct error *error);
/* The landlord's number there. NOT_FOUND when there is none of that name. */
bool command_landlord(struct store *store, const char *name, int32_t *id, struct error *error);
/* "redressctl: <what>: <error>" on stderr; returns STATUS_FOUND, for `return command_failed(...)`. */
int command_failed(const char *what, const struct error *error);

#endif
