/* What a pack must hold beyond each field by itself. */
#ifndef REDRESS_PACK_POLICY_CHECKS_H
#define REDRESS_PACK_POLICY_CHECKS_H

#include "pack/walk.h"

/* Turns each id referred to into its index. */
void policy_resolve(struct walk *walk, const struct policy *policy);
/* Ids used once, stages in order, clocks that can start and end, extensions that make sense, dates in order. */
void policy_check(struct walk *walk, const struct policy *policy);

#endif
