/* The clocks of a policy: what happens that they start with and are met by, how long they run, how they may be made
 * longer, who is told of a miss. Of domain/policy.h, which alone is included by others. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_CLOCKS_H
#define REDRESS_DOMAIN_POLICY_CLOCKS_H

#include "domain/calendar.h"
#include "domain/hazard.h"

enum {
	POLICY_ROLES_MAX = 32,
	POLICY_STAGES_MAX = 4,
	POLICY_CLOCKS_MAX = 32,
	POLICY_TIERS_MAX = 4,
	POLICY_WARNINGS_MAX = 4,
	POLICY_STEPS_MAX = 6,
	POLICY_LINES_MAX = 8,
	POLICY_RULES_MAX = 32,
	POLICY_LAWS_MAX = 8,
	CLOCK_MEETS_MAX = 4,
	SUSPENSION_GROUNDS_MAX = 8,
	NO_ROLE = 0xff,
	NO_CLOCK = 0xff,
	NO_ORGANISATION = 0xff,
};

/* What every rule has: an id to name it by, the clause it carries out, and whether the reading was decided by us. */
struct rule {
	struct text id;
	struct text clause;
	bool decision;
	struct text because; /* of a decision: why this reading; else empty */
};

enum case_kind {
	CASE_KIND_NONE,
	CASE_KIND_COMPLAINT,
	CASE_KIND_SERVICE_REQUEST,
	CASE_KIND_INFORMAL,
	CASE_KIND_COMPLIMENT,
	CASE_KIND_FEEDBACK,
	CASE_KIND_ENQUIRY,
	CASE_KINDS,
};

/* Things that happen at most once to a case or a stage of it, and start, meet or stop clocks. */
#define MOMENTS(X)                                                                               \
	X(RECEIVED, "received")		/* the complaint, or the request that became one */      \
	X(CONTACTED_US, "contacted-us") /* the first contact, whatever it was */                 \
	X(DISSATISFIED, "dissatisfied") /* first known: a complaint, or an informal matter */    \
	X(KNOWN, "known")		/* to the customer, what it is about: noon of the day */ \
	X(RECORDED, "recorded")		/* in the landlord's own system */                       \
	X(MADE_FORMAL, "made-formal")	/* an informal matter or request became a complaint */   \
	X(STAGE_OPENED, "stage-opened")                                                          \
	X(ASSIGNED, "assigned")			/* an officer to the stage */                    \
	X(ACKNOWLEDGED, "acknowledged")		/* the stage */                                  \
	X(DEFINED, "defined")			/* acknowledged with a definition */             \
	X(CUSTOMER_REACHED, "customer-reached") /* spoken to in the stage */                     \
	X(INVESTIGATED, "investigated")                                                          \
	X(INFORMAL_OUTCOME, "informal-outcome")                                                  \
	X(INFORMAL_RESOLVED, "informal-resolved")                                                \
	X(RESPONDED, "responded")			/* in writing, to the stage */           \
	X(RESPONDED_ANYHOW, "responded-anyhow")		/* in whatever form */                   \
	X(ESCALATION_REQUESTED, "escalation-requested") /* to the stage */                       \
	X(ESCALATION_ACCEPTED, "escalation-accepted")                                            \
	X(ESCALATION_REFUSED, "escalation-refused") /* with an explanation */                    \
	X(HEARD, "heard")                                                                        \
	X(EVIDENCE_ASKED, "evidence-asked") /* by the Ombudsman */                               \
	X(EVIDENCE_SENT, "evidence-sent")                                                        \
	X(DECLINED, "declined")                                                                  \
	X(WITHDRAWN, "withdrawn")                                                                \
	X(CLOSED, "closed")                                                                      \
	X(NEXT_STAGE_REQUESTED, "next-stage-requested")                                          \
	X(NEXT_STAGE_OPENED, "next-stage-opened")

enum moment {
#define X(suffix, name) MOMENT_##suffix,
	MOMENTS(X)
#undef X
	    MOMENTS_COUNT,
};

#define MOMENT_BIT(suffix) (UINT32_C(1) << MOMENT_##suffix)

