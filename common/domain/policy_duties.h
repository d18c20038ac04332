/* The duties of a policy that have no date: what a thing done must contain or respect. Its failing is non-compliance.
 * Of domain/policy.h, which alone is included by others. Pure. */
#ifndef REDRESS_DOMAIN_POLICY_DUTIES_H
#define REDRESS_DOMAIN_POLICY_DUTIES_H

#include "domain/fact.h"
#include "domain/policy_clocks.h"

enum {
	POLICY_DUTIES_MAX = 64,
};

/* What each asks, and of which facts: domain/duty_checks.c. */
#define DUTY_CHECKS(X)                                                    \
	X(OUTCOME_ALLOWED, "outcome-allowed")                             \
	X(POINTS_ANSWERED, "points-answered")                             \
	X(REASONS_GIVEN, "reasons-given")                                 \
	X(RESPONSE_WRITTEN, "response-written")                           \
	X(RESPONSE_REVIEWED, "response-reviewed")                         \
	X(RESPONSE_NEXT_STEP, "response-next-step")                       \
	X(RESPONSE_OMBUDSMAN, "response-ombudsman-details")               \
	X(DECLINE_REASONS, "decline-reasons")                             \
	X(DECLINE_OMBUDSMAN, "decline-ombudsman-right")                   \
	X(DECLINE_BY_ROLE, "decline-by-role")                             \
	X(REFUSAL_EXPLAINED, "refusal-explained")                         \
	X(REFUSAL_OMBUDSMAN, "refusal-ombudsman-details")                 \
	X(OFFICER_DIFFERENT, "officer-different")                         \
	X(OFFICER_SENIOR, "officer-senior")                               \
	X(OFFICER_INDEPENDENT, "officer-independent")                     \
	X(CONDUCT_BY_ROLE, "conduct-by-role")                             \
	X(CONFLICT_DEALT_WITH, "conflict-dealt-with")                     \
	X(CLOSED_WITH_OMBUDSMAN, "closed-with-ombudsman-details")         \
	X(CONSENT_WRITTEN, "consent-written")                             \
	X(DEFINITION_GIVEN, "definition-given")                           \
	X(FINDING_SHARED, "finding-shared")                               \
	X(REFUSAL_GROUND, "refusal-ground")                               \
	X(REFUSAL_BY_ROLE, "refusal-by-role")                             \
	X(CONTACT_NOMINATED, "contact-nominated")                         \
	X(TENANT_PANEL, "tenant-panel")                                   \
	X(DISCRETION_EXPLAINED, "discretion-explained")                   \
	X(CONSENT_FIRST, "consent-first")                                 \
	X(ACKNOWLEDGEMENT_OMBUDSMAN, "acknowledgement-ombudsman-details") \
	X(EXTENSION_OMBUDSMAN, "extension-ombudsman-details")             \
	X(CONTACT_OMBUDSMAN, "contact-ombudsman-details")                 \
	X(INFORMAL_CHANNEL, "informal-outcome-channel")                   \
	X(AGREED_CHANNEL, "agreed-channel")                               \
	X(SOCIAL_MEDIA_PRIVATE, "social-media-private")                   \
	X(ADJUSTMENTS_MADE, "adjustments-made")                           \
	X(CUSTOMER_ANSWERED, "customer-answered")                         \
	X(REPRESENTATIVE_COPIED, "representative-copied")                 \
	X(DISCLOSURE_WITH_CONSENT, "disclosure-with-consent")             \
	X(REPRESENTATIVE_CONFIRMED, "representative-confirmed")           \
	X(PETITIONERS_ANSWERED, "petitioners-answered")                   \
	X(DEFINITION_CLARIFIED, "definition-clarified")                   \
	X(FAIR_CHANCE, "fair-chance")                                     \
	X(REASONS_EXPLORED, "reasons-explored")                           \
	X(ASSESSMENT_MADE, "assessment-made")                             \
	X(ESCALATION_PLANNED, "escalation-planned")                       \
	X(REFUSAL_FINAL_RESPONSE, "refusal-final-response")               \
	X(ACCEPTANCE_GROUND, "acceptance-ground")                         \
	X(ACCEPTANCE_WITH_ROLE, "acceptance-with-role")                   \
	X(DISCRETION_DISCUSSED, "discretion-discussed")                   \
	X(REMEDY_AGREED, "remedy-agreed")                                 \
	X(REMEDY_BY_ROLE, "remedy-by-role")                               \
	X(COMPLETION_PROVEN, "completion-proven")                         \
	X(MEDIATION_OFFERED, "mediation-offered")                         \
	X(ADVOCACY_OFFERED, "advocacy-offered")                           \
	X(RESTRICTION_PROPORTIONATE, "restriction-proportionate")         \
	X(NEED_TO_KNOW, "need-to-know")                                   \
	X(DESIGNATED_PERSON_TOLD, "designated-person-told")               \
	X(WORK_PROVIDED_FIRST, "work-provided-first")                     \
	X(DECLINE_OTHER_ROUTE, "decline-other-route")                     \
	X(CONTACT_RECTIFIES, "contact-rectifies")                         \
	X(HEARING_CHAIR, "hearing-chair")                                 \
	X(OFFICER_ORGANISATION, "officer-organisation")

