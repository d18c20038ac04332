/* Differences told: to people, and as JSON. */
#ifndef REDRESS_REDRESSCTL_DIFFERENCE_TELL_H
#define REDRESS_REDRESSCTL_DIFFERENCE_TELL_H

#include <jansson.h>

#include "redressctl/difference.h"

/* What the two sides are called. */
struct difference_words {
	const char *before, *after; /* "as is", "what if" */
	const char *alerts;	    /* what is said of alerts counted: "superseded"; NULL: they are not counted */
};

/* Several lines, the first with the case. Nothing when it is empty. */
void difference_tell(const struct case_change *change, const struct difference_words *words, const struct zone *zone);
void difference_tell_totals(const struct difference_totals *totals, const struct difference_words *words);

/* {"landlord", "case", "clocks": [{"clock", "stage", "instance", "ref", "change": "moved" | "started" | "vanished" |
 * "same", "before", "after": dates or null, "appeared": [judgements], "vanished": [judgements]}], "appeared": [...],
 * "vanished": [...]}; "alerts" in a clock and in the case when they are counted. Dates and judgements are those of
 * redressctl/brief.h. */
json_t *difference_json(const struct case_change *change, const struct difference_words *words);
json_t *difference_totals_json(const struct difference_totals *totals, const struct difference_words *words);

#endif
