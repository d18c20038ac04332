/* UTF-8, one character at a time. Pure. */
#ifndef REDRESS_BASE_UTF8_H
#define REDRESS_BASE_UTF8_H

#include <stddef.h>

#include "base/text.h"

/* Bytes of the character at the start of `t`; 0 when there is no valid one (overlong forms, surrogates and code points
 * past U+10FFFF are not), or `t` is empty. */
static inline size_t
utf8_length(struct text t)
{
	const unsigned char *at = (const unsigned char *)t.at;
	size_t need;

	if (t.len == 0)
		return 0;
	if (at[0] < 0x80)
		return 1;
	if (at[0] < 0xc2 || at[0] > 0xf4)
		return 0;
	need = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
	if (t.len < need)
		return 0;
	for (size_t i = 1; i < need; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf0 && at[1] < 0x90) ||
	    (at[0] == 0xf4 && at[1] > 0x8f))
		return 0;
	return need;
}

#endif
