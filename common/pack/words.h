/* Vocabularies: the words a field may hold, and the nearest to one that is none of them. */
#ifndef REDRESS_PACK_WORDS_H
#define REDRESS_PACK_WORDS_H

#include "base/text.h"

/* Word `i` of `count` is name(i); NULL where there is none. */
struct words {
	const char *what; /* "moment": for messages */
	unsigned count;
	const char *(*name)(unsigned i);
};

/* `words->count` when it is none of them. */
unsigned words_find(const struct words *words, struct text word);

enum {
	NEAREST_ALIKE_MAX = 3,
	NEAREST_FEW = 6, /* so many words can all be named */
	NEAREST_SAYS_MAX = 256,
};

/* What may have been meant, of several candidates; start with { .distance = SIZE_MAX }. */
struct nearest {
	const char *word; /* a slip of the pen away; NULL: none is */
	size_t distance;
	const char
	    *alike[NEAREST_ALIKE_MAX]; /* those that share the most of its parts, "officer" of "officer-senior" */
	unsigned alike_count, alike_parts;
	const char *few[NEAREST_FEW];
	unsigned count;
};

/* Holds `candidate` against `word`. */
void nearest_try(struct nearest *nearest, struct text word, const char *candidate);
/* How a message goes on: "; did you mean 'x'?", "; write a, b or c", or nothing. Returns `says`. */
const char *nearest_says(const struct nearest *nearest, char says[NEAREST_SAYS_MAX]);
/* The same of a vocabulary. */
const char *words_say(const struct words *words, struct text word, char says[NEAREST_SAYS_MAX]);

#endif
