/* The ROUTER that consumers take alerts from: a stream for each, from any position in the log on into the present.
 *
 * There is no PUB socket for alerts, because a publisher cannot hold one landlord's alerts back from another's
 * consumer: a subscription is a prefix the consumer chooses. Here every event is addressed, and the key a consumer
 * connected with says whose alerts it may have: its own landlord's, or, for the operator, all. Each consumer has its
 * own credit and its own place in the log, so a slow one falls back to being read from the log and holds up nobody.
 *
 * LISTEN(from, limit) begins at position `from` and sends at most `limit` events; MORE(limit) raises that number,
 * counted since LISTEN, and keeps an idle stream alive; END(next) says that all alerts before `next` have been sent
 * (repeated in answer to MORE). REPLAY(from, max) is the same without the future: at most `max` events, END, and the
 * stream is over. A consumer silent for LIMIT_CONNECTION_IDLE_SECONDS is forgotten and told to LISTEN again. */
#ifndef REDRESS_BUS_ALERT_SERVER_H
#define REDRESS_BUS_ALERT_SERVER_H

#include "bus/socket.h"

struct alert_server_options {
	const struct bus_key *key;
	/* Read the alerts this user may have at positions >= from, at most `max`, and answer with alert_server_replay
	 * for each in order and then alert_server_replayed, or alert_server_unread. One at a time for each consumer. */
	void (*fetch)(void *owner, uint64_t consumer, const struct bus_user *user, uint64_t from, size_t max);
	/* Whether this key may listen, asked at LISTEN, REPLAY and MORE. NULL: every key admitted. */
	bool (*may_listen)(void *owner, const struct bus_user *user);
	void *owner;
};

struct alert_server;

/* Binds at once. */
bool alert_server_open(struct alert_server **server, struct bus *bus, const char *endpoint,
    const struct alert_server_options *options, struct error *error);
const char *alert_server_endpoint(const struct alert_server *server);

/* A new alert, after its commit, in order of position. `json` is a CloudEvent. */
void alert_server_publish(struct alert_server *server, uint32_t landlord_id, uint64_t position, struct text json);

/* There may be alerts up to `head` that were not published here one by one: they are fetched. */
void alert_server_wake(struct alert_server *server, uint64_t head);

/* Answers to fetch. Unknown consumers are ignored: they have gone. */
void alert_server_replay(struct alert_server *server, uint64_t consumer, uint64_t position, struct text json);
/* All alerts before `next` have been read; when fewer than `max` came, that is the log's head + 1. */
void alert_server_replayed(struct alert_server *server, uint64_t consumer, uint64_t next);
/* They could not be read: what was replayed stands, and the rest is fetched again in a moment. */
void alert_server_unread(struct alert_server *server, uint64_t consumer);

size_t alert_server_consumers(const struct alert_server *server);
void alert_server_close(struct alert_server *server);

#endif
