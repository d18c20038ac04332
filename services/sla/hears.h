/* What sla hears, and what it does at the end of a wave. */
#ifndef REDRESS_SLA_HEARS_H
#define REDRESS_SLA_HEARS_H

#include "runtime/judge.h"

struct case_key;
struct open_case;
struct state;

extern const struct handler SLA_HEARS[];

/* Any fact of a case, or what routing judged of it: the case is to be judged again. */
enum outcome on_case(struct delivery *in);
/* Time passed: what fell due is fired at the end of the wave. */
enum outcome on_time(struct delivery *in);

/* Judges the cases touched, or fires what fell due. */
bool judge_wave(struct batch *batch, const struct wave *wave, void *state, bool *again, struct error *error);
bool judge_case(
    struct state *state, struct batch *batch, const struct wave *wave, struct case_key key, struct error *error);
/* Fires dues up to the wave's instant, the earliest first; *again when there are more than one commit should hold. */
bool fire_dues(struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error);

/* Days count otherwise: judges every case with an open clock again; *again when there are more than one commit should
 * hold. */
bool judge_open_cases(
    struct state *state, struct batch *batch, const struct wave *wave, bool *again, struct error *error);

/* The earliest due instant on record, INSTANT_FAR when there is none. */
bool dues_next(struct store *store, void *state, struct instant *due, struct error *error);
/* Records when the case next changes by time alone; a quarantined one does not. */
void dues_note(struct batch *batch, const struct open_case *open);
void dues_note_at(struct batch *batch, struct case_key key, struct instant due);
void dues_clear(struct batch *batch, struct case_key key);

/* A case cannot be judged, which must not hold up the others of the wave: says so loudly. False when the failure is not
 * the case's own, and the wave has to wait. */
bool case_set_aside(struct case_key key, const struct error *why);
/* It said more than it could, or a limit was reached: the same for a case laid open, which is quarantined. */
void case_quarantine(struct open_case *open);

#endif
