/* A batch from the inside: for the engine. */
#ifndef REDRESS_RUNTIME_BATCH_STATE_H
#define REDRESS_RUNTIME_BATCH_STATE_H

#include "runtime/batch.h"
#include "runtime/judge.h"
#include "store/params.h"

struct batch_case {
	struct case_key key;
	bool loaded;
	const struct event **events; /* by cause, position; what has no position yet is last */
	size_t count, capacity;
};

struct batch_statement {
	const char *sql;
	const struct params *params;
};

struct batch {
	struct arena *arena;
	struct store *store;
	enum speaker speaker;
	unsigned visible; /* speakers whose judgements the judge may know */
	uint64_t through;
	/* A wave judged in part: what of it counts as past is up to `partial_after`, and what was said of it. */
	uint64_t partial_cause, partial_after;
	const struct wave *wave; /* in hand; NULL in a task */
	struct batch_case **slots;
	size_t slot_count, case_count;
	struct event **said;
	size_t said_count, said_capacity;
	struct batch_statement *statements;
	size_t statement_count, statement_capacity;
	struct case_key *touched;
	size_t touched_count, touched_capacity;
	/* A read failed: whatever the judge makes of it, the batch must be judged again. */
	bool broken;
	struct error why_broken;
};

/* What was said and is to be executed up to here. */
struct batch_mark {
	size_t said, statements;
};

struct batch batch_new(struct arena *arena, struct store *store, enum speaker speaker, unsigned visible);
/* A slice comes in hand: its events become part of their cases. */
void batch_take(struct batch *batch, const struct wave *wave);
bool batch_knows(const struct batch *batch, struct case_key key);
struct batch_mark batch_mark(const struct batch *batch);
/* Takes back what came after the mark. */
void batch_roll_back(struct batch *batch, struct batch_mark mark);

#endif
