/* ZeroMQ in this process: the context, and the gate (ZAP) that decides which keys may connect to our sockets. The gate
 * runs on a thread of its own from bus_open to bus_close, so no socket is ever open without it. */
#ifndef REDRESS_BUS_BUS_H
#define REDRESS_BUS_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uv.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "bus/key.h"

enum bus_pattern { BUS_PUB, BUS_SUB, BUS_ROUTER, BUS_DEALER };

/* Which of our sockets a key opens; the ZAP domain. */
enum bus_zone {
	BUS_INSIDE, /* between the daemons: the cell's key alone */
	BUS_PUBLIC, /* landlord systems and consumers */
};

/* Whom a key speaks for. The bus reads landlord_id alone; the source is the application's. */
struct bus_user {
	uint32_t landlord_id; /* 0 is the operator */
	struct text source;
	struct text key; /* the public key, in hexadecimal; filled in by bus_admit */
};

struct bus_credential {
	enum bus_zone zone;
	char public_key[BUS_KEY_CHARS + 1];
	struct bus_user user;
};

struct bus;

/* `loop` is borrowed. */
bool bus_open(struct bus **bus, uv_loop_t *loop, struct error *error);
/* After every socket is closed. NULL is fine. */
void bus_close(struct bus *bus);

/* Replaces all credentials at once; copies them. Any thread, any time. A key no longer among them gets in no more, but
 * connections already made last until they break. Until the first call nobody gets in. */
bool bus_admit(struct bus *bus, const struct bus_credential *credentials, size_t count, struct error *error);

/* The User-Id of ZAP is "landlord_id/source/key". The parsed texts point into `user_id`. */
char *bus_user_format(const struct bus_user *user, struct arena *arena);
bool bus_user_parse(struct text user_id, struct bus_user *user);

/* Connects to `endpoint`, a socket of that pattern, with a key made up on the spot: true when it is refused. Blocks up
 * to three seconds. bus_socket_bind does it for every socket and gives it up when the stranger gets in. */
bool bus_refuses_strangers(
    const char *endpoint, enum bus_pattern server, const char *server_public_key, struct error *error);

#endif
