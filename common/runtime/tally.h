/* Figures of a case laid open on a judge's desk. Pool thread. */
#ifndef REDRESS_RUNTIME_TALLY_H
#define REDRESS_RUNTIME_TALLY_H

#include "domain/figures.h"
#include "runtime/desk.h"

/* What the case contributes with all that was heard of it, the wave in hand included; nothing while no contact has
 * opened it. Takes the wave's news into the casefile: once a case laid open. ERROR_LIMIT: it must be quarantined. */
bool tally_case(struct desk *desk, struct open_case *open, struct figures *figures, struct error *error);

#endif
