/* The simulator from the inside: for simulator.c and simulator_time.c. */
#ifndef REDRESS_REDRESSCTL_SIMULATOR_INSIDE_H
#define REDRESS_REDRESSCTL_SIMULATOR_INSIDE_H

#include "domain/wave.h"
#include "redressctl/due_heap.h"
#include "redressctl/simulator.h"
#include "redressctl/table.h"

/* One case, as both judges know it. */
struct open_case {
	uint32_t landlord_id;
	struct text landlord;
	struct text ref;
	const struct policy *policy; /* NULL until routing has opened the case */
	struct casefile *routing, *sla;
	bool quarantined;
	size_t place;	      /* among all cases */
	struct instant noted; /* its entry in the simulator's `due` that counts; INSTANT_FAR: none does */
};

/* What routing said in the wave in hand, until sla hears it. */
struct routing_news {
	struct instant at;
	bool withdrawn;
	struct judgement judgement;
};

struct simulator {
	struct books *books;
	struct simulator_ear ear;
	struct arena arena;
	struct wave_bench *bench;
	struct table by_key;
	struct open_case **cases;
	size_t count, capacity;
	struct due_heap
	    due; /* cases, by when time alone next changes one; entries that do not count any more among them */
	struct open_case **firing; /* room for all cases, in simulator_advance */
	/* The case, speaker and calendar of the voice in use. */
	struct open_case *speaking_of;
	enum speaker speaker;
	const struct calendar *calendar;
	const struct policy *policy;
	struct routing_news *news;
	size_t news_count, news_heard, news_capacity;
};

/* Makes `speaker`'s voice the one that is heard, about the case; routing's, of a wave in which nothing was said yet. */
struct wave_voice simulator_voice(struct simulator *simulator, struct open_case *open, enum speaker speaker);
struct wave_voice simulator_first_voice(struct simulator *simulator, struct open_case *open);
/* What routing said in the wave in hand, for sla. */
struct wave_upstream simulator_upstream(struct simulator *simulator);
/* After it was judged: when time alone changes it next. */
void simulator_note_due(struct simulator *simulator, struct open_case *open);
/* Nothing more is judged of the case. */
void simulator_limit_reached(struct simulator *simulator, struct open_case *open);
/* Days count otherwise at `now`, as `event` says. */
void simulator_judge_open_cases(struct simulator *simulator, const struct event *event, struct instant now);

#endif
