#include <criterion/criterion.h>

#include "files.h"
#include "pack/calendar_reader.h"

struct reading {
	struct arena arena;
	struct problems problems;
	struct bank_holidays holidays;
	struct zone_data zone;
	bool good;
};

static struct reading *
reading_new(void)
{
	struct reading *reading = calloc(1, sizeof(*reading));

	reading->problems.arena = &reading->arena;
	return reading;
}

static void
reading_free(struct reading *reading)
{
	arena_free(&reading->arena);
	free(reading);
}

static struct reading *
read_holidays(const char *json)
{
	struct reading *reading = reading_new();

	reading->good =
	    bank_holidays_read(&reading->arena, "h.json", text_of(json), &reading->holidays, &reading->problems);
	return reading;
}

static struct reading *
read_zone(const char *json)
{
	struct reading *reading = reading_new();

	reading->good = zone_read(&reading->arena, "z.json", text_of(json), &reading->zone, &reading->problems);
	return reading;
}

static const char *
all_problems(struct reading *reading)
{
	const char *all = "";

	for (size_t i = 0; i < reading->problems.count; i++)
		all = arena_printf(&reading->arena, "%s%s%s", all, i == 0 ? "" : "\n",
		    problem_line(&reading->arena, &reading->problems.list[i]));
	return all;
}

static int32_t
day(int year, int month, int date)
{
	return civil_to_days((struct civil_date){ (int16_t)year, (uint8_t)month, (uint8_t)date });
}

#define EVENTS(...) "{\"x\": {\"division\": \"x\", \"events\": [" __VA_ARGS__ "]}}"
#define EVENT(date) "{\"title\": \"T\", \"date\": \"" date "\"}"

Test(calendar_reader, reads_what_gov_uk_publishes)
{
	struct reading *reading = read_holidays(
	    "{\"x\":{\"division\":\"x\",\"events\":[{\"title\":\"New Year\\u2019s Day\",\"date\":\"2022-01-03\","
	    "\"notes\":\"Substitute day\",\"bunting\":true},{\"title\":\"Good Friday\",\"date\":\"2021-04-02\","
	    "\"notes\":\"\",\"bunting\":false}]}}");
	struct division *division;

	cr_assert(reading->good, "%s", all_problems(reading));
	division = bank_holidays_division(&reading->holidays, TEXT("x"));
	cr_assert_eq(division->count, 2);
	cr_assert_eq(division->days[0].day, day(2021, 4, 2));
	cr_assert_str_eq(division->days[1].title.at, "New Year\xe2\x80\x99s Day");
	cr_assert_eq(division->first, day(2021, 1, 1));
	cr_assert_eq(division->last, day(2022, 12, 31));
	cr_assert_null(bank_holidays_division(&reading->holidays, TEXT("y")));
	reading_free(reading);
}

