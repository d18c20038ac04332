/* A cell for tests of reporting: a database, and the real routing, sla, notification and reporting on it, each under
 * its own role. Facts are put into the log as intake would; answers are asked for over HTTP. */
#ifndef REDRESS_TESTS_REPORTING_CELL_H
#define REDRESS_TESTS_REPORTING_CELL_H

#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bus/key.h"
#include "store/callers.h"
#include "store/log.h"
#include "support/port.h"
#include "support/postgres.h"
#include "wire/json.h"
#include "wire/seal.h"
#include "wire/time.h"

enum {
	LIVIN = 1,
	BEYOND = 2,
	DAEMONS = 4,
	ANSWER_BYTES = 2 * 1024 * 1024,
	SETTLE_TRIES = 3000, /* of 10 ms */
};

#define MASTER_KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

/* error.text when not `good`. */
#define must(good) cr_assert((good), "%s: %s", #good, error.text)

static const char *const daemon_names[DAEMONS] = { "routing", "sla", "notification", "reporting" };

static struct {
	const char *database, *keys;
	char folder[64];
	pid_t pids[DAEMONS];
	uint16_t port; /* reporting's */
	struct store *store, *key_store;
	uint64_t last_root;
	unsigned facts;
} cell;

static struct arena arena;
static struct error error;

static inline void
setting(const char *name, const char *value)
{
	setenv(arena_printf(&arena, "REDRESS_%s", name), value, 1);
}

static inline char *
upper(const char *name)
{
	char *copy = arena_string(&arena, text_of(name));

	for (char *at = copy; *at != '\0'; at++)
		*at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
	return copy;
}

