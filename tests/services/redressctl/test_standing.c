#include "redressctl/standing.h"

#include <criterion/criterion.h>

#include "wire/judgement.h"

static struct arena arena;
static struct standing standing;

static struct judgement
started(const char *subject, unsigned revision)
{
	return (struct judgement){
		.kind = JUDGEMENT_CLOCK_STARTED,
		.subject = text_of(subject),
		.instance = 1,
		.ordinal = 1,
		.due = { 100 },
		.old_due = INSTANT_NONE,
		.at = INSTANT_NONE,
		.decided_at = { 1 },
		.revision = (uint16_t)revision,
		.counted_from = INSTANT_NONE,
	};
}

static void
hear(const char *landlord, struct event *event)
{
	struct error error = { 0 };

	event->landlord = text_of(landlord);
	cr_assert(standing_hear(&standing, event, &error), "%s", error.text);
}

static void
say(const char *landlord, const char *ref, struct judgement of)
{
	struct event *event = arena_alloc(&arena, sizeof *event);

	cr_assert(judgement_encode(&of, NULL, NULL, text_of(ref), &arena, event, NULL));
	hear(landlord, event);
}

static void
take_back(const char *landlord, const char *ref, struct judgement of)
{
	struct event *event = arena_alloc(&arena, sizeof *event);
	struct withdrawal withdrawal = withdrawal_of(&of, text_of(ref), (struct instant){ 2 }, NULL, &arena);

	cr_assert(withdrawal_encode(&withdrawal, SPEAKER_SLA, text_of(ref), &arena, event, NULL));
	hear(landlord, event);
}

static size_t
count_of(const struct standing *of, const char *landlord, const char *ref)
{
	const struct standing_case *found = standing_find(of, text_of(landlord), text_of(ref));

	return found == NULL ? 0 : found->count;
}

Test(standing, what_was_said_and_not_taken_back)
{
	struct standing copy = { 0 };
	struct event fact = { .type = TEXT("redress.v1.CaseClosed"), .case_ref = TEXT("C") };

	cr_assert_null(standing_find(&standing, TEXT("l"), TEXT("C")));
	hear("l", &fact);
	cr_assert_eq(count_of(&standing, "l", "C"), 0, "facts are no judgements");
	say("l", "C", started("answer", 1));
	say("l", "C", started("update", 1));
	/* The same names elsewhere are other cases. */
	say("l", "D", started("answer", 1));
	say("m", "C", started("answer", 1));
	take_back("l", "C", started("answer", 1));
	say("l", "C", started("answer", 2));
	cr_assert_eq(count_of(&standing, "l", "C"), 2);
	cr_assert(
	    text_equal(standing_find(&standing, TEXT("l"), TEXT("C"))->said[0]->id, TEXT("C/update/1/started/1")));
	cr_assert(
	    text_equal(standing_find(&standing, TEXT("l"), TEXT("C"))->said[1]->id, TEXT("C/answer/1/started/2")));
	cr_assert_eq(count_of(&standing, "l", "D"), 1);
	cr_assert_eq(count_of(&standing, "m", "C"), 1);
	/* A copy goes its own way. */
	standing_copy(&copy, &standing);
	take_back("l", "C", started("update", 1));
	take_back("l", "C", started("update", 1));
	cr_assert_eq(count_of(&standing, "l", "C"), 1);
	cr_assert_eq(count_of(&copy, "l", "C"), 2);
	cr_assert_eq(copy.count, 3);
	standing_free(&copy);
	standing_free(&standing);
	arena_free(&arena);
}
