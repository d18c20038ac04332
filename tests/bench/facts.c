#include "bench/bench.h"
#include "bench/rounds.h"
#include "redressctl/demo/year.h"
#include "redressctl/simulator.h"
#include "wire/cloudevent.h"
#include "wire/seal.h"

/* A fact as the log would have it, and when it is heard. */
struct heard {
	struct event event;
	struct instant at;
};

struct said {
	size_t judgements;
	bool alarm;
};

static void
hear(void *self, const struct event *event)
{
	struct said *said = self;

	(void)event;
	said->judgements++;
}

static void
alarm_raised(void *self, struct text case_ref, const struct error *error)
{
	struct said *said = self;

	fprintf(stderr, "redress-bench: case %.*s: %s\n", TEXT_ARG(case_ref), error->text);
	said->alarm = true;
}

static bool
make_year(struct books *books, unsigned days, struct demo_plan *plan, struct demo_year *year, struct error *error)
{
	int32_t until = civil_to_days((struct civil_date){ 2026, 11, 1 });

	if (!assumptions_read(REDRESS_SOURCE_DIR "/deploy/demo/assumptions.json", plan->arena, &plan->assume, error))
		return false;
	plan->landlord = TEXT("livin");
	plan->source = TEXT("housing/bench");
	plan->prefix = "bench-";
	plan->policy = books_policy(books, plan->landlord, plan->landlord, TEXT(""), error);
	plan->calendar = plan->policy == NULL ? NULL : books_calendar(books, plan->policy, error);
	if (plan->calendar == NULL)
		return false;
	plan->until = zone_start_of_day(&plan->calendar->zone, until);
	plan->from = zone_start_of_day(&plan->calendar->zone, until - (int32_t)days);
	demo_year_make(plan, year);
	return true;
}

static bool
read_fact(const struct demo_plan *plan, const struct demo_fact *fact, struct heard *out, struct error *error)
{
	struct bytes json = { (const uint8_t *)fact->json.at, fact->json.len };
	const struct posted *posted;
	struct readings readings;

	if (!cloudevent_read(json, plan->arena, &readings, error))
		return false;
	if (!readings.at[0].ok) {
		*error = readings.at[0].error;
		return false;
	}
	posted = &readings.at[0].posted;
	out->at = fact->heard;
	out->event = (struct event){
		.landlord_id = 1,
		.landlord = plan->landlord,
		.speaker = SPEAKER_INTAKE,
		.type = posted->type,
		.source = posted->source,
		.id = posted->id,
		.case_ref = posted->mints_case ? case_ref_mint(plan->landlord, posted->source, posted->id, plan->arena)
					       : posted->subject,
		.occurred_at = posted->occurred_at,
		.said_at = fact->heard,
		.body = posted->body,
	};
	return true;
}

/* Time is moved to each fact, so that what falls due before it fires before it. */
static bool
judge(struct books *books, const struct heard *facts, size_t count, struct said *said, struct error *error)
{
	const struct simulator_ear ear = { said, hear, alarm_raised };
	struct simulator *simulator = simulator_new(books, &ear);
	bool good = true;

	for (size_t i = 0; i < count && good; i++) {
		simulator_advance(simulator, facts[i].at);
		good = simulator_hear(simulator, &facts[i].event, facts[i].at, error);
	}
	simulator_free(simulator);
	return good && !said->alarm;
}

static bool
measure(struct books *books, const struct demo_plan *plan, const struct demo_year *year, int rounds, FILE *speeds,
    struct error *error)
{
	struct rounds reading = { .name = "facts read" }, judging = { .name = "facts judged" },
		      saying = { .name = "judgements said" };
	struct heard *facts = arena_array(plan->arena, year->count, sizeof *facts);

	for (int round = 0; round < rounds; round++) {
		double began = rounds_clock(), took;
		struct said said = { 0 };

		for (size_t i = 0; i < year->count; i++)
			if (!read_fact(plan, &year->facts[i], &facts[i], error))
				return false;
		rounds_add(&reading, (double)year->count, rounds_clock() - began);
		began = rounds_clock();
		if (!judge(books, facts, year->count, &said, error))
			return false;
		took = rounds_clock() - began;
		rounds_add(&judging, (double)year->count, took);
		rounds_add(&saying, (double)said.judgements, took);
	}
	rounds_print(&reading, speeds);
	rounds_print(&judging, speeds);
	rounds_print(&saying, speeds);
	return true;
}

bool
bench_facts(struct books *books, unsigned days, int rounds, FILE *speeds, struct error *error)
{
	struct arena arena = { 0 };
	struct demo_plan plan = { .arena = &arena };
	struct demo_year year = { 0 };
	bool good = make_year(books, days, &plan, &year, error) && measure(books, &plan, &year, rounds, speeds, error);

	demo_year_free(&year);
	arena_free(&arena);
	return good;
}
