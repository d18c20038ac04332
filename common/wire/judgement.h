/* Judgements of routing and sla as events, and back, exactly. */
#ifndef REDRESS_WIRE_JUDGEMENT_H
#define REDRESS_WIRE_JUDGEMENT_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/judgement.h"
#include "wire/event.h"

/* Fills type, source ("redress/sla"), id, case_ref, speaker, occurred_at (= decided_at) and body; the rest is zero. The
 * derivation of a counted date is worked out here; `calendar` may be NULL, then it has no skipped days, zone or last
 * day. `policy` gives roles their titles and may be NULL. What a law beside the policy says has the law's days and
 * titles. */
bool judgement_encode(const struct judgement *judgement, const struct calendar *calendar, const struct policy *policy,
    struct text case_ref, struct arena *arena, struct event *out, struct error *error);
/* The inverse: same key, same content, same basis. Texts live in `arena`. ERROR_NOT_FOUND when the event is no
 * judgement of routing or sla. */
bool judgement_decode(const struct event *event, struct arena *arena, struct judgement *judgement, struct error *error);
/* "<case>/<subject>[-s<stage>]/<instance>[-<ref>]/<word>[-<ordinal>]/<revision>"; no two keys of a case share one. */
struct text judgement_id(const struct judgement *judgement, struct text case_ref, struct arena *arena);

struct withdrawal {
	struct text withdrawn_id;
	struct text withdrawn_type; /* full name */
	struct fact_ref because;    /* the fact that overtook it; empty when none: a holiday, time */
	struct text why;	    /* a sentence */
	struct rule rule;
	struct text pack, version;
	struct instant decided_at;
};

/* Taking back `judgement`, as it was said, at `at`; `because` is the fact that overtook it, or NULL when only time
 * passed. */
struct withdrawal withdrawal_of(const struct judgement *judgement, struct text case_ref, struct instant at,
    const struct fact *because, struct arena *arena);
/* As judgement_encode; its id is the withdrawn one and "/withdrawn". `speaker` said the judgement first. */
bool withdrawal_encode(const struct withdrawal *withdrawal, enum speaker speaker, struct text case_ref,
    struct arena *arena, struct event *out, struct error *error);
bool withdrawal_decode(
    const struct event *event, struct arena *arena, struct withdrawal *withdrawal, struct error *error);

#endif
