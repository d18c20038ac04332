/* A daemon's ear inside the cell: every other daemon's events and progress, on one socket. */
#ifndef REDRESS_BUS_SUBSCRIBER_H
#define REDRESS_BUS_SUBSCRIBER_H

#include "bus/socket.h"
#include "wire/event.h"
#include "wire/frame.h"

struct subscriber_options {
	const struct bus_key *key;				  /* the cell's: ours and theirs */
	void (*on_event)(void *owner, const struct event *event); /* valid during the call */
	void (*on_progress)(void *owner, const struct progress *progress);
	/* A frame that could not be read; it is dropped. May be NULL. */
	void (*on_fault)(void *owner, const struct error *error);
	void *owner;
};

struct subscriber;

bool subscriber_open(
    struct subscriber **subscriber, struct bus *bus, const struct subscriber_options *options, struct error *error);
/* Once for each speaker; in any order with its start. */
bool subscriber_connect(struct subscriber *subscriber, const char *endpoint, struct error *error);
void subscriber_close(struct subscriber *subscriber);

#endif
