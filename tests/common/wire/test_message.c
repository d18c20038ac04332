#include <criterion/criterion.h>

#include "wire/json.h"
#include "wire/message.h"
#include "wire/time.h"

static struct arena arena;

static void
finish(void)
{
	arena_free(&arena);
}

TestSuite(message, .fini = finish);

static struct bytes
body_of(const char *name, const char *json)
{
	struct error error = { 0 };
	struct bytes body;

	cr_assert(
	    wire_json_parse(text_of(arena_printf(&arena, "redress.v1.%s", name)), text_of(json), &arena, &body, &error),
	    "%s", error.text);
	return body;
}

Test(message, types_have_short_names)
{
	struct event event = { .type = TEXT("redress.v1.ClockReleased") };

	cr_assert(event_is(&event, "ClockReleased"));
	cr_assert_not(event_is(&event, "Clock"));
	cr_assert(text_equal(event_short_type(event.type), TEXT("ClockReleased")));
	event.type = TEXT("ClockReleased");
	cr_assert_not(event_is(&event, "ClockReleased"));
}

Test(message, times_pass_both_ways)
{
	struct error error = { 0 };
	struct instant at;

	cr_assert(time_advanced_decode(body_of("TimeAdvanced", "{\"to\":\"1970-01-01T00:00:02Z\"}"), &at, &error));
	cr_assert_eq(at.us, 2 * SECOND_US);
	cr_assert(time_advanced_decode(time_advanced_encode((struct instant){ -7 }, &arena), &at, &error));
	cr_assert_eq(at.us, -7);
	cr_assert(due_reached_decode(due_reached_encode((struct instant){ 0 }, &arena), &at, &error));
	cr_assert_eq(at.us, 0);
	cr_assert_not(time_advanced_decode((struct bytes){ 0 }, &at, &error));
	cr_assert_str_eq(error.field, "to");
	cr_assert_not(due_reached_decode((struct bytes){ (const uint8_t *)"\xff", 1 }, &at, &error));
}

Test(message, cell_wide_facts_are_read)
{
	struct pack_put_in_force pack;
	struct calendar_put_in_force calendar;
	struct holiday_proclaimed holiday;
	struct error error = { 0 };
	int32_t day;

	cr_assert(pack_put_in_force_decode(
	    body_of("PackPutInForce",
		"{\"landlord\":\"livin\",\"pack\":\"p\",\"version\":\"1\",\"digest\":\"d\",\"text\":\"t\\n\"}"),
	    &arena, &pack, &error));
	cr_assert(text_equal(pack.landlord, TEXT("livin")) && text_equal(pack.pack, TEXT("p")) &&
		  text_equal(pack.version, TEXT("1")) && text_equal(pack.digest, TEXT("d")) &&
		  text_equal(pack.text, TEXT("t\n")));
	cr_assert(calendar_put_in_force_decode(
	    body_of("CalendarPutInForce", "{\"calendar\":\"c\",\"version\":\"1\",\"digest\":\"d\",\"text\":\"{}\"}"),
	    &arena, &calendar, &error));
	cr_assert(text_equal(calendar.calendar, TEXT("c")) && text_equal(calendar.text, TEXT("{}")));
	cr_assert(holiday_proclaimed_decode(
	    body_of("HolidayProclaimed", "{\"division\":\"d\",\"date\":\"2026-05-08\",\"title\":\"T\"}"), &arena,
	    &holiday, &error));
	cr_assert(date_parse(TEXT("2026-05-08"), &day));
	cr_assert_eq(holiday.day, day);
	cr_assert_not(holiday_proclaimed_decode(body_of("HolidayProclaimed", "{}"), &arena, &holiday, &error));
}

