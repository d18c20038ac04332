#include <criterion/criterion.h>
#include <stdio.h>

#include "base/limits.h"
#include "redress/v1/envelope.pb-c.h"
#include "wire/cloudevent.h"
#include "wire/json.h"
#include "wire/proto.h"
#include "wire/time.h"

static struct arena arena;

static void
finish(void)
{
	arena_free(&arena);
}

TestSuite(cloudevent, .fini = finish);

/* The attributes every row below has, but where it says otherwise. */
#define START "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"crm\""
#define TIME ",\"time\":\"2026-01-05T10:00:00Z\""
#define TYPE(name) ",\"type\":\"redress.v1." name "\""
#define SUBJECT ",\"subject\":\"LIVIN-1\""
#define EVENT(name, data) START TIME SUBJECT TYPE(name) ",\"data\":" data "}"
#define CELL(name, data) START TIME TYPE(name) ",\"data\":" data "}"

static struct bytes
bytes_of(const char *json)
{
	return (struct bytes){ (const uint8_t *)json, strlen(json) };
}

static struct reading
read_one(struct bytes input)
{
	struct error error = { 0 };
	struct readings readings;

	if (!cloudevent_read(input, &arena, &readings, &error))
		return (struct reading){ .error = error };
	cr_assert_eq(readings.count, 1);
	return readings.at[0];
}

static const char *
data_of(const struct posted *posted)
{
	struct text json;

	cr_assert(wire_json_print(posted->type, posted->body, &arena, &json, NULL));
	return arena_string(&arena, json);
}

Test(cloudevent, a_contact_is_read_in_json)
{
	struct reading reading = read_one(bytes_of("\r\n  " START TIME TYPE(
	    "ContactReceived") ",\"landlord\":\"livin\",\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\","
			       "\"datacontenttype\":\"application/json; charset=utf-8\",\"tracestate\":\"x\",\"comexampleother\":5,"
			       "\"data\":{\"nature\":\"complaint\",\"customer\":{\"ref\":\"T9\",\"name\":\"A\"}}}"));
	struct instant at;

	cr_assert(reading.ok, "%s: %s", reading.error.field, reading.error.text);
	instant_parse(TEXT("2026-01-05T10:00:00Z"), &at);
	cr_assert(instant_equal(reading.posted.occurred_at, at));
	cr_assert(text_equal(reading.posted.id, TEXT("1")));
	cr_assert(text_equal(reading.posted.source, TEXT("crm")));
	cr_assert(text_equal(reading.posted.landlord, TEXT("livin")));
	cr_assert(text_is_empty(reading.posted.subject));
	cr_assert_eq(reading.posted.traceparent.len, 55);
	cr_assert_eq(reading.posted.kind, FACT_CONTACT_RECEIVED);
	cr_assert(reading.posted.mints_case);
	cr_assert_not(reading.posted.operator_only);
	cr_assert_str_eq(
	    data_of(&reading.posted), "{\"nature\":\"NATURE_COMPLAINT\",\"customer\":{\"ref\":\"T9\",\"name\":\"A\"}}");
}

