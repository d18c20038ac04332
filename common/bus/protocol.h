/* The public protocol's words, "redress/1", for both ends. Numbers are 8 bytes, big endian. proto/asyncapi.yaml is its
 * contract for others.
 *
 * Commands, DEALER to ROUTER:
 *   -> [version, "HELLO" | "POST" | "BYE", seq, body]
 *   <- [version, "CREDIT" | "DONE" | "ERROR", durable, limit, JSON]
 * Alerts, DEALER to ROUTER:
 *   -> [version, "LISTEN", from, limit]   [version, "MORE", limit]   [version, "REPLAY", from, max]   [version, "BYE"]
 *   <- [version, "EVENT", position, JSON]   [version, "END", next]   [version, "ERROR", JSON]
 */
#ifndef REDRESS_BUS_PROTOCOL_H
#define REDRESS_BUS_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

#define PROTOCOL_VERSION "redress/1"

enum { PROTOCOL_NUMBER_BYTES = 8 };

void protocol_number(uint64_t number, uint8_t out[PROTOCOL_NUMBER_BYTES]);
/* False when the frame is not 8 bytes. */
bool protocol_parse_number(struct bytes frame, uint64_t *number);
bool protocol_is(struct bytes frame, const char *word);
struct bytes protocol_word(const char *word);

/* {"error":TEXT,"code":CODE,"seq":SEQ,"expected":EXPECTED}; the numbers only when not 0. Code and text are ours: they
 * go in as they are, without escapes. */
struct bytes protocol_error(struct arena *arena, const char *code, const char *text, uint64_t seq, uint64_t expected);

#endif
