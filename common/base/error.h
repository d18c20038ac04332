/* A failure with a text a person can act on: what, where, what to do. The caller owns it; libraries never log. */
#ifndef REDRESS_BASE_ERROR_H
#define REDRESS_BASE_ERROR_H

#include <stdbool.h>

enum error_code {
	ERROR_NONE,
	ERROR_INVALID, /* the input is at fault; repeating it will not help */
	ERROR_NOT_FOUND,
	ERROR_CONFLICT, /* the same key with other content, or a state already moved on */
	ERROR_FORBIDDEN,
	ERROR_LIMIT,	   /* a named limit (base/limits.h) was reached */
	ERROR_UNAVAILABLE, /* a peer or the database is away: try again */
	ERROR_INTERNAL,
};

struct error {
	enum error_code code;
	char field[96]; /* dotted path of the field at fault, or empty */
	char text[512];
};

/* Sets code and text (truncated to fit, and UTF-8 whatever it quotes) and clears the field. `error` may be NULL. Always
 * returns false, for `return error_set(...)`. */
bool error_set(struct error *error, enum error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, naming the field at fault. */
bool error_set_field(struct error *error, enum error_code code, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#ifdef __clang_analyzer__
/* What it cannot see from here. */
#define error_set(...) (error_set(__VA_ARGS__), false)
#define error_set_field(...) (error_set_field(__VA_ARGS__), false)
#endif

/* A word for the code: "invalid", "not-found", ... */
const char *error_code_name(enum error_code code);

#endif
