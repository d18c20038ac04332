/* A year of a landlord's facts, made by chance that is the same for the same seed. */
#ifndef REDRESS_REDRESSCTL_DEMO_YEAR_H
#define REDRESS_REDRESSCTL_DEMO_YEAR_H

#include "redressctl/demo/writer.h"

/* The facts in the order in which they are heard, all of plan->from <= heard < plan->until. */
void demo_year_make(const struct demo_plan *plan, struct demo_year *year);
void demo_year_free(struct demo_year *year);

#endif
