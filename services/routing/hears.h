/* What routing hears, and what it does at the end of a wave. */
#ifndef REDRESS_ROUTING_HEARS_H
#define REDRESS_ROUTING_HEARS_H

#include "runtime/due_table.h"

struct state;

extern const struct handler ROUTING_HEARS[];
extern const struct due_table ROUTING_DUES;

/* Any fact of a case: the case is to be judged again. */
enum outcome on_case(struct delivery *in);
/* Time passed: what opens by itself opens at the end of the wave. */
enum outcome on_time(struct delivery *in);

/* Judges the cases touched, or those that time or another calendar changes. */
bool judge_wave(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error);
/* Time passed, or days count otherwise; *again when there are more cases than one commit should hold. */
bool judge_time(struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error);

#endif
