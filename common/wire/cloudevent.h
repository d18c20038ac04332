/* The public edge: CloudEvents 1.0 read from landlord systems, and events of the log written for consumers. */
#ifndef REDRESS_WIRE_CLOUDEVENT_H
#define REDRESS_WIRE_CLOUDEVENT_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/fact.h"
#include "wire/event.h"

/* A fact as posted, checked, not yet sealed. */
struct posted {
	struct text id;
	struct text source;
	struct text type; /* a fact of landlord.proto, full name */
	struct text
	    subject; /* case reference as given; empty for a cell-wide fact, or a contact that is to open a case */
	struct text landlord; /* extension "landlord", or empty */
	struct instant occurred_at;
	struct text traceparent; /* well formed, or empty */
	enum fact_kind kind;	 /* FACT_OF_NO_CASE: cell-wide */
	bool operator_only;	 /* cell-wide facts belong to the operator */
	bool mints_case;	 /* a contact without a subject: the case reference is to be minted (wire/seal.h) */
	struct bytes body;	 /* canonical protobuf of `type`, in the clear */
};

/* One event of what was posted: read, or refused with a reason. */
struct reading {
	bool ok;
	struct posted posted; /* when refused: id and source as far as they could be read, the rest meaningless */
	struct error error;   /* `field` is a dotted path from the event: "time", "data.actions[1].due" */
};

struct readings {
	struct reading *at;
	size_t count;
	bool batch; /* it was an array */
};

/* One CloudEvent in structured JSON, a JSON array of them (LIMIT_BATCH_EVENTS), or one in protobuf form
 * (redress.v1.CloudEvent, which is io.cloudevents.v1.CloudEvent). JSON when the first byte that is not white space is
 * '{' or '['. False when it cannot be told apart into events; a bad event among others is a refused reading. */
bool cloudevent_read(struct bytes input, struct arena *arena, struct readings *readings, struct error *error);

/* False when it lies more than LIMIT_FUTURE_SECONDS after `now`. */
bool posted_not_in_future(const struct posted *posted, struct instant now, struct error *error);

/* An event of the log as one line of JSON without the newline: specversion, id, source, type, subject, time, landlord,
 * traceparent, redressposition and redresscause (when numbered), datacontenttype, data. Personal fields are written as
 * they are: unseal first to show them. */
bool cloudevent_print(const struct event *event, struct arena *arena, struct text *line, struct error *error);

#endif
