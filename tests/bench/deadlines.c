#include <inttypes.h>
#include <stdlib.h>

#include "bench/bench.h"
#include "bench/rounds.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum {
	EDGE_DAYS = 20,	  /* working days with a start at each turn of the office's hours */
	LAST_STARTS = 10, /* in the calendar's last month: some dates lie beyond its end */
	ROUND_DEADLINES = 1000000,
};

static const struct {
	const char *name, *unit;
	struct limit limit;
} limits[] = {
	{ "5 working days", "days", { .unit = LIMIT_WORKING_DAYS, .count = 5 } },
	{ "10 working days", "days", { .unit = LIMIT_WORKING_DAYS, .count = 10 } },
	{ "20 working days", "days", { .unit = LIMIT_WORKING_DAYS, .count = 20 } },
	{ "2 working hours", "hours", { .unit = LIMIT_WORKING_HOURS, .count = 2 } },
};

/* SplitMix64, so that every run counts from the same instants. */
static int64_t
below(uint64_t *state, int64_t most)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (int64_t)((z ^ (z >> 31)) % (uint64_t)most);
}

/* Any second of the years, the turns of office hours, and the calendar's end. */
static size_t
make_starts(const struct calendar *calendar, unsigned count, struct instant *starts)
{
	static const uint16_t turns[] = { 9 * 60, 15 * 60, 17 * 60 };
	const struct zone *zone = &calendar->zone;
	int32_t first = civil_to_days((struct civil_date){ 2018, 1, 1 });
	int32_t last = civil_to_days((struct civil_date){ 2028, 11, 30 });
	uint64_t dice = 2018;
	size_t made = 0;

	for (unsigned i = 0; i < count; i++)
		starts[made++] =
		    instant_plus_seconds(zone_start_of_day(zone, first), below(&dice, (last - first) * INT64_C(86400)));
	for (unsigned i = 0; i < EDGE_DAYS;) {
		int32_t day = first + (int32_t)below(&dice, last - first);

		if (!calendar_is_working_day(calendar, day, NULL))
			continue;
		for (size_t turn = 0; turn < COUNT_OF(turns); turn++)
			starts[made++] = zone_instant(zone, day, turns[turn]);
		i++;
	}
	for (int32_t i = 0; i < LAST_STARTS; i++)
		starts[made++] = zone_instant(zone, last + 1 + 3 * i, 10 * 60);
	return made;
}

static void
print_row(const struct calendar *calendar, size_t limit, struct instant from, FILE *rows)
{
	struct deadline deadline;
	struct civil_date last;

	fprintf(rows, "%s,%s,%d,%" PRId64, limits[limit].name, limits[limit].unit, limits[limit].limit.count,
	    from.us / SECOND_US);
	if (deadline_count(calendar, from, limits[limit].limit, &deadline) != DEADLINE_OK) {
		fputs(",-1,\n", rows);
		return;
	}
	last = deadline.exact ? civil_from_days(zone_local_day(&calendar->zone, deadline.due)) : deadline.last_day;
	fprintf(rows, ",%" PRId64 ",%04d-%02d-%02d\n", deadline.due.us / SECOND_US, last.year, last.month, last.day);
}

/* What is counted is looked at, so that no compiler leaves it out. */
static int64_t
count_all(const struct calendar *calendar, struct limit limit, const struct instant *starts, size_t count, size_t times)
{
	struct deadline deadline;
	int64_t sum = 0;

	for (size_t time = 0; time < times; time++)
		for (size_t i = 0; i < count; i++)
			if (deadline_count(calendar, starts[i], limit, &deadline) == DEADLINE_OK)
				sum += deadline.due.us;
	return sum;
}

bool
bench_deadlines(struct books *books, unsigned starts, int rounds, FILE *rows, FILE *speeds, struct error *error)
{
	const struct calendar *calendar = books_division(books, TEXT("england-and-wales"), error);
	struct instant *at = calloc(starts + EDGE_DAYS * 3 + LAST_STARTS, sizeof *at);
	size_t count, times;
	volatile int64_t seen = 0;

	if (calendar == NULL || at == NULL) {
		free(at);
		return false;
	}
	count = make_starts(calendar, starts, at);
	times = ROUND_DEADLINES / count + 1;
	for (size_t limit = 0; limit < COUNT_OF(limits); limit++) {
		struct rounds speed = { .name = limits[limit].name };

		for (size_t i = 0; i < count; i++)
			print_row(calendar, limit, at[i], rows);
		for (int round = 0; round < rounds; round++) {
			double began = rounds_clock();

			seen += count_all(calendar, limits[limit].limit, at, count, times);
			rounds_add(&speed, (double)(count * times), rounds_clock() - began);
		}
		rounds_print(&speed, speeds);
	}
	free(at);
	return true;
}
