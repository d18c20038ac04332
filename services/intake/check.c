#include "intake/check.h"

#include "pack/books.h"
#include "pack/calendar_reader.h"
#include "pack/digest.h"
#include "pack/policy_reader.h"
#include "wire/message.h"

static bool
is_of(const struct posted *posted, const char *name)
{
	return text_equal(event_short_type(posted->type), text_of(name));
}

static bool
check_digest(struct text text, struct text digest, struct arena *arena, struct error *error)
{
	if (text_is_empty(digest) || text_equal(digest, digest_text(arena, text)))
		return true;
	return error_set_field(
	    error, ERROR_INVALID, "data.digest", "the digest is not the SHA-256 of the text; leave it out, or mend it");
}

static bool
check_pack(const struct posted *posted, struct arena *arena, struct error *error)
{
	struct pack_put_in_force pack;
	struct policy *policy = arena_alloc(arena, sizeof(*policy));
	struct problems *problems = arena_alloc(arena, sizeof(*problems));

	problems->arena = arena;
	if (!pack_put_in_force_decode(posted->body, arena, &pack, error))
		return false;
	if (text_is_empty(pack.landlord))
		return error_set_field(
		    error, ERROR_INVALID, "data.landlord", "name the landlord the pack comes into force for");
	if (!policy_read(arena, arena_printf(arena, "%.*s", TEXT_ARG(pack.pack)), pack.text, policy, problems)) {
		problems_error(problems, error);
		return error_set_field(error, ERROR_INVALID, "data.text", "%s",
		    arena_printf(arena, "the pack cannot be read: %s", error->text));
	}
	if (text_equal(pack.landlord, TEXT(BOOKS_EVERY_LANDLORD)) != policy->law)
		return error_set_field(error, ERROR_INVALID, "data.landlord",
		    policy->law ? "a law comes into force for every landlord: '" BOOKS_EVERY_LANDLORD "'"
				: "only a law comes into force for every landlord: name one");
	if (!text_equal(policy->pack, pack.pack) || !text_equal(policy->version, pack.version))
		return error_set_field(error, ERROR_INVALID, "data.version",
		    "the text is pack %.*s version %.*s, not %.*s version %.*s", TEXT_ARG(policy->pack),
		    TEXT_ARG(policy->version), TEXT_ARG(pack.pack), TEXT_ARG(pack.version));
	return check_digest(pack.text, pack.digest, arena, error);
}

static bool
check_calendar(const struct posted *posted, struct arena *arena, struct error *error)
{
	struct calendar_put_in_force calendar;
	struct problems *problems = arena_alloc(arena, sizeof(*problems));
	struct bank_holidays *holidays = arena_alloc(arena, sizeof(*holidays));
	struct zone_data zone;
	bool ok;

	problems->arena = arena;
	if (!calendar_put_in_force_decode(posted->body, arena, &calendar, error))
		return false;
	if (text_equal(calendar.calendar, TEXT("bank-holidays")))
		ok = bank_holidays_read(arena, "bank-holidays", calendar.text, holidays, problems);
	else
		ok = zone_read(arena, "zone", calendar.text, &zone, problems);
	if (!ok) {
		problems_error(problems, error);
		return error_set_field(error, ERROR_INVALID, "data.text", "%s",
		    arena_printf(arena, "the calendar cannot be read: %s", error->text));
	}
	return check_digest(calendar.text, calendar.digest, arena, error);
}

static bool
check_operators(const struct caller *caller, const struct posted *posted, struct arena *arena, struct error *error)
{
	if (!caller_may(caller, PERMISSION_OPERATE))
		return error_set_field(error, ERROR_FORBIDDEN, "type",
		    "%.*s is the operator's to post; this key has no permission to operate", TEXT_ARG(posted->type));
	if (is_of(posted, "PackPutInForce"))
		return check_pack(posted, arena, error);
	if (is_of(posted, "CalendarPutInForce"))
		return check_calendar(posted, arena, error);
	return true;
}

/* The judges' own ids come after these sources: one of a poster's would stand in their way. */
static bool
is_redress(struct text source)
{
	static const struct text own = { "redress", sizeof("redress") - 1 };

	return source.len >= own.len && memcmp(source.at, own.at, own.len) == 0 &&
	       (source.len == own.len || source.at[own.len] == '/');
}

bool
check_posted(
    const struct caller *caller, struct posted *posted, struct instant now, struct arena *arena, struct error *error)
{
	if (text_is_empty(posted->landlord))
		posted->landlord = caller->landlord;
	if (!text_equal(posted->landlord, caller->landlord))
		return error_set_field(error, ERROR_FORBIDDEN, "landlord",
		    "this key speaks for landlord %.*s, not for %.*s", TEXT_ARG(caller->landlord),
		    TEXT_ARG(posted->landlord));
	if (is_redress(posted->source))
		return error_set_field(
		    error, ERROR_FORBIDDEN, "source", "%.*s is a name of Redress's own", TEXT_ARG(posted->source));
	if (!caller_speaks_for(caller, posted->source))
		return error_set_field(error, ERROR_FORBIDDEN, "source",
		    "this key speaks for source %.*s, not for %.*s", TEXT_ARG(caller->source),
		    TEXT_ARG(posted->source));
	if (posted->operator_only)
		return check_operators(caller, posted, arena, error);
	if (!caller_may(caller, PERMISSION_POST))
		return error_set_field(error, ERROR_FORBIDDEN, "source", "this key has no permission to post");
	if (caller->landlord_id == 0)
		return error_set_field(error, ERROR_FORBIDDEN, "landlord",
		    "the operator has no cases: post a case's facts with a key of its landlord");
	return posted_not_in_future(posted, now, error);
}
