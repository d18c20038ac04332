/* A stand-in for Redress to foreign clients: takes whatever is posted, answers it, and gives each of its bodies back as
 * an alert to the landlord who posted it. Prints its endpoints, and lives until its standard input ends.
 *
 * Usage: interop-echo FOLDER, with keys made there: server (ours), alice (landlord 1), bob (landlord 2), stranger. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uv.h>

#include "bus/alert_server.h"
#include "bus/bus.h"
#include "bus/command_server.h"

enum { BODIES = 4096 };

struct echo {
	struct command_server *commands;
	struct alert_server *alerts;
	struct {
		uint32_t landlord_id;
		char *body;
	} log[BODIES];
	uint64_t head;
};

static void
on_command(void *owner, const struct command *command)
{
	struct echo *echo = owner;
	char result[128];
	uint64_t position = ++echo->head;

	if (position > BODIES)
		exit(1);
	echo->log[position - 1].landlord_id = command->user.landlord_id;
	echo->log[position - 1].body = strndup((const char *)command->body.at, command->body.len);
	snprintf(result, sizeof(result), "[{\"status\":\"STATUS_ACCEPTED\",\"position\":\"%" PRIu64 "\"}]", position);
	command_server_done(echo->commands, command->connection, command->seq, text_of(result));
	alert_server_publish(echo->alerts, command->user.landlord_id, position, text_of(echo->log[position - 1].body));
}

static void
on_fetch(void *owner, uint64_t consumer, const struct bus_user *user, uint64_t from, size_t max)
{
	struct echo *echo = owner;
	uint64_t position = from;

	for (size_t came = 0; position <= echo->head && came < max; position++) {
		if (echo->log[position - 1].landlord_id != user->landlord_id)
			continue;
		alert_server_replay(echo->alerts, consumer, position, text_of(echo->log[position - 1].body));
		came++;
	}
	alert_server_replayed(echo->alerts, consumer, position);
}

static bool
admit(struct bus *bus, const char *folder, struct bus_key *server, struct error *error)
{
	static const char *const names[] = { "server", "alice", "bob", "stranger" };
	struct bus_credential credentials[3] = { 0 };
	struct arena arena = { 0 };
	struct bus_key key;

	for (uint32_t i = 0; i < 4; i++) {
		if (!bus_key_load_or_make(arena_printf(&arena, "%s/%s", folder, names[i]), &key, error))
			return false;
		if (i == 0)
			*server = key;
		if (i == 3)
			break;
		credentials[i] =
		    (struct bus_credential){ .zone = BUS_PUBLIC, .user = { i, TEXT("interop"), TEXT("all") } };
		memcpy(credentials[i].public_key, key.public_key, sizeof(key.public_key));
	}
	arena_free(&arena);
	return bus_admit(bus, credentials, 3, error);
}

static void
on_end(uv_poll_t *handle, int status, int events)
{
	(void)handle;
	(void)status;
	(void)events;
	exit(0);
}

int
main(int argc, char **argv)
{
	static struct echo echo;
	struct error error = { 0 };
	struct bus *bus;
	struct bus_key key;
	struct command_server_options commands = { .key = &key, .on_command = on_command, .owner = &echo };
	struct alert_server_options alerts = { .key = &key, .fetch = on_fetch, .owner = &echo };
	uv_poll_t input;

	if (argc != 2)
		return 2;
	if (!bus_open(&bus, uv_default_loop(), &error) || !admit(bus, argv[1], &key, &error) ||
	    !command_server_open(&echo.commands, bus, "tcp://127.0.0.1:*", &commands, &error) ||
	    !alert_server_open(&echo.alerts, bus, "tcp://127.0.0.1:*", &alerts, &error)) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	printf("%s %s\n", command_server_endpoint(echo.commands), alert_server_endpoint(echo.alerts));
	fflush(stdout);
	uv_poll_init(uv_default_loop(), &input, 0);
	uv_poll_start(&input, UV_READABLE | UV_DISCONNECT, on_end);
	return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
