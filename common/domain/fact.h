/* What happened, as the judges see it: fixed-size records, texts by reference, nothing personal. Pure. */
#ifndef REDRESS_DOMAIN_FACT_H
#define REDRESS_DOMAIN_FACT_H

#include <stddef.h>

#include "base/text.h"
#include "domain/fact_words.h"
#include "domain/instant.h"

/* One row a fact: enum suffix and the protobuf message's name. */
#define FACT_KINDS(X)                                                 \
	X(CONTACT_RECEIVED, "ContactReceived")                        \
	X(CUSTOMER_CONTACTED, "CustomerContacted")                    \
	X(CASE_ACKNOWLEDGED, "CaseAcknowledged")                      \
	X(OFFICER_ASSIGNED, "OfficerAssigned")                        \
	X(CONSENT_GIVEN, "ConsentGiven")                              \
	X(INFORMATION_ADDED, "InformationAdded")                      \
	X(COMPLAINT_REQUESTED, "ComplaintRequested")                  \
	X(RISK_IDENTIFIED, "RiskIdentified")                          \
	X(HAZARD_IDENTIFIED, "HazardIdentified")                      \
	X(INVESTIGATION_CONCLUDED, "InvestigationConcluded")          \
	X(INFORMAL_OUTCOME_GIVEN, "InformalOutcomeGiven")             \
	X(EXTENSION_NOTIFIED, "ExtensionNotified")                    \
	X(FINDING_SHARED, "FindingShared")                            \
	X(CUSTOMER_COMMENTED, "CustomerCommented")                    \
	X(RESPONSE_ISSUED, "ResponseIssued")                          \
	X(ESCALATION_REQUESTED, "EscalationRequested")                \
	X(ESCALATION_DECIDED, "EscalationDecided")                    \
	X(HEARING_ARRANGED, "HearingArranged")                        \
	X(HEARING_HELD, "HearingHeld")                                \
	X(REMEDY_AGREED, "RemedyAgreed")                              \
	X(ACTION_COMPLETED, "ActionCompleted")                        \
	X(COMPENSATION_PAID, "CompensationPaid")                      \
	X(APPOINTMENT_MISSED, "AppointmentMissed")                    \
	X(APPOINTMENT_OFFERED, "AppointmentOffered")                  \
	X(COMPLIMENT_RECEIVED, "ComplimentReceived")                  \
	X(SURVEY_ANSWERED, "SurveyAnswered")                          \
	X(LEARNING_RECORDED, "LearningRecorded")                      \
	X(CASE_WITHDRAWN, "CaseWithdrawn")                            \
	X(CASE_CLOSED, "CaseClosed")                                  \
	X(CASE_REOPENED, "CaseReopened")                              \
	X(SCOPE_DECIDED, "ScopeDecided")                              \
	X(OMBUDSMAN_REQUESTED_EVIDENCE, "OmbudsmanRequestedEvidence") \
	X(OMBUDSMAN_EVIDENCE_SENT, "OmbudsmanEvidenceSent")           \
	X(OMBUDSMAN_DETERMINED, "OmbudsmanDetermined")                \
	X(ORDER_COMPLETED, "OrderCompleted")                          \
	X(HAZARD_ACTED_ON, "HazardActedOn")                           \
	X(WORK_RECORDED, "WorkRecorded")                              \
	X(ASSESSMENT_RECORDED, "AssessmentRecorded")                  \
	X(ESCALATION_PLANNED, "EscalationPlanned")                    \
	X(COMPLIMENT_SHARED, "ComplimentShared")                      \
	X(DISCRETION_USED, "DiscretionUsed")                          \
	X(CASE_SUSPENDED, "CaseSuspended")                            \
	X(CASE_RESUMED, "CaseResumed")                                \
	X(SUPPORT_NEED_IDENTIFIED, "SupportNeedIdentified")           \
	X(BEHAVIOUR_NOTED, "BehaviourNoted")                          \
	X(CONTACT_RESTRICTED, "ContactRestricted")                    \
	X(INFORMATION_DISCLOSED, "InformationDisclosed")              \
	X(LEGAL_PROCEEDINGS_ENDED, "LegalProceedingsEnded")           \
	X(RECOMMENDATION_MADE, "RecommendationMade")                  \
	X(DESIGNATED_PERSON_APPROACHED, "DesignatedPersonApproached") \
	X(DESIGNATED_PERSON_CONTACTED, "DesignatedPersonContacted")