static inline void
daemon_start(int which)
{
	const char *name = daemon_names[which];
	const char *log = arena_printf(&arena, "%s/%s.log", cell.folder, name);
	uint16_t port = free_port();

	if (which == DAEMONS - 1)
		cell.port = port;
	setting("DATABASE", postgres_as(cell.database, arena_printf(&arena, "redress_%s", name), &arena));
	setting("KEYS_DATABASE", postgres_as(cell.keys, "redress_reporting", &arena));
	setting("MASTER_KEY", MASTER_KEY);
	setting("KEYS_DIR", cell.folder);
	setting(arena_printf(&arena, "LISTEN_%s", upper(name)), arena_printf(&arena, "127.0.0.1:%d", port));
	setting("BUS_INTAKE", arena_printf(&arena, "ipc://%s/intake", cell.folder));
	for (int i = 0; i < DAEMONS; i++)
		setting(arena_printf(&arena, "BUS_%s", upper(daemon_names[i])),
		    arena_printf(&arena, "ipc://%s/%s", cell.folder, daemon_names[i]));
	setting("ALERTS", arena_printf(&arena, "ipc://%s/alerts", cell.folder));
	setting("ALERTS_KEY", arena_printf(&arena, "%s/server.key", cell.folder));
	cell.pids[which] = fork();
	if (cell.pids[which] == 0) {
		const char *program = arena_printf(&arena, "%s/redress-%s", PROGRAMS, name);

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(open(log, O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
		execl(program, program, (char *)NULL);
		_exit(127);
	}
}

/* The status; 0 when there is no answer. `token` may be NULL. The whole answer is in `answer`. */
static char answer[ANSWER_BYTES];

static inline unsigned
ask(const char *token, const char *path)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(cell.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	const char *request =
	    arena_printf(&arena, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s%s%s\r\n", path,
		token == NULL ? "" : "Authorization: Bearer ", token == NULL ? "" : token, token == NULL ? "" : "\r\n");
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	size_t used = 0;
	unsigned status = 0;

	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 &&
	    send(fd, request, strlen(request), MSG_NOSIGNAL) > 0) {
		ssize_t got;

		while ((got = recv(fd, answer + used, sizeof(answer) - 1 - used, 0)) > 0)
			used += (size_t)got;
	}
	close(fd);
	answer[used] = '\0';
	sscanf(answer, "HTTP/1.1 %u", &status);
	return status;
}

static inline const char *
body(void)
{
	const char *at = strstr(answer, "\r\n\r\n");

	return at == NULL ? "" : at + 4;
}

/* The JSON answered, when the status is that. */
static inline json_t *
ask_json(const char *token, const char *path, unsigned status)
{
	json_error_t why;
	json_t *json;

	cr_assert_eq(ask(token, path), status, "%s: %s", path, answer);
	json = json_loads(body(), 0, &why);
	cr_assert_not_null(json, "%s: %s: %s", path, why.text, answer);
	return json;
}

static inline void
wait_ready(void)
{
	for (int i = 0; i < SETTLE_TRIES; i++) {
		if (ask(NULL, "/readyz") == 200)
			return;
		usleep(10 * 1000);
	}
	cr_assert(false, "reporting is not ready: see %s", cell.folder);
}

static inline struct instant
instant(const char *when)
{
	struct instant at;

	cr_assert(instant_parse(text_of(when), &at), "%s", when);
	return at;
}

/* A root in the log, as intake or the operator would put it there. */
static inline void
put(uint32_t landlord_id, const char *type, const char *case_ref, const char *when, struct bytes packed)
{
	struct log_root root = {
		.event = { .landlord_id = landlord_id,
		    .type = text_of(arena_printf(&arena, "redress.v1.%s", type)),
		    .source = TEXT("crm"),
		    .id = text_of(arena_printf(&arena, "fact-%u", ++cell.facts)),
		    .case_ref = text_of(case_ref),
		    .occurred_at = instant(when),
		    .body = packed,
		    .traceparent = TEXT("") },
		.digest = { (const uint8_t *)"digest", 6 },
		.advances_to = strcmp(type, "TimeAdvanced") == 0 ? instant(when) : INSTANT_NONE,
	};
	struct segment segment = segment_new(cell.store, &arena);
	size_t statement = log_append_roots(&segment, SPEAKER_INTAKE, &root, 1);
	struct append_result result;

	must(segment_run(&segment, &error));
	must(log_append_roots_results(&segment, statement, &root, 1, &result, &error));
	cr_assert_eq(result.status, APPEND_ACCEPTED, "%s", type);
	cell.last_root = result.position;
}

static inline struct bytes
pack(const char *type, const char *json)
{
	struct bytes packed;

	must(wire_json_parse(
	    text_of(arena_printf(&arena, "redress.v1.%s", type)), text_of(json), &arena, &packed, &error));
	return packed;
}

static inline void
fact(uint32_t landlord_id, const char *type, const char *case_ref, const char *when, const char *json)
{
	put(landlord_id, type, case_ref, when, pack(type, json));
}

/* Virtual time is now this. */
static inline void
advance(const char *to)
{
	put(0, "TimeAdvanced", "", to, pack("TimeAdvanced", arena_printf(&arena, "{\"to\":\"%s\"}", to)));
}

/* Until reporting has judged the last root. */
static inline void
settle(void)
{
	for (int i = 0; i < SETTLE_TRIES; i++) {
		struct log_heads heads;

		must(log_heads(cell.store, &heads, &error));
		if (heads.cursors[SPEAKER_REPORTING].through >= cell.last_root &&
		    heads.cursors[SPEAKER_REPORTING].within == 0)
			return;
		usleep(10 * 1000);
	}
	cr_assert(false, "reporting has not got to %llu: see %s", (unsigned long long)cell.last_root, cell.folder);
}

static inline void
script(const char *sql)
{
	must(store_script(cell.store, sql, &error));
}

static inline void
credential(uint32_t landlord_id, const char *token, const char *permissions)
{
	script(arena_printf(&arena,
	    "INSERT INTO credential (landlord_id, source, permissions, bearer_hash) VALUES (%u, '%s', '{%s}', sha256('%s'))",
	    landlord_id, token, permissions, token));
}

static inline const char *
file(const char *path)
{
	enum { ROOM = 256 * 1024 };
	char *bytes = arena_alloc(&arena, ROOM);
	FILE *from = fopen(arena_printf(&arena, "%s/%s", REDRESS_SOURCE_DIR, path), "r");

	cr_assert_not_null(from, "%s", path);
	bytes[fread(bytes, 1, ROOM - 1, from)] = '\0';
	fclose(from);
	return bytes;
}

static inline void
put_in_force(void)
{
	static const char *const calendars[][2] = {
		{ "bank-holidays", "deploy/calendars/bank-holidays.json" },
		{ "europe-london", "deploy/calendars/europe-london.json" },
	};
	static const char *const landlords[] = { "livin", "beyond" };

	for (int i = 0; i < 2; i++) {
		json_t *json = json_pack("{ss ss}", "calendar", calendars[i][0], "text", file(calendars[i][1]));

		fact(0, "CalendarPutInForce", "", "2026-01-01T00:00:00Z", json_dumps(json, 0));
	}
	for (int i = 0; i < 2; i++) {
		json_t *json = json_pack("{ss ss ss ss}", "landlord", landlords[i], "pack", "livin", "version",
		    "2024-04-01", "text", file("deploy/policies/livin.yaml"));

		fact(0, "PackPutInForce", "", "2026-01-01T00:00:00Z", json_dumps(json, 0));
	}
}

static inline struct store *
open_store(const char *conninfo)
{
	struct store *store =
	    store_open(&(struct store_options){ .conninfo = conninfo, .application = "test" }, &error);

	cr_assert_not_null(store, "%s", error.text);
	return store;
}

static inline void *
json_room(size_t size)
{
	return arena_alloc(&arena, size);
}

static inline void
json_leave(void *at)
{
	(void)at;
}

/* Virtual time begins on 1 June 2026, a Monday. Keys: "livin-reads", "livin-personal", "livin-posts", "beyond-reads",
 * "operator". */
static inline void
cell_begin(void)
{
	struct bus_key key;

	/* It lives as long as the test. */
	json_set_alloc_funcs(json_room, json_leave);
	snprintf(cell.folder, sizeof(cell.folder), "/tmp/redress-cell-XXXXXX");
	cr_assert_neq(mkdtemp(cell.folder), NULL);
	must(bus_key_load_or_make(arena_printf(&arena, "%s/server.key", cell.folder), &key, &error));
	cell.database = postgres_database(POSTGRES_REDRESS, &arena);
	cell.keys = postgres_database(POSTGRES_KEYS, &arena);
	cell.store = open_store(cell.database);
	cell.key_store = open_store(cell.keys);
	script("INSERT INTO landlord VALUES (1, 'livin'), (2, 'beyond')");
	credential(LIVIN, "livin-reads", "read");
	credential(LIVIN, "livin-personal", "read,personal");
	credential(LIVIN, "livin-posts", "post");
	credential(BEYOND, "beyond-reads", "read");
	credential(0, "operator", "operate");
	advance("2026-06-01T08:00:00Z");
	put_in_force();
	for (int i = 0; i < DAEMONS; i++)
		daemon_start(i);
	wait_ready();
}

static inline void
cell_end(void)
{
	bool well = true;

	for (int i = 0; i < DAEMONS; i++) {
		int status = 0;

		kill(cell.pids[i], SIGTERM);
		waitpid(cell.pids[i], &status, 0);
		well = well && WIFEXITED(status) && WEXITSTATUS(status) == 0;
		cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s ended with %d: see %s", daemon_names[i],
		    status, cell.folder);
	}
	store_close(cell.store);
	store_close(cell.key_store);
	if (well)
		well = system(arena_printf(&arena, "rm -rf %s", cell.folder)) == 0;
	arena_free(&arena);
}

#endif
