#include "wire/rules.h"

#include <inttypes.h>

#include "base/limits.h"
#include "domain/policy.h"
#include "redress/v1/landlord.pb-c.h"
#include "wire/personal.h"
#include "wire/time.h"
#include "wire/timestamp.h"
#include "wire/utf8.h"

enum demand {
	OPTIONAL,
	NEEDED,
	DATE,
	NEEDED_DATE,
	NATION,
	STAGE,
	AT_MOST,
	NEEDED_AT_MOST,
	LONG_TEXT, /* needed, and may be as long as `most` and have lines */
};

enum { COUNT_MAX = UINT16_MAX };

/* `why` ends the sentence of a refusal for its absence. An empty message is any that has such a field. */
static const struct {
	const char *message, *field;
	enum demand demand;
	uint32_t most;
	const char *why;
} rules[] = {
	{ "", "stage", STAGE, 0, NULL },
	{ "", "to_stage", STAGE, 0, NULL },
	{ "", "update_every_working_days", AT_MOST, 366, NULL },
	{ "Action", "ref", NEEDED, 0, "it is what its completion will name" },
	{ "Action", "due", NEEDED_DATE, 0, "an action is promised for a day" },
	{ "OmbudsmanOrder", "ref", NEEDED, 0, "it is what its completion will name" },
	{ "OmbudsmanOrder", "due", DATE, 0, NULL },
	{ "ContactReceived", "happened_on", DATE, 0, NULL },
	{ "ContactReceived", "known_on", DATE, 0, NULL },
	{ "ContactReceived", "acceptable_by", DATE, 0, NULL },
	{ "ContactReceived", "nation", NATION, 0, NULL },
	{ "ExtensionNotified", "until", NEEDED_DATE, 0, "it is the new last day the customer was told" },
	{ "ResponseIssued", "actions", AT_MOST, FACT_ITEMS_MAX, NULL },
	{ "RemedyAgreed", "actions", NEEDED_AT_MOST, FACT_ITEMS_MAX, "a remedy is what was agreed to be done" },
	{ "ActionCompleted", "ref", NEEDED, 0, "it says which action" },
	{ "AppointmentMissed", "appointment", NEEDED, 0, "it says which visit" },
	{ "AppointmentOffered", "appointment", NEEDED, 0, "it says which visit it makes good" },
	{ "AppointmentOffered", "offered_for", NEEDED_DATE, 0, "it is the day offered" },
	{ "HearingHeld", "held_on", DATE, 0, NULL },
	{ "OmbudsmanEvidenceSent", "revised_date", DATE, 0, NULL },
	{ "OmbudsmanDetermined", "orders", AT_MOST, FACT_ITEMS_MAX, NULL },
	{ "OmbudsmanDetermined", "determinations", AT_MOST, FACT_ITEMS_MAX, NULL },
	{ "CompensationPaid", "pence", AT_MOST, INT32_MAX, NULL },
	{ "OrderCompleted", "ref", NEEDED, 0, "it says which order" },
	{ "HazardIdentified", "ref", NEEDED, 0, "it is what its investigation and work will name" },
	{ "HazardActedOn", "ref", NEEDED, 0, "it says which hazard" },
	{ "EscalationPlanned", "complete_by", DATE, 0, NULL },
	{ "ContactRestricted", "until", DATE, 0, NULL },
	{ "InformationDisclosed", "to", NEEDED, 0, "it says to whom" },
	{ "ComplimentReceived", "praised_staff", AT_MOST, FACT_ITEMS_MAX, NULL },
	{ "RecommendationMade", "recommendations", NEEDED_AT_MOST, FACT_ITEMS_MAX, "it says what was recommended" },
	{ "HolidayProclaimed", "division", NEEDED, 0, "holidays belong to a calendar" },
	{ "HolidayProclaimed", "date", NEEDED_DATE, 0, "it is the day that no longer counts" },
	{ "HolidayProclaimed", "title", NEEDED, 0, "derivations name it" },
	{ "TimeAdvanced", "to", NEEDED, 0, "it is the time it now is" },
	{ "PackPutInForce", "landlord", NEEDED, 0, "a pack is in force for a landlord" },
	{ "PackPutInForce", "pack", NEEDED, 0, "judgements name the pack" },
	{ "PackPutInForce", "version", NEEDED, 0, "judgements name the version" },
	{ "PackPutInForce", "text", LONG_TEXT, LIMIT_PACK_BYTES, "the log alone must prove what was promised" },
	{ "CalendarPutInForce", "calendar", NEEDED, 0, "packs name their calendar" },
	{ "CalendarPutInForce", "version", NEEDED, 0, "derivations name it" },
	{ "CalendarPutInForce", "text", LONG_TEXT, LIMIT_CALENDAR_BYTES, "the log alone must prove the days" },
};

