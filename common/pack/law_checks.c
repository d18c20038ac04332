#include "pack/law_checks.h"

#include <string.h>

#include "pack/policy_checks.h"
#include "pack/policy_fields.h"

bool
law_clock_is_named(struct text id)
{
	static const struct text prefix = { LAW_CLOCK_PREFIX, sizeof(LAW_CLOCK_PREFIX) - 1 };

	return id.len >= prefix.len && memcmp(id.at, prefix.at, prefix.len) == 0;
}

static void
check_clock(struct walk *walk, const struct clock_rule *clock)
{
	const struct node *id = walk_where(walk, &law_clock_mapping, clock, "id");
	const struct node *meets = walk_where(walk, &law_clock_mapping, clock, "met-by");

	if (id != NULL && !text_is_empty(clock->rule.id) && !law_clock_is_named(clock->rule.id))
		tree_problem(walk->source, id,
		    "a law's clock is called '" LAW_CLOCK_PREFIX "...', so that no landlord's has its name");
	if (meets != NULL && meets->kind == NODE_LIST && clock->hazard.meets_count == 0)
		tree_problem(walk->source, meets, "'met-by' names nothing");
}

/* Two rows for one kind would contradict each other. */
static void
check_hazards(struct walk *walk, const struct policy *law)
{
	for (uint8_t i = 0; i < law->hazards_count; i++) {
		for (uint8_t j = 0; j < i; j++) {
			const struct node *node = walk_where(walk, &hazard_mapping, &law->hazards[i], "kind");

			if (node == NULL || (law->hazards[i].grades & law->hazards[j].grades) == 0 ||
			    !text_equal(law->hazards[i].kind, law->hazards[j].kind))
				continue;
			tree_problem(walk->source, node, "'%.*s' above speaks of this kind and grade already",
			    TEXT_ARG(law->hazards[j].rule.id));
			break;
		}
	}
}

void
law_check(struct walk *walk, const struct policy *law)
{
	const struct node *flag = walk_where(walk, &law_mapping, law, "law");

	policy_check_common(walk, law);
	if (!law->law && flag != NULL)
		tree_problem(walk->source, flag, "a law says 'law: true'; a landlord's own policy does not say 'law'");
	check_hazards(walk, law);
	for (uint8_t i = 0; i < law->clock_count; i++)
		check_clock(walk, &law->clocks[i]);
}
