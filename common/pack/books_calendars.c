#include <stdlib.h>

#include "pack/digest.h"
#include "pack/shelf.h"

enum {
	VERSION_DIGITS = 16, /* of the digest, where a calendar has no version of its own */
};

static bool
put_holidays(struct books *books, struct text version, const char *name, struct text json, struct problems *problems,
    struct error *error)
{
	struct bank_holidays *read = calloc(1, sizeof(*read));
	struct trouble *trouble = trouble_start(problems);
	struct text digest = digest_text(&books->arena, json);
	bool good;

	if (read == NULL)
		abort();
	good = trouble_end(trouble, bank_holidays_read(&books->arena, name, json, read, trouble->problems), error) &&
	       bank_holidays_merge(&books->holidays, read, error);
	free(read);
	if (!good)
		return false;
	books->holidays_digest = digest;
	books->generation++;
	books->holidays_version =
	    arena_text(&books->arena, text_is_empty(version) ? (struct text){ digest.at, VERSION_DIGITS } : version);
	return true;
}

static bool
put_zone(struct books *books, const char *name, struct text json, struct problems *problems, struct error *error)
{
	struct trouble *trouble = trouble_start(problems);
	struct zone_data read;

	if (!trouble_end(trouble, zone_read(&books->arena, name, json, &read, trouble->problems), error))
		return false;
	books->zone = read;
	books->has_zone = true;
	books->generation++;
	books->zone_digest = digest_text(&books->arena, json);
	return true;
}

bool
books_put_calendar(struct books *books, struct text name, struct text version, const char *file, struct text json,
    struct problems *problems, struct error *error)
{
	bool holidays = text_equal(name, TEXT("bank-holidays"));
	struct arena scratch = { 0 };
	bool same;
	const char *kept;

	if (!holidays && !text_equal(name, TEXT("europe-london")))
		return error_set_field(error, ERROR_INVALID, "data.calendar",
		    "no calendar is called '%.*s': bank-holidays or europe-london", TEXT_ARG(name));
	same = text_equal(holidays ? books->holidays_digest : books->zone_digest, digest_text(&scratch, json));
	arena_free(&scratch);
	if (same)
		return true;
	kept = arena_string(problems != NULL ? problems->arena : &books->arena, text_of(file));
	return holidays ? put_holidays(books, version, kept, json, problems, error)
			: put_zone(books, kept, json, problems, error);
}

bool
books_put_holiday(struct books *books, struct text division, int32_t day, struct text title, struct error *error)
{
	struct division *there = bank_holidays_division(&books->holidays, division);
	struct civil_date date = civil_from_days(day);

	if (there == NULL)
		return error_set_field(error, ERROR_NOT_FOUND, "data.division", "no bank holidays of '%.*s' are known",
		    TEXT_ARG(division));
	for (size_t i = 0; i < there->count; i++) {
		if (there->days[i].day == day)
			return true;
	}
	if (!division_add(there, day, arena_text(&books->arena, title), error))
		return false;
	books->generation++;
	books->holidays_version = text_of(arena_printf(
	    &books->arena, "%.*s+%04d-%02u-%02u", TEXT_ARG(books->holidays_version), date.year, date.month, date.day));
	return true;
}

/* The landlord's own days, in their places; a day that is a holiday already stays one. */
static void
add_closing_days(struct calendar *calendar, const struct policy *policy)
{
	if (policy->no_bank_holidays)
		calendar->count = 0;
	for (uint8_t i = 0; i < policy->closing_days_count && calendar->count < CALENDAR_HOLIDAYS_MAX; i++) {
		const struct closing_day *closing = &policy->closing_days[i];
		size_t place = calendar->count;

		while (place > 0 && calendar->holidays[place - 1].day > closing->day)
			place--;
		if (place > 0 && calendar->holidays[place - 1].day == closing->day)
			continue;
		memmove(&calendar->holidays[place + 1], &calendar->holidays[place],
		    (calendar->count - place) * sizeof(calendar->holidays[0]));
		calendar->holidays[place] = (struct holiday){ .day = closing->day, .title = closing->title };
		calendar->count++;
	}
}

/* The one handed out before, unless what it was made from has changed. */
static const struct calendar *
hand_out(struct books *books, struct text division, uint16_t opens, uint16_t closes, const struct policy *own,
    struct error *error)
{
	struct division *there = bank_holidays_division(&books->holidays, division);
	struct handed *handed;

	for (handed = books->handed; handed != NULL && handed->generation == books->generation; handed = handed->next) {
		if (text_equal(handed->calendar.name, division) && handed->calendar.opens_minute == opens &&
		    handed->calendar.closes_minute == closes && handed->policy == own)
			return &handed->calendar;
	}
	if (there == NULL) {
		error_set(error, ERROR_NOT_FOUND, "no bank holidays of '%.*s' are known: put their calendar in force",
		    TEXT_ARG(division));
		return NULL;
	}
	if (!books->has_zone) {
		error_set(error, ERROR_NOT_FOUND, "the zone's calendar europe-london is not in force");
		return NULL;
	}
	handed = arena_alloc(&books->arena, sizeof(*handed));
	calendar_assemble(there, &books->zone, books->holidays_version, &handed->calendar);
	handed->calendar.opens_minute = opens;
	handed->calendar.closes_minute = closes;
	handed->policy = own;
	if (own != NULL)
		add_closing_days(&handed->calendar, own);
	handed->generation = books->generation;
	handed->next = books->handed;
	books->handed = handed;
	return &handed->calendar;
}

const struct calendar *
books_calendar(struct books *books, const struct policy *policy, struct error *error)
{
	const struct policy *own = policy->closing_days_count > 0 || policy->no_bank_holidays ? policy : NULL;

	if (!books_attach_laws(books, policy, error))
		return NULL;
	return hand_out(books, policy->division, policy->opens_minute, policy->closes_minute, own, error);
}

const struct calendar *
books_division(struct books *books, struct text division, struct error *error)
{
	return hand_out(books, division, 9 * 60, 17 * 60, NULL, error);
}
