/* One post, of one event or many: on its way from an edge to the log and back. */
#ifndef REDRESS_INTAKE_PARCEL_H
#define REDRESS_INTAKE_PARCEL_H

#include "runtime/worker.h"
#include "store/callers.h"
#include "wire/cloudevent.h"
#include "wire/message.h"

struct round;
struct state;

struct verdict {
	struct post_result result;
	enum error_code code; /* why it was refused */
};

struct parcel {
	struct work work; /* first: the worker gives this back */
	struct arena arena;
	struct state *state;
	struct caller caller; /* a copy: the table may be read again meanwhile */
	struct readings readings;
	struct verdict *verdicts; /* one a reading */
	struct round *round;	  /* of the first parcel in a round: all that was done in it */
	size_t weight;		  /* bytes of memory it holds, about */

	/* Whom to answer: a request, or a connection's command. `request` is NULL once it has gone. */
	struct http_request *request;
	uint64_t connection, seq;
	bool answered;
};

/* Reads `body`, and hands it to the worker. False when it cannot be told apart into events; nothing was kept then. */
bool parcel_post(struct state *state, const struct caller *caller, struct bytes body, struct http_request *request,
    uint64_t connection, uint64_t seq, struct error *error);
/* What is under way, in posts of an ordinary size. */
size_t parcels_under_way(const struct state *state);
/* Answers whoever posted, and frees the parcel. `ok` false: nothing is known to be committed. */
void parcel_finish(struct parcel *parcel, bool ok, const struct error *error);
/* Marks a reading as refused. */
void verdict_refuse(struct verdict *verdict, enum error_code code, const struct error *error, struct arena *arena);

#endif
