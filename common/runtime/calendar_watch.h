/* How long the calendars will last: those that packs on the shelf count by. A date past a calendar's end is an error,
 * so whoever runs the system must hear of it in time. One thread. */
#ifndef REDRESS_RUNTIME_CALENDAR_WATCH_H
#define REDRESS_RUNTIME_CALENDAR_WATCH_H

#include "domain/instant.h"
#include "pack/books.h"

struct metrics;

enum {
	CALENDARS_WATCHED = 8,
};

/* Start with zeros. */
struct calendar_watch {
	struct metrics *metrics; /* NULL: nobody looks */
	struct instant next;	 /* when to look again */
	size_t count;
	/* Alarms given: once for each last day of a calendar. */
	struct {
		char name[32];
		int32_t last;
	} told[CALENDARS_WATCHED];
};

/* Sets redress_calendar_left_seconds{calendar} for the local day of `now`, and logs an alarm for a calendar that ends
 * within six months. Cheap when repeated within a day. Returns how many alarms were new. */
size_t calendar_watch_look(struct calendar_watch *watch, struct books *books, struct instant now);
/* Something on the shelf has changed: look again at the next call. */
void calendar_watch_again(struct calendar_watch *watch);

#endif
