/* One job of a judge: some waves, read, judged and committed in one segment. Runs on a pool thread and touches nothing
 * of the loop's. */
#ifndef REDRESS_RUNTIME_JUDGING_H
#define REDRESS_RUNTIME_JUDGING_H

#include "runtime/judge.h"
#include "store/log.h"

struct metrics;

struct judging {
	/* Given. */
	const struct judge *judge;
	struct metrics *metrics;
	void *state;
	struct log_cursor from; /* as it is in the database, when from_known */
	bool from_known;
	bool virtual_time;
	/* Waves to judge; with by_sql they are read from the log, after the cursor. */
	struct log_wave *waves;
	size_t wave_count;
	bool by_sql;
	/* Judge no more than one wave; and that not at all, but pass it over for this reason. */
	bool one_wave;
	const char *skip_why;
	/* Positions that the window misses: read when there is nothing to judge. 0: none. */
	uint64_t fill_from;

	/* Found. Texts and events live in the worker's arena. */
	struct log_cursor to;
	uint64_t seen_head; /* the highest position said or judged */
	bool heads_read;
	struct log_heads heads;
	uint64_t heads_ns; /* uv_hrtime() then */
	bool more;	   /* there are more waves to be judged at once */
	struct event *said;
	size_t said_count;
	size_t waves_judged, events_heard, passed_over;
	struct log_events fill;
	char sqlstate[6];
	bool due_asked;
	struct instant due;
};

/* Speakers upstream of the judge; the last of them. */
unsigned judging_hears(const struct judge *judge);
enum speaker judging_upstream(const struct judge *judge);

/* False: nothing is committed, or (UNAVAILABLE) no one knows. */
bool judging_run(struct judging *judging, struct store *store, struct arena *arena, struct error *error);

#endif