/* What a clock is kept for: once in its stage, or for each of several things. */
enum clock_per {
	CLOCK_ONCE,
	CLOCK_PER_UPDATE,  /* from each word to the customer to the next */
	CLOCK_PER_ACTION,  /* each action or remedy promised, to its own date */
	CLOCK_PER_ORDER,   /* each order of the Ombudsman, to its own date */
	CLOCK_PER_REQUEST, /* a service request, to the date the customer accepts */
	CLOCK_PER_MISSED_VISIT,
	CLOCK_PER_RECOMMENDATION, /* each recommendation, to its own date: acted on, or reasons given */
	CLOCK_PER_LEGAL_UPDATE,	  /* what was declined for a court: from each word to the customer to the next */
	CLOCK_PER_HAZARD,	  /* of a law: each hazard that it covers, by `struct hazard_terms` */
};

enum clock_whose {
	CLOCK_LANDLORDS,
	CLOCK_CUSTOMERS, /* its passing closes a window; nobody is in breach */
	CLOCK_MILESTONE, /* tried for; its passing is no breach */
};

enum tier_cap {
	TIER_CAP_HARD,
	TIER_CAP_LIFTED_BY_GOOD_REASON, /* good reason and agreement together lift it */
};

/* One way a clock may be made longer. Tried in order; the first whose reach holds the new date is the one asked. */
struct extension_tier {
	struct rule rule;
	struct limit longer; /* unit and count of the cap; LIMIT_NONE: any agreed date */
	enum tier_cap cap;
	bool
	    from_original; /* the cap counts from the first due date, however often used; else from the date then due */
	bool needs_reason;
	bool needs_good_reason; /* in the landlord's own word for it */
	bool needs_agreement;	/* attempts to reach, with good reason, stand for it and are flagged */
	bool needs_ombudsman_details;
	bool needs_notice_in_time; /* told before the date then due */
	bool sooner;		   /* to an earlier date than the one then due, and to no later one */
	uint8_t approver;	   /* role, or NO_ROLE */
};

/* How long before the due date to warn: days (at opening time of that day) or hours. */
struct warning {
	struct limit before;
};

/* Up the line: `role` is told when the miss is `after` old; LIMIT_NONE: at the miss. */
struct escalation_step {
	uint8_t role;
	struct limit after;
};

struct escalation_line {
	struct rule rule;
	uint8_t count;
	struct escalation_step steps[POLICY_STEPS_MAX];
};

/* What starts, meets and stops a clock kept for each hazard, in place of the moments of a case. */
struct hazard_terms {
	enum hazard_moment starts;
	uint8_t meets_count;
	uint32_t meets[CLOCK_MEETS_MAX]; /* alternatives, as those of a clock_rule: bits of enum hazard_moment */
	uint32_t stops;
};

struct clock_rule {
	struct rule rule; /* its id is the clock's id */
	uint8_t stage;	  /* 0: the whole case */
	uint32_t kinds;	  /* bits of enum case_kind it is kept for */
	enum clock_per per;
	enum clock_whose whose;
	struct limit limit;
	enum moment starts;
	/* Where there is one: a second start with a limit of its own; the later date is the one that holds. */
	enum moment also_starts; /* MOMENTS_COUNT: none */
	struct limit also_limit;
	uint8_t provisional_after; /* clock whose due date stands in for the start until it happens, or NO_CLOCK */
	uint8_t meets_count;
	uint32_t meets[CLOCK_MEETS_MAX]; /* alternatives; of each, all moments must have happened: the latest counts */
	uint32_t stops;			 /* moments, any of which ends what is owed */
	struct hazard_terms hazard;	 /* of CLOCK_PER_HAZARD, where those above are not used */
	bool final;			 /* its miss signposts the Ombudsman */
	uint8_t owner;			 /* role */
	uint8_t line;			 /* escalation line, or 0xff */
	uint8_t warning_count;
	struct warning warnings[POLICY_WARNINGS_MAX];
	uint8_t tier_count;
	struct extension_tier tiers[POLICY_TIERS_MAX];
};

/* Who may suspend clocks, and how days count around it. The first row whose grounds and role both fit allows it. */
struct suspension_rule {
	struct rule rule;
	uint8_t by;	 /* role that may order it */
	uint32_t clocks; /* bits of the policy's clocks; 0: every one that can be suspended */
	uint8_t stage;	 /* only clocks of this stage; 0: of any */
	uint8_t ground_count;
	struct text grounds[SUSPENSION_GROUNDS_MAX]; /* none: whatever the grounds */
	/* Whether the days on which it begins and ends are days of the clock, and not of the suspension. */
	bool first_day_counts, last_day_counts;
	struct limit at_most; /* after which it ends by itself; LIMIT_NONE: never */
	bool needs_reason, needs_customer_told;
};

#endif
