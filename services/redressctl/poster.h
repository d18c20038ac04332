/* Posts facts over ZeroMQ as one credential, and waits for what becomes of them. */
#ifndef REDRESS_REDRESSCTL_POSTER_H
#define REDRESS_REDRESSCTL_POSTER_H

#include "redressctl/hub.h"
#include "runtime/settings.h"
#include "wire/message.h"

struct poster;

/* Told of each event's result, in order. Texts are valid during the call. */
typedef void poster_result(void *owner, const struct post_result *result);

/* As credential `name` of the keys' folder, to REDRESS_COMMANDS. */
bool poster_open(struct poster **poster, struct hub *hub, const struct settings *settings, const char *name,
    poster_result *on_result, void *owner, struct error *error);
/* One CloudEvent or an array of them; turns the loop while there is no room. False when the server refuses this client,
 * answers no more, or the user has interrupted. */
bool poster_post(struct poster *poster, struct text body, struct error *error);
/* Until everything posted has its result. */
bool poster_settle(struct poster *poster, struct error *error);
void poster_close(struct poster *poster);

#endif
