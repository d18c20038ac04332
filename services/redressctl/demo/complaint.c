/* A complaint: its contact, stage 1, and its end. */
#include "redressctl/demo/stories.h"
#include "redressctl/demo/words.h"

enum {
	MANAGERS = 14,
	OUR_OWN_DAYS = 10, /* where the pack has no limit */
};

static json_t *
contact(struct writer *writer, const char *category)
{
	const struct assumptions *assume = &writer->plan->assume;
	int32_t happened = writer->day - writer_between(writer, 1, 80);
	const char *words = words_complaint(category, &writer->random, writer->plan->arena);
	json_t *data = json_pack("{s:s, s:s, s:b, s:s, s:s, s:o, s:s, s:[{s:s, s:s}], s:s, s:s, s:b, s:i}", "channel",
	    story_channel(writer), "nature", "complaint", "dissatisfied", 1, "category", category, "serviceArea",
	    words_service_area(category), "customer", story_customer(writer), "words", words, "points", "ref", "p1",
	    "text", words, "happenedOn", writer_date(writer, happened), "knownOn", writer_date(writer, happened),
	    "ongoing", writer_between(writer, 0, 1), "updateEveryWorkingDays", (int)assume->update_days);

	if (writer_chance(writer, assume->representative))
		json_object_set_new(data, "representative",
		    json_pack("{s:s, s:s}", "ref", "representative", "name",
			words_name(&writer->random, writer->plan->arena)));
	return data;
}

static void
assign(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;
	const struct stage_rule *stage = policy_stage(writer->plan->policy, 1);
	bool conflict = writer_chance(writer, writer->plan->assume.conflict);
	bool ignored = conflict && writer_chance(writer, writer->plan->assume.conflict_ignored);

	complaint->officer = arena_printf(writer->plan->arena, "manager-%02d", writer_between(writer, 1, MANAGERS));
	writer_later(writer, writer_between(writer, 0, 1));
	writer_say(writer, "OfficerAssigned",
	    json_pack("{s:i, s:s, s:s, s:s, s:b, s:b}", "stage", 1, "officer", complaint->officer, "role",
		stage == NULL ? "" : writer_role(writer, stage->officer), "serviceArea", complaint->area,
		"conflictDeclared", (int)conflict, "conflictDealtWith", (int)(conflict && !ignored)));
}

static void
acknowledge(struct complaint *complaint, int32_t received)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	int limit = writer_limit(writer, 1, MOMENT_DEFINED, writer_limit(writer, 1, MOMENT_ACKNOWLEDGED, 5));
	bool late = writer_chance(writer, assume->acknowledged_late);
	int after = late ? limit + writer_between(writer, 1, 4) : writer_between(writer, 1, limit);
	json_t *data = json_pack("{s:i, s:s, s:b}", "stage", 1, "channel", "email", "ombudsmanDetailsGiven", 1);

	if (!writer_chance(writer, assume->acknowledged_undefined)) {
		json_object_set_new(data, "definition",
		    json_string(words_complaint(complaint->category, &writer->random, writer->plan->arena)));
		json_object_set_new(data, "outcomeSought", json_string("An answer, and the matter put right."));
	}
	writer_on(writer, writer_working_day(writer, received, after));
	writer_say(writer, "CaseAcknowledged", data);
	complaint->late = late;
	if (writer_chance(writer, 0.6)) {
		writer_later(writer, 0);
		writer_say(writer, "CustomerContacted",
		    json_pack("{s:i, s:s, s:b, s:b, s:s}", "stage", 1, "channel", "phone", "reached", 1,
			"definitionClarified", 1, "note", "Rang to go through the definition."));
	}
}

static void
surprises(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;

	if (writer_chance(writer, assume->representative)) {
		writer_later(writer, 1);
		writer_say(writer, "ConsentGiven",
		    json_pack("{s:s, s:b}", "representative", "representative", "inWriting",
			(int)!writer_chance(writer, assume->consent_unwritten)));
	}
	if (writer_chance(writer, assume->health_and_safety)) {
		writer_later(writer, 0);
		writer_say(writer, "RiskIdentified",
		    json_pack("{s:b, s:s}", "healthAndSafety", 1, "note", "A child with asthma lives in the home."));
	}
	if (writer_chance(writer, assume->new_issue)) {
		int related = writer_between(writer, 0, 1);

		writer_later(writer, 1);
		writer_say(writer, "InformationAdded",
		    json_pack("{s:i, s:s, s:b, s:b, s:b}", "stage", 1, "words", words_dispute(&writer->random),
			"newIssue", 1, "related", related, "wouldDelay",
			related == 0 ? 0 : writer_between(writer, 0, 1)));
	}
}

/* Behaviour nobody should have to bear, and what is believed to be behind it. */
static void
outburst(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;

	if (!writer_chance(writer, writer->plan->assume.behaviour))
		return;
	writer_later(writer, 0);
	writer_say(writer, "BehaviourNoted",
	    json_pack("{s:i, s:s}", "stage", 1, "note", "Shouted at the officer on the telephone."));
	writer_later(writer, 1);
	writer_say(writer, "SupportNeedIdentified",
	    json_pack("{s:i, s:b, s:s}", "stage", 1, "behindBehaviour", 1, "note", "Lives with a brain injury."));
	writer_later(writer, 1);
	writer_say(writer, "CustomerContacted",
	    json_pack("{s:i, s:s, s:b, s:b, s:b}", "stage", 1, "channel", "phone", "reached", 1, "advocacyOffered", 1,
		"progressUpdate", 1));
}

