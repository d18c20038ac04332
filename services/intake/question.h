/* Questions over HTTP that the database answers: asked on the loop, read on the pool thread, answered on the loop. */
#ifndef REDRESS_INTAKE_QUESTION_H
#define REDRESS_INTAKE_QUESTION_H

#include "runtime/worker.h"

struct state;

struct work_class progress_class(struct state *state);
struct work_class refusals_class(struct state *state);

#endif
