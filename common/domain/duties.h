/* Duties that have no date: what an answer must contain, who may give it, what must be told with it. Pure. */
#ifndef REDRESS_DOMAIN_DUTIES_H
#define REDRESS_DOMAIN_DUTIES_H

#include "domain/history.h"

/* Says each non-compliance that the pack's duties find in the facts. */
void duties_say(const struct policy *policy, const struct history *history, struct judgements *out);
/* Says where the Ombudsman was, or must be, pointed to. `final_missed` is the instant a final limit was missed, or
 * INSTANT_NONE. */
void signposts_say(const struct policy *policy, const struct history *history, const struct judgements *routing,
    struct instant final_missed, const struct fact *missed_by, struct judgements *out);

#endif
