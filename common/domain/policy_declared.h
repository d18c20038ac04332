/* What a policy promises to publish and to send: declared, so that whatever sends it, and whoever checks it, reads one
 * list. Of domain/policy.h, which alone is included by others. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_DECLARED_H
#define REDRESS_DOMAIN_POLICY_DECLARED_H

#include "domain/policy_clocks.h"

/* Ways by which customers may be in touch, or are answered. */
enum channel_use {
	CHANNEL_FOR_CONTACT,
	CHANNEL_FOR_REPLY,
};

struct channel_rule {
	struct rule rule;
	uint32_t channels; /* bits of enum contact_channel */
	uint32_t uses;	   /* bits of enum channel_use */
};

#define LETTER_OCCASIONS(X)                                      \
	X(ANY, "any") /* all correspondence about a complaint */ \
	X(ACKNOWLEDGED, "acknowledged")                          \
	X(PROGRESS, "progress")                                  \
	X(EXTENDED, "extended")                                  \
	X(INFORMAL_OUTCOME, "informal-outcome")                  \
	X(RESPONSE, "response")                                  \
	X(DECLINED, "declined")                                  \
	X(ESCALATION_REFUSED, "escalation-refused")              \
	X(HEARING, "hearing")                                    \
	X(CLOSED, "closed")                                      \
	X(SURVEY, "survey")                                      \
	X(COMPLIMENT, "compliment")                              \
	X(EVIDENCE, "ombudsman-evidence")

enum letter_occasion {
#define X(suffix, name) LETTER_ON_##suffix,
	LETTER_OCCASIONS(X)
#undef X
	    LETTER_OCCASIONS_COUNT,
};

#define LETTER_PARTS(X)                       \
	X(STAGE, "stage")                     \
	X(DEFINITION, "definition")           \
	X(OUTCOME_SOUGHT, "outcome-sought")   \
	X(DECISION, "decision")               \
	X(REASONS, "reasons")                 \
	X(POLICY_AND_LAW, "policy-and-law")   \
	X(EVERY_POINT, "every-point")         \
	X(REMEDY, "remedy")                   \
	X(ACTIONS, "outstanding-actions")     \
	X(NEW_DATE, "new-date")               \
	X(NEXT_STEP, "next-step")             \
	X(OTHER_ROUTES, "other-routes")       \
	X(FINAL_RESPONSE, "final-response")   \
	X(OMBUDSMAN, "ombudsman-details")     \
	X(OMBUDSMAN_RIGHT, "ombudsman-right") \
	X(ADVOCACY, "advocacy")

enum letter_part {
#define X(suffix, name) LETTER_HAS_##suffix,
	LETTER_PARTS(X)
#undef X
	    LETTER_PARTS_COUNT,
};

#define LETTER_READERS(X)                         \
	X(CUSTOMER, "customer")                   \
	X(REPRESENTATIVE, "representative")       \
	X(PETITIONERS, "petitioners")             \
	X(DESIGNATED_PERSON, "designated-person") \
	X(OMBUDSMAN, "ombudsman")                 \
	X(SERVICE_AREA, "service-area")           \
	X(STAFF, "staff")

enum letter_reader {
#define X(suffix, name) LETTER_TO_##suffix,
	LETTER_READERS(X)
#undef X
	    LETTER_READERS_COUNT,
};

struct letter_rule {
	struct rule rule;
	struct text title;
	enum letter_occasion on;
	uint8_t stage;	   /* 0: any */
	uint32_t contains; /* bits of enum letter_part */
	uint32_t readers;  /* bits of enum letter_reader */
	uint32_t channels; /* bits of enum contact_channel; 0: as agreed with the customer */
};

/* What may put a thing right, and who may agree to it. */
struct remedy_rule {
	struct rule rule;
	uint32_t kinds;	   /* bits of enum remedy_kind */
	uint32_t roles;	   /* who may agree to it: a bit for each of the pack's roles; 0: anybody */
	struct text terms; /* as the policy puts it; or empty */
};

#define REPORT_RHYTHMS(X)               \
	X(WEEK, "week")                 \
	X(MONTH, "month")               \
	X(QUARTER, "quarter")           \
	X(YEAR, "year")                 \
	X(THREE_YEARS, "three-years")   \
	X(AS_AGREED, "agreed-interval") \
	X(ALWAYS, "at-any-time")

enum report_rhythm {
#define X(suffix, name) REPORT_EVERY_##suffix,
	REPORT_RHYTHMS(X)
#undef X
	    REPORT_RHYTHMS_COUNT,
};

#define REPORT_READERS(X)           \
	X(CUSTOMERS, "customers")   \
	X(COLLEAGUES, "colleagues") \
	X(PARTNERS, "partners")     \
	X(OMBUDSMAN, "ombudsman")   \
	X(REGULATOR, "regulator")

enum report_reader {
#define X(suffix, name) REPORT_TO_##suffix,
	REPORT_READERS(X)
#undef X
	    REPORT_READERS_COUNT,
};

#define REPORT_PLACES(X)                  \
	X(WEBSITE, "website")             \
	X(NEWSLETTER, "newsletter")       \
	X(ANNUAL_REPORT, "annual-report") \
	X(DASHBOARD, "dashboard")

enum report_place {
#define X(suffix, name) REPORT_ON_##suffix,
	REPORT_PLACES(X)
#undef X
	    REPORT_PLACES_COUNT,
};

struct report_rule {
	struct rule rule;
	struct text title;
	enum report_rhythm every;
	uint32_t roles;	    /* a bit for each of the pack's roles it goes to */
	uint32_t readers;   /* bits of enum report_reader */
	uint32_t published; /* bits of enum report_place */
	uint64_t counts;    /* bits of enum measure */
};

#endif
