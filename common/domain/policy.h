/* A landlord's policy as data: what a pack says, after reading and checking. All references are indexes into its own
 * tables. Made by common/pack; the domain only reads it. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_H
#define REDRESS_DOMAIN_POLICY_H

#include "domain/calendar.h"
#include "domain/fact.h"
#include "domain/floor.h"
#include "domain/measure.h"

enum {
	POLICY_ROLES_MAX = 32,
	POLICY_STAGES_MAX = 4,
	POLICY_CLOCKS_MAX = 32,
	POLICY_TIERS_MAX = 4,
	POLICY_WARNINGS_MAX = 4,
	POLICY_STEPS_MAX = 6,
	POLICY_LINES_MAX = 8,
	POLICY_RULES_MAX = 32,
	CLOCK_MEETS_MAX = 4,
	NO_ROLE = 0xff,
	NO_CLOCK = 0xff,
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
	X(NEXT_STAGE_REQUESTED, "next-stage-requested")

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
	bool final;			 /* its miss signposts the Ombudsman */
	uint8_t owner;			 /* role */
	uint8_t line;			 /* escalation line, or 0xff */
	uint8_t warning_count;
	struct warning warnings[POLICY_WARNINGS_MAX];
	uint8_t tier_count;
	struct extension_tier tiers[POLICY_TIERS_MAX];
};

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

#define POLICY_TABLE(type, name) \
	uint8_t name##_count;    \
	struct type name[POLICY_RULES_MAX]

struct policy {
	struct text pack;    /* "code-2024" */
	struct text version; /* the pack's own, a date */
	struct text title;
	struct text digest; /* of the pack's text, hex */
	struct text nation;
	struct text division;		       /* of the holidays' calendar */
	int32_t in_force_from, in_force_until; /* local days; until NO_DAY: open */
	uint8_t role_count;
	struct role roles[POLICY_ROLES_MAX];
	uint8_t stage_count;
	struct stage_rule stages[POLICY_STAGES_MAX];
	uint8_t clock_count;
	struct clock_rule clocks[POLICY_CLOCKS_MAX];
	uint8_t line_count;
	struct escalation_line lines[POLICY_LINES_MAX];
	uint16_t opens_minute,
	    closes_minute; /* working hours of a working day: 540 and 1020 unless the pack says otherwise */
	POLICY_TABLE(contact_rule, contacts);
	POLICY_TABLE(turn_rule, turns);
	POLICY_TABLE(exclusion_rule, exclusions);
	POLICY_TABLE(duty_rule, duties);
	POLICY_TABLE(signpost_rule, signposts);
	POLICY_TABLE(alert_rule, alerts);
	POLICY_TABLE(oversight_rule, oversights);
	POLICY_TABLE(standard_rule, standards);
	POLICY_TABLE(ombudsman_rule, ombudsmen);
	POLICY_TABLE(closing_day, closing_days);
	bool no_bank_holidays; /* only its own closing days count */
	POLICY_TABLE(referral_rule, referrals);
	POLICY_TABLE(rota_rule, rotas);
	POLICY_TABLE(floor_rule, floors);
	POLICY_TABLE(statement_rule, statements);
};

/* NO_CLOCK / NO_ROLE when there is none of that id. */
uint8_t policy_clock(const struct policy *policy, struct text id);
uint8_t policy_role(const struct policy *policy, struct text id);
const struct stage_rule *policy_stage(const struct policy *policy, uint8_t number);
/* What answers a stage: RESPONDED_ANYHOW where its limit is met by an answer in whatever form, else RESPONDED. */
enum moment policy_answer(const struct policy *policy, uint8_t stage);

const char *moment_name(enum moment moment);
enum moment moment_from_name(struct text name); /* MOMENTS_COUNT when unknown */
const char *case_kind_name(enum case_kind kind);
enum case_kind case_kind_from_name(struct text name); /* CASE_KINDS when unknown */
const char *duty_check_name(enum duty_check check);
enum duty_check duty_check_from_name(struct text name);
const char *refusal_ground_name(enum refusal_ground ground);
enum refusal_ground refusal_ground_from_name(struct text name); /* REFUSAL_GROUNDS_COUNT when unknown */
const char *signpost_occasion_name(enum signpost_occasion occasion);
enum signpost_occasion signpost_occasion_from_name(struct text name);

#endif
