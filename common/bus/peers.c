#include "bus/peers.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

void
peers_init(struct peers *peers, size_t size, void (*on_drop)(void *owner, struct peer *peer), void *owner)
{
	memset(peers, 0, sizeof(*peers));
	TAILQ_INIT(&peers->silence);
	peers->size = size;
	peers->on_drop = on_drop;
	peers->owner = owner;
}

void
peers_free(struct peers *peers)
{
	while (!TAILQ_EMPTY(&peers->silence))
		peers_remove(peers, TAILQ_FIRST(&peers->silence));
}

/* libzmq's own are a zero byte and a counter. */
bool
peers_is_route(struct bytes frame)
{
	return frame.len == PEER_ROUTE_BYTES && frame.at[0] == 0;
}

struct bytes
peer_route(const struct peer *peer)
{
	return (struct bytes){ peer->route, sizeof(peer->route) };
}

static uint32_t
route_number(const uint8_t *route)
{
	return (uint32_t)route[1] << 24 | (uint32_t)route[2] << 16 | (uint32_t)route[3] << 8 | route[4];
}

static struct peer *
find(struct peers *peers, uint32_t number)
{
	struct peer *peer;

	LIST_FOREACH (peer, &peers->buckets[number % PEER_BUCKETS], chain)
		if ((uint32_t)peer->id == number)
			return peer;
	return NULL;
}

struct peer *
peers_hear(struct peers *peers, struct bytes route, struct text user_id, uint64_t now_ms)
{
	struct peer *peer = peers_is_route(route) ? find(peers, route_number(route.at)) : NULL;

	if (peer == NULL)
		return NULL;
	if (!text_equal(text_of(peer->user_id), user_id)) {
		peers_remove(peers, peer);
		return NULL;
	}
	peer->heard_ms = now_ms;
	TAILQ_REMOVE(&peers->silence, peer, silence);
	TAILQ_INSERT_TAIL(&peers->silence, peer, silence);
	return peer;
}

struct peer *
peers_by_id(struct peers *peers, uint64_t id)
{
	struct peer *peer = find(peers, (uint32_t)id);

	return peer != NULL && peer->id == id ? peer : NULL;
}

/* Makes room for one more of this user; false when all that could go are busy. */
static bool
make_room(struct peers *peers, struct text user_id)
{
	struct peer *peer, *oldest = NULL, *oldest_own = NULL;
	size_t own = 0;

	TAILQ_FOREACH (peer, &peers->silence, silence) {
		bool is_own = text_equal(text_of(peer->user_id), user_id);

		own += is_own;
		if (peer->busy)
			continue;
		if (oldest == NULL)
			oldest = peer;
		if (is_own && oldest_own == NULL)
			oldest_own = peer;
	}
	if (own >= LIMIT_USER_CONNECTIONS)
		oldest = oldest_own;
	else if (peers->count < LIMIT_CONNECTIONS)
		return true;
	if (oldest == NULL)
		return false;
	peers_remove(peers, oldest);
	return true;
}

struct peer *
peers_add(struct peers *peers, struct bytes route, struct text user_id, uint64_t now_ms)
{
	struct peer *peer;
	struct bus_user user;

	if (!peers_is_route(route) || !bus_user_parse(user_id, &user) || !make_room(peers, user_id))
		return NULL;
	peer = calloc(1, peers->size);
	if (peer == NULL)
		abort();
	peer->user_id = strndup(user_id.at, user_id.len);
	if (peer->user_id == NULL)
		abort();
	bus_user_parse(text_of(peer->user_id), &peer->user);
	memcpy(peer->route, route.at, sizeof(peer->route));
	peer->id = (uint64_t)++peers->serial << 32 | route_number(route.at);
	peer->heard_ms = now_ms;
	LIST_INSERT_HEAD(&peers->buckets[route_number(route.at) % PEER_BUCKETS], peer, chain);
	TAILQ_INSERT_TAIL(&peers->silence, peer, silence);
	peers->count++;
	return peer;
}

void
peers_remove(struct peers *peers, struct peer *peer)
{
	if (peers->on_drop != NULL)
		peers->on_drop(peers->owner, peer);
	LIST_REMOVE(peer, chain);
	TAILQ_REMOVE(&peers->silence, peer, silence);
	peers->count--;
	free(peer->user_id);
	free(peer);
}

void
peers_sweep(struct peers *peers, uint64_t before_ms)
{
	struct peer *peer = TAILQ_FIRST(&peers->silence);

	while (peer != NULL && peer->heard_ms < before_ms) {
		struct peer *next = TAILQ_NEXT(peer, silence);

		if (!peer->busy)
			peers_remove(peers, peer);
		peer = next;
	}
}