Test(cloudevent, refusals_say_where_and_what)
{
	static const struct {
		const char *json, *field, *text;
	} rows[] = {
		{ "", "", "nothing was posted" },
		{ " \n ", "", "nothing was posted" },
		{ "hello", "", "CloudEvent" },
		{ "{", "", "not JSON" },
		{ "[1,]", "", "not JSON" },
		{ "{\"id\":\"1\",\"id\":\"2\"}", "", "duplicate" },
		{ "{\"specversion\":\"1.0\",\"source\":\"crm\"}", "id", "missing" },
		{ "{\"specversion\":\"1.0\",\"id\":\"1\"}", "source", "missing" },
		{ "{\"id\":\"1\",\"source\":\"crm\"}", "specversion", "1.0" },
		{ "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"crm\"}", "specversion", "1.0" },
		{ "{\"specversion\":1.0,\"id\":\"1\",\"source\":\"crm\"}", "specversion", "a string" },
		{ START TIME "}", "type", "missing" },
		{ START TIME TYPE("ContactRecieved") "}", "type", "did you mean \"redress.v1.ContactReceived\"" },
		{ START TIME ",\"type\":\"ContactReceived\"}", "type", "did you mean \"redress.v1.ContactReceived\"" },
		{ START TIME ",\"type\":\"com.example.thing\"}", "type", "is no fact" },
		{ START TIME SUBJECT TYPE("ClockMissed") "}", "type", "said by Redress itself" },
		{ START TIME SUBJECT TYPE("DueReached") "}", "type", "said by Redress itself" },
		{ START TIME SUBJECT TYPE("Person") "}", "type", "is no fact" },
		{ START SUBJECT TYPE("CaseWithdrawn") "}", "time", "missing" },
		{ START SUBJECT ",\"time\":\"2026-01-05\"" TYPE("CaseWithdrawn") "}", "time", "RFC 3339" },
		{ START SUBJECT ",\"time\":1767607200" TYPE("CaseWithdrawn") "}", "time", "a string" },
		{ START TIME TYPE("CaseWithdrawn") "}", "subject", "which case" },
		{ START TIME SUBJECT TYPE("TimeAdvanced") "}", "subject", "leave the subject out" },
		{ START TIME ",\"subjct\":\"X\"" TYPE("ContactReceived") "}", "subjct", "did you mean \"subject\"" },
		{ START TIME SUBJECT ",\"Landlord\":\"livin\"" TYPE("CaseWithdrawn") "}", "Landlord", "\"landlord\"" },
		{ START TIME SUBJECT TYPE("CaseWithdrawn") ",\"datacontenttype\":\"text/xml\",\"data\":{}}",
		    "datacontenttype", "application/json" },
		{ START TIME SUBJECT TYPE("CaseWithdrawn") ",\"data\":{},\"data_base64\":\"\"}", "data_base64",
		    "one of the two" },
		{ START TIME SUBJECT TYPE("CaseWithdrawn") ",\"data_base64\":\"!\"}", "data_base64", "not base64" },
		{ START TIME SUBJECT TYPE("CaseWithdrawn") ",\"data_base64\":\"e30\",\"data\":{}}", "data_base64",
		    "one of" },
		{ START TIME SUBJECT TYPE("CaseWithdrawn") ",\"data_base64\":\"CgJhgA==\",\"datacontenttype\":"
							   "\"application/protobuf\"}",
		    "data.why", "UTF-8" },
		{ START TIME SUBJECT TYPE("CaseWithdrawn") ",\"data_base64\":\"EAE=\",\"datacontenttype\":"
							   "\"application/protobuf\"}",
		    "data", "no field 2" },
		{ EVENT("CaseWithdrawn", "\"text\""), "data", "an object is wanted" },
		{ EVENT("CaseWithdrawn", "{\"whi\":\"x\"}"), "data.whi", "did you mean \"why\"" },
		{ EVENT("ExtensionNotified", "{}"), "data.until", "missing: it is the new last day" },
		{ EVENT("ExtensionNotified", "{\"until\":\"2026-02-30\"}"), "data.until", "write an existing one" },
		{ EVENT("ExtensionNotified", "{\"until\":\"30/01/2026\"}"), "data.until", "YYYY-MM-DD" },
		{ EVENT("ExtensionNotified", "{\"until\":\"2026-01-30\",\"stage\":9}"), "data.stage", "1 to 4" },
		{ EVENT("EscalationRequested", "{\"toStage\":5}"), "data.to_stage", "1 to 4" },
		{ EVENT("ResponseIssued",
		      "{\"actions\":[{\"ref\":\"a\",\"due\":\"2026-01-30\"},{\"ref\":\"b\",\"due\":\"soon\"}]}"),
		    "data.actions[1].due", "\"soon\" is not a date" },
		{ EVENT("ResponseIssued", "{\"actions\":[{\"due\":\"2026-01-30\"}]}"), "data.actions[0].ref",
		    "missing" },
		{ EVENT("ResponseIssued", "{\"actions\":[{\"ref\":\"a\"}]}"), "data.actions[0].due", "missing" },
		{ EVENT("ResponseIssued", "{\"actions\":[{\"ref\":\"a\",\"due\":\"2026-01-30\"},"
					  "{\"ref\":\"a\",\"due\":\"2026-01-31\"}]}"),
		    "data.actions[1].ref", "another action" },
		{ EVENT("RemedyAgreed", "{}"), "data.actions", "missing" },
		{ EVENT("ActionCompleted", "{}"), "data.ref", "says which action" },
		{ EVENT("ActionCompleted", "{\"ref\":\"a\\u0007\"}"), "data.ref", "control character" },
		{ EVENT("OrderCompleted", "{\"proof\":\"x\"}"), "data.ref", "says which order" },
		{ EVENT("OmbudsmanDetermined", "{\"orders\":[{\"ref\":\"1\"}]}"), "data.orders[0].due",
		    "binds by a day" },
		{ EVENT("OmbudsmanDetermined", "{\"orders\":[{\"ref\":\"1\",\"recommendation\":true},"
					       "{\"ref\":\"1\",\"recommendation\":true}]}"),
		    "data.orders[1].ref", "another order" },
		{ EVENT("RecommendationMade", "{\"recommendations\":[{\"ref\":\"1\"},{\"ref\":\"1\"}]}"),
		    "data.recommendations[1].ref", "another recommendation" },
		{ EVENT("ContactReceived", "{\"happenedOn\":\"2026-1-5\"}"), "data.happened_on", "not a date" },
		{ EVENT("ContactReceived", "{\"nation\":\"Wales\"}"), "data.nation",
		    "\"Wales\" is none of: england, wales, scotland, northern-ireland" },
		{ EVENT("ContactReceived", "{\"updateEveryWorkingDays\":400}"), "data.update_every_working_days",
		    "366" },
		{ EVENT("SurveyAnswered", "{\"score\":70000}"), "data.score", "at most 65535" },
		{ EVENT("CompensationPaid", "{\"pence\":\"2147483648\"}"), "data.pence", "at most 2147483647" },
		{ CELL("TimeAdvanced", "{}"), "data.to", "missing" },
		{ CELL("HolidayProclaimed", "{\"division\":\"england-and-wales\",\"title\":\"X\"}"), "data.date",
		    "missing" },
		{ CELL("PackPutInForce", "{\"landlord\":\"livin\",\"pack\":\"livin\",\"version\":\"1\"}"), "data.text",
		    "missing" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading reading = read_one(bytes_of(rows[i].json));

		cr_assert_not(reading.ok, "%s", rows[i].json);
		cr_assert_str_eq(reading.error.field, rows[i].field, "%s: %s: %s", rows[i].json, reading.error.field,
		    reading.error.text);
		cr_assert_not_null(
		    strstr(reading.error.text, rows[i].text), "%s: %s", rows[i].json, reading.error.text);
	}
}

Test(cloudevent, every_kind_of_fact_is_taken)
{
	static const struct {
		const char *name, *data;
	} needs[] = {
		{ "ExtensionNotified", "{\"until\":\"2026-02-01\"}" },
		{ "RemedyAgreed", "{\"actions\":[{\"ref\":\"a\",\"due\":\"2026-02-01\"}]}" },
		{ "ActionCompleted", "{\"ref\":\"a\"}" },
		{ "OrderCompleted", "{\"ref\":\"a\"}" },
		{ "HazardIdentified", "{\"ref\":\"a\"}" },
		{ "HazardActedOn", "{\"ref\":\"a\"}" },
		{ "InformationDisclosed", "{\"to\":\"a\"}" },
		{ "RecommendationMade", "{\"recommendations\":[{\"ref\":\"a\"}]}" },
		{ "AppointmentMissed", "{\"appointment\":\"a\"}" },
		{ "AppointmentOffered", "{\"appointment\":\"a\",\"offeredFor\":\"2026-02-01\"}" },
	};

	for (int kind = 0; kind < FACT_OF_NO_CASE; kind++) {
		const char *name = fact_kind_name((enum fact_kind)kind), *data = "{}";
		struct reading reading;

		for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
			data = strcmp(needs[i].name, name) == 0 ? needs[i].data : data;
		reading = read_one(bytes_of(
		    arena_printf(&arena, START TIME SUBJECT ",\"type\":\"redress.v1.%s\",\"data\":%s}", name, data)));
		cr_assert(reading.ok, "%s: %s: %s", name, reading.error.field, reading.error.text);
		cr_assert_eq(reading.posted.kind, (enum fact_kind)kind);
		cr_assert_not(reading.posted.mints_case);
		cr_assert_not(reading.posted.operator_only);
	}
}

Test(cloudevent, cell_wide_facts_are_the_operators)
{
	static const char *const rows[] = {
		CELL("TimeAdvanced", "{\"to\":\"2026-02-01T00:00:00Z\"}"),
		START TIME TYPE("ClockReleased") "}",
		CELL("HolidayProclaimed",
		    "{\"division\":\"england-and-wales\",\"date\":\"2026-02-02\",\"title\":\"Day of rest\"}"),
		CELL("PackPutInForce",
		    "{\"landlord\":\"livin\",\"pack\":\"livin\",\"version\":\"1\",\"text\":\"a\\nb\"}"),
		CELL("CalendarPutInForce", "{\"calendar\":\"england-and-wales\",\"version\":\"1\",\"text\":\"{}\"}"),
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading reading = read_one(bytes_of(rows[i]));

		cr_assert(reading.ok, "%s: %s", reading.error.field, reading.error.text);
		cr_assert(reading.posted.operator_only);
		cr_assert_eq(reading.posted.kind, FACT_OF_NO_CASE);
	}
}

Test(cloudevent, names_of_a_refused_event_are_kept)
{
	struct reading reading = read_one(
	    bytes_of("{\"subjct\":1,\"specversion\":\"1.0\",\"type\":\"x\",\"source\":\"crm\",\"id\":\"17\"}"));

	cr_assert_not(reading.ok);
	cr_assert(text_equal(reading.posted.id, TEXT("17")));
	cr_assert(text_equal(reading.posted.source, TEXT("crm")));
}

Test(cloudevent, names_are_bounded_and_plain)
{
	char *longest = arena_printf(&arena, "%0*d", LIMIT_ID_BYTES, 1);
	struct reading reading;

	reading = read_one(bytes_of(arena_printf(&arena,
	    "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"%s\"" TIME SUBJECT TYPE("CaseWithdrawn") "}",
	    longest)));
	cr_assert(reading.ok, "%s", reading.error.text);
	reading = read_one(bytes_of(arena_printf(&arena,
	    "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"%s0\"" TIME SUBJECT TYPE("CaseWithdrawn") "}",
	    longest)));
	cr_assert_str_eq(reading.error.field, "id");
	reading = read_one(bytes_of(START TIME TYPE("CaseWithdrawn") ",\"subject\":\"a\\nb\"}"));
	cr_assert_str_eq(reading.error.field, "subject");
}

Test(cloudevent, a_bad_event_does_not_stop_its_batch)
{
	struct error error = { 0 };
	struct readings readings;

	cr_assert(cloudevent_read(bytes_of("[" EVENT("CaseWithdrawn", "{}") ",7," EVENT(
				      "ExtensionNotified", "{}") "," EVENT("CaseReopened", "{\"why\":\"x\"}") "]"),
	    &arena, &readings, &error));
	cr_assert(readings.batch);
	cr_assert_eq(readings.count, 4);
	cr_assert(readings.at[0].ok);
	cr_assert_not(readings.at[1].ok);
	cr_assert_not(readings.at[2].ok);
	cr_assert_str_eq(readings.at[2].error.field, "data.until");
	cr_assert(readings.at[3].ok);
	cr_assert(cloudevent_read(bytes_of("[]"), &arena, &readings, &error));
	cr_assert_eq(readings.count, 0);
}

Test(cloudevent, batches_and_events_are_bounded)
{
	struct error error = { 0 };
	struct readings readings;
	char *large = malloc(LIMIT_HTTP_BODY_BYTES + 1), *many = malloc(2 * LIMIT_BATCH_EVENTS + 8);
	size_t length = 0;

	many[length++] = '[';
	for (int i = 0; i <= LIMIT_BATCH_EVENTS; i++) {
		many[length++] = '1';
		many[length++] = ',';
	}
	many[length - 1] = ']';
	cr_assert_not(cloudevent_read((struct bytes){ (uint8_t *)many, length }, &arena, &readings, &error));
	cr_assert_eq(error.code, ERROR_LIMIT);
	memset(large, ' ', LIMIT_HTTP_BODY_BYTES + 1);
	cr_assert_not(
	    cloudevent_read((struct bytes){ (uint8_t *)large, LIMIT_HTTP_BODY_BYTES + 1 }, &arena, &readings, &error));
	cr_assert_eq(error.code, ERROR_LIMIT);
	memcpy(large, EVENT("CaseWithdrawn", "{}"), strlen(EVENT("CaseWithdrawn", "{}")));
	cr_assert_not(
	    cloudevent_read((struct bytes){ (uint8_t *)large, LIMIT_EVENT_BYTES + 1 }, &arena, &readings, &error));
	cr_assert_eq(error.code, ERROR_LIMIT);
	cr_assert(cloudevent_read((struct bytes){ (uint8_t *)large, LIMIT_EVENT_BYTES }, &arena, &readings, &error));
	free(large);
	free(many);
}

Test(cloudevent, more_promises_than_a_fact_holds_are_refused)
{
	char *list = arena_alloc(&arena, 4096);
	struct reading reading;

	for (int count = FACT_ITEMS_MAX; count <= FACT_ITEMS_MAX + 1; count++) {
		size_t used = 0;

		for (int i = 0; i < count; i++)
			used += (size_t)snprintf(
			    list + used, 4096 - used, "%s{\"ref\":\"%d\",\"due\":\"2026-02-01\"}", i > 0 ? "," : "", i);
		reading = read_one(bytes_of(arena_printf(
		    &arena, START TIME SUBJECT TYPE("RemedyAgreed") ",\"data\":{\"actions\":[%s]}}", list)));
		cr_assert_eq(reading.ok, count == FACT_ITEMS_MAX, "%s", reading.error.text);
	}
	cr_assert_str_eq(reading.error.field, "data.actions");
}

/* ---- Protobuf ---- */

static struct bytes
packed_event(const char *type, const char *id, int form, struct text data, const char *content_type)
{
	Redress__V1__CloudEvent event = REDRESS__V1__CLOUD_EVENT__INIT;
	Redress__V1__CloudEvent__AttributesEntry entries[3], *list[3];
	Redress__V1__CloudEventAttribute values[3];
	Google__Protobuf__Timestamp at = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	Google__Protobuf__Any any = GOOGLE__PROTOBUF__ANY__INIT;
	const char *keys[] = { "time", "subject", "datacontenttype" };

	event.id = (char *)(uintptr_t)id;
	event.source = "crm";
	event.spec_version = "1.0";
	event.type = (char *)(uintptr_t)type;
	at.seconds = 1767607200;
	at.nanos = 5000;
	for (size_t i = 0; i < 3; i++) {
		redress__v1__cloud_event__attributes_entry__init(&entries[i]);
		redress__v1__cloud_event_attribute__init(&values[i]);
		entries[i].key = (char *)(uintptr_t)keys[i];
		entries[i].value = &values[i];
		list[i] = &entries[i];
		values[i].attr_case = REDRESS__V1__CLOUD_EVENT_ATTRIBUTE__ATTR_CE_STRING;
	}
	values[0].attr_case = REDRESS__V1__CLOUD_EVENT_ATTRIBUTE__ATTR_CE_TIMESTAMP;
	values[0].ce_timestamp = &at;
	values[1].ce_string = "LIVIN-1";
	values[2].ce_string = (char *)(uintptr_t)content_type;
	event.attributes = list;
	event.n_attributes = content_type == NULL ? 2 : 3;
	event.data_case = (Redress__V1__CloudEvent__DataCase)form;
	any.type_url = arena_printf(&arena, "type.googleapis.com/%s", type);
	any.value = (ProtobufCBinaryData){ data.len, (uint8_t *)(uintptr_t)data.at };
	if (form == REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA)
		event.proto_data = &any;
	else if (form == REDRESS__V1__CLOUD_EVENT__DATA_TEXT_DATA)
		event.text_data = (char *)(uintptr_t)data.at;
	else
		event.binary_data = (ProtobufCBinaryData){ data.len, (uint8_t *)(uintptr_t)data.at };
	return proto_pack(&event.base, &arena);
}

Test(cloudevent, protobuf_is_read_with_data_in_each_form)
{
	static const struct {
		int form;
		const char *content_type;
		struct text data;
	} rows[] = {
		{ REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA, NULL, { "\x0a\x03moved", 5 } },
		{ REDRESS__V1__CLOUD_EVENT__DATA_BINARY_DATA, "application/protobuf", { "\x0a\x03moved", 5 } },
		{ REDRESS__V1__CLOUD_EVENT__DATA_BINARY_DATA, NULL, { "\x0a\x03moved", 5 } },
		{ REDRESS__V1__CLOUD_EVENT__DATA_BINARY_DATA, "application/json", { "{\"why\":\"mov\"}", 13 } },
		{ REDRESS__V1__CLOUD_EVENT__DATA_TEXT_DATA, NULL, { "{\"why\":\"mov\"}", 13 } },
	};
	/* Ids whose length and beginning read as white space and '{'. */
	char longest[124];
	const char *const ids[] = { "1", "{678901234567890123456789012345678}", longest };

	memset(longest, '1', 123);
	longest[123] = '\0';

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t j = 0; j < 3; j++) {
			struct reading reading = read_one(packed_event(
			    "redress.v1.CaseWithdrawn", ids[j], rows[i].form, rows[i].data, rows[i].content_type));

			cr_assert(reading.ok, "row %zu: %s: %s", i, reading.error.field, reading.error.text);
			cr_assert_str_eq(data_of(&reading.posted), "{\"why\":\"mov\"}");
			cr_assert_eq(reading.posted.occurred_at.us, 1767607200000005);
			cr_assert(text_equal(reading.posted.subject, TEXT("LIVIN-1")));
		}
	}
}

