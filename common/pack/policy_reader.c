#include "pack/policy_reader.h"

#include <string.h>

#include "base/limits.h"
#include "pack/digest.h"
#include "pack/law_checks.h"
#include "pack/policy_checks.h"
#include "pack/policy_fields.h"

enum {
	OPENS_MINUTE = 9 * 60,
	CLOSES_MINUTE = 17 * 60,
};

bool
policy_read(struct arena *arena, const char *file, struct text yaml, struct policy *policy, struct problems *problems)
{
	const struct source source = { .file = file, .text = yaml, .problems = problems };
	struct arena scratch = { 0 };
	struct walk walk;
	const struct node *root;
	size_t before = problems->count;
	bool is_law;

	memset(policy, 0, sizeof(*policy));
	policy->opens_minute = OPENS_MINUTE;
	policy->closes_minute = CLOSES_MINUTE;
	root = tree_read(&scratch, &source, LIMIT_PACK_BYTES, false);
	if (root != NULL) {
		walk_start(&walk, &source, arena, &scratch);
		is_law = tree_child(root, "law") != NULL;
		walk_mapping(&walk, is_law ? &law_mapping : &policy_mapping, root, policy);
		policy_resolve(&walk, policy);
		if (is_law)
			law_check(&walk, policy);
		else
			policy_check(&walk, policy);
		policy->digest = digest_text(arena, yaml);
	}
	arena_free(&scratch);
	problems_sort(problems);
	return root != NULL && problems->count == before && !problems->more;
}
