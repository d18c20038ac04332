#include <stdlib.h>

#include "store/log.h"
#include "store_sql.h"

#ifdef REDRESS_CONTROL_NAIVE_LOG
/* The negative control: numbers from a sequence, no lock. tests/common/store/naive_log.sql has the functions. */
static const char append_roots[] = "SELECT * FROM log_append_roots_naive($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
static const char append_judgements[] =
    "SELECT * FROM log_append_judgements_naive($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
#else
#define append_roots SQL_APPEND_ROOTS
#define append_judgements SQL_APPEND_JUDGEMENTS
#endif

/* The arrays all events have in common, in the order of the functions' parameters. */
struct columns {
	struct param_array *landlord_ids;
	struct param_array *types;
	struct param_array *sources;
	struct param_array *ids;
	struct param_array *case_refs;
	struct param_array *occurred_ats;
	struct param_array *bodies;
	struct param_array *traceparents;
};

static struct columns
columns_of(struct params *params)
{
	return (struct columns){
		.landlord_ids = params_array(params, PARAM_INT4),
		.types = params_array(params, PARAM_TEXT),
		.sources = params_array(params, PARAM_TEXT),
		.ids = params_array(params, PARAM_TEXT),
		.case_refs = params_array(params, PARAM_TEXT),
		.occurred_ats = params_array(params, PARAM_INSTANT),
		.bodies = params_array(params, PARAM_BYTEA),
		.traceparents = params_array(params, PARAM_TEXT),
	};
}

static void
columns_add(struct columns *columns, const struct event *event)
{
	param_array_int4(columns->landlord_ids, (int32_t)event->landlord_id);
	param_array_text(columns->types, event->type);
	param_array_text(columns->sources, event->source);
	param_array_text(columns->ids, event->id);
	param_array_text(columns->case_refs, event->case_ref);
	param_array_instant(columns->occurred_ats, event->occurred_at);
	param_array_bytea(columns->bodies, event->body);
	param_array_text(columns->traceparents, event->traceparent);
}

size_t
log_append_roots(struct segment *segment, enum speaker speaker, const struct log_root *roots, size_t count)
{
	struct params params = params_new(segment->arena);
	struct columns columns;
	struct param_array *digests;
	struct param_array *advances;

	params_text(&params, text_of(speaker_name(speaker)));
	columns = columns_of(&params);
	digests = params_array(&params, PARAM_BYTEA);
	advances = params_array(&params, PARAM_INSTANT);
	for (size_t i = 0; i < count; i++) {
		columns_add(&columns, &roots[i].event);
		param_array_bytea(digests, roots[i].digest);
		param_array_instant(advances, roots[i].advances_to);
	}
	return segment_add(segment, append_roots, &params);
}

static bool
status_from_name(struct text name, enum append_status *status)
{
	static const char *const names[] = {
		[APPEND_ACCEPTED] = "accepted",
		[APPEND_REPEATED] = "repeated",
		[APPEND_CONFLICT] = "conflict",
		[APPEND_REFUSED] = "refused",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (text_equal(name, text_of(names[i]))) {
			*status = (enum append_status)i;
			return true;
		}
	}
	return false;
}

bool
log_append_roots_results(const struct segment *segment, size_t statement, struct log_root *roots, size_t count,
    struct append_result *results, struct error *error)
{
	const struct rows *rows = segment_rows(segment, statement);
	struct text speaker = { segment->statements[statement].params->values[0],
		(size_t)segment->statements[statement].params->lengths[0] };

	if (rows->count != count)
		return error_set(error, ERROR_INTERNAL, "the log answered %zu of %zu events", rows->count, count);
	for (size_t i = 0; i < count; i++) {
		struct append_result *result = &results[i];
		struct event *event = &roots[i].event;

		*result = (struct append_result){
			.position = (uint64_t)rows_int(rows, i, 1),
			.case_ref = rows_text(rows, i, 2),
			.said_at = rows_instant(rows, i, 3),
			.problem = rows_text(rows, i, 4),
		};
		if (!status_from_name(rows_text(rows, i, 0), &result->status))
			return error_set(
			    error, ERROR_INTERNAL, "the log answered %.*s", TEXT_ARG(rows_text(rows, i, 0)));
		if (result->status != APPEND_ACCEPTED)
			continue;
		event->epoch = (uint64_t)rows_int(rows, i, 5);
		event->position = event->cause = result->position;
		event->predecessor = result->position - 1;
		event->said_at = result->said_at;
		if (!speaker_from_name(speaker, &event->speaker))
			abort();
	}
	return true;
}

