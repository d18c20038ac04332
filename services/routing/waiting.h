/* Facts that name a case no contact has opened yet: counted, and an alarm when one has waited too long. */
#ifndef REDRESS_ROUTING_WAITING_H
#define REDRESS_ROUTING_WAITING_H

#include "runtime/service.h"

struct waiting;

/* Loop, in `start`: looks now and then. */
struct waiting *waiting_start(struct process *process);
/* Loop, in `stop`. NULL is fine. */
void waiting_stop(struct waiting *waiting);
/* When nothing runs any more. NULL is fine. */
void waiting_free(struct waiting *waiting);

#endif
