/* One HTTP request at a time, to a daemon. */
#ifndef REDRESS_REDRESSCTL_WEB_H
#define REDRESS_REDRESSCTL_WEB_H

#include "base/arena.h"
#include "base/error.h"

struct web_request {
	const char *url;
	const char *bearer;	  /* NULL: none */
	const char *content_type; /* of the body */
	struct text body;	  /* empty: GET, else POST */
	long timeout_ms;	  /* 0: 30 s */
};

struct web_answer {
	long status;
	struct text body; /* in the arena, a NUL after it */
};

/* False when there is no answer; a refusal is an answer. */
bool web_ask(const struct web_request *request, struct arena *arena, struct web_answer *answer, struct error *error);
/* The same, and an answer other than 2xx is the error that its problem details tell. */
bool web_ask_well(
    const struct web_request *request, struct arena *arena, struct web_answer *answer, struct error *error);
/* Sets the error that an RFC 9457 answer tells. Always false. */
bool web_problem(const struct web_answer *answer, struct error *error);
/* For a path or query: percent-encoded. */
const char *web_escape(struct arena *arena, const char *value);

#endif
