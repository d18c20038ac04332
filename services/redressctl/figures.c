#include "redressctl/figures.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/web.h"
#include "runtime/recount.h"
#include "store/store.h"
#include "wire/time.h"

bool
figures_fetch(const struct settings *settings, const struct figures_question *question, struct arena *arena,
    struct text *json, struct error *error)
{
	struct web_request request = { 0 };
	struct web_answer answer;

	request.url = arena_printf(arena, "%s/v1/figures?landlord=%s&from=%s&until=%s",
	    settings_text(settings, "REDRESS_REPORTING_URL"),
	    web_escape(arena, question->landlord == NULL ? "" : question->landlord), web_escape(arena, question->from),
	    web_escape(arena, question->until));
	if (question->homes != NULL)
		request.url = arena_printf(arena, "%s&homes=%s", request.url, web_escape(arena, question->homes));
	if (!environment_bearer(settings, question->as, arena, &request.bearer, error) ||
	    !web_ask_well(&request, arena, &answer, error))
		return false;
	*json = answer.body;
	return true;
}

static const char *
text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text == NULL ? "" : text;
}

/* "  3.1 of each 1,000 homes  ...: 31 [CH01]" */
static void
print_rate(const json_t *standard, const json_t *rate, const char *indent)
{
	char number[16] = "    -";

	if (json_is_number(rate))
		snprintf(number, sizeof number, "%5.1f", json_number_value(rate));
	printf("%s%s    %s, for each 1,000 homes: %lld [%s]\n", indent, number, text_at(standard, "title"),
	    (long long)json_integer_value(json_object_get(standard, "numerator")), text_at(standard, "clause"));
}

static void
print_standards(const json_t *standards, const char *indent)
{
	const json_t *standard;
	size_t index;

	json_array_foreach(standards, index, standard)
	{
		const json_t *percent = json_object_get(standard, "percent");
		const json_t *rate = json_object_get(standard, "perThousandHomes");
		char share[16] = "    -  ";

		if (rate != NULL) {
			print_rate(standard, rate, indent);
			continue;
		}
		if (json_is_number(percent))
			snprintf(share, sizeof share, "%5.1f %%", json_number_value(percent));
		printf("%s%s  %s: %lld of %lld [%s]\n", indent, share, text_at(standard, "title"),
		    (long long)json_integer_value(json_object_get(standard, "numerator")),
		    (long long)json_integer_value(json_object_get(standard, "denominator")),
		    text_at(standard, "clause"));
	}
}

/* One line a measure: its labels with their counts, or the count alone. */
static void
print_counts(const json_t *counts, const char *indent)
{
	const char *last = "";
	const json_t *count;
	size_t index;

	json_array_foreach(counts, index, count)
	{
		const char *measure = text_at(count, "measure"), *label = text_at(count, "label");

		if (strcmp(measure, last) != 0)
			printf("%s%s%-20s", index == 0 ? "" : "\n", indent, measure);
		else
			putchar(',');
		printf(" %s%s%lld", label, label[0] == '\0' ? "" : " ",
		    (long long)json_integer_value(json_object_get(count, "count")));
		last = measure;
	}
	if (json_array_size(counts) > 0)
		putchar('\n');
}

void
figures_print(struct text json, const char *indent)
{
	json_t *root = json_loadb(json.at, json.len, 0, NULL);
	const json_t *pack = json_object_get(root, "pack");

	printf("%s%s, %s to %s: %s, version %s\n", indent, text_at(root, "landlord"), text_at(root, "from"),
	    text_at(root, "until"), text_at(pack, "title"), text_at(pack, "version"));
	print_standards(json_object_get(root, "standards"), indent);
	print_counts(json_object_get(root, "counts"), indent);
	json_decref(root);
}

static void
print_differences(const struct recount *recount)
{
	for (size_t i = 0; i < recount->shown; i++) {
		const struct recount_difference *difference = &recount->list[i];
		char day[DATE_TEXT_MAX];

		printf("  %s  %.*s  %.*s %.*s: kept %lld, counted %lld\n", date_print(difference->day, day).at,
		    TEXT_ARG(difference->case_ref), TEXT_ARG(difference->measure), TEXT_ARG(difference->label),
		    (long long)difference->kept, (long long)difference->counted);
	}
}

bool
figures_recount(const struct settings *settings, const char *landlord, bool *same, struct error *error)
{
	struct arena arena = { 0 };
	struct recount recount = { 0 };
	struct store *store = command_store(settings, error);
	int32_t landlord_id = 0;
	bool ok = store != NULL && command_landlord(store, landlord, &landlord_id, error) &&
		  recount_landlord(store, (uint32_t)landlord_id, &arena, &recount, error);

	store_close(store);
	if (ok) {
		*same = recount.differences == 0;
		printf("%s: %zu figures of %zu cases counted again from the log: %s\n", landlord, recount.figures,
		    recount.cases, *same ? "each is the same" : "some differ");
		print_differences(&recount);
	}
	arena_free(&arena);
	return ok;
}
