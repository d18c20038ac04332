/* tail: alerts as they come. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "bus/alert_client.h"
#include "redressctl/arguments.h"
#include "redressctl/command.h"
#include "redressctl/environment.h"
#include "redressctl/hub.h"
#include "redressctl/stock.h"
#include "redressctl/tell.h"

enum {
	TURN_MS = 500,
	PATIENCE_MS = 5 * 1000, /* without any answer, before it is said */
};

struct tail {
	bool json, until_caught_up;
	bool over, failed;
	bool heard, said_silence;
	struct error error;
	const struct zone *zone;
	struct arena arena; /* of one alert */
};

static void
on_alert(void *owner, uint64_t position, struct text json)
{
	struct tail *tail = owner;
	json_t *event;

	tail->heard = true;
	if (tail->json) {
		printf("%.*s\n", TEXT_ARG(json));
	} else {
		const char *subject;

		event = json_loadb(json.at, json.len, 0, NULL);
		subject = json_string_value(json_object_get(event, "subject"));
		printf("%llu  %s  %s  %s\n", (unsigned long long)position, tell_when(event, tail->zone, &tail->arena),
		    subject == NULL ? "-" : subject, tell_event(event, tail->zone, &tail->arena));
		json_decref(event);
		arena_reset(&tail->arena);
	}
	fflush(stdout);
}

static void
on_caught_up(void *owner, uint64_t next)
{
	struct tail *tail = owner;

	(void)next;
	tail->heard = true;
	tail->over |= tail->until_caught_up;
}

static void
on_error(void *owner, const struct error *error)
{
	struct tail *tail = owner;

	tail->over = tail->failed = true;
	tail->error = *error;
}

/* A key that may not listen is told nothing, like any stranger: say what may be the matter. */
static void
heed_silence(struct tail *tail, const struct hub *hub, uint64_t began, const char *endpoint, const char *name)
{
	if (tail->heard || tail->said_silence || uv_now(&hub->loop) - began < PATIENCE_MS)
		return;
	tail->said_silence = true;
	error_set(&tail->error, ERROR_UNAVAILABLE,
	    "no answer from %s: is notification running there, and may %s listen?", endpoint, name);
	if (tail->until_caught_up)
		tail->over = tail->failed = true;
	else
		fprintf(stderr, "redressctl: tail: %s Still trying.\n", tail->error.text);
}

static int
listen_on(struct tail *tail, const struct settings *settings, const char *as, uint64_t from)
{
	struct error error = { 0 };
	struct arena arena = { 0 };
	struct alert_client *client = NULL;
	char server[BUS_KEY_CHARS + 1];
	struct bus_key key;
	const char *name;
	struct hub hub;
	uint64_t began;
	bool ok = environment_who(settings, as, "-consumer", &arena, &name, &error) &&
		  environment_curve(settings, name, &arena, &key, server, &error);

	if (!ok || !hub_open(&hub, &error)) {
		arena_free(&arena);
		return command_failed("tail", &error);
	}
	ok = alert_client_open(&client, hub.bus,
	    &(struct alert_client_options){
		.endpoint = settings_text(settings, "REDRESS_ALERTS"),
		.server_public_key = server,
		.key = &key,
		.from = from,
		.on_alert = on_alert,
		.on_caught_up = on_caught_up,
		.on_error = on_error,
		.owner = tail,
	    },
	    &error);
	began = uv_now(&hub.loop);
	while (ok && !tail->over && !hub.interrupted) {
		hub_turn(&hub, TURN_MS);
		heed_silence(tail, &hub, began, settings_text(settings, "REDRESS_ALERTS"), name);
	}
	if (ok)
		alert_client_close(client);
	hub_close(&hub);
	arena_free(&arena);
	if (ok && !tail->failed)
		return STATUS_DONE;
	return command_failed("tail", tail->failed ? &tail->error : &error);
}

int
cmd_tail(int argc, char **argv)
{
	static const struct synopsis synopsis = { "tail", "",
		"Prints alerts, the past ones from a position on and then each as it comes, until interrupted. The number at the\n"
		"start of a line is the alert's position: --from the next one goes on where it ended.\n",
		0, 0 };
	const char *from = NULL, *as = NULL;
	struct tail tail = { 0 };
	const struct argument_option options[] = {
		{ "from", "POSITION", "the first wanted (default: from the beginning)", &from, NULL },
		{ "caught-up", NULL, "end once all there is has been printed", NULL, &tail.until_caught_up },
		AS_OPTION(as),
		{ "json", NULL, "CloudEvents, one a line", NULL, &tail.json },
		{ 0 },
	};
	struct arguments arguments;
	struct settings settings;
	struct arena arena = { 0 };
	unsigned long long position = 0;
	char *end = NULL;
	int status;

	if (!arguments_read(&arguments, argc, argv, &synopsis, options, &status))
		return status;
	if (from != NULL)
		position = strtoull(from, &end, 10);
	if (from != NULL && (*end != '\0' || end == from || from[0] == '-')) {
		fprintf(stderr, "redressctl tail: --from %s: not a position\n", from);
		return STATUS_USAGE;
	}
	if (!environment_read(&settings))
		return STATUS_USAGE;
	tail.zone = stock_zone(&arena);
	status = listen_on(&tail, &settings, as, position);
	arena_free(&tail.arena);
	arena_free(&arena);
	settings_free(&settings);
	return status;
}
