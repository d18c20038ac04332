/* The rows of a policy's tables: who acts, what came in, what is excluded, what a thing done must contain, who is told.
 * Of domain/policy.h, which alone is included by others. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_RULES_H
#define REDRESS_DOMAIN_POLICY_RULES_H

#include "domain/fact.h"
#include "domain/floor.h"
#include "domain/measure.h"
#include "domain/policy_clocks.h"

struct role {
	struct text id;
	struct text title;
	struct text clause;
	uint8_t rank; /* higher is more senior; stage officers are compared by it */
};

struct stage_rule {
	struct rule rule;
	uint8_t number;	 /* from 1 */
	uint8_t officer; /* role */
	struct rule officer_rule;
	bool final; /* its response ends the process */
	/* A request after the customer's window goes to this role, never refused by machine. */
	uint8_t late_requests_to;
	struct rule late_rule;
};

/* What came in: the first row whose `all` are set and `none` unset speaks. */
struct contact_rule {
	struct rule rule;
	uint64_t all, none; /* CONTACT_BIT */
	enum case_kind kind;
	uint8_t refer_to; /* role told of it at once, or NO_ROLE */
};

/* Told of a contact, or of a risk seen later, whatever it was judged to be. */
struct referral_rule {
	struct rule rule;
	uint64_t any; /* contact flags that call for it */
	uint8_t role;
};

/* Days on which hearings of a stage are held. */
struct rota_rule {
	struct rule rule;
	uint8_t stage;
	int32_t first; /* local day of one of them */
	uint16_t every_days;
};

/* The grounds on which a stage may be refused, as the field names them. */
#define REFUSAL_GROUNDS(X)                              \
	X(REFUSES_TO_ENGAGE, "refuses-to-engage")       \
	X(OUTSIDE_POLICY, "outside-policy")             \
	X(NOT_OURS_TO_CHANGE, "not-ours-to-change")     \
	X(NEW_ISSUE, "new-issue")                       \
	X(REFUSES_EVIDENCE, "refuses-evidence")         \
	X(FINAL_RESPONSE_GIVEN, "final-response-given") \
	X(NO_OTHER_OUTCOME, "no-other-outcome")

enum refusal_ground {
#define X(suffix, name) REFUSAL_##suffix,
	REFUSAL_GROUNDS(X)
#undef X
	    REFUSAL_GROUNDS_COUNT,
};

enum turn_when {
	TURN_CUSTOMER_ASKED,
	TURN_FURTHER_ENQUIRIES,
	TURN_NOT_SATISFIED, /* said so, or the outcome left the customer unsatisfied */
	TURN_HEALTH_AND_SAFETY,
};

/* When a case of one kind becomes another. */
struct turn_rule {
	struct rule rule;
	enum case_kind from, to;
	enum turn_when when;
};

/* A possible reason not to take a matter; a person decides. */
struct exclusion_rule {
	struct rule rule;
	enum ground ground;
	uint64_t any;	     /* contact flags that raise it; 0 with an age limit */
	uint64_t unless;     /* contact flags under which it does not apply */
	uint16_t age_months; /* happened and known longer ago than this; 0: no age limit */
	uint8_t decides;     /* role */
};

/* What a thing done must contain or respect; its failing is non-compliance. */
#define DUTY_CHECKS(X)                                            \
	X(OUTCOME_ALLOWED, "outcome-allowed")                     \
	X(POINTS_ANSWERED, "points-answered")                     \
	X(REASONS_GIVEN, "reasons-given")                         \
	X(RESPONSE_WRITTEN, "response-written")                   \
	X(RESPONSE_REVIEWED, "response-reviewed")                 \
	X(RESPONSE_OMBUDSMAN, "response-ombudsman-details")       \
	X(DECLINE_REASONS, "decline-reasons")                     \
	X(DECLINE_OMBUDSMAN, "decline-ombudsman-right")           \
	X(DECLINE_BY_ROLE, "decline-by-role")                     \
	X(REFUSAL_EXPLAINED, "refusal-explained")                 \
	X(REFUSAL_OMBUDSMAN, "refusal-ombudsman-details")         \
	X(OFFICER_DIFFERENT, "officer-different")                 \
	X(OFFICER_SENIOR, "officer-senior")                       \
	X(OFFICER_INDEPENDENT, "officer-independent")             \
	X(CONFLICT_DEALT_WITH, "conflict-dealt-with")             \
	X(CLOSED_WITH_OMBUDSMAN, "closed-with-ombudsman-details") \
	X(CONSENT_WRITTEN, "consent-written")                     \
	X(DEFINITION_GIVEN, "definition-given")                   \
	X(FINDING_SHARED, "finding-shared")                       \
	X(REFUSAL_GROUND, "refusal-ground")                       \
	X(REFUSAL_BY_ROLE, "refusal-by-role")                     \
	X(CONTACT_NOMINATED, "contact-nominated")                 \
	X(TENANT_PANEL, "tenant-panel")                           \
	X(DISCRETION_EXPLAINED, "discretion-explained")           \
	X(CONSENT_FIRST, "consent-first")

