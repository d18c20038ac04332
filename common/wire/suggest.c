#include "wire/suggest.h"

#include <ctype.h>

enum { SUGGEST_MAX = 64 };

/* A name as it is compared: small letters, no '_' or '-'. At most SUGGEST_MAX. */
static size_t
fold(struct text from, char *to)
{
	size_t length = 0;

	for (size_t i = 0; i < from.len && length < SUGGEST_MAX; i++) {
		if (from.at[i] != '_' && from.at[i] != '-')
			to[length++] = (char)tolower((unsigned char)from.at[i]);
	}
	return length;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to insert, delete, replace or swap. */
static size_t
distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t rows[3][SUGGEST_MAX + 1];

	for (size_t j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i - 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1);
		}
	}
	return rows[a_len % 3][b_len];
}

const char *
suggest(struct text wrong, const char *const *names, size_t count)
{
	char said[SUGGEST_MAX], name[SUGGEST_MAX];
	size_t said_len = fold(wrong, said);
	const char *nearest = NULL;
	size_t nearest_distance = 0;

	for (size_t i = 0; i < count; i++) {
		size_t name_len = fold(text_of(names[i]), name);
		size_t apart = distance(said, said_len, name, name_len);

		if (apart * 3 <= name_len && (nearest == NULL || apart < nearest_distance)) {
			nearest = names[i];
			nearest_distance = apart;
		}
	}
	return nearest;
}
