/* The parts every judgement has: why it was made, and how a date was counted. Of common/wire alone. */
#ifndef REDRESS_WIRE_BASIS_H
#define REDRESS_WIRE_BASIS_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/judgement.h"
#include "redress/v1/envelope.pb-c.h"

/* rule, pack, version, facts, decided_at and revision of `judgement`; `further` is left to the caller. */
Redress__V1__Basis *basis_of(const struct judgement *judgement, struct arena *arena);
/* Those members, from `basis` (NULL: none of them). False when it has more facts than a judgement holds. */
bool basis_take(const Redress__V1__Basis *basis, struct judgement *judgement, struct error *error);

Redress__V1__FactRef *fact_ref_of(struct fact_ref ref, struct arena *arena);
struct fact_ref fact_ref_take(const Redress__V1__FactRef *ref);

/* NULL when no date was counted. `calendar` may be NULL. */
Redress__V1__Derivation *derivation_of(
    const struct judgement *judgement, const struct calendar *calendar, struct arena *arena);
/* counted_from and limit. False for a unit that is none. */
bool derivation_take(const Redress__V1__Derivation *derivation, struct judgement *judgement, struct error *error);

#endif