struct rule_found {
	enum demand demand;
	uint32_t most;
	const char *why;
};

static struct rule_found
find_rule(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (strcmp(rules[i].field, field->name) == 0 &&
		    (rules[i].message[0] == '\0' || strcmp(rules[i].message, type->short_name) == 0))
			return (struct rule_found){ rules[i].demand, rules[i].most, rules[i].why };
	}
	return (struct rule_found){ OPTIONAL, 0, NULL };
}

static bool
is_needed(enum demand demand)
{
	return demand == NEEDED || demand == NEEDED_DATE || demand == NEEDED_AT_MOST || demand == LONG_TEXT;
}

/* A nation nobody knows would quietly be none at all, and the customer pointed to the wrong Ombudsman. */
static bool
check_nation(const char *said, const struct path *path, struct error *error)
{
	const char *list = "";
	char names[128] = { 0 };

	for (unsigned i = 0; i < NATIONS_COUNT; i++) {
		if (strcmp(nation_name(i), said) == 0)
			return true;
		strncat(names, list, sizeof(names) - strlen(names) - 1);
		strncat(names, nation_name(i), sizeof(names) - strlen(names) - 1);
		list = ", ";
	}
	return path_error(error, path, "\"%.32s\" is none of: %s", said, names);
}

static bool
check_text(const char *string, struct rule_found rule, bool personal, const struct path *path, struct error *error)
{
	size_t length = string == NULL ? 0 : strlen(string);
	size_t most = rule.demand == LONG_TEXT ? rule.most : LIMIT_WORD_BYTES;
	int32_t day;

	if (length == 0)
		return !is_needed(rule.demand) || path_error(error, path, "missing: %s", rule.why);
	if (personal)
		return true;
	if (length > most)
		return path_error(error, path, "%zu bytes long; at most %zu are taken", length, most);
	if (rule.demand != LONG_TEXT && !utf8_is_plain(text_of(string)))
		return path_error(error, path, "a control character stands in it");
	if ((rule.demand == DATE || rule.demand == NEEDED_DATE) && !date_parse(text_of(string), &day))
		return path_error(error, path, "\"%.32s\" is not a date; write an existing one as YYYY-MM-DD", string);
	return rule.demand != NATION || check_nation(string, path, error);
}

static bool
check_number(uint64_t number, struct rule_found rule, const struct path *path, struct error *error)
{
	uint32_t most = rule.demand == AT_MOST ? rule.most : COUNT_MAX;

	if (rule.demand == STAGE && number > POLICY_STAGES_MAX)
		return path_error(error, path, "a stage is 1 to %d, not %" PRIu64, (int)POLICY_STAGES_MAX, number);
	return number <= most || path_error(error, path, "%" PRIu64 " is too many; at most %u are taken", number, most);
}

static bool
check_member(const ProtobufCMessageDescriptor *type, const ProtobufCFieldDescriptor *field, const char *member,
    struct rule_found rule, const struct path *path, struct error *error)
{
	const ProtobufCMessage *below;

	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return check_text(*(char *const *)(const void *)member, rule, personal_is(type, field), path, error);
	case PROTOBUF_C_TYPE_UINT32:
		return check_number(*(const uint32_t *)(const void *)member, rule, path, error);
	case PROTOBUF_C_TYPE_UINT64:
		return check_number(*(const uint64_t *)(const void *)member, rule, path, error);
	case PROTOBUF_C_TYPE_MESSAGE:
		below = *(ProtobufCMessage *const *)(const void *)member;
		if (below == NULL)
			return !is_needed(rule.demand) || path_error(error, path, "missing: %s", rule.why);
		if (field->descriptor == &google__protobuf__timestamp__descriptor)
			return timestamp_is_valid((const Google__Protobuf__Timestamp *)below) ||
			       path_error(error, path, "not a time of the years 1 to 9999");
		return rules_check(below, path, error);
	default:
		return true;
	}
}

