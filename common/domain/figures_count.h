/* Inside of the figures: one case while it is counted. Pure. */
#ifndef REDRESS_DOMAIN_FIGURES_COUNT_H
#define REDRESS_DOMAIN_FIGURES_COUNT_H

#include "domain/figures.h"

struct count {
	const struct policy *policy;
	const struct zone *zone;
	const struct facts *facts;
	const struct judgements *standing;
	struct figures *out;
	bool complaint;	 /* it became a formal one */
	bool complained; /* formally or not */
};

/* One more (or so many more) on a local day. */
void figure_add(struct count *count, int32_t day, enum measure measure, struct text label);
void figure_add_many(struct count *count, int32_t day, enum measure measure, struct text label, int32_t many);
/* One more on the day of that instant; none where it is not set. */
void figure_add_at(struct count *count, struct instant at, enum measure measure, struct text label);
int32_t figure_day(const struct count *count, struct instant at);
/* "1" to "4"; "0" for what is no stage. */
struct text figure_stage_label(uint8_t stage);

/* The group whose access is watched that the first contact names; or empty. */
struct text figure_group(const struct count *count);

/* What the case's facts alone contribute. */
void figure_count_facts(struct count *count);

#endif
