/* intake's two edges: HTTP and ZeroMQ. */
#ifndef REDRESS_INTAKE_EDGES_H
#define REDRESS_INTAKE_EDGES_H

#include "bus/command_server.h"
#include "http/server.h"
#include "runtime/settings.h"

struct state;

extern const struct http_route INTAKE_ROUTES[];
extern const struct setting INTAKE_SETTINGS[];

/* Who calls, by bearer key: 401 and 403 are answered here. */
bool admit_caller(struct http_request *request, void *state);
/* POST /v1/events: one CloudEvent or a batch. */
void on_post(struct http_request *request, void *state);
/* GET /v1/progress: how far the log and each judge have got, and what time it is. */
void on_progress(struct http_request *request, void *state);
/* GET /v1/refusals: what the caller's source posted and was refused, newest first. */
void on_refusals(struct http_request *request, void *state);
/* A numbered command over ZeroMQ. */
void on_command(void *state, const struct command *command);
/* Credit a connection may have now: less as work gathers. */
uint32_t credit_window(void *state);

#endif
