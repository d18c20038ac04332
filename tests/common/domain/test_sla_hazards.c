/* The law's clocks: which version of a law speaks, and the wildest facts of hazards. What each duty asks is shown by
 * tests/scenarios/hazards. */
#include <string.h>

#include "story.h"

static struct story story;
static struct verdict verdict;
static struct arena arena;

/* The law as it comes, with each of `changes` (old, new, ..., NULL) made in its text. */
static void
put_law(const char *const changes[])
{
	char *text = arena_string(&arena, source_file(&arena, "deploy/policies/hazards.yaml"));
	struct error error;

	for (size_t i = 0; changes[i] != NULL; i += 2) {
		char *place = strstr(text, changes[i]);

		cr_assert_not_null(place, "%s", changes[i]);
		text = (char *)(uintptr_t)arena_printf(
		    &arena, "%.*s%s%s", (int)(place - text), text, changes[i + 1], place + strlen(changes[i]));
	}
	cr_assert(books_put_pack(shelf(), TEXT(""), "hazards.yaml", text_of(text), NULL, &error), "%s", error.text);
}

static void
put_the_law(void)
{
	put_law((const char *const[]){ NULL });
}

/* Livin's policy with the laws there are now beside it. */
static const struct policy *
policy(void)
{
	struct error error;

	cr_assert_not_null(books_calendar(shelf(), livin(), &error), "%s", error.text);
	return livin();
}

static void
tell_hazard(const char *ref, const char *kind, const char *at)
{
	struct fact *fact = tell(&story, FACT_HAZARD_IDENTIFIED, 0, at);

	fact->hazard.ref = text_of(ref);
	fact->hazard.kind = text_of(kind);
	fact->hazard.significant = true;
}

/* What started for the hazard's investigation, or NULL. */
static const struct judgement *
investigation(const char *ref, const char *now)
{
	judge_story(&story, policy(), london(now), &verdict);
	for (size_t i = 0; i < verdict.sla.count; i++) {
		const struct judgement *each = &verdict.sla.list[i];

		if (each->kind == JUDGEMENT_CLOCK_STARTED && text_equal(each->ref, text_of(ref)) &&
		    text_equal(each->subject, TEXT("hazard-investigation")))
			return each;
	}
	return NULL;
}

Test(sla_hazards, without_a_law_nothing_is_owed)
{
	tell_complaint(&story, "2026-06-01 10:00");
	tell_hazard("h", "damp-and-mould", "2026-06-01 10:00");
	cr_assert_null(investigation("h", "2026-06-01 10:00"));
	put_the_law();
	cr_assert_not_null(investigation("h", "2026-06-01 10:00"));
}

/* Of two versions the one in force on the day of awareness speaks; its judgements name it. */
Test(sla_hazards, the_version_of_the_day_of_awareness_speaks)
{
	const struct judgement *started;

	put_law((const char *const[]){ "in-force: {from: 2025-10-27}",
	    "in-force: {from: 2025-10-27, until: 2026-06-30}", "version: 2025-10-27", "version: one", NULL });
	put_law((const char *const[]){ "in-force: {from: 2025-10-27}", "in-force: {from: 2026-06-03}",
	    "version: 2025-10-27", "version: two", "{working-days: 10}", "{working-days: 8}", NULL });
	tell_complaint(&story, "2026-06-01 10:00");
	tell_hazard("old", "damp-and-mould", "2026-06-02 23:59");
	tell_hazard("new", "damp-and-mould", "2026-06-03 00:00");
	/* Heard again later: it was known before. */
	tell_hazard("old", "damp-and-mould", "2026-06-04 10:00");
	started = investigation("old", "2026-06-05 10:00");
	cr_assert_eq(started->due.us, london("2026-06-17 00:00").us);
	cr_assert(text_equal(started->version, TEXT("one")) && text_equal(started->pack, TEXT("hazards")));
	started = investigation("new", "2026-06-05 10:00");
	cr_assert_eq(started->due.us, london("2026-06-16 00:00").us);
	cr_assert(text_equal(started->version, TEXT("two")));
	/* The complaint's own judgements are named by whoever says them. */
	cr_assert(text_is_empty(said(&verdict.sla, JUDGEMENT_CLOCK_STARTED, "stage-1-acknowledge", 1, 0)->pack));
}

/* A version for the same days put later corrects the earlier one; one that has ended speaks no more. */
Test(sla_hazards, a_correction_is_a_later_version_for_the_same_days)
{
	put_law((const char *const[]){ "in-force: {from: 2025-10-27}",
	    "in-force: {from: 2025-10-27, until: 2026-05-31}", "version: 2025-10-27", "version: ended", NULL });
	tell_complaint(&story, "2026-06-01 10:00");
	tell_hazard("h", "damp-and-mould", "2026-06-01 10:00");
	cr_assert_null(investigation("h", "2026-06-02 10:00"));
	put_the_law();
	cr_assert_eq(investigation("h", "2026-06-02 10:00")->due.us, london("2026-06-16 00:00").us);
	put_law((const char *const[]){
	    "version: 2025-10-27", "version: corrected", "{working-days: 10}", "{working-days: 11}", NULL });
	cr_assert_eq(investigation("h", "2026-06-02 10:00")->due.us, london("2026-06-17 00:00").us);
	cr_assert_null(said(&verdict.sla, JUDGEMENT_CLOCK_MOVED, "hazard-investigation", 0, 0));
}

