/* What sla hears, and what it does at the end of a wave. */
#ifndef REDRESS_SLA_HEARS_H
#define REDRESS_SLA_HEARS_H

#include "runtime/due_table.h"

struct state;

extern const struct handler SLA_HEARS[];

extern const struct due_table SLA_DUES;

/* Any fact of a case, or what routing judged of it: the case is to be judged again. */
enum outcome on_case(struct delivery *in);
/* Time passed: what fell due is fired at the end of the wave. */
enum outcome on_time(struct delivery *in);

/* Judges the cases touched, or those that time or another calendar changes. */
bool judge_wave(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error);
bool judge_case(
    struct state *state, struct batch *batch, const struct wave *wave, struct case_key key, struct error *error);
/* Time passed, or days count otherwise; *again when there are more cases than one commit should hold. */
bool judge_time(struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error);

/* The earliest instant on record at which something falls due, here or at routing; INSTANT_FAR when there is none. */
bool dues_next(struct store *store, void *state, struct instant *due, struct error *error);

#endif
