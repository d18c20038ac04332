#include "wire/frame.h"

#include "base/limits.h"
#include "redress/v1/envelope.pb-c.h"
#include "wire/proto.h"
#include "wire/timestamp.h"
#include "wire/utf8.h"

static bool
all_texts_valid(const struct event *event)
{
	const struct text texts[] = { event->landlord, event->type, event->source, event->id, event->case_ref,
		event->traceparent };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].len > 0 && (memchr(texts[i].at, 0, texts[i].len) != NULL || !utf8_is_valid(texts[i])))
			return false;
	}
	return true;
}

bool
frame_pack_event(const struct event *event, struct arena *arena, struct bytes *out)
{
	Redress__V1__Event frame = REDRESS__V1__EVENT__INIT;

	if (!all_texts_valid(event))
		return false;
	frame.epoch = event->epoch;
	frame.position = event->position;
	frame.predecessor = event->predecessor;
	frame.cause = event->cause;
	frame.landlord_id = event->landlord_id;
	frame.landlord = proto_string(event->landlord, arena);
	frame.speaker = proto_string(text_of(speaker_name(event->speaker)), arena);
	frame.type = proto_string(event->type, arena);
	frame.source = proto_string(event->source, arena);
	frame.id = proto_string(event->id, arena);
	frame.case_ref = proto_string(event->case_ref, arena);
	frame.occurred_at = timestamp_of(event->occurred_at, arena);
	frame.said_at = timestamp_of(event->said_at, arena);
	frame.body = (ProtobufCBinaryData){ event->body.len, (uint8_t *)(uintptr_t)event->body.at };
	frame.traceparent = proto_string(event->traceparent, arena);
	*out = proto_pack(&frame.base, arena);
	return out->len <= LIMIT_FRAME_BYTES;
}

bool
frame_pack_progress(const struct progress *progress, struct arena *arena, struct bytes *out)
{
	Redress__V1__Progress frame = REDRESS__V1__PROGRESS__INIT;

	frame.epoch = progress->epoch;
	frame.speaker = proto_string(text_of(speaker_name(progress->speaker)), arena);
	frame.through = progress->through;
	frame.head = progress->head;
	*out = proto_pack(&frame.base, arena);
	return true;
}

static bool
take_speaker(const char *name, enum speaker *speaker, struct error *error)
{
	return speaker_from_name(text_of(name), speaker) ||
	       error_set_field(error, ERROR_INVALID, "speaker", "no speaker is called \"%.32s\"", name);
}

bool
frame_unpack_event(struct bytes packed, struct arena *arena, struct event *event, struct error *error)
{
	const Redress__V1__Event *frame;

	frame = (const Redress__V1__Event *)proto_unpack(
	    &redress__v1__event__descriptor, packed, PROTO_TOLERANT, "", arena, error);
	if (frame == NULL)
		return false;
	*event = (struct event){
		.epoch = frame->epoch,
		.position = frame->position,
		.predecessor = frame->predecessor,
		.cause = frame->cause,
		.landlord_id = frame->landlord_id,
		.landlord = text_of(frame->landlord),
		.type = text_of(frame->type),
		.source = text_of(frame->source),
		.id = text_of(frame->id),
		.case_ref = text_of(frame->case_ref),
		.occurred_at = timestamp_instant(frame->occurred_at),
		.said_at = timestamp_instant(frame->said_at),
		.body = { frame->body.data, frame->body.len },
		.traceparent = text_of(frame->traceparent),
	};
	return take_speaker(frame->speaker, &event->speaker, error);
}

bool
frame_unpack_progress(struct bytes packed, struct progress *progress, struct error *error)
{
	struct arena arena = { 0 };
	const Redress__V1__Progress *frame;
	bool ok = false;

	frame = (const Redress__V1__Progress *)proto_unpack(
	    &redress__v1__progress__descriptor, packed, PROTO_TOLERANT, "", &arena, error);
	if (frame != NULL) {
		*progress = (struct progress){ .epoch = frame->epoch, .through = frame->through, .head = frame->head };
		ok = take_speaker(frame->speaker, &progress->speaker, error);
	}
	arena_free(&arena);
	return ok;
}
