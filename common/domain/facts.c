#include "domain/fact.h"

#include "base/limits.h"

static int
compare(const struct fact *a, const struct fact *b)
{
	int order;

	if (!instant_equal(a->occurred_at, b->occurred_at))
		return instant_before(a->occurred_at, b->occurred_at) ? -1 : 1;
	order = text_compare(a->source, b->source);
	return order != 0 ? order : text_compare(a->id, b->id);
}

bool
fact_kind_does_action(enum fact_kind kind)
{
	return kind == FACT_ACTION_COMPLETED || kind == FACT_COMPENSATION_PAID;
}

bool
facts_insert(struct facts *facts, const struct fact *fact)
{
	size_t place = facts->count;

	for (size_t i = 0; i < facts->count; i++) {
		if (text_equal(facts->in_order[i]->source, fact->source) &&
		    text_equal(facts->in_order[i]->id, fact->id))
			return true;
	}
	if (facts->count == LIMIT_CASE_FACTS)
		return false;
	while (place > 0 && compare(fact, facts->in_order[place - 1]) < 0) {
		facts->in_order[place] = facts->in_order[place - 1];
		place--;
	}
	facts->in_order[place] = fact;
	facts->count++;
	return true;
}
