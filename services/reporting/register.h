/* Registers: lists a landlord has to keep, read from the log. Each is a row: which facts belong to it, and what of
 * them. */
#ifndef REDRESS_REPORTING_REGISTER_H
#define REDRESS_REPORTING_REGISTER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"
#include "domain/fact.h"

enum {
	REGISTER_FACTS_MAX = 4,
};

/* Facts of one kind belong to the register; where a field is named, those only in which it is set (or, with `unset`, is
 * not), and where a list is named, the entries are what stands in it, one each: what was promised or recommended. */
struct register_fact {
	const char *type;  /* "ScopeDecided" */
	const char *field; /* in JSON: "discretionUsed"; NULL: all of them */
	bool unset;
	const char *list; /* "actions" */
};

struct register_rule {
	const char *name; /* "discretion", as in the path */
	const char *title;
	struct register_fact facts[REGISTER_FACTS_MAX];
	/* Of what was promised: whether facts of this kind say that it was done, naming the `ref`. NULL: of others. */
	bool (*says_done)(enum fact_kind kind);
};

/* NULL when there is none of that name. */
const struct register_rule *register_find(struct text name);
/* All names, for a refusal to list. */
const char *register_names(struct arena *arena);

/* The entries that one fact, as JSON of its CloudEvent, makes in the register: appended to `entries`. `course` are all
 * events of its case, as JSON, and may be NULL where the register has no `says_done`. */
void register_enter(const struct register_rule *rule, const json_t *fact, const json_t *course, json_t *entries);
/* Whether this fact belongs to it. */
bool register_takes(const struct register_rule *rule, const json_t *fact);

#endif
