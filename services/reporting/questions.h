/* What may be asked over HTTP. */
#ifndef REDRESS_REPORTING_QUESTIONS_H
#define REDRESS_REPORTING_QUESTIONS_H

#include "http/server.h"

extern const struct http_route REPORTING_ROUTES[];

/* Who calls, by bearer key: 401 is answered here. */
bool admit_caller(struct http_request *request, void *state);

/* GET /v1/figures?from=&until=[&homes=][&landlord=]: the standards and counts of a period, both days included. With the
 * number of the landlord's homes, what is counted for each thousand of them too. */
void on_figures(struct http_request *request, void *state);
/* GET /v1/cases/{case}[?landlord=]: every event of the case, in the order of the log. Personal fields are opened for
 * callers who may read them. */
void on_case_file(struct http_request *request, void *state);
/* GET /v1/cases?waiting[&after=][&max=][&landlord=]: facts that wait for a contact to open their case. */
void on_waiting(struct http_request *request, void *state);
/* GET /v1/registers/{register}[?from=][&until=][&after=][&max=][&landlord=]: a list that the landlord has to keep (see
 * register.h), of what happened on those local days. */
void on_register(struct http_request *request, void *state);
/* GET /v1/events?from=&max=[&landlord=]: the log, a CloudEvent a line; of an operator all of it, of a landlord its own.
 * The header Redress-Next says where the next page begins. */
void on_events(struct http_request *request, void *state);

#endif
