#include "domain/judgement.h"

static const struct {
	const char *name;
	const char *word;
	bool routings;
} kinds[] = {
#define R true
#define S false
#define X(suffix, name, word, judge) [JUDGEMENT_##suffix] = { name, word, judge },
	JUDGEMENT_KINDS(X)
#undef X
#undef R
#undef S
};

const char *
judgement_kind_name(enum judgement_kind kind)
{
	return kinds[kind].name;
}

const char *
judgement_kind_word(enum judgement_kind kind)
{
	return kinds[kind].word;
}

bool
judgement_kind_is_routings(enum judgement_kind kind)
{
	return kinds[kind].routings;
}

enum judgement_kind
judgement_kind_from_name(struct text name)
{
	static const struct text package = { "redress.v1.", sizeof("redress.v1.") - 1 };

	if (name.len > package.len && text_equal((struct text){ name.at, package.len }, package))
		name = (struct text){ name.at + package.len, name.len - package.len };
	for (int i = 0; i < JUDGEMENT_KINDS_COUNT; i++) {
		if (text_equal(text_of(kinds[i].name), name))
			return (enum judgement_kind)i;
	}
	return JUDGEMENT_KINDS_COUNT;
}

bool
judgement_same_key(const struct judgement *a, const struct judgement *b)
{
	return a->kind == b->kind && a->stage == b->stage && a->instance == b->instance && a->ordinal == b->ordinal &&
	       text_equal(a->subject, b->subject) && text_equal(a->ref, b->ref);
}

static bool
same_facts(const struct judgement *a, const struct judgement *b)
{
	if (a->fact_count != b->fact_count)
		return false;
	for (uint8_t i = 0; i < a->fact_count; i++) {
		if (!text_equal(a->facts[i].source, b->facts[i].source) || !text_equal(a->facts[i].id, b->facts[i].id))
			return false;
	}
	return true;
}

bool
judgement_same_content(const struct judgement *a, const struct judgement *b)
{
	return a->case_kind == b->case_kind && instant_equal(a->due, b->due) && instant_equal(a->old_due, b->old_due) &&
	       instant_equal(a->at, b->at) && a->provisional == b->provisional && a->late == b->late &&
	       a->customers == b->customers && text_equal(a->word, b->word) && text_equal(a->role, b->role) &&
	       text_equal(a->officer, b->officer) && text_equal(a->category, b->category) &&
	       text_equal(a->service_area, b->service_area) && text_equal(a->organisation, b->organisation) &&
	       a->carried == b->carried && text_equal(a->rule.id, b->rule.id) &&
	       instant_equal(a->counted_from, b->counted_from) && a->limit.unit == b->limit.unit &&
	       a->limit.count == b->limit.count && a->limit.first_day_counts == b->limit.first_day_counts &&
	       same_facts(a, b);
}

struct judgement *
judgements_add(struct judgements *judgements, enum judgement_kind kind)
{
	struct judgement *added;

	if (judgements->count == LIMIT_CASE_JUDGEMENTS) {
		judgements->full = true;
		return NULL;
	}
	added = &judgements->list[judgements->count++];
	*added = (struct judgement){
		.kind = kind,
		.instance = 1,
		.ordinal = 1,
		.due = INSTANT_NONE,
		.old_due = INSTANT_NONE,
		.at = INSTANT_NONE,
		.counted_from = INSTANT_NONE,
		.decided_at = INSTANT_NONE,
	};
	return added;
}

const struct judgement *
judgements_find(const struct judgements *judgements, const struct judgement *key)
{
	for (size_t i = 0; i < judgements->count; i++) {
		if (judgement_same_key(&judgements->list[i], key))
			return &judgements->list[i];
	}
	return NULL;
}

static uint16_t
next_revision(const struct judgements *spoken, const struct judgement *key)
{
	uint16_t last = 0;

	for (size_t i = 0; i < spoken->count; i++) {
		if (spoken->list[i].revision > last && judgement_same_key(&spoken->list[i], key))
			last = spoken->list[i].revision;
	}
	return (uint16_t)(last + 1);
}

void
judgements_difference(const struct judgements *standing, const struct judgements *said, const struct judgements *spoken,
    struct utterances *out)
{
	out->count = 0;
	for (size_t i = 0; i < said->count; i++) {
		const struct judgement *now = judgements_find(standing, &said->list[i]);

		if (now == NULL || !judgement_same_content(now, &said->list[i]))
			out->list[out->count++] = (struct utterance){ .withdraw = true, .index = i };
	}
	for (size_t i = 0; i < standing->count; i++) {
		const struct judgement *before = judgements_find(said, &standing->list[i]);

		if (before == NULL || !judgement_same_content(before, &standing->list[i]))
			out->list[out->count++] = (struct utterance){
				.index = i,
				.revision = next_revision(spoken, &standing->list[i]),
			};
	}
}

static bool
is_ended(const struct judgements *standing, const struct judgement *started)
{
	for (size_t i = 0; i < standing->count; i++) {
		const struct judgement *each = &standing->list[i];

		if ((each->kind == JUDGEMENT_CLOCK_MET || each->kind == JUDGEMENT_CLOCK_STOPPED) &&
		    each->stage == started->stage && each->instance == started->instance &&
		    text_equal(each->subject, started->subject) && text_equal(each->ref, started->ref))
			return true;
	}
	return false;
}

bool
judgements_have_open_clock(const struct judgements *standing)
{
	for (size_t i = 0; i < standing->count; i++) {
		if (standing->list[i].kind == JUDGEMENT_CLOCK_STARTED && !is_ended(standing, &standing->list[i]))
			return true;
	}
	return false;
}

void
judgements_number(const struct judgements *judgements, struct judgement *judgement)
{
	for (size_t i = 0; i < judgements->count;) {
		const struct judgement *each = &judgements->list[i];

		if (each != judgement && judgement_same_key(each, judgement)) {
			judgement->instance++;
			i = 0;
		} else {
			i++;
		}
	}
}

void
judgements_remove(struct judgements *judgements, size_t index)
{
	for (size_t i = index + 1; i < judgements->count; i++)
		judgements->list[i - 1] = judgements->list[i];
	judgements->count--;
}