/* It ends without an answer. */
static bool
given_up(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;

	if (writer_chance(writer, writer->plan->assume.withdrawn)) {
		writer_later(writer, 2);
		writer_say(writer, "CaseWithdrawn", json_pack("{s:s}", "why", "It has been put right meanwhile."));
		return true;
	}
	if (writer_chance(writer, writer->plan->assume.not_cooperating)) {
		writer_later(writer, 6);
		writer_say(writer, "CaseClosed",
		    json_pack("{s:s, s:b}", "reason", "not-cooperating", "ombudsmanDetailsGiven",
			writer_between(writer, 0, 3) > 0));
		return true;
	}
	return false;
}

bool
story_stage_one(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;
	int32_t received = writer->day, acknowledged, due, answered;
	json_t *actions = NULL;

	assign(complaint);
	acknowledge(complaint, received);
	acknowledged = writer->day;
	surprises(complaint);
	outburst(complaint);
	if (given_up(complaint))
		return false;
	int limit = writer_limit(writer, 1, MOMENT_RESPONDED, OUR_OWN_DAYS);

	due = writer_working_day(writer, acknowledged, limit);
	due = story_extension(complaint, 1, due, limit);
	if (writer_chance(writer, assume->response_late)) {
		answered = writer_working_day(writer, due, writer_between(writer, 1, 9));
		complaint->late = true;
	} else {
		answered = writer_working_day(writer, due, -writer_between(writer, 0, limit - 3));
	}
	story_updates(complaint, 1, answered);
	if (writer_chance(writer, 0.7)) {
		writer_on(writer, writer_working_day(writer, answered, -1));
		writer_say(writer, "InvestigationConcluded", json_pack("{s:i}", "stage", 1));
	}
	complaint->upheld = writer_chance(writer, assume->upheld);
	writer_on(writer, answered);
	story_promises(complaint, 1, &actions);
	story_response(complaint, 1, json_incref(actions));
	struct writer then = *writer;

	story_promises_kept(complaint, actions);
	json_decref(actions);
	/* What follows goes on beside the works. */
	then.serial = writer->serial;
	then.random = writer->random;
	*writer = then;
	return true;
}

void
story_closing(struct complaint *complaint)
{
	struct writer *writer = complaint->writer;
	const struct assumptions *assume = &writer->plan->assume;

	writer_later(writer, writer_between(writer, 21, 30));
	if (writer_chance(writer, 0.9))
		writer_say(
		    writer, "CaseClosed", json_pack("{s:s, s:b}", "reason", "complete", "ombudsmanDetailsGiven", 1));
	if (writer_chance(writer, assume->learning)) {
		writer_later(writer, 1);
		writer_say(writer, "LearningRecorded",
		    json_pack("{s:s, s:s}", "theme", complaint->area, "what", words_lesson(&writer->random)));
	}
	if (writer_chance(writer, assume->survey)) {
		double share = complaint->late ? assume->satisfied / 2 : assume->satisfied;
		int satisfied = writer_chance(writer, share);

		writer_later(writer, writer_between(writer, 1, 8));
		writer_say(writer, "SurveyAnswered",
		    json_pack("{s:b, s:i}", "satisfiedWithHandling", satisfied, "score",
			writer_between(writer, satisfied ? 6 : 1, satisfied ? 10 : 5)));
	}
	if (writer_chance(writer, assume->reopened)) {
		writer_later(writer, 3);
		writer_say(writer, "CaseReopened", json_pack("{s:s}", "why", "The works failed within the month."));
		writer_later(writer, 4);
		writer_say(
		    writer, "CaseClosed", json_pack("{s:s, s:b}", "reason", "complete", "ombudsmanDetailsGiven", 1));
	}
}

void
story_complaint_handled(struct writer *writer, const char *category)
{
	struct complaint complaint = {
		.writer = writer, .category = category, .area = words_service_area(category), .responded = NO_DAY
	};

	if (!story_stage_one(&complaint))
		return;
	if (writer_chance(writer, writer->plan->assume.escalated) && story_stage_two(&complaint) &&
	    writer_chance(writer, writer->plan->assume.ombudsman))
		story_ombudsman(&complaint);
	story_closing(&complaint);
}

void
story_complaint(struct writer *writer)
{
	const char *category = story_category(writer);
	struct complaint complaint = { .writer = writer, .category = category };
	json_t *data;

	writer_on(writer, story_day(writer, true));
	data = contact(writer, category);
	if (writer_chance(writer, writer->plan->assume.excluded)) {
		/* story_scope writes the contact itself: what it says is why. */
		json_decref(data);
		if (story_scope(&complaint))
			story_complaint_handled(writer, category);
		return;
	}
	writer_open(writer, "ContactReceived", data);
	story_complaint_handled(writer, category);
}
