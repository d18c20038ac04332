/* Whatever order facts arrive in, and whatever fell due between: what stands at the end is the same, and what was said
 * on the way is consistent. */
#include "domain/wave.h"
#include "generate.h"

/* A listener that knows only what it was told. */
struct listener {
	struct judgements standing;
	struct judgements spoken; /* the last revision of each key */
	struct instant now;	  /* no earlier than what was said before */
	size_t said, withdrawn;
};

static struct judgement *
find(struct judgements *list, const struct judgement *key)
{
	return (struct judgement *)(uintptr_t)judgements_find(list, key);
}

static void
on_say(void *self, const struct judgement *judgement)
{
	struct listener *listener = self;
	struct judgement *before = find(&listener->spoken, judgement);

	cr_assert_null(find(&listener->standing, judgement), "two stand with one key: %s %.*s",
	    judgement_kind_name(judgement->kind), TEXT_ARG(judgement->subject));
	cr_assert_eq(judgement->revision, before == NULL ? 1 : before->revision + 1, "revisions count up");
	cr_assert(text_equal(judgement->pack, TEXT("livin")) && !text_is_empty(judgement->version));
	cr_assert_not(text_is_empty(judgement->rule.id), "names no rule: %s", judgement_kind_name(judgement->kind));
	cr_assert_not(instant_before(judgement->decided_at, listener->now), "said before something said earlier");
	listener->now = judgement->decided_at;
	listener->standing.list[listener->standing.count++] = *judgement;
	if (before != NULL)
		*before = *judgement;
	else
		listener->spoken.list[listener->spoken.count++] = *judgement;
	listener->said++;
}

static void
on_withdraw(void *self, const struct judgement *judgement, struct instant at, const struct fact *because)
{
	struct listener *listener = self;
	struct judgement *standing = find(&listener->standing, judgement);

	(void)because;
	cr_assert_not_null(standing, "withdrawn without standing: %s", judgement_kind_name(judgement->kind));
	cr_assert_eq(standing->revision, judgement->revision);
	cr_assert(judgement_same_content(standing, judgement), "withdrawn as it was said");
	cr_assert_not(instant_before(at, listener->now));
	listener->now = at;
	judgements_remove(&listener->standing, (size_t)(standing - listener->standing.list));
	listener->withdrawn++;
}

/* What routing said, until sla hears it. */
struct news {
	struct instant at;
	bool withdrawn;
	struct judgement judgement;
};

/* Both judges of one case, as the daemons keep them. */
struct pair {
	struct casefile routing, sla;
	struct listener of_routing, of_sla;
	struct news news[2 * LIMIT_CASE_JUDGEMENTS];
	size_t news_count, news_heard;
};

static struct wave_bench bench;

static void
pair_start(struct pair *pair)
{
	casefile_start(&pair->routing);
	casefile_start(&pair->sla);
	pair->of_routing = pair->of_sla = (struct listener){ .now = INSTANT_NONE };
	pair->news_count = pair->news_heard = 0;
}

static void
on_routing_say(void *self, const struct judgement *judgement)
{
	struct pair *pair = self;

	on_say(&pair->of_routing, judgement);
	pair->news[pair->news_count++] = (struct news){ judgement->decided_at, false, *judgement };
}

static void
on_routing_withdraw(void *self, const struct judgement *judgement, struct instant at, const struct fact *because)
{
	struct pair *pair = self;

	on_withdraw(&pair->of_routing, judgement, at, because);
	pair->news[pair->news_count++] = (struct news){ at, true, *judgement };
}

static bool
next_news(void *self, struct instant *at)
{
	const struct pair *pair = self;

	if (pair->news_heard == pair->news_count)
		return false;
	*at = pair->news[pair->news_heard].at;
	return true;
}

static bool
hear_news(void *self, struct instant at)
{
	struct pair *pair = self;
	struct instant next;

	while (next_news(pair, &next) && !instant_before(at, next)) {
		const struct news *news = &pair->news[pair->news_heard++];

		if (news->withdrawn)
			casefile_upstream_withdrew(&pair->sla, &news->judgement);
		else
			casefile_upstream_said(&pair->sla, &news->judgement);
	}
	return true;
}

