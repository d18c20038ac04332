/* What the demo year assumes of a landlord: deploy/demo/assumptions.json. */
#ifndef REDRESS_REDRESSCTL_DEMO_ASSUMPTIONS_H
#define REDRESS_REDRESSCTL_DEMO_ASSUMPTIONS_H

#include "base/arena.h"
#include "base/error.h"

enum { ASSUMPTIONS_WEIGHTS_MAX = 32 };

/* Names, and how often each is had; the names of `months` are empty. */
struct assumed_weights {
	size_t count;
	const char *names[ASSUMPTIONS_WEIGHTS_MAX];
	double weights[ASSUMPTIONS_WEIGHTS_MAX];
};

/* Member, the file's key, least and most. */
#define ASSUMED_NUMBERS(X)                                          \
	X(seed, "seed", 0, 4294967295.0)                            \
	X(homes, "homes", 1, 10000000)                              \
	X(complaints, "complaints", 0, 20000)                       \
	X(requests, "requests", 0, 50000)                           \
	X(compliments, "compliments", 0, 20000)                     \
	X(suggestions, "suggestions", 0, 20000)                     \
	X(enquiries, "enquiries", 0, 20000)                         \
	X(weekend, "weekend", 0, 1)                                 \
	X(request_days, "request-days", 1, 60)                      \
	X(request_slow, "request-slow", 0, 1)                       \
	X(request_dissatisfied, "request-dissatisfied", 0, 1)       \
	X(request_asked, "request-asked", 0, 1)                     \
	X(request_enquiries, "request-enquiries", 0, 1)             \
	X(excluded, "excluded", 0, 1)                               \
	X(excluded_accepted, "excluded-accepted", 0, 1)             \
	X(excluded_badly, "excluded-badly", 0, 1)                   \
	X(representative, "representative", 0, 1)                   \
	X(consent_unwritten, "consent-unwritten", 0, 1)             \
	X(health_and_safety, "health-and-safety", 0, 1)             \
	X(acknowledged_late, "acknowledged-late", 0, 1)             \
	X(acknowledged_undefined, "acknowledged-undefined", 0, 1)   \
	X(conflict, "conflict", 0, 1)                               \
	X(conflict_ignored, "conflict-ignored", 0, 1)               \
	X(update_days, "update-days", 1, 60)                        \
	X(update_forgotten, "update-forgotten", 0, 1)               \
	X(extended, "extended", 0, 1)                               \
	X(extended_badly, "extended-badly", 0, 1)                   \
	X(extended_again, "extended-again", 0, 1)                   \
	X(response_late, "response-late", 0, 1)                     \
	X(upheld, "upheld", 0, 1)                                   \
	X(partly_upheld, "partly-upheld", 0, 1)                     \
	X(response_incomplete, "response-incomplete", 0, 1)         \
	X(response_spoken, "response-spoken", 0, 1)                 \
	X(withdrawn, "withdrawn", 0, 1)                             \
	X(not_cooperating, "not-cooperating", 0, 1)                 \
	X(new_issue, "new-issue", 0, 1)                             \
	X(behaviour, "behaviour", 0, 1)                             \
	X(actions, "actions", 0, 1)                                 \
	X(action_late, "action-late", 0, 1)                         \
	X(compensation, "compensation", 0, 1)                       \
	X(escalated, "escalated", 0, 1)                             \
	X(escalated_after_window, "escalated-after-window", 0, 1)   \
	X(escalation_refused, "escalation-refused", 0, 1)           \
	X(stage_2_late, "stage-2-late", 0, 1)                       \
	X(stage_2_same_officer, "stage-2-same-officer", 0, 1)       \
	X(stage_2_not_independent, "stage-2-not-independent", 0, 1) \
	X(ombudsman, "ombudsman", 0, 1)                             \
	X(order_late, "order-late", 0, 1)                           \
	X(survey, "survey", 0, 1)                                   \
	X(satisfied, "satisfied", 0, 1)                             \
	X(learning, "learning", 0, 1)                               \
	X(reopened, "reopened", 0, 1)                               \
	X(told_late, "told-late", 0, 1)                             \
	X(told_late_days, "told-late-days", 1, 60)

struct assumptions {
#define X(member, key, least, most) double member;
	ASSUMED_NUMBERS(X)
#undef X
	struct assumed_weights categories, channels, months;
};

/* Every number must be there, and nothing else; each entry is {"value": ..., "why": a sentence}. Names live in the
 * arena. */
bool assumptions_read(const char *path, struct arena *arena, struct assumptions *assumptions, struct error *error);

#endif
