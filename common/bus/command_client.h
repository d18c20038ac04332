/* Posts to a command_server: keeps within the credit, and sends again after silence or a lost connection. Sending twice
 * is safe because events carry ids. */
#ifndef REDRESS_BUS_COMMAND_CLIENT_H
#define REDRESS_BUS_COMMAND_CLIENT_H

#include "bus/socket.h"

struct command_client_options {
	const char *endpoint;
	const char *server_public_key;
	const struct bus_key *key;
	/* Once for each post, in order. `results` is a JSON array, one object for each event; valid during the call. */
	void (*on_result)(void *owner, uint64_t ticket, struct text results);
	/* The server refused the message itself or this client altogether; the client sends nothing more. */
	void (*on_error)(void *owner, const struct error *error);
	void *owner;
	uint32_t silence_ms; /* without an answer, before beginning again; 0: 2000 */
};

struct command_client;

bool command_client_open(
    struct command_client **client, struct bus *bus, const struct command_client_options *options, struct error *error);

/* One CloudEvent or a JSON array of them; copied. `*ticket` counts from 1. ERROR_INVALID when over LIMIT_EVENT_BYTES or
 * empty; ERROR_LIMIT when twice the credit window waits here already: post the next from on_result. */
bool command_client_post(struct command_client *client, struct bytes body, uint64_t *ticket, struct error *error);
/* Posts without a result yet. */
size_t command_client_pending(const struct command_client *client);
/* True once the server has answered since the last silence. */
bool command_client_is_connected(const struct command_client *client);

void command_client_close(struct command_client *client);

#endif
