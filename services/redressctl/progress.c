#include "redressctl/progress.h"

#include <jansson.h>
#include <string.h>

#include "redressctl/web.h"

static uint64_t
number(const json_t *root, const char *key)
{
	return (uint64_t)json_integer_value(json_object_get(root, key));
}

bool
progress_ask(const struct settings *settings, const char *bearer, struct arena *arena, struct system_progress *progress,
    struct error *error)
{
	const struct web_request request = {
		.url = arena_printf(arena, "%s/v1/progress", settings_text(settings, "REDRESS_INTAKE_URL")),
		.bearer = bearer,
	};
	struct web_answer answer;
	const char *mode;
	json_t *root;

	if (!web_ask_well(&request, arena, &answer, error))
		return false;
	root = json_loadb(answer.body.at, answer.body.len, 0, NULL);
	if (root == NULL)
		return error_set(error, ERROR_INTERNAL, "%s: its answer is no JSON", request.url);
	mode = json_string_value(json_object_get(root, "mode"));
	*progress = (struct system_progress){
		.head = number(root, "head"),
		.routed = number(root, "routedThrough"),
		.judged = number(root, "judgedThrough"),
		.notified = number(root, "notifiedThrough"),
		.reported = number(root, "reportedThrough"),
		.virtual_time = mode != NULL && strcmp(mode, "virtual") == 0,
	};
	json_decref(root);
	return true;
}

uint64_t
progress_least(const struct system_progress *progress)
{
	uint64_t least = progress->routed;

	least = progress->judged < least ? progress->judged : least;
	least = progress->notified < least ? progress->notified : least;
	return progress->reported < least ? progress->reported : least;
}
