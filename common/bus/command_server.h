/* The ROUTER that landlord systems post to: numbered commands, answered when they are durable, in order, with credit.
 *
 * A connection says HELLO and then POST 1, 2, 3, ... while seq <= limit. The answer to each comes in a DONE when all
 * before it are done as well; its `durable` is cumulative and `limit` grows with it. Anything else gets an ERROR and
 * changes nothing: a gap ("expected" says from where to go back N), a number beyond the credit, a malformed message.
 * HELLO starts again from 1 and forgets what was under way. */
#ifndef REDRESS_BUS_COMMAND_SERVER_H
#define REDRESS_BUS_COMMAND_SERVER_H

#include "bus/socket.h"

struct command {
	uint64_t connection; /* names the sender for command_server_done; never used twice */
	uint64_t seq;
	struct bus_user user; /* of the sender's key */
	struct bytes body;    /* one CloudEvent, JSON or protobuf, or a JSON array of them */
	bool is_json;	      /* begins with '{' or '[' and is UTF-8 */
};

struct command_server_options {
	const struct bus_key *key;
	/* Everything in `command` is valid during the call. May call command_server_done at once. */
	void (*on_command)(void *owner, const struct command *command);
	/* How many commands each connection may have under way now, 1 to LIMIT_CREDIT_WINDOW; less when the database
	 * falls behind. NULL: always the most. */
	uint32_t (*window)(void *owner);
	void *owner;
};

struct command_server_counts {
	uint64_t connections; /* now */
	uint64_t under_way;   /* commands now */
	uint64_t bytes_under_way;
	uint64_t commands; /* since the start */
	uint64_t errors;
};

struct command_server;

/* Binds at once. */
bool command_server_open(struct command_server **server, struct bus *bus, const char *endpoint,
    const struct command_server_options *options, struct error *error);
const char *command_server_endpoint(const struct command_server *server);

/* The command is committed or refused for good. `results` is a JSON array, one object for each event of the command
 * (PostResult of proto/redress/v1/intake.proto); copied. In any order; unknown ones are ignored: the sender has gone or
 * begun again. Answers leave when the loop turns, many in one message. */
void command_server_done(struct command_server *server, uint64_t connection, uint64_t seq, struct text results);

/* A command could not be committed, nor refused: its connection is forgotten, so that the sender, who hears nothing
 * more, asks again, is told to say HELLO, and posts what was not answered. Unknown ones are ignored. */
void command_server_drop(struct command_server *server, uint64_t connection);

struct command_server_counts command_server_counts(const struct command_server *server);
void command_server_close(struct command_server *server);

#endif
