#include "runtime/book_event.h"

#include "pack/books.h"
#include "wire/message.h"

static bool
take_pack(struct books *books, const struct event *event, struct arena *arena, struct error *error)
{
	struct pack_put_in_force pack;

	return pack_put_in_force_decode(event->body, arena, &pack, error) &&
	       books_put_pack(books, pack.landlord, arena_string(arena, pack.pack), pack.text, NULL, error);
}

static bool
take_calendar(struct books *books, const struct event *event, struct arena *arena, struct error *error)
{
	struct calendar_put_in_force calendar;

	return calendar_put_in_force_decode(event->body, arena, &calendar, error) &&
	       books_put_calendar(books, calendar.calendar, calendar.version, arena_string(arena, calendar.calendar),
		   calendar.text, NULL, error);
}

static bool
take_holiday(struct books *books, const struct event *event, struct arena *arena, struct error *error)
{
	struct holiday_proclaimed holiday;

	return holiday_proclaimed_decode(event->body, arena, &holiday, error) &&
	       books_put_holiday(books, holiday.division, holiday.day, holiday.title, error);
}

/* Whether the pack is put in force for every landlord. */
static bool
is_law(const struct event *event)
{
	struct arena arena = { 0 };
	struct pack_put_in_force pack;
	struct error ignored;
	bool law = event_is(event, "PackPutInForce") &&
		   pack_put_in_force_decode(event->body, &arena, &pack, &ignored) &&
		   text_equal(pack.landlord, TEXT(BOOKS_EVERY_LANDLORD));

	arena_free(&arena);
	return law;
}

static const struct {
	const char *name;
	bool (*take)(struct books *books, const struct event *event, struct arena *arena, struct error *error);
	bool changes_days;
} book_events[] = {
	{ "PackPutInForce", take_pack, false },
	{ "CalendarPutInForce", take_calendar, true },
	{ "HolidayProclaimed", take_holiday, true },
};

enum {
	BOOK_EVENTS = sizeof(book_events) / sizeof(book_events[0]),
};

bool
book_event_changes_days(const struct event *event)
{
	if (is_law(event))
		return true;
	for (size_t i = 0; i < BOOK_EVENTS; i++) {
		if (event_is(event, book_events[i].name))
			return book_events[i].changes_days;
	}
	return false;
}

bool
book_event_take(struct books *books, const struct event *event, struct error *error)
{
	struct arena arena = { 0 };
	bool ok = true;

	for (size_t i = 0; i < BOOK_EVENTS; i++) {
		if (event_is(event, book_events[i].name))
			ok = book_events[i].take(books, event, &arena, error);
	}
	arena_free(&arena);
	return ok;
}