Test(message, alerts_come_back_as_they_were)
{
	struct message_queued queued = { .rule = { .id = TEXT("alert"), .clause = TEXT("8.6") },
		.pack = TEXT("livin"),
		.version = TEXT("1"),
		.decided_at = { 3 },
		.revision = 2,
		.about_id = TEXT("a"),
		.about_type = TEXT("t"),
		.about_position = 9,
		.channel = TEXT("zeromq"),
		.role_count = 2,
		.to_roles = { TEXT("x"), TEXT("y") },
		.supersedes = TEXT("s") };
	struct message_sent sent = { TEXT("m"), TEXT("smtp"), { 5 } };
	struct message_failed failed = { TEXT("m"), TEXT("smtp"), TEXT("no such mailbox"), true, { 6 } };
	struct error error = { 0 };
	struct message_queued heard;
	struct message_sent heard_sent;
	struct message_failed heard_failed;

	cr_assert(message_queued_decode(message_queued_encode(&queued, &arena), &arena, &heard, &error));
	cr_assert(text_equal(heard.about_id, queued.about_id) && text_equal(heard.about_type, queued.about_type));
	cr_assert(text_equal(heard.channel, queued.channel) && text_equal(heard.supersedes, queued.supersedes));
	cr_assert_eq(heard.role_count, 2);
	cr_assert(text_equal(heard.to_roles[1], TEXT("y")));
	cr_assert_eq(heard.about_position, 9);
	cr_assert_eq(heard.revision, 2);
	cr_assert(text_equal(heard.rule.id, queued.rule.id));
	cr_assert(message_sent_decode(message_sent_encode(&sent, &arena), &arena, &heard_sent, &error));
	cr_assert(text_equal(heard_sent.message_id, sent.message_id) && heard_sent.sent_at.us == 5);
	cr_assert(message_failed_decode(message_failed_encode(&failed, &arena), &arena, &heard_failed, &error));
	cr_assert(text_equal(heard_failed.why, failed.why) && heard_failed.final && heard_failed.failed_at.us == 6);
}

Test(message, answers_pass_both_ways)
{
	struct post_result results[] = {
		{ .source = TEXT("crm"),
		    .id = TEXT("1"),
		    .status = POST_ACCEPTED,
		    .position = 12,
		    .case_ref = TEXT("LIVIN-1") },
		{ .source = TEXT("crm"),
		    .id = TEXT("2"),
		    .status = POST_REFUSED,
		    .problem = TEXT("bad \xff \"x\""),
		    .field = TEXT("time") },
	};
	struct error error = { 0 };
	struct post_result *heard;
	struct text json = post_results_print(results, 2, &arena);
	size_t count;

	cr_assert_str_eq(arena_string(&arena, json),
	    "[{\"source\":\"crm\",\"id\":\"1\",\"status\":\"STATUS_ACCEPTED\",\"position\":\"12\",\"caseRef\":\"LIVIN-1\"},"
	    "{\"source\":\"crm\",\"id\":\"2\",\"status\":\"STATUS_REFUSED\",\"problem\":\"bad ? \\\"x\\\"\",\"field\":\"time\"}]");
	cr_assert(post_results_parse(json, &arena, &heard, &count, &error));
	cr_assert_eq(count, 2);
	cr_assert_eq(heard[0].status, POST_ACCEPTED);
	cr_assert_eq(heard[0].position, 12);
	cr_assert(text_equal(heard[1].field, TEXT("time")));
	cr_assert(post_results_parse(post_result_print(&results[0], &arena), &arena, &heard, &count, &error));
	cr_assert_eq(count, 1);
	cr_assert(text_equal(heard[0].case_ref, TEXT("LIVIN-1")));
	cr_assert_not(post_results_parse(TEXT("[{\"stauts\":1}]"), &arena, &heard, &count, &error));
	cr_assert_str_eq(error.field, "results[0].stauts");
}

Test(message, a_report_is_said_in_json)
{
	struct report_published report = { TEXT("quarter"), TEXT("livin"), TEXT("d"), 0, INT32_MIN, { 0 } };
	struct text json;

	cr_assert(wire_json_print(
	    TEXT("redress.v1.ReportPublished"), report_published_encode(&report, &arena), &arena, &json, NULL));
	cr_assert_str_eq(arena_string(&arena, json),
	    "{\"report\":\"quarter\",\"landlord\":\"livin\",\"from\":\"1970-01-01\",\"publishedAt\":\"1970-01-01T00:00:00Z\",\"digest\":\"d\"}");
}
