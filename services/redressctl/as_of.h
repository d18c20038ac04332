/* What a log had said by an instant, and what stands now. "Then" is by when things were said (said_at), which may be
 * long after they happened. */
#ifndef REDRESS_REDRESSCTL_AS_OF_H
#define REDRESS_REDRESSCTL_AS_OF_H

#include "base/arena.h"
#include "base/error.h"
#include "redressctl/table.h"
#include "runtime/settings.h"
#include "wire/event.h"

struct event_list {
	const struct event **at;
	size_t count, capacity;
};

void event_list_add(struct event_list *list, const struct event *event);
void event_list_free(struct event_list *list);

/* Of one case: its facts, and what routing and sla said of it, by position. */
struct history {
	struct text landlord, ref;
	struct event_list events;
};

/* A log, laid out by case. Zero it first. */
struct as_of_log {
	struct arena arena; /* holds the events */
	struct table by_case;
	struct history **cases; /* in the order in which they came up */
	size_t count, capacity;
	struct event_list roots; /* the operator's events, by position */
	uint64_t through;	 /* the last position there is */
	struct instant now;	 /* the log's time */
};

/* Reads REDRESS_DATABASE. `case_ref` NULL: all cases. NOT_FOUND when the log does not know it. */
bool as_of_log_read(struct as_of_log *log, const struct settings *settings, const char *case_ref, struct error *error);
void as_of_log_free(struct as_of_log *log);

/* Why something changed. */
struct as_of_reason {
	const struct event *fact; /* of the case, or of the operator: a holiday, a calendar; NULL: time passed */
	struct instant happened, heard;
	bool late; /* it had happened by then, and was heard of only later */
};

struct as_of_change {
	const struct event *said;  /* the judgement */
	const struct event *ended; /* what took it back; NULL of what was said since */
	const struct event *other; /* what was said in its place, or what it was said in the place of; NULL: nothing */
	struct as_of_reason because;
};

struct as_of_case {
	struct text landlord, ref;
	struct event_list then, now;		/* what stood, and what stands */
	struct event_list heard;		/* facts since */
	struct as_of_change *taken_back, *said; /* since */
	size_t taken_back_count, said_count;
	size_t passing; /* judgements said since and taken back again */
};

/* `roots`: the operator's events, by position. `*out` refers to the events, and is freed by as_of_case_free; the rest
 * of it is in the arena. */
bool as_of_case(const struct history *history, const struct event_list *roots, struct instant at, struct arena *arena,
    struct as_of_case *out, struct error *error);
void as_of_case_free(struct as_of_case *of);
/* Whether anything was heard, taken back or said since. */
bool as_of_case_differs(const struct as_of_case *of);

/* `redressctl replay --as-of`: reads REDRESS_DATABASE and prints. `case_ref` NULL: all cases. The exit status. */
int as_of_tell(const struct settings *settings, struct instant at, const char *case_ref, bool json);

#endif
