/* A daemon's process: settings, log, loop, signals, health, HTTP, bus and worker, started in order and stopped in
 * order. Judges use runtime/judge.h, which stands on this. */
#ifndef REDRESS_RUNTIME_SERVICE_H
#define REDRESS_RUNTIME_SERVICE_H

#include <stdbool.h>
#include <uv.h>

#include "http/server.h"
#include "runtime/settings.h"
#include "wire/event.h"

struct bus;
struct bus_credential;
struct bus_key;
struct health;
struct metrics;
struct publisher;
struct service;
struct store;
struct worker;

/* What a running daemon has. The loop's thread only. */
struct process {
	const struct service *service;
	const struct settings *settings;
	uv_loop_t *loop;
	struct worker *worker;
	struct metrics *metrics;
	struct health *health;
	struct http_server *http;
	struct bus *bus;	       /* from `start` on */
	const struct bus_key *bus_key; /* the cell's */
	struct publisher *publisher;
	void *state; /* the service's own, and the context of its routes */
};

struct service {
	const char *name; /* "intake" */
	const char *what; /* one line for --help */
	enum speaker speaker;
	/* Own settings, besides the common ones; ended by a NULL name; may be NULL. */
	const struct setting *settings;
	/* Name of its setting of kind SETTING_ADDRESS for HTTP: "REDRESS_LISTEN_INTAKE" (own settings declare it). */
	const char *listen;
	/* Own routes, ended by a NULL pattern; may be NULL. Their context is process->state, set by `start`. */
	const struct http_route *routes;
	/* Asked before a body is read; context is process->state. May be NULL. */
	bool (*admit)(struct http_request *request, void *state);
	/* For row-level security, see store_options.landlord; may be NULL. */
	const char *landlord;
	/* On a pool thread, once the database answers and its migrations are there: load what is needed and make the
	 * state. UNAVAILABLE is tried again; any other error ends the daemon with the text. */
	bool (*load)(struct process *process, struct store *store, struct error *error);
	/* On the loop, after `load` and before HTTP listens. False ends the daemon with the text. May be NULL. */
	bool (*start)(struct process *process, struct error *error);
	/* On the loop, at the beginning of a stop: take nothing more, end streams and sockets of your own. May be NULL.
	 */
	void (*stop)(struct process *process);
	/* On the loop, when nothing runs any more and HTTP is closed: free the state; also after a load or start that
	 * failed. May be NULL. */
	void (*free)(struct process *process);
};

/* Runs until SIGTERM or SIGINT; returns the exit status: 0, 1 when it could not start or go on, 2 for a bad command
 * line or bad settings. */
int service_main(const struct service *service, int argc, char **argv);
/* A failure that no repeat will mend: logs an alarm and stops the daemon with status 1. */
void process_fail(struct process *process, const struct error *error);

/* Who may connect to the daemon's sockets, besides the cell's own daemons. Replaces what was given before. */
bool process_admit(
    struct process *process, const struct bus_credential *credentials, size_t count, struct error *error);
/* Publishes committed events, in order, and the progress that follows from them. */
void process_publish(
    struct process *process, const struct event *const *events, size_t count, uint64_t through, uint64_t head);

#endif
