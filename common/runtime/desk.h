/* A judge's desk: the packs and calendars in force, and cases laid open from the log to be judged. Pool thread. */
#ifndef REDRESS_RUNTIME_DESK_H
#define REDRESS_RUNTIME_DESK_H

#include "domain/wave.h"
#include "runtime/judge.h"

enum {
	DESK_CASES_MAX = 128, /* laid open at once */
};

struct books;
struct desk;

/* A case as it stood before the wave in hand, and the news of that wave. */
struct open_case {
	struct case_key key;
	struct text landlord;
	struct casefile *casefile;
	const struct policy *policy; /* NULL until a pack is known for it */
	const struct calendar *calendar;
	const struct fact *news;	     /* the wave's root, when it is a fact of this case */
	const struct event *const *upstream; /* what upstream said of it in this wave */
	size_t upstream_count, upstream_heard;
	struct wave_voice voice; /* says into the batch */
	struct batch *batch;
	enum speaker me;
	struct error error; /* what went wrong in the voice */
	bool failed;
	size_t said;
};

struct desk *desk_new(enum speaker me);
void desk_free(struct desk *desk);
/* Every pack and calendar put in force up to where this judge has got; what the judges passed over is so again. */
bool desk_load(struct desk *desk, struct process *process, struct store *store, struct error *error);
/* The same up to a position. */
bool desk_read(struct desk *desk, struct store *store, uint64_t through, struct error *error);
/* PackPutInForce, CalendarPutInForce, HolidayProclaimed: takes it in. Heard twice changes nothing. */
bool desk_take(struct desk *desk, const struct event *event, struct error *error);
/* Handlers for a judge's table, for a state whose first member is its `struct desk *`. */
enum outcome desk_on_book(struct delivery *in);

/* Lays the case open in place `place` (0 to DESK_CASES_MAX - 1). The result lives as long as the batch. */
bool desk_open(struct desk *desk, struct batch *batch, const struct wave *wave, struct case_key key, size_t place,
    struct open_case **out, struct error *error);
/* What upstream said of it in this wave, to be heard bit by bit. */
struct wave_upstream desk_upstream(struct open_case *open);
/* Puts what is left of that into the casefile, and finds the pack when it was not known before. */
bool desk_hear_upstream(struct desk *desk, struct open_case *open, struct error *error);
struct wave_bench *desk_bench(struct desk *desk);
struct books *desk_books(struct desk *desk);

#endif