size_t
log_append_judgements(struct segment *segment, enum speaker speaker, const struct event *events, size_t count)
{
	struct params params = params_new(segment->arena);
	struct param_array *causes;
	struct columns columns;

	if (count == 0)
		return SIZE_MAX;
	params_text(&params, text_of(speaker_name(speaker)));
	causes = params_array(&params, PARAM_INT8);
	columns = columns_of(&params);
	for (size_t i = 0; i < count; i++) {
		param_array_int8(causes, (int64_t)events[i].cause);
		columns_add(&columns, &events[i]);
	}
	return segment_add(segment, append_judgements, &params);
}

bool
log_append_judgements_results(
    const struct segment *segment, size_t statement, struct event *events, size_t count, struct error *error)
{
	const struct rows *rows;
	struct text speaker;

	if (count == 0)
		return true;
	rows = segment_rows(segment, statement);
	if (rows->count != 1)
		return error_set(error, ERROR_INTERNAL, "the log answered %zu rows for one batch", rows->count);
	speaker = (struct text){ segment->statements[statement].params->values[0],
		(size_t)segment->statements[statement].params->lengths[0] };
	for (size_t i = 0; i < count; i++) {
		events[i].position = (uint64_t)rows_int(rows, 0, 0) + i;
		events[i].predecessor = events[i].position - 1;
		events[i].said_at = rows_instant(rows, 0, 1);
		events[i].epoch = (uint64_t)rows_int(rows, 0, 2);
		if (!speaker_from_name(speaker, &events[i].speaker))
			abort();
	}
	return true;
}

size_t
log_advance_cursor(struct segment *segment, enum speaker daemon, struct log_cursor from, struct log_cursor to)
{
	struct params params = params_new(segment->arena);

	params_text(&params, text_of(speaker_name(daemon)));
	params_int8(&params, (int64_t)from.through);
	params_int8(&params, (int64_t)from.within);
	params_int8(&params, (int64_t)to.through);
	params_int8(&params, (int64_t)to.within);
	return segment_add(segment, SQL_ADVANCE_CURSOR, &params);
}

size_t
log_tick(struct segment *segment, struct instant due)
{
	struct params params = params_new(segment->arena);

	params_instant(&params, due);
	return segment_add(segment, SQL_APPEND_TICK, &params);
}

bool
log_tick_result(const struct segment *segment, size_t statement, struct tick_result *result, struct error *error)
{
	const struct rows *rows = segment_rows(segment, statement);

	if (rows->count != 1)
		return error_set(error, ERROR_INTERNAL, "the log answered %zu rows for one tick", rows->count);
	*result = (struct tick_result){
		.appended = !rows_is_null(rows, 0, 0),
		.now = rows_instant(rows, 0, 1),
		.virtual_time = rows_bool(rows, 0, 2),
	};
	if (!result->appended)
		return true;
	result->event = (struct event){
		.epoch = (uint64_t)rows_int(rows, 0, 5),
		.position = (uint64_t)rows_int(rows, 0, 0),
		.predecessor = (uint64_t)rows_int(rows, 0, 0) - 1,
		.cause = (uint64_t)rows_int(rows, 0, 0),
		.landlord = TEXT("operator"),
		.speaker = SPEAKER_SLA,
		.type = TEXT("redress.v1.DueReached"),
		.source = TEXT("redress/sla"),
		.id = rows_text(rows, 0, 3),
		.case_ref = TEXT(""),
		.occurred_at = result->now,
		.said_at = result->now,
		.body = rows_bytea(rows, 0, 4),
		.traceparent = TEXT(""),
	};
	return true;
}
