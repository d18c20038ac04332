/* Events of a log, or of a simulator, for those who print them. */
#ifndef REDRESS_REDRESSCTL_BRIEF_H
#define REDRESS_REDRESSCTL_BRIEF_H

#include <jansson.h>

#include "base/arena.h"
#include "wire/event.h"

/* The event as a CloudEvent, for redressctl/tell.h; the caller's to json_decref. */
json_t *brief_event(const struct event *event);
/* A judgement in few fields, of an event as above: {"type", "id", "at", "clock", "instance", "ref", "due",
 * "lastDay", "what", "pack", "version", "rule", "clause", "text"}; those it has not are left out. "what" is the
 * condition, ground or reason as an identifier; "text" the sentence for people. */
json_t *brief_judgement(const json_t *event);
/* {"due", "lastDay", "provisional", "pack", "version", "rule", "clause", "decision"} of what gives a clock its date. */
json_t *brief_date(const json_t *event);
json_t *brief_text(struct text text);
/* RFC 3339 in UTC; null when it is not set. */
json_t *brief_instant(struct instant at);
/* Compact, on one line of stdout; takes `root`. */
void brief_print(json_t *root);

#endif
