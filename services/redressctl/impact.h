/* What a holiday (or a calendar) moves: each case and clock, before and after, and the alerts that were overtaken. */
#ifndef REDRESS_REDRESSCTL_IMPACT_H
#define REDRESS_REDRESSCTL_IMPACT_H

#include "redressctl/difference.h"
#include "store/store.h"

struct impact {
	struct difference_totals totals;
	/* Each case for which something differs; nothing of it lives on. */
	void (*each)(void *self, const struct case_change *change);
	void *self;
};

/* What judges and notification said because of `root`, an event of the operator. */
bool impact_of(struct store *store, const struct event *root, struct impact *impact, struct error *error);
/* What they would say now if `holiday`, a HolidayProclaimed that is in no log, came next. Reads the whole log, tells it
 * to a simulator, and writes nothing. */
bool impact_would_be(struct store *store, struct event *holiday, struct impact *impact, struct error *error);

#endif