static bool
pair_hear(struct pair *pair, const struct fact *fact, struct instant now)
{
	const struct wave_upstream upstream = { pair, next_news, hear_news };
	struct wave_voice routing = { pair, on_routing_say, on_routing_withdraw };
	struct wave_voice sla = { &pair->of_sla, on_say, on_withdraw };

	pair->news_count = pair->news_heard = 0;
	if (!wave_routing_dues(&bench, &pair->routing, wild(), england(), now, &routing) ||
	    !wave_routing(&bench, &pair->routing, wild(), england(), fact, now, &routing) ||
	    !wave_sla_before(&bench, &pair->sla, wild(), england(), &upstream, now, &sla))
		return false;
	return wave_sla_news(&bench, &pair->sla, wild(), england(), fact, now, &sla);
}

/* Nothing happens until then but that time passes. */
static bool
pair_wait(struct pair *pair, struct instant until)
{
	const struct wave_upstream upstream = { pair, next_news, hear_news };
	struct wave_voice routing = { pair, on_routing_say, on_routing_withdraw };
	struct wave_voice sla = { &pair->of_sla, on_say, on_withdraw };

	pair->news_count = pair->news_heard = 0;
	return wave_routing_dues(&bench, &pair->routing, wild(), england(), until, &routing) &&
	       wave_sla_time(&bench, &pair->sla, wild(), england(), &upstream, until, &sla);
}

static void
expect_same(const struct judgements *found, const struct judgements *wanted, const char *whose, uint64_t seed)
{
	if (same_standing(found, wanted, JUDGEMENT_KINDS_COUNT))
		return;
	print_judgements(found, "found");
	print_judgements(wanted, "wanted");
	cr_assert_fail("%s: another standing set, seed %llu", whose, (unsigned long long)seed);
}

/* Hears the whole story in the order and at the times given, waits until `end`, and compares with one look at it all.
 */
static void
play(struct story *story, const size_t *order, const struct instant *arrivals, struct instant end, uint64_t seed)
{
	static struct pair pair;
	static struct verdict verdict;

	pair_start(&pair);
	for (size_t i = 0; i < story->count; i++) {
		cr_assert(pair_hear(&pair, &story->told[order[i]], arrivals[i]), "quarantined");
		cr_assert_not(instant_equal(pair.sla.next_due, arrivals[i]), "due now, and not said");
		cr_assert_not(instant_equal(pair.routing.next_due, arrivals[i]), "due now at routing, and not said");
	}
	cr_assert(pair_wait(&pair, end));
	judge_story(story, wild(), end, &verdict);
	expect_same(&pair.routing.standing, &verdict.routing, "routing", seed);
	expect_same(&pair.of_routing.standing, &verdict.routing, "what routing said", seed);
	expect_same(&pair.sla.upstream, &verdict.routing, "what sla knows of routing", seed);
	expect_same(&pair.sla.standing, &verdict.sla, "sla", seed);
	expect_same(&pair.of_sla.standing, &verdict.sla, "what sla said", seed);
	cr_assert_eq(pair.sla.next_due.us, verdict.next.us);
	cr_assert_eq(pair.routing.next_due.us, verdict.next_opening.us);
}

/* Each fact arrives when it happened or some time after. */
static void
arrive_late(struct dice *dice, const struct story *story, size_t *order, struct instant *arrivals)
{
	for (size_t i = 0; i < story->count; i++) {
		struct instant at = story->told[i].occurred_at;
		size_t place = i;

		if (dice_one_in(dice, 2))
			at.us += dice_between(dice, 0, 80) * (DAY_US / 2);
		for (; place > 0 && instant_before(at, arrivals[place - 1]); place--) {
			arrivals[place] = arrivals[place - 1];
			order[place] = order[place - 1];
		}
		arrivals[place] = at;
		order[place] = i;
	}
}

Test(wave, arrivals_in_time_and_late)
{
	static struct story story;
	size_t order[STORY_MAX];
	struct instant arrivals[STORY_MAX];

	for (uint64_t seed = 1; seed <= 150; seed++) {
		struct dice dice = { seed };

		random_story(&dice, &story, 24);
		for (int round = 0; round < 2; round++) {
			struct instant end = { story_end(&story).us + 60 * DAY_US };

			arrive_late(&dice, &story, order, arrivals);
			play(&story, order, arrivals, end, seed);
		}
	}
}

