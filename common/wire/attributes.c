#include "wire/attributes.h"

#include <stddef.h>
#include <strings.h>

#include "base/limits.h"
#include "wire/path.h"
#include "wire/proto.h"
#include "wire/suggest.h"
#include "wire/time.h"
#include "wire/utf8.h"

#define NAME(member)                                         \
	{                                                    \
#member, offsetof(struct attributes, member) \
	}

static const struct {
	const char *name;
	size_t offset;
} names[] = {
	NAME(specversion),
	NAME(id),
	NAME(source),
	NAME(type),
	NAME(subject),
	NAME(time),
	NAME(datacontenttype),
	NAME(landlord),
	NAME(traceparent),
};

/* Facts that are no case's: said by the operator. */
static const char *const operators[] = {
	"redress.v1.HolidayProclaimed",
	"redress.v1.TimeAdvanced",
	"redress.v1.ClockReleased",
	"redress.v1.PackPutInForce",
	"redress.v1.CalendarPutInForce",
};

enum {
	NAMES = sizeof(names) / sizeof(names[0]),
	OPERATORS = sizeof(operators) / sizeof(operators[0]),
	TRACEPARENT_LENGTH = 55,
};

bool
attributes_set(struct attributes *attributes, struct text name, struct text value)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (text_equal(text_of(names[i].name), name)) {
			*(struct text *)(void *)((char *)attributes + names[i].offset) = value;
			return true;
		}
	}
	return false;
}

const char *
attributes_nearest(struct text name)
{
	const char *known[NAMES + 1];

	for (size_t i = 0; i < NAMES; i++)
		known[i] = names[i].name;
	known[NAMES] = "data";
	return suggest(name, known, NAMES + 1);
}

/* An attribute that names something. */
static bool
check_name(struct text value, const char *name, bool needed, struct error *error)
{
	if (text_is_empty(value))
		return !needed || error_set_field(error, ERROR_INVALID, name, "missing: every event needs it");
	if (value.len > LIMIT_ID_BYTES)
		return error_set_field(
		    error, ERROR_INVALID, name, "%zu bytes long; at most %d are taken", value.len, (int)LIMIT_ID_BYTES);
	if (!utf8_is_valid(value) || !utf8_is_plain(value))
		return error_set_field(error, ERROR_INVALID, name, "a control character stands in it");
	return true;
}

static bool
is_lower_hex(const char *at, size_t count)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if ((at[i] < '0' || at[i] > '9') && (at[i] < 'a' || at[i] > 'f'))
			return false;
		any = any || at[i] != '0';
	}
	return any;
}

/* W3C Trace Context, version 00; another's trace that is not well formed is not carried on. */
static bool
is_traceparent(struct text value)
{
	return value.len == TRACEPARENT_LENGTH && memcmp(value.at, "00-", 3) == 0 && is_lower_hex(value.at + 3, 32) &&
	       value.at[35] == '-' && is_lower_hex(value.at + 36, 16) && value.at[52] == '-' &&
	       (is_lower_hex(value.at + 53, 2) || memcmp(value.at + 53, "00", 2) == 0);
}

static bool
check_type(struct text type, struct posted *posted, struct error *error)
{
	static const struct text package = { "redress.v1.", sizeof("redress.v1.") - 1 };
	const char *nearest;

	if (!check_name(type, "type", true, error))
		return false;
	posted->type = type;
	posted->kind = FACT_OF_NO_CASE;
	for (size_t i = 0; i < OPERATORS; i++)
		posted->operator_only = posted->operator_only || text_equal(text_of(operators[i]), type);
	if (type.len > package.len && memcmp(type.at, package.at, package.len) == 0)
		posted->kind = fact_kind_from_name(type);
	if (posted->operator_only || posted->kind != FACT_OF_NO_CASE)
		return true;
	if (proto_type(type) != NULL)
		return error_set_field(error, ERROR_INVALID, "type",
		    "%.*s is said by Redress itself; landlord systems post facts", TEXT_ARG(type));
	nearest = proto_nearest_type(type);
	if (nearest != NULL)
		return error_set_field(
		    error, ERROR_INVALID, "type", "\"%.*s\" is no fact; did you mean \"%s\"?", TEXT_ARG(type), nearest);
	return error_set_field(error, ERROR_INVALID, "type",
	    "\"%.*s\" is no fact; landlord.proto lists them, such as redress.v1.ContactReceived", TEXT_ARG(type));
}

static bool
check_subject(struct text subject, struct posted *posted, struct error *error)
{
	if (!check_name(subject, "subject", false, error))
		return false;
	posted->subject = subject;
	if (posted->operator_only)
		return text_is_empty(subject) ||
		       error_set_field(error, ERROR_INVALID, "subject", "%.*s is no case's: leave the subject out",
			   TEXT_ARG(posted->type));
	posted->mints_case = text_is_empty(subject) && fact_kind_opens_case(posted->kind);
	return !text_is_empty(subject) || posted->mints_case ||
	       error_set_field(error, ERROR_INVALID, "subject",
		   "missing: which case? (only a contact may come without one, and opens it)");
}

static bool
check_time(const struct attributes *attributes, struct posted *posted, struct error *error)
{
	if (instant_is_set(attributes->at)) {
		posted->occurred_at = attributes->at;
		return true;
	}
	if (text_is_empty(attributes->time))
		return error_set_field(error, ERROR_INVALID, "time", "missing: when did it happen?");
	if (instant_parse(attributes->time, &posted->occurred_at))
		return true;
	return error_set_field(error, ERROR_INVALID, "time",
	    "\"%.*s\" is not a time in RFC 3339, such as 2026-06-10T09:30:00Z",
	    attributes->time.len > 40 ? 40 : (int)attributes->time.len, attributes->time.at);
}

bool
attributes_check(const struct attributes *attributes, struct posted *posted, struct error *error)
{
	if (!check_name(attributes->id, "id", true, error))
		return false;
	posted->id = attributes->id;
	if (!check_name(attributes->source, "source", true, error))
		return false;
	posted->source = attributes->source;
	if (!text_equal(attributes->specversion, TEXT("1.0")))
		return error_set_field(error, ERROR_INVALID, "specversion", "CloudEvents 1.0 are read: write \"1.0\"");
	if (!check_type(attributes->type, posted, error) || !check_subject(attributes->subject, posted, error) ||
	    !check_time(attributes, posted, error) || !check_name(attributes->landlord, "landlord", false, error))
		return false;
	posted->landlord = attributes->landlord;
	if (is_traceparent(attributes->traceparent))
		posted->traceparent = attributes->traceparent;
	return true;
}

/* A media type, its parameters aside. */
static bool
says(struct text value, const char *type)
{
	size_t length = strlen(type);

	return value.len >= length && strncasecmp(value.at, type, length) == 0 &&
	       (value.len == length || value.at[length] == ';' || value.at[length] == ' ');
}

bool
attributes_say_json(const struct attributes *attributes)
{
	return text_is_empty(attributes->datacontenttype) || says(attributes->datacontenttype, "application/json");
}

bool
attributes_say_protobuf(const struct attributes *attributes)
{
	return says(attributes->datacontenttype, "application/protobuf") ||
	       says(attributes->datacontenttype, "application/x-protobuf");
}
