/* What each of a pack's duties asks of one fact. Inside of duties. Pure. */
#ifndef REDRESS_DOMAIN_DUTY_CHECKS_H
#define REDRESS_DOMAIN_DUTY_CHECKS_H

#include "domain/history.h"

/* The kind of fact that the check is of. */
enum fact_kind duty_checks_of(enum duty_check check);
/* NULL when all is well, else the condition that failed, an identifier. */
const char *duty_check_fact(
    const struct policy *policy, const struct duty_rule *duty, const struct history *history, const struct fact *fact);

#endif
