/* "Did you mean": the nearest of some names. */
#ifndef REDRESS_WIRE_SUGGEST_H
#define REDRESS_WIRE_SUGGEST_H

#include <stddef.h>

#include "base/text.h"

/* The name nearest to `wrong`, letters' case and '_' or '-' aside, when a third of it or less differs; else NULL. */
const char *suggest(struct text wrong, const char *const *names, size_t count);

#endif
