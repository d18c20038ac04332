#include "redressctl/demo/year.h"

#include <stdlib.h>

#include "redressctl/demo/stories.h"
#include "redressctl/demo/words.h"

#define YEAR_SECONDS (365.0 * 86400)

int32_t
story_day(struct writer *writer, bool any)
{
	const struct demo_plan *plan = writer->plan;
	const struct zone *zone = &plan->calendar->zone;
	int32_t first = zone_local_day(zone, plan->from), last = zone_local_day(zone, plan->until);
	bool weekend = any && writer_chance(writer, plan->assume.weekend);
	double most = 0;

	for (size_t i = 0; i < plan->assume.months.count; i++)
		most = plan->assume.months.weights[i] > most ? plan->assume.months.weights[i] : most;
	for (;;) {
		int32_t day = writer_between(writer, first, last);
		double weight = plan->assume.months.weights[civil_from_days(day).month - 1];
		bool works =
		    !calendar_covers(plan->calendar, day) || calendar_is_working_day(plan->calendar, day, NULL);

		if (works != weekend && writer_chance(writer, most > 0 ? weight / most : 1))
			return day;
	}
}

const char *
story_category(struct writer *writer)
{
	const struct assumed_weights *categories = &writer->plan->assume.categories;

	return categories->names[random_weighted(&writer->random, categories->weights, categories->count)];
}

const char *
story_channel(struct writer *writer)
{
	const struct assumed_weights *channels = &writer->plan->assume.channels;

	return channels->names[random_weighted(&writer->random, channels->weights, channels->count)];
}

json_t *
story_customer(struct writer *writer)
{
	struct arena *arena = writer->plan->arena;
	int number = writer_between(writer, 10000, 10000 + 2 * (int)writer->plan->assume.homes);

	return json_pack("{s:s, s:s, s:s, s:s, s:s}", "ref", arena_printf(arena, "C-%d", number), "name",
	    words_name(&writer->random, arena), "email", arena_printf(arena, "customer%d@example.org", number), "phone",
	    arena_printf(arena, "01632 960%03d", number % 1000), "address", words_address(&writer->random, arena));
}

static const struct {
	const char *kind;
	size_t count; /* offset in struct assumptions */
	void (*tell)(struct writer *writer);
} stories[] = {
	{ "complaint", offsetof(struct assumptions, complaints), story_complaint },
	{ "request", offsetof(struct assumptions, requests), story_service_request },
	{ "compliment", offsetof(struct assumptions, compliments), story_compliment },
	{ "suggestion", offsetof(struct assumptions, suggestions), story_suggestion },
	{ "enquiry", offsetof(struct assumptions, enquiries), story_enquiry },
};

static int
in_order_heard(const void *a, const void *b)
{
	const struct demo_fact *one = a, *other = b;

	if (!instant_equal(one->heard, other->heard))
		return instant_before(one->heard, other->heard) ? -1 : 1;
	return one->order < other->order ? -1 : 1;
}

void
demo_year_make(const struct demo_plan *plan, struct demo_year *year)
{
	/* The assumptions are for a year. */
	const double share = (double)(plan->until.us - plan->from.us) / ((double)SECOND_US * YEAR_SECONDS);

	*year = (struct demo_year){ 0 };
	for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
		double count = *(const double *)((const char *)&plan->assume + stories[i].count);

		for (unsigned number = 1; number <= (unsigned)(count * share + 0.5); number++) {
			struct writer writer = writer_new(plan, year, stories[i].kind, number);

			stories[i].tell(&writer);
		}
	}
	if (year->count > 0)
		qsort(year->facts, year->count, sizeof *year->facts, in_order_heard);
}

void
demo_year_free(struct demo_year *year)
{
	free(year->facts);
	*year = (struct demo_year){ 0 };
}
