#include "redressctl/difference.h"

#include "wire/judgement.h"

struct side {
	struct told *at;
	size_t count;
};

static bool
is_of_clock(enum judgement_kind kind)
{
	return strncmp(judgement_kind_name(kind), "Clock", 5) == 0 || kind == JUDGEMENT_CASE_ESCALATED;
}

static bool
gives_date(enum judgement_kind kind)
{
	return kind == JUDGEMENT_CLOCK_STARTED || kind == JUDGEMENT_CLOCK_MOVED;
}

bool
difference_compares(enum judgement_kind kind)
{
	return !gives_date(kind) && kind != JUDGEMENT_CASE_ASSIGNED;
}

static bool
same_clock(const struct judgement *a, const struct judgement *b)
{
	return a->stage == b->stage && a->instance == b->instance && text_equal(a->subject, b->subject) &&
	       text_equal(a->ref, b->ref);
}

/* Two of the same key: do they say the same to whom it concerns? A clock's dates are compared once for the clock. */
static bool
same_meaning(const struct judgement *a, const struct judgement *b)
{
	if (a->late != b->late || a->case_kind != b->case_kind)
		return false;
	return is_of_clock(a->kind) || (text_equal(a->word, b->word) && instant_equal(a->due, b->due));
}

static bool
read_side(const struct standing_case *standing, struct arena *arena, struct side *out, struct error *error)
{
	*out = (struct side){ 0 };
	if (standing == NULL)
		return true;
	out->at = arena_array(arena, standing->count + 1, sizeof *out->at);
	for (; out->count < standing->count; out->count++) {
		struct told *told = &out->at[out->count];

		told->event = standing->said[out->count];
		if (!judgement_decode(told->event, arena, &told->judgement, error))
			return false;
	}
	return true;
}

static bool
said_likewise(const struct side *side, const struct judgement *judgement)
{
	for (size_t i = 0; i < side->count; i++)
		if (judgement_same_key(&side->at[i].judgement, judgement))
			return same_meaning(&side->at[i].judgement, judgement);
	return false;
}

enum pick {
	PICK_ALL,
	PICK_WITHOUT_LIKE, /* and there is none like it on the other side */
};

/* Of `side`: what is of the clock of `of`, or (NULL) of no clock. */
static struct told_list
pick(const struct side *side, const struct judgement *of, enum pick how, const struct side *other, struct arena *arena)
{
	struct told_list list = { arena_array(arena, side->count + 1, sizeof *list.at), 0 };

	for (size_t i = 0; i < side->count; i++) {
		const struct judgement *each = &side->at[i].judgement;

		if (of == NULL ? is_of_clock(each->kind) : !is_of_clock(each->kind) || !same_clock(each, of))
			continue;
		if (how == PICK_ALL || (difference_compares(each->kind) && !said_likewise(other, each)))
			list.at[list.count++] = &side->at[i];
	}
	return list;
}

static const struct told *
date_of(const struct side *side, const struct judgement *clock)
{
	const struct told *last = NULL;

	for (size_t i = 0; i < side->count; i++) {
		const struct judgement *each = &side->at[i].judgement;

		if (!gives_date(each->kind) || !same_clock(each, clock))
			continue;
		if (last == NULL || last->judgement.kind == JUDGEMENT_CLOCK_STARTED ||
		    (each->kind == JUDGEMENT_CLOCK_MOVED && each->ordinal > last->judgement.ordinal))
			last = &side->at[i];
	}
	return last;
}

bool
clock_change_moves(const struct clock_change *change)
{
	return change->before != NULL && change->after != NULL &&
	       !instant_equal(change->before->judgement.due, change->after->judgement.due);
}

static bool
clock_is_same(const struct clock_change *change)
{
	return change->gone.count == 0 && change->come.count == 0 &&
	       (change->before == NULL) == (change->after == NULL) && !clock_change_moves(change);
}

static bool
has_clock(const struct told *at, size_t count, const struct judgement *clock)
{
	for (size_t i = 0; i < count; i++)
		if (is_of_clock(at[i].judgement.kind) && same_clock(&at[i].judgement, clock))
			return true;
	return false;
}

/* The clocks of `own`, but for those that are in `done` as well. */
static void
compare_clocks(const struct side *before, const struct side *after, const struct side *own, const struct side *done,
    struct arena *arena, struct case_change *out)
{
	for (size_t i = 0; i < own->count; i++) {
		const struct judgement *clock = &own->at[i].judgement;
		struct clock_change *change = &out->clocks[out->clock_count];

		if (!is_of_clock(clock->kind) || has_clock(own->at, i, clock) ||
		    has_clock(done->at, done->count, clock))
			continue;
		*change = (struct clock_change){
			.clock = &own->at[i],
			.before = date_of(before, clock),
			.after = date_of(after, clock),
			.gone = pick(before, clock, PICK_WITHOUT_LIKE, after, arena),
			.come = pick(after, clock, PICK_WITHOUT_LIKE, before, arena),
			.stood = pick(before, clock, PICK_ALL, NULL, arena),
		};
		if (!clock_is_same(change))
			out->clock_count++;
	}
}

static bool
same_events(const struct standing_case *a, const struct standing_case *b)
{
	if (a == NULL || b == NULL || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->said[i] != b->said[i])
			return false;
	return true;
}

bool
case_difference(const struct standing_case *before, const struct standing_case *after, struct arena *arena,
    struct case_change *out, struct error *error)
{
	const struct standing_case *either = before != NULL ? before : after;
	static const struct side none = { 0 };
	struct side one, other;

	*out = (struct case_change){ .landlord = either->landlord, .ref = either->ref };
	if (same_events(before, after))
		return true;
	if (!read_side(before, arena, &one, error) || !read_side(after, arena, &other, error))
		return false;
	out->clocks = arena_array(arena, one.count + other.count + 1, sizeof *out->clocks);
	compare_clocks(&one, &other, &one, &none, arena, out);
	compare_clocks(&one, &other, &other, &one, arena, out);
	out->gone = pick(&one, NULL, PICK_WITHOUT_LIKE, &other, arena);
	out->come = pick(&other, NULL, PICK_WITHOUT_LIKE, &one, arena);
	out->stood = pick(&one, NULL, PICK_ALL, NULL, arena);
	return true;
}

bool
case_change_is_empty(const struct case_change *change)
{
	return change->clock_count == 0 && change->gone.count == 0 && change->come.count == 0;
}

static void
count_list(const struct told_list *list, size_t *by_kind, size_t *customers)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct judgement *each = &list->at[i]->judgement;

		if (each->kind == JUDGEMENT_CLOCK_MISSED && each->customers)
			(*customers)++;
		else
			by_kind[each->kind]++;
	}
}

void
difference_count(struct difference_totals *totals, const struct case_change *change)
{
	totals->cases++;
	totals->changed += !case_change_is_empty(change);
	totals->alerts += change->alerts;
	for (size_t i = 0; i < change->clock_count; i++) {
		const struct clock_change *each = &change->clocks[i];

		totals->clocks_started += each->before == NULL && each->after != NULL;
		totals->clocks_vanished += each->before != NULL && each->after == NULL;
		if (clock_change_moves(each)) {
			bool later = instant_before(each->before->judgement.due, each->after->judgement.due);

			totals->clocks_later += later;
			totals->clocks_earlier += !later;
		}
		count_list(&each->gone, totals->gone, &totals->customers_gone);
		count_list(&each->come, totals->come, &totals->customers_come);
	}
	count_list(&change->gone, totals->gone, &totals->customers_gone);
	count_list(&change->come, totals->come, &totals->customers_come);
}
