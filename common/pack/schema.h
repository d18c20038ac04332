/* The pack language as a JSON Schema, for editors: made from the tables the reader itself walks, so that the two cannot
 * differ in what they allow. What spans several rules (references, order, what goes with what) only the reader checks.
 */
#ifndef REDRESS_PACK_SCHEMA_H
#define REDRESS_PACK_SCHEMA_H

#include "base/arena.h"
#include "base/text.h"

/* JSON Schema 2020-12, indented, in the arena. */
struct text pack_schema(struct arena *arena);

#endif
