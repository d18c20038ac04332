/* Real processes of the toy daemon, for tests: started, asked over HTTP, stopped, killed. */
#ifndef REDRESS_TESTS_RUNTIME_DAEMONS_H
#define REDRESS_TESTS_RUNTIME_DAEMONS_H

#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/port.h"

struct daemon {
	const char *toy;
	pid_t pid;
	uint16_t port;
};

static char daemons_folder[64];
static const char *daemons_database;

static inline void
daemons_begin(const char *database)
{
	snprintf(daemons_folder, sizeof(daemons_folder), "/tmp/redress-toy-XXXXXX");
	cr_assert_neq(mkdtemp(daemons_folder), NULL);
	daemons_database = database;
}

/* Only a test that passed comes here: the logs of the others stay. */
static inline void
daemons_end(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -r %s", daemons_folder);
	cr_assert_eq(system(command), 0);
}

static inline void
set_endpoint(const char *name, const char *last)
{
	char value[256];

	snprintf(value, sizeof(value), "ipc://%s/%s", daemons_folder, last);
	setenv(name, value, 1);
}

/* `bus` tells apart instances of one daemon. */
static inline struct daemon
daemon_start_as(const char *toy, const char *bus)
{
	struct daemon daemon = { toy, 0, free_port() };
	char path[128];

	daemon.pid = fork();
	if (daemon.pid == 0) {
		char address[32];
		int log;

		snprintf(address, sizeof(address), "127.0.0.1:%d", daemon.port);
		setenv("TOY", toy, 1);
		setenv("REDRESS_DATABASE", daemons_database, 1);
		setenv("REDRESS_LOG_LEVEL", "debug", 1);
		setenv("REDRESS_KEYS_DIR", daemons_folder, 1);
		setenv("REDRESS_LISTEN_TOY", address, 1);
		set_endpoint("REDRESS_BUS_INTAKE", "intake");
		set_endpoint("REDRESS_BUS_ROUTING", "routing");
		set_endpoint("REDRESS_BUS_SLA", "sla");
		set_endpoint("REDRESS_BUS_NOTIFICATION", "notification");
		set_endpoint("REDRESS_BUS_REPORTING", "reporting");
		set_endpoint("REDRESS_BUS_BIND", bus);
		snprintf(path, sizeof(path), "%s/%s.log", daemons_folder, bus);
		log = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execl(TOY_DAEMON, "redress-toy", (char *)NULL);
		_exit(127);
	}
	return daemon;
}

static inline struct daemon
daemon_start(const char *toy)
{
	return daemon_start_as(toy, toy);
}

/* The status, 0 when there is no answer; what was answered goes to `into`. */
static inline unsigned
daemon_ask(const struct daemon *daemon, const char *method, const char *path, char *into, size_t size, int wait_ms)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(daemon->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char request[512], answer[65536];
	size_t used = 0;
	unsigned status = 0;

	snprintf(request, sizeof(request), "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", method, path);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0 &&
	    send(fd, request, strlen(request), MSG_NOSIGNAL) > 0) {
		while (used < sizeof(answer) - 1 && poll(&poll_fd, 1, wait_ms) == 1) {
			ssize_t got = recv(fd, answer + used, sizeof(answer) - 1 - used, 0);

			if (got <= 0)
				break;
			used += (size_t)got;
		}
	}
	close(fd);
	answer[used] = '\0';
	sscanf(answer, "HTTP/1.1 %u", &status);
	if (into != NULL)
		snprintf(into, size, "%s", answer);
	return status;
}

static inline bool
daemon_is_ready(const struct daemon *daemon)
{
	for (int i = 0; i < 1000; i++) {
		if (daemon_ask(daemon, "GET", "/readyz", NULL, 0, 1000) == 200)
			return true;
		usleep(10 * 1000);
	}
	return false;
}

static inline void
daemon_kill(struct daemon *daemon)
{
	kill(daemon->pid, SIGKILL);
	waitpid(daemon->pid, NULL, 0);
}

/* The exit status, and the time it took. */
static inline int
daemon_stop(struct daemon *daemon, double *seconds)
{
	struct timespec before, after;
	int status = 0;

	clock_gettime(CLOCK_MONOTONIC, &before);
	kill(daemon->pid, SIGTERM);
	waitpid(daemon->pid, &status, 0);
	clock_gettime(CLOCK_MONOTONIC, &after);
	if (seconds != NULL)
		*seconds = (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#endif
