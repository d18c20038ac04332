/* Whether bytes are text. */
#ifndef REDRESS_WIRE_UTF8_H
#define REDRESS_WIRE_UTF8_H

#include <stdbool.h>

#include "base/text.h"

/* Well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
bool utf8_is_valid(struct text text);
/* No byte below 0x20 and no DEL: fit to stand in a log line or an identifier. */
bool utf8_is_plain(struct text text);

#endif
