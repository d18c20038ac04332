/* Ports for programs that a test is about to start. */
#ifndef REDRESS_TESTS_SUPPORT_PORT_H
#define REDRESS_TESTS_SUPPORT_PORT_H

#include <criterion/criterion.h>

#include <arpa/inet.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

/* One that nobody listens on. It is below those that the system gives to outgoing connections, so that none of them
 * takes it before the program does; and where the search begins is another in each process that runs beside this one.
 */
static inline uint16_t
free_port(void)
{
	enum {
		FIRST = 12000,
		COUNT = 18000,
		STRIDE = 61,
	};
	static unsigned tries;

	for (unsigned last = tries + COUNT; tries < last; tries++) {
		uint16_t port = (uint16_t)(FIRST + ((unsigned)getpid() * STRIDE + tries) % COUNT);
		struct sockaddr_in at = {
			.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons(port)
		};
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		bool is_free = bind(fd, (struct sockaddr *)&at, sizeof(at)) == 0;

		close(fd);
		if (is_free) {
			tries++;
			return port;
		}
	}
	cr_assert_fail("no port is free");
	return 0;
}

#endif
