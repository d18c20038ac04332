/* Where the running system is, and with which key to talk to it: settings from the environment. */
#ifndef REDRESS_REDRESSCTL_ENVIRONMENT_H
#define REDRESS_REDRESSCTL_ENVIRONMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "bus/key.h"
#include "runtime/settings.h"

/* Every command that talks to a running system reads this table. */
extern const struct setting ENVIRONMENT_SETTINGS[];

/* False when a setting is wrong: stderr then says which. */
bool environment_read(struct settings *settings);

/* Files of REDRESS_KEYS_DIR, made by `redressctl setup`: server.key (the public sockets'), master.key (personal keys
 * are wrapped with it), and for each credential NAME: NAME.key (CURVE) and NAME.bearer (HTTP). */
const char *environment_key_file(
    const struct settings *settings, struct arena *arena, const char *name, const char *ending);
/* The credential to speak with: `given` if not NULL, else REDRESS_AS, else the only one in the folder with that ending,
 * the operator's and consumers' aside. */
bool environment_who(const struct settings *settings, const char *given, const char *ending, struct arena *arena,
    const char **name, struct error *error);
/* NAME.bearer's content. */
bool environment_bearer(
    const struct settings *settings, const char *given, struct arena *arena, const char **token, struct error *error);
/* NAME.key, and the public key of the server's. */
bool environment_curve(const struct settings *settings, const char *name, struct arena *arena, struct bus_key *key,
    char server[BUS_KEY_CHARS + 1], struct error *error);

#endif
