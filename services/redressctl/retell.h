/* The log from its beginning: read page by page, and its roots told to a simulator again. */
#ifndef REDRESS_REDRESSCTL_RETELL_H
#define REDRESS_REDRESSCTL_RETELL_H

#include "redressctl/simulator.h"
#include "store/store.h"

/* Calls `take` with each event up to position `head`, in order; they live in `arena`. */
bool retell_log(struct store *store, uint64_t head, struct arena *arena,
    void (*take)(void *self, const struct event *event), void *self, struct error *error);
/* What a root asks of the judges: time passes, the books change, a case's fact is heard. False when it cannot be read.
 */
bool retell_root(struct simulator *simulator, const struct event *root, struct error *error);

#endif
