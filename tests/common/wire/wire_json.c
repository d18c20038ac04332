/* The JSON mapping as a filter, for check_json.py. A line is a type, 'B' and a body in hex, or a type, 'J' and a JSON
 * object; the answer is 'J' and JSON, 'B' and hex, or 'E', the field and the text of the refusal. */
#include <stdio.h>
#include <stdlib.h>

#include "wire/json.h"

static struct bytes
from_hex(struct text hex, struct arena *arena)
{
	uint8_t *out = arena_alloc(arena, hex.len / 2 + 1);

	for (size_t i = 0; i + 1 < hex.len; i += 2) {
		char digits[3] = { hex.at[i], hex.at[i + 1], '\0' };

		out[i / 2] = (uint8_t)strtoul(digits, NULL, 16);
	}
	return (struct bytes){ out, hex.len / 2 };
}

static void
answer(struct text type, char form, struct text rest, struct arena *arena)
{
	struct error error = { 0 };
	struct bytes body;
	struct text json;

	if (form == 'B' && wire_json_print(type, from_hex(rest, arena), arena, &json, &error)) {
		printf("J\t%.*s\n", TEXT_ARG(json));
	} else if (form == 'J' && wire_json_parse(type, rest, arena, &body, &error)) {
		fputs("B\t", stdout);
		for (size_t i = 0; i < body.len; i++)
			printf("%02x", body.at[i]);
		putchar('\n');
	} else {
		printf("E\t%s\t%s\n", error.field, error.text);
	}
}

int
main(void)
{
	struct arena arena = { 0 };
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while ((length = getline(&line, &size, stdin)) > 0) {
		char *tab = strchr(line, '\t');

		if (line[length - 1] == '\n')
			line[--length] = '\0';
		if (tab == NULL || tab[1] == '\0' || tab[2] != '\t')
			return EXIT_FAILURE;
		answer((struct text){ line, (size_t)(tab - line) }, tab[1], text_of(tab + 3), &arena);
		arena_reset(&arena);
	}
	free(line);
	arena_free(&arena);
	return EXIT_SUCCESS;
}
