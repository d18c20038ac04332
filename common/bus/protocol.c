#include "bus/protocol.h"

#include <inttypes.h>
#include <string.h>

void
protocol_number(uint64_t number, uint8_t out[PROTOCOL_NUMBER_BYTES])
{
	for (int i = PROTOCOL_NUMBER_BYTES - 1; i >= 0; i--) {
		out[i] = (uint8_t)(number & 0xff);
		number >>= 8;
	}
}

bool
protocol_parse_number(struct bytes frame, uint64_t *number)
{
	if (frame.len != PROTOCOL_NUMBER_BYTES)
		return false;
	*number = 0;
	for (size_t i = 0; i < frame.len; i++)
		*number = *number << 8 | frame.at[i];
	return true;
}

bool
protocol_is(struct bytes frame, const char *word)
{
	return frame.len == strlen(word) && memcmp(frame.at, word, frame.len) == 0;
}

struct bytes
protocol_word(const char *word)
{
	return (struct bytes){ (const uint8_t *)word, strlen(word) };
}

struct bytes
protocol_error(struct arena *arena, const char *code, const char *text, uint64_t seq, uint64_t expected)
{
	const char *body = arena_printf(arena, "{\"error\":\"%s\",\"code\":\"%s\"", text, code);

	if (seq != 0)
		body = arena_printf(arena, "%s,\"seq\":%" PRIu64, body, seq);
	if (expected != 0)
		body = arena_printf(arena, "%s,\"expected\":%" PRIu64, body, expected);
	return protocol_word(arena_printf(arena, "%s}", body));
}