enum fact_kind {
#define X(suffix, name) FACT_##suffix,
	FACT_KINDS(X)
#undef X
	    FACT_OF_NO_CASE, /* cell-wide: time, packs, calendars */
};

enum {
	FACT_ITEMS_MAX = 16, /* actions or orders promised in one fact; more is refused at intake */
};

/* An action or an order: what was promised for a local day. */
struct promise {
	struct text ref;
	struct text owner;
	int32_t due;  /* local day; PROMISE_NO_DATE when none was named */
	bool binding; /* false for a recommendation */
	bool agreed;  /* with the customer */
	enum remedy_kind kind;
};
#define PROMISE_NO_DATE INT32_MIN
#define NO_DAY INT32_MIN

struct fact {
	enum fact_kind kind;
	struct instant occurred_at;
	struct text source;
	struct text id;
	uint64_t position; /* in the log; in the simulator, order of arrival */
	uint8_t stage;	   /* 0 where the fact names none */
	bool spoken;	   /* the channel was named and is not a written one */
	enum contact_channel channel;
	union {
		struct {
			uint64_t flags; /* CONTACT_BIT(...) */
			enum nature nature;
			int32_t happened_on, known_on; /* local days, NO_DAY when unknown */
			int32_t acceptable_by;	       /* service request: local day, or NO_DAY */
			uint16_t update_every;	       /* working days; 0: not agreed */
			struct instant recorded_at;    /* INSTANT_NONE when not given */
			struct text category, service_area, linked_case, nation, group;
			struct text representative;	/* the landlord's reference; empty where none is given */
			enum contact_channel preferred; /* how the customer wishes to be answered */
			uint16_t praised_staff;		/* of a compliment: how many people are named */
		} contact;				/* ContactReceived, ComplimentReceived */
		struct {
			bool reached, progress_update, definition_clarified, ombudsman_details, mediation_offered;
			bool advocacy_offered, next_steps_told, meeting_offered, survey_asked;
			enum contact_channel agreed_channel;
			uint16_t update_every;
			struct text officer;
		} contacted;
		struct {
			struct text officer;
		} work;
		struct {
			bool defined, outcome_sought, ombudsman_details;
		} acknowledged;
		struct {
			struct text officer, role, service_area, organisation;
			bool conflict_declared, conflict_dealt_with;
		} officer;
		struct {
			struct text representative;
			bool in_writing;
		} consent;
		struct {
			bool new_issue, related, would_delay, new_evidence;
			struct text linked_case;
		} information;
		struct {
			enum complaint_reason reason;
		} complaint_requested;
		struct {
			bool health_and_safety, safeguarding;
		} risk;
		struct {
			struct text ref, kind;
			bool emergency, significant;
		} hazard;
		struct {
			struct text ref;
			bool no_hazard, safety_work_needed, preventative_work_needed;
		} concluded;
		struct {
			struct text ref;
			enum hazard_act act;
		} hazard_act;
		struct {
			bool resolved, customer_satisfied;
		} informal_outcome;
		struct {
			int32_t until; /* local day, or NO_DAY */
			bool has_reason, good_reason, customer_agreed, ombudsman_details;
			uint16_t attempts_to_reach;
			struct text approved_by_role;
		} extension;
		struct {
			struct text shared_with, reviewed_by_role;
			bool adverse;
		} finding;
		struct {
			enum outcome_of_case outcome;
			uint16_t points_unanswered;
			bool reasons_given, ombudsman_details, reviewed, to_representative_only;
			bool copied_to_representative, available_to_petitioners, adjustments_made, next_step_told;
			struct text reviewed_by_role; /* of a remedy: who agreed to it */
			uint8_t promise_count;
			struct promise promises[FACT_ITEMS_MAX];
		} response; /* ResponseIssued, RemedyAgreed */
		struct {
			bool new_evidence;
			uint16_t points;
		} escalation_requested;
		struct {
			bool accepted, explained, ombudsman_details, former_response_final;
			struct text grounds, decided_by, decided_by_role, consulted_role;
		} escalation_decided;
		struct {
			int32_t held_on; /* arranged: for which day */
			bool customers_choice, without_tenants;
			uint16_t tenant_representatives;
			struct text chair_role;
		} hearing;
		struct {
			struct text ref;
			bool done; /* false: an order not acted on, with reasons */
			bool proven;
			int32_t pence; /* of compensation; INT32_MAX: that or more */
		} completed;	       /* ActionCompleted, OrderCompleted, CompensationPaid */
		struct {
			struct text appointment;
			int32_t offered_for;
			bool suits_customer;
		} appointment;
		struct {
			bool satisfied;
			uint16_t score;
		} survey;
		struct {
			struct text theme;
		} learning;
		struct {
			enum close_reason reason;
			bool ombudsman_details;
		} closed;
		struct {
			bool accepted, has_reasons, has_other_route, ombudsman_right_told, discretion_used;
			enum ground ground;
			struct text decided_by, decided_by_role, discussed_with_role;
		} scope;
		struct {
			bool explained;
			struct text discussed_with_role;
		} discretion;
		struct {
			struct text grounds, ordered_by_role;
			bool has_reason, customer_told;
		} suspended;
		struct {
			bool about, evidence, risks, outcome_sought, urgent_action;
		} assessment;
		struct {
			bool about, evidence, informed;
			struct text reviewer;
			int32_t complete_by; /* local day, or NO_DAY */
		} plan;
		struct {
			bool service_area, staff, publicised;
		} shared;
		struct {
			bool cannot_put_case, not_coping, behind_behaviour;
		} support;
		struct {
			bool violent;
		} behaviour;
		struct {
			bool has_reasons, proportionate, redress_told;
			int32_t until; /* local day, or NO_DAY */
			struct text decided_by_role;
		} restriction;
		struct {
			struct text to, to_role;
			bool personal;
		} disclosed;
		struct {
			bool disagrees;
		} commented;
		struct {
			bool next_steps_told, meeting_offered;
		} designated;
		struct {
			struct text ombudsman_case;
			int32_t revised_date;
			bool revised_date_agreed, explained;
			uint8_t finding_count;		  /* one an issue */
			uint8_t findings[FACT_ITEMS_MAX]; /* enum finding */
			uint8_t promise_count;		  /* orders and recommendations */
			struct promise promises[FACT_ITEMS_MAX];
		} ombudsman; /* RecommendationMade too */
	};
};

