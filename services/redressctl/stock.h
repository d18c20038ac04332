/* Packs and calendars from files, for the commands that need no running system. */
#ifndef REDRESS_REDRESSCTL_STOCK_H
#define REDRESS_REDRESSCTL_STOCK_H

#include "base/arena.h"
#include "pack/books.h"

/* Where to look; NULL: the folders that come with Redress (redressctl/place.h). */
struct stock_folders {
	const char *policies;
	const char *calendars;
};

#define STOCK_OPTIONS(folders)                                                                                      \
	{ "policies", "DIR", "policy packs (default: those that came with Redress)", &(folders).policies, NULL },   \
	{                                                                                                           \
		"calendars", "DIR", "calendars (default: those that came with Redress)", &(folders).calendars, NULL \
	}

/* Everything wrong with a file goes to stderr, and the first of it to `error`. NULL then. */
struct books *stock_open(const struct stock_folders *folders, struct arena *arena, struct error *error);
/* The title of a pack or a law of those that came with Redress; empty when it is not among them. It stays for the life
 * of the process. */
struct text stock_title(struct text pack, struct text version, struct arena *arena);
/* The zone people's times are shown in, from the calendars that came with Redress; NULL when there are none. The books
 * it lives in stay for the life of the process. */
const struct zone *stock_zone(struct arena *arena);

#endif
