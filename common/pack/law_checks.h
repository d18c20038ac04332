/* What must agree in a law besides single values. */
#ifndef REDRESS_PACK_LAW_CHECKS_H
#define REDRESS_PACK_LAW_CHECKS_H

#include "pack/walk.h"

/* Every clock of a law, and no landlord's, is called so: a case's judgements tell clocks apart by their ids. */
#define LAW_CLOCK_PREFIX "hazard-"

bool law_clock_is_named(struct text id);
/* Puts every disagreement to the walk's source. */
void law_check(struct walk *walk, const struct policy *law);

#endif