enum duty_check {
#define X(suffix, name) DUTY_##suffix,
	DUTY_CHECKS(X)
#undef X
	    DUTY_CHECKS_COUNT,
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

/* Those on which it is accepted. */
#define ACCEPTANCE_GROUNDS(X)                     \
	X(EVIDENCE_OF_FAULT, "evidence-of-fault") \
	X(NEW_INFORMATION, "new-information")     \
	X(NOT_SATISFIED, "not-satisfied")

enum acceptance_ground {
#define X(suffix, name) ACCEPTANCE_##suffix,
	ACCEPTANCE_GROUNDS(X)
#undef X
	    ACCEPTANCE_GROUNDS_COUNT,
};

/* What a restriction of contact needs. */
#define RESTRICTION_NEEDS(X)              \
	X(REASONS, "reasons")             \
	X(PROPORTIONATE, "proportionate") \
	X(UNTIL, "until")                 \
	X(REDRESS_TOLD, "redress-told")

enum restriction_need {
#define X(suffix, name) RESTRICTION_NEEDS_##suffix,
	RESTRICTION_NEEDS(X)
#undef X
	    RESTRICTION_NEEDS_COUNT,
};

struct duty_rule {
	struct rule rule;
	enum duty_check check;
	uint8_t stage;		   /* 0: any */
	uint32_t outcomes;	   /* for OUTCOME_ALLOWED: bits of enum outcome_of_case */
	uint32_t grounds;	   /* of a declining: bits of enum ground; 0: any */
	uint32_t refusals;	   /* for REFUSAL_GROUND: bits of enum refusal_ground */
	uint32_t acceptances;	   /* for ACCEPTANCE_GROUND: bits of enum acceptance_ground */
	uint32_t channels;	   /* for INFORMAL_CHANNEL: bits of enum contact_channel */
	uint32_t needs;		   /* for RESTRICTION_PROPORTIONATE: bits of enum restriction_need */
	uint8_t role;		   /* who is to decide, review, agree or be asked; or NO_ROLE */
	uint8_t most;		   /* for TENANT_PANEL: tenant representatives at a hearing */
	uint32_t roles;		   /* for NEED_TO_KNOW: bits of the roles that may see a case */
	uint32_t without_personal; /* and of those that may see it without personal words */
};

const char *duty_check_name(enum duty_check check);
enum duty_check duty_check_from_name(struct text name); /* DUTY_CHECKS_COUNT when unknown */
const char *refusal_ground_name(enum refusal_ground ground);
enum refusal_ground refusal_ground_from_name(struct text name); /* REFUSAL_GROUNDS_COUNT when unknown */
const char *acceptance_ground_name(enum acceptance_ground ground);
enum acceptance_ground acceptance_ground_from_name(struct text name); /* ACCEPTANCE_GROUNDS_COUNT when unknown */
const char *restriction_need_name(enum restriction_need need);

#endif
