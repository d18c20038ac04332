/* register: a list a landlord has to keep. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/web.h"
#include "wire/time.h"

struct asked {
	const char *name, *landlord, *from, *until, *as;
};

/* Shown first and by themselves, or of no use to a reader. */
static const char *const headline[] = { "case", "at", "fact", "position", "ref", "state" };

static const char *
text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

static bool
is_headline(const char *key)
{
	for (size_t i = 0; i < sizeof(headline) / sizeof(headline[0]); i++) {
		if (strcmp(headline[i], key) == 0)
			return true;
	}
	return false;
}

/* "2026-06-08  ABC-12345-67890  ResponseIssued A1: done", and what else is known of it on a line each. */
static void
print_entry(json_t *entry)
{
	const char *fact = strrchr(text_at(entry, "fact"), '.'), *key;
	json_t *value;

	printf("%.10s  %s  %s", text_at(entry, "at"), text_at(entry, "case"), fact == NULL ? "" : fact + 1);
	if (text_at(entry, "ref")[0] != '\0')
		printf(" %s", text_at(entry, "ref"));
	if (text_at(entry, "state")[0] != '\0')
		printf(": %s", text_at(entry, "state"));
	putchar('\n');
	json_object_foreach(entry, key, value)
	{
		char *printed = json_is_string(value) || is_headline(key)
				    ? NULL
				    : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

		if (!is_headline(key))
			printf("    %-24s %s\n", key, printed == NULL ? json_string_value(value) : printed);
		free(printed);
	}
}

static const char *
url_of(const struct settings *settings, const struct asked *asked, json_int_t after, struct arena *arena)
{
	const char *url = arena_printf(arena, "%s/v1/registers/%s?after=%lld",
	    settings_text(settings, "REDRESS_REPORTING_URL"), web_escape(arena, asked->name), (long long)after);

	if (asked->landlord != NULL)
		url = arena_printf(arena, "%s&landlord=%s", url, web_escape(arena, asked->landlord));
	if (asked->from != NULL)
		url = arena_printf(arena, "%s&from=%s", url, web_escape(arena, asked->from));
	if (asked->until != NULL)
		url = arena_printf(arena, "%s&until=%s", url, web_escape(arena, asked->until));
	return url;
}

/* All pages of it as one answer; NULL with an error. */
static json_t *
fetch(const struct settings *settings, const struct asked *asked, struct arena *arena, struct error *error)
{
	struct web_request request = { 0 };
	json_t *whole = NULL, *after = json_integer(0);

	if (!environment_bearer(settings, asked->as, arena, &request.bearer, error))
		return NULL;
	while (json_is_integer(after)) {
		struct web_answer answer;
		json_t *page;

		request.url = url_of(settings, asked, json_integer_value(after), arena);
		page = web_ask_well(&request, arena, &answer, error)
			   ? json_loadb(answer.body.at, answer.body.len, 0, NULL)
			   : NULL;
		json_decref(after);
		if (page == NULL) {
			if (error->text[0] == '\0')
				error_set(error, ERROR_INTERNAL, "%s: its answer is no JSON", request.url);
			json_decref(whole);
			return NULL;
		}
		after = json_incref(json_object_get(page, "after"));
		if (whole == NULL) {
			whole = page;
			continue;
		}
		json_array_extend(json_object_get(whole, "entries"), json_object_get(page, "entries"));
		json_decref(page);
	}
	json_decref(after);
	json_object_del(whole, "after");
	return whole;
}

static void
print(json_t *list, bool json)
{
	json_t *entry;
	size_t i, count;

	if (json) {
		json_dumpf(list, stdout, JSON_INDENT(1));
		putchar('\n');
		return;
	}
	count = json_array_size(json_object_get(list, "entries"));
	printf("%s: %s: ", text_at(list, "landlord"), text_at(list, "title"));
	if (count == 0)
		puts("none");
	else
		printf("%zu\n", count);
	json_array_foreach(json_object_get(list, "entries"), i, entry)
	{
		print_entry(entry);
	}
}

static bool
is_day(const char *day)
{
	int32_t ignored;

	return day == NULL || date_parse(text_of(day), &ignored);
}

int
cmd_register(int argc, char **argv)
{
	static const struct synopsis synopsis = { "register", "NAME",
		"A list that a landlord has to keep, from the log: discretion, declined, refusals, remedies (with owner, date, whether\n"
		"it was done, and proof), orders, determinations, compensation, compliments, learning, extensions, restrictions,\n"
		"disclosures. Personal words are shown to keys that may read them.\n",
		1, 1 };
	struct asked asked = { 0 };
	bool json = false;
	const struct argument_option options[] = {
		{ "landlord", "NAME", "whose (default: the key's own)", &asked.landlord, NULL },
		{ "from", "DAY", "first local day, as 2026-04-01 (default: all)", &asked.from, NULL },
		{ "until", "DAY", "last local day", &asked.until, NULL },
		AS_OPTION(asked.as),
		{ "json", NULL, "one JSON object", NULL, &json },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct arena arena = { 0 };
	struct error error = { 0 };
	json_t *list;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (!is_day(asked.from) || !is_day(asked.until)) {
		fputs("redressctl register: a day is not written as 2026-04-01\n", stderr);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	asked.name = arguments.operands[0];
	list = fetch(&settings, &asked, &arena, &error);
	if (list != NULL)
		print(list, json);
	status = list == NULL ? command_failed("register", &error) : STATUS_DONE;
	json_decref(list);
	settings_free(&settings);
	arena_free(&arena);
	return status;
}
