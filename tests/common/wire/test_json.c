#include <criterion/criterion.h>

#include "wire/json.h"

static struct arena arena;

static void
finish(void)
{
	arena_free(&arena);
}

TestSuite(json, .fini = finish);

#define CONTACT TEXT("redress.v1.ContactReceived")

static const char *
through(struct text type, const char *json)
{
	struct error error = { 0 };
	struct bytes body;
	struct text out;

	cr_assert(
	    wire_json_parse(type, text_of(json), &arena, &body, &error), "%s: %s: %s", json, error.field, error.text);
	cr_assert(wire_json_print(type, body, &arena, &out, &error), "%s", error.text);
	return arena_string(&arena, out);
}

Test(json, names_and_enums_are_taken_in_every_form)
{
	const char *canonical = "{\"nature\":\"NATURE_SERVICE_REQUEST\",\"happenedOn\":\"2026-01-05\"}";

	cr_assert_str_eq(
	    through(CONTACT, "{\"nature\":\"NATURE_SERVICE_REQUEST\",\"happenedOn\":\"2026-01-05\"}"), canonical);
	cr_assert_str_eq(
	    through(CONTACT, "{\"happened_on\":\"2026-01-05\",\"nature\":\"service-request\"}"), canonical);
	cr_assert_str_eq(
	    through(CONTACT, "{\"happened_on\":\"2026-01-05\",\"nature\":\"Service_Request\"}"), canonical);
	cr_assert_str_eq(through(CONTACT, "{\"happened_on\":\"2026-01-05\",\"nature\":2}"), canonical);
	cr_assert_str_eq(through(TEXT("redress.v1.ResponseIssued"), "{\"outcome\":\"not-upheld\"}"),
	    "{\"outcome\":\"OUTCOME_NOT_UPHELD\"}");
	cr_assert_str_eq(through(TEXT("redress.v1.CaseClosed"), "{\"reason\":\"not-cooperating\"}"),
	    "{\"reason\":\"REASON_NOT_COOPERATING\"}");
}

Test(json, defaults_and_nulls_are_left_out)
{
	cr_assert_str_eq(
	    through(CONTACT,
		"{\"nature\":\"unspecified\",\"words\":\"\",\"points\":[],\"ongoing\":false,\"customer\":null}"),
	    "{}");
	cr_assert_str_eq(through(CONTACT, "{\"customer\":{}}"), "{\"customer\":{}}");
	cr_assert_str_eq(through(CONTACT, "{\"points\":[{},{\"ref\":\"b\"}]}"), "{\"points\":[{},{\"ref\":\"b\"}]}");
}

Test(json, numbers_of_64_bits_are_strings)
{
	static const struct text paid = { "redress.v1.CompensationPaid", 27 };

	cr_assert_str_eq(through(paid, "{\"pence\":\"18446744073709551615\"}"), "{\"pence\":\"18446744073709551615\"}");
	cr_assert_str_eq(through(paid, "{\"pence\":2500}"), "{\"pence\":\"2500\"}");
	cr_assert_str_eq(through(paid, "{\"pence\":25e2}"), "{\"pence\":\"2500\"}");
}

Test(json, times_are_rfc_3339)
{
	cr_assert_str_eq(through(CONTACT, "{\"recordedAt\":\"2026-06-11T00:00:00+01:00\"}"),
	    "{\"recordedAt\":\"2026-06-10T23:00:00Z\"}");
}