Test(cloudevent, both_forms_come_to_the_same_bytes)
{
	struct reading json = read_one(bytes_of(EVENT("CaseWithdrawn", "{\"why\":\"mov\"}")));
	/* The field twice: the last counts, and the body is packed anew. */
	struct reading packed = read_one(packed_event("redress.v1.CaseWithdrawn", "1",
	    REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA, (struct text){ "\x0a\x01x\x0a\x03mov", 8 }, NULL));

	cr_assert(json.ok && packed.ok);
	cr_assert_eq(json.posted.body.len, packed.posted.body.len);
	cr_assert_eq(memcmp(json.posted.body.at, packed.posted.body.at, json.posted.body.len), 0);
}

Test(cloudevent, protobuf_refusals)
{
	struct reading reading;

	reading = read_one(packed_event("redress.v1.CaseWithdrawn", "1", REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA,
	    (struct text){ "\x10\x01", 2 }, NULL));
	cr_assert_not_null(strstr(reading.error.text, "no field 2"), "%s", reading.error.text);
	reading = read_one(packed_event("redress.v1.ExtensionNotified", "1", REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA,
	    (struct text){ "", 0 }, NULL));
	cr_assert_str_eq(reading.error.field, "data.until");
	reading = read_one(packed_event(
	    "redress.v1.Nothing", "9", REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA, (struct text){ "", 0 }, NULL));
	cr_assert_str_eq(reading.error.field, "type");
	cr_assert(text_equal(reading.posted.id, TEXT("9")));
	/* Timestamps inside a body: ContactReceived.recorded_at with nanos below zero. */
	reading = read_one(packed_event("redress.v1.ContactReceived", "1", REDRESS__V1__CLOUD_EVENT__DATA_PROTO_DATA,
	    (struct text){ "\xfa\x01\x0b\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 14 }, NULL));
	cr_assert_str_eq(reading.error.field, "data.recorded_at", "%s", reading.error.text);
}

Test(cloudevent, a_malformed_trace_is_not_carried_on)
{
	static const char *const rows[] = { "x", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
		"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
		"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading reading = read_one(bytes_of(
		    arena_printf(&arena, START TIME SUBJECT TYPE("CaseReopened") ",\"traceparent\":\"%s\"}", rows[i])));

		cr_assert(reading.ok);
		cr_assert(text_is_empty(reading.posted.traceparent));
	}
}

Test(cloudevent, the_future_is_refused_but_where_time_itself_goes_there)
{
	struct reading reading = read_one(bytes_of(EVENT("CaseReopened", "{}")));
	struct instant at = reading.posted.occurred_at;
	struct error error = { 0 };

	cr_assert(posted_not_in_future(&reading.posted, instant_plus_seconds(at, -LIMIT_FUTURE_SECONDS), &error));
	cr_assert_not(
	    posted_not_in_future(&reading.posted, instant_plus_seconds(at, -LIMIT_FUTURE_SECONDS - 1), &error));
	cr_assert_str_eq(error.field, "time");
	reading = read_one(bytes_of(CELL("TimeAdvanced", "{\"to\":\"2030-01-01T00:00:00Z\"}")));
	cr_assert(posted_not_in_future(&reading.posted, (struct instant){ 0 }, &error));
}

Test(cloudevent, an_event_of_the_log_is_one_line)
{
	struct reading reading = read_one(bytes_of(EVENT("CaseReopened", "{\"why\":\"new\\nevidence\"}")));
	struct event event = {
		.position = 12,
		.cause = 11,
		.landlord = TEXT("livin"),
		.type = TEXT("redress.v1.CaseReopened"),
		.source = TEXT("crm"),
		.id = TEXT("1"),
		.case_ref = TEXT("LIVIN-1"),
		.occurred_at = reading.posted.occurred_at,
		.body = reading.posted.body,
	};
	struct text line;

	cr_assert(cloudevent_print(&event, &arena, &line, NULL));
	cr_assert_str_eq(arena_string(&arena, line),
	    "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"crm\",\"type\":\"redress.v1.CaseReopened\","
	    "\"subject\":\"LIVIN-1\",\"time\":\"2026-01-05T10:00:00Z\",\"landlord\":\"livin\","
	    "\"redressposition\":\"12\",\"redresscause\":\"11\",\"datacontenttype\":\"application/json\","
	    "\"data\":{\"why\":\"new\\nevidence\"}}");
	cr_assert(read_one((struct bytes){ (const uint8_t *)line.at, line.len }).ok);
}
