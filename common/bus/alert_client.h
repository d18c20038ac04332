/* Takes alerts from an alert_server from a position on, the past and then the present, each once and in order, through
 * lost connections and restarts of the server. */
#ifndef REDRESS_BUS_ALERT_CLIENT_H
#define REDRESS_BUS_ALERT_CLIENT_H

#include "bus/socket.h"

struct alert_client_options {
	const char *endpoint;
	const char *server_public_key;
	const struct bus_key *key;
	uint64_t from; /* first position wanted; 0 and 1: from the beginning */
	/* `json` is a CloudEvent; valid during the call. */
	void (*on_alert)(void *owner, uint64_t position, struct text json);
	/* All there is has been given, up to `next`. Comes again. May be NULL. */
	void (*on_caught_up)(void *owner, uint64_t next);
	/* The server will not serve this client. */
	void (*on_error)(void *owner, const struct error *error);
	void *owner;
	uint32_t silence_ms; /* without a word, before asking again; 0: 2000 */
};

struct alert_client;

bool alert_client_open(
    struct alert_client **client, struct bus *bus, const struct alert_client_options *options, struct error *error);
/* The position to go on from in a later run. */
uint64_t alert_client_next(const struct alert_client *client);
void alert_client_close(struct alert_client *client);

#endif
