/* Duties that have no date: what an answer must contain, who may give it, what must be told with it. Pure. */
#ifndef REDRESS_DOMAIN_DUTIES_H
#define REDRESS_DOMAIN_DUTIES_H

#include "domain/history.h"

/* Says each non-compliance that the pack's duties find in the facts. */
void duties_say(const struct policy *policy, const struct history *history, struct judgements *out);

#endif
