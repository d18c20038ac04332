#include "pack/policy_words.h"

#include "domain/judgement.h"

#define COUNT(list) (unsigned)(sizeof(list) / sizeof((list)[0]))

/* Words of the domain: its own function names them. */
#define DOMAIN_WORDS(variable, what, count, expression) \
	static const char *variable##_name(unsigned i)  \
	{                                               \
		return (expression);                    \
	}                                               \
	const struct words words_##variable = { (what), (count), variable##_name };

/* Words of the language alone, in the order of their enum. */
#define OWN_WORDS(variable, what, ...)                                \
	static const char *const variable##_list[] = { __VA_ARGS__ }; \
	static const char *variable##_name(unsigned i)                \
	{                                                             \
		return variable##_list[i];                            \
	}                                                             \
	const struct words words_##variable = { (what), COUNT(variable##_list), variable##_name };

DOMAIN_WORDS(moments, "moment", MOMENTS_COUNT, moment_name((enum moment)i))
DOMAIN_WORDS(kinds, "kind of case", CASE_KINDS, i == CASE_KIND_NONE ? NULL : case_kind_name((enum case_kind)i))
DOMAIN_WORDS(flags, "word for a contact", CONTACT_FLAGS_COUNT, contact_flag_name((enum contact_flag)i))
DOMAIN_WORDS(grounds, "ground", GROUND_OTHER + 1, i == GROUND_UNSPECIFIED ? NULL : ground_name((enum ground)i))
DOMAIN_WORDS(outcomes, "outcome", CASE_OUTCOME_RESOLVED + 1,
    i == CASE_OUTCOME_UNSPECIFIED ? NULL : outcome_of_case_name((enum outcome_of_case)i))
DOMAIN_WORDS(checks, "check", DUTY_CHECKS_COUNT, duty_check_name((enum duty_check)i))
DOMAIN_WORDS(refusals, "ground of refusal", REFUSAL_GROUNDS_COUNT, refusal_ground_name((enum refusal_ground)i))
DOMAIN_WORDS(
    acceptances, "ground of acceptance", ACCEPTANCE_GROUNDS_COUNT, acceptance_ground_name((enum acceptance_ground)i))
DOMAIN_WORDS(needs, "need of a restriction", RESTRICTION_NEEDS_COUNT, restriction_need_name((enum restriction_need)i))
DOMAIN_WORDS(measures, "measure", MEASURES_COUNT, measure_name((enum measure)i))
DOMAIN_WORDS(occasions, "occasion", SIGNPOST_OCCASIONS_COUNT, signpost_occasion_name((enum signpost_occasion)i))

DOMAIN_WORDS(issue_flags, "word for an issue", ISSUE_FLAGS_COUNT, issue_flag_name((enum issue_flag)i))

DOMAIN_WORDS(hazard_grades, "grade of hazard", HAZARD_GRADES_COUNT, hazard_grade_name((enum hazard_grade)i))
DOMAIN_WORDS(hazard_moments, "moment of a hazard", HAZARD_MOMENTS_COUNT, hazard_moment_name((enum hazard_moment)i))
/* A law keeps no other clocks; a landlord's policy keeps none of these. */
DOMAIN_WORDS(
    law_pers, "word for what a law's clock is kept for", CLOCK_PER_HAZARD + 1, i == CLOCK_PER_HAZARD ? "hazard" : NULL)

/* Said by the envelope, not by a judge. */
#define WITHDRAWN_NAME "JudgementWithdrawn"
DOMAIN_WORDS(judgements, "judgement", JUDGEMENT_KINDS_COUNT + 1,
    i == JUDGEMENT_KINDS_COUNT ? WITHDRAWN_NAME : judgement_kind_name((enum judgement_kind)i))

OWN_WORDS(pers, "word for what a clock is kept for", "once", "update", "action", "order", "request", "missed-visit",
    "recommendation", "legal-update")
OWN_WORDS(whose, "word for whose a clock is", "landlord", "customer", "milestone")
OWN_WORDS(counted_from, "date to count from", "date-then-due", "original-date")
OWN_WORDS(counts, "word for whether a day counts", "does-not-count", "counts")
OWN_WORDS(caps, "kind of cap", "hard", "lifted-by-good-reason")
OWN_WORDS(turns, "reason to turn", "customer-asked", "further-enquiries", "not-satisfied", "health-and-safety",
    "not-agreed-in-time")
OWN_WORDS(issue_thens, "thing to do with an issue", "joined", "new-complaint", "person-decides")
OWN_WORDS(compliment_tos, "word for with whom a compliment is shared", "service-area", "staff", "public")
OWN_WORDS(survey_ons, "word for when to ask", "process-complete", "closed")
OWN_WORDS(alert_to, "word for who is told", "owner", "escalated", "role", "systems")
OWN_WORDS(channels, "channel", "zeromq", "webhook", "email")
DOMAIN_WORDS(nations, "nation", NATIONS_COUNT, nation_name(i))
OWN_WORDS(divisions, "division of GOV.UK's bank holidays", "england-and-wales", "scotland", "northern-ireland")

DOMAIN_WORDS(
    contact_channels, "way to be in touch", CONTACT_CHANNELS_COUNT, contact_channel_name((enum contact_channel)i))
DOMAIN_WORDS(remedies, "kind of remedy", REMEDY_KINDS_COUNT,
    i == REMEDY_UNSPECIFIED ? NULL : remedy_kind_name((enum remedy_kind)i))
OWN_WORDS(channel_uses, "use of a channel", "contact", "reply")

#define X(suffix, name) name,
OWN_WORDS(letter_occasions, "occasion for a letter", LETTER_OCCASIONS(X))
OWN_WORDS(letter_parts, "part of a letter", LETTER_PARTS(X))
OWN_WORDS(letter_readers, "reader of a letter", LETTER_READERS(X))
OWN_WORDS(report_rhythms, "rhythm of a report", REPORT_RHYTHMS(X))
OWN_WORDS(report_readers, "reader of a report", REPORT_READERS(X))
OWN_WORDS(report_places, "place to publish", REPORT_PLACES(X))
OWN_WORDS(floors, "floor", FLOORS(X))
OWN_WORDS(statements, "thing to say", STATEMENTS(X))
#undef X
