/* A policy pack: YAML that a complaints manager can read -> struct policy. The language is the tables in
 * policy_fields.c, or for a law, which says 'law: true', in law_fields.c; every word of it is in them. No aliases,
 * anchors, tags or second documents; every rule has an id and a clause. */
#ifndef REDRESS_PACK_POLICY_READER_H
#define REDRESS_PACK_POLICY_READER_H

#include "domain/policy.h"
#include "pack/problem.h"

/* Reads and checks `yaml` (at most LIMIT_PACK_BYTES). `file` names it in problems and must outlive them. On true
 * `*policy` is complete; its texts are copies in `arena`, as is nothing else. On false `problems` holds everything that
 * is wrong, in order of place, and `*policy` is not to be used. */
bool policy_read(
    struct arena *arena, const char *file, struct text yaml, struct policy *policy, struct problems *problems);

#endif
