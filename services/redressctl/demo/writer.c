#include "redressctl/demo/writer.h"

#include <stdlib.h>

#include "wire/seal.h"
#include "wire/time.h"

enum {
	OPENING_MINUTE = 9 * 60,
	CLOSING_MINUTE = 17 * 60,
};

struct writer
writer_new(const struct demo_plan *plan, struct demo_year *year, const char *kind, unsigned number)
{
	struct writer writer = { .plan = plan, .year = year };
	uint64_t stream = number;

	writer.name = arena_printf(plan->arena, "%s-%u", kind, number);
	for (const char *letter = kind; *letter != '\0'; letter++)
		stream = stream * 131 + (unsigned char)*letter;
	writer.random = random_of((uint64_t)plan->assume.seed, stream);
	writer.day = zone_local_day(&plan->calendar->zone, plan->from);
	return writer;
}

void
writer_on(struct writer *writer, int32_t day)
{
	if (day > writer->day) {
		writer->day = day;
		writer->minute = random_between(&writer->random, OPENING_MINUTE, CLOSING_MINUTE - 61);
	} else {
		writer->minute += random_between(&writer->random, 4, 50);
		if (writer->minute >= CLOSING_MINUTE)
			writer->minute = CLOSING_MINUTE - 1;
	}
}

int32_t
writer_working_day(const struct writer *writer, int32_t day, int working_days)
{
	int32_t result;

	/* Past the calendar's end it does not matter: the year ends before. */
	if (calendar_add_working_days(writer->plan->calendar, day, working_days, &result) != DEADLINE_OK)
		return day + working_days * 7 / 5;
	return result;
}

void
writer_later(struct writer *writer, int working_days)
{
	writer_on(writer, working_days == 0 ? writer->day : writer_working_day(writer, writer->day, working_days));
}

bool
writer_chance(struct writer *writer, double share)
{
	return random_chance(&writer->random, share);
}

int
writer_between(struct writer *writer, int least, int most)
{
	return random_between(&writer->random, least, most);
}

const char *
writer_date(const struct writer *writer, int32_t day)
{
	char room[DATE_TEXT_MAX];

	return arena_string(writer->plan->arena, date_print(day, room));
}

const char *
writer_role(const struct writer *writer, uint8_t role)
{
	return role == NO_ROLE ? "" : arena_string(writer->plan->arena, writer->plan->policy->roles[role].id);
}

int
writer_limit(const struct writer *writer, unsigned stage, enum moment moment, int otherwise)
{
	const struct policy *policy = writer->plan->policy;

	for (uint8_t i = 0; i < policy->clock_count; i++) {
		const struct clock_rule *clock = &policy->clocks[i];

		if (clock->stage == stage && clock->per == CLOCK_ONCE && clock->whose == CLOCK_LANDLORDS &&
		    clock->limit.unit == LIMIT_WORKING_DAYS && clock->meets_count > 0 &&
		    (clock->meets[0] & (UINT32_C(1) << moment)) != 0)
			return clock->limit.count;
	}
	return otherwise;
}

/* When Redress is told: minutes after it happened, or, for the few told late, on a working day after. */
static struct instant
heard_at(struct writer *writer, struct instant occurred)
{
	const struct demo_plan *plan = writer->plan;

	if (!writer->prompt && writer_chance(writer, plan->assume.told_late)) {
		int32_t day = writer_working_day(
		    writer, writer->day, writer_between(writer, 1, (int)plan->assume.told_late_days));

		return zone_instant(
		    &plan->calendar->zone, day, (uint16_t)writer_between(writer, OPENING_MINUTE, CLOSING_MINUTE - 1));
	}
	writer->prompt = false;
	return instant_plus_seconds(occurred, 60 * writer_between(writer, 1, 15));
}

static void
keep(struct writer *writer, struct instant heard, struct text json)
{
	struct demo_year *year = writer->year;

	if (year->count == year->capacity) {
		year->capacity = year->capacity == 0 ? 4096 : 2 * year->capacity;
		year->facts = realloc(year->facts, year->capacity * sizeof *year->facts);
		if (year->facts == NULL)
			abort();
	}
	year->facts[year->count] = (struct demo_fact){ heard, year->count, json };
	year->count++;
}

/* False when it lies outside the year. */
static bool
write_fact(struct writer *writer, const char *type, const char *id, const char *subject, json_t *data)
{
	const struct demo_plan *plan = writer->plan;
	struct instant occurred = instant_plus_seconds(
	    zone_instant(&plan->calendar->zone, writer->day, (uint16_t)writer->minute), writer_between(writer, 0, 59));
	struct instant heard = heard_at(writer, occurred);
	char time[INSTANT_TEXT_MAX];
	json_t *event;
	char *line;

	if (instant_before(occurred, plan->from) || !instant_before(heard, plan->until)) {
		json_decref(data);
		return false;
	}
	event = json_pack("{s:s, s:s, s:s%, s:s+, s:s, s:s, s:s%, s:s, s:o}", "specversion", "1.0", "id", id, "source",
	    plan->source.at, plan->source.len, "type", "redress.v1.", type, "time", instant_print(occurred, time).at,
	    "datacontenttype", "application/json", "landlord", plan->landlord.at, plan->landlord.len, "subject",
	    subject == NULL ? "" : subject, "data", data);
	if (subject == NULL)
		json_object_del(event, "subject");
	line = json_dumps(event, JSON_COMPACT);
	if (line == NULL)
		abort();
	keep(writer, heard, arena_text(plan->arena, text_of(line)));
	free(line);
	json_decref(event);
	return true;
}

void
writer_open(struct writer *writer, const char *type, json_t *data)
{
	const struct demo_plan *plan = writer->plan;
	const char *id = arena_printf(plan->arena, "%s%s", plan->prefix, writer->name);
	struct text ref = case_ref_mint(plan->landlord, plan->source, text_of(id), plan->arena);

	writer->case_ref = arena_string(plan->arena, ref);
	writer->prompt = true;
	if (write_fact(writer, type, id, NULL, data))
		writer->year->cases++;
}

void
writer_say(struct writer *writer, const char *type, json_t *data)
{
	const char *id =
	    arena_printf(writer->plan->arena, "%s%s-%u", writer->plan->prefix, writer->name, ++writer->serial);

	write_fact(writer, type, id, writer->case_ref, data);
}
