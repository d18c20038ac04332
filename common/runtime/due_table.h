/* A judge's table of next dues, one row a case, and what it does with it when time passes, or days come to count
 * otherwise. Pool thread. */
#ifndef REDRESS_RUNTIME_DUE_TABLE_H
#define REDRESS_RUNTIME_DUE_TABLE_H

#include "runtime/desk.h"

struct due_table {
	/* The judge's own statements. */
	const char
	    *read_dues; /* $1 until timestamptz, $2 most int4; landlord_id, case_ref, due_at, the earliest first */
	const char *read_cases; /* $1 skipped int8, $2 most int4; the same of every row, by landlord and case */
	const char *note;	/* $1 landlord_id int4, $2 case_ref text, $3 due_at timestamptz */
	const char *clear;	/* $1 landlord_id int4, $2 case_ref text */
	/* Fires what is due in the case up to `until`. False, and the case is quarantined, at a limit. */
	bool (*fire)(struct wave_bench *bench, struct open_case *open, struct instant until);
	/* Judges the case again, since days count otherwise because of this fact. */
	bool (*again)(struct wave_bench *bench, struct open_case *open, const struct fact *because, struct instant now);
	/* Whether another calendar may change something in the case, though nothing is due. */
	bool (*may_change)(const struct casefile *casefile);
};

/* Records when the case next changes by time alone. A quarantined case has no row; one that a calendar may change
 * keeps its row, though time alone changes nothing. */
void due_table_note(const struct due_table *table, struct batch *batch, const struct open_case *open);
void due_table_clear(const struct due_table *table, struct batch *batch, struct case_key key);

/* Fires dues up to the wave's instant, the earliest first; *again when there are more than one commit should hold. */
bool due_table_fire(const struct due_table *table, struct desk *desk, struct batch *batch, const struct wave *wave,
    bool *again, struct error *error);
/* Days count otherwise: judges every case again that it may change, in order of landlord and case; *again when there
 * are more than one commit should hold. `part` counts from 0. */
bool due_table_again(const struct due_table *table, struct desk *desk, struct batch *batch, const struct wave *wave,
    uint32_t part, bool *again, struct error *error);

/* A case cannot be judged, which must not hold up the others of the wave: says so loudly. False when the failure is not
 * the case's own, and the wave has to wait. */
bool case_set_aside(struct case_key key, const struct error *why);
/* It said more than it could, or a limit was reached: the same for a case laid open, which is quarantined. */
void case_quarantine(struct open_case *open);
/* The error for it; false. */
bool case_limit_reached(const struct open_case *open, struct error *error);

#endif
