/* Personal fields of events, opened with the keys of their persons. Pool thread. */
#ifndef REDRESS_REPORTING_KEYRING_H
#define REDRESS_REPORTING_KEYRING_H

#include "base/arena.h"
#include "base/error.h"
#include "store/log.h"

struct state;

/* Opens what is sealed in the bodies of events of one landlord: "[erased]" where the person's key was destroyed. What
 * does not open stays sealed, with an alarm. Changes nothing when reporting was given no keys. */
bool keyring_open(
    struct state *state, uint32_t landlord_id, struct log_events *events, struct arena *arena, struct error *error);

#endif
