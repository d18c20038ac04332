#include "redressctl/figures.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "redressctl/environment.h"
#include "redressctl/web.h"

bool
figures_fetch(const struct settings *settings, const struct figures_question *question, struct arena *arena,
    struct text *json, struct error *error)
{
	struct web_request request = { 0 };
	struct web_answer answer;

	request.url = arena_printf(arena, "%s/v1/figures?landlord=%s&from=%s&until=%s%s",
	    settings_text(settings, "REDRESS_REPORTING_URL"), web_escape(arena, question->landlord),
	    web_escape(arena, question->from), web_escape(arena, question->until),
	    question->recount ? "&recount=true" : "");
	if (!environment_bearer(settings, question->as, arena, &request.bearer, error) ||
	    !web_ask_well(&request, arena, &answer, error))
		return false;
	*json = answer.body;
	return true;
}

/* "stageOneInTime" -> "stage one in time" */
static void
print_key(const char *key, size_t width)
{
	size_t len = 0;

	for (; *key != '\0'; key++) {
		if (isupper((unsigned char)*key)) {
			putchar(' ');
			len++;
		}
		putchar(*key == '-' || *key == '_' ? ' ' : tolower((unsigned char)*key));
		len++;
	}
	for (; len < width; len++)
		putchar(' ');
}

static void
print_scalar(const json_t *value)
{
	if (json_is_string(value))
		printf("%s\n", json_string_value(value));
	else if (json_is_integer(value))
		printf("%lld\n", (long long)json_integer_value(value));
	else if (json_is_real(value))
		printf("%.1f\n", json_real_value(value));
	else
		puts(json_is_true(value) ? "yes" : json_is_false(value) ? "no" : "-");
}

static void
print_object(const json_t *object, const char *indent, unsigned depth)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value)
	{
		printf("%s%*s", indent, (int)(2 * depth), "");
		print_key(key, 34 - 2 * (size_t)depth);
		if (json_is_object(value)) {
			putchar('\n');
			print_object(value, indent, depth + 1);
		} else if (json_is_array(value)) {
			printf("%zu\n", json_array_size(value));
		} else {
			print_scalar(value);
		}
	}
}

void
figures_print(struct text json, const char *indent)
{
	json_t *root = json_loadb(json.at, json.len, 0, NULL);

	if (json_is_object(root))
		print_object(root, indent, 0);
	else
		printf("%s%.*s\n", indent, TEXT_ARG(json));
	json_decref(root);
}
