#include "redressctl/case_file.h"

#include "redressctl/environment.h"
#include "redressctl/web.h"

json_t *
case_file_fetch(const char *ref, const char *as, struct arena *arena, struct error *error)
{
	struct web_request request = { 0 };
	struct web_answer answer;
	struct settings settings;
	json_error_t wrong;
	json_t *file = NULL;

	if (!environment_read(&settings)) {
		error_set(error, ERROR_INVALID, "a setting is wrong");
		return NULL;
	}
	request.url = arena_printf(
	    arena, "%s/v1/cases/%s", settings_text(&settings, "REDRESS_REPORTING_URL"), web_escape(arena, ref));
	if (environment_bearer(&settings, as, arena, &request.bearer, error) &&
	    web_ask_well(&request, arena, &answer, error)) {
		file = json_loadb(answer.body.at, answer.body.len, 0, &wrong);
		if (file == NULL)
			error_set(error, ERROR_INTERNAL, "%s: its answer is no JSON: %s", request.url, wrong.text);
	}
	settings_free(&settings);
	return file;
}
