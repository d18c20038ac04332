/* What customers say in the demo year: short sentences of our own, put together by chance. */
#ifndef REDRESS_REDRESSCTL_DEMO_WORDS_H
#define REDRESS_REDRESSCTL_DEMO_WORDS_H

#include "base/arena.h"
#include "redressctl/demo/random.h"

/* The service a category is about: "repairs". */
const char *words_service_area(const char *category);
/* Three sentences: what is wrong, since when or how often, what is wanted. */
const char *words_complaint(const char *category, struct random *random, struct arena *arena);
const char *words_request(const char *category, struct random *random);
const char *words_compliment(struct random *random);
const char *words_suggestion(struct random *random);
const char *words_enquiry(struct random *random);
/* Why an answer takes longer, what is promised, what was learnt, why stage 1 did not satisfy. */
const char *words_delay(struct random *random);
const char *words_action(struct random *random);
const char *words_lesson(struct random *random);
const char *words_dispute(struct random *random);
/* "Grace Okafor": made from two lists. */
const char *words_name(struct random *random, struct arena *arena);
const char *words_address(struct random *random, struct arena *arena);

#endif
