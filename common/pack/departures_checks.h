/* The comparisons behind departures_find. For common/pack/departures*.c only. */
#ifndef REDRESS_PACK_DEPARTURES_CHECKS_H
#define REDRESS_PACK_DEPARTURES_CHECKS_H

#include "pack/departures.h"

struct comparison {
	struct arena *arena;
	const struct policy *code, *policy;
	struct text clause; /* the policy's, set by the check that finds something */
};

/* Says what is short, or NULL. `stage` is of the floor, 0 where it has none. */
typedef const char *departure_check(struct comparison *of, uint8_t stage);

/* Stages and their limits: departures_clocks.c. */
departure_check departure_extra_stage;
departure_check departure_more_stages;
departure_check departure_acknowledgement;
departure_check departure_response;
departure_check departure_extension;
departure_check departure_window;
/* Everything else: departures_rules.c. */
departure_check departure_reason;
departure_check departure_issue_age;
departure_check departure_legal;
departure_check departure_decline_ombudsman;
departure_check departure_ombudsman_details;
departure_check departure_designated_person;
departure_check departure_member_responsible;

/* The rule of that stage; of the last when there is none. */
const struct rule *departures_stage_rule(const struct policy *policy, uint8_t stage);
bool departures_is_signposted(const struct policy *policy, enum signpost_occasion on);

#endif
