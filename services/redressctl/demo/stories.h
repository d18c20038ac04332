/* What may become of a contact: each story writes the facts of one case, from its writer's place in time on. */
#ifndef REDRESS_REDRESSCTL_DEMO_STORIES_H
#define REDRESS_REDRESSCTL_DEMO_STORIES_H

#include "redressctl/demo/writer.h"

/* A complaint on its way. */
struct complaint {
	struct writer *writer;
	const char *category, *area;
	const char *officer; /* of stage 1 */
	const char *refused; /* reference of an action, or NULL */
	bool late;	     /* an answer came after its date */
	bool upheld;
	int32_t responded; /* day of the last answer; NO_DAY: none */
};

/* A day in the year by the months' weights: a working day, or, when `any`, perhaps a weekend. */
int32_t story_day(struct writer *writer, bool any);
const char *story_category(struct writer *writer);
const char *story_channel(struct writer *writer);
/* {"ref", "name", ...} */
json_t *story_customer(struct writer *writer);

/* A complaint from its contact to its end. */
void story_complaint(struct writer *writer);
/* The same from the moment it is a complaint: after its contact, or after a request turned into one. */
void story_complaint_handled(struct writer *writer, const char *category);
void story_service_request(struct writer *writer);
void story_compliment(struct writer *writer);
void story_suggestion(struct writer *writer);
void story_enquiry(struct writer *writer);

/* Parts of a complaint, in the order they come. False when the case is over. */
bool story_scope(struct complaint *complaint);
bool story_stage_one(struct complaint *complaint);
bool story_stage_two(struct complaint *complaint);
void story_ombudsman(struct complaint *complaint);
void story_promises(struct complaint *complaint, unsigned stage, json_t **actions);
void story_promises_kept(struct complaint *complaint, const json_t *actions);
void story_closing(struct complaint *complaint);

/* Shared by the stages: words to the customer on the way to `until`, an extension, the answer. */
void story_updates(struct complaint *complaint, unsigned stage, int32_t until);
/* The day the answer is due after it, moved or not. */
int32_t story_extension(struct complaint *complaint, unsigned stage, int32_t due, int longer);
void story_response(struct complaint *complaint, unsigned stage, json_t *actions);

#endif
