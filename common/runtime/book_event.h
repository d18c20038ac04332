/* Facts of the operator that change the books: PackPutInForce, CalendarPutInForce, HolidayProclaimed. */
#ifndef REDRESS_RUNTIME_BOOK_EVENT_H
#define REDRESS_RUNTIME_BOOK_EVENT_H

#include <stdbool.h>

#include "base/error.h"
#include "wire/event.h"

struct books;

/* Whether it changes what days count, of a calendar or of the law: cases already open are to be judged again. */
bool book_event_changes_days(const struct event *event);
/* Takes it in; another event changes nothing. Heard twice it changes nothing either. Errors: those of pack/books.h. */
bool book_event_take(struct books *books, const struct event *event, struct error *error);

#endif
