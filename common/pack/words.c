#include "pack/words.h"

enum {
	WORD_MAX = 40, /* longer ones are compared by their first bytes */
};

unsigned
words_find(const struct words *words, struct text word)
{
	for (unsigned i = 0; i < words->count; i++) {
		const char *name = words->name(i);

		if (name != NULL && text_equal(text_of(name), word))
			return i;
	}
	return words->count;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters put in, left out, changed or swapped with their neighbour. */
static size_t
slips_between(struct text a, struct text b)
{
	size_t before_last[WORD_MAX + 1] = { 0 }, last[WORD_MAX + 1], now[WORD_MAX + 1];

	a.len = least(a.len, WORD_MAX);
	b.len = least(b.len, WORD_MAX);
	for (size_t j = 0; j <= b.len; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t changed = last[j - 1] + (a.at[i - 1] != b.at[j - 1]);

			now[j] = least(changed, least(last[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
				now[j] = least(now[j], before_last[j - 2] + 1);
		}
		memcpy(before_last, last, sizeof(last));
		memcpy(last, now, sizeof(now));
	}
	return last[b.len];
}

void
nearest_try(struct nearest *nearest, struct text word, const char *candidate)
{
	size_t distance = slips_between(word, text_of(candidate));

	if (distance < nearest->distance && distance <= 1 + word.len / 4) {
		nearest->distance = distance;
		nearest->word = candidate;
	}
}

const char *
words_nearest(const struct words *words, struct text word)
{
	struct nearest nearest = { .distance = SIZE_MAX };

	for (unsigned i = 0; i < words->count; i++) {
		if (words->name(i) != NULL)
			nearest_try(&nearest, word, words->name(i));
	}
	return nearest.word;
}
