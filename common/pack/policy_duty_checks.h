/* What a pack's duties must hold beyond each field by itself. */
#ifndef REDRESS_PACK_POLICY_DUTY_CHECKS_H
#define REDRESS_PACK_POLICY_DUTY_CHECKS_H

#include "pack/walk.h"

/* Each has the terms its check needs, no others, and a stage of the pack's. */
void policy_check_duties(struct walk *walk, const struct policy *policy);

#endif
