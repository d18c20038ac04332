/* What reporting hears, and what it does at the end of a wave. */
#ifndef REDRESS_REPORTING_HEARS_H
#define REDRESS_REPORTING_HEARS_H

#include "runtime/judge.h"

extern const struct handler REPORTING_HEARS[];

/* Anything about a case: its figures are to be worked out again. */
enum outcome on_case(struct delivery *in);
/* Replaces what the cases touched contributed by what they contribute now. */
bool keep_figures(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error);

#endif
