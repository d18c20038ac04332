/* RFC 9457 problem details: what went wrong, where, and what to do. */
#ifndef REDRESS_HTTP_PROBLEM_H
#define REDRESS_HTTP_PROBLEM_H

#include "base/error.h"
#include "http/server.h"

struct http_problem {
	unsigned status;
	const char *type;   /* URI reference; NULL: about:blank */
	const char *title;  /* NULL: the status's own words */
	struct text detail; /* empty: left out */
	struct text field;  /* dotted path or JSON pointer of what is at fault; empty: left out */
};

/* Answers with application/problem+json. Bytes that are not UTF-8 are replaced. */
void http_problem(struct http_request *request, const struct http_problem *problem);
/* The same, with further headers (WWW-Authenticate, Retry-After, Allow). */
void http_problem_with(struct http_request *request, const struct http_problem *problem,
    const struct http_header *headers, size_t header_count);
/* By the error's code: INVALID 400, NOT_FOUND 404, CONFLICT 409, FORBIDDEN 403, LIMIT 413, UNAVAILABLE 503 with
 * Retry-After, INTERNAL 500. */
void http_problem_error(struct http_request *request, const struct error *error);
/* "Not Found" for 404. */
const char *http_status_words(unsigned status);

#endif
