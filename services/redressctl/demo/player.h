/* Plays a year's facts into a running system, in virtual time, and listens to its alerts meanwhile. */
#ifndef REDRESS_REDRESSCTL_DEMO_PLAYER_H
#define REDRESS_REDRESSCTL_DEMO_PLAYER_H

#include "redressctl/demo/year.h"
#include "runtime/settings.h"

struct player_options {
	const struct settings *settings;
	const struct demo_plan *plan;
	const struct demo_year *year;
	const char *landlord;	 /* whose keys: NAME.key and NAME-consumer.key */
	const char *policy_file; /* put in force for it */
	const char *policies;	 /* folder: its laws are put in force */
	const char *calendars;	 /* folder, put in force */
	unsigned step_minutes;	 /* time advances by this much, where there are facts */
	bool quiet;		 /* no line a month */
};

struct player_outcome {
	size_t posted, refused, alerts;
	uint64_t head;
	char example[64]; /* a case worth looking at, or empty */
	char example_clock[64];
};

/* From an empty log to the year's end, when time is released. False when it could not be done, or was interrupted. */
bool player_play(const struct player_options *options, struct player_outcome *outcome, struct error *error);

#endif