Test(calendar_reader, says_where_bank_holidays_are_wrong)
{
	static const struct {
		const char *json, *problems;
	} rows[] = {
		{ "", "h.json:1:1: not JSON: '[' or '{' expected near end of file" },
		{ "{\"x\": 1,\n \"x\": 2}", "h.json:2:4: not JSON: duplicate object key near '\"x\"'" },
		{ "[]", "h.json:1:1: not bank holidays by division" },
		{ "{}", "h.json:1:1: no division: it would speak for nobody" },
		{ "{\"x\": {}}", "h.json:1:7: 'division' is missing\nh.json:1:7: 'events' is missing" },
		{ "{\"x\": {\"division\": \"y\", \"events\": [" EVENT("2024-01-01") "]}}",
		    "h.json:1:20: it stands under 'x'" },
		{ EVENTS(""), "h.json:1:7: no events: it would speak for no day" },
		{ EVENTS(EVENT("2023-02-29")), "h.json:1:7: no events: it would speak for no day\n"
					       "h.json:1:59: '2023-02-29' is no date: write it as 2024-04-01" },
		{ EVENTS(EVENT("2024-01-01") ",\n" EVENT("2024-01-01")), "h.json:2:24: this day is listed already" },
		{ EVENTS(EVENT("2024-01-01") "," EVENT("2026-01-01")),
		    "h.json:1:7: no bank holidays in 2025, though 2024 and 2026 have some" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading *reading = read_holidays(rows[i].json);

		cr_expect_not(reading->good, "row %zu is taken", i);
		cr_expect_str_eq(all_problems(reading), rows[i].problems, "row %zu says\n%s\nnot\n%s", i,
		    all_problems(reading), rows[i].problems);
		reading_free(reading);
	}
}

#define ZONE(from, until, rest) \
	"{\"zone\": \"Z\", \"covers\": {\"from\": \"" from "\", \"until\": \"" until "\"},\n" rest "}"

Test(calendar_reader, says_where_a_zone_is_wrong)
{
	static const struct {
		const char *json, *problems;
	} rows[] = {
		{ "{}", "z.json:1:1: 'zone' is missing\nz.json:1:1: 'covers' is missing\n"
			"z.json:1:1: 'first-offset-seconds' is missing\nz.json:1:1: 'transitions' is missing" },
		{ ZONE("2024-01-01", "2023-01-01", "\"first-offset-seconds\": 0, \"transitions\": []"),
		    "z.json:1:25: it ends before it begins" },
		{ ZONE("2024-01-01", "2024-12-31", "\"first-offset-seconds\": 0.5, \"transitions\": []"),
		    "z.json:2:25: no offset: whole seconds, at most a day" },
		{ ZONE("2024-01-01", "2024-12-31",
		      "\"first-offset-seconds\": 0, \"transitions\": [\n"
		      "{\"at\": \"2024-10-27T01:00:00Z\", \"offset-seconds\": 0},\n"
		      "{\"at\": \"2024-03-31T01:00:00Z\", \"offset-seconds\": 3600},\n"
		      "{\"at\": \"2024-03-31 01:00\", \"offset-seconds\": 99999}]"),
		    "z.json:4:8: transitions stand in order of time\n"
		    "z.json:5:8: no instant: write it as 2026-03-29T01:00:00Z" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading *reading = read_zone(rows[i].json);

		cr_expect_not(reading->good, "row %zu is taken", i);
		cr_expect_str_eq(all_problems(reading), rows[i].problems, "row %zu says\n%s\nnot\n%s", i,
		    all_problems(reading), rows[i].problems);
		reading_free(reading);
	}
}

Test(calendar_reader, merging_never_takes_a_day_away)
{
	struct reading *into =
	    read_holidays(EVENTS(EVENT("2022-01-03") "," EVENT("2022-05-30") "," EVENT("2023-01-02")));
	struct reading *later = read_holidays(
	    EVENTS("{\"title\": \"New\", \"date\": \"2023-01-02\"}," EVENT("2023-05-08") "," EVENT("2024-01-01")));
	struct reading *apart = read_holidays(EVENTS(EVENT("2026-01-01")));
	struct division *division = &into->holidays.divisions[0];
	struct error error;

	cr_assert(bank_holidays_merge(&into->holidays, &later->holidays, &error), "%s", error.text);
	cr_assert_eq(division->count, 5);
	cr_assert_eq(division->days[1].day, day(2022, 5, 30));
	cr_assert_str_eq(division->days[2].title.at, "New");
	cr_assert_eq(division->days[4].day, day(2024, 1, 1));
	cr_assert_eq(division->first, day(2022, 1, 1));
	cr_assert_eq(division->last, day(2024, 12, 31));
	cr_assert_not(bank_holidays_merge(&into->holidays, &apart->holidays, &error));
	cr_assert_str_eq(error.text, "bank holidays of x: years between 2024 and 2026 would be unknown");
	cr_assert_eq(division->count, 5);
	cr_assert(division_add(division, day(2024, 9, 19), TEXT("One-off"), &error), "%s", error.text);
	cr_assert_eq(division->days[5].day, day(2024, 9, 19));
	cr_assert_not(division_add(division, day(2030, 9, 19), TEXT("Too far"), &error));
	reading_free(into);
	reading_free(later);
	reading_free(apart);
}

Test(calendar_reader, the_deployed_bank_holidays_are_those_published)
{
	static const uint8_t counts[] = { 8, 8, 8, 8, 10, 9, 8, 8, 8, 8, 8 };
	struct reading *reading = reading_new();
	struct text json = source_file(&reading->arena, "deploy/calendars/bank-holidays.json");
	struct division *division;
	uint8_t found[11] = { 0 };

	reading->good = bank_holidays_read(&reading->arena, "h.json", json, &reading->holidays, &reading->problems);
	cr_assert(reading->good, "%s", all_problems(reading));
	division = bank_holidays_division(&reading->holidays, TEXT("england-and-wales"));
	cr_assert_eq(division->first, day(2018, 1, 1));
	cr_assert_eq(division->last, day(2028, 12, 31));
	for (size_t i = 0; i < division->count; i++) {
		struct civil_date date = civil_from_days(division->days[i].day);

		cr_expect_lt(civil_weekday(date), 5, "%s on a weekend", division->days[i].title.at);
		found[date.year - 2018]++;
	}
	cr_assert_arr_eq(found, counts, sizeof(counts));
	reading_free(reading);
}

/* The offset the zone has at `at`. */
static int32_t
offset_at(const struct zone *zone, struct instant at)
{
	int32_t offset = zone->first_offset_seconds;

	for (size_t i = 0; i < zone->count && !instant_before(at, zone->transitions[i].at); i++)
		offset = zone->transitions[i].offset_seconds;
	return offset;
}

/* The system's own table, one second before and at every transition of 2017 to 2031. */
Test(calendar_reader, london_agrees_with_zdump)
{
	static const char *const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct reading *reading = reading_new();
	struct text json = source_file(&reading->arena, "deploy/calendars/europe-london.json");
	FILE *zdump = popen("zdump -v -c 2017,2032 Europe/London", "r");
	char line[256], month[4];
	int compared = 0;

	reading->good = zone_read(&reading->arena, "z.json", json, &reading->zone, &reading->problems);
	cr_assert(reading->good, "%s", all_problems(reading));
	cr_assert_not_null(zdump);
	while (fgets(line, sizeof(line), zdump) != NULL) {
		const char *offset = strstr(line, "gmtoff=");
		int date, hour, minute, second, year;
		int64_t seconds;

		if (offset == NULL ||
		    sscanf(line, "%*s %*s %3s %d %d:%d:%d %d UT", month, &date, &hour, &minute, &second, &year) != 6 ||
		    year < 2017 || year > 2031)
			continue;
		seconds = (int64_t)day(year, (int)(strstr(months, month) - months) / 3 + 1, date) * 86400 +
			  hour * 3600 + minute * 60 + second;
		cr_expect_eq(offset_at(&reading->zone.zone, instant_plus_seconds((struct instant){ 0 }, seconds)),
		    atoi(offset + 7), "%s", line);
		compared++;
	}
	pclose(zdump);
	/* Two transitions a year, each from both sides. */
	cr_assert_eq(compared, 15 * 4);
	cr_assert_eq(reading->zone.zone.count, 30);
	cr_assert_eq(reading->zone.first, day(2017, 1, 1));
	cr_assert_eq(reading->zone.last, day(2031, 12, 31));
	reading_free(reading);
}

Test(calendar_reader, a_calendar_speaks_for_what_both_speak_for)
{
	struct reading *reading = reading_new();
	static struct calendar calendar;
	struct division division = { .name = TEXT("x"), .first = day(2016, 1, 1), .last = day(2040, 12, 31) };

	reading->good = zone_read(&reading->arena, "z.json",
	    source_file(&reading->arena, "deploy/calendars/europe-london.json"), &reading->zone, &reading->problems);
	calendar_assemble(&division, &reading->zone, TEXT("v"), &calendar);
	cr_assert_eq(calendar.first.year, 2017);
	cr_assert_eq(calendar.last.year, 2031);
	cr_assert_eq(calendar.closed_weekdays, 0x60);
	cr_assert_eq(calendar.opens_minute, 540);
	cr_assert_eq(calendar.closes_minute, 1020);
	reading_free(reading);
}

/* deploy/calendars: the three divisions, each from 2018 to 2028, in GOV.UK's format. */
Test(calendar_reader, the_calendar_we_ship)
{
	static const struct {
		const char *name;
		size_t days;
		struct civil_date own, others; /* a holiday of its own, and one of a neighbour's that it works on */
	} rows[] = {
		{ "england-and-wales", 91, { 2022, 9, 19 }, { 2024, 12, 2 } },
		{ "scotland", 103, { 2024, 12, 2 }, { 2024, 4, 1 } },
		{ "northern-ireland", 113, { 2026, 7, 13 }, { 2026, 6, 15 } },
	};
	struct reading *reading = reading_new();

	reading->good = bank_holidays_read(&reading->arena, "bank-holidays.json",
	    source_file(&reading->arena, "deploy/calendars/bank-holidays.json"), &reading->holidays,
	    &reading->problems);
	cr_assert(reading->good, "%s", all_problems(reading));
	cr_assert(zone_read(&reading->arena, "europe-london.json",
	    source_file(&reading->arena, "deploy/calendars/europe-london.json"), &reading->zone, &reading->problems));
	cr_assert_eq(reading->holidays.count, sizeof(rows) / sizeof(rows[0]));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct division *division = bank_holidays_division(&reading->holidays, text_of(rows[i].name));
		struct calendar calendar;
		int32_t result;

		cr_assert_not_null(division, "%s", rows[i].name);
		cr_expect_eq(division->count, rows[i].days, "%s: %zu days", rows[i].name, division->count);
		cr_expect_eq(division->first, civil_to_days((struct civil_date){ 2018, 1, 1 }));
		cr_expect_eq(division->last, civil_to_days((struct civil_date){ 2028, 12, 31 }));
		calendar_assemble(division, &reading->zone, TEXT("1"), &calendar);
		cr_expect_not(calendar_is_working_day(&calendar, civil_to_days(rows[i].own), NULL), "%s", rows[i].name);
		cr_expect(calendar_is_working_day(&calendar, civil_to_days(rows[i].others), NULL), "%s", rows[i].name);
		cr_expect_eq(calendar_add_working_days(&calendar, division->last, 1, &result), DEADLINE_BEYOND_CALENDAR,
		    "%s", rows[i].name);
	}
	reading_free(reading);
}
