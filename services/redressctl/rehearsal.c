#include "redressctl/rehearsal.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "redressctl/table.h"
#include "wire/cloudevent.h"
#include "wire/message.h"
#include "wire/seal.h"
#include "wire/time.h"

enum { LINE_MAX_BYTES = 2 * LIMIT_HTTP_BODY_BYTES };

struct rehearsal {
	struct arena arena;
	struct rehearsal_plan plan;
	struct simulator *simulator;
	struct instant now;
	struct table posted; /* digests by landlord, source, id */
	bool failed;
};

static void
hear(void *self, const struct event *said)
{
	const struct rehearsal *rehearsal = self;

	rehearsal->plan.hear(rehearsal->plan.self, said);
}

static void
alarm_raised(void *self, struct text case_ref, const struct error *error)
{
	struct rehearsal *rehearsal = self;

	fprintf(stderr, "%s: case %.*s is not judged any more: %s\n", rehearsal->plan.name, TEXT_ARG(case_ref),
	    error->text);
	rehearsal->failed = true;
}

struct rehearsal *
rehearsal_new(const struct rehearsal_plan *plan)
{
	struct rehearsal *rehearsal = calloc(1, sizeof *rehearsal);

	if (rehearsal == NULL)
		abort();
	rehearsal->plan = *plan;
	rehearsal->now = INSTANT_NONE;
	rehearsal->simulator =
	    simulator_new(plan->books, &(struct simulator_ear){ rehearsal, .hear = hear, .alarm = alarm_raised });
	return rehearsal;
}

void
rehearsal_free(struct rehearsal *rehearsal)
{
	if (rehearsal == NULL)
		return;
	simulator_free(rehearsal->simulator);
	table_free(&rehearsal->posted);
	arena_free(&rehearsal->arena);
	free(rehearsal);
}

/* Whether the same was posted before; other content under the same id is an error. */
static bool
repeated(
    struct rehearsal *rehearsal, const struct posted *posted, struct text landlord, bool *again, struct error *error)
{
	static const uint8_t no_secret[SEAL_KEY_BYTES];
	uint8_t *digest = arena_alloc(&rehearsal->arena, SEAL_DIGEST_BYTES);
	const char *key = arena_printf(
	    &rehearsal->arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(landlord), TEXT_ARG(posted->source), TEXT_ARG(posted->id));
	void **place = table_place(&rehearsal->posted, text_of(key));

	posted_digest(no_secret, posted, digest);
	*again = *place != NULL;
	if (*again && memcmp(*place, digest, SEAL_DIGEST_BYTES) != 0)
		return error_set_field(error, ERROR_CONFLICT, "id", "the id was used before, with other content");
	*place = digest;
	return true;
}

bool
rehearsal_advance(struct rehearsal *rehearsal, struct instant to, struct error *error)
{
	if (instant_is_set(rehearsal->now) && instant_before(to, rehearsal->now)) {
		char room[INSTANT_TEXT_MAX];

		return error_set(error, ERROR_INVALID, "time does not go back: it is %s already",
		    instant_print(rehearsal->now, room).at);
	}
	rehearsal->now = to;
	simulator_advance(rehearsal->simulator, to);
	return true;
}

static bool
hear_of_cell(struct rehearsal *rehearsal, const struct event *event, struct error *error)
{
	struct instant to;

	if (event_is(event, "TimeAdvanced"))
		return time_advanced_decode(event->body, &to, error) && rehearsal_advance(rehearsal, to, error);
	if (rehearsal->plan.leaves_out != NULL && rehearsal->plan.leaves_out(rehearsal->plan.self, event))
		return true;
	return simulator_take(rehearsal->simulator, event, rehearsal->now, error);
}

static bool
hear_posted(struct rehearsal *rehearsal, const struct posted *posted, struct error *error)
{
	struct text landlord = posted->operator_only ? TEXT("operator") : posted->landlord;
	struct event *event = arena_alloc(&rehearsal->arena, sizeof *event);
	bool again;

	if (text_is_empty(landlord))
		landlord = rehearsal->plan.landlord;
	if (text_is_empty(landlord))
		return error_set_field(error, ERROR_INVALID, "landlord",
		    "there is more than one pack: name the landlord, here or by --landlord");
	if (!repeated(rehearsal, posted, landlord, &again, error))
		return false;
	if (again)
		return true;
	*event = (struct event){
		.landlord_id = posted->operator_only ? 0 : 1,
		.landlord = landlord,
		.speaker = SPEAKER_INTAKE,
		.type = posted->type,
		.source = posted->source,
		.id = posted->id,
		.case_ref = posted->mints_case ? case_ref_mint(landlord, posted->source, posted->id, &rehearsal->arena)
					       : posted->subject,
		.occurred_at = posted->occurred_at,
		.body = posted->body,
	};
	if (posted->operator_only)
		return hear_of_cell(rehearsal, event, error);
	/* A fact from after now brings its time with it. */
	if ((!instant_is_set(rehearsal->now) || instant_before(rehearsal->now, posted->occurred_at)) &&
	    !rehearsal_advance(rehearsal, posted->occurred_at, error))
		return false;
	event->said_at = rehearsal->now;
	return simulator_hear(rehearsal->simulator, event, rehearsal->now, error);
}

static bool
refuse(struct rehearsal *rehearsal, unsigned long line, const struct error *error, bool quiet)
{
	if (!quiet)
		fprintf(stderr, "%s: line %lu: %s%s%s\n", rehearsal->plan.name, line, error->field,
		    error->field[0] == '\0' ? "" : ": ", error->text);
	rehearsal->failed = true;
	return false;
}

bool
rehearsal_line(struct rehearsal *rehearsal, unsigned long number, struct text line, bool quiet)
{
	struct text kept = arena_text(&rehearsal->arena, line);
	struct error error = { 0 };
	struct readings readings;
	bool good = true;

	if (line.len > LINE_MAX_BYTES) {
		error_set(&error, ERROR_LIMIT, "longer than %d bytes", LINE_MAX_BYTES);
		return refuse(rehearsal, number, &error, quiet);
	}
	if (!cloudevent_read(
		(struct bytes){ (const uint8_t *)kept.at, kept.len }, &rehearsal->arena, &readings, &error))
		return refuse(rehearsal, number, &error, quiet);
	for (size_t i = 0; i < readings.count; i++) {
		if (!readings.at[i].ok)
			good = refuse(rehearsal, number, &readings.at[i].error, quiet);
		else if (!hear_posted(rehearsal, &readings.at[i].posted, &error))
			good = refuse(rehearsal, number, &error, quiet);
	}
	return good;
}

bool
rehearsal_failed(const struct rehearsal *rehearsal)
{
	return rehearsal->failed;
}

const struct simulator *
rehearsal_simulator(const struct rehearsal *rehearsal)
{
	return rehearsal->simulator;
}

void
rehearsal_lines(FILE *from, void (*each)(void *self, unsigned long number, struct text line), void *self)
{
	char *room = NULL;
	size_t size = 0;
	ssize_t len;

	for (unsigned long number = 1; (len = getline(&room, &size, from)) >= 0; number++) {
		while (len > 0 && (room[len - 1] == '\n' || room[len - 1] == '\r'))
			len--;
		if (len > 0)
			each(self, number, (struct text){ room, (size_t)len });
	}
	free(room);
}
