/* GET /v1/registers/{register}: a list the landlord has to keep, page by page. */
#include "base/limits.h"
#include "reporting/ask.h"
#include "reporting/keyring.h"
#include "reporting/page.h"
#include "reporting/questions.h"
#include "reporting/register.h"
#include "reporting_sql.h"
#include "store/log.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"
#include "wire/cloudevent.h"

/* A day that is before, or after, all others. */
enum {
	FIRST_DAY = -365 * 1000,
	LAST_DAY = 365 * 5000,
};

/* The positions of a page's facts, and whether more come after them. */
struct register_page {
	uint64_t *positions;
	size_t count;
	bool more;
};

static bool
find_facts(struct question *question, const struct register_rule *rule, struct store *store, struct register_page *page,
    struct error *error)
{
	struct params params = params_new(&question->arena);
	struct param_array *types;
	struct rows rows;

	params_int4(&params, (int32_t)question->landlord_id);
	types = params_array(&params, PARAM_TEXT);
	for (size_t i = 0; i < REGISTER_FACTS_MAX && rule->facts[i].type != NULL; i++)
		param_array_text(types, text_of(arena_printf(&question->arena, "redress.v1.%s", rule->facts[i].type)));
	params_int8(&params, (int64_t)question->position);
	params_int4(&params, question->from);
	params_int4(&params, question->until);
	params_int4(&params, (int32_t)question->most + 1);
	if (!store_query(store, SQL_LIST_REGISTER, &params, &question->arena, &rows, error))
		return false;
	page->more = rows.count > question->most;
	page->count = page->more ? question->most : rows.count;
	page->positions = arena_array(&question->arena, page->count + 1, sizeof(*page->positions));
	for (size_t i = 0; i < page->count; i++)
		page->positions[i] = (uint64_t)rows_int(&rows, i, 0);
	return true;
}

static json_t *
event_json(const struct event *event, struct arena *arena, struct error *error)
{
	struct text line;

	return cloudevent_print(event, arena, &line, error) ? json_loadb(line.at, line.len, 0, NULL) : NULL;
}

/* All events of one case, opened like the facts. Of `scratch` nothing is needed afterwards. */
static json_t *
read_course(
    struct question *question, struct store *store, struct text case_ref, struct arena *scratch, struct error *error)
{
	const struct log_case wanted = { question->landlord_id, case_ref };
	struct log_events events;
	json_t *course;

	if (!log_read_cases(store, &wanted, 1, INT64_MAX, INT64_MAX, scratch, &events, error) ||
	    (question->opens_personal &&
		!keyring_open(question->state, question->landlord_id, &events, scratch, error)))
		return NULL;
	course = json_array();
	for (size_t i = 0; i < events.count; i++) {
		if (json_array_append_new(course, event_json(&events.at[i], scratch, error)) == 0)
			continue;
		json_decref(course);
		return NULL;
	}
	return course;
}

static bool
enter(struct question *question, struct store *store, const struct event *event, json_t *entries, struct error *error)
{
	json_t *fact = event_json(event, &question->arena, error), *course = NULL;
	struct arena scratch = { 0 };
	bool ok = fact != NULL;

	if (ok && question->list->says_done != NULL && register_takes(question->list, fact)) {
		course = read_course(question, store, event->case_ref, &scratch, error);
		ok = course != NULL;
	}
	if (ok)
		register_enter(question->list, fact, course, entries);
	json_decref(course);
	json_decref(fact);
	arena_free(&scratch);
	return ok;
}

static bool
answer_register(struct question *question, struct store *store, struct error *error)
{
	struct register_page page;
	struct log_events facts;
	json_t *entries;

	if (!find_facts(question, question->list, store, &page, error) ||
	    !log_read_at(store, page.positions, page.count, &question->arena, &facts, error) ||
	    (question->opens_personal &&
		!keyring_open(question->state, question->landlord_id, &facts, &question->arena, error)))
		return false;
	entries = json_array();
	for (size_t i = 0; i < facts.count; i++) {
		if (enter(question, store, &facts.at[i], entries, error))
			continue;
		json_decref(entries);
		return false;
	}
	question->body =
	    page_of_json(json_pack("{ss ss so so so}", "register", question->list->name, "title", question->list->title,
			     "landlord", json_text(question->landlord), "entries", entries, "after",
			     page.more ? json_integer((json_int_t)page.positions[page.count - 1]) : json_null()),
		&question->arena);
	return true;
}

/* Days may be left out: then all of them. */
static bool
read_days(struct question *question, struct error *error)
{
	struct text ignored;

	question->from = FIRST_DAY;
	question->until = LAST_DAY;
	return (!http_request_query(question->request, "from", &ignored) ||
		   question_date(question, "from", &question->from, error)) &&
	       (!http_request_query(question->request, "until", &ignored) ||
		   question_date(question, "until", &question->until, error));
}

void
on_register(struct http_request *request, void *context)
{
	struct question *question = question_begin(request, context, false);
	struct error error = { 0 };
	struct text name = { 0 };

	if (question == NULL)
		return;
	http_request_param(request, "register", &name);
	question->list = register_find(name);
	if (question->list == NULL)
		error_set_field(&error, ERROR_NOT_FOUND, "register", "there is no such register; there are: %s",
		    register_names(&question->arena));
	else if (read_days(question, &error) &&
		 question_number(question, "after", 0, 0, INT64_MAX, &question->position, &error) &&
		 question_number(
		     question, "max", LIMIT_REGISTER_FACTS, 1, LIMIT_REGISTER_FACTS, &question->most, &error)) {
		question_ask(question, answer_register);
		return;
	}
	question_refuse(question, &error);
}
