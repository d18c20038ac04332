/* Where a policy asks less of its landlord than a code of practice does. The code is a pack too: its `floors` name what
 * is compared, with the code's clauses, and its clocks, exclusions and statements hold the figures. */
#ifndef REDRESS_PACK_DEPARTURES_H
#define REDRESS_PACK_DEPARTURES_H

#include "base/arena.h"
#include "domain/policy.h"

/* One, with the clause it falls short of and the policy's own: that of the rule which departs or, where something is
 * lacking, of the rule beside which it would stand. The message is in the arena given. */
struct departure {
	enum floor_kind kind;
	struct text code_clause;
	struct text policy_clause;
	const char *message;
};

struct departures {
	bool compared; /* false: the policy is of another nation than the code, which says nothing of it */
	size_t count;
	struct departure list[POLICY_RULES_MAX]; /* in the order of the code's floors, at most one each */
};

/* Texts of the result live as long as both policies and the arena. */
void departures_find(
    struct arena *arena, const struct policy *code, const struct policy *policy, struct departures *out);
/* "stage-1-extension" */
const char *floor_kind_name(enum floor_kind kind);

#endif
