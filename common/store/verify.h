/* Proof that the log is as it was written: dense numbering, and each landlord's hash chain.
 *
 * hash(row) = sha256(hash of the landlord's row before, 32 zero bytes for its first || canonical row), where canonical
 * row = position, cause (8 bytes each), landlord_id (4 bytes), then length (4 bytes) and bytes of speaker, type,
 * source, id, case_ref, then occurred_at, said_at (8 bytes each, microseconds since 2000-01-01 UTC), then length and
 * bytes of body and traceparent. Numbers big-endian, texts UTF-8.
 *
 * An export is text in the format of PostgreSQL's COPY, one row a line, columns in the order of VERIFY_COLUMNS,
 * instants in microseconds since 1970, body and hash as \x hex; first line `redress-log 1 <landlord id or *>`, then
 * rows, then one line `\head <landlord_id> <position> <hash>` a landlord and `\end <head>`. */
#ifndef REDRESS_STORE_VERIFY_H
#define REDRESS_STORE_VERIFY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "store/store.h"
#include "wire/event.h"

#define VERIFY_COLUMNS \
	"position, cause, landlord_id, speaker, type, source, id, case_ref, occurred_at, said_at, body, traceparent, hash"

enum {
	VERIFY_HASH_BYTES = 32,
	VERIFY_FAULTS = 64, /* listed; more are counted */
};

struct verify_fault {
	bool cell; /* about the numbering of the whole cell, not one landlord's chain */
	uint32_t landlord_id;
	uint64_t position; /* the first bad one */
	char text[160];
};

/* Zero it first. */
struct verify_report {
	uint64_t rows;
	uint64_t head;
	size_t landlords;
	size_t fault_count;
	struct verify_fault faults[VERIFY_FAULTS]; /* the first of each landlord, and the first of the cell */
};

/* True when it could be read to the end; what was found is in the report, which is clean at fault_count 0. */
bool verify_database(struct store *store, struct verify_report *report, struct error *error);
bool verify_export(FILE *from, struct verify_report *report, struct error *error);
/* The whole cell, or one landlord's rows (`landlord_id` < 0: all). An export of one landlord proves its chain but not
 * the cell's numbering. */
bool verify_write_export(struct store *store, int64_t landlord_id, FILE *to, struct error *error);
/* The hash of a row after `previous`. Position, cause, ... body, traceparent of the event are read. */
void verify_hash(const uint8_t previous[VERIFY_HASH_BYTES], const struct event *event, uint8_t hash[VERIFY_HASH_BYTES]);

#endif
