/* The rows of a policy's tables: who acts, what came in, what is excluded, what a thing done must contain, who is told.
 * Of domain/policy.h, which alone is included by others. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_RULES_H
#define REDRESS_DOMAIN_POLICY_RULES_H

#include "domain/fact.h"
#include "domain/floor.h"
#include "domain/measure.h"
#include "domain/policy_clocks.h"

/* One of several that deal with a case together. */
struct organisation {
	struct text id;
	struct text title;
	struct text clause;
};

struct role {
	struct text id;
	struct text title;
	struct text clause;
	uint8_t rank;	      /* higher is more senior; stage officers are compared by it */
	uint8_t organisation; /* whose it is, or NO_ORGANISATION */
};

/* What happens by itself when so much time has passed since a moment, and nothing that was to happen has. */
struct passing_rule {
	struct rule rule;
	struct limit after; /* LIMIT_NONE: there is no such rule */
	enum moment counted_from;
	uint32_t unless; /* moments */
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
	/* When it opens though nobody asked; moments are those of the stage before, or the case's. */
	struct passing_rule by_itself;
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
	uint64_t any;  /* contact flags that call for it */
	uint8_t stage; /* once the case is at this stage; 0: always */
	uint8_t role;
};

/* Days on which hearings of a stage are held. */
struct rota_rule {
	struct rule rule;
	uint8_t stage;
	int32_t first; /* local day of one of them */
	uint16_t every_days;
};

enum turn_when {
	TURN_CUSTOMER_ASKED,
	TURN_FURTHER_ENQUIRIES,
	TURN_NOT_SATISFIED, /* said so, or the outcome left the customer unsatisfied */
	TURN_HEALTH_AND_SAFETY,
	TURN_NOT_AGREED_IN_TIME, /* by itself, as `passing` says */
};

/* When a case of one kind becomes another. */
struct turn_rule {
	struct rule rule;
	enum case_kind from, to;
	enum turn_when when;
	struct passing_rule passing; /* its rule is empty: the turn's own speaks */
	/* Where what was settled to the customer's satisfaction is not taken up again: the role that opens a new case.
	 */
	uint8_t once_settled; /* NO_ROLE: it turns all the same */
};

/* A possible reason not to take a matter; a person decides. */
struct exclusion_rule {
	struct rule rule;
	enum ground ground;
	uint64_t any;	     /* contact flags that raise it; 0 with an age limit */
	uint64_t unless;     /* contact flags under which it does not apply */
	uint16_t age_months; /* happened and known longer ago than this; 0: no age limit */
	uint8_t decides;     /* role */
	uint32_t kinds;	     /* the kinds of case it is for */
};

/* What is said of something new raised while a case is open, and of the case then. */
#define ISSUE_FLAGS(X)                  \
	X(NEW_ISSUE, "new-issue")       \
	X(NEW_EVIDENCE, "new-evidence") \
	X(RELATED, "related")           \
	X(WOULD_DELAY, "would-delay")   \
	X(UNANSWERED, "unanswered")     \
	X(ANSWERED, "answered")

enum issue_flag {
#define X(suffix, name) ISSUE_##suffix,
	ISSUE_FLAGS(X)
#undef X
	    ISSUE_FLAGS_COUNT,
};

enum issue_then {
	ISSUE_JOINED,	     /* the stage answers it too */
	ISSUE_NEW_COMPLAINT, /* somebody logs it as a complaint of its own */
	ISSUE_PERSON_DECIDES,
};

/* Something new in an open case: the first row whose `all` are set and `none` unset speaks. */
struct issue_rule {
	struct rule rule;
	uint32_t all, none; /* bits of enum issue_flag */
	uint8_t stage;	    /* while the case is at this stage; 0: at any */
	enum issue_then then;
	uint8_t refer_to; /* role; NO_ROLE with ISSUE_JOINED */
};

enum compliment_to {
	COMPLIMENT_TO_SERVICE_AREA,
	COMPLIMENT_TO_STAFF, /* where people are named */
	COMPLIMENT_TO_PUBLIC,
};

/* With whom a compliment is shared, and who sees to it. */
struct compliment_rule {
	struct rule rule;
	enum compliment_to to;
	uint8_t role; /* or NO_ROLE: the service area itself */
};

enum survey_on {
	SURVEY_ON_COMPLETE, /* the final response, an informal try that satisfied, or the closing of what is complete */
	SURVEY_ON_CLOSED,   /* the closing, whatever for */
};

/* When a customer is to be asked how the case was handled. */
struct survey_rule {
	struct rule rule;
	enum survey_on on;
	uint32_t kinds; /* of what the case was last opened as */
	uint8_t role;	/* who asks, or NO_ROLE */
};

#define SIGNPOST_OCCASIONS(X)                       \
	X(DECLINED, "declined")                     \
	X(REFUSED_ESCALATION, "escalation-refused") \
	X(FINAL_RESPONSE, "final-response")         \
	X(STAGE_RESPONSE, "stage-response")         \
	X(EXTENDED, "extended")                     \
	X(NOT_COOPERATING, "not-cooperating")       \
	X(FINAL_MISSED, "final-limit-missed")       \
	X(CANNOT_PUT_CASE, "cannot-put-case")       \
	X(NOT_COPING, "not-coping")                 \
	X(BEHIND_BEHAVIOUR, "behind-behaviour")

enum signpost_occasion {
#define X(suffix, name) SIGNPOST_##suffix,
	SIGNPOST_OCCASIONS(X)
#undef X
	    SIGNPOST_OCCASIONS_COUNT,
};

/* Whom a customer is pointed to: the first of whose category and nation, where it names
 * them, the case is. */
struct ombudsman_rule {
	struct rule rule; /* its id names the Ombudsman */
	struct text title;
	struct text category; /* empty: any */
	struct text nation;   /* where the home is; empty: anywhere */
};

/* A day on which the landlord does no work, besides or instead of the nation's bank holidays. */
struct closing_day {
	int32_t day;
	struct text title;
};

/* When a customer is pointed to the Ombudsman, or to an advocate. */
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
	uint8_t stage;		 /* of both; 0: the whole */
	uint8_t clock;		 /* of both; NO_CLOCK: all */
	bool per_thousand_homes; /* no share: so many for each thousand of the landlord's homes */
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

/* Which hazards a law covers. For a hazard of a grade the rows that name its kind speak; where there is none, the row
 * that names no kind. */
struct hazard_rule {
	struct rule rule;
	uint32_t grades;  /* bits of enum hazard_grade */
	struct text kind; /* empty: every kind without a row of its own */
	int32_t since;	  /* covered when the landlord became aware on this local day or later; NO_DAY: not yet */
};

#endif
