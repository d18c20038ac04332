/* Duties that have no date: what an answer must contain, who may give it, what must be told with it. Pure. */
#ifndef REDRESS_DOMAIN_DUTIES_H
#define REDRESS_DOMAIN_DUTIES_H

#include "domain/history.h"

/* Says each non-compliance that the pack's duties find in the facts. */
void duties_say(const struct policy *policy, const struct history *history, struct judgements *out);

/* Whether a refusal of the next stage is one that the pack allows: explained, on a ground and by whom its duties name.
 * What was to be told with it besides is told late, and no less refused. */
bool duties_allow_refusal(const struct policy *policy, const struct history *history, const struct fact *fact);

#endif
