/* The log, laid out by case. */
#include <stdlib.h>

#include "base/limits.h"
#include "redressctl/as_of.h"
#include "redressctl/command.h"
#include "redressctl/retell.h"
#include "redressctl_sql.h"
#include "store/log.h"
#include "store/params.h"
#include "store/rows.h"
#include "store/store.h"

static struct history *
history_of(struct as_of_log *log, const struct event *event)
{
	const char *key = arena_printf(&log->arena, "%.*s/%.*s", TEXT_ARG(event->landlord), TEXT_ARG(event->case_ref));
	void **place = table_place(&log->by_case, text_of(key));
	struct history *made;

	if (*place != NULL)
		return *place;
	if (log->count == log->capacity) {
		log->capacity = log->capacity == 0 ? 256 : 2 * log->capacity;
		log->cases = realloc(log->cases, log->capacity * sizeof(struct history *));
		if (log->cases == NULL)
			abort();
	}
	made = arena_alloc(&log->arena, sizeof *made);
	made->landlord = event->landlord;
	made->ref = event->case_ref;
	log->cases[log->count++] = made;
	*place = made;
	return made;
}

static void
take(void *self, const struct event *event)
{
	struct as_of_log *log = self;

	if (event->landlord_id == 0)
		event_list_add(&log->roots, event);
	else if (!text_is_empty(event->case_ref) &&
		 (event->speaker == SPEAKER_INTAKE || event->speaker == SPEAKER_ROUTING ||
		     event->speaker == SPEAKER_SLA))
		event_list_add(&history_of(log, event)->events, event);
}

/* The case's own events do not hold the roots that are the operator's. */
static bool
read_roots(struct as_of_log *log, struct store *store, const struct log_events *events, struct error *error)
{
	uint64_t *causes = arena_array(&log->arena, events->count + 1, sizeof *causes);
	struct log_events roots;
	size_t count = 0;

	for (size_t i = 0; i < events->count; i++)
		if (events->at[i].cause != events->at[i].position)
			causes[count++] = events->at[i].cause;
	if (!log_read_at(store, causes, count, &log->arena, &roots, error))
		return false;
	for (size_t i = 0; i < roots.count; i++)
		if (roots.at[i].landlord_id == 0)
			event_list_add(&log->roots, &roots.at[i]);
	return true;
}

static int
by_position(const void *a, const void *b)
{
	const struct event *one = *(const struct event *const *)a, *other = *(const struct event *const *)b;

	return one->position < other->position ? -1 : one->position > other->position;
}

/* Whosever it is. */
static bool
read_case(struct as_of_log *log, struct store *store, const char *case_ref, struct error *error)
{
	struct params params = params_new(&log->arena);
	struct log_case *keys;
	struct log_events events;
	struct rows rows;

	if (!store_query(store, SQL_LIST_LANDLORDS, &params, &log->arena, &rows, error))
		return false;
	keys = arena_array(&log->arena, rows.count + 1, sizeof *keys);
	for (size_t i = 0; i < rows.count; i++)
		keys[i] = (struct log_case){ (uint32_t)rows_int(&rows, i, 0), text_of(case_ref) };
	if (!log_read_cases(store, keys, rows.count, log->through, LIMIT_CASE_FACTS, &log->arena, &events, error))
		return false;
	if (events.count == 0)
		return error_set(error, ERROR_NOT_FOUND, "the log knows no case %s", case_ref);
	for (size_t i = 0; i < events.count; i++)
		take(log, &events.at[i]);
	for (size_t i = 0; i < log->count; i++)
		qsort(log->cases[i]->events.at, log->cases[i]->events.count, sizeof log->cases[i]->events.at[0],
		    by_position);
	return read_roots(log, store, &events, error);
}

bool
as_of_log_read(struct as_of_log *log, const struct settings *settings, const char *case_ref, struct error *error)
{
	struct store *store = command_store(settings, error);
	struct log_heads heads;
	bool ok = store != NULL && log_heads(store, &heads, error);

	if (ok) {
		log->through = heads.head;
		log->now = heads.now;
		ok = case_ref != NULL ? read_case(log, store, case_ref, error)
				      : retell_log(store, heads.head, &log->arena, take, log, error);
	}
	store_close(store);
	return ok;
}

void
as_of_log_free(struct as_of_log *log)
{
	for (size_t i = 0; i < log->count; i++)
		event_list_free(&log->cases[i]->events);
	free(log->cases);
	table_free(&log->by_case);
	event_list_free(&log->roots);
	arena_free(&log->arena);
}
