#include "store/log_event.h"

enum column {
	POSITION,
	CAUSE,
	LANDLORD_ID,
	LANDLORD,
	SPEAKER,
	TYPE,
	SOURCE,
	ID,
	CASE_REF,
	OCCURRED_AT,
	SAID_AT,
	BODY,
	TRACEPARENT,
	EPOCH,
};

bool
log_event_rows(const struct rows *rows, struct arena *arena, struct log_events *events, struct error *error)
{
	*events = (struct log_events){
		.at = arena_array(arena, rows->count + 1, sizeof(*events->at)),
		.count = rows->count,
	};
	for (size_t i = 0; i < rows->count; i++) {
		struct event *event = &events->at[i];
		struct text speaker = rows_text(rows, i, SPEAKER);

		*event = (struct event){
			.epoch = (uint64_t)rows_int(rows, i, EPOCH),
			.position = (uint64_t)rows_int(rows, i, POSITION),
			.cause = (uint64_t)rows_int(rows, i, CAUSE),
			.landlord_id = (uint32_t)rows_int(rows, i, LANDLORD_ID),
			.landlord = rows_text(rows, i, LANDLORD),
			.type = rows_text(rows, i, TYPE),
			.source = rows_text(rows, i, SOURCE),
			.id = rows_text(rows, i, ID),
			.case_ref = rows_text(rows, i, CASE_REF),
			.occurred_at = rows_instant(rows, i, OCCURRED_AT),
			.said_at = rows_instant(rows, i, SAID_AT),
			.body = rows_bytea(rows, i, BODY),
			.traceparent = rows_text(rows, i, TRACEPARENT),
		};
		event->predecessor = event->position - 1;
		if (!speaker_from_name(speaker, &event->speaker))
			return error_set(error, ERROR_INTERNAL, "the log, position %llu: no speaker is called %.*s",
			    (unsigned long long)event->position, TEXT_ARG(speaker));
	}
	return true;
}
