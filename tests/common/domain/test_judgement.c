/* What must be said, and taken back, so that what was said becomes what stands. */
#include "story.h"

static struct judgement *
add(struct judgements *judgements, enum judgement_kind kind, const char *subject)
{
	struct judgement *judgement = judgements_add(judgements, kind);

	cr_assert_not_null(judgement);
	judgement->subject = text_of(subject);
	judgement->instance = 1;
	return judgement;
}

Test(judgement, a_new_one_has_nothing_set)
{
	static struct judgements list;
	const struct judgement *one;

	memset(&list, 0xa5, sizeof(list));
	list.count = 0;
	list.full = false;
	one = judgements_add(&list, JUDGEMENT_CLOCK_MET);
	cr_assert_eq(one, &list.list[0]);
	cr_expect_eq(list.count, 1);
	cr_expect_eq(one->kind, JUDGEMENT_CLOCK_MET);
	cr_expect_not(instant_is_set(one->due));
	cr_expect_not(instant_is_set(one->old_due));
	cr_expect_not(instant_is_set(one->at));
	cr_expect_not(instant_is_set(one->counted_from));
	cr_expect_not(instant_is_set(one->decided_at));
	cr_expect(text_is_empty(one->subject) && text_is_empty(one->ref) && text_is_empty(one->word));
	cr_expect_eq(one->fact_count, 0);
	cr_expect_eq(one->revision, 0);
}

Test(judgement, full_at_the_limit)
{
	static struct judgements list;

	for (int i = 0; i < LIMIT_CASE_JUDGEMENTS; i++)
		cr_assert_not_null(judgements_add(&list, JUDGEMENT_CLOCK_MET));
	cr_expect_not(list.full);
	cr_expect_null(judgements_add(&list, JUDGEMENT_CLOCK_MET));
	cr_expect(list.full);
	cr_expect_eq(list.count, LIMIT_CASE_JUDGEMENTS);
}

