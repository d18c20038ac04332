/* A listening TCP socket from "host:port". */
#ifndef REDRESS_HTTP_LISTEN_H
#define REDRESS_HTTP_LISTEN_H

#include <stdint.h>

#include "base/error.h"

/* `fd` is the caller's; `port` is the one bound. */
bool listen_open(const char *address, int *fd, uint16_t *port, struct error *error);

#endif
