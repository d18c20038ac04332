/* When a customer is to be asked how the case was handled. Pure. */
#ifndef REDRESS_DOMAIN_SURVEYS_H
#define REDRESS_DOMAIN_SURVEYS_H

#include "domain/history.h"

/* Says each survey of the pack that is due by the case's history; none where the customer was asked before. `routing`
 * are routing's standing judgements. */
void surveys_say(const struct policy *policy, const struct history *history, const struct judgements *routing,
    struct judgements *out);

#endif
