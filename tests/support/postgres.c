#include "support/postgres.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/migrate.h"

enum {
	PATH_BYTES = 512,
	START_TRIES = 1500, /* of 20 ms */
	DATABASES = 256,
};

static struct {
	char folder[PATH_BYTES];
	pid_t owner; /* the process that started the server, and ends it */
	pid_t server;
} own;

static struct {
	char names[DATABASES][64];
	int count;
	pid_t maker;
} made;

static void __attribute__((noreturn, format(printf, 1, 2))) die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("tests/support/postgres: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(99);
}

/* PostgreSQL does not run as root. */
static void
become_unprivileged(const struct passwd *user)
{
	if (geteuid() != 0)
		return;
	if (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
		_exit(98);
}

static pid_t
spawn(const struct passwd *user, bool dies_with_us, char *const argv[])
{
	pid_t parent = getpid();
	pid_t child = fork();
	int log;

	if (child != 0)
		return child;
	setpgid(0, 0);
	become_unprivileged(user);
	if (dies_with_us && (prctl(PR_SET_PDEATHSIG, SIGQUIT) != 0 || getppid() != parent))
		_exit(98);
	if (chdir(own.folder) != 0)
		_exit(98);
	log = open("log", O_WRONLY | O_CREAT | O_APPEND, 0600);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	unsetenv("PGDATA");
	setenv("LC_ALL", "C.UTF-8", 1);
	execv(argv[0], argv);
	_exit(97);
}

static const char *
server_program(const char *name, char path[PATH_BYTES])
{
	const char *folder = getenv("REDRESS_TEST_PGBIN");

	snprintf(path, PATH_BYTES, "%s/%s", folder == NULL ? "/usr/lib/postgresql/15/bin" : folder, name);
	if (access(path, X_OK) != 0)
		die("%s: not there; install the package postgresql, or set REDRESS_TEST_PGBIN", path);
	return path;
}

static void
pause_ms(long ms)
{
	struct timespec time = { 0, ms * 1000000 };

	nanosleep(&time, NULL);
}

static void
make_cluster(const struct passwd *user)
{
	char program[PATH_BYTES];
	char data[] = "--pgdata=data";
	char *const argv[] = { (char *)(uintptr_t)server_program("initdb", program), data, "--username=postgres",
		"--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", NULL };
	pid_t child = spawn(user, false, argv);
	int status;

	if (waitpid(child, &status, 0) != child || status != 0)
		die("initdb failed: see %s/log", own.folder);
}

static void
start_server(const struct passwd *user)
{
	char program[PATH_BYTES];
	char sockets[PATH_BYTES + 32];
	char conninfo[PATH_BYTES + 64];
	char *const argv[] = { (char *)(uintptr_t)server_program("postgres", program), "-D", "data", "-c", sockets,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
		"-c", "shared_buffers=64MB", "-c", "max_wal_size=512MB", "-c", "log_statement=none", NULL };

	snprintf(sockets, sizeof(sockets), "unix_socket_directories=%s", own.folder);
	own.server = spawn(user, true, argv);
	own.owner = getpid();
	snprintf(conninfo, sizeof(conninfo), "host=%s user=postgres dbname=postgres", own.folder);
	for (int i = 0; i < START_TRIES; i++) {
		if (PQping(conninfo) == PQPING_OK)
			return;
		if (waitpid(own.server, NULL, WNOHANG) != 0)
			break;
		pause_ms(20);
	}
	die("the server did not start: see %s/log", own.folder);
}

void
postgres_start(void)
{
	const struct passwd *user = NULL;

	if (getenv("REDRESS_TEST_PGHOST") != NULL)
		return;
	if (geteuid() == 0) {
		user = getpwnam("postgres");
		if (user == NULL)
			user = getpwnam("nobody");
		if (user == NULL)
			die("root needs the user postgres or nobody to run a server as");
	}
	snprintf(own.folder, sizeof(own.folder), "/tmp/redress-test-pg-XXXXXX");
	if (mkdtemp(own.folder) == NULL || (user != NULL && chown(own.folder, user->pw_uid, user->pw_gid) != 0))
		die("%s: %s", own.folder, strerror(errno));
	make_cluster(user);
	start_server(user);
	setenv("REDRESS_TEST_PGHOST", own.folder, 1);
	unsetenv("REDRESS_TEST_PGPORT");
}

static void
remove_folder(void)
{
	char folder[PATH_BYTES];
	char *const argv[] = { "/bin/rm", "-rf", folder, NULL };
	pid_t child = fork();

	snprintf(folder, sizeof(folder), "%s", own.folder);
	if (child == 0) {
		execv(argv[0], argv);
		_exit(97);
	}
	waitpid(child, NULL, 0);
}

void
postgres_stop(void)
{
	if (own.owner != getpid())
		return;
	own.owner = 0;
	kill(own.server, SIGQUIT);
	waitpid(own.server, NULL, 0);
	remove_folder();
	unsetenv("REDRESS_TEST_PGHOST");
}

static const char *
host(void)
{
	const char *name = getenv("REDRESS_TEST_PGHOST");

	if (name == NULL)
		die("no server: postgres_start was not called");
	return name;
}

static const char *
conninfo_of(const char *database, struct arena *arena)
{
	const char *port = getenv("REDRESS_TEST_PGPORT");

	return arena_printf(
	    arena, "host=%s port=%s user=postgres dbname=%s", host(), port == NULL ? "5432" : port, database);
}

static void
ignore_notice(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static PGconn *
open_database(const char *conninfo)
{
	PGconn *conn = PQconnectdb(conninfo);

	if (PQstatus(conn) != CONNECTION_OK)
		die("%s: %s", conninfo, PQerrorMessage(conn));
	PQsetNoticeProcessor(conn, ignore_notice, NULL);
	return conn;
}

/* True when rows came back. */
static bool
run(PGconn *conn, const char *sql)
{
	PGresult *result = PQexec(conn, sql);
	ExecStatusType status = PQresultStatus(result);
	bool rows = PQntuples(result) > 0;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		die("%s: %s", sql, PQerrorMessage(conn));
	PQclear(result);
	return rows;
}

static const char *
read_source(const char *path, struct arena *arena, size_t *length)
{
	FILE *from = fopen(path, "r");
	char *text = arena_alloc(arena, 256 * 1024);

	if (from == NULL)
		die("%s: %s", path, strerror(errno));
	*length = fread(text, 1, 256 * 1024 - 1, from);
	fclose(from);
	return text;
}

static int
is_sql(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot != NULL && strcmp(dot, ".sql") == 0;
}

/* A template's name tells which migrations made it, so that a server may outlive a change of them. */
static const char *
template_name(const char *kind, const char *folder, struct arena *arena)
{
	crypto_generichash_state state;
	struct dirent **entries;
	int count = scandir(folder, &entries, is_sql, alphasort);
	unsigned char digest[crypto_generichash_BYTES_MIN];
	uint64_t hash;

	if (count < 0)
		die("%s: no migrations", folder);
	crypto_generichash_init(&state, NULL, 0, crypto_generichash_BYTES_MIN);
	for (int i = 0; i < count; i++) {
		const char *path = arena_printf(arena, "%s/%s", folder, entries[i]->d_name);
		size_t length;
		const char *text = read_source(path, arena, &length);

		crypto_generichash_update(&state, (const unsigned char *)path, strlen(path));
		crypto_generichash_update(&state, (const unsigned char *)text, length);
		free(entries[i]);
	}
	free(entries);
#ifdef REDRESS_CONTROL_NAIVE_LOG
	crypto_generichash_update(&state, (const unsigned char *)"naive", 5);
#endif
	crypto_generichash_final(&state, digest, sizeof(digest));
	memcpy(&hash, digest, sizeof(hash));
	return arena_printf(arena, "template_%s_%016llx", kind, (unsigned long long)hash);
}

static void
make_template(PGconn *conn, const char *name, const char *folder, struct arena *arena)
{
	const char *draft = arena_printf(arena, "%s_draft", name);
	struct migrate_report report;
	struct error error = { 0 };
	struct store_options options = { .conninfo = conninfo_of(draft, arena), .application = "tests" };
	struct store *store;

	run(conn, arena_printf(arena, "DROP DATABASE IF EXISTS %s", draft));
	run(conn, arena_printf(arena, "CREATE DATABASE %s", draft));
	store = store_open(&options, &error);
	if (store == NULL || !migrate(store, folder, &report, &error))
		die("migrations of %s: %s", folder, error.text);
	store_close(store);
#ifdef REDRESS_CONTROL_NAIVE_LOG
	if (strstr(name, "template_redress_") == name)
		postgres_run_file(options.conninfo, "tests/common/store/naive_log.sql");
#endif
	run(conn, arena_printf(arena, "ALTER DATABASE %s RENAME TO %s", draft, name));
}

static const char *
template_of(PGconn *conn, enum postgres_kind kind, struct arena *arena)
{
	static const struct {
		const char *name;
		const char *folder;
	} kinds[] = {
		[POSTGRES_REDRESS] = { "redress", REDRESS_SOURCE_DIR "/deploy/migrations" },
		[POSTGRES_KEYS] = { "keys", REDRESS_SOURCE_DIR "/deploy/migrations/keys" },
	};
	const char *name;

	if (kind == POSTGRES_EMPTY)
		return "template0";
	name = template_name(kinds[kind].name, kinds[kind].folder, arena);
	run(conn, "SELECT pg_advisory_lock(5271, 99)");
	if (!run(conn, arena_printf(arena, "SELECT FROM pg_database WHERE datname = '%s'", name)))
		make_template(conn, name, kinds[kind].folder, arena);
	run(conn, "SELECT pg_advisory_unlock(5271, 99)");
	return name;
}

const char *
postgres_database(enum postgres_kind kind, struct arena *arena)
{
	PGconn *conn = open_database(conninfo_of("postgres", arena));
	const char *template;
	char *name;

	if (made.maker != getpid()) {
		made.maker = getpid();
		made.count = 0;
	}
	if (made.count == DATABASES)
		die("more than %d databases in one test", DATABASES);
	name = made.names[made.count];
	snprintf(name, sizeof(made.names[0]), "test_%d_%d_%08x", (int)getpid(), made.count, randombytes_random());
	template = template_of(conn, kind, arena);
	run(conn, arena_printf(arena, "CREATE DATABASE %s TEMPLATE %s", name, template));
	made.count++;
	PQfinish(conn);
	return conninfo_of(name, arena);
}

const char *
postgres_as(const char *conninfo, const char *group, struct arena *arena)
{
	/* Roles belong to the server: a lock in the test's own database would keep no other test out. */
	PGconn *conn = open_database(conninfo_of("postgres", arena));

	run(conn, "SELECT pg_advisory_lock(5271, 98)");
	if (!run(conn, arena_printf(arena, "SELECT FROM pg_roles WHERE rolname = 'test_%s'", group)))
		run(conn, arena_printf(arena, "CREATE ROLE test_%s LOGIN IN ROLE %s", group, group));
	PQfinish(conn);
	return arena_printf(arena, "%s user=test_%s", conninfo, group);
}

void
postgres_run_file(const char *conninfo, const char *path)
{
	struct arena arena = { 0 };
	PGconn *conn = open_database(conninfo);
	size_t length;

	run(conn, read_source(arena_printf(&arena, "%s/%s", REDRESS_SOURCE_DIR, path), &arena, &length));
	PQfinish(conn);
	arena_free(&arena);
}

/* Before main, so that Criterion's workers inherit the server by their environment. */
static void __attribute__((constructor)) start_first(void)
{
	postgres_start();
}

static void
drop_databases(void)
{
	struct arena arena = { 0 };
	PGconn *conn;

	if (made.count == 0 || made.maker != getpid() || own.folder[0] != '\0')
		return;
	conn = PQconnectdb(conninfo_of("postgres", &arena));
	for (int i = 0; i < made.count; i++)
		PQclear(PQexec(conn, arena_printf(&arena, "DROP DATABASE IF EXISTS %s WITH (FORCE)", made.names[i])));
	PQfinish(conn);
	arena_free(&arena);
}

static void __attribute__((destructor)) stop_last(void)
{
	drop_databases();
	postgres_stop();
}
