/* What a code of practice sets as the least a policy may do, by name. A pack of the code says which it sets, with the
 * clause; common/pack/departures.h compares. Pure. */
#ifndef REDRESS_DOMAIN_FLOOR_H
#define REDRESS_DOMAIN_FLOOR_H

#define FLOORS(X)                                         \
	X(EXTRA_STAGE, "extra-stage")                     \
	X(STAGES, "more-stages")                          \
	X(ACKNOWLEDGE_1, "stage-1-acknowledgement")       \
	X(RESPOND_1, "stage-1-response")                  \
	X(EXTEND_1, "stage-1-extension")                  \
	X(REASON, "stage-2-reason")                       \
	X(WINDOW, "stage-2-window")                       \
	X(ACKNOWLEDGE_2, "stage-2-acknowledgement")       \
	X(RESPOND_2, "stage-2-response")                  \
	X(EXTEND_2, "stage-2-extension")                  \
	X(ISSUE_AGE, "issue-age")                         \
	X(LEGAL, "legal-exclusion")                       \
	X(DECLINE_OMBUDSMAN, "declining-ombudsman-right") \
	X(OMBUDSMAN, "ombudsman-details")                 \
	X(DESIGNATED_PERSON, "designated-person")         \
	X(MEMBER, "member-responsible")

enum floor_kind {
#define X(suffix, name) FLOOR_##suffix,
	FLOORS(X)
#undef X
	    FLOORS_COUNT,
};

/* What a policy says that is no clock and no duty, for the comparison. */
#define STATEMENTS(X)                                                                                   \
	X(MEMBER, "member-responsible")		  /* of the governing body, for complaints: a role */   \
	X(DESIGNATED_PERSON, "designated-person") /* names one as a way to the Ombudsman */             \
	X(OMBUDSMAN_CONTACT, "ombudsman-contact") /* one way to reach the Ombudsman, as it prints it */ \
	X(REPORTED, "reported-upwards")		  /* to whom it answers for complaints at the top */

enum statement_kind {
#define X(suffix, name) STATEMENT_##suffix,
	STATEMENTS(X)
#undef X
	    STATEMENTS_COUNT,
};

#endif