/* All long after, in any order whatever. */
Test(wave, any_permutation)
{
	static struct story story;
	size_t order[STORY_MAX];
	struct instant arrivals[STORY_MAX];

	for (uint64_t seed = 1001; seed <= 1150; seed++) {
		struct dice dice = { seed };

		random_story(&dice, &story, 20);
		for (int round = 0; round < 2; round++) {
			struct instant at = story_end(&story);

			for (size_t i = 0; i < story.count; i++) {
				size_t other = (size_t)dice_between(&dice, 0, (int64_t)i);

				order[i] = order[other];
				order[other] = i;
				at.us += dice_between(&dice, 0, 3) * (DAY_US / 2);
				arrivals[i] = at;
			}
			play(&story, order, arrivals, (struct instant){ at.us + 90 * DAY_US }, seed);
		}
	}
}

/* A repeat, or time passing without a due, says nothing. */
Test(wave, nothing_new_says_nothing)
{
	static struct pair pair;
	static struct story story;
	struct wave_voice sla = { &pair.of_sla, on_say, on_withdraw };
	struct fact again;
	size_t said_before;

	pair_start(&pair);
	tell_complaint(&story, "2026-06-01 10:00");
	tell_acknowledged(&story, 1, "2026-06-02 10:00");
	for (size_t i = 0; i < story.count; i++)
		cr_assert(pair_hear(&pair, &story.told[i], story.told[i].occurred_at));
	said_before = pair.of_sla.said + pair.of_routing.said;
	again = story.told[1];
	cr_assert(pair_hear(&pair, &again, london("2026-06-02 11:00")));
	cr_assert(pair_hear(&pair, NULL, london("2026-06-02 12:00")));
	cr_assert(wave_sla_dues(&bench, &pair.sla, livin(), england(), london("2026-06-02 13:00"), &sla));
	cr_assert(wave_sla_again(&bench, &pair.sla, livin(), england(), NULL, london("2026-06-02 13:00"), &sla));
	cr_expect_eq(pair.of_sla.said + pair.of_routing.said, said_before);
	cr_expect_eq(pair.of_sla.withdrawn + pair.of_routing.withdrawn, 0);
}

/* After a jump in time dues come in order, each at its own instant. */
Test(wave, dues_come_in_order)
{
	static struct pair pair;
	static struct story story;
	struct wave_voice sla = { &pair.of_sla, on_say, on_withdraw };
	const struct judgement *missed;

	pair_start(&pair);
	cr_assert(pair_hear(&pair, tell_complaint(&story, "2026-06-01 10:00"), london("2026-06-01 10:00")));
	/* At the very instant, and not before. */
	cr_assert(wave_sla_dues(
	    &bench, &pair.sla, livin(), england(), (struct instant){ london("2026-06-09 00:00").us - 1 }, &sla));
	cr_expect_eq(count_kind(&pair.of_sla.standing, JUDGEMENT_CLOCK_MISSED), 0);
	cr_expect_eq(pair.sla.next_due.us, london("2026-06-09 00:00").us);
	cr_assert(wave_sla_dues(&bench, &pair.sla, livin(), england(), london("2026-06-09 00:00"), &sla));
	cr_expect_eq(count_kind(&pair.of_sla.standing, JUDGEMENT_CLOCK_MISSED), 1);
	cr_assert(wave_sla_dues(&bench, &pair.sla, livin(), england(), london("2027-06-01 10:00"), &sla));
	missed = said(&pair.of_sla.standing, JUDGEMENT_CLOCK_MISSED, "stage-1-acknowledge", 1, 0);
	cr_assert_not_null(missed);
	cr_expect_eq(missed->decided_at.us, london("2026-06-09 00:00").us);
	cr_expect_eq(missed->at.us, missed->decided_at.us);
	for (size_t i = 0; i < pair.of_sla.standing.count; i++) {
		const struct judgement *each = &pair.of_sla.standing.list[i];

		if (each->kind == JUDGEMENT_CLOCK_MISSED || each->kind == JUDGEMENT_CLOCK_WARNED ||
		    each->kind == JUDGEMENT_CASE_ESCALATED)
			cr_expect_eq(each->decided_at.us, each->at.us, "%s", judgement_kind_name(each->kind));
	}
}

