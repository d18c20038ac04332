/* A daemon's voice inside the cell: its events, after they are committed, and how far it has got. Frames are
 * ["E", Event] and ["P", Progress] (proto/redress/v1/envelope.proto). What nobody hears is lost: the log has it. */
#ifndef REDRESS_BUS_PUBLISHER_H
#define REDRESS_BUS_PUBLISHER_H

#include "bus/socket.h"
#include "wire/event.h"
#include "wire/frame.h"

struct publisher;

/* Binds at once; `key` is the cell's. Admit the cell's key first: a subscriber that is refused does not try again. */
bool publisher_open(struct publisher **publisher, struct bus *bus, const char *endpoint, const struct bus_key *key,
    struct error *error);
const char *publisher_endpoint(const struct publisher *publisher);

bool publisher_event(struct publisher *publisher, const struct event *event, struct error *error);
/* Said at once, and again every 250 ms until there is other news. Say it after the events it covers. */
bool publisher_progress(struct publisher *publisher, const struct progress *progress, struct error *error);

void publisher_close(struct publisher *publisher);

#endif
