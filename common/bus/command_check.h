/* What may be wrong with a message to a command_server, in the words its sender gets. Private to the bus. */
#ifndef REDRESS_BUS_COMMAND_CHECK_H
#define REDRESS_BUS_COMMAND_CHECK_H

#include "bus/socket.h"

/* As protocol_error takes it. `code` NULL: nothing is wrong. */
struct complaint {
	const char *code;
	const char *text;
	uint64_t seq, expected;
};

/* Routing id, version, verb's number: [route, version, verb, seq, body]. */
struct complaint command_check_message(const struct bus_message *message, uint64_t *seq);
/* A POST of someone who has not said HELLO. */
struct complaint command_check_stranger(uint64_t seq);
/* A POST of a connection that has posted up to `taken` and may up to `limit`. */
struct complaint command_check_post(uint64_t taken, uint64_t limit, uint64_t seq, struct bytes body, bool *is_json);

#endif