/* A new holiday moves the date; the old one is taken back. */
Test(wave, judged_again_on_another_calendar)
{
	static struct pair pair;
	static struct story story;
	static struct calendar longer;
	struct wave_voice sla = { &pair.of_sla, on_say, on_withdraw };
	struct fact proclaimed = { .source = TEXT("operator"), .id = TEXT("h1") };

	pair_start(&pair);
	longer = *england();
	longer.closed_weekdays |= 0x04; /* Wednesdays */
	cr_assert(pair_hear(&pair, tell_complaint(&story, "2026-06-01 10:00"), london("2026-06-01 10:00")));
	cr_assert(wave_sla_again(&bench, &pair.sla, livin(), &longer, &proclaimed, london("2026-06-01 12:00"), &sla));
	cr_expect_gt(pair.of_sla.withdrawn, 0);
	cr_expect_eq(said(&pair.of_sla.standing, JUDGEMENT_CLOCK_STARTED, "stage-1-acknowledge", 1, 0)->due.us,
	    london("2026-06-10 00:00").us);
}

/* One fact too many: quarantined for good, with nothing cut off and nothing more said. */
Test(wave, quarantined_at_the_limit_of_facts)
{
	static struct pair pair;
	static struct story story;
	struct wave_voice sla = { &pair.of_sla, on_say, on_withdraw };
	struct instant now = london("2026-06-01 10:00");
	size_t said_before;

	pair_start(&pair);
	tell_complaint(&story, "2026-06-01 10:00");
	while (story.count <= LIMIT_CASE_FACTS)
		tell_at(&story, FACT_LEARNING_RECORDED, 0, now);
	for (size_t i = 0; i < LIMIT_CASE_FACTS; i++) {
		cr_assert(casefile_hear(&pair.routing, &story.told[i]));
		cr_assert(casefile_hear(&pair.sla, &story.told[i]));
	}
	cr_assert(pair_hear(&pair, NULL, now), "full, and not over");
	said_before = pair.of_sla.said + pair.of_routing.said;
	cr_expect_gt(said_before, 0);
	cr_assert_not(pair_hear(&pair, &story.told[LIMIT_CASE_FACTS], now));
	cr_expect(pair.routing.quarantined);
	cr_assert_not(wave_sla_news(&bench, &pair.sla, livin(), england(), &story.told[LIMIT_CASE_FACTS], now, &sla));
	cr_expect(pair.sla.quarantined);
	cr_assert_not(wave_sla_dues(&bench, &pair.sla, livin(), england(), london("2027-06-01 10:00"), &sla));
	cr_assert_not(wave_sla_again(&bench, &pair.sla, livin(), england(), NULL, now, &sla));
	cr_expect_eq(pair.of_sla.said + pair.of_routing.said, said_before);
}

/* More due than there is room for: nothing of it is said. */
Test(wave, quarantined_at_the_limit_of_judgements)
{
	static struct pair pair;
	static struct story story;
	static char refs[LIMIT_CASE_JUDGEMENTS][8];
	struct instant now = london("2026-06-02 10:00");
	size_t told = 0;
	bool stopped = false;

	pair_start(&pair);
	cr_assert(pair_hear(&pair, tell_complaint(&story, "2026-06-01 10:00"), now));
	while (!stopped && told + FACT_ITEMS_MAX <= COUNT_OF(refs)) {
		struct fact *agreed = tell(&story, FACT_REMEDY_AGREED, 1, "2026-06-02 10:00");
		size_t said_before = pair.of_sla.said;

		for (int i = 0; i < FACT_ITEMS_MAX; i++, told++) {
			snprintf(refs[told], sizeof(refs[0]), "r%zu", told);
			agreed->response.promises[i] = (struct promise){
				.ref = text_of(refs[told]), .due = day_of("2026-06-30"), .binding = true
			};
		}
		agreed->response.promise_count = FACT_ITEMS_MAX;
		stopped = !pair_hear(&pair, agreed, now);
		cr_assert(!stopped || pair.of_sla.said == said_before, "said half of it");
	}
	cr_expect(stopped, "512 clocks are more than there is room for");
	cr_expect(pair.sla.quarantined);
	cr_expect_not(pair.routing.quarantined);
}