Test(json, every_refusal_says_where_and_what)
{
	static const struct {
		const char *type, *json, *field, *text;
	} rows[] = {
		{ "ContactReceived", "[]", "", "an object is wanted" },
		{ "ContactReceived", "{", "", "not JSON" },
		{ "ContactReceived", "{}x", "", "not JSON" },
		{ "ContactReceived", "", "", "not JSON" },
		{ "ContactReceived", "{\"words\":\"a\",\"words\":\"b\"}", "", "duplicate" },
		{ "ContactReceived", "{\"words\":\"a\\u0000b\"}", "", "not JSON" },
		{ "ContactReceived", "{\"words\":\"caf\xe9\"}", "", "not JSON" },
		{ "ContactReceived", "{\"words\":\"\\ud800\"}", "", "not JSON" },
		{ "ContactReceived", "{\"servicearea\":\"x\"}", "servicearea", "did you mean \"serviceArea\"" },
		{ "ContactReceived", "{\"chanel\":\"phone\"}", "chanel", "did you mean \"channel\"" },
		{ "ContactReceived", "{\"zzz\":1}", "zzz", "has no field \"zzz\"" },
		{ "ContactReceived", "{\"customer\":{\"nmae\":\"x\"}}", "customer.nmae", "did you mean \"name\"" },
		{ "ContactReceived", "{\"nature\":\"complain\"}", "nature", "none of: complaint, service-request" },
		{ "ContactReceived", "{\"nature\":9}", "nature", "9 is not a value of Nature" },
		{ "ContactReceived", "{\"nature\":true}", "nature", "a name is wanted here, not true or false" },
		{ "ContactReceived", "{\"ongoing\":\"yes\"}", "ongoing", "true or false is wanted here, not a string" },
		{ "ContactReceived", "{\"words\":5}", "words", "a string is wanted here, not a number" },
		{ "ContactReceived", "{\"points\":{}}", "points", "an array is wanted here, not an object" },
		{ "ContactReceived", "{\"points\":[{},null]}", "points[1]", "an object is wanted here, not null" },
		{ "ContactReceived", "{\"recordedAt\":\"yesterday\"}", "recorded_at", "RFC 3339" },
		{ "ContactReceived", "{\"happenedOn\":\"2026-01-01\",\"happened_on\":\"2026-01-01\"}", NULL,
		    "given twice" },
		{ "CompensationPaid", "{\"pence\":-1}", "pence", "out of range" },
		{ "CompensationPaid", "{\"pence\":\"18446744073709551616\"}", "pence", "whole number" },
		{ "CompensationPaid", "{\"pence\":\" 1\"}", "pence", "whole number" },
		{ "CompensationPaid", "{\"pence\":1.5}", "pence", "whole number" },
		{ "ExtensionNotified", "{\"stage\":4294967296}", "stage", "4294967295 is its greatest" },
		{ "ResponseIssued", "{\"actions\":[{},{\"due\":7}]}", "actions[1].due", "a string is wanted" },
		{ "ResponseIssued", "{\"pointsUnanswered\":[\"a\",1]}", "points_unanswered[1]", "a string is wanted" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct text type = text_of(arena_printf(&arena, "redress.v1.%s", rows[i].type));
		struct error error = { 0 };
		struct bytes body;

		cr_assert_not(wire_json_parse(type, text_of(rows[i].json), &arena, &body, &error), "%s", rows[i].json);
		cr_assert_eq(error.code, ERROR_INVALID);
		if (rows[i].field != NULL)
			cr_assert_str_eq(
			    error.field, rows[i].field, "%s: %s: %s", rows[i].json, error.field, error.text);
		cr_assert_not_null(strstr(error.text, rows[i].text), "%s: %s", rows[i].json, error.text);
	}
}

Test(json, depth_is_bounded_before_it_is_parsed)
{
	struct error error = { 0 };
	char deep[100000];
	struct bytes body;

	memset(deep, '[', sizeof(deep));
	cr_assert_not(wire_json_parse(CONTACT, (struct text){ deep, sizeof(deep) }, &arena, &body, &error));
	cr_assert_not_null(strstr(error.text, "deeper than 16"), "%s", error.text);
	/* Brackets in a string do not nest. */
	cr_assert(
	    wire_json_parse(CONTACT, TEXT("{\"words\":\"[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"}"), &arena, &body, &error));
}

Test(json, unknown_types_are_not_found)
{
	struct error error = { 0 };
	struct bytes body;

	cr_assert(wire_knows_type(TEXT("redress.v1.ClockMissed")));
	cr_assert_not(wire_knows_type(TEXT("redress.v1.Nothing")));
	cr_assert_not(wire_json_parse(TEXT("redress.v1.Nothing"), TEXT("{}"), &arena, &body, &error));
	cr_assert_eq(error.code, ERROR_NOT_FOUND);
}
