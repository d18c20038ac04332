/* What a judge says of one case, in one shape for all kinds; and what to say anew, or take back, given what was said.
 * Pure. */
#ifndef REDRESS_DOMAIN_JUDGEMENT_H
#define REDRESS_DOMAIN_JUDGEMENT_H

#include "base/limits.h"
#include "domain/calendar.h"
#include "domain/policy.h"

/* Enum suffix, protobuf message, word used in ids, speaker is routing (R) or sla (S). */
#define JUDGEMENT_KINDS(X)                                               \
	X(CASE_OPENED, "CaseOpened", "opened", R)                        \
	X(CASE_DECLINED, "CaseDeclined", "declined", R)                  \
	X(CASE_REFERRED, "CaseReferred", "referred", R)                  \
	X(CASE_ASSIGNED, "CaseAssigned", "assigned", R)                  \
	X(STAGE_OPENED, "StageOpened", "stage-opened", R)                \
	X(ISSUE_JOINED, "IssueJoined", "joined", R)                      \
	X(HEARING_SCHEDULED, "HearingScheduled", "hearing-scheduled", R) \
	X(HEARING_CANCELLED, "HearingCancelled", "hearing-cancelled", R) \
	X(CLOCK_STARTED, "ClockStarted", "started", S)                   \
	X(CLOCK_MOVED, "ClockMoved", "moved", S)                         \
	X(CLOCK_SUSPENDED, "ClockSuspended", "suspended", S)             \
	X(CLOCK_WARNED, "ClockWarned", "warned", S)                      \
	X(CLOCK_MET, "ClockMet", "met", S)                               \
	X(CLOCK_MISSED, "ClockMissed", "missed", S)                      \
	X(CLOCK_STOPPED, "ClockStopped", "stopped", S)                   \
	X(CASE_ESCALATED, "CaseEscalated", "escalated", S)               \
	X(OMBUDSMAN_SIGNPOSTED, "OmbudsmanSignposted", "signposted", S)  \
	X(ADVOCACY_SIGNPOSTED, "AdvocacySignposted", "advocacy", S)      \
	X(SURVEY_DUE, "SurveyDue", "survey-due", S)                      \
	X(NON_COMPLIANCE_FOUND, "NonComplianceFound", "non-compliance", S)

enum judgement_kind {
#define X(suffix, name, word, judge) JUDGEMENT_##suffix,
	JUDGEMENT_KINDS(X)
#undef X
	    JUDGEMENT_KINDS_COUNT,
};

enum {
	JUDGEMENT_FACTS_MAX = 4,
};

struct fact_ref {
	struct text source;
	struct text id;
};

struct judgement {
	enum judgement_kind kind;

	/* Key, within the case. */
	struct text subject; /* clock id, or what it is about: "case", "stage", "exclusion" ... */
	uint8_t stage;	     /* 0 where none */
	uint16_t instance;   /* of the clock or subject, from 1 */
	struct text ref;     /* of the action, order, ground, condition; or empty */
	uint16_t ordinal;    /* of this kind on this instance, from 1: second move, second warning, escalation step */

	/* Content; what a field means for a kind stands in proto/redress/v1/{routing,sla}.proto. */
	enum case_kind case_kind;
	struct instant due;
	struct instant old_due;
	struct instant at; /* when it took effect: opened, started, met, missed (= due), stopped, found ... */
	bool provisional;
	bool late;
	bool customers;
	struct text word; /* why, condition, ground: an identifier */
	struct text role; /* id of the pack's role: owner, referred to, escalated to */
	struct text officer;
	struct text category, service_area;
	struct text organisation; /* whose officer, by the pack's id */
	uint16_t carried;	  /* pieces of work that count from before */

	/* Basis. */
	struct rule rule;
	uint8_t fact_count;
	struct fact_ref facts[JUDGEMENT_FACTS_MAX];
	/* How the due date was found: counted from `counted_from` by `limit`, or (LIMIT_NAMED_DATE) promised. */
	struct instant counted_from;
	struct limit limit;
	/* Pack and version under which it was made; the caller fills them for what it says. */
	struct text pack, version;

	/* Set when it was said. */
	struct instant decided_at;
	uint16_t revision;
};

/* Fixed room, the caller's. */
struct judgements {
	size_t count;
	bool full; /* more were due than LIMIT_CASE_JUDGEMENTS: the case must be quarantined */
	struct judgement list[LIMIT_CASE_JUDGEMENTS];
};

/* One step of what must be said now. */
struct utterance {
	bool withdraw;	   /* take `said` back; else say `judgement` */
	size_t index;	   /* into `said` for a withdrawal, into `standing` otherwise */
	uint16_t revision; /* of what is to be said, from 1 */
};

struct utterances {
	size_t count;
	struct utterance list[2 * LIMIT_CASE_JUDGEMENTS];
};

/* Same thing spoken of: kind, subject, stage, instance, ref, ordinal. */
bool judgement_same_key(const struct judgement *a, const struct judgement *b);
/* Same thing said: every content field, the rule's id, the counted date and the facts; not the pack and version, the
 * time said or the revision. */
bool judgement_same_content(const struct judgement *a, const struct judgement *b);
/* Room for one more, zeroed with unset instants; NULL when full (and `full` is set). */
struct judgement *judgements_add(struct judgements *judgements, enum judgement_kind kind);
/* The one standing with this key, or NULL. */
const struct judgement *judgements_find(const struct judgements *judgements, const struct judgement *key);
/* What must be taken back and said so that `said` becomes `standing`. `spoken` are the revisions ever said for a key,
 * standing or not (withdrawn ones included), so that a revision is never used twice; it holds `said` too. Withdrawals
 * come first. */
void judgements_difference(const struct judgements *standing, const struct judgements *said,
    const struct judgements *spoken, struct utterances *out);
/* Whether some clock that started is neither met nor stopped: another date may still matter to it. */
bool judgements_have_open_clock(const struct judgements *standing);
/* Gives `judgement`, of this list, the first instance that no other of its key has: two sources may use one id. */
void judgements_number(const struct judgements *judgements, struct judgement *judgement);
/* Removes the judgement at `index`, keeping order. */
void judgements_remove(struct judgements *judgements, size_t index);

/* "ClockMissed" and back (JUDGEMENT_KINDS_COUNT when unknown; takes full names too), "missed". */
const char *judgement_kind_name(enum judgement_kind kind);
enum judgement_kind judgement_kind_from_name(struct text name);
const char *judgement_kind_word(enum judgement_kind kind);
bool judgement_kind_is_routings(enum judgement_kind kind);

#endif