/* A case's facts in the order they happened: by occurred_at, then source, then id. */
struct facts {
	const struct fact **in_order; /* room for LIMIT_CASE_FACTS, caller's */
	size_t count;
};

/* "ContactReceived" ...; NULL for FACT_OF_NO_CASE. */
const char *fact_kind_name(enum fact_kind kind);
/* The kind of a message by its short or full protobuf name; FACT_OF_NO_CASE when it is no fact of a case. */
enum fact_kind fact_kind_from_name(struct text name);
/* Whether a fact of this kind may open a case. */
bool fact_kind_opens_case(enum fact_kind kind);
/* Tells that an action promised was done. Money promised is an action, and paying it is doing it. */
bool fact_kind_does_action(enum fact_kind kind);
/* "too-old", ... and back (GROUND_UNSPECIFIED when unknown). */
const char *ground_name(enum ground ground);
enum ground ground_from_name(struct text name);
const char *contact_flag_name(enum contact_flag flag);
/* "apology"; "unspecified". */
const char *remedy_kind_name(enum remedy_kind kind);
/* "maladministration"; "unspecified". */
const char *finding_name(enum finding finding);
/* "in-person"; NULL for the unspecified. */
const char *contact_channel_name(enum contact_channel channel);
/* CONTACT_FLAGS_COUNT when unknown. */
enum contact_flag contact_flag_from_name(struct text name);
const char *outcome_of_case_name(enum outcome_of_case outcome);
enum outcome_of_case outcome_of_case_from_name(struct text name);
/* Puts `fact` in its place among `facts`; false when LIMIT_CASE_FACTS are there. A fact already there by source and id
 * is ignored. */
bool facts_insert(struct facts *facts, const struct fact *fact);

#endif