/* ---- Wild facts ---- */

static void
random_hazard_fact(struct dice *dice, struct instant at)
{
	static const char *const refs[] = { "a", "b" };
	static const char *const kinds[] = { "damp-and-mould", "excess-cold", "lead", "overcrowding", "", "nonsense" };
	struct text ref = text_of(refs[dice_between(dice, 0, 1)]);
	struct fact *fact;

	switch (dice_between(dice, 0, 3)) {
	case 0:
	case 1:
		fact = tell_at(&story, FACT_HAZARD_IDENTIFIED, 0, at);
		fact->hazard.ref = ref;
		fact->hazard.kind = text_of(kinds[dice_between(dice, 0, COUNT_OF(kinds) - 1)]);
		fact->hazard.emergency = dice_one_in(dice, 2);
		fact->hazard.significant = dice_one_in(dice, 2);
		break;
	case 2:
		fact = tell_at(&story, FACT_INVESTIGATION_CONCLUDED, 0, at);
		fact->concluded.ref = ref;
		fact->concluded.no_hazard = dice_one_in(dice, 5);
		fact->concluded.safety_work_needed = dice_one_in(dice, 2);
		fact->concluded.preventative_work_needed = dice_one_in(dice, 2);
		break;
	default:
		fact = tell_at(&story, FACT_HAZARD_ACTED_ON, 0, at);
		fact->hazard_act.ref = ref;
		fact->hazard_act.act = (enum hazard_act)dice_between(dice, 0, HAZARD_PREVENTATIVE_WORK_STARTED);
	}
}

/* Over the second phase's first day and a Christmas, on a grid of six hours. */
static void
random_hazards(struct dice *dice)
{
	int facts = (int)dice_between(dice, 2, 14);

	story.count = 0;
	tell_contact(&story, "2026-11-20 10:00",
	    dice_one_in(dice, 2) ? CONTACT_BIT(IS_COMPLAINT) : CONTACT_BIT(IS_SERVICE_REQUEST));
	for (int i = 0; i < facts; i++)
		random_hazard_fact(
		    dice, instant_plus_seconds(london("2026-11-20 10:00"), dice_between(dice, -8, 200) * 6 * 3600));
}

/* Nothing changes by time alone but at the instant foretold, and then something does; no clock is both met and stopped,
 * and none is missed that ended in time. */
Test(sla_hazards, time_alone_changes_something_only_when_foretold)
{
	static struct verdict then, between;
	size_t changes = 0, kinds[JUDGEMENT_KINDS_COUNT] = { 0 };

	put_the_law();
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct dice dice = { seed };
		struct instant now = london("2027-01-10 10:00");

		random_hazards(&dice);
		judge_story(&story, policy(), now, &verdict);
		while (!instant_equal(verdict.next, INSTANT_FAR)) {
			struct instant next = verdict.next;

			cr_assert(instant_before(now, next), "seed %llu", (unsigned long long)seed);
			judge_story(&story, policy(), (struct instant){ next.us - 1 }, &between);
			cr_assert(same_standing(&verdict.sla, &between.sla, JUDGEMENT_KINDS_COUNT),
			    "before next, seed %llu", (unsigned long long)seed);
			judge_story(&story, policy(), next, &then);
			cr_assert_not(same_standing(&verdict.sla, &then.sla, JUDGEMENT_KINDS_COUNT),
			    "nothing at next, seed %llu", (unsigned long long)seed);
			verdict = then;
			now = next;
			changes++;
		}
		for (size_t i = 0; i < verdict.sla.count; i++) {
			const struct judgement *each = &verdict.sla.list[i];
			struct judgement other = *each;

			kinds[each->kind] += text_equal(each->pack, TEXT("hazards"));
			other.kind = JUDGEMENT_CLOCK_STOPPED;
			cr_assert(each->kind != JUDGEMENT_CLOCK_MET || judgements_find(&verdict.sla, &other) == NULL);
			other.kind = JUDGEMENT_CLOCK_MISSED;
			cr_assert(each->kind != JUDGEMENT_CLOCK_MET ||
				  (judgements_find(&verdict.sla, &other) != NULL) == each->late);
		}
	}
	cr_assert_gt(changes, 100, "the cases are too tame: %zu", changes);
	cr_assert(kinds[JUDGEMENT_CLOCK_MET] > 100 && kinds[JUDGEMENT_CLOCK_MISSED] > 100 &&
		  kinds[JUDGEMENT_CLOCK_STOPPED] > 5 && kinds[JUDGEMENT_CASE_ESCALATED] > 100);
}

/* Told in whatever order, the same stands. */
Test(sla_hazards, the_order_of_hearing_does_not_matter)
{
	static struct verdict other;

	put_the_law();
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct dice dice = { seed };

		random_hazards(&dice);
		judge_story(&story, policy(), london("2027-04-01 10:00"), &verdict);
		for (size_t i = story.count; i-- > 1;) {
			size_t k = (size_t)dice_between(&dice, 0, (int64_t)i);
			struct fact swapped = story.told[i];

			story.told[i] = story.told[k];
			story.told[k] = swapped;
		}
		judge_story(&story, policy(), london("2027-04-01 10:00"), &other);
		cr_assert(same_standing(&verdict.sla, &other.sla, JUDGEMENT_KINDS_COUNT), "seed %llu",
		    (unsigned long long)seed);
	}
}
