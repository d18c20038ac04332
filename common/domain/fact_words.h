/* What facts say in words of a fixed list, and contacts in flags. Of domain/fact.h, which alone is included by others.
 * Pure. */
#ifndef REDRESS_DOMAIN_FACT_WORDS_H
#define REDRESS_DOMAIN_FACT_WORDS_H

#include <stdint.h>

enum nature {
	NATURE_UNSPECIFIED,
	NATURE_COMPLAINT,
	NATURE_SERVICE_REQUEST,
	NATURE_DISSATISFACTION,
	NATURE_COMPLIMENT,
	NATURE_SUGGESTION,
	NATURE_ENQUIRY,
	NATURE_PETITION,
};

enum ground {
	GROUND_UNSPECIFIED,
	GROUND_ALREADY_CONSIDERED,
	GROUND_TOO_OLD,
	GROUND_LEGAL_PROCEEDINGS,
	GROUND_ANONYMOUS,
	GROUND_SERVICE_REQUEST,
	GROUND_ANTI_SOCIAL_BEHAVIOUR,
	GROUND_CONDUCT,
	GROUND_OTHER_BODY,
	GROUND_NEIGHBOUR_DISPUTE,
	GROUND_INSURANCE,
	GROUND_WITH_OMBUDSMAN,
	GROUND_COMPENSATION_CLAIM,
	GROUND_OTHER,
};

enum outcome_of_case {
	CASE_OUTCOME_UNSPECIFIED,
	CASE_OUTCOME_UPHELD,
	CASE_OUTCOME_NOT_UPHELD,
	CASE_OUTCOME_PARTLY_UPHELD,
	CASE_OUTCOME_RESOLVED,
};

/* What a contact says about itself, one bit each: the vocabulary of a pack's `when`. */
#define CONTACT_FLAGS(X)                                                \
	X(0, IS_COMPLAINT, "is-complaint")                              \
	X(1, IS_SERVICE_REQUEST, "is-service-request")                  \
	X(2, IS_DISSATISFACTION, "is-dissatisfaction")                  \
	X(3, IS_COMPLIMENT, "is-compliment")                            \
	X(4, IS_SUGGESTION, "is-suggestion")                            \
	X(5, IS_ENQUIRY, "is-enquiry")                                  \
	X(6, IS_PETITION, "is-petition")                                \
	X(7, DISSATISFIED, "dissatisfied")                              \
	X(8, WANTS_FORMAL, "wants-formal")                              \
	X(9, WANTS_INFORMAL, "wants-informal")                          \
	X(10, FURTHER_ENQUIRIES, "further-enquiries-needed")            \
	X(11, ONGOING, "ongoing")                                       \
	X(12, ANONYMOUS, "anonymous")                                   \
	X(13, ENOUGH_TO_INVESTIGATE, "enough-to-investigate")           \
	X(14, LEGAL_THREATENED, "legal-threatened")                     \
	X(15, LEGAL_STARTED, "legal-started")                           \
	X(16, LEGAL_FILED, "legal-filed-at-court")                      \
	X(17, ALREADY_ANSWERED, "already-answered")                     \
	X(18, HEALTH_AND_SAFETY, "health-and-safety-risk")              \
	X(19, SAFEGUARDING, "safeguarding")                             \
	X(20, ANTI_SOCIAL_BEHAVIOUR, "anti-social-behaviour")           \
	X(21, ABOUT_CONDUCT, "about-conduct")                           \
	X(22, OTHER_BODY, "other-body-responsible")                     \
	X(23, NEIGHBOUR_DISPUTE, "neighbour-dispute")                   \
	X(24, INSURANCE_CLAIM, "insurance-claim")                       \
	X(25, COMPENSATION_CLAIM, "compensation-claim")                 \
	X(26, WITH_OMBUDSMAN, "with-ombudsman")                         \
	X(27, LIKELY_RIGHT_IN_TIME, "likely-right-in-time")             \
	X(28, SIGNIFICANT_IMPACT, "significant-impact")                 \
	X(29, CONFUSED_CIRCUMSTANCES, "confused-circumstances")         \
	X(30, WIDER_ISSUES, "wider-issues")                             \
	X(31, FIRST_REPORT, "first-report")                             \
	X(32, REPRESENTATIVE, "through-representative")                 \
	X(33, SOCIAL_MEDIA, "by-social-media")                          \
	X(34, NAMED, "named-customer")                                  \
	X(35, ADJUSTMENT_ASKED, "adjustment-asked-for")                 \
	X(36, CONFIRM_REPRESENTATIVE, "representative-to-be-confirmed") \
	X(37, UNACCEPTABLE_BEHAVIOUR, "unacceptable-behaviour")         \
	X(38, VIOLENCE, "violent-or-threatening")                       \
	X(39, PERSONAL_INJURY, "personal-injury")                       \
	X(40, DESIGNATED_PERSON, "designated-person")

