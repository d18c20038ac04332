#include "wire/proto_json.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct text
base64_print(struct bytes bytes, struct arena *arena)
{
	char *out = arena_alloc(arena, (bytes.len + 2) / 3 * 4 + 1);
	size_t length = 0;

	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t left = bytes.len - i;
		uint32_t three = (uint32_t)bytes.at[i] << 16;

		if (left > 1)
			three |= (uint32_t)bytes.at[i + 1] << 8;
		if (left > 2)
			three |= bytes.at[i + 2];
		out[length++] = letters[three >> 18];
		out[length++] = letters[three >> 12 & 63];
		out[length++] = left > 1 ? letters[three >> 6 & 63] : '=';
		out[length++] = left > 2 ? letters[three & 63] : '=';
	}
	return (struct text){ out, length };
}

/* 0-63, or -1. */
static int
value_of(char c)
{
	const char *at;

	if (c == '-')
		return 62;
	if (c == '_')
		return 63;
	at = c == '\0' ? NULL : strchr(letters, c);
	return at == NULL ? -1 : (int)(at - letters);
}

bool
base64_parse(struct text text, struct arena *arena, struct bytes *bytes)
{
	uint8_t *out = arena_alloc(arena, text.len / 4 * 3 + 3);
	size_t length = 0;
	uint32_t bits = 0;
	int held = 0;

	for (int padding = 0; padding < 2 && text.len > 0 && text.at[text.len - 1] == '='; padding++)
		text.len--;
	if (text.len % 4 == 1)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int value = value_of(text.at[i]);

		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			out[length++] = (uint8_t)(bits >> held);
		}
	}
	*bytes = (struct bytes){ out, length };
	return true;
}
