#include "redressctl/poster.h"

#include <stdlib.h>

#include "base/limits.h"
#include "bus/command_client.h"
#include "redressctl/environment.h"

enum {
	TURN_MS = 200,
	PATIENCE_MS = 15 * 1000, /* without any answer */
};

struct poster {
	struct hub *hub;
	struct command_client *client;
	poster_result *on_result;
	void *owner;
	struct arena arena; /* of one answer */
	const char *endpoint;
	uint64_t answered_at; /* loop's milliseconds */
	bool failed;
	struct error error;
};

static void
on_result(void *owner, uint64_t ticket, struct text json)
{
	struct poster *poster = owner;
	struct post_result *results;
	size_t count;

	(void)ticket;
	poster->answered_at = uv_now(&poster->hub->loop);
	if (!post_results_parse(json, &poster->arena, &results, &count, &poster->error)) {
		poster->failed = true;
		return;
	}
	for (size_t i = 0; i < count && poster->on_result != NULL; i++)
		poster->on_result(poster->owner, &results[i]);
	arena_reset(&poster->arena);
}

static void
on_error(void *owner, const struct error *error)
{
	struct poster *poster = owner;

	poster->failed = true;
	poster->error = *error;
}

bool
poster_open(struct poster **out, struct hub *hub, const struct settings *settings, const char *name,
    poster_result *tell, void *owner, struct error *error)
{
	struct poster *poster = calloc(1, sizeof *poster);
	char server[BUS_KEY_CHARS + 1];
	struct bus_key key;

	if (poster == NULL)
		abort();
	poster->hub = hub;
	poster->on_result = tell;
	poster->owner = owner;
	poster->endpoint = settings_text(settings, "REDRESS_COMMANDS");
	poster->answered_at = uv_now(&hub->loop);
	*out = poster;
	return environment_curve(settings, name, &poster->arena, &key, server, error) &&
	       command_client_open(&poster->client, hub->bus,
		   &(struct command_client_options){
		       .endpoint = poster->endpoint,
		       .server_public_key = server,
		       .key = &key,
		       .on_result = on_result,
		       .on_error = on_error,
		       .owner = poster,
		   },
		   error);
}

/* Turns the loop once; false when it is of no use to go on. */
static bool
turn(struct poster *poster, struct error *error)
{
	hub_turn(poster->hub, TURN_MS);
	if (poster->failed) {
		*error = poster->error;
		return false;
	}
	if (poster->hub->interrupted)
		return error_set(error, ERROR_UNAVAILABLE, "interrupted");
	if (uv_now(&poster->hub->loop) - poster->answered_at > PATIENCE_MS)
		return error_set(error, ERROR_UNAVAILABLE,
		    "no answer from %s: is intake running there, and are these its keys?", poster->endpoint);
	return true;
}

bool
poster_post(struct poster *poster, struct text body, struct error *error)
{
	uint64_t ticket;

	if (command_client_pending(poster->client) == 0)
		poster->answered_at = uv_now(&poster->hub->loop);
	while (command_client_pending(poster->client) >= LIMIT_CREDIT_WINDOW)
		if (!turn(poster, error))
			return false;
	return command_client_post(
	    poster->client, (struct bytes){ (const uint8_t *)body.at, body.len }, &ticket, error);
}

bool
poster_settle(struct poster *poster, struct error *error)
{
	while (command_client_pending(poster->client) > 0)
		if (!turn(poster, error))
			return false;
	if (poster->failed)
		*error = poster->error;
	return !poster->failed;
}

void
poster_close(struct poster *poster)
{
	if (poster == NULL)
		return;
	if (poster->client != NULL)
		command_client_close(poster->client);
	arena_free(&poster->arena);
	free(poster);
}