enum contact_flag {
#define X(bit, suffix, name) CONTACT_##suffix = bit,
	CONTACT_FLAGS(X)
#undef X
	    CONTACT_FLAGS_COUNT = 41,
};

#define CONTACT_BIT(suffix) (UINT64_C(1) << CONTACT_##suffix)

enum complaint_reason {
	COMPLAINT_REASON_UNSPECIFIED,
	COMPLAINT_CUSTOMER_ASKED,
	COMPLAINT_FURTHER_ENQUIRIES,
	COMPLAINT_NOT_SATISFIED,
};

/* How word passed between customer and landlord. */
enum contact_channel {
	CONTACT_BY_UNSPECIFIED,
	CONTACT_BY_IN_PERSON,
	CONTACT_BY_PHONE,
	CONTACT_BY_LETTER,
	CONTACT_BY_EMAIL,
	CONTACT_BY_WEBSITE,
	CONTACT_BY_LIVE_CHAT,
	CONTACT_BY_SURVEY,
	CONTACT_BY_APP,
	CONTACT_BY_SOCIAL_MEDIA,
	CONTACT_BY_TEXT,
	CONTACT_BY_PRIVATE_MESSAGE,
	CONTACT_CHANNELS_COUNT,
};

/* What the Ombudsman found of one issue. */
#define FINDINGS(X)                                             \
	X(SEVERE_MALADMINISTRATION, "severe-maladministration") \
	X(MALADMINISTRATION, "maladministration")               \
	X(SERVICE_FAILURE, "service-failure")                   \
	X(REASONABLE_REDRESS, "reasonable-redress")             \
	X(NO_MALADMINISTRATION, "no-maladministration")         \
	X(OUTSIDE_JURISDICTION, "outside-jurisdiction")

enum finding {
	FINDING_UNSPECIFIED,
#define X(suffix, name) FINDING_##suffix,
	FINDINGS(X)
#undef X
	    FINDINGS_COUNT,
};

enum hazard_act {
	HAZARD_ACT_UNSPECIFIED,
	HAZARD_MADE_SAFE,
	HAZARD_SUMMARY_SENT,
	HAZARD_SAFETY_WORK_DONE,
	HAZARD_PREVENTATIVE_WORK_BEGUN, /* or steps taken to begin it */
	HAZARD_PREVENTATIVE_WORK_STARTED,
};

enum close_reason {
	CLOSE_UNSPECIFIED,
	CLOSE_COMPLETE,
	CLOSE_NOT_COOPERATING,
	CLOSE_SETTLED,
};

/* What puts a thing right. */
#define REMEDY_KINDS(X)                         \
	X(APOLOGY, "apology")                   \
	X(ACKNOWLEDGEMENT, "acknowledgement")   \
	X(EXPLANATION, "explanation")           \
	X(ACTION_ON_DELAY, "action-on-delay")   \
	X(CHANGED_DECISION, "changed-decision") \
	X(AMENDED_RECORD, "amended-record")     \
	X(MONEY, "money")                       \
	X(CHANGED_POLICY, "changed-policy")     \
	X(TRAINING, "training")                 \
	X(REPAIR, "repair")                     \
	X(GOODWILL, "goodwill")                 \
	X(INSURANCE, "insurance")               \
	X(SERVICE, "service")

enum remedy_kind {
	REMEDY_UNSPECIFIED,
#define X(suffix, name) REMEDY_##suffix,
	REMEDY_KINDS(X)
#undef X
	    REMEDY_KINDS_COUNT,
};

#endif
