/* How a mapping's fields are written as rows of a table. Of the pack language's own sources alone. */
#ifndef REDRESS_PACK_FIELD_TABLES_H
#define REDRESS_PACK_FIELD_TABLES_H

#include "pack/policy_fields.h"
#include "pack/policy_words.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define AT(type, member) .offset = offsetof(struct type, member)
#define NUMBER_AT(type, member) AT(type, member), .size = sizeof(((struct type *)0)->member)
#define LIST_AT(type, member, member_count)                              \
	AT(type, member), .size = sizeof(((struct type *)0)->member[0]), \
			  .count_offset = offsetof(struct type, member_count)
#define RULES_AT(member) LIST_AT(policy, member, member##_count), .most = POLICY_RULES_MAX
#define MAPPING(what, fields)                             \
	{                                                 \
		(what), false, 0, (fields), COUNT(fields) \
	}
#define RULE_MAPPING(what, fields, type, member)                                     \
	{                                                                            \
		(what), true, offsetof(struct type, member), (fields), COUNT(fields) \
	}

#define ANY_DAYS (UNIT_BIT(WORKING_DAYS) | UNIT_BIT(CALENDAR_DAYS) | UNIT_BIT(WEEKS) | UNIT_BIT(MONTHS))
#define ANY_HOURS (UNIT_BIT(ELAPSED_HOURS) | UNIT_BIT(WORKING_HOURS))

#endif
