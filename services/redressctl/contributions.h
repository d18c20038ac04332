/* What each case of a rehearsal contributes to its landlord's figures, as reporting would count it. */
#ifndef REDRESS_REDRESSCTL_CONTRIBUTIONS_H
#define REDRESS_REDRESSCTL_CONTRIBUTIONS_H

#include "redressctl/rehearsal.h"

/* A line of JSON for each case that was opened: {"landlord", "case", "figures": [{"day", "measure", "label",
 * "count"}]}. False when a case has more than LIMIT_CASE_FIGURES. */
bool contributions_print(const struct rehearsal *rehearsal, struct error *error);

#endif
