#include "redressctl/arguments.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "redressctl/command.h"

static void
help(FILE *to, const struct synopsis *synopsis, const struct argument_option *options)
{
	fprintf(to, "usage: redressctl %s", synopsis->name);
	for (const struct argument_option *option = options; option->name != NULL; option++)
		fprintf(to, option->value == NULL ? " [--%s]" : " [--%s %s]", option->name, option->value);
	fprintf(to, "%s%s\n\n%s\n", synopsis->operands[0] == '\0' ? "" : " ", synopsis->operands, synopsis->about);
	for (const struct argument_option *option = options; option->name != NULL; option++) {
		char left[64];

		snprintf(left, sizeof left, "--%s%s%s", option->name, option->value == NULL ? "" : " ",
		    option->value == NULL ? "" : option->value);
		/* What is too long for its column stands on a line of its own. */
		if (strlen(left) > 22)
			fprintf(to, "  %s\n  %-22s %s\n", left, "", option->help);
		else
			fprintf(to, "  %-22s %s\n", left, option->help);
	}
	fprintf(to, "  %-22s %s\n", "--help", "this text");
}

static bool wrong(int *status, const char *command, const char *format, ...) __attribute__((format(printf, 3, 4)));

static bool
wrong(int *status, const char *command, const char *format, ...)
{
	va_list list;

	fprintf(stderr, "redressctl %s: ", command);
	va_start(list, format);
	vfprintf(stderr, format, list);
	va_end(list);
	fprintf(stderr, "; `redressctl %s --help` says how\n", command);
	*status = STATUS_USAGE;
	return false;
}

static const struct argument_option *
find(const struct argument_option *options, const char *name, size_t len)
{
	for (; options->name != NULL; options++)
		if (strlen(options->name) == len && memcmp(options->name, name, len) == 0)
			return options;
	return NULL;
}

/* One option at argv[*at]; moves *at past a value of its own. */
static bool
take_option(
    int argc, char **argv, int *at, const struct synopsis *synopsis, const struct argument_option *options, int *status)
{
	const char *name = argv[*at] + 2;
	const char *equals = strchr(name, '=');
	size_t len = equals == NULL ? strlen(name) : (size_t)(equals - name);
	const struct argument_option *option = find(options, name, len);

	if (option == NULL)
		return wrong(status, synopsis->name, "no option --%.*s", (int)len, name);
	if (option->value == NULL) {
		if (equals != NULL)
			return wrong(status, synopsis->name, "--%s takes no value", option->name);
		*option->flag = true;
		return true;
	}
	if (equals != NULL) {
		*option->text = equals + 1;
		return true;
	}
	if (*at + 1 == argc)
		return wrong(status, synopsis->name, "--%s needs %s", option->name, option->value);
	*option->text = argv[++*at];
	return true;
}

bool
arguments_read(struct arguments *arguments, int argc, char **argv, const struct synopsis *synopsis,
    const struct argument_option *options, int *status)
{
	bool options_over = false;

	arguments->count = 0;
	*status = STATUS_DONE;
	for (int at = 1; at < argc; at++) {
		const char *word = argv[at];

		if (!options_over && strcmp(word, "--") == 0) {
			options_over = true;
		} else if (!options_over && (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)) {
			help(stdout, synopsis, options);
			*status = STATUS_DONE;
			return false;
		} else if (!options_over && word[0] == '-' && word[1] == '-') {
			if (!take_option(argc, argv, &at, synopsis, options, status))
				return false;
		} else if (!options_over && word[0] == '-' && word[1] != '\0') {
			return wrong(status, synopsis->name, "no option %s", word);
		} else if (arguments->count >= synopsis->most || arguments->count == ARGUMENTS_OPERANDS_MAX) {
			return wrong(status, synopsis->name, "'%s' is one too many", word);
		} else {
			arguments->operands[arguments->count++] = word;
		}
	}
	if (arguments->count < synopsis->least)
		return wrong(status, synopsis->name, "%s is missing", synopsis->operands);
	return true;
}
