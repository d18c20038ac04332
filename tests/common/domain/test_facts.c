/* A case's facts stand in the order they happened, however they came. */
#include "story.h"

static bool
is_before(const struct fact *a, const struct fact *b)
{
	if (!instant_equal(a->occurred_at, b->occurred_at))
		return instant_before(a->occurred_at, b->occurred_at);
	if (text_compare(a->source, b->source) != 0)
		return text_compare(a->source, b->source) < 0;
	return text_compare(a->id, b->id) < 0;
}

static void
shuffle(struct dice *dice, size_t *order, size_t count)
{
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	for (size_t i = count; i > 1; i--) {
		size_t other = (size_t)dice_between(dice, 0, (int64_t)i - 1), kept = order[i - 1];

		order[i - 1] = order[other];
		order[other] = kept;
	}
}

/* Few instants and few sources, so that many facts differ by source or id alone. */
static void
tell_at_random(struct dice *dice, struct story *story, size_t count)
{
	static const char *const sources[] = { "crm", "crm2", "c", "portal" };

	for (size_t i = 0; i < count; i++)
		tell_at(story, FACT_SURVEY_ANSWERED, 0, (struct instant){ dice_between(dice, -3, 3) })->source =
		    text_of(sources[dice_between(dice, 0, 3)]);
}

Test(facts, stand_in_the_order_they_happened)
{
	struct dice dice = { 11 };

	for (int round = 0; round < 300; round++) {
		static struct story story;
		const struct fact *first[LIMIT_CASE_FACTS];
		size_t order[40], count = (size_t)dice_between(&dice, 1, 40);

		story.count = 0;
		tell_at_random(&dice, &story, count);
		for (int time = 0; time < 3; time++) {
			struct facts facts = { .in_order = story.room };

			shuffle(&dice, order, count);
			for (size_t i = 0; i < count; i++)
				cr_assert(facts_insert(&facts, &story.told[order[i]]));
			cr_assert_eq(facts.count, count);
			for (size_t i = 1; i < count; i++)
				cr_assert(is_before(facts.in_order[i - 1], facts.in_order[i]));
			if (time > 0)
				cr_assert_eq(memcmp(first, story.room, count * sizeof(first[0])), 0);
			memcpy(first, story.room, sizeof(first));
		}
	}
}

/* The same source and id is the same fact, whatever else differs; the first heard stays. */
Test(facts, a_repeat_is_ignored)
{
	static struct story story;
	struct facts facts;
	struct fact again, other;

	tell(&story, FACT_CASE_WITHDRAWN, 0, "2026-06-02 10:00");
	tell(&story, FACT_CASE_CLOSED, 0, "2026-06-03 10:00");
	tell(&story, FACT_CASE_REOPENED, 0, "2026-06-04 10:00");
	facts = story_facts(&story);
	for (size_t i = 0; i < story.count; i++) {
		again = story.told[i];
		cr_assert(facts_insert(&facts, &again));
		again.occurred_at = london("2026-06-01 10:00");
		cr_assert(facts_insert(&facts, &again));
		again.occurred_at = london("2026-06-09 10:00");
		cr_assert(facts_insert(&facts, &again));
		cr_assert_eq(facts.count, 3);
	}
	other = story.told[0];
	other.source = TEXT("portal");
	cr_assert(facts_insert(&facts, &other));
	cr_assert_eq(facts.count, 4, "another source's id is its own");
	cr_assert_eq(facts.in_order[0], &story.told[0]);
	cr_assert_eq(facts.in_order[1], &other);
}

Test(facts, full_at_the_limit_and_not_before)
{
	static struct story story;
	static const struct fact *room[LIMIT_CASE_FACTS];
	struct facts facts = { .in_order = room };
	struct fact again;

	for (int i = 0; i <= LIMIT_CASE_FACTS; i++)
		tell_at(&story, FACT_LEARNING_RECORDED, 0, (struct instant){ i % 7 });
	for (int i = 0; i < LIMIT_CASE_FACTS; i++)
		cr_assert(facts_insert(&facts, &story.told[i]), "fact %d", i);
	cr_assert_not(facts_insert(&facts, &story.told[LIMIT_CASE_FACTS]));
	cr_assert_eq(facts.count, LIMIT_CASE_FACTS);
	again = story.told[17];
	cr_assert(facts_insert(&facts, &again), "a repeat needs no room");
}