enum duty_check {
#define X(suffix, name) DUTY_##suffix,
	DUTY_CHECKS(X)
#undef X
	    DUTY_CHECKS_COUNT,
};

struct duty_rule {
	struct rule rule;
	enum duty_check check;
	uint8_t stage;	   /* 0: any */
	uint32_t outcomes; /* for OUTCOME_ALLOWED: bits of enum outcome_of_case */
	uint32_t grounds;  /* of a declining: bits of enum ground; 0: any */
	uint32_t refusals; /* for REFUSAL_GROUND: bits of enum refusal_ground */
	uint8_t role;	   /* for REFUSAL_BY_ROLE: who is to decide; or NO_ROLE */
	uint8_t most;	   /* for TENANT_PANEL: tenant representatives at a hearing */
};

#define SIGNPOST_OCCASIONS(X)                       \
	X(DECLINED, "declined")                     \
	X(REFUSED_ESCALATION, "escalation-refused") \
	X(FINAL_RESPONSE, "final-response")         \
	X(STAGE_RESPONSE, "stage-response")         \
	X(EXTENDED, "extended")                     \
	X(NOT_COOPERATING, "not-cooperating")       \
	X(FINAL_MISSED, "final-limit-missed")

enum signpost_occasion {
#define X(suffix, name) SIGNPOST_##suffix,
	SIGNPOST_OCCASIONS(X)
#undef X
	    SIGNPOST_OCCASIONS_COUNT,
};

/* Whom a customer is pointed to: the first whose category is the case's, else the first that names none. */
struct ombudsman_rule {
	struct rule rule; /* its id names the Ombudsman */
	struct text title;
	struct text category; /* empty: any */
};

/* A day on which the landlord does no work, besides or instead of the nation's bank holidays. */
struct closing_day {
	int32_t day;
	struct text title;
};

struct signpost_rule {
	struct rule rule;
	enum signpost_occasion on;
};

/* Who is told of a judgement, and over which channels. */
enum alert_to {
	ALERT_TO_OWNER,
	ALERT_TO_ESCALATED, /* the role the escalation names */
	ALERT_TO_ROLE,
	ALERT_TO_SYSTEMS, /* subscribed systems only */
};

struct alert_rule {
	struct rule rule;
	struct text on; /* judgement's short name, "ClockMissed" */
	enum alert_to to;
	uint8_t role;
	struct text channel; /* "zeromq" */
};

/* Who oversees every case of these kinds. */
struct oversight_rule {
	struct rule rule;
	uint8_t role;
	uint32_t kinds;
};

/* What the landlord has promised to measure itself by: a share, in percent, of the one measure in the other. */
struct standard_rule {
	struct rule rule;
	struct text title;
	enum measure numerator, denominator;
	uint8_t stage; /* of both; 0: the whole */
	uint8_t clock; /* of both; NO_CLOCK: all */
};

/* Of a code of practice: what no policy may fall short of. */
struct floor_rule {
	struct rule rule;
	enum floor_kind kind;
};

/* What the policy says, where no other rule has a place for it. */
struct statement_rule {
	struct rule rule;
	enum statement_kind says;
	uint8_t role;	  /* or NO_ROLE */
	struct text text; /* as printed; or empty */
};

#endif
