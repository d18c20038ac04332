#include <criterion/criterion.h>

#include "base/limits.h"
#include "redress/v1/envelope.pb-c.h"
#include "redress/v1/landlord.pb-c.h"
#include "wire/frame.h"
#include "wire/proto.h"
#include "wire/utf8.h"

static struct arena arena;

static void
finish(void)
{
	arena_free(&arena);
}

TestSuite(frame, .fini = finish);

static struct event
full_event(void)
{
	return (struct event){
		.epoch = 3,
		.position = UINT64_MAX,
		.predecessor = UINT64_MAX - 1,
		.cause = 7,
		.landlord_id = 12,
		.landlord = TEXT("livin"),
		.speaker = SPEAKER_SLA,
		.type = TEXT("redress.v1.ClockMissed"),
		.source = TEXT("redress/sla"),
		.id = TEXT("LIVIN-1/x/1/missed/1"),
		.case_ref = TEXT("LIVIN-1"),
		.occurred_at = { 1765000000123456 },
		.said_at = { -1 },
		.body = { (const uint8_t *)"\0\1\2", 3 },
		.traceparent = TEXT("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
	};
}

Test(frame, an_event_comes_back_as_it_was)
{
	struct event sent = full_event(), got;
	struct bytes frame;
	struct error error = { 0 };

	cr_assert(frame_pack_event(&sent, &arena, &frame));
	cr_assert(frame_unpack_event(frame, &arena, &got, &error), "%s", error.text);
	cr_assert_eq(got.epoch, sent.epoch);
	cr_assert_eq(got.position, sent.position);
	cr_assert_eq(got.predecessor, sent.predecessor);
	cr_assert_eq(got.cause, sent.cause);
	cr_assert_eq(got.landlord_id, sent.landlord_id);
	cr_assert_eq(got.speaker, sent.speaker);
	cr_assert(text_equal(got.landlord, sent.landlord));
	cr_assert(text_equal(got.type, sent.type));
	cr_assert(text_equal(got.source, sent.source));
	cr_assert(text_equal(got.id, sent.id));
	cr_assert(text_equal(got.case_ref, sent.case_ref));
	cr_assert(text_equal(got.traceparent, sent.traceparent));
	cr_assert(instant_equal(got.occurred_at, sent.occurred_at));
	cr_assert(instant_equal(got.said_at, sent.said_at));
	cr_assert_eq(got.body.len, 3);
	cr_assert_eq(memcmp(got.body.at, "\0\1\2", 3), 0);
}

Test(frame, instants_not_set_and_beyond_all_time_come_back)
{
	struct event sent = full_event(), got;
	struct bytes frame;

	sent.occurred_at = INSTANT_NONE;
	sent.said_at = INSTANT_FAR;
	cr_assert(frame_pack_event(&sent, &arena, &frame));
	cr_assert(frame_unpack_event(frame, &arena, &got, NULL));
	cr_assert_not(instant_is_set(got.occurred_at));
	cr_assert(instant_equal(got.said_at, INSTANT_FAR));
}

Test(frame, progress_comes_back_as_it_was)
{
	struct progress sent = { .epoch = 1, .speaker = SPEAKER_ROUTING, .through = 41, .head = 99 }, got;
	struct bytes frame;

	cr_assert(frame_pack_progress(&sent, &arena, &frame));
	cr_assert(frame_unpack_progress(frame, &got, NULL));
	cr_assert_eq(got.epoch, 1);
	cr_assert_eq(got.speaker, SPEAKER_ROUTING);
	cr_assert_eq(got.through, 41);
	cr_assert_eq(got.head, 99);
}

Test(frame, bad_text_is_not_sent)
{
	struct event event = full_event();
	struct bytes frame;

	event.id = TEXT("caf\xe9");
	cr_assert_not(frame_pack_event(&event, &arena, &frame));
	event.id = (struct text){ "a\0b", 3 };
	cr_assert_not(frame_pack_event(&event, &arena, &frame));
}

Test(frame, any_cut_is_refused_or_harmless)
{
	struct event sent = full_event(), got;
	struct bytes frame;

	cr_assert(frame_pack_event(&sent, &arena, &frame));
	for (size_t cut = 0; cut < frame.len; cut++) {
		struct error error = { 0 };
		uint8_t *copy = malloc(cut > 0 ? cut : 1);

		memcpy(copy, frame.at, cut);
		if (!frame_unpack_event((struct bytes){ copy, cut }, &arena, &got, &error))
			cr_assert_neq(error.text[0], '\0');
		free(copy);
	}
}

/* What protobuf-c itself would take, or fall over. */
Test(frame, traps_are_refused)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *field, *text;
	} rows[] = {
		{ "\x42\x03"
		  "a\0b",
		    5, "type", "NUL" },
		{ "\x42\x02\xc3\x28", 4, "type", "UTF-8" },
		{ "\x42\x03\xed\xa0\x80", 5, "type", "UTF-8" },
		{ "\x42\x02\xc0\x80", 4, "type", "UTF-8" },
		{ "\x42\x7f"
		  "a",
		    3, "", "cut off" },
		{ "\x0b", 1, "", "cut off" },
		{ "\x40\x01", 2, "type", "kind" },
		{ "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 11, "", "cut off" },
		{ "\x62\x02\x0a\x00", 4, "occurred_at.seconds", "kind" },
		{ "\x3a\x05other", 7, "speaker", "no speaker" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct error error = { 0 };
		struct event event;

		cr_assert_not(frame_unpack_event(
		    (struct bytes){ (const uint8_t *)rows[i].bytes, rows[i].length }, &arena, &event, &error));
		cr_assert_str_eq(error.field, rows[i].field, "row %zu: %s: %s", i, error.field, error.text);
		cr_assert_not_null(strstr(error.text, rows[i].text), "row %zu: %s", i, error.text);
	}
}

Test(frame, too_long_is_refused_before_it_is_read)
{
	struct error error = { 0 };
	struct event event;
	uint8_t *zeros = calloc(1, LIMIT_FRAME_BYTES + 1);

	cr_assert_not(frame_unpack_event((struct bytes){ zeros, LIMIT_FRAME_BYTES + 1 }, &arena, &event, &error));
	cr_assert_eq(error.code, ERROR_LIMIT);
	free(zeros);
}

Test(frame, enums_out_of_range_and_unknown_fields_name_their_path)
{
	struct error error = { 0 };
	static const uint8_t nature[] = { 0x10, 0x63 }, unknown[] = { 0xf8, 0x07, 0x01 },
			     negative[] = { 0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 };
	const ProtobufCMessageDescriptor *type = &redress__v1__contact_received__descriptor;

	cr_assert_null(
	    proto_unpack(type, (struct bytes){ nature, sizeof(nature) }, PROTO_TOLERANT, "data", &arena, &error));
	cr_assert_str_eq(error.field, "data.nature");
	cr_assert_null(
	    proto_unpack(type, (struct bytes){ negative, sizeof(negative) }, PROTO_TOLERANT, "data", &arena, &error));
	cr_assert_null(
	    proto_unpack(type, (struct bytes){ unknown, sizeof(unknown) }, PROTO_STRICT, "data", &arena, &error));
	cr_assert_not_null(strstr(error.text, "no field 127"), "%s", error.text);
	cr_assert_not_null(
	    proto_unpack(type, (struct bytes){ unknown, sizeof(unknown) }, PROTO_TOLERANT, "data", &arena, &error));
}

Test(frame, lists_are_bounded)
{
	struct error error = { 0 };
	size_t count = LIMIT_MESSAGE_ITEMS + 1;
	uint8_t *packed = arena_alloc(&arena, 2 * count);

	for (size_t i = 0; i < count; i++)
		packed[2 * i] = 0x52; /* an empty point */
	cr_assert_null(proto_unpack(&redress__v1__contact_received__descriptor, (struct bytes){ packed, 2 * count },
	    PROTO_TOLERANT, "data", &arena, &error));
	cr_assert_str_eq(error.field, "data.points[1024]");
	cr_assert_not_null(proto_unpack(&redress__v1__contact_received__descriptor,
	    (struct bytes){ packed, 2 * count - 2 }, PROTO_TOLERANT, "data", &arena, &error));
}

/* protobuf-c has no recursion limit: what guards the stack is that no message can hold itself. */
static void
assert_acyclic(const ProtobufCMessageDescriptor *type, int depth)
{
	cr_assert_lt(depth, LIMIT_JSON_DEPTH, "%s", type->name);
	for (unsigned i = 0; i < type->n_fields; i++) {
		if (type->fields[i].type == PROTOBUF_C_TYPE_MESSAGE)
			assert_acyclic(type->fields[i].descriptor, depth + 1);
	}
}

Test(frame, no_message_holds_itself)
{
	const ProtobufCMessageDescriptor *const *types;
	size_t count = proto_types(&types);

	for (size_t i = 0; i < count; i++)
		assert_acyclic(types[i], 0);
	assert_acyclic(&redress__v1__cloud_event__descriptor, 0);
	assert_acyclic(&redress__v1__event__descriptor, 0);
}

Test(utf8, tells_text_from_bytes)
{
	static const struct {
		const char *text;
		bool valid;
	} rows[] = {
		{ "", true },
		{ "plain", true },
		{ "caf\xc3\xa9", true },
		{ "\xe2\x82\xac", true },
		{ "\xf0\x9f\x8f\xa0", true },
		{ "\xf4\x8f\xbf\xbf", true },
		{ "\xf4\x90\x80\x80", false },
		{ "\xf5\x80\x80\x80", false },
		{ "\xc1\xbf", false },
		{ "\xe0\x9f\xbf", false },
		{ "\xf0\x8f\xbf\xbf", false },
		{ "\xed\xbf\xbf", false },
		{ "\x80", false },
		{ "\xe2\x82", false },
		{ "\xe2\x28\xa1", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_assert_eq(utf8_is_valid(text_of(rows[i].text)), rows[i].valid, "row %zu", i);
}
