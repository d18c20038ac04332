/* Who is connected to a ROUTER: found by routing id, bounded, the longest silent forgotten first. Private to the bus.
 *
 * Only routing ids that our own socket made up are taken: one that a client chooses could be chosen by another landlord
 * once its owner has gone, and be sent the owner's answers. */
#ifndef REDRESS_BUS_PEERS_H
#define REDRESS_BUS_PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/text.h"
#include "bus/bus.h"

enum { PEER_BUCKETS = 1024, PEER_ROUTE_BYTES = 5 };

/* The first member of what its owner keeps for each. */
struct peer {
	LIST_ENTRY(peer) chain;
	TAILQ_ENTRY(peer) silence; /* in order of heard_ms */
	uint64_t id;		   /* never used twice; the lower half is that of the routing id */
	uint8_t route[PEER_ROUTE_BYTES];
	char *user_id;
	struct bus_user user; /* points into user_id */
	uint64_t heard_ms;
	bool busy; /* the owner's: not to be forgotten for silence */
};

LIST_HEAD(peer_list, peer);
TAILQ_HEAD(peer_queue, peer);

struct peers {
	struct peer_list buckets[PEER_BUCKETS];
	struct peer_queue silence;
	size_t count;
	uint32_t serial;
	size_t size; /* of what holds a peer, at least sizeof(struct peer) */
	/* About to be freed: the owner lets go of what it holds. May be NULL. */
	void (*on_drop)(void *owner, struct peer *peer);
	void *owner;
};

void peers_init(struct peers *peers, size_t size, void (*on_drop)(void *owner, struct peer *peer), void *owner);
void peers_free(struct peers *peers);

/* False when the client chose the routing id itself. */
bool peers_is_route(struct bytes frame);
struct bytes peer_route(const struct peer *peer);

/* NULL: not known, or known as another user, which is then forgotten. Counts as heard. */
struct peer *peers_hear(struct peers *peers, struct bytes route, struct text user_id, uint64_t now_ms);
struct peer *peers_by_id(struct peers *peers, uint64_t id);
/* Zeroed behind the peer. NULL: too many, and none silent and idle enough to go, or the user id cannot be read. */
struct peer *peers_add(struct peers *peers, struct bytes route, struct text user_id, uint64_t now_ms);
void peers_remove(struct peers *peers, struct peer *peer);
/* Forgets those silent since before `before_ms` that are not busy. */
void peers_sweep(struct peers *peers, uint64_t before_ms);

#endif
