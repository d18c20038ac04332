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

/* The best so far of several candidates; start with { .distance = SIZE_MAX }. */
struct nearest {
	const char *word;
	size_t distance;
};

/* Takes `candidate` when it is nearer to `word` than the best so far, and near enough to be a slip of the pen. */
void nearest_try(struct nearest *nearest, struct text word, const char *candidate);
/* NULL when none is near. */
const char *words_nearest(const struct words *words, struct text word);

#endif
