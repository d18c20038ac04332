/* What is counted, by name: the vocabulary of a pack's `standards` and of published figures. Each is defined in
 * domain/figures.h. Pure. */
#ifndef REDRESS_DOMAIN_MEASURE_H
#define REDRESS_DOMAIN_MEASURE_H

#include "base/text.h"

/* Enum suffix, word, why it is counted and what it counts. */
#define MEASURES(X)                                                                                        \
	X(CONTACT, "contact", "everything that came in, by what it was judged to be")                      \
	X(COMPLAINT_RECEIVED, "complaint-received", "complaints, by the category given")                   \
	X(CONTACT_OF_GROUP, "contact-of-group", "everything that came in, by the group it is watched for") \
	X(COMPLAINT_OF_GROUP, "complaint-of-group", "complaints, by that group")                           \
	X(SATISFIED_OF_GROUP, "satisfied-of-group", "those of satisfied, by that group")                   \
	X(SURVEYED_OF_GROUP, "surveyed-of-group", "those of surveyed, by that group")                      \
	X(STAGE_OPENED, "stage-opened", "stages begun, by stage")                                          \
	X(OPENED_IN_TIME, "opened-in-time", "those of stage-opened that were answered in time, by stage")  \
	X(STAGE_ANSWERED, "stage-answered", "stages answered, by stage and outcome")                       \
	X(STAGE_ENDED, "stage-ended", "stages whose response was given or missed, by stage")               \
	X(STAGE_IN_TIME, "stage-in-time", "those of stage-ended whose response was in time, by stage")     \
	X(HANDLED, "handled", "complaints whose last stage so far has ended")                              \
	X(HANDLED_IN_TIME, "handled-in-time", "those of handled that missed no time limit of any stage")   \
	X(SURVEYED, "surveyed", "complainants who answered a survey")                                      \
	X(SATISFIED, "satisfied", "those of surveyed who were satisfied")                                  \
	X(DECLINED, "declined", "matters a person declined to take, by ground")                            \
	X(DISCRETION_USED, "discretion-used", "decisions on scope in which discretion was used")           \
	X(ESCALATED, "escalated", "complaints taken to a further stage, by stage")                         \
	X(ESCALATION_REFUSED, "escalation-refused", "requests for a further stage refused, by stage")      \
	X(OMBUDSMAN_DETERMINED, "ombudsman-determined", "determinations of the Ombudsman")                 \
	X(OMBUDSMAN_ASKED, "ombudsman-asked", "cases of which the Ombudsman asked for evidence")           \
	X(DETERMINATION, "determination", "issues determined by the Ombudsman, by finding")                \
	X(SIGNPOSTED, "signposted", "times the Ombudsman was, or had to be, pointed to, by occasion")      \
	X(WARNED, "warned", "warnings of a date coming, by clock")                                         \
	X(MET, "met", "promises of the landlord's kept in time, by clock")                                 \
	X(MISSED, "missed", "promises of the landlord's missed, by clock")                                 \
	X(PROMISE_ENDED, "promise-ended", "promises of the landlord's kept or missed, by clock")           \
	X(EXTENDED, "extended", "dates made longer as the policy allows, by clock")                        \
	X(NON_COMPLIANCE, "non-compliance", "failings that have no date, by condition")                    \
	X(ACTION_PROMISED, "action-promised", "actions and remedies promised for a date")                  \
	X(ACTION_MET, "action-met", "those done in time")                                                  \
	X(ACTION_MISSED, "action-missed", "those not done in time")                                        \
	X(ORDER_MADE, "order-made", "the Ombudsman's orders for a date")                                   \
	X(ORDER_MET, "order-met", "those carried out in time")                                             \
	X(ORDER_MISSED, "order-missed", "those not carried out in time")                                   \
	X(RECOMMENDATION_MADE, "recommendation-made", "recommendations for a date")                        \
	X(RECOMMENDATION_MET, "recommendation-met", "those answered in time: acted on, or reasons given")  \
	X(RECOMMENDATION_MISSED, "recommendation-missed", "those not answered in time")                    \
	X(REMEDY, "remedy", "what was promised to put a thing right, by kind")                             \
	X(COMPENSATION, "compensation", "payments of compensation")                                        \
	X(COMPENSATION_PENCE, "compensation-pence", "what was paid")                                       \
	X(SURVEY_ASKED, "survey-asked", "customers asked how their case was handled")                      \
	X(COMPLIMENT_SHARED, "compliment-shared", "compliments passed on, by with whom")                   \
	X(LEARNING, "learning", "lessons recorded, by theme")

enum measure {
#define X(suffix, name, why) MEASURE_##suffix,
	MEASURES(X)
#undef X
	    MEASURES_COUNT,
};

/* "stage-in-time"; what it counts; and back (MEASURES_COUNT when unknown). */
const char *measure_name(enum measure measure);
const char *measure_why(enum measure measure);
enum measure measure_from_name(struct text name);
/* Its label is, or begins with, a stage's number. */
bool measure_is_by_stage(enum measure measure);
/* Its label is a clock's id. */
bool measure_is_by_clock(enum measure measure);

#endif
