#include <criterion/criterion.h>
#include <criterion/redirect.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"

static const struct synopsis synopsis = { "toy", "FILE", "A toy.\n", 1, 2 };

static const char *name;
static bool loud;

static const struct argument_option options[] = {
	{ "name", "WHO", "whose", &name, NULL },
	{ "loud", NULL, "louder", NULL, &loud },
	{ 0 },
};

static bool
read_words(struct arguments *arguments, int *status, int count, ...)
{
	char *words[16] = { "toy" };
	va_list list;

	name = NULL;
	loud = false;
	*status = -1;
	va_start(list, count);
	for (int i = 1; i <= count; i++)
		words[i] = va_arg(list, char *);
	va_end(list);
	return arguments_read(arguments, count + 1, words, &synopsis, options, status);
}

Test(arguments, takes_options_and_operands_in_any_order)
{
	struct arguments arguments;
	int status;

	cr_assert(read_words(&arguments, &status, 4, "a", "--name", "Ann", "--loud"));
	cr_assert_str_eq(name, "Ann");
	cr_assert(loud);
	cr_assert_eq(arguments.count, 1);
	cr_assert_str_eq(arguments.operands[0], "a");
	cr_assert(read_words(&arguments, &status, 2, "--name=", "-"));
	cr_assert_str_eq(name, "");
	cr_assert_str_eq(arguments.operands[0], "-");
	cr_assert(read_words(&arguments, &status, 3, "--", "--loud", "b"));
	cr_assert_not(loud);
	cr_assert_eq(arguments.count, 2);
	cr_assert_eq(status, STATUS_DONE);
}

Test(arguments, mistakes_are_named_and_end_with_2)
{
	static const struct {
		const char *words[4];
		int count;
	} mistakes[] = {
		{ { "a", "--nmae", "x" }, 3 },
		{ { "a", "--name" }, 2 },
		{ { "a", "--loud=yes" }, 2 },
		{ { "a", "-x" }, 2 },
		{ { "a", "b", "c" }, 3 },
		{ { "--loud" }, 1 },
	};

	cr_redirect_stderr();
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		struct arguments arguments;
		int status;

		cr_assert_not(read_words(&arguments, &status, mistakes[i].count, mistakes[i].words[0],
				  mistakes[i].words[1], mistakes[i].words[2]),
		    "%zu", i);
		cr_assert_eq(status, STATUS_USAGE, "%zu", i);
	}
}

Test(arguments, help_is_no_mistake)
{
	struct arguments arguments;
	int status;

	cr_redirect_stdout();
	cr_assert_not(read_words(&arguments, &status, 1, "--help"));
	cr_assert_eq(status, STATUS_DONE);
}
