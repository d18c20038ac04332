/* Inside of verify: the check itself, fed row by row from a database or an export. */
#ifndef REDRESS_STORE_VERIFIER_H
#define REDRESS_STORE_VERIFIER_H

#include "store/verify.h"

struct verifier_chain;

struct verifier {
	struct verify_report *report;
	bool cell; /* all landlords' rows are fed, so that no number may be missing */
	uint64_t last;
	bool cell_faulted;
	struct verifier_chain *chains;
	size_t chain_count;
	size_t chain_capacity;
};

void verifier_begin(struct verifier *verifier, bool cell, struct verify_report *report);
/* Rows in order of position, then every chain's head, then the end of the log. */
void verifier_row(struct verifier *verifier, const struct event *event, struct bytes hash);
void verifier_head(struct verifier *verifier, uint32_t landlord_id, uint64_t position, struct bytes hash);
void verifier_end(struct verifier *verifier, uint64_t head);
void verifier_free(struct verifier *verifier);

#endif
