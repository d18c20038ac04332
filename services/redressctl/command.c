#include "redressctl/command.h"

#include <stdio.h>

int
command_failed(const char *what, const struct error *error)
{
	if (error->field[0] != '\0')
		fprintf(stderr, "redressctl: %s: %s: %s\n", what, error->field, error->text);
	else
		fprintf(stderr, "redressctl: %s: %s\n", what, error->text);
	return STATUS_FOUND;
}
