/* What notification hears. */
#ifndef REDRESS_NOTIFICATION_HEARS_H
#define REDRESS_NOTIFICATION_HEARS_H

#include "runtime/judge.h"

extern const struct handler NOTIFICATION_HEARS[];

/* A judgement was said: whoever the pack names is to be told. */
enum outcome on_judgement(struct delivery *in);
/* One was taken back: whoever was told of it is to be told that it no longer stands. */
enum outcome on_withdrawn(struct delivery *in);

#endif