/* Each field by itself: does it make another key, other content, or neither? */
Test(judgement, what_makes_a_key_and_what_content)
{
	enum { KEY, CONTENT, NEITHER };
	static struct judgements list;
	struct judgement *base = add(&list, JUDGEMENT_CLOCK_MOVED, "stage-1-response"), other;

#define EXPECT(expected, change)                                                                                  \
	do {                                                                                                      \
		other = *base;                                                                                    \
		change;                                                                                           \
		cr_expect_eq(judgement_same_key(base, &other), (expected) != KEY, "%s", #change);                 \
		cr_expect_eq(judgement_same_key(&other, base), (expected) != KEY, "%s", #change);                 \
		if ((expected) != KEY)                                                                            \
			cr_expect_eq(judgement_same_content(base, &other), (expected) == NEITHER, "%s", #change); \
	} while (0)
	EXPECT(NEITHER, (void)0);
	EXPECT(KEY, other.kind = JUDGEMENT_CLOCK_MISSED);
	EXPECT(KEY, other.subject = TEXT("stage-2-response"));
	EXPECT(KEY, other.stage = 2);
	EXPECT(KEY, other.instance = 2);
	EXPECT(KEY, other.ref = TEXT("a1"));
	EXPECT(KEY, other.ordinal = 2);
	EXPECT(CONTENT, other.case_kind = CASE_KIND_COMPLAINT);
	EXPECT(CONTENT, other.due = utc("2026-06-10T23:00:00Z"));
	EXPECT(CONTENT, other.old_due = utc("2026-06-10T23:00:00Z"));
	EXPECT(CONTENT, other.at = utc("2026-06-10T23:00:00Z"));
	EXPECT(CONTENT, other.provisional = true);
	EXPECT(CONTENT, other.late = true);
	EXPECT(CONTENT, other.customers = true);
	EXPECT(CONTENT, other.word = TEXT("extended"));
	EXPECT(CONTENT, other.role = TEXT("manager"));
	EXPECT(CONTENT, other.officer = TEXT("o1"));
	EXPECT(CONTENT, other.category = TEXT("repairs"));
	EXPECT(CONTENT, other.service_area = TEXT("gas"));
	EXPECT(CONTENT, other.rule.id = TEXT("another-rule"));
	EXPECT(CONTENT, other.counted_from = utc("2026-06-01T09:00:00Z"));
	EXPECT(CONTENT, other.limit.unit = LIMIT_WORKING_DAYS);
	EXPECT(CONTENT, other.limit.count = 10);
	EXPECT(CONTENT, other.limit.first_day_counts = true);
	EXPECT(CONTENT, (other.fact_count = 1, other.facts[0].id = TEXT("f1")));
	EXPECT(NEITHER, other.decided_at = utc("2026-06-01T09:00:00Z"));
	EXPECT(NEITHER, other.revision = 7);
	EXPECT(NEITHER, other.pack = TEXT("livin"));
	EXPECT(NEITHER, other.version = TEXT("2024-04-01"));
#undef EXPECT
}

Test(judgement, found_by_its_key)
{
	static struct judgements list;
	struct judgement key;

	add(&list, JUDGEMENT_CLOCK_STARTED, "a");
	add(&list, JUDGEMENT_CLOCK_STARTED, "b")->stage = 2;
	key = list.list[1];
	key.due = utc("2026-06-01T09:00:00Z");
	cr_expect_eq(judgements_find(&list, &key), &list.list[1]);
	key.stage = 1;
	cr_expect_null(judgements_find(&list, &key));
}

Test(judgement, removing_keeps_order)
{
	static struct judgements list;

	for (int i = 0; i < 4; i++)
		add(&list, JUDGEMENT_CLOCK_STARTED, "a")->ordinal = (uint16_t)i;
	judgements_remove(&list, 1);
	cr_assert_eq(list.count, 3);
	cr_expect(list.list[0].ordinal == 0 && list.list[1].ordinal == 2 && list.list[2].ordinal == 3);
	judgements_remove(&list, 2);
	cr_assert_eq(list.count, 2);
	cr_expect(list.list[0].ordinal == 0 && list.list[1].ordinal == 2);
}

/* Says and withdraws as told; what is said takes its revision. */
static void
follow(const struct utterances *told, const struct judgements *standing, struct judgements *said,
    struct judgements *spoken)
{
	static struct judgements before;
	bool saying = false;

	before = *said;
	for (size_t i = 0; i < told->count; i++) {
		const struct utterance *each = &told->list[i];

		if (each->withdraw) {
			size_t at;

			cr_assert_not(saying, "withdrawals come first");
			cr_assert_lt(each->index, before.count);
			for (at = 0; at < said->count; at++)
				if (judgement_same_key(&said->list[at], &before.list[each->index]))
					break;
			cr_assert_lt(at, said->count, "withdrawn, but not said");
			judgements_remove(said, at);
			continue;
		}
		saying = true;
		cr_assert_lt(each->index, standing->count);
		cr_assert_null(judgements_find(said, &standing->list[each->index]), "said twice");
		said->list[said->count] = standing->list[each->index];
		said->list[said->count++].revision = each->revision;
		for (size_t j = 0; j < spoken->count; j++)
			if (judgement_same_key(&spoken->list[j], &standing->list[each->index]))
				cr_assert_lt(spoken->list[j].revision, each->revision, "a revision used twice");
		cr_assert_geq(each->revision, 1);
		spoken->list[spoken->count++] = said->list[said->count - 1];
	}
}

/* Few keys and few contents, so that all of it happens often. */
static void
stand_at_random(struct dice *dice, struct judgements *list)
{
	list->count = 0;
	for (int i = 0; i < 12; i++) {
		struct judgement *one;

		if (dice_one_in(dice, 2))
			continue;
		one = add(list, i % 2 == 0 ? JUDGEMENT_CLOCK_MISSED : JUDGEMENT_CLOCK_WARNED, i < 6 ? "a" : "b");
		one->ordinal = (uint16_t)(i % 3);
		one->stage = (uint8_t)(i / 6);
		one->instance = (uint16_t)(i + 1);
		one->due = (struct instant){ dice_between(dice, 0, 1) };
	}
}

Test(judgement, the_difference_makes_what_was_said_what_stands)
{
	static struct judgements standing, said_so_far, spoken;
	static struct utterances told;
	struct dice dice = { 12 };

	for (int round = 0; round < 300; round++) {
		said_so_far.count = spoken.count = 0;
		for (int step = 0; step < 12; step++) {
			size_t kept = 0;

			stand_at_random(&dice, &standing);
			for (size_t i = 0; i < standing.count; i++) {
				const struct judgement *same = judgements_find(&said_so_far, &standing.list[i]);

				kept += same != NULL && judgement_same_content(same, &standing.list[i]);
			}
			judgements_difference(&standing, &said_so_far, &spoken, &told);
			cr_assert_eq(told.count, said_so_far.count + standing.count - 2 * kept, "no word too many");
			follow(&told, &standing, &said_so_far, &spoken);
			cr_assert(same_standing(&standing, &said_so_far, JUDGEMENT_KINDS_COUNT));
			judgements_difference(&standing, &said_so_far, &spoken, &told);
			cr_assert_eq(told.count, 0, "nothing more to say");
		}
	}
}
