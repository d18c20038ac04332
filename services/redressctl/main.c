#include <stdio.h>
#include <string.h>

#include "redressctl/command.h"

static const struct command commands[] = {
	{ "deadline", "a clock's due date and how it is found", cmd_deadline },
	{ "policy", "check a policy pack", cmd_policy },
	{ "simulate", "facts in, judgements out, without a running system", cmd_simulate },
	{ "post", "post facts to a running system", cmd_post },
	{ "tail", "alerts as they come, from any position", cmd_tail },
	{ "case", "what happened in a case, and what was judged", cmd_case },
	{ "explain", "why a clock stands where it stands", cmd_explain },
	{ "figures", "a landlord's figures for a period", cmd_figures },
	{ "register", "a list that a landlord has to keep: discretion, remedies, orders, ...", cmd_register },
	{ "verify", "prove that the log is as it was written", cmd_verify },
	{ "export", "write the log to a file", cmd_export },
	{ "replay", "make every judgement again from the facts and compare", cmd_replay },
	{ "impact", "what a proclaimed holiday moved, or one would move", cmd_impact },
	{ "erase", "destroy the keys of a customer's personal words", cmd_erase },
	{ "setup", "make databases, keys and credentials ready", cmd_setup },
	{ "put-in-force", "put a policy pack and calendars in force for a landlord", cmd_put_in_force },
	{ "play", "play a landlord's demo year through intake", cmd_play },
	{ "health", "whether a daemon is ready", cmd_health },
};

static const size_t commands_count = sizeof(commands) / sizeof(commands[0]);

static void
usage(FILE *to)
{
	fputs("usage: redressctl COMMAND [ARGUMENT ...]\n\n", to);
	for (size_t i = 0; i < commands_count; i++)
		fprintf(to, "  %-14s %s\n", commands[i].name, commands[i].what);
	fputs("\n`redressctl COMMAND --help` says more. Exit status: 0 done, 1 a finding or refusal, 2 wrong usage.\n",
	    to);
}

int
main(int argc, char **argv)
{
	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
		usage(stdout);
		return STATUS_DONE;
	}
	for (size_t i = 0; argc >= 2 && i < commands_count; i++)
		if (strcmp(commands[i].name, argv[1]) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (argc >= 2)
		fprintf(stderr, "redressctl: no command '%s'\n\n", argv[1]);
	usage(stderr);
	return STATUS_USAGE;
}
