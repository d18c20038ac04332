/* A landlord's figures, as reporting tells them. */
#ifndef REDRESS_REDRESSCTL_FIGURES_H
#define REDRESS_REDRESSCTL_FIGURES_H

#include "base/arena.h"
#include "base/error.h"
#include "runtime/settings.h"

struct figures_question {
	const char *landlord, *from, *until; /* local days; until is included */
	const char *homes;		     /* how many the landlord has; NULL: not said */
	const char *as;
};

/* The answer's JSON. */
bool figures_fetch(const struct settings *settings, const struct figures_question *question, struct arena *arena,
    struct text *json, struct error *error);
/* For people, each line beginning with `indent`. */
void figures_print(struct text json, const char *indent);

/* What reporting keeps for a landlord against a count of the whole log, in REDRESS_DATABASE. Prints what differs.
 * `*same` says whether nothing did. */
bool figures_recount(const struct settings *settings, const char *landlord, bool *same, struct error *error);

#endif
