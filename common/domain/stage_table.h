/* How a case moves from phase to phase: the legal moves as rows. A pair that has no row changes nothing. Pure. */
#ifndef REDRESS_DOMAIN_STAGE_TABLE_H
#define REDRESS_DOMAIN_STAGE_TABLE_H

#include <stddef.h>

#define PHASES(X)                                                                             \
	X(UNOPENED, "unopened")		  /* nothing has come in */                           \
	X(NOTED, "noted")		  /* a contact that is no complaint */                \
	X(INVESTIGATING, "investigating") /* a stage is open */                               \
	X(ANSWERED, "answered")		  /* a stage is answered, another may be asked for */ \
	X(REFUSED, "refused")		  /* the next stage was refused: the answer stands */ \
	X(EXHAUSTED, "exhausted")	  /* the last word has been said */                   \
	X(DECLINED, "declined")                                                               \
	X(SET_ASIDE, "set aside") /* declined while it was no complaint */                    \
	X(WITHDRAWN, "withdrawn")                                                             \
	X(CLOSED, "closed")

enum phase {
#define X(suffix, name) PHASE_##suffix,
	PHASES(X)
#undef X
	    PHASES_COUNT,
};

#define HAPPENINGS(X)                                           \
	X(COMPLAINT_CAME, "complaint came")                     \
	X(OTHER_CAME, "something else came")                    \
	X(TURNED, "it turned into a complaint")                 \
	X(DECLINED, "a person declined it")                     \
	X(ACCEPTED, "a person accepted it")                     \
	X(ANSWERED, "a stage was answered")                     \
	X(LAST_ANSWERED, "the last stage was answered")         \
	X(NEXT_ASKED, "the next stage was asked for")           \
	X(NEXT_ASKED_LATE, "the next stage was asked for late") \
	X(NEXT_ACCEPTED, "the next stage was accepted")         \
	X(NEXT_REFUSED, "the next stage was refused")           \
	X(TIME_PASSED, "nothing was agreed in time")            \
	X(WITHDRAWN, "the customer withdrew it")                \
	X(CLOSED, "it was closed")                              \
	X(REOPENED, "it was reopened")

enum happening {
#define X(suffix, name) HAPPENING_##suffix,
	HAPPENINGS(X)
#undef X
	    HAPPENINGS_COUNT,
};

enum stage_step {
	STAGE_STAYS,
	STAGE_FIRST, /* stage 1 opens */
	STAGE_NEXT,  /* the stage after the present one opens, or is taken up again */
	STAGE_BACK,  /* the stage before is the present one again */
};

struct stage_row {
	enum phase from;
	enum happening on;
	enum phase to;
	enum stage_step step;
	const char *why;
};

extern const struct stage_row stage_table[];
extern const size_t stage_table_rows;

/* The row for this pair, or NULL: nothing changes. */
const struct stage_row *stage_table_find(enum phase from, enum happening on);
const char *phase_name(enum phase phase);
const char *happening_name(enum happening happening);

#endif
