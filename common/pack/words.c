#include "pack/words.h"

#include <stdio.h>
#include <string.h>

enum {
	WORD_MAX = 40, /* longer ones are compared by their first bytes */
	PART_MIN = 4,  /* shorter parts, "by" and "to", make no two words alike */
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

/* The part of `word` before its next hyphen, which is taken off it. */
static struct text
next_part(struct text *word)
{
	struct text part = *word;

	for (part.len = 0; part.len < word->len && word->at[part.len] != '-'; part.len++)
		continue;
	*word = part.len == word->len ? TEXT("") : (struct text){ word->at + part.len + 1, word->len - part.len - 1 };
	return part;
}

/* How many parts of `word`, but for the little ones, are parts of `other`. */
static unsigned
parts_shared(struct text word, struct text other)
{
	unsigned shared = 0;

	while (word.len > 0) {
		struct text part = next_part(&word), rest = other;
		bool there = false;

		while (part.len >= PART_MIN && rest.len > 0)
			there = text_equal(next_part(&rest), part) || there;
		shared += there;
	}
	return shared;
}

void
nearest_try(struct nearest *nearest, struct text word, const char *candidate)
{
	size_t distance = slips_between(word, text_of(candidate));
	unsigned shared = parts_shared(word, text_of(candidate));

	if (distance < nearest->distance && distance <= 1 + word.len / 4) {
		nearest->distance = distance;
		nearest->word = candidate;
	}
	if (nearest->count < NEAREST_FEW)
		nearest->few[nearest->count] = candidate;
	nearest->count++;
	if (shared > nearest->alike_parts)
		nearest->alike_count = 0;
	if (shared == 0 || shared < nearest->alike_parts)
		return;
	nearest->alike_parts = shared;
	if (nearest->alike_count < NEAREST_ALIKE_MAX)
		nearest->alike[nearest->alike_count] = candidate;
	nearest->alike_count++;
}

/* "<begin>a, b or c<end>", each between quotes where they are asked for. */
static const char *
list_words(char says[NEAREST_SAYS_MAX], const char *begin, const char *const *words, unsigned count, const char *quote)
{
	size_t at = (size_t)snprintf(says, NEAREST_SAYS_MAX, "%s", begin);

	for (unsigned i = 0; i < count && at < NEAREST_SAYS_MAX; i++)
		at += (size_t)snprintf(says + at, NEAREST_SAYS_MAX - at, "%s%s%s%s",
		    i == 0	     ? ""
		    : i + 1 == count ? " or "
				     : ", ",
		    quote, words[i], quote);
	return says;
}

const char *
nearest_says(const struct nearest *nearest, char says[NEAREST_SAYS_MAX])
{
	says[0] = '\0';
	if (nearest->word != NULL)
		snprintf(says, NEAREST_SAYS_MAX, "; did you mean '%s'?", nearest->word);
	else if (nearest->count > 0 && nearest->count <= NEAREST_FEW)
		list_words(says, "; write ", nearest->few, nearest->count, "");
	else if (nearest->alike_count > 0 && nearest->alike_count <= NEAREST_ALIKE_MAX) {
		list_words(says, "; did you mean ", nearest->alike, nearest->alike_count, "'");
		strncat(says, "?", NEAREST_SAYS_MAX - strlen(says) - 1);
	}
	return says;
}

const char *
words_say(const struct words *words, struct text word, char says[NEAREST_SAYS_MAX])
{
	struct nearest nearest = { .distance = SIZE_MAX };

	for (unsigned i = 0; i < words->count; i++) {
		if (words->name(i) != NULL)
			nearest_try(&nearest, word, words->name(i));
	}
	return nearest_says(&nearest, says);
}
