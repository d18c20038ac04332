/* What a pack must hold beyond each field by itself. */
#ifndef REDRESS_PACK_POLICY_CHECKS_H
#define REDRESS_PACK_POLICY_CHECKS_H

#include "pack/walk.h"

/* A problem of what was read into `object`: at the value of `key` if it was written, else at the whole mapping. */
#define FAULT(walk, mapping, object, key, ...)                                              \
	do {                                                                                \
		const struct node *place_ = walk_where((walk), (mapping), (object), (key)); \
		if (place_ != NULL)                                                         \
			tree_problem((walk)->source, place_, __VA_ARGS__);                  \
	} while (0)

/* The `stage` of what was read into `object` is one of the pack's. */
void policy_check_stage(
    struct walk *walk, const struct policy *policy, const struct mapping *mapping, const void *object, uint8_t stage);
/* Turns each id referred to into its index. */
void policy_resolve(struct walk *walk, const struct policy *policy);
/* Of any pack: ids used once, lines with steps in order, dates and hours in order. */
void policy_check_common(struct walk *walk, const struct policy *policy);
/* Of a landlord's: what opens or turns by itself, who suspends what, and Ombudsmen of whom each speaks. */
void policy_check_time(struct walk *walk, const struct policy *policy);
/* Of a landlord's: issues, compliments, referrals and exclusions that can be judged. */
void policy_check_judgements(struct walk *walk, const struct policy *policy);
/* Of a landlord's: nothing that can never come to anything. */
void policy_check_sense(struct walk *walk, const struct policy *policy);
/* Of a landlord's: ids used once, stages in order, clocks that can start and end, extensions that make sense, dates in
 * order. */
void policy_check(struct walk *walk, const struct policy *policy);

#endif
