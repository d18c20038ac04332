#include "bus/command_check.h"

#include "bus/peers.h"
#include "bus/protocol.h"
#include "wire/utf8.h"

struct complaint
command_check_message(const struct bus_message *message, uint64_t *seq)
{
	const char *code = "malformed";
	const char *text = NULL;

	*seq = 0;
	if (!peers_is_route(message->frames[0])) {
		text = "leave the socket's routing id unset";
	} else if (message->too_many || message->count != 5) {
		text = "a message has four frames: version, verb, seq, body";
	} else if (!protocol_is(message->frames[1], PROTOCOL_VERSION)) {
		code = "version";
		text = "the first frame must be " PROTOCOL_VERSION;
	} else if (!protocol_is(message->frames[2], "POST") && !protocol_is(message->frames[2], "HELLO") &&
		   !protocol_is(message->frames[2], "BYE")) {
		code = "verb";
		text = "the second frame must be HELLO, POST or BYE";
	} else if (!protocol_parse_number(message->frames[3], seq)) {
		text = "the third frame, seq, must be 8 bytes, big endian";
	} else if (protocol_is(message->frames[2], "POST") && *seq == 0) {
		text = "numbers of commands begin with 1";
	}
	return (struct complaint){ .code = text == NULL ? NULL : code, .text = text, .seq = *seq };
}

struct complaint
command_check_stranger(uint64_t seq)
{
	return (struct complaint){
		.code = "hello", .text = "say HELLO first, and send again from the first one unanswered", .seq = seq
	};
}

/* What is wrong with a command's body; NULL: nothing that shows from here. */
static const char *
body_problem(struct bytes body, bool *is_json)
{
	if (body.len == 0)
		return "the body is empty: it must be a CloudEvent";
	if (body.len > LIMIT_EVENT_BYTES)
		return "the body is larger than 64 KiB";
	*is_json = body.at[0] == '{' || body.at[0] == '[';
	if (*is_json && !utf8_is_valid((struct text){ (const char *)body.at, body.len }))
		return "the body is not UTF-8";
	return NULL;
}

struct complaint
command_check_post(uint64_t taken, uint64_t limit, uint64_t seq, struct bytes body, bool *is_json)
{
	const char *problem;

	if (seq > limit)
		return (struct complaint){ .code = "credit", .text = "beyond the limit: wait for answers", .seq = seq };
	if (seq > taken + 1)
		return (struct complaint){ .code = "gap",
			.text = "numbers are missing: send again from the expected one",
			.seq = seq,
			.expected = taken + 1 };
	problem = body_problem(body, is_json);
	if (problem != NULL)
		return (struct complaint){ .code = "body", .text = problem, .seq = seq, .expected = seq };
	return (struct complaint){ 0 };
}