static bool
check_list(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, struct rule_found rule,
    const struct path *top, struct error *error)
{
	size_t count = PROTO_QUANTITY(const size_t, message, field);
	struct path path = PATH_IN(top, field->name);

	if (count == 0)
		return !is_needed(rule.demand) || path_error(error, &path, "missing: %s", rule.why);
	if (rule.most > 0 && count > rule.most)
		return path_error(error, &path, "%zu are too many; at most %u are taken", count, rule.most);
	if (field->type != PROTOBUF_C_TYPE_STRING && field->type != PROTOBUF_C_TYPE_MESSAGE)
		return true;
	for (size_t i = 0; i < count; i++) {
		struct path here = PATH_AT(top, field->name, (int)i);
		struct rule_found none = { OPTIONAL, 0, NULL };

		if (!check_member(message->descriptor, field,
			PROTO_MEMBER(char *const, message, field) + i * sizeof(void *), none, &here, error))
			return false;
	}
	return true;
}

/* What is promised in one fact, each under a ref of its own: two of the same could not be told apart. */
static const struct {
	const char *list, *what;
} promised[] = {
	{ "actions", "action" },
	{ "orders", "order" },
	{ "recommendations", "recommendation" },
};

static const char *
ref_of(const ProtobufCMessage *promise)
{
	const ProtobufCFieldDescriptor *ref =
	    protobuf_c_message_descriptor_get_field_by_name(promise->descriptor, "ref");

	return PROTO_MEMBER(const char *const, promise, ref);
}

static bool
refs_differ(
    const ProtobufCMessage *fact, const char *list, const char *what, const struct path *top, struct error *error)
{
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(fact->descriptor, list);
	size_t count = field == NULL ? 0 : PROTO_QUANTITY(const size_t, fact, field);

	for (size_t i = 1; i < count; i++) {
		const ProtobufCMessage *const *promises =
		    PROTO_MEMBER(const ProtobufCMessage *const *const, fact, field);

		for (size_t j = 0; j < i; j++) {
			struct path here = PATH_AT(top, list, (int)i), path = PATH_IN(&here, "ref");

			if (strcmp(ref_of(promises[i]), ref_of(promises[j])) == 0)
				return path_error(
				    error, &path, "\"%.64s\" is the ref of another %s too", ref_of(promises[i]), what);
		}
	}
	return true;
}

static bool
check_orders(const Redress__V1__OmbudsmanDetermined *fact, const struct path *top, struct error *error)
{
	for (size_t i = 0; i < fact->n_orders; i++) {
		struct path list = PATH_AT(top, "orders", (int)i), due = PATH_IN(&list, "due");

		if (!fact->orders[i]->recommendation && fact->orders[i]->due[0] == '\0')
			return path_error(
			    error, &due, "missing: an order binds by a day (only a recommendation need not)");
	}
	return true;
}

bool
rules_check(const ProtobufCMessage *fact, const struct path *top, struct error *error)
{
	for (unsigned i = 0; i < fact->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &fact->descriptor->fields[i];
		struct rule_found rule = find_rule(fact->descriptor, field);
		struct path here = PATH_IN(top, field->name);
		bool ok = proto_is_repeated(field) ? check_list(fact, field, rule, top, error)
						   : check_member(fact->descriptor, field,
							 (const char *)fact + field->offset, rule, &here, error);

		if (!ok)
			return false;
	}
	for (size_t i = 0; i < sizeof(promised) / sizeof(promised[0]); i++) {
		if (!refs_differ(fact, promised[i].list, promised[i].what, top, error))
			return false;
	}
	return fact->descriptor != &redress__v1__ombudsman_determined__descriptor ||
	       check_orders((const Redress__V1__OmbudsmanDetermined *)fact, top, error);
}
