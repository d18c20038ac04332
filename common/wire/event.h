/* One row of the event log, in memory. Texts and bytes are by reference, into whatever arena or buffer the reader of
 * the event owns. */
#ifndef REDRESS_WIRE_EVENT_H
#define REDRESS_WIRE_EVENT_H

#include <stdint.h>

#include "base/text.h"
#include "domain/instant.h"

enum speaker {
	SPEAKER_INTAKE,
	SPEAKER_ROUTING,
	SPEAKER_SLA,
	SPEAKER_NOTIFICATION,
	SPEAKER_REPORTING,
	SPEAKERS,
};

struct event {
	uint64_t epoch;
	uint64_t position;    /* dense, from 1 */
	uint64_t predecessor; /* position - 1 */
	uint64_t cause;	      /* position of the wave's root event; its own for a root */
	uint32_t landlord_id; /* 0 is the operator */
	struct text landlord; /* short name: "acme", "operator" */
	enum speaker speaker;
	struct text type; /* full protobuf name: "redress.v1.ContactReceived" */
	struct text source;
	struct text id;
	struct text case_ref;	    /* empty for cell-wide facts */
	struct instant occurred_at; /* when it happened */
	struct instant said_at;	    /* logical time at which the log took it */
	struct bytes body;	    /* protobuf of `type`, personal fields sealed */
	struct text traceparent;    /* W3C, or empty */
};

/* "intake", "routing", ... */
const char *speaker_name(enum speaker speaker);
/* False when the name is no speaker's. */
bool speaker_from_name(struct text name, enum speaker *speaker);

#endif
