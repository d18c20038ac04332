/* A command's options and operands, read from its arguments and shown by its --help. */
#ifndef REDRESS_REDRESSCTL_ARGUMENTS_H
#define REDRESS_REDRESSCTL_ARGUMENTS_H

#include <stdbool.h>

/* Ended by a NULL name. One of `text` and `flag` is set. */
struct argument_option {
	const char *name;  /* without the dashes */
	const char *value; /* what it takes, for --help; NULL: nothing */
	const char *help;
	const char **text;
	bool *flag;
};

/* Of every command that needs a key. */
#define AS_OPTION(as)                                                                                               \
	{                                                                                                           \
		"as", "NAME", "whose key to use (default: REDRESS_AS, or the landlord's when there is one)", &(as), \
		    NULL                                                                                            \
	}

struct synopsis {
	const char *name;     /* of the command */
	const char *operands; /* "FILE", or "" */
	const char *about;    /* a paragraph, ending in a newline */
	int least, most;      /* operands */
};

enum { ARGUMENTS_OPERANDS_MAX = 8 };

struct arguments {
	const char *operands[ARGUMENTS_OPERANDS_MAX];
	int count;
};

/* Takes "--name value", "--name=value", "--" and "-" (an operand), options and operands in any order. False when the
 * command is over: after --help, or a mistake that stderr now names; `*status` is then its exit status, and else
 * STATUS_DONE. */
bool arguments_read(struct arguments *arguments, int argc, char **argv, const struct synopsis *synopsis,
    const struct argument_option *options, int *status);

#endif
