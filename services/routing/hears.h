/* What routing hears, and what it does at the end of a wave. */
#ifndef REDRESS_ROUTING_HEARS_H
#define REDRESS_ROUTING_HEARS_H

#include "runtime/judge.h"

extern const struct handler ROUTING_HEARS[];

/* Any fact of a case: the case is to be judged again. */
enum outcome on_case(struct delivery *in);
/* Judges the cases touched. */
bool judge_wave(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error);

#endif
