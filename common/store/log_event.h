/* Inside of the store: rows of the log as events. The columns every reading statement begins with. */
#ifndef REDRESS_STORE_LOG_EVENT_H
#define REDRESS_STORE_LOG_EVENT_H

#include "base/arena.h"
#include "base/error.h"
#include "store/log.h"

/* INTERNAL when a row is not an event. */
bool log_event_rows(const struct rows *rows, struct arena *arena, struct log_events *events, struct error *error);

#endif
