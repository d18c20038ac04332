/* What each of a pack's duties asks of one fact. Inside of duties. Pure. */
#ifndef REDRESS_DOMAIN_DUTY_CHECKS_H
#define REDRESS_DOMAIN_DUTY_CHECKS_H

#include "domain/history.h"

enum {
	DUTY_FAULTS_MAX = 4, /* conditions of one check */
};

/* A duty held against a fact. */
struct duty_case {
	const struct policy *policy;
	const struct duty_rule *duty;
	const struct history *history;
	const struct fact *fact;
};

/* Whether the check is of facts of this kind. */
bool duty_checks_kind(enum duty_check check, enum fact_kind kind);
/* Whether it is of what was done before the matter was a complaint, too. */
bool duty_checks_informally(enum duty_check check);
/* Fills `faults` with the conditions that failed, identifiers; how many there are. */
size_t duty_check_fact(const struct duty_case *of, const char *faults[DUTY_FAULTS_MAX]);

#endif
