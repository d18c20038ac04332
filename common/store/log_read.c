#include "store/log.h"
#include "store/log_event.h"
#include "store_sql.h"

#ifdef REDRESS_CONTROL_NAIVE_LOG
/* The negative control: the end of the log is the highest number seen. */
static const char read_heads[] =
    "SELECT h.epoch, (SELECT coalesce(max(position), 0) FROM event_log), c.mode = 'virtual', log_time(), "
    "d.daemon, d.through, d.within FROM log_head h CROSS JOIN clock c CROSS JOIN cursor d";
#else
#define read_heads SQL_READ_HEADS
#endif

static bool
read_events(struct store *store, const char *sql, const struct params *params, struct arena *arena,
    struct log_events *events, struct error *error)
{
	struct rows rows;

	return store_query(store, sql, params, arena, &rows, error) && log_event_rows(&rows, arena, events, error);
}

/* Splits events, ordered by cause, into waves. */
static void
split(struct log_page *page, struct arena *arena)
{
	page->waves = arena_array(arena, page->event_count + 1, sizeof(*page->waves));
	for (size_t i = 0; i < page->event_count; i++) {
		struct event *event = &page->events[i];
		bool first = i == 0 || event->cause != event[-1].cause;

		if (first)
			page->waves[page->count++] = (struct log_wave){ .cause = event->cause, .events = event };
		page->waves[page->count - 1].count++;
	}
}

/* Of one event more than was asked for: the page ends where the last whole wave does, or inside its only one. */
static void
cut(struct log_page *page, uint64_t through)
{
	struct log_wave *last = &page->waves[page->count - 1];

	if (page->count > 1) {
		page->event_count -= last->count;
		page->count--;
		page->through = page->waves[page->count - 1].cause;
		return;
	}
	last->partial = true;
	last->count--;
	page->event_count--;
	page->through = through;
}

bool
log_read_waves(struct store *store, uint64_t through, uint64_t after, uint64_t upstream_through, unsigned speakers,
    size_t max_rows, struct arena *arena, struct log_page *page, struct error *error)
{
	struct params params = params_new(arena);
	struct param_array *wanted;
	struct log_events events;

	/* A root alone would never get further. */
	if (max_rows < 2)
		max_rows = 2;
	params_int8(&params, (int64_t)through);
	params_int8(&params, (int64_t)after);
	params_int8(&params, (int64_t)upstream_through);
	wanted = params_array(&params, PARAM_TEXT);
	for (enum speaker speaker = 0; speaker < SPEAKERS; speaker++) {
		if (speakers & SPEAKER_BIT(speaker))
			param_array_text(wanted, text_of(speaker_name(speaker)));
	}
	params_int8(&params, (int64_t)max_rows + 1);
	if (!read_events(store, SQL_READ_WAVES, &params, arena, &events, error))
		return false;
	*page = (struct log_page){
		.events = events.at,
		.event_count = events.count,
		.through = upstream_through > through ? upstream_through : through,
	};
	split(page, arena);
	if (page->event_count > max_rows)
		cut(page, through);
	return true;
}

bool
log_read_cases(struct store *store, const struct log_case *cases, size_t count, uint64_t through, size_t most_facts,
    struct arena *arena, struct log_events *events, struct error *error)
{
	struct params params = params_new(arena);
	struct param_array *landlord_ids = params_array(&params, PARAM_INT4);
	struct param_array *case_refs = params_array(&params, PARAM_TEXT);

	for (size_t i = 0; i < count; i++) {
		param_array_int4(landlord_ids, (int32_t)cases[i].landlord_id);
		param_array_text(case_refs, cases[i].case_ref);
	}
	params_int8(&params, (int64_t)through);
	params_int8(&params, (int64_t)most_facts);
	return read_events(store, SQL_READ_CASES, &params, arena, events, error);
}

bool
log_read_types(struct store *store, const struct text *types, size_t count, uint64_t after, uint64_t through,
    struct arena *arena, struct log_events *events, struct error *error)
{
	struct params params = params_new(arena);
	struct param_array *wanted = params_array(&params, PARAM_TEXT);

	for (size_t i = 0; i < count; i++)
		param_array_text(wanted, types[i]);
	params_int8(&params, (int64_t)after);
	params_int8(&params, (int64_t)through);
	return read_events(store, SQL_READ_TYPES, &params, arena, events, error);
}

bool
log_read_positions(struct store *store, uint64_t from, uint64_t to, size_t max_rows, struct arena *arena,
    struct log_events *events, struct error *error)
{
	struct params params = params_new(arena);

	params_int8(&params, (int64_t)from);
	params_int8(&params, (int64_t)to);
	params_int8(&params, (int64_t)max_rows);
	return read_events(store, SQL_READ_POSITIONS, &params, arena, events, error);
}

bool
log_heads(struct store *store, struct log_heads *heads, struct error *error)
{
	struct arena arena = { 0 };
	struct rows rows;
	bool good = store_query(store, read_heads, NULL, &arena, &rows, error);

	if (good && rows.count == 0)
		good = error_set(error, ERROR_INTERNAL, "the database has no cursors: its migrations are not applied");
	if (good) {
		*heads = (struct log_heads){
			.epoch = (uint64_t)rows_int(&rows, 0, 0),
			.head = (uint64_t)rows_int(&rows, 0, 1),
			.virtual_time = rows_bool(&rows, 0, 2),
			.now = rows_instant(&rows, 0, 3),
		};
		heads->cursors[SPEAKER_INTAKE].through = heads->head;
		for (size_t i = 0; i < rows.count; i++) {
			enum speaker daemon;

			if (!speaker_from_name(rows_text(&rows, i, 4), &daemon))
				continue;
			heads->cursors[daemon] = (struct log_cursor){
				.through = (uint64_t)rows_int(&rows, i, 5),
				.within = (uint64_t)rows_int(&rows, i, 6),
			};
		}
	}
	arena_free(&arena);
	return good;
}

bool
log_read_at(struct store *store, const uint64_t *positions, size_t count, struct arena *arena,
    struct log_events *events, struct error *error)
{
	struct params params = params_new(arena);
	struct param_array *wanted = params_array(&params, PARAM_INT8);

	for (size_t i = 0; i < count; i++)
		param_array_int8(wanted, (int64_t)positions[i]);
	return read_events(store, SQL_READ_AT, &params, arena, events, error);
}
