#include "http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool
split(const char *address, char host[static 256], char port[static 8], struct error *error)
{
	const char *colon = strrchr(address, ':');
	size_t len;

	if (colon == NULL || colon[1] == '\0' || strspn(colon + 1, "0123456789") != strlen(colon + 1) ||
	    strlen(colon + 1) > 5 || atoi(colon + 1) > 65535)
		return error_set(error, ERROR_INVALID, "cannot listen on \"%s\": want host:port", address);
	len = (size_t)(colon - address);
	if (len >= 2 && address[0] == '[' && colon[-1] == ']') {
		address++;
		len -= 2;
	}
	if (len >= 256)
		return error_set(error, ERROR_INVALID, "cannot listen on \"%s\": the host is too long", address);
	memcpy(host, address, len);
	host[len] = '\0';
	snprintf(port, 8, "%s", colon + 1);
	return true;
}

static int
open_one(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol);
	int on = 1, failure;

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, 512) == 0)
		return fd;
	failure = errno;
	close(fd);
	errno = failure;
	return -1;
}

static uint16_t
bound_port(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} bound = { .v6 = { .sin6_port = 0 } };
	socklen_t size = sizeof(bound);

	if (getsockname(fd, &bound.any, &size) != 0)
		return 0;
	return ntohs(bound.any.sa_family == AF_INET6 ? bound.v6.sin6_port : bound.v4.sin_port);
}

bool
listen_open(const char *address, int *fd, uint16_t *port, struct error *error)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	char host[256] = "", service[8] = "";
	struct addrinfo *list = NULL;
	int failure;

	if (!split(address, host, service, error))
		return false;
	failure = getaddrinfo(host[0] == '\0' ? NULL : host, service, &hints, &list);
	if (failure != 0)
		return error_set(error, ERROR_INVALID, "cannot listen on \"%s\": %s", address, gai_strerror(failure));
	*fd = -1;
	for (const struct addrinfo *at = list; at != NULL && *fd < 0; at = at->ai_next)
		*fd = open_one(at);
	failure = errno;
	freeaddrinfo(list);
	if (*fd < 0)
		return error_set(error, ERROR_UNAVAILABLE, "cannot listen on \"%s\": %s", address, strerror(failure));
	*port = bound_port(*fd);
	return true;
}
