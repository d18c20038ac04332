/* HTTP: who calls, and POST /v1/events. */
#include "base/limits.h"
#include "http/problem.h"
#include "intake/edges.h"
#include "intake/parcel.h"
#include "intake/state.h"

enum {
	/* Posts waiting for the database before HTTP callers are told to come back. */
	WAITING_MOST = 4096,
};

const struct http_route INTAKE_ROUTES[] = {
	{ HTTP_POST, "/v1/events", on_post,
	    "application/cloudevents+json application/cloudevents-batch+json application/json "
	    "application/cloudevents+protobuf application/protobuf" },
	{ HTTP_GET, "/v1/progress", on_progress, NULL },
	{ HTTP_GET, "/v1/refusals", on_refusals, NULL },
	{ 0 },
};

bool
admit_caller(struct http_request *request, void *context)
{
	return callers_gate_admit(((struct state *)context)->gate, request);
}

void
on_post(struct http_request *request, void *context)
{
	struct state *state = context;
	struct error error = { 0 };

	if (parcels_under_way(state) > WAITING_MOST) {
		error_set(&error, ERROR_UNAVAILABLE, "%d posts are waiting for the database: send it again later",
		    WAITING_MOST);
		http_problem_error(request, &error);
		return;
	}
	if (!parcel_post(state, http_request_user(request), http_request_body(request), request, 0, 0, &error))
		http_problem_error(request, &error);
}
