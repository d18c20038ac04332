/* Where a customer was, or must be, pointed to the Ombudsman or to an advocate. Pure. */
#ifndef REDRESS_DOMAIN_SIGNPOSTS_H
#define REDRESS_DOMAIN_SIGNPOSTS_H

#include "domain/history.h"

/* Says where the Ombudsman or an advocate was, or must be, pointed to. `final_missed` is the instant a final limit was
 * missed, or INSTANT_NONE. */
void signposts_say(const struct policy *policy, const struct history *history, const struct judgements *routing,
    struct instant final_missed, const struct fact *missed_by, struct judgements *out);

#endif
