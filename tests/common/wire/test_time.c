#include <criterion/criterion.h>

#include "wire/time.h"

Test(time, reads_and_writes_rfc_3339)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z" },
		{ "2026-06-11T00:00:00+01:00", "2026-06-10T23:00:00Z" },
		{ "2026-06-10T23:00:00.5Z", "2026-06-10T23:00:00.500Z" },
		{ "2026-06-10T23:00:00.000001Z", "2026-06-10T23:00:00.000001Z" },
		{ "2026-06-10T23:00:00.123456789Z", "2026-06-10T23:00:00.123456Z" },
		{ "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
		{ "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z" },
		{ "2024-02-29T12:00:00-11:30", "2024-02-29T23:30:00Z" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char room[INSTANT_TEXT_MAX];
		struct instant at;

		cr_assert(instant_parse(text_of(rows[i].from), &at), "%s", rows[i].from);
		instant_print(at, room);
		cr_assert_str_eq(room, rows[i].to);
	}
}

Test(time, refuses_what_is_nearly_a_time)
{
	static const char *const rows[] = {
		"",
		"2026-06-10",
		"2026-06-10T23:00:00",
		"2026-06-10t23:00:00Z",
		"2026-06-10T23:00:00z",
		"2026-06-10 23:00:00Z",
		"2026-06-10T24:00:00Z",
		"2026-06-10T23:60:00Z",
		"2026-06-30T23:59:60Z",
		"2026-02-29T12:00:00Z",
		"2026-06-10T23:00:00.Z",
		"2026-06-10T23:00:00.0123456789Z",
		"2026-06-10T23:00:00+0100",
		"2026-06-10T23:00:00+24:00",
		"2026-06-10T23:00:00Z ",
		"0001-01-01T00:00:00+01:00",
		"9999-12-31T23:59:59-00:01",
		"0000-01-01T00:00:00Z",
		"+026-06-10T23:00:00Z",
	};
	struct instant at;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_assert_not(instant_parse(text_of(rows[i]), &at), "%s", rows[i]);
}

Test(time, knows_which_dates_exist)
{
	char room[DATE_TEXT_MAX];
	int32_t day;

	cr_assert(date_parse(TEXT("2024-02-29"), &day));
	date_print(day, room);
	cr_assert_str_eq(room, "2024-02-29");
	cr_assert(date_parse(TEXT("1970-01-02"), &day));
	cr_assert_eq(day, 1);
	cr_assert_not(date_parse(TEXT("2026-02-29"), &day));
	cr_assert_not(date_parse(TEXT("2026-13-01"), &day));
	cr_assert_not(date_parse(TEXT("2026-6-1"), &day));
	cr_assert_not(date_parse(TEXT("10/06/2026"), &day));
	cr_assert_not(date_parse(TEXT("2026-06-10 "), &day));
	cr_assert(text_is_empty(date_print(INT32_MIN, room)));
}

Test(time, has_no_text_for_what_is_not_a_time)
{
	char room[INSTANT_TEXT_MAX];

	cr_assert(text_is_empty(instant_print(INSTANT_NONE, room)));
	cr_assert(text_is_empty(instant_print(INSTANT_FAR, room)));
}
