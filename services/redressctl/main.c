#include <stdio.h>
#include <string.h>

#include "redressctl/command.h"

static const struct command commands[] = {
	{ "deadline", "a clock's due date and how it is found", cmd_deadline },
	{ "policy", "check a policy pack", cmd_policy },
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
