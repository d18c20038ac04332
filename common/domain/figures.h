/* What one case contributes to a landlord's figures. A period's figures are the sums of all cases' contributions on its
 * days. Pure.
 *
 * Days are local days, and a contribution stands on the day it happened on, not the day it was heard of: a fact heard
 * late, or a judgement taken back, changes the day it is about. All is worked out from the case's facts and from what
 * stands of routing's and sla's judgements:
 *
 * - contact: each opening of the case that stands, by kind. A request that became a complaint is one of each. Further
 *   contacts about the same case are not counted.
 * - complaint-received: the opening as a complaint, by category ("uncategorised" where none was given).
 * - contact-of-group, complaint-of-group, surveyed-of-group, satisfied-of-group: the same as contact,
 * complaint-received, surveyed and satisfied, of cases whose first contact names a group, by its code.
 * - stage-opened: each stage opened, by number.
 * - opened-in-time: the same day, when it ended by an answer in time: of what began then, how much came to be in time.
 * - stage-answered: an opened stage's first answer, by "<stage>/<outcome>". Where the pack's clock asks for a written
 *   response, an answer by word of mouth is none.
 * - stage-ended: an opened stage's end, by number: on the last day of its response limit when that was missed, else on
 *   the day of its answer. An answer after the miss moves nothing. A stage stopped without an answer has no end. Its
 *   response limit is the landlord's clock of the stage that a response meets; of several, any missed is a miss.
 * - stage-in-time: the same day, when it ended by an answer in time.
 * - handled: a complaint whose latest opened stage has ended, on that stage's day. Opening a further stage takes it
 *   away until that one has ended.
 * - handled-in-time: the same day, when no limit that a pack keeps once for a stage stands missed, or met late: the
 *   responses', the acknowledgements'. Updates and actions are counted by themselves.
 * - surveyed, satisfied: the last survey answered about a complaint, formal or informal.
 * - declined: a declining that stands, by ground.
 * - discretion-used: a decision on scope in which discretion was used, or another use of it.
 * - escalated: a stage after the first opened, by number.
 * - escalation-refused: a decision not to take a further stage, by its number.
 * - ombudsman-determined: a determination heard of.
 * - ombudsman-asked: each time the Ombudsman asked for evidence.
 * - determination: each issue of a determination, by finding.
 * - signposted: an occasion that stands, by its word.
 * - warned, met, missed: of the landlord's clocks, by clock id: a warning; an end in time; a miss, on the last day in
 *   time.
 * - promise-ended: each of those met or missed, the same day.
 * - extended: an extension that moved a clock, by clock id, on the day it was told.
 * - non-compliance: a finding that stands, by its condition, on the day of what failed.
 * - action-promised, -met, -missed, order-made, -met, -missed and recommendation-made, -met, -missed: of the clocks
 * kept for each action, each order and each recommendation.
 * - remedy: each action or remedy promised whose kind was said, by kind, on the day it was promised.
 * - compensation, compensation-pence: each payment, and what it was.
 * - survey-asked: each time the customer was asked how the case was handled.
 * - compliment-shared: a compliment passed on, by "service-area", "staff", "public".
 * - learning: a lesson recorded, by theme. */
#ifndef REDRESS_DOMAIN_FIGURES_H
#define REDRESS_DOMAIN_FIGURES_H

#include "domain/judgement.h"
#include "domain/measure.h"

/* One contribution. Texts are the pack's, the judgements' or static. */
struct figure {
	int32_t day; /* local */
	enum measure measure;
	struct text label; /* empty where the measure has none */
	int32_t count;	   /* stays at INT32_MAX: pence that a slip of the keys made too many to count */
};

/* Fixed room, the caller's. Each (day, measure, label) once, in the order first met. */
struct figures {
	size_t count;
	bool full; /* more than LIMIT_CASE_FIGURES: the case must be quarantined */
	struct figure list[LIMIT_CASE_FIGURES];
};

/* `standing` holds what stands of routing's and sla's judgements of the case, in any order. */
void figures_of_case(const struct policy *policy, const struct calendar *calendar, const struct facts *facts,
    const struct judgements *standing, struct figures *out);

/* A share in tenths of a percent, halves rounded up; -1 when there is nothing to share. */
int32_t figures_permille(uint64_t numerator, uint64_t denominator);

#endif
